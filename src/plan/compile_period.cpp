// SPDX-License-Identifier: Apache-2.0
//
// One rule in one of its periods: each aggregate becomes a question to a cube. What two questions
// share (a condition, a sum, a key) is one atom or accumulator of the cube, so the scan costs what
// the data needs to be told apart by, not how many rules ask.
#include "plan/compile_period.hpp"

#include "plan/compile_rule.hpp"
#include "plan/formula_tools.hpp"
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
  // A period before the policy, that a streak looks back to.
  const bool is_calendar = target.per.count == 1 && target.per.unit != PeriodUnit::kPolicy &&
                           target.per.unit != PeriodUnit::kRange;
  if (!is_calendar || rule_period.end > policy.valid.begin) return std::nullopt;
  TargetPeriod found;
  found.whole = found.cut = calendar.containing(target.per.unit, rule_period.last());
  found.to_date = DateRange::of(found.whole.begin, rule_period.end);
  return found;
}

std::optional<DateRange> streak_period(const Plan& plan, const PeriodSpec& spec,
                                       const DateRange& period, std::size_t back) {
  return plan.policy->calendar.previous(spec, period, static_cast<int>(back), false);
}

namespace {

/// Where an aggregate stands: the period its windows start from, and the key of a .by() around it.
struct Standing {
  DateRange period;
  PeriodSpec spec;
  FormulaPtr by_key;
  bool in_target = false;   ///< of what a target measures so far
  bool of_target = false;   ///< a target's own: of the rule it sees the earner alone
  bool of_returns = false;  ///< over returns that are charged at the rate of their sale
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
    if (rule_.has_rows) own_rows();
    Standing standing{period.range, rule_.rule->per, nullptr};
    Standing of_reversed = standing;
    of_reversed.by_key = rule_.reversal;
    find_measures(rule_.taken_back, of_reversed);
    each_formula(rule_, [&](const FormulaPtr& formula) { find_measures(formula, standing); });
    Standing of_returns = standing;
    of_returns.of_returns = true;
    find_measures(rule_.returned, of_returns);
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
    if (rule_.rule->dated_by != nullptr) return rule_.rule->dated_by->field;
    return rule_.rule->source.what.returns == Returns::kRestate ? kRestatedDate : "date";
  }

  /// Keys and cuts make a cube of their own.
  std::set<std::string> own_keys() const {
    std::set<std::string> keys;
    for (const FormulaPtr& key : rule_.each) keys.insert(identity(*key));
    if (rule_.reversal != nullptr) keys.insert(identity(*rule_.reversal));
    for (const FormulaPtr& term : rule_.cut_terms) keys.insert(identity(*term));
    for (const CheckedShare& part : rule_.credit) {
      keys.insert(identity(*part.to));
      if (part.share != nullptr) keys.insert(identity(*part.share));
    }
    return keys;
  }

  std::vector<Credit> credits(int cube) {
    std::vector<Credit> result;
    for (const CheckedShare& part : rule_.credit) {
      Credit credit;
      credit.to = cubes_.atom(cube, part.to, line_);
      if (part.share != nullptr) credit.share = cubes_.atom(cube, part.share, line_);
      result.push_back(credit);
    }
    return result;
  }

  void own_rows() {
    RulePeriod& result = *result_;
    const DateRange& range = result.period.range;
    own_days_ = days_of({}, range, rule_.rule->per, rule_.rule->in, plan_.policy->calendar).days;
    result.own_cube = cubes_.cube_for(rule_.noun, date_field(), own_keys(),
                                      rule_.rule->each_row || rule_.fills_in_order);
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
    result.credits = credits(result.own_cube);
    for (const FormulaPtr& term : rule_.cut_terms) {
      result.cut_atoms.push_back(cubes_.atom(result.own_cube, term, line_));
    }
    if (rule_.reversal != nullptr) {
      result.reversal_atom = cubes_.atom(result.own_cube, rule_.reversal, line_);
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
    if (formula->op == Op::kStreak) {
      find_streak_measures(*formula, standing);
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

  void find_streak_measures(const Formula& streak, const Standing& standing) {
    find_measures(streak.children[0], standing);
    const Instant line = line_;
    for (std::size_t back = 1; back + 1 < streak.children.size(); ++back) {
      Standing before = standing;
      const auto days = streak_period(plan_, standing.spec, standing.period, back);
      if (!days) break;
      before.period = *days;
      line_.period = *days;  // rows are asked about the period that is looked at
      find_measures(streak.children[back + 1], before);
    }
    line_ = line;
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
                      {is_of ? period->to_date : period->cut, target.per, nullptr, is_of, true});
      }
    }
  }

