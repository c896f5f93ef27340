// SPDX-License-Identifier: Apache-2.0
//
// Parts of a cube's cells become one: classes numbered by value, cells sorted, equal cells added.
// Threads of one scan and tallies of several ledgers are combined by the same function, and in any
// order give the same bytes.
#pragma once

#include "tally/cells.hpp"

namespace rebate {

CubeCells combine(const Cube& cube, const std::vector<const CubeCells*>& parts,
                  std::uint32_t partner_count);

}  // namespace rebate
