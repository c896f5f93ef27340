// SPDX-License-Identifier: Apache-2.0
//
// Foreign text made safe for a terminal: "a<ESC>[2J" is printed as a\x1b[2J, 产品线 stays as it is.
#pragma once

#include <string>
#include <string_view>

namespace rebate::detail {

/// One character of UTF-8 text, or one byte that is none.
struct Glyph {
  int bytes;          ///< How many of the text it takes, at least 1.
  int columns;        ///< How wide it stands in a terminal, once made printable.
  std::string shown;  ///< The character itself, or its escape.
};

/// The first character of `text`. REQUIRES: text is not empty.
Glyph first_glyph(std::string_view text);

/// Controls, bytes that are no UTF-8, and signs that turn the direction of writing are escaped.
std::string printable(std::string_view text);

}  // namespace rebate::detail
