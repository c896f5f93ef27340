// SPDX-License-Identifier: Apache-2.0
//
// The checker of one expression: looks names up, finds types, writes what each aggregate sees.
// "product.lin in core" fails with: product has no 'lin'. Did you mean 'line'?
#pragma once

#include "rebate/policy/expression.hpp"
#include "rebate/policy/formula.hpp"
#include "rebate/policy/policy.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

/// What a policy declares, as expressions see it: measures, conditions, sets, tables, targets,
/// scores, funds, rules, tiers and further fields. Immutable.
class Names;

/// Checks the bodies of named measures and conditions, refuses cycles among them and names that
/// already mean something else. Names that failed stay known, so that their uses do not fail again.
/// Never null. FAILS: kNameTaken, kNameCycle, kUnknownField (a noun of `fields`), the 31xx codes of
/// the bodies.
std::shared_ptr<const Names> declare(const Policy& policy, Issues& issues);

/// Where an expression stands decides what it may read (format, "Where what may stand").
enum class Position {
  kWho,   ///< partner, period, KPIs, tables
  kRow,   ///< the row, its product, customer, invoice, partner; no aggregates
  kLine,  ///< measures and figures; row fields only where `each` fixes them
  kRate,  ///< as kLine, and row fields that cut the earning measure
  kKey,   ///< a field or a table's value; a noun alone is its id ("sale" is sale.id), and `payee`
};

struct Expected {
  Position position = Position::kLine;
  std::vector<Type> types;         ///< allowed; empty: any
  std::string noun;                ///< the rule's noun, once known; empty: to be found
  std::vector<std::string> fixed;  ///< fields that `each` fixes: "product.line", "sale.document"; a
                                   ///< noun alone ("sale") where each row is a line
  bool allows_it = false;          ///< inside .by(): `it` is the key's value
};

/// The formula of `expression`, or null after issues were added (or if a name it uses failed
/// before). A formula that can be of several types is of its own where that is expected, else of
/// the first of `expected.types` that it can be: a bare 4800 is money where money is expected.
/// Aggregates that name no noun, such as distinct(product.line), are of `expected.noun`, or keep an
/// empty noun while that is not known. REQUIRES: expression.is_set(). FAILS: the 31xx codes,
/// kLimitExceeded.
FormulaPtr check_expression(const Expression& expression, const Names& names,
                            const Expected& expected, Issues& issues);

/// Trade nouns whose rows the formula reads outside its aggregates and inside them, sorted; of a
/// payment and its invoice only payment. The keys of tables are not looked at.
std::vector<std::string> row_nouns(const Formula& formula);
std::vector<std::string> aggregate_nouns(const Formula& formula);

/// The level that a text names in the order of `noun.field` (partner.tier, stage.name, or a score's
/// grades under noun "score"); none if there is no such order or level.
std::optional<Level> find_level(const Names& names, std::string_view noun, std::string_view field,
                                std::string_view text);
/// The levels of that order, lowest first; empty if the field has none.
std::vector<std::string> levels_of(const Names& names, std::string_view noun,
                                   std::string_view field);

/// The type of a declared table's column, by its cells; kNumber where they are plain numbers that
/// any neighbour may take as its own kind.
Type column_type(const TableTerms& table, std::size_t column);

/// The type of a field by the format and the policy's `fields` and `tiers`; none for an unknown
/// one.
std::optional<Type> field_type(const Names& names, std::string_view noun, std::string_view field);

}  // namespace rebate
