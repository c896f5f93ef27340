// SPDX-License-Identifier: Apache-2.0
//
// Compiling walks every rule once for each of its periods and turns each aggregate into a question
// to a cube. What two questions share (a condition, a sum, a key) is one atom or accumulator of the
// cube, so the scan costs what the data needs to be told apart by, not how many rules ask.
#include "rebate/policy/vocabulary.hpp"
#include "rebate/plan/plan.hpp"
#include "plan/compile_rule.hpp"
#include "plan/cube_builder.hpp"
#include "plan/fingerprint.hpp"
#include "plan/formula_tools.hpp"
#include "plan/plan_parts.hpp"
#include "plan/support.hpp"
#include "plan/windows.hpp"

#include <algorithm>
#include <set>

namespace rebate {

std::optional<TargetPeriod> target_period(const CheckedPolicy& policy, const CheckedTarget& target,
                                          const DateRange& rule_period) {
  const FiscalCalendar& calendar = policy.calendar;
  for (const Period& period : calendar.periods(target.per, policy.valid)) {
    if (!period.range.contains(rule_period.last())) continue;
    TargetPeriod found;
    found.whole = period.range;
    if (target.per.unit != PeriodUnit::kPolicy && target.per.unit != PeriodUnit::kRange &&
        target.per.count == 1) {
      found.whole = calendar.containing(target.per.unit, rule_period.last());
    }
    found.cut = period.range;
    found.to_date = DateRange::of(period.range.begin, rule_period.end);
    return found;
  }
  return std::nullopt;
}

namespace {

/// Where an aggregate stands: the period its windows start from, and the key of a .by() around it.
struct Standing {
  DateRange period;
  PeriodSpec spec;
  FormulaPtr by_key;
  bool in_target = false;
};

class RulePeriodCompiler {
 public:
  RulePeriodCompiler(const Plan& plan, const CompiledRule& rule, CubeBuilder& cubes)
      : plan_(plan), rule_(rule), cubes_(cubes) {}

  /// `part` is the rule period with its times; everything else is filled in.
  RulePeriod compile(RulePeriod result) {
    const Period& period = result.period;
    const Date as_of = result.as_of;
    const AsOf at = rule_.rule->source.who.as_of.value_or(AsOf::kEnd);
    result.attributes = at == AsOf::kStart ? DateRange::single(period.range.begin) : period.range;
    line_.period = period.range;
    line_.as_of = as_of;
    if (at != AsOf::kRow) line_.attributes = result.attributes;
    result_ = &result;
    if (rule_.rule->members.empty()) own_rows();
    Standing standing{period.range, rule_.rule->per, nullptr, false};
    each_formula(rule_, [&](const FormulaPtr& formula) { find_measures(formula, standing); });
    if (rule_.payees.by != nullptr) {
      Standing by_payee = standing;
      by_payee.by_key = rule_.payees.each;
      find_measures(rule_.payees.by, by_payee);
      find_measures(rule_.payees.at_most, by_payee);
    }
    return result;
  }

 private:
  std::string date_field() const {
    return rule_.rule->dated_by != nullptr ? rule_.rule->dated_by->field : "date";
  }

  /// Keys and cuts make a cube of their own.
  std::set<std::string> own_keys() const {
    std::set<std::string> keys;
    for (const FormulaPtr& key : rule_.each) keys.insert(identity(*key));
    for (const FormulaPtr& term : rule_.cut_terms) keys.insert(identity(*term));
    return keys;
  }

