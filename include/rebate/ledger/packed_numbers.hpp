// SPDX-License-Identifier: Apache-2.0
//
// Whole numbers in as few bytes as they need: the 731 days of two years take two bytes each, since
// only the distance to the smallest of them is kept. Reading gives 64-bit or 32-bit numbers back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rebate {

/// Stands for a missing number.
inline constexpr std::int64_t kMissingNumber = INT64_MIN;
/// Stands for a number that is kept elsewhere since it does not fit.
inline constexpr std::int64_t kWideNumber = INT64_MIN + 1;

class PackedNumbers {
 public:
  PackedNumbers() = default;
  explicit PackedNumbers(std::span<const std::int64_t> numbers);
  /// Codes and days; what equals `missing` becomes kMissingNumber when read as 64 bits.
  PackedNumbers(std::span<const std::int32_t> numbers, std::int32_t missing);
  explicit PackedNumbers(std::span<const std::uint32_t> numbers);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// 1, 2, 4 or 8; 0 if all numbers are equal and none is special.
  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] bool has_missing() const { return has_missing_; }
  [[nodiscard]] bool has_wide() const { return has_wide_; }
  /// Smallest and largest number, the special ones left out; 0 and 0 if there are none.
  [[nodiscard]] std::int64_t smallest() const { return smallest_; }
  [[nodiscard]] std::int64_t largest() const { return largest_; }

  /// REQUIRES: index < size().
  [[nodiscard]] std::int64_t at(std::size_t index) const;

  /// Numbers [first, first + out.size()) into `out`. REQUIRES: the range exists.
  void read(std::size_t first, std::span<std::int64_t> out) const;
  /// The same for numbers that fit; a missing one is written as `missing`.
  void read(std::size_t first, std::span<std::int32_t> out, std::int32_t missing) const;
  /// REQUIRES: no special numbers.
  void read(std::size_t first, std::span<std::uint32_t> out) const;

  /// All numbers in another order. REQUIRES: each index once.
  [[nodiscard]] PackedNumbers reordered(std::span<const std::uint32_t> indexes) const;

  /// Bytes in memory.
  [[nodiscard]] std::size_t bytes() const { return bytes_.size(); }

 private:
  template <class Source>
  void pack(Source source, std::size_t count);

  // bytes_ holds number - smallest_ as an unsigned number of width_ bytes, the machine's byte
  // order; where there are special numbers, all ones is missing and one less is wide.
  std::vector<std::uint8_t> bytes_;
  std::size_t size_ = 0;
  int width_ = 0;
  bool has_missing_ = false;
  bool has_wide_ = false;
  std::int64_t smallest_ = 0;
  std::int64_t largest_ = 0;
};

}  // namespace rebate
