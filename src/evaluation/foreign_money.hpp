// SPDX-License-Identifier: Apache-2.0
//
// Amounts of two currencies are never added up: a policy converts them, or they are an error.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/ledger/ledger.hpp"
#include "rebate/policy/checked_policy.hpp"

namespace rebate {

/// kForeignMoney for the first row of each noun that is in another currency than the policy, with
/// how many there are; empty if there is none or the policy states `currencies`.
Issues foreign_money(const CheckedPolicy& policy, const Ledger& ledger);

}  // namespace rebate
