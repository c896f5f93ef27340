// SPDX-License-Identifier: Apache-2.0
//
// Well-formed UTF-8 by table 3-7 of the Unicode standard: the second byte's range depends on the
// first.
#include "codec/utf8.hpp"

namespace rebate::detail {
namespace {

// Continuation bytes after a first byte and the range of the first of them; count -1: no first
// byte.
struct Lead {
  int count;
  unsigned char low, high;
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {0, 0x80, 0xbf};
  if (byte < 0xc2) return {-1, 0, 0};
  if (byte < 0xe0) return {1, 0x80, 0xbf};
  if (byte == 0xe0) return {2, 0xa0, 0xbf};
  if (byte == 0xed) return {2, 0x80, 0x9f};
  if (byte < 0xf0) return {2, 0x80, 0xbf};
  if (byte == 0xf0) return {3, 0x90, 0xbf};
  if (byte < 0xf4) return {3, 0x80, 0xbf};
  if (byte == 0xf4) return {3, 0x80, 0x8f};
  return {-1, 0, 0};
}

}  // namespace

std::size_t find_bad_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const Lead lead = lead_of(static_cast<unsigned char>(text[i]));
    if (lead.count < 0 ||
        i + static_cast<std::size_t>(lead.count) >= text.size() + (lead.count == 0))
      return i;
    for (int k = 1; k <= lead.count; ++k) {
      const auto byte = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      if (byte < (k == 1 ? lead.low : 0x80) || byte > (k == 1 ? lead.high : 0xbf)) return i;
    }
    i += static_cast<std::size_t>(lead.count) + 1;
  }
  return std::string_view::npos;
}

std::size_t utf8_length(std::string_view text, std::size_t at) {
  const Lead lead = lead_of(static_cast<unsigned char>(text[at]));
  return lead.count < 0 ? 1 : static_cast<std::size_t>(lead.count) + 1;
}

}  // namespace rebate::detail
