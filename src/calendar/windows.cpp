// SPDX-License-Identifier: Apache-2.0
//
// Windows: ranges of days that stand in a relation to a period, such as the same quarter last year.
#include "rebate/calendar/fiscal_calendar.hpp"

#include <algorithm>

namespace rebate {

namespace {

constexpr int kFirstHalfMonth = 24 * Date::kMinYear;
constexpr int kEndHalfMonth = 24 * (Date::kMaxYear + 1);

std::optional<DateRange> within_years(const DateRange& range) {
  return DateRange::all().contains(range) ? std::optional(range) : std::nullopt;
}

bool in_years(std::int64_t half_month) {
  return kFirstHalfMonth <= half_month && half_month <= kEndHalfMonth;
}

std::optional<DateRange> days_moved(const DateRange& range, std::int64_t days) {
  const auto begin = range.begin.plus_days(days);
  const auto end = range.end.plus_days(days);
  if (!begin || !end) return std::nullopt;
  return within_years({*begin, *end});
}

}  // namespace

bool FiscalCalendar::has_whole_half_months(const DateRange& range) const {
  return half_month_begin(half_month_holding(range.begin)) == range.begin &&
         half_month_begin(half_month_holding(range.end)) == range.end;
}

std::optional<Date> FiscalCalendar::moved(Date day, int months) const {
  if (!has_weeks()) return day.plus_months(months);
  const int from = month_holding(day);
  const std::int64_t to = std::int64_t{from} + months;
  if (!in_years(2 * to)) return std::nullopt;
  const DateRange month = this->months(static_cast<int>(to), 1);
  const int place = days_between(month_begin(from), day);
  return month.begin.add_days(std::min(place, month.days() - 1));
}

/// What is whole half months moves from number to number, else an even number moves the first day
/// and the day after the last, so that what ends with a month ends with one.
std::optional<DateRange> FiscalCalendar::moved(const DateRange& range, int half_months) const {
  if (has_whole_half_months(range)) {
    const std::int64_t begin = std::int64_t{half_month_holding(range.begin)} + half_months;
    const std::int64_t end = std::int64_t{half_month_holding(range.end)} + half_months;
    if (!in_years(begin) || !in_years(end)) return std::nullopt;
    return within_years(
        {half_month_begin(static_cast<int>(begin)), half_month_begin(static_cast<int>(end))});
  }
  const auto begin = moved(range.begin, half_months / 2);
  const auto end = moved(range.end, half_months / 2);
  if (!begin || !end || *end <= *begin) return std::nullopt;
  return within_years({*begin, *end});
}

/// Whole weeks of a calendar with weeks, to the weeks of the same numbers; nothing if it is
/// something else.
std::optional<DateRange> FiscalCalendar::weeks_moved(const DateRange& range, int years) const {
  if (!has_weeks() || range.begin.weekday() != 1 || range.end.weekday() != 1) return std::nullopt;
  const int year = year_of(range.begin);
  const std::int64_t to_year = std::int64_t{year} + years;
  if (to_year < Date::kMinYear || to_year >= Date::kMaxYear) return std::nullopt;
  const DateRange target = this->year(static_cast<int>(to_year));
  const int week = days_between(week_year_begin(year), range.begin) / 7;
  const int weeks = range.days() / 7;
  const int first = std::min(week, target.days() / 7 - 1);
  return within_years(
      {target.begin.add_days(7 * first), target.begin.add_days(7 * (first + weeks))});
}

std::optional<DateRange> FiscalCalendar::years_ago(const DateRange& range, int count) const {
  if (count < -Date::kMaxYear || count > Date::kMaxYear) return std::nullopt;
  if (!has_whole_half_months(range)) {
    if (const auto weeks = weeks_moved(range, -count)) return weeks;
  }
  return moved(range, -24 * count);
}

std::optional<DateRange> FiscalCalendar::previous(const PeriodSpec& spec, const DateRange& range,
                                                  int count, bool is_part) const {
  constexpr std::int64_t kMost = 4 * 1000 * 1000;  // More than there are days in all years.
  if (count < 0 || count > kMost) return std::nullopt;
  if (count == 0) return range;
  switch (spec.unit) {
    case PeriodUnit::kDay:
    case PeriodUnit::kWeek: {
      // A period cut at the end of the policy has whole ones before it.
      const bool is_week = spec.unit == PeriodUnit::kWeek;
      const std::int64_t length = std::int64_t{spec.count} * (is_week ? 7 : 1);
      const Date begin = is_week && spec.count == 1
                             ? range.begin.add_days(1 - range.begin.weekday())
                             : range.begin;
      const auto end = begin.plus_days(length);
      const DateRange whole{begin, end.value_or(range.end)};
      return days_moved(is_part ? range : whole, -length * count);
    }
    case PeriodUnit::kPolicy:
    case PeriodUnit::kRange: {
      if (!has_whole_half_months(range))
        return days_moved(range, -std::int64_t{range.days()} * count);
      const std::int64_t back =
          std::int64_t{half_month_holding(range.end) - half_month_holding(range.begin)} * count;
      return back > kEndHalfMonth ? std::nullopt : moved(range, -static_cast<int>(back));
    }
    case PeriodUnit::kHalfMonth:
    case PeriodUnit::kMonth:
    case PeriodUnit::kQuarter:
    case PeriodUnit::kHalf:
    case PeriodUnit::kYear:
      break;
  }
  const DateRange own = group_holding(spec, range.begin, range.begin);
  DateRange before = own;
  if (spec.unit == PeriodUnit::kYear) {
    const std::int64_t year = year_of(own.begin) - std::int64_t{spec.count} * count;
    if (year < Date::kMinYear) return std::nullopt;
    before = months(first_month_of_year(static_cast<int>(year)), 12 * spec.count);
  } else {
    for (int i = 0; i < count; ++i) {
      const Date day = before.begin.add_days(-1);
      if (day < DateRange::all().begin) return std::nullopt;
      before = group_holding(spec, day, day);
    }
  }
  if (range == own || !is_part) return within_years(before);
  const int back = half_month_holding(before.begin) - half_month_holding(own.begin);
  const bool can_move = back % 2 == 0 || has_whole_half_months(range);
  const auto window = can_move ? moved(range, back) : std::optional(before);
  // A day past the closing day has none of its number in the period before: then all of that
  // counts.
  const auto both = window ? window->intersect(before) : std::nullopt;
  return both ? both : within_years(before);
}

DateRange FiscalCalendar::to_date(PeriodUnit unit, const DateRange& range) const {
  return {containing(unit, range.last()).begin, range.end};
}

std::optional<DateRange> FiscalCalendar::trailing(int count, PeriodUnit unit, Date end) const {
  REBATE_REQUIRE(count > 0, "a trailing window has at least one unit");
  REBATE_REQUIRE(unit != PeriodUnit::kPolicy && unit != PeriodUnit::kRange,
                 "the calendar has no such unit");
  if (unit == PeriodUnit::kDay || unit == PeriodUnit::kWeek) {
    const auto begin = end.plus_days(-std::int64_t{count} * (unit == PeriodUnit::kWeek ? 7 : 1));
    return begin ? within_years({*begin, end}) : std::nullopt;
  }
  const int size = unit == PeriodUnit::kHalfMonth ? 1 : 2 * months_of(unit);
  const std::int64_t half_months = std::int64_t{size} * count;
  const int at = half_month_holding(end);
  if (!in_years(at - half_months)) return std::nullopt;
  const int to = at - static_cast<int>(half_months);
  if (half_month_begin(at) == end) return within_years({half_month_begin(to), end});
  const Date last = end.add_days(-1);
  if (half_months % 2 == 0) {
    const auto before = moved(last, -static_cast<int>(half_months / 2));
    return before ? within_years({before->add_days(1), end}) : std::nullopt;
  }
  // An odd number of half months from a day inside one: from the same place of that half month.
  const int place = days_between(half_month_begin(half_month_holding(last)), last);
  const int from = half_month_holding(last) - static_cast<int>(half_months);
  const int length = days_between(half_month_begin(from), half_month_begin(from + 1));
  return within_years({half_month_begin(from).add_days(std::min(place, length - 1) + 1), end});
}

}  // namespace rebate
