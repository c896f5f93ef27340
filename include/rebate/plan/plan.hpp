// SPDX-License-Identifier: Apache-2.0
//
// A plan says how a policy is worked out over columns: the classes that its conditions cut each
// dimension into, the cells that rows are added into, and for every rule and period which cells its
// measures sum. One scan of the ledger serves all rules, however many there are.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/master/master.hpp"
#include "rebate/policy/checked_policy.hpp"

#include <memory>
#include <optional>
#include <string>

namespace rebate {

struct PlanOptions {
  std::optional<Date> as_of;  ///< what is known on this day; none: after the last period's close
  /// Indexes of the rules to compile, with all they stand on; none: every rule.
  std::optional<std::vector<int>> only;
};

class Plan;

/// FAILS: the 9xxx codes for parts of the format that cannot settle yet, all at once.
Result<std::shared_ptr<const Plan>> compile(std::shared_ptr<const CheckedPolicy> policy,
                                            const Master& master, const PlanOptions& options = {});

/// A rule and every rule that its amount depends on: members, those in earned() and payable(),
/// those of the same budget or under the same cap of a partner; ascending.
std::vector<int> rules_below(const CheckedPolicy& policy, int rule);

/// What keeps one rule from settling yet; empty if nothing does.
Issues unsupported_parts(const CheckedPolicy& policy, const CheckedRule& rule);

/// The compiled plan as text, for people and for tests.
std::string to_text(const Plan& plan);

/// The policy a plan was compiled from.
const CheckedPolicy& policy_of(const Plan& plan);

}  // namespace rebate
