// SPDX-License-Identifier: Apache-2.0
#include "rebate/policy/operators.hpp"

#include "rebate/base/require.hpp"
#include "rebate/numeric/rounding.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace rebate {
namespace {

constexpr int kAnyCount = 1 << 20;

struct Arity {
  int least = 0;  ///< 0: not pure
  int most = 0;
};

Arity arity_of(Op op) {
  switch (op) {
    case Op::kNot:
    case Op::kNegate:
    case Op::kAbs:
    case Op::kFloor:
    case Op::kCeil:
    case Op::kYear:
    case Op::kMonth:
    case Op::kQuarter:
    case Op::kWeekday:
    case Op::kHas:
      return {1, 1};
    case Op::kAnd:
    case Op::kOr:
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
    case Op::kIn:
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kMod:
    case Op::kDays:
    case Op::kMonths:
    case Op::kAddDays:
    case Op::kAddMonths:
    case Op::kStartsWith:
    case Op::kEndsWith:
    case Op::kContains:
    case Op::kDefault:
      return {2, 2};
    case Op::kConditional:
    case Op::kClamp:
    case Op::kRound:
      return {3, 3};
    case Op::kMin:
    case Op::kMax:
      return {1, kAnyCount};
    case Op::kConstant:
    case Op::kField:
    case Op::kPeriod:
    case Op::kAsOf:
    case Op::kIt:
    case Op::kTarget:
    case Op::kAttainment:
    case Op::kKpi:
    case Op::kScore:
    case Op::kGrade:
    case Op::kEarned:
    case Op::kPayable:
    case Op::kBalance:
    case Op::kGrowth:
    case Op::kStreak:
    case Op::kRank:
    case Op::kOffered:
    case Op::kPrice:
    case Op::kConvert:
    case Op::kDaysIn:
    case Op::kTable:
    case Op::kNamed:
    case Op::kAggregate:
    case Op::kByKey:
      return {};
  }
  return {};
}

const Value* first_missing(std::span<const Value> operands) {
  for (const Value& operand : operands) {
    if (operand.is_missing()) return &operand;
  }
  return nullptr;
}

Value whole(const Integer& number) { return Value(Ratio(number)); }
Value whole(std::int64_t number) { return Value(Ratio(Integer(number))); }
Value divided_by_zero() { return Value(Missing{MissingKind::kDivision, {}}); }

std::string_view text_of(const Value& value) {
  return value.is_level() ? std::string_view(value.level().name) : std::string_view(value.text());
}

// --- logic -------------------------------------------------------------------------------------

// `decisive` settles the result whatever the other is: false of &&, true of ||.
Value kleene(const Value& a, const Value& b, bool decisive) {
  if (!a.is_missing() && a.flag() == decisive) return a;
  if (!b.is_missing() && b.flag() == decisive) return b;
  if (a.is_missing()) return a;
  return b;
}

Value is_in(const Value& value, const Value& holder) {
  if (value.is_missing()) return value;
  if (holder.is_missing()) return holder;
  if (holder.is_range()) return Value(holder.range().contains(value.date()));
  const Value* unknown = nullptr;
  for (const Value& element : holder.list()) {
    if (element.is_missing()) {
      if (unknown == nullptr) unknown = &element;
    } else if (compare(value, element) == std::partial_ordering::equivalent) {
      return Value(true);
    }
  }
  return unknown != nullptr ? *unknown : Value(false);
}

Value compared(Op op, const Value& a, const Value& b) {
  if (a.is_missing()) return a;
  if (b.is_missing()) return b;
  const auto order = compare(a, b);
  REBATE_REQUIRE(order.has_value(), "values of one type are compared");
  switch (op) {
    case Op::kEqual:
      return Value(*order == std::partial_ordering::equivalent);
    case Op::kNotEqual:
      return Value(*order != std::partial_ordering::equivalent);
    case Op::kLess:
      return Value(*order == std::partial_ordering::less);
    case Op::kLessEqual:
      return Value(*order == std::partial_ordering::less ||
                   *order == std::partial_ordering::equivalent);
    case Op::kGreater:
      return Value(*order == std::partial_ordering::greater);
    default:
      return Value(*order == std::partial_ordering::greater ||
                   *order == std::partial_ordering::equivalent);
  }
}

// --- numbers -----------------------------------------------------------------------------------

Value arithmetic(Op op, const Value& a, const Value& b) {
  if (a.is_missing()) return a;
  if (b.is_missing()) return b;
  const Ratio& x = a.number();
  const Ratio& y = b.number();
  switch (op) {
    case Op::kAdd:
      return Value(x + y);
    case Op::kSubtract:
      return Value(x - y);
    case Op::kMultiply:
      return Value(x * y);
    case Op::kDivide:
      if (y.is_zero()) return divided_by_zero();
      return Value(x / y);
    default:
      break;
  }
  if (y.is_zero()) return divided_by_zero();
  const Ratio quotient = x / y;
  const Integer towards_zero = quotient.sign() < 0 ? quotient.ceil() : quotient.floor();
  return Value(x - y * Ratio(towards_zero));
}

// The first of equal ones, so that the result is always one of the operands.
Value extreme(std::span<const Value> operands, std::partial_ordering wanted) {
  if (const Value* missing = first_missing(operands)) return *missing;
  const Value* best = &operands[0];
  for (const Value& operand : operands.subspan(1)) {
    const auto order = compare(operand, *best);
    REBATE_REQUIRE(order.has_value(), "values of one type are compared");
    if (*order == wanted) best = &operand;
  }
  return *best;
}

Value clamped(std::span<const Value> operands) {
  if (const Value* missing = first_missing(operands)) return *missing;
  if (operands[0].number() < operands[1].number()) return operands[1];
  if (operands[0].number() > operands[2].number()) return operands[2];
  return operands[0];
}

Value rounded(std::span<const Value> operands) {
  if (const Value* missing = first_missing(operands)) return *missing;
  const auto step = operands[1].number().as_decimal();
  const auto mode = rounding_mode(operands[2].text());
  REBATE_REQUIRE(step && step->sign() > 0 && mode, "round takes a step above zero and a mode");
  return Value(Ratio(round(operands[0].number(), *step, *mode)));
}

// --- dates -------------------------------------------------------------------------------------

Value date_after(Op op, const Value& date, const Value& count) {
  if (date.is_missing()) return date;
  if (count.is_missing()) return count;
  const auto number = count.number().as_decimal();
  const auto steps = number ? number->to_int64(0) : std::nullopt;
  if (!steps) {
    return Value(Missing{MissingKind::kField,
                         "a date some " + count.number().to_string() + " days or months later"});
  }
  const auto moved =
      op == Op::kAddDays ? date.date().plus_days(*steps) : date.date().plus_months(*steps);
  if (moved) return Value(*moved);
  return Value(Missing{
      MissingKind::kField,
      "a date beyond the calendar: " + date.date().to_string() + " + " + std::to_string(*steps)});
}

Value time_between(Op op, const Value& from, const Value& to) {
  if (from.is_missing()) return from;
  if (to.is_missing()) return to;
  return whole(op == Op::kDays ? days_between(from.date(), to.date())
                               : months_between(from.date(), to.date()));
}

Value part_of_date(Op op, const Value& operand, const FiscalCalendar* calendar) {
  if (operand.is_missing()) return operand;
  const Date date = operand.date();
  switch (op) {
    case Op::kYear:
      return whole(calendar ? calendar->year_of(date) : date.year());
    case Op::kQuarter:
      return whole(calendar ? calendar->quarter_of(date) : date.quarter());
    case Op::kMonth:
      return whole(calendar ? calendar->month_of(date) : date.month());
    default:
      return whole(date.weekday());
  }
}

// --- texts -------------------------------------------------------------------------------------

Value looked_into(Op op, const Value& value, const Value& part) {
  if (value.is_missing()) return value;
  if (part.is_missing()) return part;
  const std::string_view text = text_of(value);
  const std::string_view wanted = text_of(part);
  if (op == Op::kStartsWith) return Value(text.starts_with(wanted));
  if (op == Op::kEndsWith) return Value(text.ends_with(wanted));
  return Value(text.find(wanted) != std::string_view::npos);
}

Value one_number(Op op, const Value& operand) {
  if (operand.is_missing()) return operand;
  const Ratio& number = operand.number();
  switch (op) {
    case Op::kNegate:
      return Value(-number);
    case Op::kAbs:
      return Value(abs(number));
    case Op::kFloor:
      return whole(number.floor());
    default:
      return whole(number.ceil());
  }
}

}  // namespace

