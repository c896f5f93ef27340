// SPDX-License-Identifier: Apache-2.0
#include "tally/cells.hpp"

namespace rebate {

Ratio AccumulatorColumn::sum(std::uint32_t cell) const {
  const std::int64_t coefficient = coefficients[cell];
  if (coefficient == kExact) return exact.at(cell);
  return Decimal::from_int64(coefficient, scale);
}

void AccumulatorColumn::set_sum(std::uint32_t cell, const Ratio& value) {
  exact.erase(cell);
  const auto decimal = value.as_decimal();
  const auto coefficient = decimal ? decimal->to_int64(scale) : std::nullopt;
  if (coefficient && *coefficient != kExact) {
    coefficients[cell] = *coefficient;
  } else {
    coefficients[cell] = kExact;
    exact[cell] = value;
  }
}

}  // namespace rebate
