// SPDX-License-Identifier: Apache-2.0
#include "rebate/evaluation/example.hpp"

#include <optional>

namespace rebate {
namespace {

// An amount in figures; a status or a level as it stands.
std::string amount_text(const std::string& text, int minor_unit) {
  const std::optional<Decimal> amount = Decimal::parse(text);
  return amount ? amount->to_grouped_string(minor_unit) : text;
}

Place place_of(const Example& example, const std::string& rule) {
  for (const Expectation& expectation : example.expect) {
    if (expectation.rule == rule && expectation.place.line > 0) return expectation.place;
  }
  return example.place;
}

/// Both figures where there are two; an example that cannot be compared says why.
std::string message_of(const ExampleOutcome& outcome, int minor_unit) {
  if (outcome.rule.empty()) return outcome.explanation;
  if (outcome.expected.empty() || outcome.actual.empty()) {
    return outcome.rule + ": " + outcome.explanation;
  }
  const bool is_amount = Decimal::parse(outcome.actual).has_value();
  return outcome.rule + " is said to be " + amount_text(outcome.expected, minor_unit) +
         (outcome.who.empty() ? "" : " for " + outcome.who) + "; the rule " +
         (is_amount ? "pays " : "says ") + amount_text(outcome.actual, minor_unit) +
         (outcome.explanation.empty() ? "" : " (" + outcome.explanation + ")") + ".";
}

Issue wrong_example(const ExampleOutcome& outcome, const CheckedPolicy& policy) {
  const Example& example = policy.source->examples[static_cast<std::size_t>(outcome.example)];
  Issue issue;
  issue.code = Code::kExampleDiffers;
  issue.place = place_of(example, outcome.rule);
  if (issue.place.pointer.empty()) {
    issue.place.pointer = "/examples/" + std::to_string(outcome.example);
  }
  issue.message = message_of(outcome, policy.minor_unit);
  return issue;
}

Issue unsupported_example(const ExampleOutcome& outcome, const CheckedPolicy& policy) {
  Issue issue;
  issue.code = Code::kNotYetSupported;
  issue.severity = Severity::kNote;
  issue.place =
      place_of(policy.source->examples[static_cast<std::size_t>(outcome.example)], outcome.rule);
  issue.message = "The example of " + outcome.rule + " cannot be worked out yet" +
                  (outcome.explanation.empty() ? "." : ": " + outcome.explanation + ".");
  return issue;
}

}  // namespace

Issues issues_of(const std::vector<ExampleOutcome>& outcomes, const CheckedPolicy& policy) {
  Issues issues;
  for (const ExampleOutcome& outcome : outcomes) {
    if (outcome.verdict == ExampleOutcome::Verdict::kWrong) {
      issues.add(wrong_example(outcome, policy));
    } else if (outcome.verdict == ExampleOutcome::Verdict::kNotSupported) {
      issues.add(unsupported_example(outcome, policy));
    }
  }
  return issues;
}

}  // namespace rebate
