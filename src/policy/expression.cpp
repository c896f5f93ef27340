// SPDX-License-Identifier: Apache-2.0
#include "rebate/policy/expression.hpp"

#include "rebate/base/require.hpp"
#include "policy/lexer.hpp"
#include "policy/marker.hpp"
#include "policy/parser.hpp"

#include <utility>

namespace rebate {

bool operator==(const Syntax& a, const Syntax& b) {
  if (&a == &b) return true;
  if (a.kind != b.kind || a.text != b.text || a.children.size() != b.children.size()) return false;
  if (a.is_percent != b.is_percent || a.is_true != b.is_true || a.number != b.number) return false;
  for (std::size_t i = 0; i < a.children.size(); ++i) {
    if (!(*a.children[i] == *b.children[i])) return false;
  }
  return true;
}

Expression Expression::parse(std::string_view text, const Place& place, Issues& issues) {
  Expression expression;
  expression.text_ = std::string(text);
  expression.place_ = place;
  Marker marker(expression.text_, expression.place_, issues);
  const Tokens tokens = lex(expression.text_, marker);
  if (tokens.has_holes) return expression;
  const int mistakes = marker.count();
  SyntaxPtr tree = parse_tokens(tokens, marker);
  // Mended mistakes of the lexer are mistakes all the same.
  if (mistakes == 0) expression.tree_ = std::move(tree);
  return expression;
}

Expression Expression::number(const Decimal& value, const Place& place) {
  Expression expression;
  expression.place_ = place;
  auto tree = std::make_shared<Syntax>();
  tree->kind = Syntax::Kind::kNumber;
  tree->number = value;
  expression.text_ = value.to_string();
  tree->end = static_cast<std::uint32_t>(expression.text_.size());
  expression.tree_ = std::move(tree);
  return expression;
}

std::string Expression::canonical() const {
  REBATE_REQUIRE(is_set(), "an expression without a tree has no spelling");
  return to_text(*tree_);
}

bool Expression::operator==(const Expression& other) const {
  if (tree_ == nullptr || other.tree_ == nullptr) return tree_ == other.tree_;
  return *tree_ == *other.tree_;
}

}  // namespace rebate
