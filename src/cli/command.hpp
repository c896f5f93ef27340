// SPDX-License-Identifier: Apache-2.0
//
// The subcommands. Each file of this folder that is named after one declares its options and gives
// back what to do once they are read.
#pragma once

#include "cli/exit_code.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace rebate::cli {

using Action = std::function<ExitCode()>;

/// A subcommand: declare() adds its options to `app` and gives the action that runs with their
/// values.
struct Command {
  const char* name;
  const char* purpose;  ///< One line.
  const char* lesson;   ///< Printed below the options: what it does, an example.
  Action (*declare)(CLI::App& app);
};

Action declare_check(CLI::App& app);
Action declare_settle(CLI::App& app);
Action declare_explain(CLI::App& app);
Action declare_tally(CLI::App& app);
Action declare_merge(CLI::App& app);
Action declare_plan(CLI::App& app);
Action declare_schema(CLI::App& app);
Action declare_format(CLI::App& app);
Action declare_bands(CLI::App& app);

}  // namespace rebate::cli
