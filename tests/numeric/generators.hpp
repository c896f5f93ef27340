// SPDX-License-Identifier: Apache-2.0
//
// Random decimals and ratios: amounts and rates as they occur, and now and then one of 60 digits.
#pragma once

#include "rebate/numeric/ratio.hpp"

#include <rapidcheck.h>

namespace rebate::testing {

inline rc::Gen<Integer> any_integer() {
  return rc::gen::exec([]() -> Integer {
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        return *rc::gen::inRange<std::int64_t>(-100, 101);
      case 1:
        return *rc::gen::inRange<std::int64_t>(-100'000'000, 100'000'001);
      case 2:
        return *rc::gen::arbitrary<std::int64_t>();
      default: {
        Integer value = *rc::gen::arbitrary<std::int64_t>();
        const int factors = *rc::gen::inRange(0, 3);
        for (int i = 0; i < factors; ++i) value *= *rc::gen::arbitrary<std::int64_t>();
        return value;
      }
    }
  });
}

inline rc::Gen<Decimal> any_decimal() {
  return rc::gen::exec([] { return Decimal(*any_integer(), *rc::gen::inRange(0, 9)); });
}

inline rc::Gen<Ratio> any_ratio() {
  return rc::gen::exec([]() -> Ratio {
    const Decimal top = *any_decimal();
    if (*rc::gen::arbitrary<bool>()) return top;
    const Decimal bottom =
        *rc::gen::suchThat(any_decimal(), [](const Decimal& d) { return !d.is_zero(); });
    return Ratio(top) / Ratio(bottom);
  });
}

}  // namespace rebate::testing

namespace rebate {

// How a failing property prints its values.
inline void showValue(const Integer& value, std::ostream& out) { out << value.to_string(); }
inline void showValue(const Decimal& value, std::ostream& out) { out << value.to_string(); }
inline void showValue(const Ratio& value, std::ostream& out) { out << value.to_string(); }

}  // namespace rebate
