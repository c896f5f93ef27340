// SPDX-License-Identifier: Apache-2.0
//
// Payout minimums: what a payee is owed of a rule, or of all rules, and was not paid yet stays open
// until it is worth a payment. A parent that gets 4.00 of each of two children is owed 8.00.
#pragma once

#include "settlement/earner_run.hpp"

#include <span>

namespace rebate {

/// Whether earners pay others what a minimum looks at, so that all of them must be known first.
bool has_shared_minimums(const Plan& plan);

/// Holds what is under the minimum of a rule, then what is under that of the policy. REQUIRES:
/// finish() was called for all.
void hold_minimums(const Plan& plan, std::span<EarnerRun* const> runs);

}  // namespace rebate
