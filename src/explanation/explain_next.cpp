// SPDX-License-Identifier: Apache-2.0
//
// What the next band needs and is worth.
#include "rebate/numeric/rounding.hpp"
#include "explanation/explainer.hpp"

#include <algorithm>

namespace rebate {
namespace {

// In a ratio nobody sells "10% more": the missing part is told in money of the measure behind it.
struct Shortfall {
  Ratio amount;
  Type type;
};

// Of such a measure one says "sell so much more".
bool is_of_sales(std::string_view measure) {
  constexpr std::string_view kSales[] = {"net_sales", "gross_sales", "sum(sale.net)",
                                         "sum(sale.gross)"};
  return std::any_of(std::begin(kSales), std::end(kSales),
                     [&](std::string_view name) { return measure.starts_with(name); });
}

}  // namespace

std::string Explainer::next() const {
  const Decimal step = step_of_places(context_.policy.minor_unit);
  const auto in_steps = [&step](const Ratio& amount, RoundingMode mode) {
    return Ratio(round(amount, step, mode));
  };
  const Status status = trace_.line.status;
  const bool may_say = status == Status::kPayable || status == Status::kReduced ||
                       status == Status::kNotQualified || status == Status::kProvisional;
  if (!trace_.next || !trace_.next->would_pay || !may_say) return {};
  for (const ConditionSeen& condition : trace_.conditions) {
    const bool holds = condition.result.is_flag() && condition.result.flag();
    if (condition.is_veto == holds) return {};
  }
  // Nobody buys one more period in a row.
  if (trace_.by_expression.starts_with("streak(")) return {};
  const NextBand& next = *trace_.next;
  if (*next.would_pay <= trace_.gross) return {};
  const std::string amount = words_.money(in_steps(*next.would_pay, RoundingMode::kHalfUp));
  if (next.missing_qualifying && next.missing_qualifying->sign() < 0) {
    const Ratio less = -*next.missing_qualifying;
    if (is_row_of_payment()) {
      const bool is_one = less == Ratio(Integer(1));
      return words_.sentence(words_.say(is_one ? Message::kDayEarlier : Message::kDaysEarlier,
                                        {{"days", words_.number(less)}, {"amount", amount}}));
    }
    if (trace_.by_expression.starts_with("rank(")) {
      return words_.sentence(words_.say(Message::kPlacesBetter,
                                        {{"missing", words_.number(less)}, {"amount", amount}}));
    }
    return words_.sentence(words_.say(
        Message::kLess, {{"missing", words_.amount(less, by_type())}, {"amount", amount}}));
  }
  const FigureSeen* seen = measured();
  std::optional<Shortfall> missing;
  if (next.missing_earning) {
    missing = Shortfall{*next.missing_earning, seen != nullptr && by_type() == Type::kRatio
                                                   ? words_.type_of(seen->expression)
                                                   : of_type()};
  } else if (next.missing_qualifying) {
    missing = Shortfall{*next.missing_qualifying, by_type()};
    if (by_type() == Type::kRatio && trace_.target && seen != nullptr) {
      missing =
          Shortfall{*next.missing_qualifying * *trace_.target, words_.type_of(seen->expression)};
    }
  }
  if (!missing) return {};
  const std::string& measure = seen != nullptr ? seen->expression : trace_.of_expression;
  const bool is_sales = missing->type == Type::kMoney && is_of_sales(measure);
  // Rounded up, so that whoever sells so much more is there.
  const Ratio needed = missing->type == Type::kMoney
                           ? in_steps(missing->amount, RoundingMode::kCeiling)
                           : missing->amount;
  const std::string more = words_.amount(needed, missing->type);
  if (next.edge == Edge::kAbove) return beyond(next, needed.is_zero() ? "" : more, amount);
  if (trace_.line.band < 0) {
    return words_.sentence(words_.say(is_sales ? Message::kFirstBandSales : Message::kFirstBand,
                                      {{"missing", more}, {"amount", amount}}));
  }
  const std::string bound = words_.bound(next.bound, by_type());
  if (next.rate) {
    return words_.sentence(words_.say(is_sales ? Message::kNextRateSales : Message::kNextRate,
                                      {{"missing", more},
                                       {"bound", bound},
                                       {"rate", words_.rate(*next.rate)},
                                       {"amount", amount}}));
  }
  return words_.sentence(words_.say(is_sales ? Message::kNextAmountSales : Message::kNextAmount,
                                    {{"missing", more}, {"bound", bound}, {"amount", amount}}));
}

// A band that begins above its bound is not reached by what the bound lacks.
std::string Explainer::beyond(const NextBand& next, const std::string& missing,
                              const std::string& amount) const {
  const std::string more = missing.empty() ? words_.say(Message::kAnythingMore)
                                           : words_.say(Message::kMoreBy, {{"missing", missing}});
  if (trace_.line.band < 0) {
    return words_.sentence(words_.say(Message::kBeyondFirst, {{"more", more}, {"amount", amount}}));
  }
  const std::string bound = words_.bound(next.bound, by_type());
  if (next.rate) {
    return words_.sentence(words_.say(
        Message::kBeyondRate,
        {{"more", more}, {"bound", bound}, {"rate", words_.rate(*next.rate)}, {"amount", amount}}));
  }
  return words_.sentence(
      words_.say(Message::kBeyondAmount, {{"more", more}, {"bound", bound}, {"amount", amount}}));
}

}  // namespace rebate