bool is_pure(Op op) { return arity_of(op).least > 0; }

std::optional<std::partial_ordering> compare(const Value& a, const Value& b) {
  if (a.is_missing() || b.is_missing()) return std::nullopt;
  if (a.is_number() && b.is_number()) return a.number() <=> b.number();
  if (a.is_date() && b.is_date()) return a.date() <=> b.date();
  if (a.is_level() && b.is_level()) {
    const bool are_of_one_order = a.level().position >= 0 && b.level().position >= 0;
    if (are_of_one_order) return a.level().position <=> b.level().position;
    return a.level().name == b.level().name ? std::partial_ordering::equivalent
                                            : std::partial_ordering::unordered;
  }
  if (a.is_text() && b.is_text()) {
    const int order = a.text().compare(b.text());
    return order <=> 0;
  }
  const bool is_name = (a.is_level() || a.is_text()) && (b.is_level() || b.is_text());
  if (is_name)
    return text_of(a) == text_of(b) ? std::partial_ordering::equivalent
                                    : std::partial_ordering::unordered;
  if (a.is_flag() && b.is_flag()) return static_cast<int>(a.flag()) <=> static_cast<int>(b.flag());
  return std::nullopt;
}

Value apply(Op op, std::span<const Value> operands, const FiscalCalendar* calendar) {
  const Arity arity = arity_of(op);
  const auto count = static_cast<int>(operands.size());
  REBATE_REQUIRE(arity.least > 0 && count >= arity.least && count <= arity.most,
                 "a pure operator gets as many operands as it takes");
  switch (op) {
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kMod:
      return arithmetic(op, operands[0], operands[1]);
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
      return compared(op, operands[0], operands[1]);
    case Op::kAnd:
      return kleene(operands[0], operands[1], false);
    case Op::kOr:
      return kleene(operands[0], operands[1], true);
    case Op::kNot:
      return operands[0].is_missing() ? operands[0] : Value(!operands[0].flag());
    case Op::kIn:
      return is_in(operands[0], operands[1]);
    case Op::kConditional:
      if (operands[0].is_missing()) return operands[0];
      return operands[0].flag() ? operands[1] : operands[2];
    case Op::kNegate:
    case Op::kAbs:
    case Op::kFloor:
    case Op::kCeil:
      return one_number(op, operands[0]);
    case Op::kMin:
      return extreme(operands, std::partial_ordering::less);
    case Op::kMax:
      return extreme(operands, std::partial_ordering::greater);
    case Op::kClamp:
      return clamped(operands);
    case Op::kRound:
      return rounded(operands);
    case Op::kDays:
    case Op::kMonths:
      return time_between(op, operands[0], operands[1]);
    case Op::kAddDays:
    case Op::kAddMonths:
      return date_after(op, operands[0], operands[1]);
    case Op::kYear:
    case Op::kMonth:
    case Op::kQuarter:
    case Op::kWeekday:
      return part_of_date(op, operands[0], calendar);
    case Op::kStartsWith:
    case Op::kEndsWith:
    case Op::kContains:
      return looked_into(op, operands[0], operands[1]);
    case Op::kHas:
      return Value(!operands[0].is_missing());
    case Op::kDefault:
      return operands[0].is_missing() ? operands[1] : operands[0];
    default:
      break;  // not pure; refused above
  }
  return {};
}

bool holds(Edge edge, const Value& bound, const Value& value) {
  if (edge == Edge::kNone) return true;
  const auto order = compare(value, bound);
  if (!order) return false;
  switch (edge) {
    case Edge::kFrom:
    case Edge::kAt:
      return *order >= 0;
    case Edge::kAbove:
      return *order > 0;
    case Edge::kUpTo:
      return *order <= 0;
    case Edge::kBelow:
      return *order < 0;
    case Edge::kNone:
      break;
  }
  return false;
}

}  // namespace rebate
