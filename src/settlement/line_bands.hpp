// SPDX-License-Identifier: Apache-2.0
//
// The bands of a line: the rule's own, or those that a table with a banded key has for the line's
// other keys.
#pragma once

#include "settlement/compute_line.hpp"
#include "settlement/pay.hpp"

#include <functional>
#include <vector>

namespace rebate {

struct LineBands {
  std::vector<PayBand> bands;               ///< empty: it pays without bands
  std::function<PayoutValues(int)> payout;  ///< of band i; of -1 without bands
  std::optional<PayoutValues> otherwise;    ///< of a table, where no band is reached
  std::optional<Value> no_row;              ///< missing: the table has no row for the keys
};

/// The bounds of a table's banded key as bands, whatever its other keys.
/// The bands that stand in the rule itself.
std::vector<PayBand> own_pay_bands(const CompiledRule& rule);

/// Why a measure that reaches none of the bands pays nothing.
Reason reason_below(const std::vector<PayBand>& bands);

std::vector<PayBand> all_bands(const CheckedTable& table, std::size_t axis);

/// A table is looked up key by key, not banded by the qualifying measure: it has no banded key, or
/// the rule's rows each look for their own rate in it.
bool is_looked_up(const CompiledRule& rule, LineSource& source);

/// What the rule pays by for the selected part of `source`.
LineBands line_bands(const CompiledRule& rule, LineSource& source);

}  // namespace rebate
