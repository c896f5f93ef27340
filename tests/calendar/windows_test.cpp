// SPDX-License-Identifier: Apache-2.0
#include "rebate/calendar/fiscal_calendar.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rebate {
namespace {

FiscalCalendar calendar(std::string starts, std::optional<int> closes = {},
                        std::string weeks = "") {
  return FiscalCalendar::make({std::move(starts), closes, std::move(weeks)}).value();
}

std::string text(const FiscalCalendar& in, const std::optional<DateRange>& range) {
  return range ? in.name(*range) : "nothing";
}

TEST(Windows, LastYearMovesFromNameToName) {
  const struct {
    const char* calendar;
    FiscalCalendar in;
    const char* range;
    int years;
    const char* expected;
  } rows[] = {
      {"plain", FiscalCalendar(), "2025-Q2", 1, "2024-Q2"},
      {"plain", FiscalCalendar(), "2025", 3, "2022"},
      {"plain", FiscalCalendar(), "2025-02", 1, "2024-02"},
      {"plain", FiscalCalendar(), "2024-02", 1, "2023-02"},
      {"plain", FiscalCalendar(), "2025-Q2", -1, "2026-Q2"},
      {"plain, year to date", FiscalCalendar(), "2025-01-01..2025-05-31", 1,
       "2024-01-01..2024-05-31"},
      {"plain, to February", FiscalCalendar(), "2025-01-01..2025-02-28", 1,
       "2024-01-01..2024-02-29"},
      {"plain, half month", FiscalCalendar(), "2025-02-16..2025-02-28", 1,
       "2024-02-16..2024-02-29"},
      {"plain, days", FiscalCalendar(), "2025-01-10..2025-02-20", 1, "2024-01-10..2024-02-20"},
      {"plain, leap day", FiscalCalendar(), "2024-02-29", 1, "2023-02-28"},
      {"plain, around the leap day", FiscalCalendar(), "2024-02-10..2024-02-29", 1,
       "2023-02-10..2023-02-28"},
      {"april", calendar("04-01"), "2025-Q4", 1, "2024-Q4"},
      {"april, 25", calendar("04-01", 25), "2025-03", 1, "2024-03"},
      {"4-4-5", calendar("", {}, "4-4-5"), "2026-Q2", 1, "2025-Q2"},
      {"4-4-5, long year", calendar("", {}, "4-4-5"), "2026", 1, "2025"},
      {"4-4-5, long December", calendar("", {}, "4-4-5"), "2026-12", 1, "2025-12"},
      // Week 10 of 2025 is Monday 3 March; of 2024 (from 1 January) Monday 4 March.
      {"4-4-5, week 10", calendar("", {}, "4-4-5"), "2025-03-03..2025-03-09", 1,
       "2024-03-04..2024-03-10"},
      {"4-4-5, week 53", calendar("", {}, "4-4-5"), "2026-12-28..2027-01-03", 1,
       "2025-12-22..2025-12-28"},
      {"too far", FiscalCalendar(), "2025", 2025, "nothing"},
      {"far", FiscalCalendar(), "2025", 2024, "0001"},
      {"too far ahead", FiscalCalendar(), "2025-03-07", -9000, "nothing"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.calendar) + " " + row.range);
    EXPECT_EQ(text(row.in, row.in.years_ago(*row.in.range(row.range), row.years)), row.expected);
  }
}

TEST(Windows, PreviousIsThePeriodBefore) {
  const struct {
    const char* calendar;
    FiscalCalendar in;
    const char* spec;
    const char* range;
    int count;
    const char* expected;
  } rows[] = {
      {"plain", FiscalCalendar(), "quarter", "2025-Q1", 1, "2024-Q4"},
      {"plain", FiscalCalendar(), "quarter", "2025-Q1", 4, "2024-Q1"},
      {"plain", FiscalCalendar(), "quarter", "2025-Q1", 0, "2025-Q1"},
      {"plain", FiscalCalendar(), "month", "2025-03", 1, "2025-02"},
      {"plain", FiscalCalendar(), "year", "2025", 2, "2023"},
      {"plain, instalment", FiscalCalendar(), "quarter", "2025-01-01..2025-02-28", 1,
       "2024-10-01..2024-11-30"},
      {"plain, instalment", FiscalCalendar(), "year", "2025-H1", 1, "2024-H1"},
      {"plain, odd days", FiscalCalendar(), "quarter", "2025-04-01..2025-06-10", 1,
       "2025-01-01..2025-03-10"},
      {"plain, begun late", FiscalCalendar(), "quarter", "2025-05-10..2025-06-30", 1,
       "2025-02-10..2025-03-31"},
      {"plain", FiscalCalendar(), "half_month", "2025-03-01..2025-03-15", 1,
       "2025-02-16..2025-02-28"},
      {"plain", FiscalCalendar(), "week", "2025-03-03..2025-03-09", 1, "2025-02-24..2025-03-02"},
      {"plain", FiscalCalendar(), "2 week", "2025-03-03..2025-03-16", 1, "2025-02-17..2025-03-02"},
      {"plain", FiscalCalendar(), "day", "2025-03-01", 1, "2025-02-28"},
      {"plain, remainder", FiscalCalendar(), "5 month", "2025-01-01..2025-05-31", 1,
       "2024-11-01..2024-12-31"},
      {"plain", FiscalCalendar(), "3 year", "2025-01-01..2027-12-31", 1, "2022-01-01..2024-12-31"},
      {"plain", FiscalCalendar(), "policy", "2025", 1, "2024"},
      {"plain", FiscalCalendar(), "policy", "2025-06-01..2025-08-31", 1, "2025-03-01..2025-05-31"},
      {"plain", FiscalCalendar(), "2025-03-07..2025-03-20", "2025-03-07..2025-03-20", 1,
       "2025-02-21..2025-03-06"},
      {"april, 25", calendar("04-01", 25), "quarter", "2025-Q1", 1, "2024-Q4"},
      {"4-4-5", calendar("", {}, "4-4-5"), "month", "2027-01", 1, "2026-12"},
      {"the beginning", FiscalCalendar(), "year", "0001", 1, "nothing"},
      {"the beginning", FiscalCalendar(), "7 year", "0003-01-01..0009-12-31", 1, "nothing"},
      {"the beginning", FiscalCalendar(), "day", "2025-01-01", 1000000, "nothing"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.calendar) + " " + row.spec + " " + row.range);
    const auto window =
        row.in.previous(*PeriodSpec::parse(row.spec), *row.in.range(row.range), row.count);
    EXPECT_EQ(text(row.in, window), row.expected);
  }
}

