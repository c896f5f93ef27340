// SPDX-License-Identifier: Apache-2.0
//
// Decimal is an exact number with a decimal point: 1,234.50 is the coefficient 123450 and the
// scale 2. Adding, subtracting, multiplying and comparing are exact, so that nothing here can
// round; dividing makes a Ratio. Two decimals are equal if their values are: 10 == 10.00.
#pragma once

#include "rebate/numeric/integer.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rebate {

class Decimal {
 public:
  Decimal() noexcept = default;
  /// coefficient × 10^-scale. REQUIRES: 0 <= scale <= kMaxScale.
  explicit Decimal(Integer coefficient, std::int32_t scale = 0);
  /// from_int64(123450, 2) is 1,234.50. REQUIRES: as above.
  static Decimal from_int64(std::int64_t coefficient, std::int32_t scale = 0) {
    return Decimal(Integer(coefficient), scale);
  }

  /// Plain decimal text: an optional minus, digits, and optionally a point with digits on both
  /// sides; in all 1 to kMaxNumberDigits digits. No plus, exponent, blank or separator, and no zero
  /// before other digits ("0.5" is a number, "00.5" and "010" are not: nobody shall take them for
  /// octal or a code).
  static std::optional<Decimal> parse(std::string_view text);
  /// For numbers in code. REQUIRES: parse accepts the text.
  static Decimal of(std::string_view text);

  const Integer& coefficient() const noexcept { return coefficient_; }
  std::int32_t scale() const noexcept { return scale_; }
  bool is_zero() const noexcept { return coefficient_.is_zero(); }
  int sign() const noexcept { return coefficient_.sign(); }
  bool is_integer() const;
  /// coefficient at another scale, if it can be had without rounding and fits: 1.50 at scale 2 is
  /// 150.
  std::optional<std::int64_t> to_int64(std::int32_t scale) const;
  /// The same value with the smallest scale: 1.50 becomes 1.5.
  Decimal normalized() const;

  Decimal operator-() const { return Decimal(Unchecked{}, -coefficient_, scale_); }
  friend Decimal operator+(const Decimal& a, const Decimal& b) {
    if (a.scale_ == b.scale_) [[likely]]
      return tidy(a.coefficient_ + b.coefficient_, a.scale_);
    return add_scaled(a, b);
  }
  friend Decimal operator-(const Decimal& a, const Decimal& b) {
    if (a.scale_ == b.scale_) [[likely]]
      return tidy(a.coefficient_ - b.coefficient_, a.scale_);
    return subtract_scaled(a, b);
  }
  friend Decimal operator*(const Decimal& a, const Decimal& b) {
    return tidy(a.coefficient_ * b.coefficient_, a.scale_ + b.scale_);
  }
  Decimal& operator+=(const Decimal& other) {
    if (scale_ != other.scale_) return *this = add_scaled(*this, other);
    coefficient_ += other.coefficient_;
    return coefficient_.is_small() ? *this : *this = tidy_slow(std::move(coefficient_), scale_);
  }
  Decimal& operator-=(const Decimal& other) {
    if (scale_ != other.scale_) return *this = subtract_scaled(*this, other);
    coefficient_ -= other.coefficient_;
    return coefficient_.is_small() ? *this : *this = tidy_slow(std::move(coefficient_), scale_);
  }
  Decimal& operator*=(const Decimal& other) { return *this = *this * other; }

  friend bool operator==(const Decimal& a, const Decimal& b) {
    if (a.scale_ == b.scale_) [[likely]]
      return a.coefficient_ == b.coefficient_;
    return compare_scaled(a, b) == 0;
  }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    if (a.scale_ == b.scale_) [[likely]]
      return a.coefficient_ <=> b.coefficient_;
    return compare_scaled(a, b);
  }

  /// The shortest plain text of the value, which parse reads back: "-1234.5", "0".
  std::string to_string() const;
  /// At least so many digits after the point: 27000 with 2 is "27000.00". REQUIRES: 0 <= min_scale
  /// <= kMaxScale.
  std::string to_string(std::int32_t min_scale) const;
  /// The same for people, in groups of three: "27,000.00".
  std::string to_grouped_string(std::int32_t min_scale) const;

 private:
  friend class Ratio;
  struct Unchecked {};
  Decimal(Unchecked, Integer coefficient, std::int32_t scale) noexcept
      : coefficient_(std::move(coefficient)), scale_(scale) {}

  // Results stay as they are while they are small, whatever zeros they end in; beyond that the
  // zeros go, so that a chain of factors like 1.00 does not grow for nothing.
  static constexpr std::int32_t kRelaxedScale = 36;
  static Decimal tidy(Integer coefficient, std::int32_t scale) {
    if (coefficient.is_small() && scale <= kRelaxedScale) [[likely]] {
      return Decimal(Unchecked{}, std::move(coefficient), scale);
    }
    return tidy_slow(std::move(coefficient), scale);
  }
  static Decimal tidy_slow(Integer coefficient, std::int32_t scale);
  static Decimal add_scaled(const Decimal& a, const Decimal& b);
  static Decimal subtract_scaled(const Decimal& a, const Decimal& b);
  static std::strong_ordering compare_scaled(const Decimal& a, const Decimal& b);

  Integer coefficient_;
  std::int32_t scale_ = 0;
};

inline Decimal abs(const Decimal& value) { return value.sign() < 0 ? -value : value; }

/// Why Decimal::parse refuses the text, for a message: "it has a separator between its digits".
/// Empty if it does not.
std::string_view fault_of_decimal(std::string_view text);

}  // namespace rebate

/// By value: 10 and 10.00 have one hash.
template <>
struct std::hash<rebate::Decimal> {
  std::size_t operator()(const rebate::Decimal& value) const;
};
