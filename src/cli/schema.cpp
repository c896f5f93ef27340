// SPDX-License-Identifier: Apache-2.0
//
// rebate schema: the JSON Schema of policies, for editors and screens.
#include "rebate/codec/policy_schema.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"

#include <CLI/CLI.hpp>

namespace rebate::cli {
namespace {

struct Arguments {
  std::string language;
  std::string out;
};

ExitCode print_schema(const Arguments& arguments) {
  if (!arguments.language.empty()) static_cast<void>(language_of(arguments.language));
  Output output(arguments.out);
  output.sink().append(policy_schema(arguments.language));
  output.finish();
  return ExitCode::kDone;
}

}  // namespace

Action declare_schema(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("--lang", arguments->language, "Labels in this language only: en or zh")
      ->type_name("LANG");
  add_out(app, arguments->out);
  return [arguments] { return print_schema(*arguments); };
}

}  // namespace rebate::cli
