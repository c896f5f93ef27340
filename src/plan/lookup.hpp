// SPDX-License-Identifier: Apache-2.0
//
// What formulas look up outside the trade itself, the same for a row and for a line: rows of
// tables, fields of the period, cells as values.
#pragma once

#include "rebate/ledger/field.hpp"
#include "rebate/master/prices.hpp"
#include "rebate/policy/checked_policy.hpp"
#include "rebate/policy/evaluate.hpp"

#include <span>
#include <string>

namespace rebate {

/// The row of `table` for these keys and, for a dated table, this day: the most specific one; -1 if
/// there is none. Banded keys take the band that their value reaches.
int find_row(const CheckedTable& table, std::span<const Value> keys, const Value& day);

/// The value of a column; missing (kNoTableRow) where no row is found and the table has no
/// `otherwise`. `keys` may have one more value than the table has keys: the day of a dated table.
Value look_up(const CheckedTable& table, std::span<const Value> keys, const std::string& column);

const CheckedTable* find_table(const CheckedPolicy& policy, const std::string& name);

/// period.start, period.month, ... ; the range itself for an empty field. `elapsed` is 1: a whole
/// period.
Value period_field(const DateRange& period, const std::string& field,
                   const FiscalCalendar& calendar);

/// A cell as the value of a field: texts of ordered fields become levels.
Value to_value(const FieldValue& cell, const Formula& field, const Policy& policy);

/// The levels of an ordered field, lowest first; empty if it has none.
const std::vector<std::string>& ladder_of(const Formula& field, const Policy& policy);

/// A missing value that names its field: "product.line".
Missing missing_field(const Formula& field);

/// A kConvert formula: an amount at a rate on file. Missing if there is none: rates are never
/// guessed, inverted or chained.
Value converted(const Formula& convert, const Policy& policy, const ExchangeRates& rates,
                Environment& environment);

}  // namespace rebate
