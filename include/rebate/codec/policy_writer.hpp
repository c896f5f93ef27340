// SPDX-License-Identifier: Apache-2.0
//
// A policy as its JSON, in the one spelling that everybody gets: members in the order of the
// format, short forms where they exist, whole numbers as numbers and all others as texts, x-
// members kept at the end.
//   read_policy(write_policy(p)) == p, and write_policy(read_policy(text)) is stable.
#pragma once

#include "rebate/policy/policy.hpp"

#include <string>

namespace rebate {

/// UTF-8, two blanks a level, what fits on a line of 100 on one line, a newline at the end.
/// REQUIRES: every expression that stands in the policy has been parsed without mistakes.
std::string write_policy(const Policy& policy);

}  // namespace rebate
