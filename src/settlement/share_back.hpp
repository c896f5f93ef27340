// SPDX-License-Identifier: Apache-2.0
//
// The rounded result of a combination goes back to its members in proportion to what they earned,
// to the last minor unit: every member is multiplied by result ÷ sum, and largest remainders take
// what is left.
#pragma once

#include "rebate/numeric/decimal.hpp"
#include "rebate/numeric/ratio.hpp"

#include <span>
#include <vector>

namespace rebate {

/// Parts of `amount`, one per member, multiples of `step` that add up to it; ties go by position.
/// Members may be below zero. If they add up to zero, all get equal shares. `amount` is a multiple
/// of `step`, or what is none stays with the first member.
std::vector<Decimal> share_back(const Decimal& amount, std::span<const Ratio> members,
                                const Decimal& step);

}  // namespace rebate
