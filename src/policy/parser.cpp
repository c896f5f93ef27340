// SPDX-License-Identifier: Apache-2.0
#include "policy/parser.hpp"

#include "rebate/base/limits.hpp"
#include "policy/token_reader.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate {
namespace {

struct Node {
  std::shared_ptr<Syntax> tree;
  int depth = 1;
};

class Parser {
 public:
  Parser(const Tokens& tokens, Marker& marker) : reader_(tokens, marker) {}

  SyntaxPtr run() {
    if (reader_.is_at_end()) {
      reader_.fail(reader_.here().span, "the expression is empty");
      return nullptr;
    }
    Node root = parse_choice();
    while (!reader_.is_at_end() && !reader_.is_stopped()) {
      reader_.report_rest();
      if (reader_.is_stopped() || reader_.is_at_end()) break;
      parse_choice();
    }
    return reader_.has_failed() ? nullptr : root.tree;
  }

 private:
  Node broken() {
    Node node{std::make_shared<Syntax>(), 1};
    node.tree->begin = node.tree->end = reader_.here().span.begin;
    return node;
  }

  // --- tree --------------------------------------------------------------------------------------

  Node make(Syntax::Kind kind, std::string text, std::vector<Node> children, Span span) {
    Node node{std::make_shared<Syntax>(), 1};
    node.tree->kind = kind;
    node.tree->text = std::move(text);
    node.tree->begin = span.begin;
    node.tree->end = span.end;
    for (Node& child : children) {
      node.depth = std::max(node.depth, child.depth + 1);
      node.tree->children.push_back(std::move(child.tree));
    }
    if (node.depth > kMaxTreeDepth) {
      reader_.fail(span,
                   "an expression is at most " + std::to_string(kMaxTreeDepth) +
                       " operators deep; a long || chain is better written with in [ "
                       "], or in "
                       "named conditions",
                   {}, Code::kLimitExceeded);
      reader_.stop();
      return broken();  // the deep tree goes, so that nothing recurses into it
    }
    return node;
  }

  static Span join(const Node& first, const Node& last) {
    return {first.tree->begin, last.tree->end};
  }

  Node make_binary(std::string sign, Node left, Node right) {
    const Span span = join(left, right);
    std::vector<Node> children;
    children.push_back(std::move(left));
    children.push_back(std::move(right));
    return make(Syntax::Kind::kBinary, std::move(sign), std::move(children), span);
  }

  Node make_unary(std::string sign, Node operand, std::uint32_t begin) {
    const Span span{begin, operand.tree->end};
    std::vector<Node> children;
    children.push_back(std::move(operand));
    return make(Syntax::Kind::kUnary, std::move(sign), std::move(children), span);
  }

  // --- grammar -----------------------------------------------------------------------------------

  // Every way into a deeper expression passes here.
  struct Nesting {
    explicit Nesting(Parser& parser) : parser_(parser) { ++parser_.nesting_; }
    ~Nesting() { --parser_.nesting_; }
    Parser& parser_;
  };

  bool is_too_deep() {
    if (nesting_ <= kMaxDepth) return false;
    reader_.fail(reader_.here().span,
                 "brackets, calls and choices nest at most " + std::to_string(kMaxDepth) + " deep",
                 {}, Code::kLimitExceeded);
    reader_.stop();
    return true;
  }

  Node parse_choice() {
    const Nesting nesting(*this);
    if (is_too_deep() || reader_.is_stopped()) return broken();
    Node condition = parse_or();
    if (reader_.is_skipping() || !reader_.accept("?")) return condition;
    Node then = parse_or();
    if (!reader_.is_skipping() && !reader_.here().is_sign(":")) {
      if (reader_.here().is_sign("?")) {
        reader_.report_no_operator();
      } else {
        reader_.fail(reader_.here().span,
                     "a choice has two values: condition ? value : other value; the : is missing",
                     ":");
      }
      return broken();
    }
    if (reader_.is_skipping()) return broken();
    reader_.advance();
    Node otherwise = parse_choice();
    const Span span = join(condition, otherwise);
    std::vector<Node> children;
    children.push_back(std::move(condition));
    children.push_back(std::move(then));
    children.push_back(std::move(otherwise));
    return make(Syntax::Kind::kConditional, {}, std::move(children), span);
  }

  using Rule = Node (Parser::*)();

  Node parse_chain(Rule operand, std::span<const std::string_view> signs) {
    Node left = (this->*operand)();
    while (!reader_.is_skipping() && !reader_.is_stopped() &&
           reader_.here().kind == Token::Kind::kSign &&
           std::find(signs.begin(), signs.end(), reader_.here().text) != signs.end()) {
      const std::string sign = reader_.here().text;
      reader_.advance();
      left = make_binary(sign, std::move(left), (this->*operand)());
    }
    return left;
  }

  Node parse_or() {
    static constexpr std::array<std::string_view, 1> kSigns = {"||"};
    return parse_chain(&Parser::parse_and, kSigns);
  }
  Node parse_and() {
    static constexpr std::array<std::string_view, 1> kSigns = {"&&"};
    return parse_chain(&Parser::parse_relation, kSigns);
  }
  Node parse_sum() {
    static constexpr std::array<std::string_view, 2> kSigns = {"+", "-"};
    return parse_chain(&Parser::parse_product, kSigns);
  }
  Node parse_product() {
    static constexpr std::array<std::string_view, 2> kSigns = {"*", "/"};
    return parse_chain(&Parser::parse_unary, kSigns);
  }

