// SPDX-License-Identifier: Apache-2.0
//
// Integer is an exact whole number of any size: 1,234,567 cents, or the 40 digits of a product on
// the way to them. What fits in 128 bits is kept in the object and computed inline in a few
// instructions, with overflow checks; what does not continues behind a shared immutable pointer,
// with the same answers. A value has one form only: a large result that fits again becomes small.
#pragma once

#include "rebate/base/require.hpp"

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rebate {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

namespace detail {
struct BigInteger;  // Value and reference count; known to src/numeric/integer.cpp only.
void retain(const BigInteger* big) noexcept;
void release(const BigInteger* big) noexcept;
struct IntegerAccess;
template <class T>
concept Word = std::same_as<T, Int128> ||
    (std::integral<T> && !std::same_as<T, bool> && sizeof(T) <= 8);
}  // namespace detail

struct IntegerDivision;

class Integer {
 public:
  Integer() noexcept = default;
  /// From every built-in whole number, and from nothing else: no bool, no floating point.
  template <detail::Word T>
  Integer(T value) noexcept  // NOLINT(google-explicit-constructor)
      : low_(static_cast<std::uint64_t>(value)),
        high_(static_cast<std::int64_t>(static_cast<Int128>(value) >> 64)) {}

  Integer(const Integer& other) noexcept : low_(other.low_), high_(other.high_), big_(other.big_) {
    if (big_ != nullptr) [[unlikely]]
      detail::retain(big_);
  }
  Integer(Integer&& other) noexcept
      : low_(other.low_), high_(other.high_), big_(std::exchange(other.big_, nullptr)) {}
  Integer& operator=(const Integer& other) noexcept {
    if (other.big_ != nullptr) [[unlikely]]
      detail::retain(other.big_);
    if (big_ != nullptr) [[unlikely]]
      detail::release(big_);
    low_ = other.low_, high_ = other.high_, big_ = other.big_;
    return *this;
  }
  Integer& operator=(Integer&& other) noexcept {
    std::swap(big_, other.big_);
    std::swap(low_, other.low_);
    std::swap(high_, other.high_);
    return *this;
  }
  ~Integer() {
    if (big_ != nullptr) [[unlikely]]
      detail::release(big_);
  }

  /// "-12": an optional minus and 1 to kMaxNumberDigits ASCII digits, nothing else; "007" is 7 and
  /// "-0" is 0.
  static std::optional<Integer> parse(std::string_view text);
  /// 10 to the given power. FAILS: NumberTooLarge beyond kMaxNumberBits.
  static Integer pow10(std::uint32_t exponent);

  bool is_small() const noexcept { return big_ == nullptr; }  ///< Fits in 128 bits.
  bool is_zero() const noexcept {
    return (low_ | static_cast<std::uint64_t>(high_)) == 0 && is_small();
  }
  bool is_one() const noexcept { return (low_ == 1) & (high_ == 0) & is_small(); }
  /// -1, 0 or 1.
  int sign() const noexcept {
    if (!is_small()) [[unlikely]]
      return sign_big();
    return high_ < 0 ? -1 : static_cast<int>((low_ | static_cast<std::uint64_t>(high_)) != 0);
  }
  /// The value, if it fits.
  std::optional<std::int64_t> to_int64() const noexcept {
    return fits_int64() ? std::optional(static_cast<std::int64_t>(low_)) : std::nullopt;
  }
  bool fits_int64() const noexcept {
    return is_small() && high_ == static_cast<std::int64_t>(low_) >> 63;
  }
  /// REQUIRES: is_small().
  Int128 to_int128() const {
    REBATE_REQUIRE(is_small(), "a large integer has no 128-bit value");
    return small();
  }
  /// Decimal digits without sign or separators: "-12", "0".
  std::string to_string() const;

  Integer operator-() const {
    Int128 negated;
    if (is_small() && !__builtin_sub_overflow(Int128{0}, small(), &negated)) [[likely]]
      return negated;
    return negate_slow();
  }
  friend Integer operator+(const Integer& a, const Integer& b) {
    Int128 sum;
    if (both_small(a, b) && !__builtin_add_overflow(a.small(), b.small(), &sum)) [[likely]]
      return sum;
    return add_slow(a, b);
  }
  friend Integer operator-(const Integer& a, const Integer& b) {
    Int128 difference;
    if (both_small(a, b) && !__builtin_sub_overflow(a.small(), b.small(), &difference)) [[likely]] {
      return difference;
    }
    return subtract_slow(a, b);
  }
  friend Integer operator*(const Integer& a, const Integer& b) {
    if (a.fits_int64() && b.fits_int64()) [[likely]] {
      return static_cast<Int128>(static_cast<std::int64_t>(a.low_)) *
             static_cast<std::int64_t>(b.low_);
    }
    return multiply_slow(a, b);
  }
  // In place, since a sum of many values lives in its words.
  Integer& operator+=(const Integer& other) {
    Int128 sum;
    if (both_small(*this, other) && !__builtin_add_overflow(small(), other.small(), &sum))
        [[likely]]
      return set_small(sum);
    return *this = add_slow(*this, other);
  }
  Integer& operator-=(const Integer& other) {
    Int128 rest;
    if (both_small(*this, other) && !__builtin_sub_overflow(small(), other.small(), &rest))
        [[likely]]
      return set_small(rest);
    return *this = subtract_slow(*this, other);
  }
  Integer& operator*=(const Integer& other) { return *this = *this * other; }

  friend bool operator==(const Integer& a, const Integer& b) noexcept {
    if (both_small(a, b)) [[likely]]
      return a.low_ == b.low_ && a.high_ == b.high_;
    return compare_slow(a, b) == 0;
  }
  friend std::strong_ordering operator<=>(const Integer& a, const Integer& b) noexcept {
    if (both_small(a, b)) [[likely]] {
      const Int128 x = a.small(), y = b.small();
      return x < y ? std::strong_ordering::less
                   : (x == y ? std::strong_ordering::equal : std::strong_ordering::greater);
    }
    return compare_slow(a, b) <=> 0;
  }

 private:
  friend struct detail::IntegerAccess;

  Int128 small() const noexcept {
    return static_cast<Int128>((static_cast<UInt128>(high_) << 64) | low_);
  }
  // REQUIRES: is_small().
  Integer& set_small(Int128 value) noexcept {
    low_ = static_cast<std::uint64_t>(value);
    high_ = static_cast<std::int64_t>(value >> 64);
    return *this;
  }
  static bool both_small(const Integer& a, const Integer& b) noexcept {
    return (reinterpret_cast<std::uintptr_t>(a.big_) | reinterpret_cast<std::uintptr_t>(b.big_)) ==
           0;
  }
  int sign_big() const noexcept;
  Integer negate_slow() const;
  static Integer add_slow(const Integer& a, const Integer& b);
  static Integer subtract_slow(const Integer& a, const Integer& b);
  static Integer multiply_slow(const Integer& a, const Integer& b);
  static int compare_slow(const Integer& a, const Integer& b) noexcept;

  // Two words instead of one __int128: eight-byte alignment makes an Integer 24 bytes instead
  // of 32.
  std::uint64_t low_ = 0;  ///< Both words are 0 where `big_` is set.
  std::int64_t high_ = 0;
  const detail::BigInteger* big_ = nullptr;
};

/// dividend == quotient × divisor + remainder.
struct IntegerDivision {
  Integer quotient;
  Integer remainder;
};

/// Towards zero: the remainder has the sign of the dividend. REQUIRES: divisor is not zero.
IntegerDivision divide_truncated(const Integer& dividend, const Integer& divisor);
/// Towards minus infinity: the remainder has the sign of the divisor. REQUIRES: divisor is not
/// zero.
IntegerDivision divide_floor(const Integer& dividend, const Integer& divisor);
/// The greatest common divisor, zero or above; gcd(0, x) is |x|.
Integer gcd(const Integer& a, const Integer& b);
inline Integer abs(const Integer& value) { return value.sign() < 0 ? -value : value; }

}  // namespace rebate

template <>
struct std::hash<rebate::Integer> {
  std::size_t operator()(const rebate::Integer& value) const;
};
