// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_shared.hpp"

#include "plan/compile_period.hpp"
#include "plan/formula_tools.hpp"

#include <algorithm>
#include <map>

namespace rebate {
namespace {

std::unique_ptr<SharedTerm> term_named(const std::string& id, const PeriodSpec& per) {
  auto term = std::make_unique<SharedTerm>();
  term->source.source.id = id;
  term->source.index = -1;
  term->source.per = per;
  term->compiled.rule = &term->source;
  term->compiled.noun = "sale";
  term->compiled.has_rows = false;
  return term;
}

void add_period(Plan& plan, CubeBuilder& cubes, const SharedTerm& term, const Period& period,
                const DateRange& whole, Date as_of) {
  RulePeriod time;
  time.rule = -1;
  time.period = period;
  time.whole = whole;
  time.close = time.as_of = as_of;
  plan.rule_periods.push_back(compile_period(plan, term.compiled, cubes, std::move(time)));
}

void add_budget(Plan& plan, CubeBuilder& cubes, std::size_t index) {
  const CheckedBudget& budget = plan.policy->budgets[index];
  auto term = term_named("budget " + budget.name, budget.per);
  term->budget = static_cast<int>(index);
  term->compiled.cap = spell_out(budget.amount, *plan.policy);
  term->compiled.budget_key = spell_out(budget.each, *plan.policy);
  term->first_period = static_cast<int>(plan.rule_periods.size());
  for (const Period& period : plan.policy->calendar.periods(budget.per, plan.policy->valid)) {
    const Date last = period.range.last();
    add_period(plan, cubes, *term, period, period.range,
               plan.as_of ? std::min(*plan.as_of, last) : last);
  }
  term->last_period = static_cast<int>(plan.rule_periods.size());
  plan.shared.push_back(std::move(term));
}

/// The limit holds for the sum of all lines up to each day on which some period ends.
void add_partner_limit(Plan& plan, CubeBuilder& cubes) {
  auto term = term_named("limit", {PeriodUnit::kPolicy, 1, {}});
  term->compiled.cap = spell_out(plan.policy->limit_cap, *plan.policy);
  term->compiled.minimum = spell_out(plan.policy->limit_minimum, *plan.policy);
  std::map<Date, Date> ends;  // last day of a period -> what is known of it
  for (const RulePeriod& period : plan.rule_periods) {
    if (period.rule < 0) continue;
    Date& as_of = ends.try_emplace(period.period.range.last(), period.as_of).first->second;
    as_of = std::max(as_of, period.as_of);
  }
  term->first_period = static_cast<int>(plan.rule_periods.size());
  for (const auto& [last, as_of] : ends) {
    const DateRange to_date = DateRange::between(plan.policy->valid.begin, last);
    add_period(plan, cubes, *term, {to_date, plan.policy->calendar.name(to_date)},
               plan.policy->valid, as_of);
  }
  term->last_period = static_cast<int>(plan.rule_periods.size());
  plan.shared.push_back(std::move(term));
}

}  // namespace

void compile_shared(Plan& plan, CubeBuilder& cubes) {
  for (std::size_t i = 0; i < plan.policy->budgets.size(); ++i) add_budget(plan, cubes, i);
  if (plan.policy->limit_cap != nullptr || plan.policy->limit_minimum != nullptr) {
    add_partner_limit(plan, cubes);
  }
}

}  // namespace rebate
