// SPDX-License-Identifier: Apache-2.0
//
// What the operators and pure functions of expressions give, value by value: 900,000 × 3% is
// exactly 27,000, days(invoice.date, payment.date) is 10, missing && false is false. Everything
// that evaluates formulas (tally, settlement, replay of explanations) asks here, so there is one
// meaning of each.
//
// Missing. An operand that is missing makes the result missing, with the cause of the first such
// operand. Exceptions: && and || follow Kleene (missing || true is true), `in` is true if a known
// element is equal, ?: is missing on a missing condition only, has() and default() look at it.
#pragma once

#include "rebate/calendar/fiscal_calendar.hpp"
#include "rebate/policy/formula.hpp"
#include "rebate/policy/policy.hpp"

#include <compare>
#include <optional>
#include <span>

namespace rebate {

/// True for the operators and functions that apply() knows: all whose result depends on their
/// operands alone.
bool is_pure(Op op);

/// The result of `op` on `operands`, in the order of Formula::children. Exact; only round() rounds.
/// x / 0 and mod(x, 0) are missing, kDivision. A date out of the calendar's years and a count of
/// days or months that is not whole are missing, kField. mod() has the sign of its first operand.
/// `calendar` names years, quarters and months; without one they are those of the calendar year.
/// REQUIRES: is_pure(op); as many operands as the op takes, of the types that check_expression()
/// admits. FAILS: NumberTooLarge where a number outgrows the limits of computing.
Value apply(Op op, std::span<const Value> operands, const FiscalCalendar* calendar = nullptr);

/// Order of two values of one type: numbers by value, dates, levels by position, texts by their
/// bytes, false before true. None if either is missing or they cannot be ordered. A text and a
/// level are equal if the names are, else unordered.
std::optional<std::partial_ordering> compare(const Value& a, const Value& b);

/// Whether a band with this edge and bound holds the value: one that begins there (from, above, at)
/// or ends there (up_to, below). A band without an edge holds all.
bool holds(Edge edge, const Value& bound, const Value& value);

}  // namespace rebate
