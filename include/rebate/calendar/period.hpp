// SPDX-License-Identifier: Apache-2.0
//
// Ranges of days, periods and the rule that cuts a policy's time into periods.
// Inside, a range is half-open: the first quarter is 2025-01-01 up to, not including, 2025-04-01.
// In text it names both its days: "2025-01-01..2025-03-31".
#pragma once

#include "rebate/calendar/date.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

/// Days from `begin` up to, not including, `end`. Never empty once built by of() or between().
struct DateRange {
  Date begin;
  Date end = Date::from_days(1);

  /// Half-open. REQUIRES: begin < end.
  [[nodiscard]] static DateRange of(Date begin, Date end);
  /// Both days included. REQUIRES: first <= last.
  [[nodiscard]] static DateRange between(Date first, Date last);
  [[nodiscard]] static DateRange single(Date day) { return between(day, day); }
  /// Every day that a Date can name.
  [[nodiscard]] static DateRange all();

  [[nodiscard]] Date last() const { return Date::from_days(end.days() - 1); }
  /// Number of days, at least 1.
  [[nodiscard]] std::int32_t days() const { return end.days() - begin.days(); }
  [[nodiscard]] bool contains(Date day) const { return begin <= day && day < end; }
  [[nodiscard]] bool contains(const DateRange& other) const {
    return begin <= other.begin && other.end <= end;
  }
  [[nodiscard]] bool overlaps(const DateRange& other) const {
    return begin < other.end && other.begin < end;
  }
  /// The days of both; nothing if there are none.
  [[nodiscard]] std::optional<DateRange> intersect(const DateRange& other) const;

  /// Both days included: "2025-01-01..2025-12-31"; a single day is "2025-01-01".
  [[nodiscard]] std::string to_string() const;

  friend bool operator==(const DateRange&, const DateRange&) = default;
  /// By begin, then end.
  friend bool operator<(const DateRange& a, const DateRange& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  }
};

/// A range that a rule is settled by, under the name that reports print: "2025-Q1".
struct Period {
  DateRange range;
  std::string name;

  friend bool operator==(const Period&, const Period&) = default;
};

enum class PeriodUnit {
  kDay,
  kWeek,
  kHalfMonth,
  kMonth,
  kQuarter,
  kHalf,
  kYear,
  kPolicy,  ///< All of the policy's valid days.
  kRange,   ///< One range that the rule names itself.
};

/// The word of the policy: "half_month". kRange has none and gives "".
[[nodiscard]] std::string_view to_text(PeriodUnit unit);
/// Nothing for other words than the eight of the policy.
[[nodiscard]] std::optional<PeriodUnit> period_unit_from_text(std::string_view text);
/// All eight words, shortest period first, for messages.
[[nodiscard]] const std::vector<std::string>& period_unit_words();
/// 1, 3, 6 or 12 months; 0 for units that are no whole months.
[[nodiscard]] int months_of(PeriodUnit unit);

/// How time is cut: `{kQuarter, 1, ""}`, `{kWeek, 2, ""}` for "2 week", `{kRange, 1, "2025-Q4"}`.
struct PeriodSpec {
  PeriodUnit unit = PeriodUnit::kYear;
  int count = 1;      ///< 1..kMaxCount; 1 for kPolicy and kRange.
  std::string range;  ///< As written, for kRange only; FiscalCalendar::range() reads it.

  static constexpr int kMaxCount = 1000;

  /// Reads "quarter", "2 week", "policy", "2025-Q4" or "2025-10-01..2025-12-31". Nothing for other
  /// text, "0 month" and "2 policy". What looks like a range is only checked for its shape: whether
  /// the day exists is for the calendar to say.
  [[nodiscard]] static std::optional<PeriodSpec> parse(std::string_view text);

  /// What parse() reads: parse(to_string()) is the same spec.
  [[nodiscard]] std::string to_string() const;

  friend bool operator==(const PeriodSpec&, const PeriodSpec&) = default;
};

}  // namespace rebate
