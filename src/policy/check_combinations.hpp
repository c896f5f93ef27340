// SPDX-License-Identifier: Apache-2.0
//
// Do the lines of one rule lie inside those of another? A line per product.id lies inside one per
// product.line, a line per sale inside one per document; not the other way round.
#pragma once

#include "rebate/policy/checked_policy.hpp"

namespace rebate {

bool keys_lie_inside(const CheckedRule& inner, const CheckedRule& outer);

}  // namespace rebate
