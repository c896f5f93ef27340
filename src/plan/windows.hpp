// SPDX-License-Identifier: Apache-2.0
//
// Windows in days: net_sales.during(last_year) of the rule period 2025-Q2 looks at 2024-Q2.
#pragma once

#include "rebate/policy/checked_policy.hpp"

#include <vector>

namespace rebate {

struct WindowDays {
  std::vector<DateRange> days;  ///< empty: none of the rule's `in` ranges lies in the window
  bool is_outside = false;      ///< the window lies outside what a calendar can name
  bool is_lifetime = false;
};

/// The last window if it lies between days that a line says of itself; null: none does.
const Window* line_window(const std::vector<Window>& windows);

/// The days an aggregate looks at. `period` is the line's, `spec` what it is one of; `in` are the
/// ranges outside of which the rule sees no rows (of its own noun; else empty). Moving by years
/// moves `in` along, other windows drop it.
WindowDays days_of(const std::vector<Window>& windows, const DateRange& period,
                   const PeriodSpec& spec, const std::vector<DateRange>& in,
                   const FiscalCalendar& calendar, bool is_instalment = false);

}  // namespace rebate
