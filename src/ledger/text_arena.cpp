// SPDX-License-Identifier: Apache-2.0
#include "rebate/base/require.hpp"
#include "rebate/ledger/column.hpp"

#include <algorithm>
#include <cstring>

namespace rebate {

namespace {

constexpr std::size_t kChunk = 16;

}  // namespace

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

void TextArena::add(const char* base, std::span<const std::uint32_t> begins,
                    std::span<const std::uint32_t> ends) {
  std::size_t i = 0;
  while (i < begins.size()) {
    // Within a block short texts are copied in chunks of fixed size, one over the end of the other.
    const std::size_t most = std::min<std::size_t>(begins.size() - i, kBlock - size_ % kBlock);
    if (size_ % kBlock == 0) block_begins_.push_back(bytes_.size());
    std::size_t bytes = bytes_.size();
    const std::size_t before = bytes - block_begins_.back();
    std::size_t longest = 0, total = 0;
    for (std::size_t k = i; k < i + most; ++k) {
      longest = std::max<std::size_t>(longest, ends[k] - begins[k]);
      total += ends[k] - begins[k];
    }
    if (longest > kChunk || before + total > UINT16_MAX || !wide_ends_.empty()) {
      if (size_ % kBlock == 0) block_begins_.pop_back();  // add() begins the block itself
      for (const std::size_t end = i + most; i < end; ++i)
        add(std::string_view(base + begins[i], ends[i] - begins[i]));
      continue;
    }
    bytes_.resize(bytes + total + kChunk);
    char* out = bytes_.data() + bytes;
    for (std::size_t k = i; k < i + most; ++k) {
      std::memcpy(out, base + begins[k], kChunk);
      out += ends[k] - begins[k];
      ends_.push_back(static_cast<std::uint16_t>(static_cast<std::size_t>(out - bytes_.data()) -
                                                 block_begins_.back()));
    }
    bytes_.resize(bytes + total);
    size_ += static_cast<RowIndex>(most);
    i += most;
  }
}

void TextArena::reserve(std::size_t rows, std::size_t bytes) {
  bytes_.reserve(bytes);
  ends_.reserve(rows);
  block_begins_.reserve(rows / kBlock + 1);
}

TextArena TextArena::picked(std::span<const RowIndex> rows) const {
  TextArena arena;
  arena.reserve(rows.size(), size_ == 0 ? 0 : bytes_.size() / size_ * rows.size() + kChunk);
  if (!wide_ends_.empty() || bytes_.size() > UINT32_MAX) {
    for (const RowIndex row : rows) arena.add(text(row));
    return arena;
  }
  // The rows come from anywhere: what is needed soon is fetched while others are copied. The last
  // texts are copied one by one, since chunks would reach behind them.
  constexpr std::size_t kAhead = 24;
  const std::uint64_t average = bytes_.size() / std::max<RowIndex>(size_, 1);
  std::vector<std::uint32_t> begins, ends;
  for (std::size_t i = 0; i < rows.size(); i += begins.size()) {
    begins.clear(), ends.clear();
    for (std::size_t k = i; k < std::min(rows.size(), i + kBlock); ++k) {
      if (k + kAhead < rows.size()) {
        const RowIndex soon = rows[k + kAhead];
        __builtin_prefetch(ends_.data() + soon);
        // Where the text lies, if those of its block are about equally long.
        const std::uint64_t guess = block_begins_[soon / kBlock] + soon % kBlock * average;
        __builtin_prefetch(bytes_.data() + std::min<std::uint64_t>(guess, bytes_.size()));
      }
      const RowIndex row = rows[k];
      const std::uint64_t block = block_begins_[row / kBlock];
      begins.push_back(
          static_cast<std::uint32_t>(block + (row % kBlock == 0 ? 0 : ends_[row - 1])));
      ends.push_back(static_cast<std::uint32_t>(block + ends_[row]));
    }
    const bool reaches_over = std::any_of(begins.begin(), begins.end(), [&](std::uint32_t begin) {
      return begin + kChunk > bytes_.size();
    });
    if (!reaches_over) {
      arena.add(bytes_.data(), begins, ends);
      continue;
    }
    for (std::size_t k = 0; k < begins.size(); ++k)
      arena.add(std::string_view(bytes_).substr(begins[k], ends[k] - begins[k]));
  }
  return arena;
}

std::size_t TextArena::bytes() const {
  return bytes_.size() + ends_.size() * sizeof(std::uint16_t) +
         wide_ends_.size() * sizeof(std::uint32_t) + block_begins_.size() * sizeof(std::uint64_t);
}

}  // namespace rebate
