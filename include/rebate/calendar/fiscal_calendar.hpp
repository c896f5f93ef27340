// SPDX-License-Identifier: Apache-2.0
//
// The calendar of a policy: where its years, halves, quarters, months and weeks begin.
// A year that starts on "04-01" with months that close on the 25th has the year 2025 from
// 2025-03-26 to 2026-03-25, its first quarter 2025-Q1 and its first month 2025-04, which runs from
// 26 March to 25 April.
//
// Names. A month is named by the month in which it closes; a year by the year in the name of its
// first month (with closing day 25 and start "01-01" the year 2025 runs from 2024-12-26: its first
// month is called January 2025). Quarters and halves are counted from the year's start.
//
// Month ends. A closing day that a month does not have is that month's last day, and each month is
// computed from the calendar, never from the month before it, so that nothing drifts: closing day
// 30 closes February on the 28th and March on the 30th.
//
// Weeks. With "4-4-5" (also "4-5-4", "5-4-4") a year has whole weeks, Monday to Sunday, and begins
// on the Monday nearest to its start date: the choice of ISO 8601, under which a year's first week
// is the one with most of its days in the year and no year drifts more than three days from its
// date. Every fifth or sixth year so has 53 weeks. The additional week belongs to the year's last
// month: all months before it keep their shape, and a quarter compares with the same quarter of the
// year before. Months keep the name of their place (the first is the month of the start date),
// since the day on which such a month closes may fall into the next.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/calendar/date.hpp"
#include "rebate/calendar/period.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

/// What a policy writes about its calendar; empty members are not written.
struct CalendarSpec {
  std::string year_starts;          ///< "MM-DD"; not written is "01-01".
  std::optional<int> month_closes;  ///< Last day of a month, 1..31; not written is the month's end.
  std::string weeks;                ///< "4-4-5", "4-5-4" or "5-4-4"; not written: calendar months.

  friend bool operator==(const CalendarSpec&, const CalendarSpec&) = default;
};

class FiscalCalendar {
 public:
  /// Calendar years and calendar months.
  FiscalCalendar() = default;

  /// A year may begin on the first of a month, meaning the month of that name, or on the day after
  /// `month_closes`. If `month_closes` is not written, the start day decides it: "04-06" closes
  /// months on the 5th. FAILS: kCalendarYearStarts, kCalendarMonthCloses, kCalendarWeeks; each
  /// issue's place is the name of the member.
  [[nodiscard]] static Result<FiscalCalendar> make(const CalendarSpec& spec);

  /// True if years are calendar years and months calendar months.
  [[nodiscard]] bool is_plain() const;
  /// True if years have whole weeks.
  [[nodiscard]] bool has_weeks() const { return weeks_[0] != 0; }

  // --- by name -----------------------------------------------------------------------------------

  /// REQUIRES for the next four: 1 <= year <= 9999, and the part is one of its year.
  [[nodiscard]] DateRange year(int year) const;
  [[nodiscard]] DateRange half(int year, int half) const;
  [[nodiscard]] DateRange quarter(int year, int quarter) const;
  /// The month called so: with closing day 25, month(2025, 4) is 26 March to 25 April.
  [[nodiscard]] DateRange month(int year, int month) const;

  /// Reads "2025", "2025-H1", "2025-Q1", "2025-04", "2025-04-01" and "2025-01-01..2025-12-31".
  /// Nothing for other text; `problem` then says why, in words for the user.
  [[nodiscard]] std::optional<DateRange> range(std::string_view text,
                                               std::string* problem = nullptr) const;

  /// "2025", "2025-H1", "2025-Q1" or "2025-04" if the range is exactly that period, else its days
  /// as DateRange::to_string() writes them. range(name(r)) == r.
  [[nodiscard]] std::string name(const DateRange& range) const;

  // --- by day ------------------------------------------------------------------------------------

  /// The day, week, half month, month, quarter, half or year that holds `day`. Weeks begin on
  /// Monday. The first half of a month has 15 days, or two weeks where months have whole weeks.
  /// REQUIRES: another unit than kPolicy and kRange; a day in the years 1..9999.
  [[nodiscard]] DateRange containing(PeriodUnit unit, Date day) const;
  /// The year, quarter 1..4 and month 1..12 of this calendar that hold `day`, as their names say.
  [[nodiscard]] int year_of(Date day) const;
  [[nodiscard]] int quarter_of(Date day) const;
  [[nodiscard]] int month_of(Date day) const;

