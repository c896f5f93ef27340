// SPDX-License-Identifier: Apache-2.0
//
// The list of subcommands, in the order in which one meets them.
#pragma once

#include "cli/command.hpp"

#include <span>

namespace rebate::cli {

std::span<const Command> all_commands();

}  // namespace rebate::cli
