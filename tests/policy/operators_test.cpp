// SPDX-License-Identifier: Apache-2.0
#include "rebate/policy/operators.hpp"

#include "rebate/base/require.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rebate {
namespace {

Value number(const char* text) { return Value(Ratio(Decimal::of(text))); }
Value text(const char* words) { return Value(std::string(words)); }
Value date(int year, int month, int day) { return Value(Date::of(year, month, day)); }
Value missing(const char* cause = "first") { return Value(Missing{MissingKind::kNoTarget, cause}); }
Value level(const char* name, int position) { return Value(Level{name, position}); }

Value of(Op op, std::vector<Value> operands) { return rebate::apply(op, operands); }

TEST(Operators, ComputeExactly) {
  EXPECT_EQ(of(Op::kMultiply, {number("900000"), number("0.03")}), number("27000"));
  EXPECT_EQ(of(Op::kAdd, {number("0.1"), number("0.2")}), number("0.3"));
  EXPECT_EQ(of(Op::kSubtract, {number("5"), number("7.5")}), number("-2.5"));
  const Value third = of(Op::kDivide, {number("1"), number("3")});
  EXPECT_EQ(of(Op::kMultiply, {third, number("3")}), number("1"));
  EXPECT_EQ(of(Op::kNegate, {number("5")}), number("-5"));
  EXPECT_EQ(of(Op::kAbs, {number("-5.5")}), number("5.5"));
  EXPECT_EQ(of(Op::kFloor, {number("-2.5")}), number("-3"));
  EXPECT_EQ(of(Op::kCeil, {number("-2.5")}), number("-2"));
  EXPECT_EQ(of(Op::kMin, {number("3"), number("1"), number("2")}), number("1"));
  EXPECT_EQ(of(Op::kMax, {number("3"), number("1"), number("4")}), number("4"));
  EXPECT_EQ(of(Op::kClamp, {number("108"), number("0"), number("100")}), number("100"));
  EXPECT_EQ(of(Op::kClamp, {number("-1"), number("0"), number("100")}), number("0"));
  EXPECT_EQ(of(Op::kClamp, {number("50"), number("0"), number("100")}), number("50"));
}

TEST(Operators, TakeTheSignOfTheDividendForRemainders) {
  EXPECT_EQ(of(Op::kMod, {number("7"), number("3")}), number("1"));
  EXPECT_EQ(of(Op::kMod, {number("-7"), number("3")}), number("-1"));
  EXPECT_EQ(of(Op::kMod, {number("7"), number("-3")}), number("1"));
  EXPECT_EQ(of(Op::kMod, {number("5.5"), number("2")}), number("1.5"));
}

TEST(Operators, RoundWhereItIsSaid) {
  EXPECT_EQ(of(Op::kRound, {number("2.5"), number("1"), text("half_up")}), number("3"));
  EXPECT_EQ(of(Op::kRound, {number("2.5"), number("1"), text("half_even")}), number("2"));
  EXPECT_EQ(of(Op::kRound, {number("-2.5"), number("1"), text("half_up")}), number("-3"));
  EXPECT_EQ(of(Op::kRound, {number("1234.57"), number("0.05"), text("down")}), number("1234.55"));
}

TEST(Operators, GiveNoNumberForDivisionByZero) {
  for (const Op op : {Op::kDivide, Op::kMod}) {
    const Value result = of(op, {number("5"), number("0.00")});
    ASSERT_TRUE(result.is_missing());
    EXPECT_EQ(result.missing().kind, MissingKind::kDivision);
  }
}

// Kleene's tables; m is missing.
TEST(Operators, FollowKleene) {
  const std::vector<Value> values = {Value(true), Value(false), missing()};
  const char* const both[] = {"tfm", "fff", "mfm"};
  const char* const either[] = {"ttt", "tfm", "tmm"};
  const auto letter = [](const Value& value) {
    return value.is_missing() ? 'm' : value.flag() ? 't' : 'f';
  };
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_EQ(letter(of(Op::kAnd, {values[i], values[j]})), both[i][j]) << i << j;
      EXPECT_EQ(letter(of(Op::kOr, {values[i], values[j]})), either[i][j]) << i << j;
    }
    EXPECT_EQ(letter(of(Op::kNot, {values[i]})), "ftm"[i]);
  }
}

