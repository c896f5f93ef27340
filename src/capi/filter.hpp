// SPDX-License-Identifier: Apache-2.0
//
// Which lines the caller asks for. A rule or partner that nobody knows is a slip, not an empty
// list.
#pragma once

#include "rebate/report/settlement_csv.hpp"
#include "capi/guard.hpp"

namespace rebate::capi {

/// FAILS: REBATE_NOT_FOUND with the nearest right word.
LineFilter filter_of(const rebate_settlement& settlement, const rebate_options& options);

}  // namespace rebate::capi
