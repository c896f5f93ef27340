// SPDX-License-Identifier: Apache-2.0
//
// What the format can say and this version cannot settle yet. Such a policy is read, checked and written
// like any other; to settle it is refused, naming every part, and nothing is ever left out in silence.
#pragma once

#include "rebate/policy/checked_policy.hpp"

namespace rebate {

/// One kNotSupported issue for every part of every rule that cannot settle yet.
Issues unsupported_parts(const CheckedPolicy& policy);

/// The same for one rule, for worked examples that need only some rules.
Issues unsupported_parts(const CheckedPolicy& policy, const CheckedRule& rule);

}  // namespace rebate
