// SPDX-License-Identifier: Apache-2.0
//
// What no line used: rows without a rule, rows with two, rules without rows.
#pragma once

#include "rebate/settlement/settlement.hpp"
#include "plan/plan_parts.hpp"

namespace rebate {

/// Rows by noun that no rule used, rows that two paid rules use, rules that used none, and
/// conditions on rows that met a missing value, from the cells of the cubes without keys.
void cover_rows(const Plan& plan, const Tally& tally, Coverage& coverage);

}  // namespace rebate
