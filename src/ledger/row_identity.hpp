// SPDX-License-Identifier: Apache-2.0
//
// Which rows of a table have the same identity: sale S-17 on lines 18 and 95. Rows without an id
// have none.
#pragma once

#include "rebate/ledger/table.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace rebate::detail {

/// (row, the first row of the same identity), for all rows but the first ones; by row ascending.
/// What identifies a row is its id, of a payment with its invoice.
/// COST: a look at each id if they ascend by length and bytes, as numbers do; else a hash of each.
std::vector<std::pair<RowIndex, RowIndex>> repeated_rows(const TableBuilder& table);

}  // namespace rebate::detail
