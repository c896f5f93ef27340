// SPDX-License-Identifier: Apache-2.0
//
// A bound of a band as documents write it: 80%, 1500, proposal. Levels are names for people and
// need not be names of expressions: "gold plus" and 金牌 are texts.
#pragma once

#include "rebate/policy/expression.hpp"

#include <string>
#include <string_view>

namespace rebate::detail {

/// FAILS: the 30xx codes, of what begins like a figure and is none.
Expression read_bound(std::string_view text, const Place& place, Issues& issues);

/// The shortest text that read_bound() reads back. REQUIRES: bound.is_set().
std::string bound_text(const Expression& bound);

}  // namespace rebate::detail
