// SPDX-License-Identifier: Apache-2.0
//
// The inside of a Tally: cells of every cube of the plan, and what is known of each noun as a
// whole.
#pragma once

#include "rebate/tally/tally.hpp"
#include "tally/cells.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rebate {

struct NounTotals {
  std::uint64_t rows = 0;
  std::optional<Date> known_from;  ///< rows are complete from this day on
  std::vector<RowMark> unused;     ///< the first kMaxMarks rows that no rule earns on
};

class Tally {
 public:
  std::uint64_t plan_fingerprint = 0;
  std::uint32_t partner_count = 0;             ///< codes 1 to partner_count, as the master's
  std::shared_ptr<const Dictionary> partners;  ///< the ids that the codes stand for
  bool is_complete = false;                    ///< rows are complete at all times
  std::vector<CubeCells> cubes;                ///< as Plan::cubes
  std::map<std::string, NounTotals> nouns;     ///< of every table of the ledger

  /// The codes of both stand for the same partners.
  bool has_partners_of(const Dictionary& other) const { return *partners == other; }
};

}  // namespace rebate
