// SPDX-License-Identifier: Apache-2.0
//
// Figures made of figures: scorecards and their grades, and what .by(key) reduces to.
#pragma once

#include "rebate/policy/checked_policy.hpp"
#include "rebate/policy/evaluate.hpp"

#include <vector>

namespace rebate {

/// The value of a kScore or kGrade node; its children are the items' formulas, then the vetoes. A
/// veto makes the score 0, an item that is missing and has no when_missing makes it missing.
Value score_value(const CheckedPolicy& policy, const Formula& formula, Environment& environment);

/// What a kByKey node comes to: `keys` how many keys there are, `holding` for how many its
/// condition holds, `values` the measure's value of each key.
Value reduce_by_key(const Formula& formula, std::size_t keys, std::int64_t holding,
                    std::vector<Value>& values, Environment& environment);

}  // namespace rebate
