// SPDX-License-Identifier: Apache-2.0
//
// One use of each function of expressions, right in the sample policy: net_sales.during(prior). A
// function without a use fails the test of the vocabulary, and has no example in the reference.
#pragma once

#include "rebate/policy/vocabulary.hpp"

#include <map>
#include <string_view>
#include <utility>

namespace rebate::testing {

using FunctionUses = std::map<std::pair<WordKind, std::string_view>, const char*>;

const FunctionUses& function_uses();

}  // namespace rebate::testing
