// SPDX-License-Identifier: Apache-2.0
//
// What the format can say and this version cannot settle yet. Such a policy is read, checked and
// written like any other; to settle it is refused, naming every part, and nothing is ever left out
// in silence.
#pragma once

#include "rebate/plan/plan.hpp"

namespace rebate {

/// One kNotYetSupported issue for every part of the document, and of these rules, that cannot
/// settle yet.
Issues unsupported_parts(const CheckedPolicy& policy, const std::vector<int>& rules);

}  // namespace rebate
