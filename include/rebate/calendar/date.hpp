// SPDX-License-Identifier: Apache-2.0
//
// A date is one day of the proleptic Gregorian calendar, kept as the number of days since
// 1970-01-01: 2025-03-31 is 20178. No time of day and no time zone exist inside.
//
// Text names the years 1 to 9999. A Date may lie one year beyond on either side, so that the
// half-open end of 9999-12-31 and the neighbours of a first period exist.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rebate {

/// Year, month 1..12 and day 1..31 of one date.
struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;

  bool operator==(const CivilDate&) const = default;
};

/// Length of a month in days: 28 to 31. REQUIRES: 1 <= month <= 12.
[[nodiscard]] constexpr int days_in_month(int year, int month) {
  constexpr int kLength[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && is_leap ? 29 : kLength[month - 1];
}

class Date {
 public:
  static constexpr int kMinYear = 1;
  static constexpr int kMaxYear = 9999;
  static constexpr std::int32_t kMinDays = -719528;  ///< 0000-01-01.
  static constexpr std::int32_t kMaxDays = 2933261;  ///< 10000-12-31.

  /// 1970-01-01.
  constexpr Date() = default;

  /// REQUIRES: kMinDays <= days <= kMaxDays.
  [[nodiscard]] static Date from_days(std::int32_t days);

  /// REQUIRES: the day exists, in a year from 0 to 10000.
  [[nodiscard]] static Date of(int year, int month, int day);

  /// Nothing if the day does not exist or the year is not 1..9999.
  [[nodiscard]] static std::optional<Date> make(int year, int month, int day);

  /// Strictly YYYY-MM-DD, ten characters: "2025-3-1", "2025-02-30" and " 2025-03-01" are nothing.
  [[nodiscard]] static std::optional<Date> parse(std::string_view text);

  [[nodiscard]] constexpr std::int32_t days() const { return days_; }
  [[nodiscard]] CivilDate civil() const;
  [[nodiscard]] int year() const { return civil().year; }
  [[nodiscard]] int month() const { return civil().month; }
  [[nodiscard]] int day() const { return civil().day; }
  /// Calendar quarter 1..4: April is in 2.
  [[nodiscard]] int quarter() const { return (civil().month + 2) / 3; }
  /// Monday is 1, Sunday is 7.
  [[nodiscard]] int weekday() const;

  /// Nothing if the result lies outside the years a Date can hold.
  [[nodiscard]] std::optional<Date> plus_days(std::int64_t count) const;
  /// The same day of a later (negative: earlier) month, or that month's last: 31 January + 1 is
  /// the last of February. Nothing if the result lies outside the years a Date can hold.
  [[nodiscard]] std::optional<Date> plus_months(std::int64_t count) const;

  /// As plus_days and plus_months. REQUIRES: the result is a Date.
  [[nodiscard]] Date add_days(std::int64_t count) const;
  [[nodiscard]] Date add_months(std::int64_t count) const;

  /// "2025-03-31".
  [[nodiscard]] std::string to_string() const;

  friend constexpr bool operator==(Date, Date) = default;
  friend constexpr auto operator<=>(Date, Date) = default;

 private:
  constexpr explicit Date(std::int32_t days) : days_(days) {}

  std::int32_t days_ = 0;
};

/// Days from `from` to `to`; negative if `to` is earlier. days_between(1 March, 11 March) is 10.
[[nodiscard]] constexpr std::int32_t days_between(Date from, Date to) {
  return to.days() - from.days();
}

/// Whole months from `from` to `to`: the most months that can be added to `from` without passing
/// `to`. 31 January to 28 February 2025 is 1, to 27 February is 0. Negative, mirrored, if `to` is
/// earlier.
[[nodiscard]] int months_between(Date from, Date to);

}  // namespace rebate

template <>
struct std::hash<rebate::Date> {
  std::size_t operator()(rebate::Date date) const noexcept {
    return std::hash<std::int32_t>{}(date.days());
  }
};
