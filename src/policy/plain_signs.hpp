// SPDX-License-Identifier: Apache-2.0
//
// Signs of Chinese keyboards and of mathematics, and the plain ones that expressions use: ＞＝ is
// >=, ≠ is !=, “gold” is 'gold'. The lexer reads the plain copy and reports in the places of the
// original.
#pragma once

#include "policy/marker.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

struct PlainText {
  std::string text;
  std::vector<std::uint32_t> origin;  ///< of each byte, and of the end: its byte in the original
  bool has_holes = false;             ///< signs without a plain one were left out

  Span span(std::size_t begin, std::size_t end) const { return {origin[begin], origin[end]}; }
};

/// Texts in quotes are copied as they are, in plain quotes.
/// REQUIRES: `text` is UTF-8. FAILS: kFullWidthSign, kForeignWord, kDoubleQuotes, kUnknownSign,
/// kTextWithoutEnd.
PlainText to_plain(std::string_view text, Marker& marker);

/// The first byte that is not UTF-8, or is NUL; text.size() if there is none.
std::size_t find_bad_byte(std::string_view text);

}  // namespace rebate
