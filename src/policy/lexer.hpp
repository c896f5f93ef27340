// SPDX-License-Identifier: Apache-2.0
//
// The lexer cuts an expression into tokens: collected, >=, 90%, *, gross_sales. What people write
// by habit or keyboard (＞＝, =, and, "gold", 80 %) is reported with the right spelling and read as
// if it had been written so, and lexing goes on: all mistakes show at once.
#pragma once

#include "rebate/numeric/decimal.hpp"
#include "policy/marker.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

struct Token {
  enum class Kind : std::uint8_t { kEnd, kNumber, kText, kName, kSign };
  Kind kind = Kind::kEnd;
  bool is_percent = false;
  Decimal number;    ///< kNumber; 0.80 of "80%"
  std::string text;  ///< kText: what stands between the quotes; kName; kSign
  Span span;

  bool is_sign(std::string_view sign) const { return kind == Kind::kSign && text == sign; }
  bool is_name(std::string_view name) const { return kind == Kind::kName && text == name; }
};

struct Tokens {
  std::vector<Token> list;  ///< the last is kEnd
  bool has_holes = false;   ///< something was left out that no token stands for
};

/// FAILS: 30xx but kExpressionSyntax, kLimitExceeded.
Tokens lex(std::string_view text, Marker& marker);

}  // namespace rebate
