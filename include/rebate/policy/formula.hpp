// SPDX-License-Identifier: Apache-2.0
//
// A formula is a checked expression: every name is resolved, every node has a type, and what an
// aggregate sees is written at the aggregate. `growth(net_sales.where(product.line == 'L01'))`
// becomes kGrowth over an aggregate sum of sale.net whose scope holds the condition.
//
// Formulas are plain values: plan/ compiles them, explanation/ prints them, nobody changes them.
#pragma once

#include "rebate/calendar/period.hpp"
#include "rebate/policy/value.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rebate {

enum class Type : std::uint8_t {
  kNumber,
  kMoney,
  kQuantity,
  kRatio,
  kText,
  kFlag,
  kDate,
  kRange,
  kList,
  kLevel,
};

struct Formula;
using FormulaPtr = std::shared_ptr<const Formula>;

enum class Op : std::uint8_t {
  // leaves
  kConstant,  ///< value
  kField,   ///< noun.field of the row, its product, customer, invoice, or of the partner or branch
  kPeriod,  ///< period.<field>: start end days month quarter year elapsed; field empty: the range
  kAsOf,    ///< the settlement's date
  kIt,      ///< the value of one key inside .by()
  // operators, operands in children
  kNot,
  kNegate,
  kAnd,
  kOr,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kIn,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kConditional,
  // functions, arguments in children
  kMin,
  kMax,
  kAbs,
  kClamp,
  kFloor,
  kCeil,
  kRound,
  kMod,
  kDays,
  kMonths,
  kAddDays,
  kAddMonths,
  kYear,
  kMonth,
  kQuarter,
  kWeekday,
  kStartsWith,
  kEndsWith,
  kContains,
  kHas,
  kDefault,
  // figures; `name` is what the text in brackets names
  kTarget,
  kAttainment,
  kKpi,
  kScore,
  kGrade,
  kEarned,
  kPayable,
  kBalance,
  kGrowth,   ///< children[0] the measure
  kStreak,   ///< children[0] the condition, children[1] at most so many
  kRank,     ///< children[0] the measure, further ones decide ties
  kOffered,  ///< noun.field: distinct values in the product master
  kPrice,    ///< children: list, product, date
  kConvert,  ///< children: amount, currency, date
  kDaysIn,   ///< children[0] a range
  kTable,    ///< table `name`, its column `field`
  kNamed,    ///< the measure, condition or set `name`; children[0] is what it stands for
  // rows
  kAggregate,  ///< aggregate over rows of `noun`; children[0] the row formula (none for count)
  kByKey,      ///< children[0] a measure per key children[1]; `reducer`; children[2] its argument
};

enum class Aggregate : std::uint8_t {
  kSum,
  kCount,
  kDistinct,
  kAverage,
  kSmallest,
  kLargest,
  kFirst,
  kLast,
};

enum class Reducer : std::uint8_t { kCount, kAll, kSum, kSmallest, kLargest, kTop };

/// A window over time, relative to the line's period (or to the window outside it).
struct Window {
  enum class Kind : std::uint8_t {
    kPeriod,
    kYearsAgo,
    kPrevious,
    kToDate,
    kTrailing,
    kLifetime,
    kSoFar,
    kBetween,
    kRange,
  };
  Kind kind = Kind::kPeriod;
  int count = 0;      ///< years of kYearsAgo (last_year is 1), periods of kPrevious (prior is 1),
                      ///< units of kTrailing
  PeriodUnit unit{};  ///< of kToDate and kTrailing
  FormulaPtr first, last;  ///< days of kBetween, both included
  std::string range;       ///< of kRange, as written: "2024", "2025-Q3", in the policy's calendar
  bool operator==(const Window&) const = default;
};

/// Which rows an aggregate sees, beside what its rule says.
struct Scope {
  enum class Among : std::uint8_t { kEarner, kBelow, kAll, kSameField };
  enum class Within : std::uint8_t { kLine, kField, kAll };
  std::vector<FormulaPtr> where;  ///< conditions on the row; all must hold
  std::vector<Window> windows;    ///< outermost first: each is taken relative to the one before
  Among among = Among::kEarner;
  std::string among_field;  ///< of partner, for kSameField
  Within within = Within::kLine;
  FormulaPtr within_field;     ///< kField: rows that share this field with the line
  bool is_unfiltered = false;  ///< unfiltered(m): neither the rule's `what` nor its key
};

struct Formula {
  Op op = Op::kConstant;
  Type type = Type::kNumber;
  Value value;        ///< kConstant
  std::string noun;   ///< kField, kOffered, kAggregate
  std::string field;  ///< kField, kPeriod, kOffered, kTable
  std::string name;   ///< figures, kTable, kNamed
  std::vector<FormulaPtr> children;
  Aggregate aggregate = Aggregate::kSum;
  Reducer reducer = Reducer::kCount;
  Scope scope;       ///< kAggregate; kEarned and kPayable use among and windows
  std::string text;  ///< canonical text of the expression this came from
};

}  // namespace rebate
