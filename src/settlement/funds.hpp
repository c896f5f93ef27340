// SPDX-License-Identifier: Apache-2.0
//
// A partner's balance in a fund. What a period earns is a lot, dated by the period's end and usable
// before that day plus the fund's months; draws take the oldest lot first. 800.00 earned in January
// and 600.00 in June under six months: in September only the 600.00 are left.
#pragma once

#include "rebate/numeric/ratio.hpp"
#include "rebate/calendar/date.hpp"
#include "rebate/policy/policy.hpp"

#include <optional>
#include <vector>

namespace rebate {

class FundBook {
 public:
  explicit FundBook(const Fund& terms) : terms_(terms) {}

  /// What earlier years left.
  void open(Date day, const Ratio& amount, std::optional<Date> expires);
  void earn(Date day, const Ratio& amount);
  /// What can be drawn on that day; never below zero.
  Ratio available(Date day);
  void draw(Date day, Ratio amount);

  Ratio opened, earned, drawn;
  Ratio expired(Date day) const;  ///< of what was not drawn, by that day

 private:
  struct Lot {
    Date day;
    std::optional<Date> expires;
    Ratio left;
    bool is_usable(Date on) const { return day <= on && (!expires || on < *expires); }
  };
  void add(Lot lot);
  void refill(Date day);

  const Fund& terms_;
  std::vector<Lot> lots_;  // Oldest first.
};

/// The smallest amount of a fund: whole points, or the currency's minor unit.
Decimal step_of_fund(const Fund& terms, int minor_unit);

}  // namespace rebate
