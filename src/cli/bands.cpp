// SPDX-License-Identifier: Apache-2.0
//
// rebate bands: prints the bands of a table of ranges, and what was decided on the way.
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/printed_bands.hpp"
#include "cli/usage.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <vector>

namespace rebate::cli {
namespace {

struct Arguments {
  std::vector<std::string> ranges;
  std::string step = "1";
  std::string method;
};

BreakMethod method_of(const std::string& word) {
  if (word.empty()) return BreakMethod::kUnstated;
  require_word("--method", word, {"stepped", "cumulative", "rolling", "total"});
  if (word == "stepped") return BreakMethod::kStepped;
  if (word == "cumulative") return BreakMethod::kCumulative;
  return word == "rolling" ? BreakMethod::kRolling : BreakMethod::kTotal;
}

ExitCode print_bands(const Arguments& arguments) {
  const std::optional<Decimal> step = Decimal::parse(arguments.step);
  if (!step || step->sign() <= 0)
    throw UsageError("--step is a number above zero, such as 1 or 0.01.");
  const PrintedBands bands =
      read_printed_bands(arguments.ranges, *step, method_of(arguments.method));
  Output output("");
  output.sink().append(bands.json + "\n");
  for (const std::string& decision : bands.decisions) output.sink().append(decision + "\n");
  output.finish();
  return ExitCode::kDone;
}

}  // namespace

Action declare_bands(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("RANGES", arguments->ranges,
                 "As the contract prints them: \"1-60 2%, 61-240 3%, 241+ 4%\"")
      ->required()
      ->type_name("TEXT");
  app.add_option("--step", arguments->step, "Distance from the end of a range to the next")
      ->type_name("NUMBER");
  app.add_option("--method", arguments->method,
                 "How the program that prints it pays: stepped, cumulative, rolling or total")
      ->type_name("METHOD");
  return [arguments] { return print_bands(*arguments); };
}

}  // namespace rebate::cli
