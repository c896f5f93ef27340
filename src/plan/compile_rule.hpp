// SPDX-License-Identifier: Apache-2.0
//
// The first step of compiling: a checked rule with its expressions spelled out for settlement.
#pragma once

#include "plan/plan_parts.hpp"

#include <functional>

namespace rebate {

/// A field that the data do not have: the document of the row that a returned row reverses.
inline constexpr char kReversesDocument[] = "reverses.document";
/// And its date.
inline constexpr char kReversesDate[] = "reverses.date";

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
