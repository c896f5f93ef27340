// SPDX-License-Identifier: Apache-2.0
#include "settlement/score.hpp"

#include "rebate/policy/operators.hpp"
#include "settlement/pay.hpp"

#include <algorithm>

namespace rebate {
namespace {

const CheckedScore* score_named(const CheckedPolicy& policy, const std::string& name) {
  for (const CheckedScore& score : policy.scores) {
    if (score.name == name) return &score;
  }
  return nullptr;
}

std::vector<PayBand> bands_of(const std::vector<CheckedBand>& checked) {
  std::vector<PayBand> bands;
  for (std::size_t i = 0; i < checked.size(); ++i) {
    bands.push_back(
        {checked[i].edge, checked[i].bound, PayMode::kRetroactive, static_cast<int>(i)});
  }
  return bands;
}

/// The points of one item: its measure, or the score of the band that the measure reaches, else
/// none. What stands for a missing measure is looked up in the bands like any other.
Value item_points(const CheckedScore::Item& item, const Formula& of, Environment& environment) {
  Value measured = evaluate(of, environment);
  if (measured.is_missing() && item.when_missing != nullptr) {
    measured = evaluate(*item.when_missing, environment);
  }
  if (measured.is_missing()) return measured;
  if (item.bands.empty()) return measured;
  const int reached = reached_band(bands_of(item.bands), measured);
  if (reached < 0) return Ratio();
  return evaluate(*item.bands[static_cast<std::size_t>(reached)].score, environment);
}

Value points(const CheckedScore& score, const Formula& formula, Environment& environment) {
  for (std::size_t v = 0; v < score.veto.size(); ++v) {
    if (holds(evaluate(*formula.children[score.items.size() + v], environment))) return Ratio();
  }
  Ratio total;
  for (std::size_t i = 0; i < score.items.size(); ++i) {
    const Value weight = evaluate(*score.items[i].weight, environment);
    const Value value = item_points(score.items[i], *formula.children[i], environment);
    if (!value.is_number()) {
      Missing missing = value.is_missing() ? value.missing() : Missing{};
      missing.kind =
          MissingKind::kNoFigure;  // a score that lacks an item is blocked, whatever it lacks
      return missing;
    }
    total += weight.number() * value.number();
  }
  return total;
}

}  // namespace

Value score_value(const CheckedPolicy& policy, const Formula& formula, Environment& environment) {
  const CheckedScore* score = score_named(policy, formula.name);
  if (score == nullptr) return Missing{MissingKind::kNoFigure, formula.name};
  Value value = points(*score, formula, environment);
  if (formula.op == Op::kScore || !value.is_number()) return value;
  const int reached = reached_band(bands_of(score->grades), value);
  if (reached < 0)
    return Missing{MissingKind::kNoFigure, "no grade of '" + formula.name + "' is reached"};
  return score->grades[static_cast<std::size_t>(reached)].level;
}

Value reduce_by_key(const Formula& formula, std::size_t keys, std::int64_t holding,
                    std::vector<Value>& values, Environment& environment) {
  const auto count = [](std::int64_t number) { return Value(Ratio(Decimal::from_int64(number))); };
  const bool has_argument = formula.children.size() > 2;
  switch (formula.reducer) {
    case Reducer::kCount:
      return count(has_argument ? holding : static_cast<std::int64_t>(keys));
    case Reducer::kAll:
      return holding == static_cast<std::int64_t>(keys);
    default:
      break;
  }
  std::sort(values.begin(), values.end(), [](const Value& a, const Value& b) {
    const auto order = compare(a, b);
    return order && *order > 0;
  });
  if (formula.reducer == Reducer::kTop) {
    const Value n = evaluate(*formula.children[2], environment);
    if (!n.is_number()) return n;
    const auto limit = n.number().floor().to_int64().value_or(0);
    if (limit < static_cast<std::int64_t>(values.size())) {
      values.resize(static_cast<std::size_t>(std::max<std::int64_t>(limit, 0)));
    }
  }
  if (formula.reducer == Reducer::kLargest || formula.reducer == Reducer::kSmallest) {
    if (values.empty()) return Missing{MissingKind::kField, "no key has a value"};
    return formula.reducer == Reducer::kLargest ? values.front() : values.back();
  }
  Ratio total;
  for (const Value& value : values) total += value.number();
  return total;
}

}  // namespace rebate