  void own_rows() {
    RulePeriod& result = *result_;
    const DateRange& range = result.period.range;
    own_days_ = days_of({}, range, rule_.rule->per, rule_.rule->in, plan_.policy->calendar).days;
    result.own_cube = cubes_.cube_for(rule_.noun, date_field(), own_keys(), rule_.rule->each_row);
    result.main_cube = cubes_.cube_for(rule_.noun, date_field(), {}, false);
    for (const DateRange& days : own_days_) {
      cubes_.cut(result.own_cube, days);
      cubes_.cut(result.main_cube, days);
    }
    result.own_days = own_days_;
    for (const FormulaPtr& condition : rule_.conditions) {
      result.conditions.push_back(cubes_.atom(result.own_cube, condition, line_));
      result.main_conditions.push_back(cubes_.atom(result.main_cube, condition, line_));
    }
    if (!rule_.rule->each_row) {
      for (const FormulaPtr& key : rule_.each) {
        result.key_atoms.push_back(cubes_.atom(result.own_cube, key, line_));
      }
    }
    for (const FormulaPtr& term : rule_.cut_terms) {
      result.cut_atoms.push_back(cubes_.atom(result.own_cube, term, line_));
    }
    for (const FormulaPtr& term : rule_.line_terms) {
      result.term_atoms.push_back(cubes_.atom(result.own_cube, term, line_));
    }
  }

  void find_measures(const FormulaPtr& formula, const Standing& standing) {
    if (formula == nullptr) return;
    if (formula->op == Op::kAggregate) {
      result_->measures.emplace(formula.get(), measure(*formula, standing));
      return;
    }
    if (formula->op == Op::kAttainment || formula->op == Op::kTarget) {
      find_target_measures(formula, standing);
      return;
    }
    if (formula->op == Op::kByKey) {
      Standing inside = standing;
      inside.by_key = formula->children[1];
      find_measures(formula->children[0], inside);
      if (formula->children.size() > 2) find_measures(formula->children[2], standing);
      return;
    }
    for (const FormulaPtr& child : formula->children) find_measures(child, standing);
  }

  void find_target_measures(const FormulaPtr& formula, const Standing& standing) {
    for (const CheckedTarget& target : plan_.policy->targets) {
      if (target.name != formula->name) continue;
      const auto period = target_period(*plan_.policy, target, standing.period);
      if (!period) return;
      // What the target measures is looked at so far, what it asks for (`is`) of its whole period.
      const bool has_of = formula->op == Op::kAttainment;
      for (std::size_t c = 0; c < formula->children.size(); ++c) {
        const bool is_of = has_of && c == 0;
        find_measures(formula->children[c],
                      {is_of ? period->to_date : period->cut, target.per, nullptr, is_of});
      }
    }
  }

  Measure measure(const Formula& formula, const Standing& standing) {
    Measure result;
    const Scope& scope = formula.scope;
    const std::string noun = formula.noun.empty() ? rule_.noun : formula.noun;
    result.aggregate = formula.aggregate;
    result.is_own = noun == rule_.noun && !scope.is_unfiltered;
    result.is_keyed = result.is_own && scope.within == Scope::Within::kLine && !rule_.each.empty();
    result.among = scope.among;
    result.among_field = scope.among_field;

    std::set<std::string> keys = result.is_own ? own_keys() : std::set<std::string>{};
    if (standing.by_key != nullptr) keys.insert(identity(*standing.by_key));
    if (scope.within_field != nullptr) keys.insert(identity(*scope.within_field));
    // A window that the line says itself needs cells day by day.
    const FormulaPtr day =
        make_field(noun, noun == rule_.noun ? date_field() : "date", Type::kDate);
    result.line_window = line_window(scope.windows);
    if (result.line_window != nullptr) keys.insert(identity(*day));
    if (formula.aggregate == Aggregate::kDistinct) keys.insert(identity(*formula.children[0]));
    const std::string dated = noun == rule_.noun ? date_field() : "date";
    result.cube = cubes_.cube_for(noun, dated, keys, result.is_keyed && rule_.rule->each_row);

    const WindowDays window = days_of(scope.windows, standing.period, standing.spec,
                                      result.is_own ? rule_.rule->in : std::vector<DateRange>{},
                                      plan_.policy->calendar, result_->is_instalment);
    result.days = window.days;
    result.is_lifetime = window.is_lifetime || (standing.in_target && scope.windows.empty());
    result.is_outside = window.is_outside;
    for (const DateRange& days : result.days) {
      cubes_.cut(result.cube, days);
      for (const DateRange& own : own_days_) {
        const auto both = own.intersect(days);
        if (!result.is_keyed || !both) continue;
        result.own_days.push_back(*both);
        cubes_.cut(result.cube, *both);
      }
    }

    std::vector<FormulaPtr> conditions;
    for (const FormulaPtr& condition : scope.where) split_conjunction(condition, conditions);
    if (result.is_own && rule_.rule->members.empty()) {
      // The rule's own conditions decide which types of sale count, unless the measure names them.
      const bool keeps_types = needs_counted_types(noun, conditions);
      for (const FormulaPtr& condition : rule_.conditions) {
        if (!keeps_types && identity(*condition) == identity(*counted_types())) continue;
        conditions.push_back(condition);
      }
    } else if (needs_counted_types(noun, conditions)) {
      conditions.push_back(counted_types());
    }
    for (const FormulaPtr& condition : conditions) {
      result.conditions.push_back(cubes_.atom(result.cube, condition, line_));
    }
    if (result.is_keyed && !rule_.rule->each_row) {
      for (const FormulaPtr& key : rule_.each) {
        result.key_atoms.push_back(cubes_.atom(result.cube, key, line_));
      }
    }
    if (result.is_own) {
      for (const FormulaPtr& term : rule_.cut_terms) {
        result.term_atoms.push_back(cubes_.atom(result.cube, term, line_));
      }
    }
    if (standing.by_key != nullptr)
      result.by_atom = cubes_.atom(result.cube, standing.by_key, line_);
    if (scope.within_field != nullptr) {
      result.within_atom = cubes_.atom(result.cube, scope.within_field, line_);
    }
    if (result.line_window != nullptr) result.day_atom = cubes_.atom(result.cube, day, line_);
    what_it_adds(formula, result);
    return result;
  }

