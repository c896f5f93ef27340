// SPDX-License-Identifier: Apache-2.0
//
// Files that a policy names: "core": {"file": "core.csv", "column": "product"} lies beside the
// policy.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/policy/policy.hpp"

#include <cstddef>
#include <string>

namespace rebate::detail {

/// FAILS: kFileMissing, kLimitExceeded.
Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes);

/// Fills `loaded` of the policy's sets and tables. Paths are relative to the folder of
/// `policy_path`. FAILS: kFileMissing, kWrongValue (a column that the file does not have), the
/// codes of CSV.
void load_named_files(Policy& policy, const std::string& policy_path, Issues& issues);

}  // namespace rebate::detail
