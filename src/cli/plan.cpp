// SPDX-License-Identifier: Apache-2.0
//
// rebate plan: how the policy is worked out over columns.
#include "rebate/plan/plan.hpp"

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
  std::string data;
  std::string as_of;
  std::string out;
};

ExitCode print_plan(const Arguments& arguments) {
  PlanOptions options;
  options.as_of = day_of("--as-of", arguments.as_of);
  Output output(arguments.out);
  const std::shared_ptr<const CheckedPolicy> policy = read_checked_policy(arguments.policy);
  std::shared_ptr<const Master> master = std::make_shared<const Master>();
  if (!arguments.data.empty()) {
    Result<Dataset> data = read_data(*policy, arguments.data);
    if (!data.ok()) throw InputError(std::move(data).issues());
    print_issues(data.issues());
    master = data->master;
    if (!options.as_of) options.as_of = data->as_of;
  }
  const Result<std::shared_ptr<const Plan>> plan = compile(policy, *master, options);
  if (!plan.ok()) throw InputError(plan.issues());
  print_issues(plan.issues());
  output.sink().append(to_text(**plan));
  output.finish();
  return ExitCode::kDone;
}

}  // namespace

Action declare_plan(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_policy(app, arguments->policy);
  add_data(app, arguments->data);
  app.add_option("--as-of", arguments->as_of, "What was known on this day")->type_name("DATE");
  add_out(app, arguments->out);
  return [arguments] { return print_plan(*arguments); };
}

}  // namespace rebate::cli
