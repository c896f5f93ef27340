// SPDX-License-Identifier: Apache-2.0
//
// Remembers the class of a dimension that up to two codes of a row decide, such as product and day
// of `sale.date >= product.launched`: ten million rows hold far fewer pairs, and working a
// condition out costs a hundred times a look-up.
#pragma once

#include <cstdint>
#include <vector>

namespace rebate {

class ClassMemo {
 public:
  static constexpr std::uint32_t kUnknown = UINT32_MAX;

  /// kUnknown: the class of this pair was not kept.
  std::uint32_t find(std::uint64_t pair) const {
    if (slots_.empty()) return kUnknown;
    return slots_[slot_of(pair)].number;
  }
  /// REQUIRES: find(pair) is kUnknown. Nothing more is kept once kMost pairs are.
  void keep(std::uint64_t pair, std::uint32_t number) {
    if (count_ >= kMost) return;
    if (slots_.size() < 2 * (count_ + 1)) grow();
    slots_[slot_of(pair)] = {pair, number};
    ++count_;
  }
  void clear() {
    if (count_ == 0) return;
    slots_.assign(kFewest, {});
    count_ = 0;
  }

 private:
  struct Slot {
    std::uint64_t pair = 0;
    std::uint32_t number = kUnknown;
  };
  static constexpr std::size_t kFewest = 32;                  // a power of two, as all sizes
  static constexpr std::size_t kMost = std::size_t{1} << 21;  // 64 MB of slots

  /// Where the pair is, or would be kept.
  std::size_t slot_of(std::uint64_t pair) const {
    std::uint64_t hash = (pair ^ (pair >> 32)) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29;
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot].number != kUnknown && slots_[slot].pair != pair) {
      slot = (slot + 1) & (slots_.size() - 1);
    }
    return slot;
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? kFewest : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& kept : old) {
      if (kept.number != kUnknown) slots_[slot_of(kept.pair)] = kept;
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace rebate
