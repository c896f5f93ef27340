// SPDX-License-Identifier: Apache-2.0
//
// Recomputes a line's amount from its trace: the slices again, then every step again. What a step
// takes from other lines (a combination's share, a fund, a budget, a cap of all rules) is read from
// the trace, and is only accepted where it begins with the amount arrived at.
#include "rebate/numeric/rounding.hpp"
#include "rebate/settlement/trace.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace rebate {
namespace {

Ratio pays_of(const Slice& slice) {
  Ratio pays;
  if (slice.amount) pays += slice.steps ? *slice.amount * Ratio(*slice.steps) : *slice.amount;
  if (slice.rate) pays += *slice.rate * slice.base;
  if (slice.per_unit) pays += *slice.per_unit * slice.base;
  return pays;
}

// Parts that a row field cuts are banded each by itself.
struct Part {
  const std::vector<std::pair<std::string, Value>>* names;
  int band;
  Ratio pays;
};

Ratio gross_of(const std::vector<Slice>& slices) {
  std::vector<Part> parts;
  for (const Slice& slice : slices) {
    auto part = std::find_if(parts.begin(), parts.end(),
                             [&](const Part& known) { return *known.names == slice.part; });
    if (part == parts.end()) part = parts.insert(parts.end(), {&slice.part, slice.band, Ratio()});
    if (slice.replaces && part->band != slice.band) part->pays = Ratio();
    part->band = slice.band;
    part->pays += pays_of(slice);
  }
  Ratio gross;
  for (const Part& part : parts) gross += part.pays;
  return gross;
}

Ratio gross_of(const std::vector<MemberSeen>& members) {
  const bool has_winner = std::any_of(members.begin(), members.end(),
                                      [](const MemberSeen& member) { return member.is_winner; });
  Ratio gross;
  for (const MemberSeen& member : members) {
    if (member.is_winner || !has_winner) gross += member.earned;
  }
  return gross;
}

const Ratio& value_of(const LimitStep& step) {
  REBATE_REQUIRE(step.value.has_value(), "this step of a trace has a value");
  return *step.value;
}

// A cap below zero is zero and leaves charges alone.
Ratio capped(const Ratio& amount, const Ratio& cap) {
  return amount.sign() <= 0 ? amount : std::min(amount, std::max(cap, Ratio()));
}

// A floor of 0 or more does not lift a charge; one below zero bounds it.
Ratio floored(const Ratio& amount, const Ratio& floor) {
  if (amount.sign() < 0 && floor.sign() >= 0) return amount;
  return std::max(amount, floor);
}

// Rounding passes no cap: what would is the last step below it.
Ratio rounded(const Ratio& amount, const LimitStep& step, const std::optional<Ratio>& cap) {
  const auto mode =
      rounding_mode(std::string_view(step.expression).substr(0, step.expression.find(' ')));
  const std::optional<Decimal> to = value_of(step).as_decimal();
  REBATE_REQUIRE(mode && to, "a rounding of a trace names its mode and step");
  const Ratio result(round(amount, *to, *mode));
  if (!cap || amount > *cap || result <= *cap) return result;
  return Ratio(round(*cap, *to, RoundingMode::kFloor));
}

Ratio after(const Ratio& amount, const LimitStep& step, const std::optional<Ratio>& cap) {
  switch (step.kind) {
    case LimitStep::Kind::kTimes:
    case LimitStep::Kind::kConvert:
      return amount * value_of(step);
    case LimitStep::Kind::kCap:
      return capped(amount, value_of(step));
    case LimitStep::Kind::kFloor:
      return floored(amount, value_of(step));
    case LimitStep::Kind::kRound:
      return rounded(amount, step, cap);
    case LimitStep::Kind::kSettled:
      return amount - value_of(step);
    case LimitStep::Kind::kReturned:
      return amount + value_of(step);
    case LimitStep::Kind::kLines:
    case LimitStep::Kind::kCombine:
    case LimitStep::Kind::kPartnerCap:
    case LimitStep::Kind::kFund:
    case LimitStep::Kind::kBudget:
    case LimitStep::Kind::kMinimum:
      REBATE_REQUIRE(step.before == amount, "a step of a trace begins where the one before ended");
      return step.after;
  }
  return amount;
}

}  // namespace

Decimal replay(const LineTrace& trace) {
  Ratio amount;
  switch (trace.line.status) {
    // What was settled stands: nothing is due, whatever the trace could still find out.
    case Status::kBlocked:
    case Status::kWaiting:
      return Decimal();
    // A known zero.
    case Status::kNotQualified:
    case Status::kVetoed:
    case Status::kNoTarget:
    case Status::kNoBaseline:
      break;
    default:
      amount = trace.slices.empty() ? gross_of(trace.members) : gross_of(trace.slices);
  }
  std::optional<Ratio> cap;
  for (const LimitStep& step : trace.steps) {
    amount = after(amount, step, cap);
    switch (step.kind) {
      case LimitStep::Kind::kCap:
        cap = value_of(step);
        break;
      case LimitStep::Kind::kPartnerCap:
      case LimitStep::Kind::kFund:
      case LimitStep::Kind::kBudget:
        cap = cap ? std::min(*cap, step.after) : step.after;
        break;
      case LimitStep::Kind::kConvert:
        if (cap) cap = *cap * value_of(step);
        break;
      default:
        break;
    }
  }
  const std::optional<Decimal> due = amount.as_decimal();
  REBATE_REQUIRE(due.has_value(), "what is due is a rounded amount");
  return *due;
}

}  // namespace rebate
