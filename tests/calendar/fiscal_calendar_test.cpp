// SPDX-License-Identifier: Apache-2.0
#include "rebate/calendar/fiscal_calendar.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rebate {
namespace {

Date day(const char* text) { return Date::parse(text).value(); }

FiscalCalendar calendar(std::string starts, std::optional<int> closes = {},
                        std::string weeks = "") {
  const auto made = FiscalCalendar::make({std::move(starts), closes, std::move(weeks)});
  EXPECT_TRUE(made.ok()) << to_string(made.issues());
  return *made;
}

/// Every kind of calendar that the properties are held against.
std::vector<FiscalCalendar> calendars() {
  return {FiscalCalendar(),
          calendar("04-01"),
          calendar("04-01", 25),
          calendar("01-01", 25),
          calendar("07-01", 30),
          calendar("04-06"),
          calendar("12-26", 25),
          calendar("02-01", 28),
          calendar("", 1),
          calendar("", {}, "4-4-5"),
          calendar("02-01", {}, "4-5-4"),
          calendar("10-01", {}, "5-4-4")};
}

const PeriodUnit kUnits[] = {PeriodUnit::kDay,   PeriodUnit::kWeek,    PeriodUnit::kHalfMonth,
                             PeriodUnit::kMonth, PeriodUnit::kQuarter, PeriodUnit::kHalf,
                             PeriodUnit::kYear};

TEST(FiscalCalendar, ReadsNamesInItsOwnTerms) {
  const struct {
    const char* calendar;
    FiscalCalendar in;
    const char* name;
    const char* days;
  } rows[] = {
      {"plain", FiscalCalendar(), "2025", "2025-01-01..2025-12-31"},
      {"plain", FiscalCalendar(), "2025-H2", "2025-07-01..2025-12-31"},
      {"plain", FiscalCalendar(), "2025-Q2", "2025-04-01..2025-06-30"},
      {"plain", FiscalCalendar(), "2024-02", "2024-02-01..2024-02-29"},
      {"plain", FiscalCalendar(), "2025-04-01", "2025-04-01"},
      {"plain", FiscalCalendar(), "2025-04-01..2025-04-02", "2025-04-01..2025-04-02"},
      {"april", calendar("04-01"), "2025", "2025-04-01..2026-03-31"},
      {"april", calendar("04-01"), "2025-Q4", "2026-01-01..2026-03-31"},
      {"april", calendar("04-01"), "2025-02", "2025-02-01..2025-02-28"},
      {"april, 25", calendar("04-01", 25), "2025-04", "2025-03-26..2025-04-25"},
      {"april, 25", calendar("04-01", 25), "2025", "2025-03-26..2026-03-25"},
      {"april, 25", calendar("04-01", 25), "2025-Q1", "2025-03-26..2025-06-25"},
      {"april, 25", calendar("04-01", 25), "2025-01", "2024-12-26..2025-01-25"},
      {"january, 25", calendar("", 25), "2025", "2024-12-26..2025-12-25"},
      {"january, 25", calendar("12-26", 25), "2025", "2024-12-26..2025-12-25"},
      {"closes 30", calendar("", 30), "2025-02", "2025-01-31..2025-02-28"},
      {"closes 30", calendar("", 30), "2025-03", "2025-03-01..2025-03-30"},
      {"closes 28", calendar("", 28), "2024-03", "2024-02-29..2024-03-28"},
      {"british tax year", calendar("04-06"), "2025", "2025-04-06..2026-04-05"},
      {"british tax year", calendar("04-06"), "2025-05", "2025-04-06..2025-05-05"},
      // 2025-01-01 is a Wednesday, so 2025 begins on Monday 30 December; 2026-01-01 is a Thursday.
      {"4-4-5", calendar("", {}, "4-4-5"), "2025", "2024-12-30..2025-12-28"},
      {"4-4-5", calendar("", {}, "4-4-5"), "2025-01", "2024-12-30..2025-01-26"},
      {"4-4-5", calendar("", {}, "4-4-5"), "2025-03", "2025-02-24..2025-03-30"},
      {"4-4-5", calendar("", {}, "4-4-5"), "2025-Q2", "2025-03-31..2025-06-29"},
      // 2026 has 53 weeks; December has six of them.
      {"4-4-5", calendar("", {}, "4-4-5"), "2026", "2025-12-29..2027-01-03"},
      {"4-4-5", calendar("", {}, "4-4-5"), "2026-12", "2026-11-23..2027-01-03"},
      {"4-5-4", calendar("02-01", {}, "4-5-4"), "2025-03", "2025-03-03..2025-04-06"},
      {"4-5-4", calendar("02-01", {}, "4-5-4"), "2026-01", "2026-01-05..2026-02-01"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.calendar) + " " + row.name);
    std::string problem;
    const auto range = row.in.range(row.name, &problem);
    ASSERT_TRUE(range.has_value()) << problem;
    EXPECT_EQ(range->to_string(), row.days);
    EXPECT_EQ(row.in.name(*range), row.name);
  }
}

