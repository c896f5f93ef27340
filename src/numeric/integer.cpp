// SPDX-License-Identifier: Apache-2.0
//
// What the inline half of Integer leaves over: overflow, large values, division, text. Each
// function first looks for an answer in 128 bits and goes to cpp_int only where there is none.
#include "rebate/base/limits.hpp"
#include "numeric/integer_access.hpp"
#include "numeric/powers_of_ten.hpp"

#include <algorithm>
#include <limits>

namespace rebate {
namespace {

using detail::IntegerAccess;
using detail::kPow10;
using detail::Wide;

UInt128 magnitude(Int128 value) {
  return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

// The signed value of a magnitude, where it fits.
std::optional<Int128> with_sign(UInt128 size, bool negative) {
  const UInt128 most = (UInt128{1} << 127) - (negative ? 0 : 1);
  if (size > most) return std::nullopt;
  return static_cast<Int128>(negative ? UInt128{0} - size : size);
}

Wide wide_of(Int128 value) {
  const UInt128 size = magnitude(value);
  Wide wide = static_cast<std::uint64_t>(size >> 64);
  wide <<= 64;
  wide |= static_cast<std::uint64_t>(size);
  return value < 0 ? Wide(-wide) : wide;
}

bool fits_int128(const Wide& value) {
  if (value.is_zero()) return true;
  const Wide size = abs(value);
  const auto top = msb(size);
  // The least number is the only one with 128 bits: a power of two, whose lowest bit is its top
  // one.
  return top < 127 || (top == 127 && value < 0 && lsb(size) == 127);
}

UInt128 low_bits(const Wide& size) {
  const Wide low = size & std::numeric_limits<std::uint64_t>::max();
  const Wide high = size >> 64;
  return (static_cast<UInt128>(static_cast<std::uint64_t>(high)) << 64) |
         static_cast<std::uint64_t>(low);
}

std::uint32_t trailing_zeros(UInt128 value) {
  const auto low = static_cast<std::uint64_t>(value);
  if (low != 0) return static_cast<std::uint32_t>(__builtin_ctzll(low));
  return 64 + static_cast<std::uint32_t>(__builtin_ctzll(static_cast<std::uint64_t>(value >> 64)));
}

// Stein's binary algorithm. REQUIRES: both above zero.
UInt128 gcd_of(UInt128 a, UInt128 b) {
  const std::uint32_t common = trailing_zeros(a | b);
  a >>= trailing_zeros(a);
  while (b != 0) {
    b >>= trailing_zeros(b);
    if (a > b) std::swap(a, b);
    b -= a;
  }
  return a << common;
}

// For an exponent that keeps the result within kMaxNumberBits: 10 has 3.3219... bits.
constexpr std::uint32_t kMaxPow10 =
    static_cast<std::uint32_t>(std::uint64_t{kMaxNumberBits} * 30103 / 100000) - 1;

}  // namespace

namespace detail {

void retain(const BigInteger* big) noexcept { big->count.fetch_add(1, std::memory_order_relaxed); }

void release(const BigInteger* big) noexcept {
  if (big->count.fetch_sub(1, std::memory_order_acq_rel) == 1) delete big;
}

Wide IntegerAccess::widen(const Integer& value) {
  return value.big_ == nullptr ? wide_of(value.small()) : value.big_->value;
}

Integer IntegerAccess::narrow(Wide value) {
  if (fits_int128(value)) {
    const bool negative = value < 0;
    return *with_sign(low_bits(abs(value)), negative);
  }
  if (msb(abs(value)) >= kMaxNumberBits)
    throw NumberTooLarge("a number grew beyond kMaxNumberBits");
  Integer result;
  result.big_ = new BigInteger(std::move(value));
  return result;
}

}  // namespace detail

int Integer::sign_big() const noexcept { return big_->value.sign(); }

Integer Integer::negate_slow() const { return IntegerAccess::narrow(-IntegerAccess::widen(*this)); }

Integer Integer::add_slow(const Integer& a, const Integer& b) {
  return IntegerAccess::narrow(IntegerAccess::widen(a) + IntegerAccess::widen(b));
}

Integer Integer::subtract_slow(const Integer& a, const Integer& b) {
  return IntegerAccess::narrow(IntegerAccess::widen(a) - IntegerAccess::widen(b));
}

Integer Integer::multiply_slow(const Integer& a, const Integer& b) {
  if (both_small(a, b)) {
    // By magnitude: the signed form of the check calls a function that not every runtime has.
    UInt128 size;
    if (!__builtin_mul_overflow(magnitude(a.small()), magnitude(b.small()), &size)) {
      if (const auto product = with_sign(size, (a.high_ < 0) != (b.high_ < 0))) return *product;
    }
  }
  return IntegerAccess::narrow(IntegerAccess::widen(a) * IntegerAccess::widen(b));
}

int Integer::compare_slow(const Integer& a, const Integer& b) noexcept {
  // A large value lies outside the range of the small ones, so its sign decides between them.
  if (a.is_small()) return -b.sign();
  if (b.is_small()) return a.sign();
  return a.big_ == b.big_ ? 0 : a.big_->value.compare(b.big_->value);
}

std::optional<Integer> Integer::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMaxNumberDigits) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  // In groups of 18 digits, the most that a 64-bit word always holds.
  Integer value;
  for (std::size_t at = 0; at < text.size(); at += 18) {
    const std::string_view group = text.substr(at, 18);
    std::int64_t number = 0;
    for (const char digit : group) number = number * 10 + (digit - '0');
    value = value * static_cast<std::int64_t>(kPow10[group.size()]) + number;
  }
  return negative ? -value : value;
}

