// SPDX-License-Identifier: Apache-2.0
//
// Modifiers are pushed down to the aggregates they are about: (net_sales -
// collected).during(last_year) becomes the difference of two aggregates whose scopes hold the
// window. An aggregate then says by itself what it sees.
#pragma once

#include "rebate/policy/formula.hpp"

#include <cstdint>
#include <set>
#include <string>

namespace rebate {

struct Modifier {
  enum class Kind { kWhere, kDuring, kAmong, kWithin, kUnfiltered };
  Kind kind = Kind::kWhere;
  FormulaPtr condition;  ///< kWhere
  std::string noun;      ///< kWhere: the trade noun that the condition reads; empty: none
  Window window;         ///< kDuring
  Scope::Among among = Scope::Among::kEarner;
  std::string among_field;
  Scope::Within within = Scope::Within::kLine;
  FormulaPtr within_field;
  std::string suffix;  ///< ".during(last_year)"; empty for unfiltered(m)
};

/// The formula with the modifier at each of its aggregates; parts that are shared stay shared. A
/// named measure of which only some rows are left has no name any more.
/// REQUIRES: find_unmodifiable() is null.
FormulaPtr modify(const FormulaPtr& formula, const Modifier& modifier);

/// The first part that this modifier cannot be pushed into, such as attainment('annual'); null if
/// all can.
const Formula* find_unmodifiable(const Formula& formula, Modifier::Kind kind);

/// Whether anything would change: there is an aggregate, or earned() for a window or among, which
/// does not say already whose rows or which key it sees.
bool is_modifiable(const Formula& formula, Modifier::Kind kind);

/// Aggregates without a noun get this one.
FormulaPtr with_noun(const FormulaPtr& formula, const std::string& noun);

struct FormulaSize {
  int depth = 1;           ///< steps to the furthest leaf
  std::int64_t nodes = 1;  ///< each place where a shared part is used counted
};
FormulaSize size_of(const Formula& formula);

}  // namespace rebate
