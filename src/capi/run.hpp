// SPDX-License-Identifier: Apache-2.0
//
// The steps of a run that more than one call makes, each without its guard.
#pragma once

#include "capi/progress.hpp"

namespace rebate::capi {

std::unique_ptr<rebate_plan> compile_plan(const rebate_policy& policy, const rebate_data& data,
                                          const rebate_options& options);

std::shared_ptr<const Tally> add_up(const rebate_plan& plan, const Dataset& data,
                                    const rebate_options& options, Progress& progress);

}  // namespace rebate::capi
