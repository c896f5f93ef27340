// SPDX-License-Identifier: Apache-2.0
//
// The value is divided by the step towards zero, exactly; the mode then decides by the remainder
// whether the next multiple away from zero is the answer.
#include "rebate/numeric/rounding.hpp"

#include "rebate/base/limits.hpp"
#include "numeric/powers_of_ten.hpp"

#include <array>
#include <cstddef>

namespace rebate {
namespace {

using detail::times_pow10;

constexpr std::array kModes = {
    RoundingMode::kHalfUp, RoundingMode::kHalfEven, RoundingMode::kHalfDown, RoundingMode::kUp,
    RoundingMode::kDown,   RoundingMode::kCeiling,  RoundingMode::kFloor};

bool is_odd(const Integer& value) { return !divide_truncated(value, 2).remainder.is_zero(); }

// Whether a value between two multiples goes to the one away from zero. `half` is below, at or
// above zero as the value lies below, at or above the middle. `quotient` counts the multiples
// towards zero.
bool goes_away_from_zero(RoundingMode mode, int half, const Integer& quotient, bool negative) {
  switch (mode) {
    case RoundingMode::kHalfUp:
      return half >= 0;
    case RoundingMode::kHalfEven:
      return half > 0 || (half == 0 && is_odd(quotient));
    case RoundingMode::kHalfDown:
      return half > 0;
    case RoundingMode::kUp:
      return true;
    case RoundingMode::kDown:
      return false;
    case RoundingMode::kCeiling:
      return !negative;
    case RoundingMode::kFloor:
      return negative;
  }
  REBATE_REQUIRE(false, "a rounding mode is one of the seven");
  return false;
}

int compare(const Integer& a, const Integer& b) { return a < b ? -1 : (b < a ? 1 : 0); }

}  // namespace

Decimal round(const Ratio& value, const Decimal& step, RoundingMode mode) {
  REBATE_REQUIRE(step.sign() > 0, "a step is above zero");
  const Decimal& top = value.decimal_;
  const std::int32_t shift = step.scale() - top.scale();
  const Integer dividend = times_pow10(top.coefficient(), shift > 0 ? shift : 0);
  const Integer divisor =
      times_pow10(value.denominator_ * step.coefficient(), shift < 0 ? -shift : 0);

  auto [quotient, remainder] = divide_truncated(dividend, divisor);
  if (!remainder.is_zero()) {
    const bool negative = remainder.sign() < 0;
    const Integer size = abs(remainder);
    const int half = compare(size, divisor - size);
    if (goes_away_from_zero(mode, half, quotient, negative)) quotient += negative ? -1 : 1;
  }
  return Decimal(quotient * step.coefficient(), step.scale());
}

std::string_view to_string(RoundingMode mode) {
  switch (mode) {
    case RoundingMode::kHalfUp:
      return "half_up";
    case RoundingMode::kHalfEven:
      return "half_even";
    case RoundingMode::kHalfDown:
      return "half_down";
    case RoundingMode::kUp:
      return "up";
    case RoundingMode::kDown:
      return "down";
    case RoundingMode::kCeiling:
      return "ceiling";
    case RoundingMode::kFloor:
      return "floor";
  }
  return {};
}

std::optional<RoundingMode> rounding_mode(std::string_view name) {
  for (const RoundingMode mode : kModes) {
    if (to_string(mode) == name) return mode;
  }
  return std::nullopt;
}

std::span<const RoundingMode> all_rounding_modes() { return kModes; }

Decimal step_of_places(std::int32_t places) { return Decimal(1, places); }

}  // namespace rebate
