// SPDX-License-Identifier: Apache-2.0
//
// The document as a whole, and its examples.
#include "codec/policy_building.hpp"

namespace rebate::detail {

using Kind = JsonValue::Kind;

Expectation PolicyBuilder::expectation(const JsonValue& value) {
  Expectation expected;
  expected.rule = value.key();
  expected.place = value.place();
  if (value.is(Kind::kObject)) {
    expected.is = map<std::string>(value, [](const JsonValue& due) { return text(due); });
  } else if (value.is(Kind::kArray)) {
    std::vector<ExpectedLine> lines;
    for (const JsonValue element : value) {
      ExpectedLine line;
      const auto member = [&](std::string_view name, std::optional<std::string>& to) {
        if (const JsonValue found = element.find(name)) to = text(found);
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
      lines.push_back(std::move(line));
    }
    expected.is = std::move(lines);
  } else {
    expected.is = text(value);
  }
  return expected;
}

Example PolicyBuilder::example(const JsonValue& object) {
  Example example;
  if (const JsonValue given = object.find("given"); given.is(Kind::kObject)) {
    for (const JsonValue member : given) {
      std::string name(member.key());
      if (!member.is(Kind::kArray)) {
        example.pins.emplace_back(std::move(name), cell(member));
        continue;
      }
      std::vector<ExampleRow> rows;
      for (const JsonValue element : member) {
        rows.push_back(map<Cell>(element, [](const JsonValue& held) { return cell(held); }));
      }
      example.tables.emplace_back(std::move(name), std::move(rows));
    }
  }
  example.period = text(object.find("period"));
  example.as_of = text(object.find("as_of"));
  if (const JsonValue expect = object.find("expect"); expect.is(Kind::kObject)) {
    for (const JsonValue member : expect) example.expect.push_back(expectation(member));
  }
  example.place = object.place();
  example.notes = notes(object);
  return example;
}

void PolicyBuilder::declarations(const JsonValue& document, Policy& policy) {
  const auto in = [&](std::string_view name) { return document.find(name); };
  policy.fields = map<FieldTerms>(in("fields"), [&](const JsonValue& v) { return field(v); });
  policy.sets = map<SetTerms>(in("sets"), [&](const JsonValue& v) { return set(v); });
  policy.conditions = map<Named>(in("conditions"), [&](const JsonValue& v) { return named(v); });
  policy.measures = map<Named>(in("measures"), [&](const JsonValue& v) { return named(v); });
  policy.targets = map<Target>(in("targets"), [&](const JsonValue& v) { return target(v); });
  policy.scores = map<Score>(in("scores"), [&](const JsonValue& v) { return score(v); });
  policy.tables = map<TableTerms>(in("tables"), [&](const JsonValue& v) { return table(v); });
  policy.funds = map<Fund>(in("funds"), [&](const JsonValue& v) { return fund(v); });
  policy.budgets = map<Budget>(in("budgets"), [&](const JsonValue& v) { return budget(v); });
  policy.reports = map<Report>(in("reports"), [&](const JsonValue& v) { return report(v); });
  if (const JsonValue terms = in("currencies")) policy.currencies = currencies(terms);
}

Policy PolicyBuilder::policy(const JsonValue& document) {
  Policy policy;
  const auto in = [&](std::string_view name) { return document.find(name); };
  policy.id = text(in("policy"));
  policy.version = integer(in("version")).value_or(1);
  policy.contract = text(in("contract"));
  policy.status = text(in("status"));
  if (const JsonValue approved = in("approved"); approved.is(Kind::kArray)) {
    for (const JsonValue element : approved) {
      Approval approval;
      approval.by = text(element.find("by"));
      approval.role = text(element.find("role"));
      approval.on = Date::parse(text(element.find("on"))).value_or(Date());
      approval.notes = notes(element);
      policy.approved.push_back(std::move(approval));
    }
  }
  policy.currency = text(in("currency"));
  policy.tax = text(in("tax"));
  policy.valid = text(in("valid"));
  policy.calendar = calendar(in("calendar"));
  policy.tiers = texts(in("tiers"));
  declarations(document, policy);
  if (const JsonValue defaults = in("defaults")) policy.defaults = rule(defaults);
  if (const JsonValue rules = in("rules"); rules.is(Kind::kArray)) {
    if (rules.size() > kMaxRules) {
      issues_.add(Code::kLimitExceeded, rules.place(),
                  "a policy has at most " + std::to_string(kMaxRules) + " rules (kMaxRules)");
    } else {
      for (const JsonValue element : rules) policy.rules.push_back(rule(element));
    }
  }
  if (const JsonValue terms = in("limit")) policy.limit = limit(terms);
  if (const JsonValue examples = in("examples"); examples.is(Kind::kArray)) {
    for (const JsonValue element : examples) policy.examples.push_back(example(element));
  }
  if (in("amends")) {
    Amendment amendment;
    amendment.amends = integer(in("amends")).value_or(0);
    amendment.effective = text(in("effective"));
    amendment.reason = text(in("reason"));
    amendment.running_periods = text(in("running_periods"));
    amendment.remove = texts(in("remove"));
    policy.amendment = std::move(amendment);
  }
  policy.notes = notes(document);
  return policy;
}

}  // namespace rebate::detail
