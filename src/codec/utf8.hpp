// SPDX-License-Identifier: Apache-2.0
//
// Is a text UTF-8? "caf\xe9" is not: the byte at 3 begins a character that never ends.
#pragma once

#include <cstddef>
#include <string_view>

namespace rebate::detail {

inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// The first byte that is not part of a well-formed character (no overlong forms, no surrogates, up
/// to U+10FFFF), or npos.
std::size_t find_bad_utf8(std::string_view text);

/// Bytes of the character that begins at `at`: 1 to 4. REQUIRES: text is UTF-8 there.
std::size_t utf8_length(std::string_view text, std::size_t at);

}  // namespace rebate::detail
