// SPDX-License-Identifier: Apache-2.0
//
// Tools on formula trees: an identity as text, copies under another window, and the questions the
// compiler asks ("does this read a row?").
#pragma once

#include "rebate/policy/checked_policy.hpp"
#include "rebate/policy/formula.hpp"

#include <functional>
#include <string>
#include <vector>

namespace rebate {

/// Formula::field of a kConvert that turns money of a row's currency into the policy's; without it,
/// convert() turns money of the policy into another currency.
inline constexpr char kIntoPolicyCurrency[] = "into";

/// A text that two formulas share exactly if they mean the same; no source text is in it.
std::string identity(const Formula& formula);

/// Calls `visit` for the formula and everything below it, aggregates and their conditions included.
/// Returning false keeps it from going below that node.
void walk(const FormulaPtr& formula, const std::function<bool(const FormulaPtr&)>& visit);

/// A copy in which every aggregate looks through `window` first.
FormulaPtr through_window(const FormulaPtr& formula, const Window& window);

/// The formula with figures spelled out for settlement: growth(m) gets m of last year as its second
/// operand, a table the formulas of its keys and of its date, attainment what its target measures.
/// Every node of the result is new, so that nodes can be told apart by address.
FormulaPtr spell_out(const FormulaPtr& formula, const CheckedPolicy& policy);

/// A copy of every node.
FormulaPtr clone(const FormulaPtr& formula);

/// What a formula reads outside aggregates.
struct Reads {
  bool row = false;  ///< a field of the noun's row, its product, customer or invoice
  bool partner = false;
  bool product = false;
  bool customer = false;
  bool invoice = false;  ///< a row that this one points at: its invoice, or what it reverses
  bool branch = false;
  bool period = false;  ///< period.start and the like
  bool as_of = false;
  bool figures = false;  ///< aggregates, targets, KPIs and all else that only a line knows
  std::vector<std::string> columns;  ///< of the noun's own row, sorted, each once
};
Reads reads_of(const FormulaPtr& formula);

/// Whether it is a sum of rows, so that of some of the rows it is a part, and the parts add up to
/// the whole: net_sales - 3 * units, but not min(net_sales, 500).
bool is_additive(const FormulaPtr& formula);

/// The largest parts of `formula` that a single row decides: they read a row and no figure. With
/// `by_day` the partner's attributes are those of the row's day, too.
void collect_row_terms(const FormulaPtr& formula, std::vector<FormulaPtr>& terms,
                       bool by_day = false);

/// The conditions joined by && at the top of `formula`.
void split_conjunction(const FormulaPtr& formula, std::vector<FormulaPtr>& parts);

/// constant, field and operator nodes made by the compiler itself.
FormulaPtr make_field(std::string noun, std::string field, Type type);
FormulaPtr make_constant(Value value, Type type);
FormulaPtr make_op(Op op, Type type, std::vector<FormulaPtr> children);

}  // namespace rebate
