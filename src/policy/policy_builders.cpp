// SPDX-License-Identifier: Apache-2.0
#include "rebate/policy/builders.hpp"

namespace rebate::build {

RuleBuilder rule(std::string id) { return RuleBuilder(std::move(id)); }
RuleBuilder defaults() { return RuleBuilder(""); }

RuleBuilder& RuleBuilder::title(Title words_of) {
  return rule_.notes.title = std::move(words_of), *this;
}
RuleBuilder& RuleBuilder::note(std::string text) {
  return rule_.notes.note = {{"", std::move(text)}}, *this;
}
RuleBuilder& RuleBuilder::clause(std::string text) {
  return rule_.notes.clause = {{"", std::move(text)}}, *this;
}
RuleBuilder& RuleBuilder::who(Text condition) { return who(partners(std::move(condition))); }
RuleBuilder& RuleBuilder::who(WhoPart part) { return rule_.who = std::move(part), *this; }
RuleBuilder& RuleBuilder::when(std::string per) { return when(every_period(std::move(per))); }
RuleBuilder& RuleBuilder::when(WhenPart part) { return rule_.when = std::move(part), *this; }
RuleBuilder& RuleBuilder::what(Text condition) { return what(where(std::move(condition))); }
RuleBuilder& RuleBuilder::what(WhatPart part) { return rule_.what = std::move(part), *this; }
RuleBuilder& RuleBuilder::qualify(Text measure) {
  return qualify(QualifyPart().by(std::move(measure)));
}
RuleBuilder& RuleBuilder::qualify(QualifyPart part) {
  return rule_.qualify = std::move(part), *this;
}
RuleBuilder& RuleBuilder::pay(Text part) { return pay(rate(std::move(part))); }
RuleBuilder& RuleBuilder::pay(PayPart part) { return rule_.pay = std::move(part), *this; }
RuleBuilder& RuleBuilder::limit(LimitPart part) { return rule_.limit = std::move(part), *this; }

Target target_of(Text measure, std::string per) {
  Target target;
  target.of = measure.expression();
  target.per = std::move(per);
  return target;
}
Target net_target(std::string per) { return target_of("net_sales", std::move(per)); }

PolicyBuilder policy(std::string id) { return PolicyBuilder(std::move(id)); }

PolicyBuilder& PolicyBuilder::version(int number) { return policy_.version = number, *this; }
PolicyBuilder& PolicyBuilder::title(Title words_of) {
  return policy_.notes.title = std::move(words_of), *this;
}
PolicyBuilder& PolicyBuilder::currency(std::string code) {
  return policy_.currency = std::move(code), *this;
}
PolicyBuilder& PolicyBuilder::valid(std::string range) {
  return policy_.valid = std::move(range), *this;
}
PolicyBuilder& PolicyBuilder::calendar(CalendarTerms terms) {
  return policy_.calendar = std::move(terms), *this;
}
PolicyBuilder& PolicyBuilder::tiers(Names levels) { return policy_.tiers = levels, *this; }
PolicyBuilder& PolicyBuilder::field(std::string name, std::string type) {
  policy_.fields.emplace_back(std::move(name), FieldTerms{std::move(type), {}});
  return *this;
}
PolicyBuilder& PolicyBuilder::levels(std::string field, Names levels) {
  policy_.fields.emplace_back(std::move(field), FieldTerms{"", levels});
  return *this;
}
PolicyBuilder& PolicyBuilder::set(std::string name, Names values) {
  SetTerms terms;
  for (const std::string& value : values) terms.values.push_back(Cell::from_text(value));
  policy_.sets.emplace_back(std::move(name), std::move(terms));
  return *this;
}
PolicyBuilder& PolicyBuilder::condition(std::string name, Text is) {
  Named named;
  named.is = is.expression();
  policy_.conditions.emplace_back(std::move(name), std::move(named));
  return *this;
}
PolicyBuilder& PolicyBuilder::measure(std::string name, Text is) {
  Named named;
  named.is = is.expression();
  policy_.measures.emplace_back(std::move(name), std::move(named));
  return *this;
}
PolicyBuilder& PolicyBuilder::target(std::string name, Target terms) {
  return policy_.targets.emplace_back(std::move(name), std::move(terms)), *this;
}
PolicyBuilder& PolicyBuilder::score(std::string name, Score terms) {
  return policy_.scores.emplace_back(std::move(name), std::move(terms)), *this;
}
PolicyBuilder& PolicyBuilder::table(std::string name, TableTerms terms) {
  return policy_.tables.emplace_back(std::move(name), std::move(terms)), *this;
}
PolicyBuilder& PolicyBuilder::fund(std::string name, Fund terms) {
  return policy_.funds.emplace_back(std::move(name), std::move(terms)), *this;
}
PolicyBuilder& PolicyBuilder::budget(std::string name, Budget terms) {
  return policy_.budgets.emplace_back(std::move(name), std::move(terms)), *this;
}
PolicyBuilder& PolicyBuilder::defaults(Rule parts) {
  return policy_.defaults = std::move(parts), *this;
}
PolicyBuilder& PolicyBuilder::limit(LimitPart part) {
  return policy_.limit = std::move(part), *this;
}
PolicyBuilder& PolicyBuilder::add(Rule made) {
  return policy_.rules.push_back(std::move(made)), *this;
}
PolicyBuilder& PolicyBuilder::example(Example made) {
  return policy_.examples.push_back(std::move(made)), *this;
}

}  // namespace rebate::build
