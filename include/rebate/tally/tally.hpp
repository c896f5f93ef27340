// SPDX-License-Identifier: Apache-2.0
//
// A tally is what a settlement needs to know of a ledger: sums per partner and cell. Tallies of
// disjoint ledgers merge in any order to the same bytes; they are saved and restored.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/ledger/ledger.hpp"
#include "rebate/plan/plan.hpp"

#include <memory>
#include <span>
#include <vector>

namespace rebate {

struct TallyOptions {
  int threads = 0;  ///< 0: as many as the machine has
  /// The rows are all there ever were, as in a worked example: no window lies before what is known.
  bool is_complete = false;
  /// Every row by itself, the plain way that the quick one is tested against; the tally is the
  /// same.
  bool is_row_by_row = false;
};

class Tally;

std::shared_ptr<const Tally> tally(const Plan& plan, const Master& master, const Ledger& ledger,
                                   const TallyOptions& options = {});

/// FAILS: kTallyMismatch unless both come from this plan and the same partners.
Result<std::shared_ptr<const Tally>> merge(const Plan& plan, const Tally& a, const Tally& b);

/// The same of these partners' rows alone, which is what settling them anew takes. COST: by their
/// cells and the number of all partners, not by the rows or cells of the others. REQUIRES: codes
/// ascending. FAILS: as above.
Result<std::shared_ptr<const Tally>> merge(const Plan& plan, const Tally& a, const Tally& b,
                                           std::span<const TextCode> partners);

/// The partners that have rows in the tally, ascending.
std::vector<TextCode> partners_in(const Tally& tally);

}  // namespace rebate
