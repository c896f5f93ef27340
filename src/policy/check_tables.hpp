// SPDX-License-Identifier: Apache-2.0
//
// Tables, declared or printed in a rule: their keys checked, their cells typed, and no two rows
// that can meet without one of them being more specific.
#pragma once

#include "policy/check_context.hpp"

namespace rebate {

/// A declared table. The keys are checked for no noun yet; a rule that pays by it checks them
/// again. FAILS: kTableShape, kTableCell, kTableConflict, kRateOverWhole, kUnknownLevel,
/// kFileMissing.
CheckedTable check_table(CheckContext& context, const std::string& name, const TableTerms& terms);

/// The key of a table, where a noun stands for its id and measures are allowed.
FormulaPtr check_key(CheckContext& context, const Expression& of, const std::string& pointer,
                     const Expected& expected);

/// A table printed in a rule, at `pointer`.
CheckedTable check_matrix(CheckContext& context, const Matrix& matrix, const std::string& pointer,
                          const Expected& expected);

/// Rows that can meet, neither more specific.
void check_conflicts(CheckContext& context, const CheckedTable& table,
                     const std::vector<std::string>& row_pointers);

/// A value in words: "'gold'", "80%" is "0.8".
std::string to_text(const Value& value);

}  // namespace rebate
