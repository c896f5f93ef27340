// SPDX-License-Identifier: Apache-2.0
//
// A tally is what a settlement needs to know of a ledger: sums per partner and cell. Tallies of
// disjoint ledgers merge in any order to the same bytes; they are saved and restored.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/ledger/ledger.hpp"
#include "rebate/plan/plan.hpp"

#include <memory>
#include <string>

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

}  // namespace rebate