  // --- cutting -----------------------------------------------------------------------------------

  /// The periods of `valid`, in order, without gap or overlap; the first and the last are cut to
  /// `valid` and keep their names. Several months, quarters and half months are counted from each
  /// year's start ("5 month" leaves a last period of two), several years from the year of the first
  /// day, several weeks or days from the first day. A kRange is one period, or none if it lies
  /// outside. REQUIRES: `valid` in the years 1..9999; for kRange, a range that range() reads.
  /// COST: one string a period; `day` over 9,999 years is 3.6 million.
  [[nodiscard]] std::vector<Period> periods(const PeriodSpec& spec, const DateRange& valid) const;

  // --- windows -----------------------------------------------------------------------------------
  // Each is nothing if it would leave the years 1..9999.

  /// The same range `count` years before: 2025-Q2 becomes 2024-Q2, and February 2025 becomes the 29
  /// days of February 2024. What is whole half months moves from name to name; what is whole weeks
  /// of a calendar with weeks moves to the week of the same number, and week 53 of a year to the
  /// last week of another; of any other range the two days move, each clamped to its month's end.
  [[nodiscard]] std::optional<DateRange> years_ago(const DateRange& range, int count) const;
  [[nodiscard]] std::optional<DateRange> last_year(const DateRange& range) const {
    return years_ago(range, 1);
  }

  /// The period `count` periods before `range`, which is a period of `spec` or its beginning up to
  /// an instalment: then the window is as short. previous({kQuarter}, January to February 2025, 1)
  /// is October to November 2024. A period that the policy's days cut is no part (`is_part` false):
  /// the one before it counts whole. For kPolicy and kRange: as many months, or else days, before
  /// it.
  [[nodiscard]] std::optional<DateRange> previous(const PeriodSpec& spec, const DateRange& range,
                                                  int count, bool is_part = true) const;

  /// From the start of the week, month, quarter, half or year that holds the last day of `range` to
  /// the end of `range`. REQUIRES: another unit than kPolicy and kRange.
  [[nodiscard]] DateRange to_date(PeriodUnit unit, const DateRange& range) const;

  /// The last `count` units up to, not including, `end`: trailing(6, kMonth, 2025-07-01) is January
  /// to June, trailing(6, kMonth, 2025-03-16) is 16 September to 15 March.
  /// REQUIRES: count > 0; another unit than kPolicy and kRange.
  [[nodiscard]] std::optional<DateRange> trailing(int count, PeriodUnit unit, Date end) const;

  friend bool operator==(const FiscalCalendar&, const FiscalCalendar&) = default;

 private:
  // Months are numbered by name: 12 * year + month - 1. Half months: 2 * month number, and one more
  // for the second half.
  [[nodiscard]] int first_month_of_year(int year) const { return 12 * year + first_month_ - 1; }
  [[nodiscard]] int year_of_month(int month) const;
  [[nodiscard]] int month_holding(Date day) const;
  [[nodiscard]] int half_month_holding(Date day) const;
  [[nodiscard]] Date week_year_begin(int year) const;
  [[nodiscard]] Date month_begin(int month) const;
  [[nodiscard]] Date half_month_begin(int half_month) const;
  [[nodiscard]] DateRange months(int first, int count) const;
  [[nodiscard]] DateRange group_holding(const PeriodSpec& spec, Date day, Date anchor) const;

  [[nodiscard]] bool has_whole_half_months(const DateRange& range) const;
  [[nodiscard]] std::optional<Date> moved(Date day, int months) const;
  [[nodiscard]] std::optional<DateRange> moved(const DateRange& range, int half_months) const;
  [[nodiscard]] std::optional<DateRange> weeks_moved(const DateRange& range, int years) const;

  int first_month_ = 1;                // The month whose name the year's first month bears, 1..12.
  int start_day_ = 1;                  // Day of the start date; it matters with weeks only.
  int month_closes_ = 31;              // Clamped to each month's end.
  std::array<int, 3> weeks_{0, 0, 0};  // Weeks of a quarter's months; zeros: months of days.
};

}  // namespace rebate