TEST(Operators, CarryTheFirstCause) {
  const auto cause = [](const Value& value) {
    return value.is_missing() ? value.missing().cause : "none";
  };
  EXPECT_EQ(cause(of(Op::kAdd, {missing("a"), missing("b")})), "a");
  EXPECT_EQ(cause(of(Op::kAdd, {number("1"), missing("b")})), "b");
  EXPECT_EQ(cause(of(Op::kDivide, {missing("a"), number("0")})), "a");
  EXPECT_EQ(cause(of(Op::kAnd, {missing("a"), missing("b")})), "a");
  EXPECT_EQ(cause(of(Op::kOr, {Value(false), missing("b")})), "b");
  EXPECT_EQ(cause(of(Op::kMin, {number("1"), missing("b"), missing("c")})), "b");
  EXPECT_EQ(cause(of(Op::kLess, {number("1"), missing("b")})), "b");
  EXPECT_EQ(cause(of(Op::kConditional, {missing("a"), number("1"), missing("c")})), "a");
  EXPECT_EQ(cause(of(Op::kConditional, {Value(true), number("1"), missing("c")})), "none");
  EXPECT_EQ(cause(of(Op::kDays, {date(2026, 1, 1), missing("b")})), "b");
  EXPECT_EQ(cause(of(Op::kStartsWith, {missing("a"), text("x")})), "a");
}

TEST(Operators, LookAtMissingValuesWhereTheyAreAskedTo) {
  EXPECT_EQ(of(Op::kHas, {missing()}), Value(false));
  EXPECT_EQ(of(Op::kHas, {text("")}), Value(true));
  EXPECT_EQ(of(Op::kDefault, {missing(), number("7")}), number("7"));
  EXPECT_EQ(of(Op::kDefault, {number("5"), number("7")}), number("5"));
  EXPECT_TRUE(of(Op::kDefault, {missing(), missing()}).is_missing());
}

TEST(Operators, CompareByValueAndByPosition) {
  EXPECT_EQ(of(Op::kEqual, {number("10"), number("10.00")}), Value(true));
  EXPECT_EQ(of(Op::kLess, {number("9.99"), number("10")}), Value(true));
  EXPECT_EQ(of(Op::kGreaterEqual, {level("gold", 2), level("silver", 1)}), Value(true));
  EXPECT_EQ(of(Op::kLess, {level("gold", 2), level("silver", 1)}), Value(false));
  EXPECT_EQ(of(Op::kEqual, {level("gold", 2), text("gold")}), Value(true));
  EXPECT_EQ(of(Op::kNotEqual, {level("gold", 2), text("silver")}), Value(true));
  EXPECT_EQ(of(Op::kLessEqual, {date(2026, 3, 31), date(2026, 3, 31)}), Value(true));
  EXPECT_EQ(of(Op::kNotEqual, {text("a"), text("A")}), Value(true));
  EXPECT_EQ(of(Op::kEqual, {Value(true), Value(true)}), Value(true));
  EXPECT_EQ(compare(text("a"), number("1")), std::nullopt);
  EXPECT_EQ(compare(missing(), missing()), std::nullopt);
}

TEST(Operators, LookIntoListsAndRanges) {
  const Value list(ValueList{text("L01"), text("L02")});
  EXPECT_EQ(of(Op::kIn, {text("L02"), list}), Value(true));
  EXPECT_EQ(of(Op::kIn, {text("l02"), list}), Value(false));
  EXPECT_TRUE(of(Op::kIn, {missing(), list}).is_missing());
  const Value holed(ValueList{missing(), text("L02")});
  EXPECT_EQ(of(Op::kIn, {text("L02"), holed}), Value(true));
  EXPECT_TRUE(of(Op::kIn, {text("L09"), holed}).is_missing());
  const Value quarter(DateRange::between(Date::of(2026, 1, 1), Date::of(2026, 3, 31)));
  EXPECT_EQ(of(Op::kIn, {date(2026, 3, 31), quarter}), Value(true)) << "both days belong to it";
  EXPECT_EQ(of(Op::kIn, {date(2026, 1, 1), quarter}), Value(true));
  EXPECT_EQ(of(Op::kIn, {date(2026, 4, 1), quarter}), Value(false));
}

