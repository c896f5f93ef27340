// SPDX-License-Identifier: Apache-2.0
//
// The version of the program.
#pragma once

#include <string_view>

namespace rebate::cli {

#ifndef REBATE_VERSION
#error "the build names the version"
#endif
inline constexpr std::string_view kVersion = REBATE_VERSION;

}  // namespace rebate::cli
