// SPDX-License-Identifier: Apache-2.0
//
// Compiling walks every rule once for each of its periods, and what rules share once for each of
// theirs.
#include "rebate/policy/vocabulary.hpp"
#include "rebate/plan/plan.hpp"
#include "plan/compile_period.hpp"
#include "plan/compile_rule.hpp"
#include "plan/compile_shared.hpp"
#include "plan/cube_builder.hpp"
#include "plan/fingerprint.hpp"
#include "plan/formula_tools.hpp"
#include "plan/plan_parts.hpp"
#include "plan/support.hpp"
#include "plan/windows.hpp"

#include <algorithm>
#include <set>

namespace rebate {

namespace {

/// Days become stretches once all cuts are known.
void resolve_stretches(Plan& plan, const CubeBuilder& cubes) {
  const auto resolve = [&](int cube, const std::vector<DateRange>& days) {
    std::vector<Stretches> result;
    for (const DateRange& range : days) result.push_back(cubes.stretches(cube, range));
    return result;
  };
  for (RulePeriod& period : plan.rule_periods) {
    if (period.own_cube >= 0) {
      period.stretches = resolve(period.own_cube, period.own_days);
      period.main_stretches = resolve(period.main_cube, period.own_days);
    }
    for (auto& [node, measure] : period.measures) {
      measure.stretches = resolve(measure.cube, measure.days);
      measure.own_stretches = resolve(measure.cube, measure.own_days);
    }
  }
}

/// The coverage report says how much money the rows had that no rule used.
void add_main_amounts(const std::vector<RulePeriod>& periods, const CheckedPolicy& policy,
                      CubeBuilder& cubes) {
  for (const RulePeriod& period : periods) {
    if (period.main_cube < 0) continue;
    const std::string& noun = period.compiled->noun;
    for (const char* field : {"net", "amount", "value"}) {
      if (find_field(noun, field) == nullptr) continue;
      const FormulaPtr amount = spell_out(make_field(noun, field, Type::kMoney), policy);
      cubes.accumulator(period.main_cube, Aggregate::kSum, amount, {{}, period.period.range, {}});
      break;
    }
  }
}

Date close_of(const CheckedRule& rule, const DateRange& range) {
  if (rule.source.when.settle == "start") return range.begin;
  const int days = rule.source.when.close_after_days.value_or(0);
  return range.last().plus_days(days).value_or(range.last());
}

/// Of an accrual, the part of its days that has gone by.
Ratio days_elapsed(const DateRange& range, Date as_of) {
  const int gone = std::clamp(days_between(range.begin, as_of) + 1, 1, range.days());
  return Ratio::fraction(Integer(gone), Integer(range.days()));
}

/// A rule's times: its periods, or what it is paid by within them. What has not begun by `as_of` is
/// left out.
std::vector<RulePeriod> times_of(const CheckedRule& rule, const CheckedPolicy& policy,
                                 const std::optional<Date>& as_of) {
  std::vector<RulePeriod> times;
  for (const Period& period : policy.calendar.periods(rule.per, policy.valid)) {
    std::vector<Period> parts{period};
    if (rule.settle) parts = policy.calendar.periods(*rule.settle, period.range);
    bool is_open = false;
    for (std::size_t i = 0; i < parts.size() && !is_open; ++i) {
      if (as_of && *as_of < parts[i].range.begin) break;
      RulePeriod time;
      time.rule = rule.index;
      time.whole = period.range;
      time.period = {DateRange::of(period.range.begin, parts[i].range.end), parts[i].name};
      time.is_instalment = i + 1 < parts.size();
      time.elapsed = Ratio::fraction(Integer(static_cast<std::int64_t>(i + 1)),
                                     Integer(static_cast<std::int64_t>(parts.size())));
      time.close = close_of(rule, time.period.range);
      time.as_of = as_of ? std::min(*as_of, time.close) : time.close;
      is_open = as_of && *as_of < time.close;
      if (is_open) time.elapsed = days_elapsed(period.range, *as_of);
      times.push_back(std::move(time));
    }
  }
  return times;
}

}  // namespace

Result<std::shared_ptr<const Plan>> compile(std::shared_ptr<const CheckedPolicy> policy,
                                            const Master& master, const PlanOptions& options) {
  std::vector<int> wanted;
  if (options.only) {
    wanted = *options.only;
  } else {
    for (const CheckedRule& rule : policy->rules) wanted.push_back(rule.index);
  }
  Issues issues = unsupported_parts(*policy, wanted);
  if (issues.has_errors()) return issues;
  auto plan = std::make_shared<Plan>();
  plan->policy = policy;
  plan->as_of = options.as_of;
  for (const CheckedRule& rule : policy->rules) plan->rules.push_back(compile_rule(rule, *policy));
  carry_keys(plan->rules, *policy);

  CubeBuilder cubes(master);
  for (std::size_t r = 0; r < plan->rules.size(); ++r) {
    plan->first_period.push_back(static_cast<int>(plan->rule_periods.size()));
    const CompiledRule& rule = plan->rules[r];
    if (std::find(wanted.begin(), wanted.end(), static_cast<int>(r)) == wanted.end()) continue;
    for (RulePeriod& time : times_of(*rule.rule, *policy, options.as_of)) {
      plan->rule_periods.push_back(compile_period(*plan, rule, cubes, std::move(time)));
    }
  }
  plan->first_period.push_back(static_cast<int>(plan->rule_periods.size()));
  compile_shared(*plan, cubes);
  add_main_amounts(plan->rule_periods, *policy, cubes);
  cubes.sort_cuts();
  resolve_stretches(*plan, cubes);
  plan->cubes = cubes.take();
  plan->fingerprint = fingerprint_of(*plan);
  return std::shared_ptr<const Plan>(std::move(plan));
}

const CheckedPolicy& policy_of(const Plan& plan) { return *plan.policy; }

std::vector<int> rules_below(const CheckedPolicy& policy, int rule) {
  std::set<int> found;
  std::vector<int> open{rule};
  while (!open.empty()) {
    const int next = open.back();
    open.pop_back();
    if (!found.insert(next).second) continue;
    const CheckedRule& checked = policy.rules[static_cast<std::size_t>(next)];
    open.insert(open.end(), checked.members.begin(), checked.members.end());
    const std::string& budget = checked.source.limit.budget;
    for (const CheckedRule& other : policy.rules) {
      const bool shares_budget = !budget.empty() && other.source.limit.budget == budget;
      if (shares_budget || policy.limit_cap != nullptr) open.push_back(other.index);
    }
    each_formula(compile_rule(checked, policy), [&](const FormulaPtr& formula) {
      walk(formula, [&](const FormulaPtr& node) {
        if (node->op != Op::kEarned && node->op != Op::kPayable) return true;
        for (const CheckedRule& other : policy.rules) {
          if (other.source.id == node->name) open.push_back(other.index);
        }
        return true;
      });
    });
  }
  return {found.begin(), found.end()};
}

}  // namespace rebate
