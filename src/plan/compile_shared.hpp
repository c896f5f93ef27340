// SPDX-License-Identifier: Apache-2.0
//
// The last step of compiling: what lines of several rules share, in each of its periods. A budget
// of 1% of everybody's sales a quarter has an amount for every quarter.
#pragma once

#include "plan/cube_builder.hpp"
#include "plan/plan_parts.hpp"

namespace rebate {

/// Adds the budgets' amounts and the limit of a partner's sum, with their periods.
/// REQUIRES: the periods of all rules are compiled.
void compile_shared(Plan& plan, CubeBuilder& cubes);

}  // namespace rebate
