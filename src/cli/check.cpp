// SPDX-License-Identifier: Apache-2.0
//
// rebate check: is the policy right, and do its examples come out as it says?
#include "rebate/codec/json.hpp"
#include "rebate/report/issues_json.hpp"
#include "rebate/evaluation/example.hpp"
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
  std::string format = "text";
};

struct Counts {
  std::size_t rules = 0, examples = 0;
  std::size_t right = 0, wrong = 0, not_supported = 0;
};

// An example is right only if all that it expects is; what cannot be worked out is never right.
Counts count(const std::vector<ExampleOutcome>& outcomes, const CheckedPolicy& policy) {
  Counts counts;
  counts.rules = policy.rules.size();
  counts.examples = policy.source->examples.size();
  using Verdict = ExampleOutcome::Verdict;
  std::vector<Verdict> verdicts(counts.examples, Verdict::kRight);
  for (const ExampleOutcome& outcome : outcomes) {
    Verdict& verdict = verdicts[static_cast<std::size_t>(outcome.example)];
    if (outcome.verdict == Verdict::kWrong) verdict = Verdict::kWrong;
    if (outcome.verdict == Verdict::kNotSupported && verdict == Verdict::kRight) {
      verdict = Verdict::kNotSupported;
    }
  }
  for (const Verdict verdict : verdicts) {
    counts.right += verdict == Verdict::kRight;
    counts.wrong += verdict == Verdict::kWrong;
    counts.not_supported += verdict == Verdict::kNotSupported;
  }
  return counts;
}

std::string number_of(std::size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

std::string counts_text(const Counts& counts) {
  std::string text = number_of(counts.rules, "rule") + ", " + number_of(counts.examples, "example");
  if (counts.examples == 0) return text;
  text +=
      ": " + std::to_string(counts.right) + " right, " + std::to_string(counts.wrong) + " wrong";
  if (counts.not_supported > 0) {
    text += ", " + std::to_string(counts.not_supported) + " not yet supported";
  }
  return text;
}

std::string counts_json(const Counts& counts) {
  return "{\"rules\": " + std::to_string(counts.rules) +
         ", \"examples\": " + std::to_string(counts.examples) +
         ", \"right\": " + std::to_string(counts.right) +
         ", \"wrong\": " + std::to_string(counts.wrong) +
         ", \"not_yet_supported\": " + std::to_string(counts.not_supported) + "}";
}

ExitCode check_policy(const Arguments& arguments) {
  require_word("--format", arguments.format, {"text", "json"});
  Result<std::shared_ptr<const CheckedPolicy>> policy = load_policy_file(arguments.policy);
  Issues issues = policy.issues();
  Counts counts;
  if (policy.ok()) {
    const std::vector<ExampleOutcome> outcomes = run_examples(*policy);
    counts = count(outcomes, **policy);
    issues.merge(issues_of(outcomes, **policy));
    issues.sort();
  }
  const bool is_right = policy.ok() && !issues.has_errors();
  Output output("");
  if (arguments.format == "json") {
    output.sink().append("{\"policy\": " + json_quoted(arguments.policy) +
                         ", \"is_right\": " + (is_right ? "true" : "false"));
    if (policy.ok()) output.sink().append(", \"counts\": " + counts_json(counts));
    output.sink().append(", \"issues\": " + issues_json(issues) + "}\n");
  } else {
    print_issues(issues);
    if (policy.ok()) {
      output.sink().append(arguments.policy + ": " + counts_text(counts) +
                           (is_right ? "" : "; the policy has errors") + "\n");
    }
  }
  output.finish();
  return is_right ? ExitCode::kDone : ExitCode::kProblems;
}

}  // namespace

Action declare_check(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_policy(app, arguments->policy);
  app.add_option("--format", arguments->format, "text or json")->type_name("FORMAT");
  return [arguments] { return check_policy(*arguments); };
}

}  // namespace rebate::cli
