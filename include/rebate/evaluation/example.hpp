// SPDX-License-Identifier: Apache-2.0
//
// The examples of a policy, worked out by the engine: "annual-target is said to be 28,000.00; the
// rule pays 27,000.00". An example is right, wrong, or needs what cannot settle yet; the last is
// never counted as right.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/policy/checked_policy.hpp"

#include <memory>
#include <string>
#include <vector>

namespace rebate {

/// One expectation of one example; by partner or by line where the example says so.
struct ExampleOutcome {
  enum class Verdict { kRight, kWrong, kNotSupported };
  int example = 0;   ///< Index in Policy::examples.
  std::string rule;  ///< Id of the rule.
  Verdict verdict = Verdict::kRight;
  std::string
      who;  ///< Partner, payee or line, where the example tells them apart: "P2", "D1 L01 2025-Q1".
  std::string expected;  ///< As the policy writes it: "28000", "no_target".
  std::string actual;    ///< What the rule pays or its status: "27000.00"; empty if not supported.
  std::string explanation;  ///< How it comes to that: "900000.00 x 3%"; or what is not supported.
};

/// All expectations of all examples, in document order.
std::vector<ExampleOutcome> run_examples(const std::shared_ptr<const CheckedPolicy>& policy);

/// Those that are wrong (errors, kExampleDiffers) or cannot be worked out (notes), each where it
/// stands in the policy.
Issues issues_of(const std::vector<ExampleOutcome>& outcomes, const CheckedPolicy& policy);

}  // namespace rebate
