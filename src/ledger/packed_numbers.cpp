// SPDX-License-Identifier: Apache-2.0
//
// Every number is kept as its distance from the smallest, in the fewest of 0, 1, 2, 4 or 8 bytes
// that hold the largest distance and, if needed, the two marks above it.
#include "rebate/ledger/packed_numbers.hpp"

#include "rebate/base/require.hpp"

#include <algorithm>
#include <cstring>

namespace rebate {

namespace {

template <class Word>
constexpr Word kMissingMark = static_cast<Word>(~Word{0});
template <class Word>
constexpr Word kWideMark = static_cast<Word>(kMissingMark<Word> - 1);

/// Calls `use` with a number of the type that is `width` bytes wide.
template <class Use>
decltype(auto) with_word(int width, Use use) {
  switch (width) {
    case 1:
      return use(std::uint8_t{});
    case 2:
      return use(std::uint16_t{});
    case 4:
      return use(std::uint32_t{});
    default:
      return use(std::uint64_t{});
  }
}

int width_for(std::uint64_t span, bool has_marks) {
  if (span == 0 && !has_marks) return 0;
  const std::uint64_t marks = has_marks ? 2 : 0;
  if (span <= kMissingMark<std::uint8_t> - marks) return 1;
  if (span <= kMissingMark<std::uint16_t> - marks) return 2;
  if (span <= kMissingMark<std::uint32_t> - marks) return 4;
  return 8;
}

bool is_special(std::int64_t number) { return number <= kWideNumber; }

}  // namespace

template <class Source>
void PackedNumbers::pack(Source source, std::size_t count) {
  size_ = count;
  std::int64_t low = INT64_MAX, high = INT64_MIN;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t number = source(i);
    if (is_special(number)) {
      (number == kMissingNumber ? has_missing_ : has_wide_) = true;
      continue;
    }
    low = std::min(low, number);
    high = std::max(high, number);
  }
  if (low <= high) smallest_ = low, largest_ = high;
  const auto base = static_cast<std::uint64_t>(smallest_);
  width_ = width_for(static_cast<std::uint64_t>(largest_) - base, has_missing_ || has_wide_);
  if (width_ == 0) return;
  bytes_.resize(count * static_cast<std::size_t>(width_));
  with_word(width_, [&](auto zero) {
    using Word = decltype(zero);
    std::uint8_t* out = bytes_.data();
    for (std::size_t i = 0; i < count; ++i, out += sizeof(Word)) {
      const std::int64_t number = source(i);
      const Word word = number == kMissingNumber ? kMissingMark<Word>
                        : number == kWideNumber
                            ? kWideMark<Word>
                            : static_cast<Word>(static_cast<std::uint64_t>(number) - base);
      std::memcpy(out, &word, sizeof(Word));
    }
  });
}

PackedNumbers::PackedNumbers(std::span<const std::int64_t> numbers) {
  pack([&](std::size_t i) { return numbers[i]; }, numbers.size());
}

PackedNumbers::PackedNumbers(std::span<const std::int32_t> numbers, std::int32_t missing) {
  pack([&](std::size_t i) { return numbers[i] == missing ? kMissingNumber : numbers[i]; },
       numbers.size());
}

PackedNumbers::PackedNumbers(std::span<const std::uint32_t> numbers) {
  pack([&](std::size_t i) { return static_cast<std::int64_t>(numbers[i]); }, numbers.size());
}

PackedNumbers PackedNumbers::reordered(std::span<const std::uint32_t> indexes) const {
  REBATE_REQUIRE(indexes.size() == size_, "each number is taken once");
  PackedNumbers result;
  result.size_ = size_;
  result.width_ = width_;
  result.has_missing_ = has_missing_;
  result.has_wide_ = has_wide_;
  result.smallest_ = smallest_;
  result.largest_ = largest_;
  if (width_ == 0) return result;
  result.bytes_ = std::vector<std::uint8_t>(bytes_.size());
  with_word(width_, [&](auto zero) {
    using Word = decltype(zero);
    const std::uint8_t* in = bytes_.data();
    std::uint8_t* out = result.bytes_.data();
    for (std::size_t i = 0; i < indexes.size(); ++i) {
      std::memcpy(out + i * sizeof(Word), in + indexes[i] * sizeof(Word), sizeof(Word));
    }
  });
  return result;
}

std::int64_t PackedNumbers::at(std::size_t index) const {
  std::int64_t number = 0;
  read(index, std::span(&number, 1));
  return number;
}

void PackedNumbers::read(std::size_t first, std::span<std::int64_t> out) const {
  REBATE_REQUIRE(first <= size_ && out.size() <= size_ - first, "the rows exist");
  if (width_ == 0) return std::fill(out.begin(), out.end(), smallest_);
  with_word(width_, [&](auto zero) {
    using Word = decltype(zero);
    const std::uint8_t* in = bytes_.data() + first * sizeof(Word);
    const auto base = static_cast<std::uint64_t>(smallest_);
    const bool has_marks = has_missing_ || has_wide_;
    for (std::int64_t& number : out) {
      Word word;
      std::memcpy(&word, in, sizeof(Word));
      in += sizeof(Word);
      number = static_cast<std::int64_t>(base + word);
      if (has_marks) {
        if (word == kMissingMark<Word>) number = kMissingNumber;
        if (word == kWideMark<Word>) number = kWideNumber;
      }
    }
  });
}

void PackedNumbers::read(std::size_t first, std::span<std::int32_t> out,
                         std::int32_t missing) const {
  REBATE_REQUIRE(first <= size_ && out.size() <= size_ - first, "the rows exist");
  const auto base = static_cast<std::uint32_t>(smallest_);
  if (width_ == 0) return std::fill(out.begin(), out.end(), static_cast<std::int32_t>(base));
  with_word(width_, [&](auto zero) {
    using Word = decltype(zero);
    const std::uint8_t* in = bytes_.data() + first * sizeof(Word);
    for (std::int32_t& number : out) {
      Word word;
      std::memcpy(&word, in, sizeof(Word));
      in += sizeof(Word);
      number = static_cast<std::int32_t>(base + static_cast<std::uint32_t>(word));
      if (has_missing_ && word == kMissingMark<Word>) number = missing;
    }
  });
}

void PackedNumbers::read(std::size_t first, std::span<std::uint32_t> out) const {
  REBATE_REQUIRE(first <= size_ && out.size() <= size_ - first, "the rows exist");
  REBATE_REQUIRE(!has_missing_ && !has_wide_, "codes are never special");
  const auto base = static_cast<std::uint32_t>(smallest_);
  if (width_ == 0) return std::fill(out.begin(), out.end(), base);
  with_word(width_, [&](auto zero) {
    using Word = decltype(zero);
    const std::uint8_t* in = bytes_.data() + first * sizeof(Word);
    for (std::uint32_t& number : out) {
      Word word;
      std::memcpy(&word, in, sizeof(Word));
      in += sizeof(Word);
      number = base + static_cast<std::uint32_t>(word);
    }
  });
}

}  // namespace rebate
