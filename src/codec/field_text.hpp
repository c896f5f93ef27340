// SPDX-License-Identifier: Apache-2.0
//
// The text of one field, read as a number, a date or a flag: "1.234,50" of an export with decimal
// comma is 1234.50, "31.03.2025" is 2025-03-31. Nothing is guessed: what is not exactly of the form
// is a fault.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/numeric/decimal.hpp"
#include "rebate/calendar/date.hpp"
#include "rebate/ledger/column.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rebate::detail {

/// How a file writes dates: YYYY, MM and DD once each, with any other signs between them.
class DatePattern {
 public:
  /// YYYY-MM-DD.
  DatePattern() = default;
  /// "DD.MM.YYYY", "YYYYMMDD". Nothing for another text.
  static std::optional<DatePattern> parse(std::string_view pattern);

  std::optional<Date> read(std::string_view text) const;
  /// Digits stand where the pattern has letters, its signs where it has signs.
  bool fits(std::string_view text) const;
  const std::string& text() const { return pattern_; }

 private:
  std::string pattern_ = "YYYY-MM-DD";
  std::size_t year_ = 0, month_ = 5, day_ = 8;
};

/// How a file writes its fields.
struct FieldFormat {
  char decimal = '.';
  char group = '\0';  ///< Between groups of three digits; NUL: numbers are written without.
  DatePattern dates;

  bool is_plain_number() const { return decimal == '.' && group == '\0'; }
};

/// What is wrong with a field.
struct FieldFault {
  Code code{};
  std::string message;
  std::string expected;
  std::string suggestion;
};

/// A number: coefficient × 10^-scale where that fits 18 digits, else `wide`.
struct NumberText {
  std::int64_t coefficient = 0;
  std::int32_t scale = 0;
  std::optional<Decimal> wide;

  void negate();
  Decimal decimal() const { return wide ? *wide : Decimal::from_int64(coefficient, scale); }
};

std::optional<NumberText> read_number(std::string_view text, const FieldFormat& format,
                                      bool allows_percent);

/// Adds the field's value to the column, with its sign turned if `negate` and it is an amount.
/// False, with the fault, if it has none; the column then gets a missing value, so that rows stay
/// in step.
bool add_field(std::string_view text, const FieldFormat& format, bool negate, ColumnBuilder& column,
               FieldFault& fault);

}  // namespace rebate::detail
