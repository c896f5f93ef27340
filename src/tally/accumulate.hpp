// SPDX-License-Identifier: Apache-2.0
//
// Adds rows into one accumulator's column of cells, for one thread.
#pragma once

#include "rebate/ledger/table.hpp"
#include "plan/cube.hpp"
#include "tally/cells.hpp"
#include "tally/row_environment.hpp"

namespace rebate {

class RowAdder {
 public:
  RowAdder(const Accumulator& accumulator, const Cube& cube, const Table& table);

  /// One more cell, empty.
  void add_cell();
  /// Adds the row to the cell.
  void add(std::uint32_t cell, RowIndex row, TextCode partner, RowEnvironment& environment);

  /// What was added so far.
  AccumulatorColumn& column() { return column_; }
  AccumulatorColumn take() { return std::move(column_); }

 private:
  void add_number(std::uint32_t cell, const Ratio& number);
  void add_lacking(std::uint32_t cell, RowIndex row);
  void add_extreme(std::uint32_t cell, const Value& value, RowIndex row);
  RowMark mark_of(RowIndex row) const;

  const Accumulator& accumulator_;
  const Column* plain_ = nullptr;  // The sum of one column: the common case, without evaluating.
  const Column* dates_ = nullptr;
  const Column* ids_ = nullptr;
  AccumulatorColumn column_;
};

/// Digits after the point of the coefficients that a scan of this table sums the formula in.
std::int32_t sum_scale(const Formula& formula, const Cube& cube, const Table& table);

/// True if `candidate` takes the place of `held` in an accumulator of this kind.
bool replaces(Aggregate kind, const AccumulatorColumn::Extreme& candidate,
              const AccumulatorColumn::Extreme& held);

/// Keeps the first kMaxMarks of both.
void merge_marks(std::vector<RowMark>& into, const std::vector<RowMark>& more);

/// One form for equal contents: the smallest scale that serves, nothing exact that fits.
void normalize(AccumulatorColumn& column);

}  // namespace rebate