  Node parse_relation() {
    Node left = parse_sum();
    if (reader_.is_skipping()) return left;
    if (reader_.here().is_sign("!") && reader_.next().is_name("in")) {
      reader_.fail({reader_.here().span.begin, reader_.next().span.end},
                   "x not in y is written !(x in y)", "!(x in y)", Code::kForeignWord);
      return broken();
    }
    if (!reader_.is_at_relation()) return left;
    const std::string sign = reader_.here().text;
    reader_.advance();
    Node right = parse_sum();
    Node relation = make_binary(sign, std::move(left), std::move(right));
    if (!reader_.is_skipping() && reader_.is_at_relation()) reader_.report_no_operator();
    return relation;
  }

  Node parse_unary() {
    const std::size_t first = reader_.place();
    while (reader_.here().is_sign("!") || reader_.here().is_sign("-")) reader_.advance();
    const std::size_t last = reader_.place();
    Node operand = parse_postfix();
    for (std::size_t i = last; i > first && !reader_.is_stopped(); --i) {
      const Token& sign = reader_.at(i - 1);
      if (sign.text == "-" && operand.tree->kind == Syntax::Kind::kNumber) {
        operand.tree->number = -operand.tree->number;
        operand.tree->begin = sign.span.begin;
      } else {
        operand = make_unary(sign.text, std::move(operand), sign.span.begin);
      }
    }
    return operand;
  }

  Node parse_postfix() {
    Node base = parse_primary();
    while (!reader_.is_skipping() && !reader_.is_stopped() && reader_.accept(".")) {
      const Token name = reader_.here();
      if (name.kind != Token::Kind::kName) {
        reader_.fail(name.span, "a name belongs behind the point, not " + quoted(name),
                     "a field or a function");
        return broken();
      }
      reader_.advance();
      const std::uint32_t begin = base.tree->begin;
      std::vector<Node> children;
      children.push_back(std::move(base));
      if (reader_.accept("(")) {
        const std::uint32_t end = parse_list(children, ")", name.span);
        base = make(Syntax::Kind::kMethod, name.text, std::move(children), {begin, end});
      } else {
        base = make(Syntax::Kind::kMember, name.text, std::move(children), {begin, name.span.end});
      }
    }
    return base;
  }

  Node parse_primary() {
    const Token token = reader_.here();
    switch (token.kind) {
      case Token::Kind::kNumber: {
        reader_.advance();
        Node node = make(Syntax::Kind::kNumber, {}, {}, token.span);
        node.tree->number = token.number;
        node.tree->is_percent = token.is_percent;
        return node;
      }
      case Token::Kind::kText:
        reader_.advance();
        return make(Syntax::Kind::kText, token.text, {}, token.span);
      case Token::Kind::kName:
        return parse_name(token);
      case Token::Kind::kSign:
        if (token.text == "(") return parse_brackets(token);
        if (token.text == "[") return parse_brackets_of_list(token);
        break;
      case Token::Kind::kEnd:
        break;
    }
    reader_.report_no_value();
    return broken();
  }

  Node parse_name(const Token& token) {
    if (token.text == "in") {
      reader_.report_no_value();
      return broken();
    }
    reader_.advance();
    if (token.text == "true" || token.text == "false") {
      Node node = make(Syntax::Kind::kFlag, {}, {}, token.span);
      node.tree->is_true = token.text == "true";
      return node;
    }
    if (!reader_.accept("(")) return make(Syntax::Kind::kName, token.text, {}, token.span);
    std::vector<Node> arguments;
    const std::uint32_t end = parse_list(arguments, ")", token.span);
    return make(Syntax::Kind::kCall, token.text, std::move(arguments), {token.span.begin, end});
  }

  // What brackets hold begins and ends with them, so that carets below it cover all of it.
  Node parse_brackets(const Token& opener) {
    reader_.advance();
    Node inside = parse_choice();
    if (reader_.here().is_sign(",") && !reader_.is_skipping()) {
      reader_.fail(reader_.here().span,
                   "a comma stands between arguments and in lists; a list stands in [ ]");
      while (reader_.accept(",")) reader_.skip();
    }
    if (reader_.here().is_sign(")")) {
      reader_.end_skipping();
      inside.tree->begin = opener.span.begin;
      inside.tree->end = reader_.here().span.end;
      reader_.advance();
      return inside;
    }
    reader_.report_open(opener.span, ")");
    return broken();
  }

  Node parse_brackets_of_list(const Token& opener) {
    reader_.advance();
    std::vector<Node> elements;
    const std::uint32_t end = parse_list(elements, "]", opener.span);
    return make(Syntax::Kind::kList, {}, std::move(elements), {opener.span.begin, end});
  }

  // Elements up to the closer, which is taken. Gives the end of the closer.
  std::uint32_t parse_list(std::vector<Node>& out, std::string_view closer, Span opener) {
    if (!reader_.here().is_sign(closer)) {
      do {
        if (reader_.here().is_sign(closer)) {
          reader_.fail(reader_.here().span, "a value is missing after the last comma", "a value");
          break;
        }
        out.push_back(parse_choice());
        if (reader_.here().is_sign(",")) reader_.end_skipping();
      } while (!reader_.is_stopped() && reader_.accept(","));
    }
    const std::uint32_t end = reader_.here().span.end;
    if (reader_.here().is_sign(closer)) {
      reader_.end_skipping();
      reader_.advance();
    } else {
      reader_.report_open(opener, closer);
    }
    return end;
  }

  TokenReader reader_;
  int nesting_ = 0;
};

}  // namespace

SyntaxPtr parse_tokens(const Tokens& tokens, Marker& marker) {
  return Parser(tokens, marker).run();
}

}  // namespace rebate
