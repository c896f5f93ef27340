// SPDX-License-Identifier: Apache-2.0
//
// Issues on standard error, for people.
#pragma once

#include "rebate/base/issue.hpp"

namespace rebate::cli {

/// At most kMostIssues of them, errors first where not all fit, and then how many more there are.
void print_issues(const Issues& issues);

}  // namespace rebate::cli
