// SPDX-License-Identifier: Apache-2.0
//
// Decimals of different scales meet at the larger one: 1.5 + 0.25 is 150 + 25 at scale 2.
#include "rebate/numeric/decimal.hpp"

#include "rebate/base/limits.hpp"
#include "numeric/powers_of_ten.hpp"

#include <algorithm>

namespace rebate {
namespace {

using detail::strip_tens;
using detail::times_pow10;

struct Aligned {
  Integer a;
  Integer b;
  std::int32_t scale;
};

Aligned align(const Decimal& a, const Decimal& b) {
  if (a.scale() < b.scale()) {
    return {times_pow10(a.coefficient(), b.scale() - a.scale()), b.coefficient(), b.scale()};
  }
  return {a.coefficient(), times_pow10(b.coefficient(), a.scale() - b.scale()), a.scale()};
}

// REQUIRES: digits only.
std::string group_in_threes(std::string_view digits) {
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

struct Digits {
  std::string whole;
  std::string fraction;  ///< At least `min_scale` of them, and no zero at the end beyond those.
  bool negative;
};

Digits digits_of(const Decimal& value, std::int32_t min_scale) {
  REBATE_REQUIRE(min_scale >= 0 && min_scale <= kMaxScale, "places lie between 0 and kMaxScale");
  const Decimal shortest = value.normalized();
  const auto scale = static_cast<std::size_t>(shortest.scale());
  std::string digits = abs(shortest.coefficient()).to_string();
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  Digits result{digits.substr(0, digits.size() - scale), digits.substr(digits.size() - scale),
                value.sign() < 0};
  const auto places = static_cast<std::size_t>(min_scale);
  if (result.fraction.size() < places) result.fraction.resize(places, '0');
  return result;
}

std::string join(const std::string& whole, const Digits& digits) {
  std::string text = digits.negative ? "-" : "";
  text += whole;
  if (!digits.fraction.empty()) text.append(".").append(digits.fraction);
  return text;
}

}  // namespace

Decimal::Decimal(Integer coefficient, std::int32_t scale)
    : coefficient_(std::move(coefficient)), scale_(scale) {
  REBATE_REQUIRE(scale >= 0 && scale <= kMaxScale, "a scale lies between 0 and kMaxScale");
}

Decimal Decimal::of(std::string_view text) {
  std::optional<Decimal> value = parse(text);
  REBATE_REQUIRE(value.has_value(), "the text is a plain decimal number");
  return *std::move(value);
}

bool Decimal::is_integer() const { return normalized().scale_ == 0; }

std::optional<std::int64_t> Decimal::to_int64(std::int32_t scale) const {
  REBATE_REQUIRE(scale >= 0 && scale <= kMaxScale, "a scale lies between 0 and kMaxScale");
  if (scale >= scale_) return times_pow10(coefficient_, scale - scale_).to_int64();
  Integer coefficient = coefficient_;
  if (strip_tens(coefficient, scale_ - scale) < scale_ - scale) return std::nullopt;
  return coefficient.to_int64();
}

Decimal Decimal::normalized() const {
  if (scale_ == 0) return *this;
  Integer coefficient = coefficient_;
  const std::int32_t stripped = strip_tens(coefficient, scale_);
  return Decimal(Unchecked{}, std::move(coefficient), scale_ - stripped);
}

Decimal Decimal::tidy_slow(Integer coefficient, std::int32_t scale) {
  scale -= strip_tens(coefficient, scale);
  if (scale > kMaxScale)
    throw NumberTooLarge("a number has more digits after the point than kMaxScale");
  return Decimal(Unchecked{}, std::move(coefficient), scale);
}

Decimal Decimal::add_scaled(const Decimal& a, const Decimal& b) {
  const Aligned both = align(a, b);
  return tidy(both.a + both.b, both.scale);
}

Decimal Decimal::subtract_scaled(const Decimal& a, const Decimal& b) {
  const Aligned both = align(a, b);
  return tidy(both.a - both.b, both.scale);
}

std::strong_ordering Decimal::compare_scaled(const Decimal& a, const Decimal& b) {
  if (a.sign() != b.sign()) return a.sign() <=> b.sign();
  const Aligned both = align(a, b);
  return both.a <=> both.b;
}

std::string Decimal::to_string() const { return to_string(0); }

std::string Decimal::to_string(std::int32_t min_scale) const {
  const Digits digits = digits_of(*this, min_scale);
  return join(digits.whole, digits);
}

std::string Decimal::to_grouped_string(std::int32_t min_scale) const {
  const Digits digits = digits_of(*this, min_scale);
  return join(group_in_threes(digits.whole), digits);
}

}  // namespace rebate

std::size_t std::hash<rebate::Decimal>::operator()(const rebate::Decimal& value) const {
  const rebate::Decimal shortest = value.normalized();
  const auto scale = static_cast<std::size_t>(shortest.scale());
  return std::hash<rebate::Integer>{}(shortest.coefficient()) ^ (scale * 0x9E3779B97F4A7C15ULL);
}
