// SPDX-License-Identifier: Apache-2.0
//
// A value is what an expression gives: 27,000 (a number), 'gold' (a text or a level), a date, a
// range of days, true or false, or nothing. Nothing ("missing") is one value and carries its first
// cause: "no target 'annual' for D017 in 2025".
#pragma once

#include "rebate/numeric/ratio.hpp"
#include "rebate/calendar/date.hpp"
#include "rebate/calendar/period.hpp"

#include <string>
#include <variant>
#include <vector>

namespace rebate {

/// Why a value is missing; decides the status of the line that meets it.
enum class MissingKind {
  kField,       ///< A row, partner or product lacks the field: the line is blocked.
  kNoTarget,    ///< No target on file, or a target of zero.
  kNoBaseline,  ///< The prior period is missing or not above zero.
  kNoTableRow,  ///< A table has no row for these keys.
  kNoFigure,    ///< A KPI, price or exchange rate is not on file.
  kDivision,    ///< Something was divided by zero.
};

struct Missing {
  MissingKind kind = MissingKind::kField;
  std::string cause;  ///< In words, with names: "sale.cost of row 17". Empty: not said.
  bool operator==(const Missing&) const { return true; }  // one value, whatever the cause
};

/// A level of a declared order, such as a tier: its name and its place in the order (0 the lowest).
struct Level {
  std::string name;
  int position = -1;
  bool operator==(const Level&) const = default;
};

class Value;
using ValueList = std::vector<Value>;

class Value {
 public:
  Value() : held_(Missing{}) {}
  Value(Missing missing) : held_(std::move(missing)) {}
  Value(Ratio number) : held_(std::move(number)) {}
  Value(std::string text) : held_(std::move(text)) {}
  Value(bool flag) : held_(flag) {}
  Value(Date date) : held_(date) {}
  Value(DateRange range) : held_(range) {}
  Value(Level level) : held_(std::move(level)) {}
  Value(ValueList list) : held_(std::move(list)) {}
  Value(const char*) = delete;

  bool is_missing() const { return std::holds_alternative<Missing>(held_); }
  bool is_number() const { return std::holds_alternative<Ratio>(held_); }
  bool is_text() const { return std::holds_alternative<std::string>(held_); }
  bool is_flag() const { return std::holds_alternative<bool>(held_); }
  bool is_date() const { return std::holds_alternative<Date>(held_); }
  bool is_range() const { return std::holds_alternative<DateRange>(held_); }
  bool is_level() const { return std::holds_alternative<Level>(held_); }
  bool is_list() const { return std::holds_alternative<ValueList>(held_); }

  const Missing& missing() const { return std::get<Missing>(held_); }
  const Ratio& number() const { return std::get<Ratio>(held_); }
  const std::string& text() const { return std::get<std::string>(held_); }
  bool flag() const { return std::get<bool>(held_); }
  Date date() const { return std::get<Date>(held_); }
  const DateRange& range() const { return std::get<DateRange>(held_); }
  const Level& level() const { return std::get<Level>(held_); }
  const ValueList& list() const { return std::get<ValueList>(held_); }

  bool operator==(const Value&) const = default;

 private:
  std::variant<Missing, Ratio, std::string, bool, Date, DateRange, Level, ValueList> held_;
};

}  // namespace rebate
