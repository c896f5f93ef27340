// SPDX-License-Identifier: Apache-2.0
#include "cli/run.hpp"

#include "cli/issue_output.hpp"
#include "cli/progress_bar.hpp"
#include "cli/usage.hpp"

#include <algorithm>
#include <cstdio>

namespace rebate::cli {
namespace {

template <class T>
T value_or_throw(Result<T> result) {
  if (!result.ok()) throw InputError(std::move(result).issues());
  return *std::move(result);
}

struct Prepared {
  std::shared_ptr<const CheckedPolicy> policy;
  Dataset data;
  EvaluateOptions options;
};

/// Policy and data, with the warnings of both told.
Prepared prepare(const RunArguments& arguments, Rows rows, ProgressBar& bar) {
  if (arguments.data.empty()) {
    throw UsageError("--data is missing: the folder with partners.csv, sales.csv and the others.");
  }
  check_threads(arguments.threads);
  Prepared run;
  run.options.as_of = day_of("--as-of", arguments.as_of);
  run.options.threads = arguments.threads;
  run.options.wants_rows = rows == Rows::kRead;
  run.policy = read_checked_policy(arguments.policy);
  run.options.period = period_of(*run.policy, arguments.period);
  run.options.progress = bar.listener();
  Result<Dataset> data = read_data(*run.policy, arguments.data, run.options);
  bar.wipe();
  if (!data.ok()) throw InputError(std::move(data).issues());
  print_issues(data.issues());
  run.data = *std::move(data);
  return run;
}

}  // namespace

Evaluation evaluate_arguments(const RunArguments& arguments, const std::string& tally_file) {
  ProgressBar bar;
  Prepared prepared = prepare(arguments, tally_file.empty() ? Rows::kRead : Rows::kLeave, bar);
  Result<Evaluation> run =
      tally_file.empty()
          ? evaluate(prepared.policy, std::move(prepared.data), prepared.options)
          : evaluate_tally(prepared.policy, std::move(prepared.data), tally_file, prepared.options);
  bar.wipe();
  if (run.ok()) print_issues(run.issues());
  return value_or_throw(std::move(run));
}

PlannedRun plan_arguments(const RunArguments& arguments, Rows rows) {
  ProgressBar bar;
  Prepared prepared = prepare(arguments, rows, bar);
  Result<std::shared_ptr<const Plan>> plan =
      plan_for(prepared.policy, prepared.data, prepared.options);
  if (plan.ok()) print_issues(plan.issues());
  return {std::move(prepared.data), value_or_throw(std::move(plan))};
}

void require_known(const Evaluation& run, const LineFilter& filter) {
  if (!filter.rule.empty()) {
    std::vector<std::string> rules;
    for (const CheckedRule& rule : run.policy->rules) rules.push_back(rule.source.id);
    if (std::find(rules.begin(), rules.end(), filter.rule) == rules.end()) {
      throw UsageError("The policy has no rule '" + filter.rule + "'." +
                       did_you_mean(filter.rule, rules));
    }
  }
  if (filter.partner.empty()) return;
  for (const Line& line : run.settlement.lines()) {
    if (run.settlement.earner(line.earner) == filter.partner ||
        run.settlement.earner(line.payee) == filter.partner) {
      return;
    }
  }
  const Dictionary& ids = run.data.master->partners().ids();
  if (ids.find(filter.partner)) {
    throw UsageError("Partner '" + filter.partner + "' has no line in this settlement.");
  }
  std::vector<std::string> known;
  for (TextCode code = 1; code < ids.size(); ++code) known.emplace_back(ids.text(code));
  throw UsageError("There is no partner '" + filter.partner + "'." +
                   did_you_mean(filter.partner, known));
}

void print_text(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace rebate::cli
