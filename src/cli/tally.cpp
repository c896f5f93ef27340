// SPDX-License-Identifier: Apache-2.0
//
// rebate tally: adds the rows up once and keeps the sums.
#include "rebate/codec/tally_file.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/run.hpp"

#include <CLI/CLI.hpp>

namespace rebate::cli {
namespace {

struct Arguments {
  RunArguments run;
  std::string out;
};

ExitCode keep_sums(const Arguments& arguments) {
  Output output(arguments.out);
  const PlannedRun run = plan_arguments(arguments.run, Rows::kRead);
  TallyOptions options;
  options.threads = arguments.run.threads;
  output.sink().append(save_tally(*tally(*run.plan, *run.data.master, run.data.ledger, options)));
  output.finish();
  return ExitCode::kDone;
}

}  // namespace

Action declare_tally(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_policy(app, arguments->run.policy);
  add_data(app, arguments->run.data);
  add_as_of(app, arguments->run.as_of);
  add_threads(app, arguments->run.threads);
  add_kept(app, arguments->out);
  return [arguments] { return keep_sums(*arguments); };
}

}  // namespace rebate::cli
