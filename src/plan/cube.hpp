// SPDX-License-Identifier: Apache-2.0
//
// A cube says what a scan of one noun's rows must keep. Its atoms are row formulas that some rule
// tells rows apart by: product.line == 'L01' (a condition) or product.line (a key). Rows of a
// partner on which all atoms agree, in the same stretch of days, fall into one cell, and a cell
// keeps sums.
//
//   cube of sale: atoms [product.line in core] [product.state == 'eol'], sums [net] [quantity],
//   days cut at 2025-01-01, 2025-04-01, ...
//
// Keys (a document, a product line) make a cube of their own, so that the cells of all other rules
// stay few.
#pragma once

#include "rebate/calendar/period.hpp"
#include "rebate/policy/formula.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rebate {

/// At which moment a row formula is asked: dated attributes, the line's period and the settlement's
/// date may change its answer. What the formula does not read is not set, so that equal questions
/// are equal.
struct Instant {
  /// Attributes count as of the last day of this range on which their bearer is valid; not set: as
  /// of the row's own date, or the formula reads no attributes.
  std::optional<DateRange> attributes;
  std::optional<DateRange> period;
  std::optional<Date> as_of;
  bool operator==(const Instant&) const = default;
};

struct Atom {
  FormulaPtr formula;
  Instant instant;
};

/// What a cell keeps of a row formula, beside its count of rows.
struct Accumulator {
  Aggregate kind = Aggregate::kSum;  ///< kSum, kSmallest, kLargest, kFirst or kLast
  Atom atom;
};

/// Atoms that the same columns decide; a class of the dimension is one combination of their values.
struct Dimension {
  std::vector<int> atoms;
  bool partner = false;  ///< the row's partner decides
  bool product = false;
  bool customer = false;
  bool day = false;          ///< the row's date decides
  std::string column;        ///< one text column of the row decides
  bool is_computed = false;  ///< several columns decide: worked out row by row
};

struct Cube {
  std::string noun;
  std::string date_field = "date";
  bool per_row = false;           ///< every row is a cell of its own, under its id
  std::vector<std::string> keys;  ///< identities of the keys that made this cube, sorted
  std::vector<Atom> atoms;
  std::vector<Dimension> dimensions;
  std::vector<Accumulator> accumulators;
  std::vector<Date> cuts;  ///< days at which a stretch begins, ascending
};

/// Stretches [first, last) of a cube: stretch 0 lies before the first cut, stretch i begins at cut
/// i-1.
struct Stretches {
  int first = 0;
  int last = 0;
};

}  // namespace rebate
