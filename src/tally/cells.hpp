// SPDX-License-Identifier: Apache-2.0
//
// The cells of a cube, partner by partner: what a settlement reads instead of rows.
//
//   partner D017:  stretch 4 | classes 0 2 1 | rows 12 | net 3,400.00 | quantity 31
//                  stretch 4 | classes 1 0 1 | rows  3 | net   120.00 | quantity  4
//
// Cells of a partner are sorted by stretch, then classes (one per row: by day, then id); classes
// are numbered in the order of their values. So the bytes do not depend on how the rows came.
#pragma once

#include "rebate/numeric/ratio.hpp"
#include "rebate/policy/value.hpp"
#include "plan/cube.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rebate {

/// The values of a dimension's atoms in one class, in the order of Dimension::atoms.
using ClassValues = std::vector<Value>;

/// A row that reports name: its date and id.
struct RowMark {
  Date day;
  std::string id;
  friend bool operator==(const RowMark&, const RowMark&) = default;
  friend bool operator<(const RowMark& a, const RowMark& b) {
    return a.day != b.day ? a.day < b.day : a.id < b.id;
  }
};

/// Most rows that a report names of one cell; texts say "and n more".
inline constexpr std::size_t kMaxMarks = 3;

/// What one accumulator holds for all cells. A sum is coefficients[cell] × 10^-scale unless `exact`
/// has the cell: a sum beyond 64 bits or one that is no decimal.
struct AccumulatorColumn {
  static constexpr std::int64_t kExact = INT64_MIN;
  static constexpr std::int32_t kMaxScale = 9;  ///< of coefficients; finer sums are exact ones
  std::int32_t scale = 0;
  std::vector<std::int64_t> coefficients;  ///< of kSum
  std::map<std::uint32_t, Ratio> exact;
  struct Extreme {
    Value value;   ///< missing: no row had one
    RowMark mark;  ///< of kFirst and kLast
  };
  std::vector<Extreme> extremes;       ///< of the other kinds
  std::vector<std::uint32_t> lacking;  ///< rows without the value; empty: none anywhere
  std::map<std::uint32_t, std::vector<RowMark>> lacking_marks;  ///< the first few of them

  Ratio sum(std::uint32_t cell) const;
  void set_sum(std::uint32_t cell, const Ratio& value);
  std::uint32_t lacking_rows(std::uint32_t cell) const {
    return lacking.empty() ? 0 : lacking[cell];
  }
};

struct CubeCells {
  std::vector<std::vector<ClassValues>> classes;  ///< per dimension: class -> values
  std::vector<std::uint32_t> offsets;             ///< by partner code; one more at the end
  std::vector<std::uint32_t> stretch;
  std::vector<std::vector<std::uint32_t>> class_of;  ///< per dimension: cell -> class
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> forward_rows;  ///< rows that are no return and no cancel
  std::vector<std::int32_t> first_day;      ///< the earliest row's
  std::vector<std::string> ids;             ///< of the row, in cubes that keep rows apart
  std::vector<AccumulatorColumn> accumulators;

  std::uint32_t size() const { return static_cast<std::uint32_t>(stretch.size()); }
};

}  // namespace rebate
