// SPDX-License-Identifier: Apache-2.0
//
// A programme of a maker of kitchen appliances that declares one of everything an expression can
// name.
#pragma once

#include "rebate/policy/check_expression.hpp"
#include "rebate/policy/policy.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rebate::testing {

/// REQUIRES: the text is right.
Expression expression(std::string_view text);
Cell cell(std::string text);

Policy sample_policy();

/// Names of sample_policy().
const Names& sample_names();

/// "Money", "Flag".
std::string name_of(Type type);

/// Where and of what an expression is checked, in short: `at_row()`, `at_line({"product.id"})`.
Expected at_who();
Expected at_row(std::string noun = {});
Expected at_line(std::vector<std::string> fixed = {}, std::string noun = {});
Expected at_rate();
Expected at_key();

}  // namespace rebate::testing