  void what_it_adds(const Formula& formula, Measure& result) {
    switch (formula.aggregate) {
      case Aggregate::kCount:
        return;
      case Aggregate::kDistinct:
        result.distinct_atom = cubes_.atom(result.cube, formula.children[0], line_);
        return;
      case Aggregate::kAverage:
      case Aggregate::kSum:
        result.accumulator =
            cubes_.accumulator(result.cube, Aggregate::kSum, formula.children[0], line_);
        return;
      case Aggregate::kSmallest:
      case Aggregate::kLargest:
        if (rule_.taken_back != nullptr) {
          const bool is_smallest = formula.aggregate == Aggregate::kSmallest;
          result.turned_accumulator = cubes_.accumulator(
              result.cube, is_smallest ? Aggregate::kLargest : Aggregate::kSmallest,
              formula.children[0], line_);
        }
        [[fallthrough]];
      case Aggregate::kFirst:
      case Aggregate::kLast:
        result.accumulator =
            cubes_.accumulator(result.cube, formula.aggregate, formula.children[0], line_);
        return;
    }
  }

  const Plan& plan_;
  const CompiledRule& rule_;
  CubeBuilder& cubes_;
  Instant line_;
  std::vector<DateRange> own_days_;
  RulePeriod* result_ = nullptr;
};

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
void add_main_amounts(const std::vector<RulePeriod>& periods,
                      const std::vector<CompiledRule>& rules, CubeBuilder& cubes) {
  for (const RulePeriod& period : periods) {
    if (period.main_cube < 0) continue;
    const std::string& noun = rules[static_cast<std::size_t>(period.rule)].noun;
    for (const char* field : {"net", "amount", "value"}) {
      if (find_field(noun, field) == nullptr) continue;
      cubes.accumulator(period.main_cube, Aggregate::kSum, make_field(noun, field, Type::kMoney),
                        {});
      break;
    }
  }
}

}  // namespace

namespace {

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
      RulePeriodCompiler compiler(*plan, rule, cubes);
      plan->rule_periods.push_back(compiler.compile(std::move(time)));
    }
  }
  plan->first_period.push_back(static_cast<int>(plan->rule_periods.size()));
  add_main_amounts(plan->rule_periods, plan->rules, cubes);
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
