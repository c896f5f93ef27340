// SPDX-License-Identifier: Apache-2.0
//
// Years, months and half months are numbered in one row without gaps, so that "the quarter before"
// and "the same month last year" are subtractions; only month_begin() knows where a number stands
// in time.
#include "rebate/calendar/fiscal_calendar.hpp"

#include <algorithm>

namespace rebate {

namespace {

constexpr int kMonthEnd = 31;
constexpr int kHalfMonthsOfYear = 24;
constexpr int kFirstHalfDays = 15;
constexpr int kFirstHalfDaysOfWeeks = 14;

constexpr int floor_divide(int a, int b) { return a / b - (a % b < 0 ? 1 : 0); }

Date nearest_monday(Date day) {
  const int from_monday = day.weekday() - 1;
  return day.add_days(from_monday <= 3 ? -from_monday : 7 - from_monday);
}

Date monday_of(Date day) { return day.add_days(1 - day.weekday()); }

/// Half months of a unit that consists of them; 0 for others.
int half_months_of(PeriodUnit unit) {
  return unit == PeriodUnit::kHalfMonth ? 1 : 2 * months_of(unit);
}

Issue bad(Code code, std::string_view member, std::string found, std::string message,
          std::string expected) {
  Issue issue;
  issue.code = code;
  issue.place.pointer = "/" + std::string(member);
  issue.found = std::move(found);
  issue.message = std::move(message);
  issue.expected = std::move(expected);
  return issue;
}

std::string month_day(int month, int day) {
  return Date::of(2000, month, day).to_string().substr(5);
}

/// "04-01"; nothing if the day does not come every year.
std::optional<CivilDate> parse_month_day(std::string_view text) {
  const std::optional<Date> day = Date::parse("2001-" + std::string(text));
  return day ? std::optional(day->civil()) : std::nullopt;
}

std::optional<std::array<int, 3>> parse_weeks(std::string_view text) {
  if (text == "4-4-5") return std::array<int, 3>{4, 4, 5};
  if (text == "4-5-4") return std::array<int, 3>{4, 5, 4};
  if (text == "5-4-4") return std::array<int, 3>{5, 4, 4};
  return std::nullopt;
}

}  // namespace

Result<FiscalCalendar> FiscalCalendar::make(const CalendarSpec& spec) {
  Issues issues;
  FiscalCalendar calendar;
  CivilDate start{2001, 1, 1};
  if (!spec.year_starts.empty()) {
    const auto day = parse_month_day(spec.year_starts);
    if (day) start = *day;
    if (!day) {
      issues.add(bad(Code::kCalendarYearStarts, "year_starts", spec.year_starts,
                     "\"" + spec.year_starts + "\" is no day that comes every year.",
                     "month and day, such as \"04-01\""));
    }
  }
  if (spec.month_closes && (*spec.month_closes < 1 || *spec.month_closes > kMonthEnd)) {
    issues.add(bad(Code::kCalendarMonthCloses, "month_closes", std::to_string(*spec.month_closes),
                   "A month closes on one of its days.", "1 to 31"));
  }
  if (!spec.weeks.empty()) {
    const auto weeks = parse_weeks(spec.weeks);
    if (weeks) calendar.weeks_ = *weeks;
    if (!weeks) {
      issues.add(bad(Code::kCalendarWeeks, "weeks", spec.weeks,
                     "\"" + spec.weeks + "\" is no pattern of weeks.",
                     "\"4-4-5\", \"4-5-4\" or \"5-4-4\""));
    }
    if (spec.month_closes) {
      issues.add(bad(Code::kCalendarMonthCloses, "month_closes", std::to_string(*spec.month_closes),
                     "Months of whole weeks close with a week, not on a day of the month.",
                     "either weeks or month_closes"));
    }
  }
  if (issues.has_errors()) return issues;

  calendar.first_month_ = start.month;
  calendar.start_day_ = start.day;
  calendar.month_closes_ = spec.month_closes.value_or(start.day == 1 ? kMonthEnd : start.day - 1);
  if (calendar.has_weeks()) {
    calendar.month_closes_ = kMonthEnd;
    return calendar;
  }
  calendar.start_day_ = 1;
  if (start.day == 1) return calendar;
  if (start.day != calendar.month_closes_ + 1) {
    return bad(Code::kCalendarYearStarts, "year_starts", spec.year_starts,
               "A year cannot start on " + spec.year_starts + " where months close on day " +
                   std::to_string(calendar.month_closes_) + ".",
               "\"" + month_day(start.month, 1) + "\" for the month of that name" +
                   (calendar.month_closes_ < 28
                        ? ", or \"" + month_day(start.month, calendar.month_closes_ + 1) + "\""
                        : ""));
  }
  // What begins after the close of a month bears the next one's name.
  calendar.first_month_ = start.month % 12 + 1;
  return calendar;
}

bool FiscalCalendar::is_plain() const { return *this == FiscalCalendar(); }

// --- where the numbers stand
// -----------------------------------------------------------------------

int FiscalCalendar::year_of_month(int month) const {
  return floor_divide(month - (first_month_ - 1), 12);
}

Date FiscalCalendar::week_year_begin(int year) const {
  return nearest_monday(Date::of(year, first_month_, start_day_));
}

Date FiscalCalendar::month_begin(int month) const {
  if (!has_weeks()) {
    const int before = month - 1;
    const int year = floor_divide(before, 12);
    const int name = before - 12 * year + 1;
    return Date::of(year, name, std::min(month_closes_, days_in_month(year, name))).add_days(1);
  }
  const int year = year_of_month(month);
  const int place = month - first_month_of_year(year);
  int weeks = place / 3 * (weeks_[0] + weeks_[1] + weeks_[2]);
  for (int i = 0; i < place % 3; ++i) weeks += weeks_[static_cast<std::size_t>(i)];
  return week_year_begin(year).add_days(7 * weeks);
}

int FiscalCalendar::month_holding(Date day) const {
  const CivilDate civil = day.civil();
  if (!has_weeks()) {
    const int month = 12 * civil.year + civil.month - 1;
    const int closes = std::min(month_closes_, days_in_month(civil.year, civil.month));
    return civil.day > closes ? month + 1 : month;
  }
  int year = std::min(civil.year + 1, Date::kMaxYear + 1);
  while (week_year_begin(year) > day) --year;
  const int first = first_month_of_year(year);
  int place = 11;  // Week 53 lies behind the last month's begin, as it should.
  while (month_begin(first + place) > day) --place;
  return first + place;
}

Date FiscalCalendar::half_month_begin(int half_month) const {
  const int month = floor_divide(half_month, 2);
  const Date begin = month_begin(month);
  if (half_month == 2 * month) return begin;
  return begin.add_days(has_weeks() ? kFirstHalfDaysOfWeeks : kFirstHalfDays);
}

int FiscalCalendar::half_month_holding(Date day) const {
  const int first = 2 * month_holding(day);
  return day < half_month_begin(first + 1) ? first : first + 1;
}

DateRange FiscalCalendar::months(int first, int count) const {
  return DateRange::of(month_begin(first), month_begin(first + count));
}

// --- by name and by day
// ----------------------------------------------------------------------------

DateRange FiscalCalendar::year(int year) const {
  REBATE_REQUIRE(Date::kMinYear <= year && year <= Date::kMaxYear, "years 1 to 9999 have names");
  return months(first_month_of_year(year), 12);
}

DateRange FiscalCalendar::half(int year, int half) const {
  REBATE_REQUIRE(Date::kMinYear <= year && year <= Date::kMaxYear, "years 1 to 9999 have names");
  REBATE_REQUIRE(1 <= half && half <= 2, "a year has two halves");
  return months(first_month_of_year(year) + 6 * (half - 1), 6);
}

DateRange FiscalCalendar::quarter(int year, int quarter) const {
  REBATE_REQUIRE(Date::kMinYear <= year && year <= Date::kMaxYear, "years 1 to 9999 have names");
  REBATE_REQUIRE(1 <= quarter && quarter <= 4, "a year has four quarters");
  return months(first_month_of_year(year) + 3 * (quarter - 1), 3);
}

DateRange FiscalCalendar::month(int year, int month) const {
  REBATE_REQUIRE(Date::kMinYear <= year && year <= Date::kMaxYear, "years 1 to 9999 have names");
  REBATE_REQUIRE(1 <= month && month <= 12, "a year has twelve months");
  return months(12 * year + month - 1, 1);
}

DateRange FiscalCalendar::containing(PeriodUnit unit, Date day) const {
  switch (unit) {
    case PeriodUnit::kDay:
      return DateRange::single(day);
    case PeriodUnit::kWeek:
      return {monday_of(day), monday_of(day).add_days(7)};
    case PeriodUnit::kHalfMonth:
    case PeriodUnit::kMonth:
    case PeriodUnit::kQuarter:
    case PeriodUnit::kHalf:
    case PeriodUnit::kYear:
      return group_holding({unit, 1, ""}, day, day);
    case PeriodUnit::kPolicy:
    case PeriodUnit::kRange:
      break;
  }
  REBATE_REQUIRE(false, "the calendar has no such unit");
  return {};
}

int FiscalCalendar::year_of(Date day) const { return year_of_month(month_holding(day)); }

int FiscalCalendar::quarter_of(Date day) const {
  const int month = month_holding(day);
  return (month - first_month_of_year(year_of_month(month))) / 3 + 1;
}

int FiscalCalendar::month_of(Date day) const {
  const int month = month_holding(day);
  return month - 12 * floor_divide(month, 12) + 1;
}

// --- cutting
// ---------------------------------------------------------------------------------------

/// The period of `spec` that holds `day`, uncut; several weeks, days and years count from `anchor`.
DateRange FiscalCalendar::group_holding(const PeriodSpec& spec, Date day, Date anchor) const {
  if (spec.unit == PeriodUnit::kWeek && spec.count == 1) return containing(spec.unit, day);
  if (spec.unit == PeriodUnit::kDay || spec.unit == PeriodUnit::kWeek) {
    const int length = spec.count * (spec.unit == PeriodUnit::kWeek ? 7 : 1);
    const int blocks = floor_divide(days_between(anchor, day), length);
    const Date begin = anchor.add_days(std::int64_t{blocks} * length);
    return {begin, begin.plus_days(length).value_or(Date::from_days(Date::kMaxDays))};
  }
  if (spec.unit == PeriodUnit::kYear) {
    const int first = year_of(anchor);
    const int groups = floor_divide(year_of(day) - first, spec.count);
    const int begin = first + groups * spec.count;
    const int end = std::min(begin + spec.count, std::max(begin + 1, Date::kMaxYear));
    return {month_begin(first_month_of_year(begin)), month_begin(first_month_of_year(end))};
  }
  const int first = 2 * first_month_of_year(year_of(day));
  const int size = half_months_of(spec.unit) * spec.count;
  const int begin = (half_month_holding(day) - first) / size * size;
  const int end = std::min(begin + size, kHalfMonthsOfYear);
  return {half_month_begin(first + begin), half_month_begin(first + end)};
}

std::vector<Period> FiscalCalendar::periods(const PeriodSpec& spec, const DateRange& valid) const {
  std::vector<Period> periods;
  if (spec.unit == PeriodUnit::kPolicy) {
    periods.push_back({valid, name(valid)});
    return periods;
  }
  if (spec.unit == PeriodUnit::kRange) {
    const std::optional<DateRange> whole = range(spec.range);
    REBATE_REQUIRE(whole.has_value(), "the range of a period spec can be read");
    if (const auto part = whole->intersect(valid)) periods.push_back({*part, name(*whole)});
    return periods;
  }
  const bool has_name = months_of(spec.unit) > 0;
  for (Date at = valid.begin; at < valid.end;) {
    const DateRange whole = group_holding(spec, at, valid.begin);
    const DateRange part{at, std::min(whole.end, valid.end)};
    periods.push_back({part, has_name ? name(whole) : part.to_string()});
    at = part.end;
  }
  return periods;
}

}  // namespace rebate
