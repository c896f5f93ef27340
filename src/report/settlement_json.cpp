// SPDX-License-Identifier: Apache-2.0
#include "rebate/report/settlement_json.hpp"

#include "rebate/policy/checked_policy.hpp"
#include "rebate/report/settlement_csv.hpp"
#include "policy/policy_words.hpp"
#include "report/form_words.hpp"
#include "report/number_text.hpp"
#include "report/value_json.hpp"

namespace rebate {
namespace {

void write_each(JsonWriter& json, const std::vector<std::string>& key) {
  json.name("each");
  if (key.empty()) return json.null();
  if (key.size() == 1) return json.text(key[0]);
  json.begin_array();
  for (const std::string& part : key) json.text(part);
  json.end_array();
}

// {"measure": "net_sales", "value": "64000"}; the measure of a rule that names none is net_sales.
void write_measured(JsonWriter& json, std::string_view name, const Expression& measure,
                    const std::optional<Ratio>& value) {
  if (!value) return;
  json.name(name);
  json.begin_object();
  if (measure.is_set()) json.member("measure", measure.canonical());
  json.member("value", exact_text(*value));
  json.end_object();
}

void write_band(JsonWriter& json, const Line& line, const CheckedRule& rule) {
  if (line.band < 0) return;
  json.name("band");
  json.begin_object();
  json.member("number", line.band + 1);
  const auto index = static_cast<std::size_t>(line.band);
  if (index < rule.bands.size() && rule.bands[index].edge != Edge::kNone) {
    json.name(detail::to_word(rule.bands[index].edge));
    write_value(json, rule.bands[index].bound);
  }
  json.end_object();
}

// Where `net_sales` is meant and not written.
const Expression& earning_measure(const CheckedRule& rule) {
  static const Expression kNetSales = [] {
    Issues issues;
    return Expression::parse("net_sales", Place{}, issues);
  }();
  const Expression& of = rule.source.pay.of;
  return of.is_set() || rule.of == nullptr ? of : kNetSales;
}

void write_line(JsonWriter& json, const Settlement& settlement, std::size_t index) {
  const Line& line = settlement.lines()[index];
  const CheckedPolicy& policy = policy_of(settlement.plan());
  const CheckedRule& rule = policy.rules[static_cast<std::size_t>(line.rule)];
  const int minor = policy.minor_unit;
  json.begin_object();
  json.member("rule", rule.source.id);
  json.member("version", policy.source->version);
  json.member("partner", settlement.earner(line.earner));
  json.member("payee", settlement.earner(line.payee));
  json.member("period", settlement.period(line.period).name);
  write_each(json, settlement.key(line.key));
  json.member("kind", to_text(line.kind));
  json.member("status", to_text(line.status));
  const Expression& by = rule.source.qualify.by;
  if (by.is_set()) write_measured(json, "by", by, line.qualifying);
  write_measured(json, "of", earning_measure(rule), line.earning);
  write_band(json, line, rule);
  if (line.rate) json.member("rate", percent_text(*line.rate));
  json.member("gross", exact_text(line.gross, minor));
  json.member("after_limits", exact_text(line.after_limits, minor));
  json.member("after_combination", exact_text(line.after_combination, minor));
  const int places = paid_places(settlement, line);
  json.member("rounded", line.rounded.to_string(places));
  json.member("settled_before", line.settled_before.to_string(places));
  json.member("due", line.due.to_string(places));
  if (line.currency != 0) json.member("currency", settlement.currency(line.currency));
  json.member_flag("paid", line.is_paid);
  if (!line.is_paid) json.member("share", line.share.to_string(minor));
  if (line.level != 0) json.member("level", settlement.level(line.level));
  json.member("form", form_word(rule.source.pay.as.kind));
  json.member("tax", policy.source->tax.empty() ? "before" : policy.source->tax);
  write_reasons(json, settlement.reasons(line.reasons));
}

void write_funds(JsonWriter& json, const Settlement& settlement, const LineFilter& filter) {
  if (settlement.funds().empty()) return;
  json.name("funds");
  json.begin_array();
  for (const FundMove& move : settlement.funds()) {
    const std::string& partner = settlement.earner(move.earner);
    if (!filter.partner.empty() && filter.partner != partner) continue;
    json.new_line();
    json.begin_object();
    json.member("partner", partner);
    json.member("fund", move.fund);
    json.member("opened", exact_text(move.opened));
    json.member("earned", exact_text(move.earned));
    json.member("drawn", exact_text(move.drawn));
    json.member("expired", exact_text(move.expired));
    json.member("closed", exact_text(move.closed()));
    json.end_object();
  }
  json.end_array();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.name(name);
  json.begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

void write_coverage_json(JsonWriter& json, const Coverage& coverage) {
  json.begin_object();
  json.name("unused");
  json.begin_array();
  for (const Coverage::UnusedRows& unused : coverage.unused) {
    json.begin_object();
    json.member("noun", unused.noun);
    json.member("rows", unused.rows);
    json.member("amount", unused.amount.to_string());
    write_texts(json, "first_ids", unused.first_ids);
    json.end_object();
  }
  json.end_array();
  json.name("paid_twice");
  json.begin_array();
  for (const Coverage::PaidTwice& twice : coverage.paid_twice) {
    json.begin_object();
    json.member("rule", twice.rule);
    json.member("other", twice.other);
    json.member("rows", twice.rows);
    json.member("amount", twice.amount.to_string());
    json.end_object();
  }
  json.end_array();
  write_texts(json, "rules_without_rows", coverage.rules_without_rows);
  write_texts(json, "rules_that_paid_nothing", coverage.rules_that_paid_nothing);
  write_texts(json, "partners_without_target", coverage.partners_without_target);
  write_texts(json, "partners_without_baseline", coverage.partners_without_baseline);
  json.name("missing");
  json.begin_array();
  for (const Coverage::Missing& missing : coverage.missing) {
    json.begin_object();
    json.member("rule", missing.rule);
    json.member("expression", missing.expression);
    json.member("cause", missing.cause);
    json.member("times", missing.times);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

void write_json(const Settlement& settlement, TextSink& sink, const LineFilter& filter,
                const TraceOfLine& trace_of) {
  const Policy& policy = *policy_of(settlement.plan()).source;
  JsonWriter json(sink);
  json.begin_object();
  json.member("policy", policy.id);
  json.member("version", policy.version);
  json.member("currency", policy.currency);
  json.member("tax", policy.tax.empty() ? "before" : policy.tax);
  json.name("lines");
  json.begin_array();
  for (std::size_t i = 0; i < settlement.lines().size() && sink.ok(); ++i) {
    if (!filter.admits(settlement, settlement.lines()[i])) continue;
    json.new_line();
    write_line(json, settlement, i);
    if (trace_of) {
      json.name("trace");
      json.raw(trace_json(trace_of(i), context_of(settlement, i)));
    }
    json.end_object();
  }
  json.new_line();
  json.end_array();
  write_funds(json, settlement, filter);
  json.name("coverage");
  write_coverage_json(json, settlement.coverage());
  json.end_object();
  sink.append('\n');
}

std::string line_json(const Settlement& settlement, std::size_t line) {
  TextCollector text;
  JsonWriter json(text);
  write_line(json, settlement, line);
  json.end_object();
  return text.text();
}

std::string explained_line_json(const Settlement& settlement, std::size_t line,
                                const LineTrace& trace, Language language) {
  const ExplainContext context = context_of(settlement, line);
  return "{\"line\": " + line_json(settlement, line) +
         ", \"explanation\": " + explanation_json(explain_line(trace, context, language)) +
         ", \"trace\": " + trace_json(trace, context) + "}";
}

std::string coverage_json(const Coverage& coverage) {
  TextCollector text;
  JsonWriter json(text);
  write_coverage_json(json, coverage);
  return text.text();
}

}  // namespace rebate
