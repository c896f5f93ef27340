// SPDX-License-Identifier: Apache-2.0
//
// A scan looks at some hundred rows at a time: it takes the columns that it needs out of their
// packed form once, and everything after that is a loop over plain numbers in the cache.
#pragma once

#include "rebate/ledger/table.hpp"

#include <cstdint>
#include <vector>

namespace rebate {

/// Rows looked at together: twelve columns of them fit the first-level cache.
inline constexpr RowIndex kBlockRows = 256;

/// The columns that a scan needs, each once; a slot is a place in this list.
class BlockColumns {
 public:
  std::size_t slot_of(const Column& column);
  const std::vector<const Column*>& all() const { return columns_; }
  const Column& column(std::size_t slot) const { return *columns_[slot]; }

 private:
  std::vector<const Column*> columns_;
};

/// The rows [first, first + count) of those columns, for one thread.
class Block {
 public:
  explicit Block(const BlockColumns& columns);

  /// REQUIRES: count <= kBlockRows.
  void read(RowIndex first, RowIndex count);
  RowIndex first() const { return first_; }
  RowIndex count() const { return count_; }

  /// As Column::codes(), days() and coefficients() give them, by the slot's type.
  const std::uint32_t* codes(std::size_t slot) const { return buffers_[slot].codes.data(); }
  const std::int32_t* days(std::size_t slot) const { return buffers_[slot].days.data(); }
  const std::int64_t* numbers(std::size_t slot) const { return buffers_[slot].numbers.data(); }
  /// The row's date or number is missing, or the number is kept elsewhere.
  bool is_special(std::size_t slot, RowIndex row) const {
    const Buffers& held = buffers_[slot];
    return held.numbers.empty() ? held.days[row] == kMissingDay : held.numbers[row] <= kWideNumber;
  }

 private:
  struct Buffers {
    std::vector<std::uint32_t> codes;
    std::vector<std::int32_t> days;
    std::vector<std::int64_t> numbers;
  };
  const BlockColumns& columns_;
  std::vector<Buffers> buffers_;
  RowIndex first_ = 0;
  RowIndex count_ = 0;
};

}  // namespace rebate