  bool is_earning(const Formula& aggregate) const {
    bool is_found = false;
    walk(rule_.of, [&](const FormulaPtr& node) {
      is_found = is_found || node.get() == &aggregate;
      return node->op != Op::kAttainment && node->op != Op::kTarget;
    });
    return is_found;
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
    // What is paid at several rates is cut by what they look at, all rows of the partner too.
    const bool is_cut = result.is_own || (noun == rule_.noun && is_earning(formula));
    if (is_cut) {
      for (const FormulaPtr& term : rule_.cut_terms) keys.insert(identity(*term));
    }
    if (standing.by_key != nullptr) keys.insert(identity(*standing.by_key));
    const FormulaPtr sold_on =
        standing.of_returns ? make_field(noun, kReversesDate, Type::kDate) : nullptr;
    if (sold_on != nullptr) keys.insert(identity(*sold_on));
    if (scope.within_field != nullptr) keys.insert(identity(*scope.within_field));
    // A window that the line says itself needs cells day by day.
    const bool is_dated_so = noun == rule_.noun && !standing.of_target;
    const bool is_restated = rule_.rule->source.what.returns == Returns::kRestate;
    const bool sees_dates = is_dated_so && (result.is_own || !is_restated);
    const std::string dated = sees_dates ? date_field() : "date";
    const FormulaPtr day = make_field(noun, dated, Type::kDate);
    result.line_window = line_window(scope.windows);
    if (result.line_window != nullptr) keys.insert(identity(*day));
    if (formula.aggregate == Aggregate::kDistinct) keys.insert(identity(*formula.children[0]));
    result.is_so_far = std::any_of(scope.windows.begin(), scope.windows.end(),
                                   [](const Window& w) { return w.kind == Window::Kind::kSoFar; });
    if (result.is_so_far) result.is_keyed = false;
    const bool per_row = result.is_so_far || (result.is_keyed && rule_.rule->each_row) ||
                         (is_cut && rule_.fills_in_order);
    result.cube = cubes_.cube_for(noun, dated, keys, per_row);

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
    if (result.is_own && rule_.has_rows) {
      // The rule's own conditions decide which types of sale count, unless the measure names them.
      const bool keeps_types = needs_counted_types(noun, conditions);
      for (const FormulaPtr& condition : rule_.conditions) {
        if (!keeps_types && identity(*condition) == identity(*counted_types())) continue;
        conditions.push_back(condition);
      }
      if (sold_on != nullptr) {
        conditions.push_back(rule_.charged_return);
      } else if (rule_.charged_return != nullptr && !(rule_.is_row_line && result.is_keyed)) {
        conditions.push_back(make_op(Op::kNot, Type::kFlag, {rule_.charged_return}));
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
    if (is_cut) {
      for (const FormulaPtr& term : rule_.cut_terms) {
        result.term_atoms.push_back(cubes_.atom(result.cube, term, line_));
      }
    }
    if (sold_on != nullptr) {
      result.term_atoms.push_back(cubes_.atom(result.cube, sold_on, line_));
    }
    if (result.is_own && scope.among == Scope::Among::kEarner) {
      result.credits = credits(result.cube);
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

}  // namespace

RulePeriod compile_period(const Plan& plan, const CompiledRule& rule, CubeBuilder& cubes,
                          RulePeriod part) {
  part.compiled = &rule;
  return RulePeriodCompiler(plan, rule, cubes).compile(std::move(part));
}

}  // namespace rebate
