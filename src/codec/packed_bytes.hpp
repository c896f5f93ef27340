// SPDX-License-Identifier: Apache-2.0
//
// Numbers, texts and values as bytes: small numbers take one byte (LEB128: seven bits a byte, the
// lowest first), a text its length and its bytes, a value its kind and what it holds. Everything
// has one spelling.
//
//   300 is AC 02; -1 is 01 and 1 is 02 (zigzag); "L01" is 03 4C 30 31
#pragma once

#include "rebate/numeric/ratio.hpp"
#include "rebate/calendar/period.hpp"
#include "rebate/policy/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rebate::detail {

class ByteWriter {
 public:
  void number(std::uint64_t value);
  void signed_number(std::int64_t value);
  void flag(bool value) { bytes_.push_back(value ? '\1' : '\0'); }
  void text(std::string_view text);
  void date(Date date) { signed_number(date.days()); }
  void ratio(const Ratio& value);
  void value(const Value& value);
  /// Eight bytes, the lowest first, whatever the number.
  void fixed(std::uint64_t value);
  void raw(std::string_view bytes) { bytes_.append(bytes); }

  const std::string& bytes() const { return bytes_; }
  std::string take() { return std::move(bytes_); }

 private:
  void integer(const Integer& value);

  std::string bytes_;
};

/// Reads what ByteWriter wrote and refuses every other spelling. The first thing that is wrong
/// stops it: from then on everything reads as zero or empty, and ok() is false. Nothing is made
/// that is larger than the bytes that are left could hold.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool is_at_end() const { return rest_.empty(); }
  void fail() { ok_ = false, rest_ = {}; }
  /// Fails unless `condition` holds.
  void require(bool condition) {
    if (!condition) fail();
  }

  /// Fails unless so many bytes are left.
  void require_left(std::uint64_t bytes) { require(bytes <= rest_.size()); }

  std::uint64_t number();
  std::uint64_t number_up_to(std::uint64_t largest);
  std::int64_t signed_number();
  std::int64_t signed_number_within(std::int64_t smallest, std::int64_t largest);
  /// How many things follow, each of at least one byte.
  std::size_t count() { return static_cast<std::size_t>(number_up_to(rest_.size())); }
  bool flag() { return number_up_to(1) == 1; }
  std::string_view text();
  Date date();
  Ratio ratio();
  Value value(int depth = 0);
  std::uint64_t fixed();
  std::string_view raw(std::size_t size);

 private:
  std::uint8_t byte();
  Integer integer();
  DateRange range();

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace rebate::detail
