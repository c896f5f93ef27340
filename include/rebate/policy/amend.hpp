// SPDX-License-Identifier: Apache-2.0
//
// A policy with an amendment: version 2 amends version 1 from 1 July 2025, replaces the rule
// "core-line" whole and takes "launch" away. The result is the document in force from then on; what
// happens to periods that span the date is for the settlement to do, as `running_periods` says.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/policy/policy.hpp"

namespace rebate {

/// Rules are replaced or added by id, declarations by name, tiers, calendar, limit and defaults
/// whole where the amendment states them. Places are those of the amendment. The result has no
/// amendment and can be checked. REQUIRES: amendment.amendment. FAILS: kAmendmentBase,
/// kUnknownReference, kRuleTwice, kNotADate, kMissingMember (running_periods, where a period of an
/// amended rule spans the date).
Result<Policy> amended(const Policy& base, const Policy& amendment);

}  // namespace rebate
