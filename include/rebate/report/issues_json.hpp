// SPDX-License-Identifier: Apache-2.0
//
// Issues as JSON, for editors and build servers:
//   [{"code": "RB2204", "name": "policy.band.not_ascending", "severity": "error", "file": ...}]
#pragma once

#include "rebate/base/issue.hpp"

#include <string>

namespace rebate {

/// An array with one issue a line of text; members that are not known are left out.
std::string issues_json(const Issues& issues);

}  // namespace rebate
