// SPDX-License-Identifier: Apache-2.0
//
// The least that a program can do with the installed library: 3 % of 1,234.55, rounded half up to a
// cent, is 37.04.
#include "rebate/numeric/decimal.hpp"
#include "rebate/numeric/ratio.hpp"
#include "rebate/numeric/rounding.hpp"

#include <iostream>

int main() {
  const rebate::Decimal sales = rebate::Decimal::of("1234.55");
  const rebate::Decimal due =
      rebate::round(rebate::Ratio(sales * rebate::Decimal::of("0.03")), rebate::step_of_places(2),
                    rebate::RoundingMode::kHalfUp);
  std::cout << "3% of " << sales.to_string() << " is " << due.to_string() << "\n";
  return due == rebate::Decimal::of("37.04") ? 0 : 1;
}
