// SPDX-License-Identifier: Apache-2.0
//
// What the next better band needs and would pay: "100,000.00 more would reach 100% and pay 5%".
#pragma once

#include "settlement/line_bands.hpp"

namespace rebate {

/// Nothing if the best band is reached, or the qualifying measure is a level.
std::optional<NextBand> next_band(const CompiledRule& rule, const LineBands& bands, int reached,
                                  const Value& q, const Ratio& m,
                                  const std::optional<Ratio>& target,
                                  const std::optional<Ratio>& baseline);

}  // namespace rebate
