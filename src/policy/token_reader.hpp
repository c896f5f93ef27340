// SPDX-License-Identifier: Apache-2.0
//
// Reads tokens one after the other and says what is wrong between them. After a mistake it skips to
// the end of the argument or the bracket it is in, so that mistakes in different arguments show at
// once; what only follows from one is not reported.
#pragma once

#include "policy/lexer.hpp"
#include "policy/marker.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

class TokenReader {
 public:
  TokenReader(const Tokens& tokens, Marker& marker) : tokens_(tokens.list), marker_(marker) {}

  const Token& here() const { return tokens_[at_]; }
  const Token& next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  const Token& at(std::size_t place) const { return tokens_[place]; }
  std::size_t place() const { return at_; }
  bool is_at_end() const { return here().kind == Token::Kind::kEnd; }
  bool is_at_relation() const;

  void advance() {
    if (at_ + 1 < tokens_.size()) ++at_;
  }
  bool accept(std::string_view sign) {
    if (!here().is_sign(sign)) return false;
    advance();
    return true;
  }

  /// Reports unless an earlier mistake is still being skipped, and skips.
  void fail(Span span, std::string message, std::string expected = {},
            Code code = Code::kExpressionSyntax);
  /// No more is read: what follows would make no sense.
  void stop() { is_stopped_ = true; }
  /// To the next comma or closing bracket of the bracket we are in.
  void skip();
  void end_skipping() { is_skipping_ = false; }

  bool has_failed() const { return has_failed_; }
  bool is_skipping() const { return is_skipping_; }
  bool is_stopped() const { return is_stopped_; }

  /// Something stands behind a whole expression.
  void report_rest();
  /// A value stands where an operator belongs.
  void report_no_operator();
  /// Something else stands where a value belongs.
  void report_no_value();
  /// The bracket at `opener` ends otherwise than with `closer`.
  void report_open(Span opener, std::string_view closer);

 private:
  const std::vector<Token>& tokens_;
  Marker& marker_;
  std::size_t at_ = 0;
  int mistakes_ = 0;
  bool has_failed_ = false;
  bool is_skipping_ = false;
  bool is_stopped_ = false;
};

/// The token as a message names it.
std::string quoted(const Token& token);

}  // namespace rebate
