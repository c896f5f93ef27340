// SPDX-License-Identifier: Apache-2.0
//
// Names of periods and back: "2025-Q1" is the first quarter of the year 2025 of this calendar.
#include "rebate/calendar/fiscal_calendar.hpp"

namespace rebate {

namespace {

/// The number that digits write; -1 if one is no digit or there are none.
int number_of(std::string_view text) {
  int number = text.empty() ? -1 : 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::string four_digits(int year) {
  const std::string digits = std::to_string(year);
  return std::string(4 - digits.size(), '0') + digits;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

constexpr std::string_view kForms =
    "write a period such as 2025, 2025-H1, 2025-Q1 or 2025-04, a day, or two days with two points "
    "between them";

/// Two days, both included.
std::optional<DateRange> days_from(std::string_view text, std::size_t points,
                                   std::string& problem) {
  const std::string_view sides[] = {text.substr(0, points), text.substr(points + 2)};
  std::optional<Date> days[2];
  for (int i = 0; i < 2; ++i) {
    days[i] = Date::parse(sides[i]);
    if (!days[i]) {
      problem = quoted(sides[i]) + " is no day of the calendar, written YYYY-MM-DD";
      return std::nullopt;
    }
  }
  if (*days[1] < *days[0]) {
    problem = quoted(text) + " ends before it begins";
    return std::nullopt;
  }
  return DateRange::between(*days[0], *days[1]);
}

}  // namespace

std::optional<DateRange> FiscalCalendar::range(std::string_view text, std::string* problem) const {
  std::string ignored;
  std::string& why = problem != nullptr ? *problem : ignored;
  if (const std::size_t points = text.find(".."); points != std::string_view::npos) {
    return days_from(text, points, why);
  }
  if (text.size() == 10) {
    if (const auto day = Date::parse(text)) return DateRange::single(*day);
    why = quoted(text) + " is no day of the calendar, written YYYY-MM-DD";
    return std::nullopt;
  }
  const int year_number = number_of(text.substr(0, 4));
  const bool has_year = text.size() >= 4 && year_number >= Date::kMinYear;
  if (has_year && text.size() == 4) return year(year_number);
  if (has_year && text.size() == 7 && text[4] == '-') {
    const std::string_view part = text.substr(5);
    const int number = number_of(part.substr(1));
    if (part[0] == 'Q' && 1 <= number && number <= 4) return quarter(year_number, number);
    if (part[0] == 'H' && 1 <= number && number <= 2) return half(year_number, number);
    const int month_number = number_of(part);
    if (1 <= month_number && month_number <= 12) return month(year_number, month_number);
  }
  why = quoted(text) + " is no period: " + std::string(kForms);
  return std::nullopt;
}

std::string FiscalCalendar::name(const DateRange& range) const {
  const int first = month_holding(range.begin);
  const int year_number = year_of_month(first);
  const int place = first - first_month_of_year(year_number);
  const int named_year = first / 12;
  if (month_begin(first) != range.begin || year_number < Date::kMinYear ||
      year_number > Date::kMaxYear || named_year < Date::kMinYear || named_year > Date::kMaxYear) {
    return range.to_string();
  }
  const std::string head = four_digits(year_number);
  const auto spans = [&](int count) { return month_begin(first + count) == range.end; };
  if (place == 0 && spans(12)) return head;
  if (place % 6 == 0 && spans(6)) return head + "-H" + std::to_string(place / 6 + 1);
  if (place % 3 == 0 && spans(3)) return head + "-Q" + std::to_string(place / 3 + 1);
  if (spans(1)) {
    const std::string month_number = std::to_string(first % 12 + 1);
    return four_digits(named_year) + (month_number.size() == 1 ? "-0" : "-") + month_number;
  }
  return range.to_string();
}

}  // namespace rebate
