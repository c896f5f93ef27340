// SPDX-License-Identifier: Apache-2.0
#include "policy/token_reader.hpp"

#include <array>
#include <utility>

namespace rebate {
namespace {

constexpr int kMaxMistakes = 8;  // of syntax, in one expression
constexpr std::array<std::string_view, 6> kRelations = {"==", "!=", "<=", ">=", "<", ">"};

}  // namespace

std::string quoted(const Token& token) {
  switch (token.kind) {
    case Token::Kind::kEnd:
      return "the end";
    case Token::Kind::kText:
      return "'" + token.text + "'";
    case Token::Kind::kNumber:
      return token.text + (token.is_percent ? "%" : "");
    case Token::Kind::kName:
    case Token::Kind::kSign:
      return token.text;
  }
  return {};
}

bool TokenReader::is_at_relation() const {
  if (here().is_name("in")) return true;
  return here().kind == Token::Kind::kSign &&
         std::find(kRelations.begin(), kRelations.end(), here().text) != kRelations.end();
}

void TokenReader::fail(Span span, std::string message, std::string expected, Code code) {
  has_failed_ = true;
  if (is_skipping_ || is_stopped_) return;
  marker_.add(code, span, std::move(message), std::move(expected));
  if (++mistakes_ >= kMaxMistakes) is_stopped_ = true;
  is_skipping_ = true;
  skip();
}

void TokenReader::skip() {
  int open = 0;
  for (; here().kind != Token::Kind::kEnd; advance()) {
    const Token& token = here();
    if (token.is_sign("(") || token.is_sign("[")) ++open;
    const bool closes = token.is_sign(")") || token.is_sign("]");
    if (open == 0 && (closes || token.is_sign(","))) return;
    if (closes) --open;
  }
}

void TokenReader::report_rest() {
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
    report_no_operator();
  }
  is_stopped_ = true;
}

void TokenReader::report_no_operator() {
  const Token& token = here();
  std::string message = "an operator is missing before " + quoted(token);
  if (at_ > 0 && tokens_[at_ - 1].is_percent)
    message += "; % is percent, the remainder is mod(a, b)";
  if (token.is_sign("[")) message = "lists have no places to pick from: no [ ] behind a value";
  if (token.is_sign("(")) message = "only a name can be called: ( stands behind a value";
  if (token.is_sign("?")) message = "put the inner choice in brackets: a ? (b ? c : d) : e";
  if (is_at_relation()) message = "comparisons do not chain; write a < b && b < c";
  fail(token.span, std::move(message));
}

void TokenReader::report_no_value() {
  const Token& token = here();
  const bool has_before = at_ > 0;
  if (token.kind == Token::Kind::kEnd) {
    fail(token.span, "a value is missing after " + quoted(tokens_[at_ - 1]), "a value");
  } else if (has_before) {
    fail(token.span,
         "a value is missing between " + quoted(tokens_[at_ - 1]) + " and " + quoted(token),
         "a value");
  } else {
    fail(token.span, "an expression does not begin with " + quoted(token), "a value");
  }
}

void TokenReader::report_open(Span opener, std::string_view closer) {
  if (is_skipping_ || is_stopped_) {
    has_failed_ = true;
    return;
  }
  if (here().kind == Token::Kind::kEnd) {
    fail(opener, "this opens a bracket that does not close; " + std::string(closer) + " is missing",
         std::string(closer));
  } else if (here().is_sign(")") || here().is_sign("]")) {
    fail(here().span,
         quoted(here()) + " closes nothing; " + std::string(closer) + " is missing before it",
         std::string(closer));
  } else {
    report_no_operator();
  }
}

}  // namespace rebate