TEST(FiscalCalendar, SaysWhyATextIsNoPeriod) {
  const struct {
    const char* text;
    const char* problem;
  } rows[] = {
      {"2025-Q5", "\"2025-Q5\" is no period"},
      {"2025-q1", "\"2025-q1\" is no period"},
      {"2025-13", "\"2025-13\" is no period"},
      {"2025-H0", "\"2025-H0\" is no period"},
      {"25", "\"25\" is no period"},
      {"", "\"\" is no period"},
      {"0000", "\"0000\" is no period"},
      {"2025-02-30", "\"2025-02-30\" is no day"},
      {"2025-02-01..2025-02-30", "\"2025-02-30\" is no day"},
      {"2025-02-02..2025-02-01", "ends before it begins"},
      {"2025-01..2025-02", "\"2025-01\" is no day"},
      {"2025Q1", "is no period"},
  };
  for (const auto& row : rows) {
    std::string problem;
    EXPECT_FALSE(FiscalCalendar().range(row.text, &problem)) << row.text;
    EXPECT_NE(problem.find(row.problem), std::string::npos) << row.text << ": " << problem;
  }
}

TEST(FiscalCalendar, RefusesWhatCannotBe) {
  const struct {
    CalendarSpec spec;
    Code code;
  } rows[] = {
      {{"04-31", {}, ""}, Code::kCalendarYearStarts},
      {{"02-29", {}, ""}, Code::kCalendarYearStarts},
      {{"4-1", {}, ""}, Code::kCalendarYearStarts},
      {{"04-10", 25, ""}, Code::kCalendarYearStarts},
      {{"", 0, ""}, Code::kCalendarMonthCloses},
      {{"", 32, ""}, Code::kCalendarMonthCloses},
      {{"", {}, "4-4-4"}, Code::kCalendarWeeks},
      {{"", 25, "4-4-5"}, Code::kCalendarMonthCloses},
  };
  for (const auto& row : rows) {
    const auto made = FiscalCalendar::make(row.spec);
    ASSERT_FALSE(made.ok());
    EXPECT_TRUE(made.issues().contains(row.code)) << to_string(made.issues());
  }
  const auto all = FiscalCalendar::make({"13-01", 40, "5-5-5"});
  EXPECT_EQ(all.issues().size(), 4u) << to_string(all.issues());
}

TEST(FiscalCalendar, PeriodsTileTheValidDays) {
  const DateRange ranges[] = {
      DateRange::between(day("2025-01-01"), day("2025-12-31")),
      DateRange::between(day("2024-02-17"), day("2027-11-03")),
      DateRange::between(day("2025-02-28"), day("2025-03-01")),
      DateRange::single(day("2024-02-29")),
  };
  for (const FiscalCalendar& in : calendars()) {
    for (const PeriodUnit unit : kUnits) {
      for (const int count : {1, 2, 3, 5}) {
        for (const DateRange& valid : ranges) {
          const PeriodSpec spec{unit, count, ""};
          SCOPED_TRACE(spec.to_string() + " " + valid.to_string());
          const std::vector<Period> periods = in.periods(spec, valid);
          ASSERT_FALSE(periods.empty());
          EXPECT_EQ(periods.front().range.begin, valid.begin);
          EXPECT_EQ(periods.back().range.end, valid.end);
          for (std::size_t i = 0; i + 1 < periods.size(); ++i) {
            ASSERT_EQ(periods[i].range.end, periods[i + 1].range.begin);
            ASSERT_LT(periods[i].range.begin, periods[i].range.end);
            ASSERT_NE(periods[i].name, periods[i + 1].name);
          }
          for (const Period& period : periods) {
            const auto named = in.range(period.name);
            ASSERT_TRUE(named.has_value()) << period.name;
            ASSERT_TRUE(named->contains(period.range)) << period.name;
          }
        }
      }
    }
  }
}

TEST(FiscalCalendar, HoldsEachDayInOnePeriodOfEachUnit) {
  for (const FiscalCalendar& in : calendars()) {
    for (const PeriodUnit unit : kUnits) {
      DateRange current = in.containing(unit, day("2019-12-20"));
      for (int i = 0; i < 3000; ++i) {
        const Date at = day("2019-12-20").add_days(i);
        const DateRange range = in.containing(unit, at);
        ASSERT_TRUE(range.contains(at));
        if (range == current) continue;
        ASSERT_EQ(range.begin, current.end);
        ASSERT_EQ(range.begin, at);
        current = range;
        ASSERT_EQ(in.range(in.name(range)), range);
      }
    }
  }
}

