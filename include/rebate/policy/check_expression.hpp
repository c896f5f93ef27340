// SPDX-License-Identifier: Apache-2.0
//
// The checker of one expression: looks names up, finds types, writes what each aggregate sees.
// "product.lin in core" fails with: product has no 'lin'. Did you mean 'line'?
#pragma once

#include "rebate/policy/expression.hpp"
#include "rebate/policy/formula.hpp"
#include "rebate/policy/policy.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace rebate {

/// What a policy declares, as expressions see it. Built once per policy; bodies of named measures and
/// conditions are checked on first use, cycles among them refused.
class Names;
std::shared_ptr<const Names> declare(const Policy& policy, Issues& issues);

/// Where an expression stands decides what it may read (format, "Where what may stand").
enum class Position {
  kWho,       ///< partner, period, KPIs, tables
  kRow,       ///< the row, its product, customer, invoice, partner; no aggregates
  kLine,      ///< measures and figures; row fields only where `each` fixes them
  kRate,      ///< as kLine, and row fields that cut the earning measure
  kKey,       ///< a field or a table's value
};

struct Expected {
  Position position = Position::kLine;
  std::vector<Type> types;         ///< allowed; empty: any
  std::string noun;                ///< the rule's noun, once known; empty: to be found
  std::vector<std::string> fixed;  ///< fields that `each` fixes: "product.line", "sale.document"
  bool allows_it = false;          ///< inside .by(): `it` is the key's value
};

/// The formula of `expression`, or null after issues were added.
FormulaPtr check_expression(const Expression& expression, const Names& names, const Expected& expected,
                            Issues& issues);

/// Nouns whose rows the formula reads outside its aggregates and inside them, sorted.
std::vector<std::string> row_nouns(const Formula& formula);
std::vector<std::string> aggregate_nouns(const Formula& formula);

}  // namespace rebate
