// SPDX-License-Identifier: Apache-2.0
//
// What earlier runs left: amounts settled and balances of funds. They are the previous run's
// output, read back unchanged.
#pragma once

#include "rebate/numeric/decimal.hpp"
#include "rebate/calendar/date.hpp"

#include <optional>
#include <string>

namespace rebate {

/// A line of an earlier settlement: D017 got 12,000.00 for core-line in 2025-Q1.
struct SettledLine {
  std::string partner, rule, period, kind, run;
  std::string each;   ///< The line's key; "" if it has none.
  std::string payee;  ///< "" is the partner.
  std::string fund;
  Decimal amount;
  Date on;
};

/// What a partner's fund holds from a day on.
struct FundBalance {
  std::string partner, fund;
  Date date;
  Decimal amount;
  std::optional<Date> expires;
};

}  // namespace rebate
