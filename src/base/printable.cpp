// SPDX-License-Identifier: Apache-2.0
//
// UTF-8 is decoded strictly (RFC 3629): overlong forms and surrogates count as foreign bytes.
#include "base/printable.hpp"

#include <cstdint>

namespace rebate::detail {
namespace {

constexpr std::uint32_t kNoCharacter = 0xFFFFFFFF;

struct Decoded {
  std::uint32_t point;
  int bytes;
};

Decoded decode(std::string_view text) {
  const auto byte_at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte_at(0);
  if (lead < 0x80) return {lead, 1};
  const int bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < static_cast<std::size_t>(bytes))
    return {kNoCharacter, 1};
  std::uint32_t point = lead & (0xFFU >> (bytes + 1));
  for (int i = 1; i < bytes; ++i) {
    const std::uint8_t next = byte_at(static_cast<std::size_t>(i));
    if ((next & 0xC0) != 0x80) return {kNoCharacter, 1};
    point = (point << 6) | (next & 0x3FU);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < kLeast[bytes] || surrogate || point > 0x10FFFF) return {kNoCharacter, 1};
  return {point, bytes};
}

// Characters that move the cursor, hide, or turn the direction of what follows.
bool is_hidden(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) ||
         point == 0xFEFF;
}

// The blocks of Unicode TR11 whose characters stand two columns wide, roughly.
bool is_wide(std::uint32_t point) {
  return (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
         (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
         (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
         (point >= 0xFFE0 && point <= 0xFFE6) || (point >= 0x1F300 && point <= 0x1FAFF) ||
         (point >= 0x20000 && point <= 0x3FFFD);
}

std::string escape(std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string shown;
  for (const char byte : bytes) {
    const auto value = static_cast<std::uint8_t>(byte);
    shown += "\\x";
    shown += kHex[value >> 4];
    shown += kHex[value & 15];
  }
  return shown;
}

}  // namespace

Glyph first_glyph(std::string_view text) {
  const auto [point, bytes] = decode(text);
  const std::string_view own = text.substr(0, static_cast<std::size_t>(bytes));
  std::string shown;
  if (point == '\n') {
    shown = "\\n";
  } else if (point == '\t') {
    shown = "\\t";
  } else if (point == kNoCharacter || is_hidden(point)) {
    shown = escape(own);
  } else {
    return {bytes, is_wide(point) ? 2 : 1, std::string(own)};
  }
  return {bytes, static_cast<int>(shown.size()), shown};
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const Glyph glyph = first_glyph(text);
    shown += glyph.shown;
    text.remove_prefix(static_cast<std::size_t>(glyph.bytes));
  }
  return shown;
}

}  // namespace rebate::detail
