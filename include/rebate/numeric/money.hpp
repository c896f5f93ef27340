// SPDX-License-Identifier: Apache-2.0
//
// Money is an amount of a currency: 27,000.00 CNY. It adds to its own currency only; money times
// money does not compile, and money times a fraction is an UnroundedMoney that has to be rounded by
// name.
#pragma once

#include "rebate/numeric/currency.hpp"
#include "rebate/numeric/decimal.hpp"
#include "rebate/numeric/ratio.hpp"
#include "rebate/numeric/rounding.hpp"

#include <string>
#include <utility>

namespace rebate {

class Money {
 public:
  Money(Decimal amount, Currency currency) : amount_(std::move(amount)), currency_(currency) {}

  const Decimal& amount() const { return amount_; }
  Currency currency() const { return currency_; }
  bool is_zero() const { return amount_.is_zero(); }
  int sign() const { return amount_.sign(); }

  Money operator-() const { return Money(-amount_, currency_); }
  /// REQUIRES of all that take two: the same currency.
  friend Money operator+(const Money& a, const Money& b) {
    return require_same(a, b), Money(a.amount_ + b.amount_, a.currency_);
  }
  friend Money operator-(const Money& a, const Money& b) {
    return require_same(a, b), Money(a.amount_ - b.amount_, a.currency_);
  }
  Money& operator+=(const Money& other) { return *this = *this + other; }
  Money& operator-=(const Money& other) { return *this = *this - other; }
  friend Ratio operator/(const Money& a, const Money& b) {
    return require_same(a, b), Ratio(a.amount_) / Ratio(b.amount_);
  }
  friend std::strong_ordering operator<=>(const Money& a, const Money& b) {
    return require_same(a, b), a.amount_ <=> b.amount_;
  }
  /// Amounts of two currencies are different, also where both are 0.
  friend bool operator==(const Money& a, const Money& b) {
    return a.currency_ == b.currency_ && a.amount_ == b.amount_;
  }

  /// At least the minor unit's digits: "27000.00 CNY".
  std::string to_string() const;

 private:
  static void require_same(const Money& a, const Money& b) {
    REBATE_REQUIRE(a.currency_ == b.currency_, "amounts of two currencies do not mix");
  }

  Decimal amount_;
  Currency currency_;
};

/// An exact share of money, between its computation and its rounding.
struct UnroundedMoney {
  Ratio amount;
  Currency currency;
};

inline UnroundedMoney operator*(const Money& money, const Ratio& factor) {
  return {Ratio(money.amount()) * factor, money.currency()};
}
inline UnroundedMoney operator*(const Ratio& factor, const Money& money) { return money * factor; }
Money operator*(const Money&, const Money&) = delete;

/// REQUIRES: step > 0.
Money round(const UnroundedMoney& value, const Decimal& step, RoundingMode mode);
/// To the currency's minor unit.
Money round(const UnroundedMoney& value, RoundingMode mode);

}  // namespace rebate
