// SPDX-License-Identifier: Apache-2.0
//
// The fingerprint of a plan: equal for plans that keep the same of every row, so that sums kept
// under one may be read under the other. Another rate leaves it as it is; another set, cut or
// ladder does not.
#pragma once

#include "plan/plan_parts.hpp"

#include <cstdint>

namespace rebate {

std::uint64_t fingerprint_of(const Plan& plan);

}  // namespace rebate