TEST(FiscalCalendar, NamesAreReadBackForAllYears) {
  for (const FiscalCalendar& in : calendars()) {
    for (const int year : {2, 999, 1583, 1999, 2000, 2024, 2025, 9998}) {
      const DateRange whole = in.year(year);
      EXPECT_EQ(in.range(in.name(whole)), whole);
      EXPECT_EQ(in.year_of(whole.begin), year);
      EXPECT_EQ(in.year_of(whole.last()), year);
      for (int q = 1; q <= 4; ++q) {
        EXPECT_EQ(in.range(in.name(in.quarter(year, q))), in.quarter(year, q));
        EXPECT_EQ(in.quarter_of(in.quarter(year, q).begin), q);
        EXPECT_EQ(in.quarter_of(in.quarter(year, q).last()), q);
      }
      for (int m = 1; m <= 12; ++m) {
        EXPECT_EQ(in.range(in.name(in.month(year, m))), in.month(year, m));
        EXPECT_EQ(in.month_of(in.month(year, m).begin), m);
      }
      EXPECT_EQ(in.half(year, 1).end, in.half(year, 2).begin);
    }
  }
}

TEST(FiscalCalendar, YearsOfWeeksHave52Or53AndStayNearTheirStart) {
  const FiscalCalendar in = calendar("", {}, "4-4-5");
  int long_years = 0;
  for (int year = 2000; year < 2400; ++year) {
    const DateRange range = in.year(year);
    EXPECT_EQ(range.begin.weekday(), 1);
    EXPECT_LE(std::abs(days_between(Date::of(year, 1, 1), range.begin)), 3);
    ASSERT_EQ(range.days() % 7, 0);
    const int weeks = range.days() / 7;
    ASSERT_TRUE(weeks == 52 || weeks == 53) << year;
    if (weeks == 53) ++long_years;
    EXPECT_EQ(in.month(year, 11).days(), 28);
    EXPECT_EQ(in.month(year, 12).days(), weeks == 53 ? 42 : 35);
    EXPECT_EQ(in.quarter(year, 1).days(), 91);
  }
  EXPECT_EQ(long_years, 71);  // ISO 8601: 71 long years in 400.
}

TEST(FiscalCalendar, PlainIsPlain) {
  EXPECT_TRUE(FiscalCalendar().is_plain());
  EXPECT_TRUE(calendar("01-01", 31).is_plain());
  EXPECT_FALSE(calendar("04-01").is_plain());
  EXPECT_FALSE(calendar("", {}, "4-4-5").is_plain());
}

TEST(FiscalCalendar, SeveralMonthsCountFromTheYearsStartAndWeeksFromTheFirstDay) {
  const auto names = [](const FiscalCalendar& in, const char* spec, const char* valid) {
    std::string text;
    for (const Period& period : in.periods(*PeriodSpec::parse(spec), *in.range(valid))) {
      text += period.name + " ";
    }
    return text;
  };
  const FiscalCalendar plain;
  EXPECT_EQ(names(plain, "5 month", "2025"),
            "2025-01-01..2025-05-31 2025-06-01..2025-10-31 2025-11-01..2025-12-31 ");
  EXPECT_EQ(names(plain, "2 month", "2025-03-01..2025-05-31"),
            "2025-03-01..2025-04-30 2025-05-01..2025-06-30 ");
  EXPECT_EQ(names(plain, "2 week", "2025-01-01..2025-01-31"),
            "2025-01-01..2025-01-14 2025-01-15..2025-01-28 2025-01-29..2025-01-31 ");
  EXPECT_EQ(names(plain, "week", "2025-01-01..2025-01-13"),
            "2025-01-01..2025-01-05 2025-01-06..2025-01-12 2025-01-13 ");
  EXPECT_EQ(names(plain, "2 year", "2025-06-01..2028-05-31"),
            "2025-01-01..2026-12-31 2027-01-01..2028-12-31 ");
  EXPECT_EQ(names(plain, "quarter", "2025-02-15..2025-05-20"), "2025-Q1 2025-Q2 ");
  EXPECT_EQ(names(plain, "policy", "2025"), "2025 ");
  EXPECT_EQ(names(plain, "policy", "2025-02-15..2025-05-20"), "2025-02-15..2025-05-20 ");
  EXPECT_EQ(names(plain, "2025-Q4", "2025-11-01..2026-01-31"), "2025-Q4 ");
  EXPECT_EQ(names(plain, "2024-Q4", "2025"), "");
  EXPECT_EQ(names(plain, "half_month", "2025-02"),
            "2025-02-01..2025-02-15 2025-02-16..2025-02-28 ");
  EXPECT_EQ(names(calendar("04-01", 25), "month", "2025-Q1"), "2025-04 2025-05 2025-06 ");
}

TEST(FiscalCalendar, CutsAFixedRangeToTheValidDays) {
  const FiscalCalendar plain;
  const auto periods =
      plain.periods(*PeriodSpec::parse("2025-Q4"), *plain.range("2025-11-10..2026-01-31"));
  ASSERT_EQ(periods.size(), 1u);
  EXPECT_EQ(periods[0].range.to_string(), "2025-11-10..2025-12-31");
}

}  // namespace
}  // namespace rebate
