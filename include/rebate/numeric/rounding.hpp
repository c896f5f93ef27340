// SPDX-License-Identifier: Apache-2.0
//
// The only place that rounds: to a multiple of a step, in one of seven modes. 1,234.565 to the step
// 0.01 half up is 1,234.57, half even 1,234.56; 1,234.57 to the step 0.05 half up is 1,234.55.
#pragma once

#include "rebate/numeric/decimal.hpp"
#include "rebate/numeric/ratio.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace rebate {

/// Up and down are seen from zero, ceiling and floor from minus infinity.
enum class RoundingMode {
  kHalfUp,    ///< To the nearest; in the middle away from zero: 2.5 -> 3, -2.5 -> -3.
  kHalfEven,  ///< To the nearest; in the middle to the even multiple: 2.5 -> 2, 3.5 -> 4.
  kHalfDown,  ///< To the nearest; in the middle towards zero: 2.5 -> 2, -2.5 -> -2.
  kUp,        ///< Away from zero: 2.1 -> 3, -2.1 -> -3.
  kDown,      ///< Towards zero: 2.9 -> 2, -2.9 -> -2.
  kCeiling,   ///< Towards plus infinity: 2.1 -> 3, -2.9 -> -2.
  kFloor,     ///< Towards minus infinity: 2.9 -> 2, -2.1 -> -3.
};

/// The multiple of `step` that the mode chooses, with the scale of the step. REQUIRES: step > 0.
Decimal round(const Ratio& value, const Decimal& step, RoundingMode mode);

/// "half_up".
std::string_view to_string(RoundingMode mode);
std::optional<RoundingMode> rounding_mode(std::string_view name);
/// All seven, in the order above.
std::span<const RoundingMode> all_rounding_modes();

/// 10^-places: 0.01 for 2, 1 for 0. REQUIRES: 0 <= places <= kMaxScale.
Decimal step_of_places(std::int32_t places);

}  // namespace rebate
