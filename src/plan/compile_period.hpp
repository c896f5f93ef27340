// SPDX-License-Identifier: Apache-2.0
//
// The second step of compiling: a compiled rule in one of its periods becomes questions to cubes.
#pragma once

#include "plan/cube_builder.hpp"
#include "plan/plan_parts.hpp"

namespace rebate {

/// `part` is the rule period with its times; everything else is filled in. `rule` must stay where
/// it is as long as the result is used.
RulePeriod compile_period(const Plan& plan, const CompiledRule& rule, CubeBuilder& cubes,
                          RulePeriod part);

}  // namespace rebate
