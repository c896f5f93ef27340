// SPDX-License-Identifier: Apache-2.0
#include "explanation/situations.hpp"

#include <utility>

namespace rebate::testing {

FormulaPtr formula_of(Type type) {
  auto formula = std::make_shared<Formula>();
  formula->type = type;
  return formula;
}

FormulaPtr key_field(const char* noun, const char* field) {
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kField;
  formula->type = Type::kText;
  formula->noun = noun;
  formula->field = field;
  return formula;
}

FigureSeen measure(const char* expression, const char* value, std::int64_t rows) {
  FigureSeen seen;
  seen.expression = expression;
  seen.value = ratio(value);
  seen.rows = rows;
  return seen;
}

FigureSeen target(const char* name, const char* value) {
  FigureSeen seen;
  seen.kind = FigureSeen::Kind::kTarget;
  seen.expression = std::string("target('") + name + "')";
  seen.value = ratio(value);
  return seen;
}

FigureSeen field(const char* expression, const char* text) {
  FigureSeen seen;
  seen.kind = FigureSeen::Kind::kField;
  seen.expression = expression;
  seen.value = std::string(text);
  return seen;
}

Situation::Situation(const char* en, const char* zh)
    : source_(std::make_shared<Policy>()), policy_(std::make_shared<CheckedPolicy>()) {
  source_->id = "channel-2025";
  source_->currency = "CNY";
  source_->valid = "2025";
  policy_->source = source_;
  policy_->valid = policy_->calendar.year(2025);
  period_ = {policy_->valid, "2025"};
  add_rule("first", en, zh);
  trace_.line.rule = 0;
}

void Situation::add_rule(const char* id, const char* en, const char* zh) {
  CheckedRule rule;
  rule.source.id = id;
  rule.source.notes.title = titled(en, zh);
  rule.index = static_cast<int>(policy_->rules.size());
  rule.noun = "sale";
  rule.per.unit = PeriodUnit::kYear;
  rule.of = formula_of(Type::kMoney);
  policy_->rules.push_back(rule);
}

void Situation::quarter(int quarter) {
  period_ = {policy_->calendar.quarter(2025, quarter), "2025-Q" + std::to_string(quarter)};
  for (CheckedRule& rule : policy_->rules) rule.per.unit = PeriodUnit::kQuarter;
}

void Situation::by(const char* expression, Type type, Value value,
                   std::vector<FigureSeen> figures) {
  policy_->rules[0].by = formula_of(type);
  trace_.by_expression = expression;
  trace_.by = std::move(value);
  trace_.by_figures = std::move(figures);
}

void Situation::of(const char* expression, Type type, const char* value) {
  policy_->rules[0].of = formula_of(type);
  trace_.of_expression = expression;
  trace_.of = ratio(value);
}

void Situation::band(int index, Edge edge, Value bound) {
  trace_.line.band = static_cast<std::int16_t>(index);
  trace_.edge = edge;
  trace_.bound = std::move(bound);
}

void Situation::rate_slice(int band, const char* base, const char* rate, bool replaces) {
  Slice slice;
  slice.band = band;
  slice.base = ratio(base);
  slice.rate = ratio(rate);
  slice.replaces = replaces;
  slice.pays = slice.base * *slice.rate;
  trace_.slices.push_back(slice);
}

void Situation::pays(const char* gross, const char* due) {
  trace_.gross = ratio(gross);
  trace_.line.gross = ratio(gross);
  trace_.line.after_limits = ratio(gross);
  trace_.due = Decimal::of(due);
  trace_.line.due = trace_.due;
}

void Situation::step(LimitStep::Kind kind, const char* expression, const char* value,
                     const char* before, const char* after, std::vector<FigureSeen> figures) {
  LimitStep step;
  step.kind = kind;
  step.expression = expression;
  step.value = ratio(value);
  step.before = ratio(before);
  step.after = ratio(after);
  step.figures = std::move(figures);
  trace_.steps.push_back(step);
}

ExplainContext Situation::context() const {
  return {*policy_, "D017", "D017", period_, key_, reasons_};
}

std::string Situation::text(Language language) const {
  return to_text(explain_line(trace_, context(), language), language);
}

}  // namespace rebate::testing
