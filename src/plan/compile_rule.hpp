// SPDX-License-Identifier: Apache-2.0
//
// The first step of compiling: a checked rule with its expressions spelled out for settlement.
#pragma once

#include "plan/plan_parts.hpp"

#include <functional>

namespace rebate {

/// Fields that the data do not have: the day of the row that a returned row reverses,
inline constexpr char kReversesDate[] = "reverses.date";
/// and the line that it was in, as text: "+2025-01-05 S1" says the day and the id of the row,
/// "-2025-01-05 S1" that it is no row of the rule; "" that nothing is reversed.
inline constexpr char kReversesRow[] = "reverses.row";
/// The same with the document of the row.
inline constexpr char kReversesDocument[] = "reverses.document";

CompiledRule compile_rule(const CheckedRule& rule, const CheckedPolicy& policy);

/// Calls `visit` for every formula of a line (null ones too), `who` and `what` left out.
void each_formula(const CompiledRule& rule, const std::function<void(const FormulaPtr&)>& visit);

/// Asks the rules that others stand on (members, earned()) to carry the keys of those others.
void carry_keys(std::vector<CompiledRule>& rules, const CheckedPolicy& policy);

/// The condition under which a sale counts where no condition names sale.type: no type, or one of
/// sale, return, cancel, correction.
FormulaPtr counted_types();
bool needs_counted_types(const std::string& noun, const std::vector<FormulaPtr>& conditions);

}  // namespace rebate
