// SPDX-License-Identifier: Apache-2.0
//
// 1, 10, 100 ... 10^38: all powers of ten that fit in 128 bits with a sign.
#pragma once

#include "rebate/numeric/integer.hpp"

#include <array>

namespace rebate::detail {

inline constexpr std::array<Int128, 39> kPow10 = [] {
  std::array<Int128, 39> powers{};
  Int128 power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}();

/// value × 10^exponent. REQUIRES: exponent >= 0.
inline Integer times_pow10(const Integer& value, std::int32_t exponent) {
  return exponent == 0 ? value : value * Integer::pow10(static_cast<std::uint32_t>(exponent));
}

/// Takes factors of ten out of value, at most `most` of them, and counts them. COST: a division
/// each.
inline std::int32_t strip_tens(Integer& value, std::int32_t most) {
  if (value.is_zero()) return most;
  std::int32_t count = 0;
  // Powers of 2^k digits first, largest first, so that a number of a thousand zeros takes ten
  // steps.
  std::int32_t step = 1;
  while (step * 2 <= most && step < (1 << 14)) step *= 2;
  for (; step > 0; step /= 2) {
    while (step <= most - count) {
      IntegerDivision division =
          divide_truncated(value, Integer::pow10(static_cast<std::uint32_t>(step)));
      if (!division.remainder.is_zero()) break;
      value = std::move(division.quotient);
      count += step;
    }
  }
  return count;
}

}  // namespace rebate::detail
