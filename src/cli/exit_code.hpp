// SPDX-License-Identifier: Apache-2.0
//
// What the command leaves to whoever called it.
#pragma once

namespace rebate::cli {

enum class ExitCode : int {
  kDone = 0,
  kProblems = 1,  ///< The policy or the data have problems; they are on standard error.
  kUsage = 2,     ///< The command was called wrongly.
  kInternal = 3,  ///< The machine failed, or the program has a defect.
};

}  // namespace rebate::cli
