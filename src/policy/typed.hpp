// SPDX-License-Identifier: Apache-2.0
//
// A typed formula is a formula on its way through the checker, with the types that it can still
// take. 80% is a ratio. A bare 5 can be a number, money, a quantity or a ratio: its neighbour
// decides, so that max(0, 10 - net_sales) is money. 2600 * period.elapsed can still be money,
// count(sale) cannot.
#pragma once

#include "rebate/policy/formula.hpp"
#include "policy/marker.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rebate {

/// A set of types, one bit each.
using Kinds = std::uint16_t;

constexpr Kinds kinds_of(Type type) {
  return static_cast<Kinds>(1u << static_cast<unsigned>(type));
}
constexpr bool has(Kinds kinds, Type type) { return (kinds & kinds_of(type)) != 0; }

inline constexpr Kinds kNumericKinds = kinds_of(Type::kNumber) | kinds_of(Type::kMoney) |
                                       kinds_of(Type::kQuantity) | kinds_of(Type::kRatio);
inline constexpr Kinds kAnyKinds = 0x3FF;

/// The levels of one order, lowest first.
struct Levels {
  std::string name;  ///< "partner.tier"
  std::vector<std::string> levels;

  std::optional<Level> find(std::string_view level) const;
};

struct Typed {
  FormulaPtr formula;              ///< null: failed, and reported
  Kinds kinds = 0;                 ///< what it can be; formula->type is the natural one of them
  const Levels* levels = nullptr;  ///< of a level, or of a list of levels
  Kinds elements = 0;              ///< of a list
  Span span;
  int depth = 1;            ///< steps to the furthest leaf, through names
  std::int64_t weight = 1;  ///< nodes and their texts, each place where one is used counted

  bool ok() const { return formula != nullptr; }
  bool is(Type type) const { return has(kinds, type); }
  bool is_numeric() const { return (kinds & kNumericKinds) != 0; }
};

/// "money", "a date": for messages.
std::string describe(const Typed& typed);
std::string describe(Kinds kinds);

/// Types of a × b and a ÷ b where a and b are of these types; 0 where there are none.
Kinds product_kinds(Kinds a, Kinds b);
Kinds quotient_kinds(Kinds a, Kinds b);

/// The type to show for a formula that could be several: that of its operands where it is possible.
Type natural(Kinds kinds, Type wish);

/// The same formula as another numeric type.
FormulaPtr retype(const FormulaPtr& formula, Type type);

/// A quoted text that nothing else was made of yet.
bool is_plain_text(const Typed& typed);

}  // namespace rebate
