// SPDX-License-Identifier: Apache-2.0
//
// The document and what it declares.
#include "rebate/codec/policy_writer.hpp"

#include "codec/policy_json.hpp"
#include "policy/policy_words.hpp"

namespace rebate {
namespace {

using detail::json_of;
using detail::json_of_bands;
using detail::json_of_value;
using detail::JsonText;
using detail::ObjectWriter;

template <class T, class Convert>
void add_map(ObjectWriter& document, std::string_view name, const NameMap<T>& map,
             Convert convert) {
  if (map.empty()) return;
  JsonText object = JsonText::object();
  for (const auto& [key, terms] : map) object.add(key, convert(terms));
  document.add(name, std::move(object));
}

JsonText field(const FieldTerms& terms) {
  if (!terms.type.empty()) return JsonText::string(terms.type);
  JsonText levels = JsonText::array();
  for (const std::string& level : terms.levels) levels.add(JsonText::string(level));
  return levels;
}

JsonText set(const SetTerms& terms) {
  if (terms.file.empty()) {
    JsonText values = JsonText::array();
    for (const Cell& cell : terms.values) values.add(json_of(cell));
    return values;
  }
  ObjectWriter object;
  object.text("file", terms.file);
  object.text("column", terms.column);
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText named(const Named& terms) {
  Named short_form;
  short_form.is = terms.is;
  if (terms == short_form) return JsonText::string(terms.is.canonical());
  ObjectWriter object;
  object.expression("is", terms.is);
  object.text("unit", terms.unit);
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText target(const Target& terms) {
  ObjectWriter object;
  object.expression("of", terms.of);
  object.text("per", terms.per);
  object.expression("for", terms.one_for);
  object.expression("each", terms.each);
  object.expression("is", terms.is);
  object.text("phased", terms.phased);
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText score(const Score& terms) {
  ObjectWriter object;
  JsonText items = JsonText::array();
  for (const ScoreItem& item : terms.items) {
    ObjectWriter part;
    part.text("id", item.id);
    part.expression("weight", item.weight);
    part.expression("of", item.of);
    if (!item.bands.empty()) part.add("bands", json_of_bands(item.bands));
    part.value("when_missing", item.when_missing);
    part.notes(item.notes);
    items.add(part.finish(item.notes));
  }
  object.add("items", std::move(items));
  object.expressions("veto", terms.veto);
  if (!terms.grades.empty()) object.add("grades", json_of_bands(terms.grades));
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText key(const TableKey& terms) {
  JsonText of = JsonText::string(terms.of.canonical());
  if (terms.edge == Edge::kNone) return of;
  return JsonText::object().add(detail::to_word(detail::kEdgeWords, terms.edge), std::move(of));
}

JsonText table(const TableTerms& terms) {
  ObjectWriter object;
  if (terms.by.size() == 1 && terms.by[0].edge == Edge::kNone) {
    object.add("by", key(terms.by[0]));
  } else {
    JsonText keys = JsonText::array();
    for (const TableKey& part : terms.by) keys.add(key(part));
    object.add("by", std::move(keys));
  }
  object.expression("dated", terms.dated);
  if (terms.gives.size() == 1)
    object.text("gives", terms.gives[0]);
  else
    object.texts("gives", terms.gives);
  object.value("otherwise", terms.otherwise);
  object.text("file", terms.file);
  if (!terms.rows.empty()) {
    JsonText rows = JsonText::array();
    for (const std::vector<Cell>& cells : terms.rows) {
      JsonText row = JsonText::array();
      for (const Cell& cell : cells) row.add(json_of(cell));
      rows.add(std::move(row));
    }
    object.add("rows", std::move(rows));
  }
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText fund(const Fund& terms) {
  ObjectWriter object;
  object.text("unit", terms.unit);
  if (terms.expires_after_months > 0)
    object.integer("expires_after_months", terms.expires_after_months);
  object.expression("reserve_on", terms.reserve_on);
  object.text("at_end", terms.at_end);
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText budget(const Budget& terms) {
  ObjectWriter object;
  object.value("amount", terms.amount);
  object.text("per", terms.per);
  object.expression("each", terms.each);
  object.text("when_short", terms.when_short);
  if (terms.whole_only) object.add("whole_only", JsonText::raw("true"));
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText report(const Report& terms) {
  ObjectWriter object;
  object.texts("compare", terms.compare);
  object.expressions("by", terms.by);
  object.expression("gain", terms.gain);
  object.texts("show", terms.show);
  object.text("goal", terms.goal);
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText currencies(const Currencies& terms) {
  ObjectWriter object;
  object.expression("pay_in", terms.pay_in);
  object.text("convert", terms.convert);
  object.text("rates", terms.rates);
  add_map(object, "minor_units", terms.minor_units,
          [](int digits) { return JsonText::raw(std::to_string(digits)); });
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText calendar(const CalendarTerms& terms) {
  ObjectWriter object;
  object.text("year_starts", terms.year_starts);
  if (terms.month_closes > 0) object.integer("month_closes", terms.month_closes);
  object.text("weeks", terms.weeks);
  object.notes(terms.notes);
  return object.finish(terms.notes);
}

JsonText approvals(const std::vector<Approval>& list) {
  JsonText array = JsonText::array();
  for (const Approval& approval : list) {
    ObjectWriter object;
    object.add("by", JsonText::string(approval.by));
    object.text("role", approval.role);
    object.text("on", approval.on.to_string());
    object.notes(approval.notes);
    array.add(object.finish(approval.notes));
  }
  return array;
}

JsonText expected(const Expectation& expectation) {
  if (const auto* amount = std::get_if<std::string>(&expectation.is))
    return JsonText::string(*amount);
  if (const auto* by_partner =
          std::get_if<std::vector<std::pair<std::string, std::string>>>(&expectation.is)) {
    JsonText object = JsonText::object();
    for (const auto& [partner, amount] : *by_partner) object.add(partner, JsonText::string(amount));
    return object;
  }
  JsonText lines = JsonText::array();
  for (const ExpectedLine& line : std::get<std::vector<ExpectedLine>>(expectation.is)) {
    JsonText object = JsonText::object();
    const auto member = [&](std::string_view name, const std::optional<std::string>& value) {
      if (value) object.add(name, JsonText::string(*value));
    };
    member("partner", line.partner);
    member("payee", line.payee);
    member("each", line.each);
    member("period", line.period);
    member("kind", line.kind);
    member("due", line.due);
    member("gross", line.gross);
    member("took", line.took);
    member("status", line.status);
    member("level", line.level);
    lines.add(std::move(object));
  }
  return lines;
}

JsonText example(const Example& terms) {
  ObjectWriter object;
  object.notes(terms.notes);
  object.text("period", terms.period);
  object.text("as_of", terms.as_of);
  JsonText given = JsonText::object();
  for (const auto& [name, cell] : terms.pins) given.add(name, json_of(cell));
  for (const auto& [name, rows] : terms.tables) {
    JsonText array = JsonText::array();
    for (const ExampleRow& row : rows) {
      JsonText cells = JsonText::object();
      for (const auto& [column, cell] : row) cells.add(column, json_of(cell));
      array.add(std::move(cells));
    }
    given.add(name, std::move(array));
  }
  object.add("given", std::move(given));
  JsonText expect = JsonText::object();
  for (const Expectation& expectation : terms.expect)
    expect.add(expectation.rule, expected(expectation));
  object.add("expect", std::move(expect));
  return object.finish(terms.notes);
}

void declarations(ObjectWriter& document, const Policy& policy) {
  add_map(document, "fields", policy.fields, field);
  add_map(document, "sets", policy.sets, set);
  add_map(document, "conditions", policy.conditions, named);
  add_map(document, "measures", policy.measures, named);
  add_map(document, "targets", policy.targets, target);
  add_map(document, "scores", policy.scores, score);
  add_map(document, "tables", policy.tables, table);
  add_map(document, "funds", policy.funds, fund);
  add_map(document, "budgets", policy.budgets, budget);
  if (policy.currencies) document.add("currencies", currencies(*policy.currencies));
}

void frame(ObjectWriter& document, const Policy& policy) {
  document.integer("librebate", policy.format);
  document.text("policy", policy.id);
  document.integer("version", policy.version);
  if (policy.amendment) {
    document.integer("amends", policy.amendment->amends);
    document.text("effective", policy.amendment->effective);
    document.text("reason", policy.amendment->reason);
    document.text("running_periods", policy.amendment->running_periods);
  }
  document.notes(policy.notes);
  document.text("contract", policy.contract);
  document.text("status", policy.status);
  if (!policy.approved.empty()) document.add("approved", approvals(policy.approved));
  document.text("currency", policy.currency);
  document.text("tax", policy.tax);
  document.text("valid", policy.valid);
  if (!(policy.calendar == CalendarTerms())) document.add("calendar", calendar(policy.calendar));
  document.texts("tiers", policy.tiers);
}

}  // namespace

std::string write_policy(const Policy& policy) {
  ObjectWriter document;
  frame(document, policy);
  declarations(document, policy);
  if (policy.defaults) document.add("defaults", json_of(*policy.defaults));
  if (!policy.rules.empty()) {
    JsonText rules = JsonText::array();
    for (const Rule& rule : policy.rules) rules.add(json_of(rule));
    document.add("rules", std::move(rules.spread_out()));
  }
  if (policy.amendment) document.texts("remove", policy.amendment->remove);
  if (policy.limit) document.add("limit", json_of(*policy.limit));
  if (!policy.examples.empty()) {
    JsonText examples = JsonText::array();
    for (const Example& terms : policy.examples) examples.add(example(terms));
    document.add("examples", std::move(examples.spread_out()));
  }
  add_map(document, "reports", policy.reports, report);
  return document.finish(policy.notes).spread_out().layout();
}

}  // namespace rebate
