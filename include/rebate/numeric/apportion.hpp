// SPDX-License-Identifier: Apache-2.0
//
// Splits an amount by weights so that the parts add up to it to the last cent, by the largest
// remainder: 100.00 in three equal parts is 33.34, 33.33, 33.33.
#pragma once

#include "rebate/numeric/decimal.hpp"
#include "rebate/numeric/ratio.hpp"

#include <optional>
#include <span>
#include <vector>

namespace rebate {

/// sum of parts + unassigned == total.
struct Apportionment {
  /// One per weight, in the order of the weights; multiples of the step.
  std::vector<Decimal> parts;
  /// What is no multiple of the step, and what no part may take.
  Decimal unassigned;
};

/// Every part gets the steps that its exact share holds; those left over go one each to the largest
/// remainders, the first of equal ones first, so the caller orders by id. A negative total is split
/// as the mirror of its size. Weights below zero count as zero; if all are zero, all are equal.
/// REQUIRES: step > 0.
/// COST: that of sorting, while the weights have few denominators; with n different ones each
/// weight is carried in n times their digits: a thousand take milliseconds, ten thousand seconds.
Apportionment apportion(const Decimal& total, std::span<const Ratio> weights, const Decimal& step);

/// The same where a part takes at most so much (by size, for a total of either sign; below zero
/// counts as zero; none is no limit). What a part refuses passes to the others by the same weights
/// until all that have a weight are full. REQUIRES: step > 0, one limit per weight.
Apportionment apportion(const Decimal& total, std::span<const Ratio> weights, const Decimal& step,
                        std::span<const std::optional<Decimal>> at_most);

}  // namespace rebate
