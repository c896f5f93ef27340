// SPDX-License-Identifier: Apache-2.0
//
// Rows that no rule earns on, by their first few: "9 rows of sale without a rule, the first are
// S-17, S-20 and S-31". A cell's stretch and classes say who uses its rows, so that only the
// earliest rows are looked at one by one.
#pragma once

#include "rebate/ledger/ledger.hpp"
#include "rebate/master/master.hpp"
#include "plan/plan_parts.hpp"
#include "tally/cells.hpp"

#include <map>
#include <vector>

namespace rebate {

/// Rules that earn on rows; one that pays an amount for a KPI uses none.
bool earns_on_rows(const CompiledRule& rule);

/// The cube by which the coverage of its noun is told: rows by their own date, without keys.
bool tells_coverage(const Cube& cube);

/// Which rules look at the rows of a cell. It is the same for every partner and every batch of
/// rows, and worked out once for each stretch and combination of classes.
class CellUsers {
 public:
  struct Missed {  ///< a condition that met a missing value, and false nowhere
    int rule = 0;
    const Atom* condition = nullptr;
    std::string cause;
  };
  struct Users {
    std::vector<int> rules;  ///< that earn on the rows; ascending, each once
    std::vector<Missed> missed;
  };

  CellUsers(const Plan& plan, int cube, const CubeCells& cells);
  /// Cells of one stretch and the same classes are of one kind. Kinds are numbered from 0 as they
  /// are met: few they are, whatever the number of cells. COST: of a kind that was met a look-up.
  std::uint32_t kind_of(std::uint32_t cell);
  std::uint32_t kinds() const { return static_cast<std::uint32_t>(users_.size()); }
  const Users& users(std::uint32_t kind) const { return users_[kind]; }

 private:
  /// A rule in one of its periods.
  struct Look {
    const RulePeriod* period = nullptr;
    std::vector<std::pair<std::size_t, std::size_t>> places;  // Dimension and position of atoms.
  };

  Users look_up(std::uint32_t cell) const;

  const Cube& cube_;
  const CubeCells& cells_;
  std::vector<Look> looks_;
  std::vector<Users> users_;  // By kind.
  // The kind by stretch and classes: in a table where their numbers, each in its own bits, are
  // small together, else in a map.
  static constexpr std::uint32_t kUnknown = UINT32_MAX;
  static constexpr int kMostBits = 20;
  std::vector<int> shifts_;  // Of the classes' numbers, by dimension.
  std::vector<std::uint32_t> quick_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> known_;
};

/// The first kMaxMarks rows of the table in cells that no rule uses, by date and id.
std::vector<RowMark> first_unused(const Plan& plan, int cube, const CubeCells& cells,
                                  const Master& master, const Ledger& ledger, const Table& table);

/// The first kMaxMarks of both, each once.
void merge_unused(std::vector<RowMark>& into, const std::vector<RowMark>& more);

/// The first kMaxMarks rows of all, by date and id.
std::vector<RowMark> first_rows(const Table& table);

}  // namespace rebate