TEST(Windows, ToDateBeginsWithTheUnitOfTheLastDay) {
  const FiscalCalendar plain;
  EXPECT_EQ(plain.to_date(PeriodUnit::kYear, *plain.range("2025-Q2")), *plain.range("2025-H1"));
  EXPECT_EQ(plain.to_date(PeriodUnit::kQuarter, *plain.range("2025-05")).to_string(),
            "2025-04-01..2025-05-31");
  EXPECT_EQ(plain.to_date(PeriodUnit::kYear, *plain.range("2024-12-30..2025-01-05")).to_string(),
            "2025-01-01..2025-01-05");
  const FiscalCalendar april = calendar("04-01");
  EXPECT_EQ(april.to_date(PeriodUnit::kYear, *april.range("2026-01")).to_string(),
            "2025-04-01..2026-01-31");
}

TEST(Windows, TrailingEndsWithTheRange) {
  const struct {
    const char* calendar;
    FiscalCalendar in;
    int count;
    PeriodUnit unit;
    const char* last;
    const char* expected;
  } rows[] = {
      {"plain", FiscalCalendar(), 6, PeriodUnit::kMonth, "2025-06-30", "2025-H1"},
      {"plain", FiscalCalendar(), 6, PeriodUnit::kMonth, "2025-03-15", "2024-09-16..2025-03-15"},
      {"plain", FiscalCalendar(), 6, PeriodUnit::kMonth, "2025-08-30", "2025-03-01..2025-08-30"},
      {"plain", FiscalCalendar(), 1, PeriodUnit::kMonth, "2025-02-28", "2025-02"},
      {"plain", FiscalCalendar(), 2, PeriodUnit::kQuarter, "2025-03-31", "2024-10-01..2025-03-31"},
      {"plain", FiscalCalendar(), 1, PeriodUnit::kYear, "2025-03-31", "2024-04-01..2025-03-31"},
      {"plain", FiscalCalendar(), 60, PeriodUnit::kDay, "2025-03-01", "2025-01-01..2025-03-01"},
      {"plain", FiscalCalendar(), 2, PeriodUnit::kWeek, "2025-01-14", "2025-01-01..2025-01-14"},
      {"plain", FiscalCalendar(), 1, PeriodUnit::kHalfMonth, "2025-02-28",
       "2025-02-16..2025-02-28"},
      {"plain", FiscalCalendar(), 1, PeriodUnit::kHalfMonth, "2025-02-20",
       "2025-02-06..2025-02-20"},
      {"25", calendar("", 25), 3, PeriodUnit::kMonth, "2025-06-25", "2025-Q2"},
      {"4-4-5", calendar("", {}, "4-4-5"), 3, PeriodUnit::kMonth, "2025-06-29", "2025-Q2"},
      {"the beginning", FiscalCalendar(), 30000, PeriodUnit::kMonth, "2025-06-29", "nothing"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.calendar) + " " + row.last);
    const Date end = Date::parse(row.last)->add_days(1);
    EXPECT_EQ(text(row.in, row.in.trailing(row.count, row.unit, end)), row.expected);
  }
}

TEST(Windows, AdjacentMonthsStayAdjacentLastYear) {
  for (const FiscalCalendar& in :
       {FiscalCalendar(), calendar("04-01", 25), calendar("", {}, "4-4-5")}) {
    for (int month = 1; month < 12; ++month) {
      const auto a = in.last_year(in.month(2025, month));
      const auto b = in.last_year(in.month(2025, month + 1));
      ASSERT_TRUE(a && b);
      EXPECT_EQ(a->end, b->begin);
      EXPECT_EQ(*a, in.month(2024, month));
    }
  }
}

}  // namespace
}  // namespace rebate
