// SPDX-License-Identifier: Apache-2.0
#include "rebate/base/require.hpp"
#include "rebate/ledger/column.hpp"

namespace rebate {

std::string_view TextArena::text(RowIndex row) const {
  REBATE_REQUIRE(row < size_, "the row exists");
  const std::uint64_t block = block_begins_[row / kBlock];
  const std::uint32_t begin = row % kBlock == 0 ? 0 : end_in_block(row - 1);
  return std::string_view(bytes_).substr(block + begin, end_in_block(row) - begin);
}

void TextArena::add(std::string_view text) {
  REBATE_REQUIRE(size_ < kMaxRows, "a table has at most 4,294,967,294 rows");
  if (size_ % kBlock == 0) block_begins_.push_back(bytes_.size());
  bytes_.append(text);
  const std::uint64_t end = bytes_.size() - block_begins_.back();
  REBATE_REQUIRE(end <= UINT32_MAX, "a text of a table has at most 16 MiB");
  if (wide_ends_.empty() && end > UINT16_MAX) {
    wide_ends_.assign(ends_.begin(), ends_.end());
    ends_ = {};
  }
  if (wide_ends_.empty() && end <= UINT16_MAX) {
    ends_.push_back(static_cast<std::uint16_t>(end));
  } else {
    wide_ends_.push_back(static_cast<std::uint32_t>(end));
  }
  ++size_;
}

void TextArena::reserve(std::size_t rows, std::size_t bytes) {
  bytes_.reserve(bytes);
  ends_.reserve(rows);
  block_begins_.reserve(rows / kBlock + 1);
}

TextArena TextArena::picked(std::span<const RowIndex> rows) const {
  TextArena arena;
  arena.reserve(rows.size(), size_ == 0 ? 0 : bytes_.size() / size_ * rows.size());
  for (const RowIndex row : rows) arena.add(text(row));
  return arena;
}

std::size_t TextArena::bytes() const {
  return bytes_.size() + ends_.size() * sizeof(std::uint16_t) +
         wide_ends_.size() * sizeof(std::uint32_t) + block_begins_.size() * sizeof(std::uint64_t);
}

}  // namespace rebate
