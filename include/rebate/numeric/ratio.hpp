// SPDX-License-Identifier: Apache-2.0
//
// Ratio is the number of evaluation: an exact fraction. An attainment of 1/3 is 1/3, and 900,000.00
// × 3% is exactly 27,000.00. Most values are plain decimals, have the denominator 1 and cost what a
// Decimal costs; a true division is kept as two integers until somebody rounds it.
#pragma once

#include "rebate/numeric/decimal.hpp"
#include "rebate/numeric/integer.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace rebate {

enum class RoundingMode;

class Ratio {
 public:
  Ratio() noexcept : denominator_(1) {}
  Ratio(Decimal value) noexcept  // NOLINT(google-explicit-constructor): every decimal is a ratio
      : decimal_(std::move(value)), denominator_(1) {}
  explicit Ratio(Integer value) : Ratio(Decimal(std::move(value))) {}
  /// REQUIRES: denominator is not zero.
  static Ratio fraction(const Integer& numerator, const Integer& denominator);

  bool is_zero() const noexcept { return decimal_.is_zero(); }
  int sign() const noexcept { return decimal_.sign(); }
  /// Is kept as a plain decimal. A value that is not may still have an exact one: as_decimal().
  bool is_decimal() const noexcept { return denominator_.is_one(); }
  /// REQUIRES: is_decimal().
  const Decimal& decimal() const {
    REBATE_REQUIRE(is_decimal(), "a true fraction has no plain decimal");
    return decimal_;
  }
  /// The exact decimal, if the expansion ends: 1/8 is 0.125, 1/3 has none. COST: a reduction.
  std::optional<Decimal> as_decimal() const;
  /// In lowest terms, denominator above zero. COST: a reduction.
  Integer numerator() const;
  Integer denominator() const;

  /// The greatest whole number that is not above, the smallest that is not below.
  Integer floor() const;
  Integer ceil() const;

  Ratio operator-() const { return Ratio(-decimal_, denominator_); }
  friend Ratio operator+(const Ratio& a, const Ratio& b) {
    if (both_decimal(a, b)) [[likely]]
      return Ratio(a.decimal_ + b.decimal_);
    return add_slow(a, b);
  }
  friend Ratio operator-(const Ratio& a, const Ratio& b) {
    if (both_decimal(a, b)) [[likely]]
      return Ratio(a.decimal_ - b.decimal_);
    return subtract_slow(a, b);
  }
  friend Ratio operator*(const Ratio& a, const Ratio& b) {
    if (both_decimal(a, b)) [[likely]]
      return Ratio(a.decimal_ * b.decimal_);
    return multiply_slow(a, b);
  }
  /// REQUIRES: b is not zero.
  friend Ratio operator/(const Ratio& a, const Ratio& b) { return divide(a, b); }
  Ratio& operator+=(const Ratio& other) {
    if (!both_decimal(*this, other)) return *this = add_slow(*this, other);
    decimal_ += other.decimal_;
    return *this;
  }
  Ratio& operator-=(const Ratio& other) {
    if (!both_decimal(*this, other)) return *this = subtract_slow(*this, other);
    decimal_ -= other.decimal_;
    return *this;
  }
  Ratio& operator*=(const Ratio& other) { return *this = *this * other; }
  Ratio& operator/=(const Ratio& other) { return *this = *this / other; }

  /// By value, by cross-multiplication: 3/9 == 1/3, 1/4 == 0.25.
  friend bool operator==(const Ratio& a, const Ratio& b) {
    if (both_decimal(a, b)) [[likely]]
      return a.decimal_ == b.decimal_;
    return compare_slow(a, b) == 0;
  }
  friend std::strong_ordering operator<=>(const Ratio& a, const Ratio& b) {
    if (both_decimal(a, b)) [[likely]]
      return a.decimal_ <=> b.decimal_;
    return compare_slow(a, b);
  }

  /// The exact decimal where there is one, else the fraction in lowest terms: "0.125", "-1/3".
  std::string to_string() const;
  /// For people: rounded to so many places, all of them written, "33.33".
  std::string to_decimal_text(std::int32_t places, RoundingMode mode) const;

 private:
  friend Decimal round(const Ratio& value, const Decimal& step, RoundingMode mode);

  Ratio(Decimal decimal, Integer denominator) noexcept
      : decimal_(std::move(decimal)), denominator_(std::move(denominator)) {}

  static bool both_decimal(const Ratio& a, const Ratio& b) noexcept {
    return a.is_decimal() && b.is_decimal();
  }
  // numerator × 10^-scale / denominator, with the denominator 1 where it divides, and reduced where
  // a part outgrew 128 bits. REQUIRES: denominator > 0.
  static Ratio make(Integer numerator, std::int32_t scale, Integer denominator);
  Ratio reduced() const;
  static Ratio add_slow(const Ratio& a, const Ratio& b);
  static Ratio subtract_slow(const Ratio& a, const Ratio& b);
  static Ratio multiply_slow(const Ratio& a, const Ratio& b);
  static Ratio divide(const Ratio& a, const Ratio& b);
  static std::strong_ordering compare_slow(const Ratio& a, const Ratio& b);

  // The value is decimal_ / denominator_, with denominator_ > 0.
  Decimal decimal_;
  Integer denominator_;
};

inline Ratio abs(const Ratio& value) { return value.sign() < 0 ? -value : value; }
/// The sum, added in pairs of pairs, so that denominators grow together. The sum of nothing is 0.
Ratio sum(std::span<const Ratio> values);

}  // namespace rebate
