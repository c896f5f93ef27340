// SPDX-License-Identifier: Apache-2.0
//
// Fractions. A quotient is reduced at once and becomes a plain decimal where its expansion ends
// (3/12 is 0.25), since nearly everything that follows is then quick; sums and products of true
// fractions are reduced only when they outgrow 128 bits.
#include "rebate/numeric/ratio.hpp"

#include "rebate/base/limits.hpp"
#include "rebate/numeric/rounding.hpp"
#include "numeric/powers_of_ten.hpp"

#include <algorithm>
#include <vector>

namespace rebate {
namespace {

using detail::times_pow10;

struct Fraction {
  Integer numerator;
  Integer denominator;
};

Fraction in_lowest_terms(const Integer& numerator, const Integer& denominator) {
  const Integer common = gcd(numerator, denominator);
  if (common.is_one()) return {numerator, denominator};
  return {divide_truncated(numerator, common).quotient,
          divide_truncated(denominator, common).quotient};
}

Integer power(std::int64_t base, std::int32_t exponent) {
  Integer result = 1;
  Integer square = base;
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 != 0) result *= square;
    if (exponent > 1) square *= square;
  }
  return result;
}

// Takes the factor out of value as often as it goes and counts how often, in powers 1, 2, 4 ... of
// the factor up and down again, so that a value of a thousand factors takes ten divisions each way.
std::int32_t strip_factor(Integer& value, std::int64_t factor) {
  const auto strip = [&value](const Integer& power) {
    IntegerDivision division = divide_truncated(value, power);
    if (!division.remainder.is_zero()) return false;
    value = std::move(division.quotient);
    return true;
  };
  std::vector<Integer> powers;
  for (Integer power = factor; power <= value && strip(power); power *= power)
    powers.push_back(power);
  std::int32_t count = (1 << powers.size()) - 1;
  for (std::size_t i = powers.size(); i-- > 0;) {
    if (strip(powers[i])) count += 1 << i;
  }
  return count;
}

// numerator / denominator as a decimal: possible where the denominator has no factors but 2 and 5.
// REQUIRES: lowest terms, denominator > 0.
std::optional<Decimal> terminating(const Fraction& fraction) {
  if (fraction.denominator.is_one()) return Decimal(fraction.numerator);
  Integer rest = fraction.denominator;
  const std::int32_t twos = strip_factor(rest, 2);
  const std::int32_t fives = strip_factor(rest, 5);
  if (!rest.is_one()) return std::nullopt;
  const std::int32_t scale = std::max(twos, fives);
  if (scale > kMaxScale)
    throw NumberTooLarge("a number has more digits after the point than kMaxScale");
  return Decimal(fraction.numerator * power(5, scale - fives) * power(2, scale - twos), scale);
}

}  // namespace

Ratio Ratio::fraction(const Integer& numerator, const Integer& denominator) {
  return Ratio(numerator) / Ratio(denominator);
}

Ratio Ratio::make(Integer numerator, std::int32_t scale, Integer denominator) {
  if (numerator.is_small() && denominator.is_small()) {
    IntegerDivision division = divide_truncated(numerator, denominator);
    if (division.remainder.is_zero())
      return Ratio(Decimal::tidy(std::move(division.quotient), scale));
    return Ratio(Decimal::tidy(std::move(numerator), scale), std::move(denominator));
  }
  Fraction fraction = in_lowest_terms(numerator, denominator);
  return Ratio(Decimal::tidy(std::move(fraction.numerator), scale),
               std::move(fraction.denominator));
}

Ratio Ratio::add_slow(const Ratio& a, const Ratio& b) {
  if (a.denominator_ == b.denominator_) {
    const Decimal total = a.decimal_ + b.decimal_;
    return make(total.coefficient(), total.scale(), a.denominator_);
  }
  const Decimal total = a.decimal_ * Decimal(b.denominator_) + b.decimal_ * Decimal(a.denominator_);
  return make(total.coefficient(), total.scale(), a.denominator_ * b.denominator_);
}

Ratio Ratio::subtract_slow(const Ratio& a, const Ratio& b) { return a + -b; }

Ratio Ratio::multiply_slow(const Ratio& a, const Ratio& b) {
  const Decimal product = a.decimal_ * b.decimal_;
  return make(product.coefficient(), product.scale(), a.denominator_ * b.denominator_);
}

Ratio Ratio::divide(const Ratio& a, const Ratio& b) {
  REBATE_REQUIRE(!b.is_zero(), "nothing is divided by zero");
  // (x·10^-s / p) / (y·10^-t / q) = x·q·10^(t-s) / (p·y)
  Integer numerator = a.decimal_.coefficient() * b.denominator_;
  Integer denominator = a.denominator_ * b.decimal_.coefficient();
  const std::int32_t shift = b.decimal_.scale() - a.decimal_.scale();
  if (shift > 0) numerator = times_pow10(numerator, shift);
  if (shift < 0) denominator = times_pow10(denominator, -shift);
  if (denominator.sign() < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  Fraction lowest = in_lowest_terms(numerator, denominator);
  if (std::optional<Decimal> decimal = terminating(lowest)) return Ratio(*std::move(decimal));
  return Ratio(Decimal(std::move(lowest.numerator)), std::move(lowest.denominator));
}

std::strong_ordering Ratio::compare_slow(const Ratio& a, const Ratio& b) {
  if (a.sign() != b.sign()) return a.sign() <=> b.sign();
  return a.decimal_ * Decimal(b.denominator_) <=> b.decimal_ * Decimal(a.denominator_);
}

Ratio Ratio::reduced() const {
  const Integer whole = times_pow10(denominator_, decimal_.scale());
  Fraction lowest = in_lowest_terms(decimal_.coefficient(), whole);
  return Ratio(Decimal(std::move(lowest.numerator)), std::move(lowest.denominator));
}

Integer Ratio::numerator() const { return reduced().decimal_.coefficient(); }
Integer Ratio::denominator() const { return reduced().denominator_; }

std::optional<Decimal> Ratio::as_decimal() const {
  if (is_decimal()) return decimal_;
  const Ratio lowest = reduced();
  return terminating({lowest.decimal_.coefficient(), lowest.denominator_});
}

Integer Ratio::floor() const {
  return divide_floor(decimal_.coefficient(), times_pow10(denominator_, decimal_.scale())).quotient;
}

Integer Ratio::ceil() const { return -(-*this).floor(); }

std::string Ratio::to_string() const {
  if (const std::optional<Decimal> decimal = as_decimal()) return decimal->to_string();
  const Ratio lowest = reduced();
  return lowest.decimal_.to_string() + "/" + lowest.denominator_.to_string();
}

std::string Ratio::to_decimal_text(std::int32_t places, RoundingMode mode) const {
  return round(*this, step_of_places(places), mode).to_string(places);
}

Ratio sum(std::span<const Ratio> values) {
  if (values.empty()) return Ratio();
  if (values.size() == 1) return values.front();
  const std::size_t half = values.size() / 2;  // The depth is that of the logarithm.
  return sum(values.first(half)) + sum(values.subspan(half));
}

}  // namespace rebate