Integer Integer::pow10(std::uint32_t exponent) {
  if (exponent < kPow10.size()) return kPow10[exponent];
  if (exponent > kMaxPow10) throw NumberTooLarge("a power of ten grew beyond kMaxNumberBits");
  return IntegerAccess::narrow(pow(Wide(10), exponent));
}

std::string Integer::to_string() const {
  if (!is_small()) return big_->value.str();
  char digits[40];
  char* at = std::end(digits);
  UInt128 rest = magnitude(small());
  while (rest > std::numeric_limits<std::uint64_t>::max()) {
    *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  auto low = static_cast<std::uint64_t>(rest);
  do *--at = static_cast<char>('0' + low % 10);
  while ((low /= 10) != 0);
  if (high_ < 0) *--at = '-';
  return std::string(at, std::end(digits));
}

IntegerDivision divide_truncated(const Integer& dividend, const Integer& divisor) {
  REBATE_REQUIRE(!divisor.is_zero(), "nothing is divided by zero");
  if (dividend.fits_int64() && divisor.fits_int64()) {
    const std::int64_t a = *dividend.to_int64(), b = *divisor.to_int64();
    if (b != -1) return {a / b, a % b};
    return {-dividend, 0};  // The least 64-bit number divided by -1 does not fit in 64 bits.
  }
  if (dividend.is_small() && divisor.is_small()) {
    const Int128 a = dividend.to_int128(), b = divisor.to_int128();
    if (b == -1) return {-dividend, 0};
    return {a / b, a % b};
  }
  Wide quotient, remainder;
  divide_qr(IntegerAccess::widen(dividend), IntegerAccess::widen(divisor), quotient, remainder);
  return {IntegerAccess::narrow(std::move(quotient)), IntegerAccess::narrow(std::move(remainder))};
}

IntegerDivision divide_floor(const Integer& dividend, const Integer& divisor) {
  IntegerDivision division = divide_truncated(dividend, divisor);
  if (division.remainder.sign() * divisor.sign() < 0) {
    division.quotient -= 1;
    division.remainder += divisor;
  }
  return division;
}

Integer gcd(const Integer& a, const Integer& b) {
  if (a.is_zero()) return abs(b);
  if (b.is_zero()) return abs(a);
  if (a.is_small() && b.is_small()) {
    const UInt128 size = gcd_of(magnitude(a.to_int128()), magnitude(b.to_int128()));
    if (const auto common = with_sign(size, false)) return *common;
  }
  // One division makes both small, where cpp_int would shift the large one away bit by bit.
  if (a.is_small() != b.is_small()) {
    const Integer& small = a.is_small() ? a : b;
    return gcd(small, divide_truncated(a.is_small() ? b : a, small).remainder);
  }
  return IntegerAccess::narrow(
      boost::multiprecision::gcd(IntegerAccess::widen(a), IntegerAccess::widen(b)));
}

}  // namespace rebate

std::size_t std::hash<rebate::Integer>::operator()(const rebate::Integer& value) const {
  if (!value.is_small()) return std::hash<std::string>{}(value.to_string());
  const auto bits = static_cast<rebate::UInt128>(value.to_int128());
  std::uint64_t mixed = static_cast<std::uint64_t>(bits) * 0x9E3779B97F4A7C15ULL;
  mixed ^= (static_cast<std::uint64_t>(bits >> 64) + 0x7F4A7C159E3779B9ULL) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 31)) * 0x94D049BB133111EBULL;
  return static_cast<std::size_t>(mixed ^ (mixed >> 29));
}