TEST(Operators, CountDaysAndMonths) {
  EXPECT_EQ(of(Op::kDays, {date(2026, 3, 1), date(2026, 3, 11)}), number("10"));
  EXPECT_EQ(of(Op::kDays, {date(2026, 3, 11), date(2026, 3, 1)}), number("-10"));
  EXPECT_EQ(of(Op::kMonths, {date(2026, 1, 31), date(2026, 2, 28)}), number("1"));
  EXPECT_EQ(of(Op::kMonths, {date(2026, 1, 31), date(2026, 2, 27)}), number("0"));
  EXPECT_EQ(of(Op::kAddMonths, {date(2026, 1, 31), number("1")}), date(2026, 2, 28));
  EXPECT_EQ(of(Op::kAddDays, {date(2026, 1, 31), number("-31")}), date(2025, 12, 31));
  EXPECT_EQ(of(Op::kAddDays, {date(2026, 1, 31), number("1.00")}), date(2026, 2, 1));
  EXPECT_TRUE(of(Op::kAddDays, {date(2026, 1, 31), number("1.5")}).is_missing())
      << "nothing rounds unasked";
  EXPECT_TRUE(of(Op::kAddMonths, {date(9999, 12, 1), number("99999")}).is_missing());
  EXPECT_EQ(of(Op::kYear, {date(2026, 8, 3)}), number("2026"));
  EXPECT_EQ(of(Op::kQuarter, {date(2026, 8, 3)}), number("3"));
  EXPECT_EQ(of(Op::kMonth, {date(2026, 8, 3)}), number("8"));
  EXPECT_EQ(of(Op::kWeekday, {date(2026, 8, 3)}), number("1"));
}

TEST(Operators, NameMonthsAsTheCalendarDoes) {
  const auto calendar = FiscalCalendar::make({"04-01", 25, ""});
  ASSERT_TRUE(calendar.ok());
  const std::vector<Value> day = {date(2026, 3, 27)};
  EXPECT_EQ(rebate::apply(Op::kMonth, day, &*calendar), number("4"));
  EXPECT_EQ(rebate::apply(Op::kQuarter, day, &*calendar), number("1"));
  EXPECT_EQ(rebate::apply(Op::kYear, day, &*calendar), number("2026"));
  EXPECT_EQ(rebate::apply(Op::kMonth, day), number("3"));
}

TEST(Operators, LookIntoTexts) {
  EXPECT_EQ(of(Op::kStartsWith, {text("P-17"), text("P-")}), Value(true));
  EXPECT_EQ(of(Op::kEndsWith, {text("P-17"), text("17")}), Value(true));
  EXPECT_EQ(of(Op::kContains, {text("P-17"), text("-1")}), Value(true));
  EXPECT_EQ(of(Op::kContains, {text("P-17"), text("x")}), Value(false));
  EXPECT_EQ(of(Op::kStartsWith, {level("gold", 2), text("go")}), Value(true));
}

TEST(Operators, RefuseWhatIsNoOperator) {
  EXPECT_FALSE(is_pure(Op::kField));
  EXPECT_FALSE(is_pure(Op::kGrowth));
  EXPECT_TRUE(is_pure(Op::kDefault));
  EXPECT_THROW(of(Op::kField, {}), ContractViolation);
  EXPECT_THROW(of(Op::kAdd, {number("1")}), ContractViolation);
  EXPECT_THROW(of(Op::kLess, {number("1"), text("a")}), ContractViolation);
}

}  // namespace
}  // namespace rebate
