// SPDX-License-Identifier: Apache-2.0
#include "rebate/report/text_table.hpp"

#include "rebate/base/require.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace rebate {
namespace {

struct LetterRange {
  std::uint32_t first, last;
};

// Wide and full-width blocks of UAX #11 that texts of trade use: Hangul Jamo, CJK with its
// punctuation and symbols, Yi, Hangul, compatibility ideographs, vertical and full-width forms,
// emoji, planes 2 and 3.
constexpr LetterRange kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
                                 {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
                                 {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
                                 {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                                 {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
                                 {0x1F900, 0x1F9FF}, {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD}};

// Combining marks, zero-width letters and variation selectors.
constexpr LetterRange kNoWidth[] = {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF},
                                    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};

template <std::size_t N>
bool is_among(const LetterRange (&ranges)[N], std::uint32_t letter) {
  return std::any_of(std::begin(ranges), std::end(ranges), [&](const LetterRange& range) {
    return range.first <= letter && letter <= range.last;
  });
}

// The letter at `at`, which moves behind it. A byte that begins no letter stands for itself.
std::uint32_t next_letter(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  if (more == 0 || text.size() - at < more) return lead;
  std::uint32_t letter = lead & (0x3Fu >> more);
  for (std::size_t i = 0; i < more; ++i) {
    letter = letter << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  }
  at += more;
  return letter;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t letter = next_letter(text, at);
    if (letter < 0x300) {
      ++width;
    } else if (is_among(kWide, letter)) {
      width += 2;
    } else if (!is_among(kNoWidth, letter)) {
      ++width;
    }
  }
  return width;
}

void TextTable::add_row(std::vector<std::string> cells) {
  REBATE_REQUIRE(cells.size() == columns_.size(), "a row has a cell for every column");
  rows_.push_back(std::move(cells));
}

void TextTable::write(TextSink& sink, std::size_t indent) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  for (const auto& row : rows_) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - display_width(row[i]), ' ');
      // Two blanks between columns; none for a column that nothing stands in.
      if (i > 0 && widths[i] > 0) line += "  ";
      line += columns_[i] == Align::kRight ? blanks + row[i] : row[i] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    sink.append(line);
    sink.append('\n');
  }
}

}  // namespace rebate
