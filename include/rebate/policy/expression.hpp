// SPDX-License-Identifier: Apache-2.0
//
// An expression is a text of a policy and the tree it parses to: "collected >= 90% * gross_sales".
// The tree knows syntax only: names are not looked up and types not found; check_expression() in
// formula.hpp does both. Two expressions are equal when their trees are, however they were spaced.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/numeric/decimal.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

struct Syntax;
using SyntaxPtr = std::shared_ptr<const Syntax>;

/// One node of the syntax tree; `begin` and `end` are byte places in the expression's text.
struct Syntax {
  enum class Kind : std::uint8_t {
    kNumber,       ///< number; is_percent when written "80%" (number is then 0.80)
    kText,         ///< text: 'gold'
    kFlag,         ///< is_true
    kList,         ///< children: ['L01', 'L02']
    kName,         ///< text: net_sales, period, it
    kMember,       ///< children[0] . text: partner.tier
    kUnary,        ///< text "!" or "-", children[0]
    kBinary,       ///< text && || == != < <= > >= in + - * /, children[0], [1]
    kConditional,  ///< children[0] ? [1] : [2]
    kCall,         ///< text(children...): attainment('annual')
    kMethod,       ///< children[0].text(children[1...]): net_sales.during(last_year)
  };
  Kind kind = Kind::kNumber;
  bool is_percent = false;
  bool is_true = false;
  Decimal number;
  std::string text;
  std::vector<SyntaxPtr> children;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Equal trees, places aside.
bool operator==(const Syntax& a, const Syntax& b);

/// A text with its tree and its place in the document (the place is no part of its value).
class Expression {
 public:
  Expression() = default;

  /// Parses `text`. Mistakes go to `issues` with `place` and the byte offset inside the text; the
  /// result then has no tree. FAILS: the 30xx codes (full-width signs, unknown signs, a text
  /// without end, too deep, too long).
  static Expression parse(std::string_view text, const Place& place, Issues& issues);

  /// An expression that is a plain number, as a JSON number gives it.
  static Expression number(const Decimal& value, const Place& place = {});

  bool is_set() const { return tree_ != nullptr; }
  const std::string& text() const { return text_; }
  const SyntaxPtr& tree() const { return tree_; }
  const Place& place() const { return place_; }

  /// The one spelling of this tree: single spaces round operators, the fewest brackets.
  std::string canonical() const;

  bool operator==(const Expression& other) const;

 private:
  std::string text_;
  SyntaxPtr tree_;
  Place place_;
};

/// The one spelling of a tree, as Expression::canonical().
std::string to_text(const Syntax& tree);

}  // namespace rebate
