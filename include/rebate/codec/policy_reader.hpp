// SPDX-License-Identifier: Apache-2.0
//
// A policy from its JSON: read_policy() gives the rules as values, load_policy() also checks what
// they mean. Both report everything that is wrong at once, each mistake with line, column, JSON
// pointer and what would be right.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/policy/checked_policy.hpp"
#include "rebate/policy/policy.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace rebate {

/// `file_name` is only for places. Files that the policy names are not read.
/// FAILS: 10xx, 11xx, kRateOverWhole, kModeMissing, 30xx, kLimitExceeded.
Result<Policy> read_policy(std::string_view text, std::string file_name);

/// Reads the file and those that it names in `sets` and `tables`, relative to its folder.
/// FAILS: as above, and kFileMissing and the codes of CSV.
Result<Policy> read_policy_file(const std::string& path);

/// read_policy() and check(), with the mistakes of both in one list, in document order. What only
/// follows from a mistake already named is left out.
Result<std::shared_ptr<const CheckedPolicy>> load_policy(std::string_view text,
                                                         std::string file_name);
Result<std::shared_ptr<const CheckedPolicy>> load_policy_file(const std::string& path);

}  // namespace rebate
