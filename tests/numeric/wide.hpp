// SPDX-License-Identifier: Apache-2.0
//
// The judge of the numeric tests: cpp_int, to which every Integer is taken by its text and
// compared. It shares no arithmetic with the 128-bit path.
#pragma once

#include "rebate/numeric/integer.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace rebate::testing {

using Wide = boost::multiprecision::cpp_int;

inline Wide wide(const Integer& value) { return Wide(value.to_string()); }

/// Through parse, in pieces of 60 digits, since parse refuses more than 64.
inline Integer integer(const Wide& value) {
  const std::string digits = Wide(abs(value)).str();
  Integer result;
  for (std::size_t at = 0; at < digits.size(); at += 60) {
    const std::string piece = digits.substr(at, 60);
    result =
        result * Integer::pow10(static_cast<std::uint32_t>(piece.size())) + *Integer::parse(piece);
  }
  return value < 0 ? -result : result;
}

/// Every value within `reach` of 0, ±2^31, ±2^32, ±2^63, ±2^64, ±2^126, ±2^127, ±2^128 and ±2^200.
inline std::vector<Wide> edges(int reach) {
  std::vector<Wide> values;
  for (const unsigned bits : {0U, 31U, 32U, 63U, 64U, 126U, 127U, 128U, 200U}) {
    const Wide power = bits == 0 ? Wide(0) : Wide(1) << bits;
    for (int delta = -reach; delta <= reach; ++delta) {
      values.push_back(power + delta);
      values.push_back(-power + delta);
    }
  }
  return values;
}

/// Integers of every size up to 280 bits, the small ones and the edges as likely as the large.
inline rc::Gen<Wide> any_wide() {
  return rc::gen::exec([] {
    const auto bits = *rc::gen::inRange(0U, 281U);
    Wide value = 0;
    for (unsigned done = 0; done < bits; done += 32) {
      value = (value << 32) | *rc::gen::arbitrary<std::uint32_t>();
    }
    if (*rc::gen::inRange(0, 4) == 0)
      value = Wide(1) << bits;  // A power of two and its neighbours.
    value = (value & ((Wide(1) << (bits + 1)) - 1)) + *rc::gen::inRange(-1, 2);
    return *rc::gen::arbitrary<bool>() ? value : Wide(-value);
  });
}

}  // namespace rebate::testing
