// SPDX-License-Identifier: Apache-2.0
//
// Decides which rows of a noun count, by the rules that ledger.hpp states, and lists those that do
// not.
#pragma once

#include "rebate/ledger/doubtful_rows.hpp"
#include "rebate/ledger/table.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rebate::detail {

/// Stands for a partner that the master does not know, among partners' codes.
inline constexpr TextCode kUnknownPartnerCode = UINT32_MAX;

/// `partners` is the ledger's code of each partner of the table's own dictionary.
/// One entry a row: true if it counts.
std::vector<bool> rows_that_count(const TableBuilder& table, std::span<const TextCode> partners,
                                  DoubtfulRows& doubtful);

/// Lists the row, with its line and id.
void doubt(const TableBuilder& table, RowIndex row, RowDoubt why, std::string_view text,
           DoubtfulRows& doubtful);

}  // namespace rebate::detail
