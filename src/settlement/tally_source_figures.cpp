// SPDX-License-Identifier: Apache-2.0
//
// Figures of a line that are on file: targets, tables, scores, prices; and what stands against
// them, attainment and growth.
#include "rebate/policy/operators.hpp"
#include "plan/formula_tools.hpp"
#include "plan/lookup.hpp"
#include "plan/value_text.hpp"
#include "settlement/score.hpp"
#include "settlement/tally_source.hpp"

#include <set>

namespace rebate {

std::string TallySource::target_owner(const CheckedTarget& target) {
  if (target.one_for == nullptr) return earner_.id;
  const Value value = evaluate(*target.one_for, *this);
  return value.is_missing() ? std::string() : to_plain_text(value);
}

namespace {

const CheckedTarget& target_named(const CheckedPolicy& policy, const std::string& name) {
  for (const CheckedTarget& target : policy.targets) {
    if (target.name == name) return target;
  }
  REBATE_REQUIRE(false, "the checker knows every target");
  return policy.targets.front();
}

/// Of the periods (of the rule, or its instalments) of the target's period, the part that has
/// ended.
Ratio elapsed_part(const CheckedPolicy& policy, const PeriodSpec& spec,
                   const TargetPeriod& target) {
  std::int64_t all = 0;
  std::int64_t ended = 0;
  for (const Period& period : policy.calendar.periods(spec, policy.valid)) {
    if (!target.whole.contains(period.range.last())) continue;
    ++all;
    if (period.range.end <= target.to_date.end) ++ended;
  }
  if (all == 0) return Ratio(Decimal::from_int64(1));
  return Ratio::fraction(Integer(ended), Integer(all));
}

}  // namespace

Value TallySource::read_target(const Formula& formula) {
  const CheckedPolicy& policy = *facts_.plan.policy;
  const CheckedTarget& target = target_named(policy, formula.name);
  const auto at = target_period(policy, target, asked_);
  const auto none = [&](const std::string& period) {
    return Missing{MissingKind::kNoTarget, "no " + period + " target named '" + target.name +
                                               "' is on file for " + earner_.id};
  };
  if (!at) return none(policy.calendar.name(asked_));
  Value value;
  if (target.is != nullptr) {
    value = evaluate(*formula.children.back(), *this);
  } else {
    FigureKeys keys;
    if (target.each != nullptr && key_ != nullptr) {
      const auto& each = rule().each;
      for (std::size_t k = 0; k < each.size() && k < key_->size(); ++k) {
        if (identity(*each[k]) == identity(*target.each)) {
          keys.emplace_back(target.each->text, to_plain_text((*key_)[k]));
        }
      }
    }
    const Figure* figure =
        facts_.master.targets().find(target.name, target_owner(target), at->whole, keys);
    if (figure == nullptr) {
      value = none(policy.calendar.name(at->whole));
    } else {
      value = Ratio(figure->number());
    }
  }
  if (value.is_number() && target.phased == "linear") {
    value =
        value.number() * elapsed_part(policy, rule().rule->settle.value_or(rule().rule->per), *at);
  }
  see(FigureSeen::Kind::kTarget, formula, value);
  return value;
}

Value TallySource::read_attainment(const Formula& formula) {
  const Value target = read_target(formula);
  if (target.is_missing()) return target;
  if (target.number().is_zero()) {
    return Missing{MissingKind::kNoTarget, "the target '" + formula.name + "' is zero"};
  }
  target_ = target.number();
  const Value reached = evaluate(*formula.children[0], *this);
  if (!reached.is_number()) return reached;
  return reached.number() / target.number();
}

Value TallySource::read_growth(const Formula& formula) {
  const Value now = evaluate(*formula.children[0], *this);
  if (now.is_missing()) return now;  // the first cause counts
  const Value before = evaluate(*formula.children[1], *this);
  if (before.is_missing()) {
    if (before.missing().kind == MissingKind::kField) return before;
    return Missing{MissingKind::kNoBaseline, "no prior period is on file"};
  }
  if (before.number().sign() <= 0) {
    return Missing{MissingKind::kNoBaseline, "the prior period is not above zero"};
  }
  baseline_ = before.number();
  return now.number() / before.number() - Ratio(Decimal::from_int64(1));
}

Value TallySource::read_rank(const Formula& formula) {
  std::vector<Ratio> values;
  for (const FormulaPtr& measure : formula.children) {
    const Value value = evaluate(*measure, *this);
    if (!value.is_number()) return value;
    values.push_back(value.number());
  }
  if (facts_.ranks == nullptr) return Missing{MissingKind::kField, formula.text};
  const auto number = static_cast<int>(&period_ - facts_.plan.rule_periods.data());
  const Ranks::Place place = facts_.ranks->of(number, formula, values);
  tied_ = place.tied;
  Value value = Ratio(Decimal::from_int64(static_cast<std::int64_t>(place.rank)));
  see(FigureSeen::Kind::kMeasure, formula, value);
  return value;
}

/// For how many periods in a row, this one last, the condition holds.
Value TallySource::read_streak(const Formula& formula) {
  std::int64_t held = 0;
  for (std::size_t back = 0; back + 1 < formula.children.size(); ++back) {
    const auto days =
        back == 0 ? std::optional<DateRange>(period_.period.range)
                  : streak_period(facts_.plan, rule().rule->per, period_.period.range, back);
    if (!days) break;
    asked_ = *days;
    const FormulaPtr& condition = formula.children[back == 0 ? 0 : back + 1];
    const Value holds_then = evaluate(*condition, *this);
    if (holds_then.is_missing()) count_missing(*condition, holds_then.missing());
    if (!holds(holds_then)) break;
    ++held;
  }
  asked_ = period_.period.range;
  Value value = Ratio(Decimal::from_int64(held));
  see(FigureSeen::Kind::kMeasure, formula, value);
  return value;
}

Value TallySource::read_table(const Formula& formula) {
  std::vector<Value> keys;
  for (const FormulaPtr& key : formula.children) keys.push_back(evaluate(*key, *this));
  Value value = look_up(*find_table(*facts_.plan.policy, formula.name), keys, formula.field);
  see(FigureSeen::Kind::kTable, formula, value);
  return value;
}

Value TallySource::read_score(const Formula& formula) {
  Value value = score_value(*facts_.plan.policy, formula, *this);
  see(FigureSeen::Kind::kScore, formula, value);
  return value;
}

Value TallySource::read_price(const Formula& formula) {
  const Value list = evaluate(*formula.children[0], *this);
  const Value product = evaluate(*formula.children[1], *this);
  const Value day = evaluate(*formula.children[2], *this);
  if (!list.is_text() || !product.is_text() || !day.is_date()) {
    return Missing{MissingKind::kNoFigure, formula.text};
  }
  const Price* price = facts_.master.prices().find(list.text(), product.text(), day.date());
  if (price == nullptr) {
    return Missing{MissingKind::kNoFigure, "price '" + list.text() + "' of " + product.text() +
                                               " on " + day.date().to_string()};
  }
  return Ratio(price->price);
}

Value TallySource::read_offered(const Formula& formula) {
  const Register& products = facts_.master.products();
  std::set<std::string> values;
  for (TextCode product = 1; product < products.ids().size(); ++product) {
    const auto day = products.last_valid_day(product, period_.attributes);
    if (!day) continue;
    const FieldValue value = products.attribute(product, formula.field, *day);
    if (!is_missing(value)) values.insert(to_text(value));
  }
  return Ratio(Decimal::from_int64(static_cast<std::int64_t>(values.size())));
}

}  // namespace rebate
