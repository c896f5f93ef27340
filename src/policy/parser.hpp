// SPDX-License-Identifier: Apache-2.0
//
// The parser builds the syntax tree of an expression by recursive descent over the grammar of CEL:
//
//   choice   = or [ "?" or ":" choice ]        unary   = { "!" | "-" } postfix
//   or       = and { "||" and }                postfix = primary { "." name [ "(" [ list ] ")" ] }
//   and      = relation { "&&" relation }      primary = number | text | "true" | "false" | name
//   relation = sum [ relop sum ]                         | name "(" [ list ] ")" | "(" choice ")"
//   sum      = product { ("+" | "-") product }           | "[" [ list ] "]"
//   product  = unary { ("*" | "/") unary }     list    = choice { "," choice }
//
// A minus before a number belongs to the number: -5 is one leaf.
#pragma once

#include "rebate/policy/expression.hpp"
#include "policy/lexer.hpp"
#include "policy/marker.hpp"

namespace rebate {

/// Steps from the root of a tree to its furthest leaf. Brackets may nest kMaxDepth deep; a chain
/// such as a || b || c is deep without nesting, and everything that walks a tree recurses.
inline constexpr int kMaxTreeDepth = 256;

/// The tree, or null after issues were added. FAILS: kExpressionSyntax, kForeignWord (x not in y),
/// kLimitExceeded.
SyntaxPtr parse_tokens(const Tokens& tokens, Marker& marker);

}  // namespace rebate
