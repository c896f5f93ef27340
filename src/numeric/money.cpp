// SPDX-License-Identifier: Apache-2.0
//
// The two calls that turn an exact share of money into money one can pay.
#include "rebate/numeric/money.hpp"

namespace rebate {

std::string Money::to_string() const {
  std::string text = amount_.to_string(currency_.minor_unit());
  return text.append(" ").append(currency_.code());
}

Money round(const UnroundedMoney& value, const Decimal& step, RoundingMode mode) {
  return Money(round(value.amount, step, mode), value.currency);
}

Money round(const UnroundedMoney& value, RoundingMode mode) {
  return round(value, step_of_places(value.currency.minor_unit()), mode);
}

}  // namespace rebate
