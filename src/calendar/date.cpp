// SPDX-License-Identifier: Apache-2.0
//
// Days and civil dates. Years are shifted to begin in March, so that the leap day is a year's last
// and a day's place in its year is a linear formula of the month; eras of 400 years (146,097 days)
// repeat.
#include "rebate/calendar/date.hpp"

#include "rebate/base/require.hpp"

#include <algorithm>

namespace rebate {

namespace {

constexpr std::int32_t kDaysPerEra = 146097;
// From 0000-03-01, where the eras begin, to 1970-01-01.
constexpr std::int32_t kEpochFromEra = 719468;

constexpr std::int32_t floor_divide(std::int32_t a, std::int32_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::int32_t days_of(int year, int month, int day) {
  const std::int32_t march_year = month <= 2 ? year - 1 : year;
  const std::int32_t era = floor_divide(march_year, 400);
  const std::int32_t year_of_era = march_year - era * 400;
  const std::int32_t march_month = (month + 9) % 12;
  const std::int32_t day_of_year = (153 * march_month + 2) / 5 + day - 1;
  const std::int32_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * kDaysPerEra + day_of_era - kEpochFromEra;
}

bool exists(int year, int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

/// The number that two or four digits write, -1 if one is no digit.
int digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

Date Date::from_days(std::int32_t days) {
  REBATE_REQUIRE(kMinDays <= days && days <= kMaxDays, "a date is in the years 0 to 10000");
  return Date(days);
}

Date Date::of(int year, int month, int day) {
  REBATE_REQUIRE(0 <= year && year <= 10000 && exists(year, month, day), "the day exists");
  return Date(days_of(year, month, day));
}

std::optional<Date> Date::make(int year, int month, int day) {
  if (year < kMinYear || year > kMaxYear || !exists(year, month, day)) return std::nullopt;
  return Date(days_of(year, month, day));
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return make(digits(text.substr(0, 4)), digits(text.substr(5, 2)), digits(text.substr(8, 2)));
}

CivilDate Date::civil() const {
  const std::int32_t shifted = days_ + kEpochFromEra;
  const std::int32_t era = floor_divide(shifted, kDaysPerEra);
  const std::int32_t day_of_era = shifted - era * kDaysPerEra;
  const std::int32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int32_t march_month = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * march_month + 2) / 5 + 1;
  const int month = march_month < 10 ? march_month + 3 : march_month - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int Date::weekday() const {
  // 1970-01-01 was a Thursday.
  const std::int32_t from_monday = (days_ + 3) % 7;
  return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

std::optional<Date> Date::plus_days(std::int64_t count) const {
  constexpr std::int64_t kSpan = std::int64_t{kMaxDays} - kMinDays;
  if (count < -kSpan || count > kSpan) return std::nullopt;
  const std::int64_t days = days_ + count;
  if (days < kMinDays || days > kMaxDays) return std::nullopt;
  return Date(static_cast<std::int32_t>(days));
}

std::optional<Date> Date::plus_months(std::int64_t count) const {
  constexpr std::int64_t kSpan = 12 * 10001;
  if (count < -kSpan || count > kSpan) return std::nullopt;
  const CivilDate from = civil();
  const std::int64_t month = std::int64_t{12} * from.year + from.month - 1 + count;
  if (month < 0 || month >= kSpan) return std::nullopt;
  const int to_year = static_cast<int>(month / 12);
  const int to_month = static_cast<int>(month % 12) + 1;
  return Date(days_of(to_year, to_month, std::min(from.day, days_in_month(to_year, to_month))));
}

Date Date::add_days(std::int64_t count) const {
  const std::optional<Date> date = plus_days(count);
  REBATE_REQUIRE(date.has_value(), "a date is in the years 0 to 10000");
  return *date;
}

Date Date::add_months(std::int64_t count) const {
  const std::optional<Date> date = plus_months(count);
  REBATE_REQUIRE(date.has_value(), "a date is in the years 0 to 10000");
  return *date;
}

std::string Date::to_string() const {
  const CivilDate date = civil();
  std::string text;
  int scale = date.year > 9999 ? 10000 : 1000;
  for (; scale > 0; scale /= 10) text += static_cast<char>('0' + date.year / scale % 10);
  for (const int part : {date.month, date.day}) {
    text += '-';
    text += static_cast<char>('0' + part / 10);
    text += static_cast<char>('0' + part % 10);
  }
  return text;
}

int months_between(Date from, Date to) {
  if (to < from) return -months_between(to, from);
  const CivilDate a = from.civil();
  const CivilDate b = to.civil();
  const int months = 12 * (b.year - a.year) + b.month - a.month;
  // In the last month the day of `from` may not have come yet, or not exist at all.
  const int due = std::min(a.day, days_in_month(b.year, b.month));
  return b.day < due ? months - 1 : months;
}

}  // namespace rebate
