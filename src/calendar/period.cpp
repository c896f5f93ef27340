// SPDX-License-Identifier: Apache-2.0
//
// Ranges and the words that cut time into periods.
#include "rebate/calendar/period.hpp"

#include "rebate/base/require.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rebate {

namespace {

constexpr std::array<std::pair<std::string_view, PeriodUnit>, 8> kWords{{
    {"day", PeriodUnit::kDay},
    {"week", PeriodUnit::kWeek},
    {"half_month", PeriodUnit::kHalfMonth},
    {"month", PeriodUnit::kMonth},
    {"quarter", PeriodUnit::kQuarter},
    {"half", PeriodUnit::kHalf},
    {"year", PeriodUnit::kYear},
    {"policy", PeriodUnit::kPolicy},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// True if the text begins as a year does: what follows may be wrong, but a range is meant.
bool looks_like_range(std::string_view text) {
  return text.size() >= 4 && std::all_of(text.begin(), text.begin() + 4, is_digit) &&
         (text.size() == 4 || text[4] == '-' || text[4] == '.') &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || c == '-' || c == '.' || c == 'Q' || c == 'H';
         });
}

/// The leading number of "2 week" up to kMaxCount, 0 if there is none.
int leading_count(std::string_view digits) {
  if (digits.empty() || digits.size() > 4 || digits.front() == '0') return 0;
  int count = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return 0;
    count = count * 10 + (c - '0');
  }
  return count <= PeriodSpec::kMaxCount ? count : 0;
}

}  // namespace

DateRange DateRange::of(Date begin, Date end) {
  REBATE_REQUIRE(begin < end, "a range has at least one day");
  return {begin, end};
}

DateRange DateRange::between(Date first, Date last) {
  REBATE_REQUIRE(first <= last, "a range has at least one day");
  return {first, last.add_days(1)};
}

DateRange DateRange::all() {
  return {Date::of(Date::kMinYear, 1, 1), Date::of(Date::kMaxYear + 1, 1, 1)};
}

std::optional<DateRange> DateRange::intersect(const DateRange& other) const {
  const Date first = std::max(begin, other.begin);
  const Date stop = std::min(end, other.end);
  if (stop <= first) return std::nullopt;
  return DateRange{first, stop};
}

std::string DateRange::to_string() const {
  if (days() == 1) return begin.to_string();
  return begin.to_string() + ".." + last().to_string();
}

std::string_view to_text(PeriodUnit unit) {
  for (const auto& [word, value] : kWords) {
    if (value == unit) return word;
  }
  return "";
}

std::optional<PeriodUnit> period_unit_from_text(std::string_view text) {
  for (const auto& [word, value] : kWords) {
    if (word == text) return value;
  }
  return std::nullopt;
}

const std::vector<std::string>& period_unit_words() {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> list;
    for (const auto& [word, value] : kWords) list.emplace_back(word);
    return list;
  }();
  return words;
}

int months_of(PeriodUnit unit) {
  switch (unit) {
    case PeriodUnit::kMonth:
      return 1;
    case PeriodUnit::kQuarter:
      return 3;
    case PeriodUnit::kHalf:
      return 6;
    case PeriodUnit::kYear:
      return 12;
    case PeriodUnit::kDay:
    case PeriodUnit::kWeek:
    case PeriodUnit::kHalfMonth:
    case PeriodUnit::kPolicy:
    case PeriodUnit::kRange:
      return 0;
  }
  return 0;
}

std::optional<PeriodSpec> PeriodSpec::parse(std::string_view text) {
  if (const auto unit = period_unit_from_text(text)) return PeriodSpec{*unit, 1, ""};
  if (looks_like_range(text)) return PeriodSpec{PeriodUnit::kRange, 1, std::string(text)};
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const int count = leading_count(text.substr(0, blank));
  const auto unit = period_unit_from_text(text.substr(blank + 1));
  if (count == 0 || !unit || (*unit == PeriodUnit::kPolicy && count != 1)) return std::nullopt;
  return PeriodSpec{*unit, count, ""};
}

std::string PeriodSpec::to_string() const {
  if (unit == PeriodUnit::kRange) return range;
  const std::string word(to_text(unit));
  return count == 1 ? word : std::to_string(count) + " " + word;
}

}  // namespace rebate
