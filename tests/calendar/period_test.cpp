// SPDX-License-Identifier: Apache-2.0
#include "rebate/calendar/period.hpp"

#include "rebate/base/require.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

Date day(const char* text) { return Date::parse(text).value(); }

TEST(DateRange, IsHalfOpenInsideAndNamesBothDays) {
  const DateRange quarter = DateRange::of(day("2025-01-01"), day("2025-04-01"));
  EXPECT_EQ(quarter.to_string(), "2025-01-01..2025-03-31");
  EXPECT_EQ(quarter.days(), 90);
  EXPECT_TRUE(quarter.contains(day("2025-01-01")));
  EXPECT_TRUE(quarter.contains(day("2025-03-31")));
  EXPECT_FALSE(quarter.contains(day("2025-04-01")));
  EXPECT_FALSE(quarter.contains(day("2024-12-31")));
  EXPECT_EQ(quarter, DateRange::between(day("2025-01-01"), day("2025-03-31")));
  EXPECT_EQ(DateRange::single(day("2025-01-01")).to_string(), "2025-01-01");
}

TEST(DateRange, IsNeverEmpty) {
  EXPECT_THROW((void)DateRange::of(day("2025-01-01"), day("2025-01-01")), ContractViolation);
  EXPECT_THROW((void)DateRange::between(day("2025-01-02"), day("2025-01-01")), ContractViolation);
}

TEST(DateRange, IntersectsOnlyWhereDaysAreShared) {
  const DateRange a = DateRange::between(day("2025-01-01"), day("2025-03-31"));
  const DateRange b = DateRange::between(day("2025-03-31"), day("2025-06-30"));
  const DateRange c = DateRange::between(day("2025-04-01"), day("2025-06-30"));
  EXPECT_EQ(a.intersect(b), DateRange::single(day("2025-03-31")));
  EXPECT_TRUE(a.overlaps(b));
  EXPECT_FALSE(a.intersect(c).has_value());
  EXPECT_FALSE(a.overlaps(c));
}

TEST(PeriodSpec, ReadsWhatAPolicyWrites) {
  EXPECT_EQ(PeriodSpec::parse("quarter"), (PeriodSpec{PeriodUnit::kQuarter, 1, ""}));
  EXPECT_EQ(PeriodSpec::parse("half_month"), (PeriodSpec{PeriodUnit::kHalfMonth, 1, ""}));
  EXPECT_EQ(PeriodSpec::parse("2 week"), (PeriodSpec{PeriodUnit::kWeek, 2, ""}));
  EXPECT_EQ(PeriodSpec::parse("policy"), (PeriodSpec{PeriodUnit::kPolicy, 1, ""}));
  EXPECT_EQ(PeriodSpec::parse("2025-Q4"), (PeriodSpec{PeriodUnit::kRange, 1, "2025-Q4"}));
  EXPECT_EQ(PeriodSpec::parse("2025-10-01..2025-12-31")->unit, PeriodUnit::kRange);
  for (const char* text :
       {"", "quarters", "Quarter", "0 month", "02 month", "-1 month", "2  month", "2 policy",
        "2month", "1001 day", "month 2", " month", "9999999999 day"}) {
    EXPECT_FALSE(PeriodSpec::parse(text)) << text;
  }
}

TEST(PeriodSpec, PrintsWhatItReads) {
  for (const char* text : {"day", "week", "half_month", "month", "quarter", "half", "year",
                           "policy", "2 week", "1000 day", "2025-Q4", "2025-06-01..2025-08-31"}) {
    EXPECT_EQ(PeriodSpec::parse(text)->to_string(), text);
  }
}

}  // namespace
}  // namespace rebate
