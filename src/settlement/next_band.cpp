// SPDX-License-Identifier: Apache-2.0
#include "settlement/next_band.hpp"

namespace rebate {
namespace {

/// How the earning measure moves when the qualifying one does.
enum class Tie { kSame, kTarget, kGrowth, kNone };

Tie tie_of(const CompiledRule& rule, const std::optional<Ratio>& target,
           const std::optional<Ratio>& baseline) {
  const int axis = rule.rule->banded_axis;
  const FormulaPtr& by = axis >= 0 ? rule.table_keys[static_cast<std::size_t>(axis)] : rule.by;
  if (by == nullptr) return Tie::kSame;
  if (rule.of == nullptr) return Tie::kNone;
  const Formula* inner = by.get();
  while (inner->op == Op::kNamed) inner = inner->children[0].get();
  if (inner->text == rule.of->text || by->text == rule.of->text) return Tie::kSame;
  if (inner->op == Op::kAttainment && target && !inner->children.empty()) {
    return inner->children[0]->text == rule.of->text ? Tie::kTarget : Tie::kNone;
  }
  if (inner->op == Op::kGrowth && baseline) {
    return inner->children[0]->text == rule.of->text ? Tie::kGrowth : Tie::kNone;
  }
  return Tie::kNone;
}

}  // namespace

std::optional<NextBand> next_band(const CompiledRule& rule, const LineBands& bands, int reached,
                                  const Value& q, const Ratio& m,
                                  const std::optional<Ratio>& target,
                                  const std::optional<Ratio>& baseline) {
  if (!q.is_number()) return std::nullopt;
  const bool endings =
      bands.bands.front().edge == Edge::kUpTo || bands.bands.front().edge == Edge::kBelow;
  const int count = static_cast<int>(bands.bands.size());
  const int place = endings ? (reached < 0 ? count - 1 : reached - 1) : reached + 1;
  if (place < 0 || place >= count) return std::nullopt;
  const PayBand& band = bands.bands[static_cast<std::size_t>(place)];
  if (!band.bound.is_number()) return std::nullopt;
  const Ratio& bound = band.bound.number();

  NextBand next;
  next.band = band.index;
  next.edge = band.edge;
  next.bound = band.bound;
  next.missing_qualifying = bound - q.number();
  Ratio moved = m;
  switch (tie_of(rule, target, baseline)) {
    case Tie::kSame:
      moved = bound;
      break;
    case Tie::kTarget:
      moved = bound * *target;
      break;
    case Tie::kGrowth:
      moved = (Ratio(Decimal::from_int64(1)) + bound) * *baseline;
      break;
    case Tie::kNone:
      break;
  }
  if (!(moved == m)) next.missing_earning = moved - m;
  const PayResult paid =
      pay_bands(bands.bands, place, band.bound, moved, std::nullopt, bands.payout, nullptr);
  if (paid.amount.is_number()) next.would_pay = paid.amount.number();
  next.rate = paid.rate;
  // A band that pays no more is no reason to sell more.
  if (!next.would_pay) return std::nullopt;
  return next;
}

}  // namespace rebate
