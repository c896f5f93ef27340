// SPDX-License-Identifier: Apache-2.0
//
// After a mistake the parser skips to the end of the argument or the bracket it is in and goes on, so
// that mistakes in different arguments show at once; what only follows from one is not reported.
#include "policy/parser.hpp"

#include "rebate/base/limits.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate {
namespace {

constexpr int kMaxMistakes = 8;  // of syntax, in one expression

struct Node {
  std::shared_ptr<Syntax> tree;
  int depth = 1;
};

constexpr std::array<std::string_view, 6> kRelations = {"==", "!=", "<=", ">=", "<", ">"};

class Parser {
 public:
  Parser(const Tokens& tokens, Marker& marker) : tokens_(tokens.list), marker_(marker) {}

  SyntaxPtr run() {
    if (here().kind == Token::Kind::kEnd) {
      fail(here().span, "the expression is empty");
      return nullptr;
    }
    Node root = parse_choice();
    while (here().kind != Token::Kind::kEnd && !is_stopped_) {
      report_rest();
      if (is_stopped_ || here().kind == Token::Kind::kEnd) break;
      parse_choice();
    }
    return has_failed_ ? nullptr : root.tree;
  }

 private:
  const Token& here() const { return tokens_[at_]; }
  const Token& next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  void advance() {
    if (at_ + 1 < tokens_.size()) ++at_;
  }
  bool accept(std::string_view sign) {
    if (!here().is_sign(sign)) return false;
    advance();
    return true;
  }

  // --- mistakes ----------------------------------------------------------------------------------

  void fail(Span span, std::string message, std::string expected = {}, Code code = Code::kExpressionSyntax) {
    has_failed_ = true;
    if (is_skipping_ || is_stopped_) return;
    marker_.add(code, span, std::move(message), std::move(expected));
    if (++mistakes_ >= kMaxMistakes) is_stopped_ = true;
    is_skipping_ = true;
    skip();
  }

  // To the next comma or closing bracket of the bracket we are in.
  void skip() {
    int open = 0;
    for (; here().kind != Token::Kind::kEnd; advance()) {
      const Token& token = here();
      if (token.is_sign("(") || token.is_sign("[")) ++open;
      const bool closes = token.is_sign(")") || token.is_sign("]");
      if (open == 0 && (closes || token.is_sign(","))) return;
      if (closes) --open;
    }
  }

  Node broken() {
    Node node{std::make_shared<Syntax>(), 1};
    node.tree->begin = node.tree->end = here().span.begin;
    return node;
  }

  static std::string quoted(const Token& token) {
    switch (token.kind) {
      case Token::Kind::kEnd: return "the end";
      case Token::Kind::kText: return "'" + token.text + "'";
      case Token::Kind::kNumber: return token.text + (token.is_percent ? "%" : "");
      case Token::Kind::kName:
      case Token::Kind::kSign: return token.text;
    }
    return {};
  }

  // Something stands behind a whole expression.
  void report_rest() {
    is_skipping_ = false;
    const Token& token = here();
    if (token.is_sign(")") || token.is_sign("]")) {
      const Span span = token.span;
      advance();
      fail(span, std::string(marker_.found(span)) + " closes nothing");
      is_skipping_ = false;
      if (here().kind != Token::Kind::kEnd) is_stopped_ = true;
      return;
    }
    if (token.is_sign(",")) {
      fail(token.span, "a comma stands between arguments and in lists; an expression is one value");
    } else {
      report_no_operator(token);
    }
    is_stopped_ = true;
  }

