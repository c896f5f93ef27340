// SPDX-License-Identifier: Apache-2.0
//
// A rule with the policy's defaults: {"when": {"per": "month"}} among the defaults gives its period
// to every rule that states none. Members are merged one level inside each part; a short form
// stands for its first member. `what` and `pay` of defaults do not reach combinations, and nothing
// reaches a member that a member may not have.
#pragma once

#include "rebate/policy/policy.hpp"

namespace rebate {

/// `is_member`: a combination names the rule.
Rule with_defaults(const Rule& rule, const Rule& defaults, bool is_member);

}  // namespace rebate
