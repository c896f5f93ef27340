// SPDX-License-Identifier: Apache-2.0
//
// What no line used: rows without a rule, rows with two, rules without rows.
#pragma once

#include "rebate/settlement/settlement.hpp"
#include "settlement/cell_reader.hpp"

namespace rebate {

/// Rows by noun that no rule used, rows that two paid rules use, and rules that used none, from the
/// cells of the cubes without keys.
void cover_rows(const Plan& plan, const Tally& tally, const CellReader& reader, Coverage& coverage);

}  // namespace rebate
