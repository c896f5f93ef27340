// SPDX-License-Identifier: Apache-2.0
#include "rebate/calendar/date.hpp"

#include "rebate/base/require.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rebate {
namespace {

TEST(Date, CountsDaysFrom1970) {
  const struct {
    const char* text;
    std::int32_t days;
  } rows[] = {
      // Known from tables of Julian day numbers: 2000-01-01 is JDN 2451545, 1970-01-01 is 2440588.
      {"1970-01-01", 0},       {"1969-12-31", -1},      {"2000-01-01", 2451545 - 2440588},
      {"2025-03-31", 20178},   {"1858-11-17", -40587},  // The Modified Julian Day 0.
      {"0001-01-01", -719162}, {"9999-12-31", 2932896},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const auto date = Date::parse(row.text);
    ASSERT_TRUE(date.has_value());
    EXPECT_EQ(date->days(), row.days);
    EXPECT_EQ(date->to_string(), row.text);
  }
}

TEST(Date, ParsesWhatItPrintsForEveryDayOfFourCenturies) {
  const Date begin = Date::of(1800, 1, 1);
  int weekday = 3;  // A Wednesday.
  for (int i = 0; i < 146097 + 400; ++i) {
    const Date day = begin.add_days(i);
    ASSERT_EQ(Date::parse(day.to_string()), day);
    const CivilDate civil = day.civil();
    ASSERT_EQ(Date::of(civil.year, civil.month, civil.day), day);
    ASSERT_EQ(day.weekday(), weekday);
    weekday = weekday % 7 + 1;
  }
}

TEST(Date, KnowsLeapYears) {
  EXPECT_TRUE(Date::make(2024, 2, 29));
  EXPECT_TRUE(Date::make(2000, 2, 29));
  EXPECT_FALSE(Date::make(1900, 2, 29));
  EXPECT_FALSE(Date::make(2100, 2, 29));
  EXPECT_FALSE(Date::make(2025, 2, 29));
}

TEST(Date, RefusesOtherText) {
  for (const char* text : {"", "2025", "2025-3-01", "2025-03-1", "2025-02-30", "2025-13-01",
                           "2025-00-10", "2025-01-00", " 2025-01-01", "2025-01-01 ", "2025/01/01",
                           "20250101", "+025-01-01", "2025-01-0a", "0000-01-01", "10000-01-01",
                           "2025-01-01T00:00", "01-01-2025", "2025-1--01"}) {
    EXPECT_FALSE(Date::parse(text)) << text;
  }
  EXPECT_FALSE(Date::parse(std::string_view("2025-01-0\0", 10)));
}

TEST(Date, AddsMonthsClampedToTheMonthsEnd) {
  const struct {
    const char* from;
    int months;
    const char* to;
  } rows[] = {
      {"2025-01-31", 1, "2025-02-28"},  {"2024-01-31", 1, "2024-02-29"},
      {"2025-03-31", -1, "2025-02-28"}, {"2025-01-31", 2, "2025-03-31"},
      {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", -12, "2023-02-28"},
      {"2025-12-15", 1, "2026-01-15"},  {"2025-01-15", -1, "2024-12-15"},
      {"2025-05-31", 0, "2025-05-31"},  {"2025-05-31", 25, "2027-06-30"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Date::parse(row.from)->add_months(row.months).to_string(), row.to)
        << row.from << " " << row.months;
  }
}

TEST(Date, LeavesItsYearsOnlyWithNothing) {
  EXPECT_FALSE(Date::of(9999, 12, 31).plus_days(10'000'000'000));
  EXPECT_FALSE(Date::of(9999, 12, 31).plus_days(INT64_MIN));
  EXPECT_FALSE(Date::of(9999, 12, 31).plus_months(13));
  EXPECT_FALSE(Date::of(1, 1, 1).plus_months(INT64_MAX));
  EXPECT_TRUE(Date::of(9999, 12, 31).plus_days(1));
  EXPECT_THROW((void)Date::of(1, 1, 1).add_days(-1000), ContractViolation);
  EXPECT_THROW((void)Date::from_days(Date::kMaxDays + 1), ContractViolation);
  EXPECT_THROW((void)Date::of(2025, 2, 29), ContractViolation);
}

TEST(Date, CountsWholeMonths) {
  const struct {
    const char* from;
    const char* to;
    int months;
  } rows[] = {
      {"2025-01-31", "2025-02-28", 1},  {"2025-01-31", "2025-02-27", 0},
      {"2025-01-15", "2025-02-14", 0},  {"2025-01-15", "2025-02-15", 1},
      {"2025-01-15", "2026-01-14", 11}, {"2025-01-15", "2026-01-15", 12},
      {"2025-03-31", "2025-03-31", 0},  {"2025-02-15", "2025-01-15", -1},
      {"2024-02-29", "2025-02-28", 12},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(months_between(*Date::parse(row.from), *Date::parse(row.to)), row.months)
        << row.from << " " << row.to;
  }
}

TEST(Date, WholeMonthsAreTheMostThatCanBeAdded) {
  const Date from = Date::of(2023, 1, 1);
  for (int i = 0; i < 800; i += 3) {
    for (int k = 0; k < 800; k += 7) {
      const Date a = from.add_days(i);
      const Date b = a.add_days(k);
      const int months = months_between(a, b);
      ASSERT_LE(a.add_months(months), b);
      ASSERT_GT(a.add_months(months + 1), b);
    }
  }
}

}  // namespace
}  // namespace rebate
