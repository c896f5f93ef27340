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
  const Users& of(std::uint32_t cell);

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
  std::map<std::vector<std::uint32_t>, Users> known_;
};

/// The first kMaxMarks rows of the table in cells that no rule uses, by date and id.
std::vector<RowMark> first_unused(const Plan& plan, int cube, const CubeCells& cells,
                                  const Master& master, const Ledger& ledger, const Table& table);

/// The first kMaxMarks of both, each once.
void merge_unused(std::vector<RowMark>& into, const std::vector<RowMark>& more);

/// The first kMaxMarks rows of all, by date and id.
std::vector<RowMark> first_rows(const Table& table);

}  // namespace rebate
