// SPDX-License-Identifier: Apache-2.0
//
// The house drawn from its own files: floors from the top down, what each includes, how many files
// and lines it has, and the largest file. `build/dev/tests/form/house` prints it.
#pragma once

#include "form/layer_table.hpp"
#include "form/source_tree.hpp"

#include <string>

namespace rebate::form {

std::string picture(const SourceTree& tree);

}  // namespace rebate::form