  void report_no_operator(const Token& token) {
    std::string message = "an operator is missing before " + quoted(token);
    if (at_ > 0 && tokens_[at_ - 1].is_percent) message += "; % is percent, the remainder is mod(a, b)";
    if (token.is_sign("[")) message = "lists have no places to pick from: no [ ] behind a value";
    if (token.is_sign("(")) message = "only a name can be called: ( stands behind a value";
    if (token.is_sign("?")) message = "put the inner choice in brackets: a ? (b ? c : d) : e";
    if (is_relation()) message = "comparisons do not chain; write a < b && b < c";
    fail(token.span, std::move(message));
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
      fail(span,
           "an expression is at most " + std::to_string(kMaxTreeDepth) +
               " operators deep (limit kMaxTreeDepth); a long || chain is better written with in [ ], or in "
               "named conditions",
           {}, Code::kLimitExceeded);
      is_stopped_ = true;
      return broken();  // the deep tree goes, so that nothing recurses into it
    }
    return node;
  }

  static Span join(const Node& first, const Node& last) { return {first.tree->begin, last.tree->end}; }

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
    fail(here().span,
         "brackets, calls and choices nest at most " + std::to_string(kMaxDepth) + " deep (limit kMaxDepth)",
         {}, Code::kLimitExceeded);
    is_stopped_ = true;
    return true;
  }

  Node parse_choice() {
    const Nesting nesting(*this);
    if (is_too_deep() || is_stopped_) return broken();
    Node condition = parse_or();
    if (is_skipping_ || !accept("?")) return condition;
    Node then = parse_or();
    if (!is_skipping_ && !here().is_sign(":")) {
      if (here().is_sign("?")) {
        report_no_operator(here());
      } else {
        fail(here().span, "a choice has two values: condition ? value : other value; the : is missing", ":");
      }
      return broken();
    }
    if (is_skipping_) return broken();
    advance();
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
    while (!is_skipping_ && !is_stopped_ && here().kind == Token::Kind::kSign &&
           std::find(signs.begin(), signs.end(), here().text) != signs.end()) {
      const std::string sign = here().text;
      advance();
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

  bool is_relation() const {
    if (here().is_name("in")) return true;
    return here().kind == Token::Kind::kSign &&
           std::find(kRelations.begin(), kRelations.end(), here().text) != kRelations.end();
  }

  Node parse_relation() {
    Node left = parse_sum();
    if (is_skipping_) return left;
    if (here().is_sign("!") && next().is_name("in")) {
      fail({here().span.begin, next().span.end}, "x not in y is written !(x in y)", "!(x in y)",
           Code::kForeignWord);
      return broken();
    }
    if (!is_relation()) return left;
    const std::string sign = here().text;
    advance();
    Node right = parse_sum();
    Node relation = make_binary(sign, std::move(left), std::move(right));
    if (!is_skipping_ && is_relation()) report_no_operator(here());
    return relation;
  }

  Node parse_unary() {
    const std::size_t first = at_;
    while (here().is_sign("!") || here().is_sign("-")) advance();
    const std::size_t last = at_;
    Node operand = parse_postfix();
    for (std::size_t i = last; i > first && !is_stopped_; --i) {
      const Token& sign = tokens_[i - 1];
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
    while (!is_skipping_ && !is_stopped_ && accept(".")) {
      const Token name = here();
      if (name.kind != Token::Kind::kName) {
        fail(name.span, "a name belongs behind the point, not " + quoted(name), "a field or a function");
        return broken();
      }
      advance();
      const std::uint32_t begin = base.tree->begin;
      std::vector<Node> children;
      children.push_back(std::move(base));
      if (accept("(")) {
        const std::uint32_t end = parse_list(children, ")", name.span);
        base = make(Syntax::Kind::kMethod, name.text, std::move(children), {begin, end});
      } else {
        base = make(Syntax::Kind::kMember, name.text, std::move(children), {begin, name.span.end});
      }
    }
    return base;
  }

  Node parse_primary() {
    const Token token = here();
    switch (token.kind) {
      case Token::Kind::kNumber: {
        advance();
        Node node = make(Syntax::Kind::kNumber, {}, {}, token.span);
        node.tree->number = token.number;
        node.tree->is_percent = token.is_percent;
        return node;
      }
      case Token::Kind::kText: advance(); return make(Syntax::Kind::kText, token.text, {}, token.span);
      case Token::Kind::kName: return parse_name(token);
      case Token::Kind::kSign:
        if (token.text == "(") return parse_brackets(token);
        if (token.text == "[") return parse_brackets_of_list(token);
        break;
      case Token::Kind::kEnd: break;
    }
    report_no_value(token);
    return broken();
  }

  void report_no_value(const Token& token) {
    const bool has_before = at_ > 0;
    if (token.kind == Token::Kind::kEnd) {
      fail(token.span, "a value is missing after " + quoted(tokens_[at_ - 1]), "a value");
    } else if (has_before) {
      fail(token.span, "a value is missing between " + quoted(tokens_[at_ - 1]) + " and " + quoted(token),
           "a value");
    } else {
      fail(token.span, "an expression does not begin with " + quoted(token), "a value");
    }
  }

  Node parse_name(const Token& token) {
    if (token.text == "in") {
      report_no_value(token);
      return broken();
    }
    advance();
    if (token.text == "true" || token.text == "false") {
      Node node = make(Syntax::Kind::kFlag, {}, {}, token.span);
      node.tree->is_true = token.text == "true";
      return node;
    }
    if (!accept("(")) return make(Syntax::Kind::kName, token.text, {}, token.span);
    std::vector<Node> arguments;
    const std::uint32_t end = parse_list(arguments, ")", token.span);
    return make(Syntax::Kind::kCall, token.text, std::move(arguments), {token.span.begin, end});
  }

  // What brackets hold begins and ends with them, so that carets below it cover all of it.
  Node parse_brackets(const Token& opener) {
    advance();
    Node inside = parse_choice();
    if (here().is_sign(",") && !is_skipping_) {
      fail(here().span, "a comma stands between arguments and in lists; a list stands in [ ]");
      while (accept(",")) skip();
    }
    if (here().is_sign(")")) {
      is_skipping_ = false;
      inside.tree->begin = opener.span.begin;
      inside.tree->end = here().span.end;
      advance();
      return inside;
    }
    report_open(opener.span, ")");
    return broken();
  }

  Node parse_brackets_of_list(const Token& opener) {
    advance();
    std::vector<Node> elements;
    const std::uint32_t end = parse_list(elements, "]", opener.span);
    return make(Syntax::Kind::kList, {}, std::move(elements), {opener.span.begin, end});
  }

  // Elements up to the closer, which is taken. Gives the end of the closer.
  std::uint32_t parse_list(std::vector<Node>& out, std::string_view closer, Span opener) {
    if (!here().is_sign(closer)) {
      do {
        if (here().is_sign(closer)) {
          fail(here().span, "a value is missing after the last comma", "a value");
          break;
        }
        out.push_back(parse_choice());
        if (here().is_sign(",")) is_skipping_ = false;
      } while (!is_stopped_ && accept(","));
    }
    const std::uint32_t end = here().span.end;
    if (here().is_sign(closer)) {
      is_skipping_ = false;
      advance();
    } else {
      report_open(opener, closer);
    }
    return end;
  }

  void report_open(Span opener, std::string_view closer) {
    if (is_skipping_ || is_stopped_) {
      has_failed_ = true;
      return;
    }
    if (here().kind == Token::Kind::kEnd) {
      fail(opener, "this opens a bracket that does not close; " + std::string(closer) + " is missing",
           std::string(closer));
    } else if (here().is_sign(")") || here().is_sign("]")) {
      fail(here().span, quoted(here()) + " closes nothing; " + std::string(closer) + " is missing before it",
           std::string(closer));
    } else {
      report_no_operator(here());
    }
  }

  const std::vector<Token>& tokens_;
  Marker& marker_;
  std::size_t at_ = 0;
  int nesting_ = 0;
  int mistakes_ = 0;
  bool has_failed_ = false;
  bool is_skipping_ = false;  // from a mistake to the next comma or closing bracket
  bool is_stopped_ = false;
};

}  // namespace

SyntaxPtr parse_tokens(const Tokens& tokens, Marker& marker) { return Parser(tokens, marker).run(); }

}  // namespace rebate
