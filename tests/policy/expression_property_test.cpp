// SPDX-License-Identifier: Apache-2.0
//
// Laws over random trees: what is printed parses to the same tree, and no byte string makes
// trouble.
#include "rebate/policy/expression.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cctype>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rebate {
namespace {

using Kind = Syntax::Kind;

SyntaxPtr node(Kind kind, std::string text, std::vector<SyntaxPtr> children) {
  auto made = std::make_shared<Syntax>();
  made->kind = kind;
  made->text = std::move(text);
  made->children = std::move(children);
  return made;
}

std::string random_name() {
  return *rc::gen::element<std::string>("net_sales", "a", "b_2", "Z", "period", "_x", "tier");
}

std::string random_text() {
  return *rc::gen::element<std::string>("", "gold", "it's", "a\\b", "line\nbreak", "中文（二）",
                                        "\"", "\x01\x7f", "%", "‘");
}

SyntaxPtr random_leaf() {
  switch (*rc::gen::inRange(0, 4)) {
    case 0: {
      auto made = std::make_shared<Syntax>();
      made->number =
          Decimal::from_int64(*rc::gen::arbitrary<std::int64_t>(), *rc::gen::inRange(0, 12));
      made->is_percent = *rc::gen::arbitrary<bool>();
      return made;
    }
    case 1:
      return node(Kind::kText, random_text(), {});
    case 2: {
      auto made = std::make_shared<Syntax>();
      made->kind = Kind::kFlag;
      made->is_true = *rc::gen::arbitrary<bool>();
      return made;
    }
    default:
      return node(Kind::kName, random_name(), {});
  }
}

SyntaxPtr random_tree(int depth);

std::vector<SyntaxPtr> random_trees(int count, int depth) {
  std::vector<SyntaxPtr> trees;
  for (int i = 0; i < count; ++i) trees.push_back(random_tree(depth));
  return trees;
}

SyntaxPtr random_tree(int depth) {
  if (depth == 0) return random_leaf();
  switch (*rc::gen::inRange(0, 9)) {
    case 0:
      return node(Kind::kList, {}, random_trees(*rc::gen::inRange(0, 4), depth - 1));
    case 1:
      return node(Kind::kMember, random_name(), random_trees(1, depth - 1));
    case 2: {
      SyntaxPtr operand = random_tree(depth - 1);
      const bool is_number = operand->kind == Kind::kNumber;  // its minus belongs to it
      return node(Kind::kUnary, is_number || *rc::gen::arbitrary<bool>() ? "!" : "-",
                  {std::move(operand)});
    }
    case 3:
      return node(Kind::kConditional, {}, random_trees(3, depth - 1));
    case 4:
      return node(Kind::kCall, random_name(), random_trees(*rc::gen::inRange(0, 4), depth - 1));
    case 5:
      return node(Kind::kMethod, random_name(), random_trees(*rc::gen::inRange(1, 4), depth - 1));
    case 6:
      return random_leaf();
    default: {
      const std::string sign = *rc::gen::element<std::string>(
          "&&", "||", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/");
      return node(Kind::kBinary, sign, random_trees(2, depth - 1));
    }
  }
}

RC_GTEST_PROP(ExpressionLaws, WhatIsPrintedParsesToTheSameTree, ()) {
  const SyntaxPtr tree = random_tree(*rc::gen::inRange(0, 6));
  const std::string text = to_text(*tree);
  Issues issues;
  const Expression parsed = Expression::parse(text, {}, issues);
  if (!parsed.is_set()) RC_FAIL(text + "\n" + to_string(issues));
  RC_ASSERT(*parsed.tree() == *tree);
  RC_ASSERT(parsed.canonical() == text);
}

RC_GTEST_PROP(ExpressionLaws, NoBracketCouldBeLeftOut, ()) {
  const SyntaxPtr tree = random_tree(*rc::gen::inRange(0, 4));
  const std::string text = to_text(*tree);
  std::vector<std::size_t> open;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && is_quoted) {
      ++i;
      continue;
    }
    if (text[i] == '\'') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (text[i] == '(') open.push_back(i);
    if (text[i] != ')') continue;
    const std::size_t begin = open.back();
    open.pop_back();
    const bool is_call = begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) ||
                                       text[begin - 1] == '_');
    const bool is_number =
        text.find_first_not_of("0123456789.%-", begin + 1) == i;  // a blank would do as well
    if (is_call || is_number) continue;
    std::string shorter = text;
    shorter[i] = ' ';
    shorter[begin] = ' ';
    Issues issues;
    const Expression parsed = Expression::parse(shorter, {}, issues);
    const bool is_same =
        parsed.is_set() && *parsed.tree() == *tree;  // RC_ASSERT looks at both sides
    RC_ASSERT(!is_same);
  }
}

RC_GTEST_PROP(ExpressionLaws, AnyBytesGiveATreeOrIssuesWithPlaces, (const std::string& bytes)) {
  Issues issues;
  const Expression parsed = Expression::parse(bytes, {}, issues);
  RC_ASSERT(parsed.is_set() != issues.has_errors());
  for (const Issue& issue : issues) {
    RC_ASSERT(issue.place.offset >= 0);
    RC_ASSERT(static_cast<std::size_t>(issue.place.offset + issue.place.length) <= bytes.size());
  }
}

RC_GTEST_PROP(ExpressionLaws, PiecesOfTheLanguageGiveATreeOrIssues, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", "net_sales", ".", "during", "(", ")", "[", "]", ",", "5", "80%", "'x'", "+", "-", "!",
      "in", "?", ":", "&&", "==", "=", "＞", "“", "and", "\"", " ", "%", "'", "\\", "not"));
  std::string text;
  for (const std::string& piece : pieces) text += piece + (*rc::gen::arbitrary<bool>() ? " " : "");
  Issues issues;
  const Expression parsed = Expression::parse(text, {}, issues);
  RC_ASSERT(parsed.is_set() != issues.has_errors());
  if (parsed.is_set()) RC_ASSERT(Expression::parse(parsed.canonical(), {}, issues) == parsed);
}

}  // namespace
}  // namespace rebate
