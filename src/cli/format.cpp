// SPDX-License-Identifier: Apache-2.0
//
// rebate format: a policy in the one spelling that everybody gets.
#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/policy_writer.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/issue_output.hpp"
#include "cli/output.hpp"
#include "cli/usage.hpp"

#include <CLI/CLI.hpp>

namespace rebate::cli {
namespace {

struct Arguments {
  std::string policy;
  std::string out;
};

// What the rules mean is not asked: a draft with mistakes may be laid out, too.
ExitCode format_policy(const Arguments& arguments) {
  Output output(arguments.out);
  const Result<Policy> policy = read_policy_file(arguments.policy);
  if (!policy.ok()) throw InputError(policy.issues());
  print_issues(policy.issues());
  output.sink().append(write_policy(*policy));
  output.finish();
  return ExitCode::kDone;
}

}  // namespace

Action declare_format(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_policy(app, arguments->policy);
  add_out(app, arguments->out);
  return [arguments] { return format_policy(*arguments); };
}

}  // namespace rebate::cli
