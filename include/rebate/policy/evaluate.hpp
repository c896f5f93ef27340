// SPDX-License-Identifier: Apache-2.0
//
// The evaluator of formulas: operators and functions are the same everywhere, and an Environment
// says what the leaves are. On a row, sale.net is a cell; on a line, net_sales is a sum of cells;
// in a worked example, both are figures that the example pins.
#pragma once

#include "rebate/calendar/fiscal_calendar.hpp"
#include "rebate/policy/formula.hpp"
#include "rebate/policy/value.hpp"

namespace rebate {

class Environment {
 public:
  virtual ~Environment() = default;

  /// The value of a leaf: kField, kPeriod, kAsOf, kIt, kTable, every figure and every aggregate.
  virtual Value read(const Formula& leaf) = 0;

  /// A value that stands for a whole subexpression, whatever it would give; null: none.
  virtual const Value* pinned(const Formula&) { return nullptr; }

  virtual const FiscalCalendar& calendar() const = 0;
};

/// The value of `formula`. Logic is Kleene's, a missing operand is missing with its first cause,
/// and a conditional looks only at the branch it takes.
Value evaluate(const Formula& formula, Environment& environment);

/// True if the value is the flag true; a missing condition is not true.
inline bool holds(const Value& value) { return value.is_flag() && value.flag(); }

}  // namespace rebate
