// SPDX-License-Identifier: Apache-2.0
//
// The inside of Integer for the files that compute with it: powers of ten, and the way between the
// small form and the large one.
#pragma once

#include "rebate/numeric/integer.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <atomic>
#include <cstdint>

namespace rebate::detail {

using Wide = boost::multiprecision::cpp_int;

struct BigInteger {
  explicit BigInteger(Wide number) : value(std::move(number)) {}

  Wide value;  ///< Never fits in 128 bits.
  mutable std::atomic<std::uint32_t> count{1};
};

struct IntegerAccess {
  static Int128 small(const Integer& value) noexcept { return value.small(); }
  static Wide widen(const Integer& value);
  /// In its one form. FAILS: NumberTooLarge beyond kMaxNumberBits.
  static Integer narrow(Wide value);
  /// The value as if it were large, for tests that hold both ways of computing together.
  static const Wide* big(const Integer& value) noexcept {
    return value.big_ == nullptr ? nullptr : &value.big_->value;
  }
};

}  // namespace rebate::detail
