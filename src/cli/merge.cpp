// SPDX-License-Identifier: Apache-2.0
//
// rebate merge: tallies of different rows become one.
#include "rebate/codec/tally_file.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/run.hpp"
#include "cli/usage.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <vector>

namespace rebate::cli {
namespace {

struct Arguments {
  RunArguments run;
  std::vector<std::string> tallies;
  std::string out;
};

/// The same file twice would count its rows twice.
void refuse_repeated(const std::vector<std::string>& files) {
  for (std::size_t a = 0; a < files.size(); ++a) {
    for (std::size_t b = a + 1; b < files.size(); ++b) {
      std::error_code ignored;
      if (files[a] == files[b] || std::filesystem::equivalent(files[a], files[b], ignored)) {
        throw UsageError("'" + files[b] + "' is given twice: its rows would count twice.");
      }
    }
  }
}

std::shared_ptr<const Tally> value_or_throw(const Result<std::shared_ptr<const Tally>>& tally) {
  if (!tally.ok()) throw InputError(tally.issues());
  return *tally;
}

ExitCode merge_tallies(const Arguments& arguments) {
  refuse_repeated(arguments.tallies);
  Output output(arguments.out);
  const PlannedRun run = plan_arguments(arguments.run, Rows::kLeave);
  std::shared_ptr<const Tally> sum;
  for (const std::string& file : arguments.tallies) {
    const auto next = value_or_throw(restore_tally_file(file, *run.plan, *run.data.master));
    sum = sum == nullptr ? next : value_or_throw(merge(*run.plan, *sum, *next));
  }
  output.sink().append(save_tally(*sum));
  output.finish();
  return ExitCode::kDone;
}

}  // namespace

Action declare_merge(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_policy(app, arguments->run.policy);
  app.add_option("TALLY", arguments->tallies, "Files of 'rebate tally' or 'rebate merge'")
      ->required()
      ->type_name("FILE");
  add_data(app, arguments->run.data);
  add_as_of(app, arguments->run.as_of);
  add_kept(app, arguments->out);
  return [arguments] { return merge_tallies(*arguments); };
}

}  // namespace rebate::cli
