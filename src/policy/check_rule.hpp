// SPDX-License-Identifier: Apache-2.0
//
// One rule, part by part: {"id": "target", "when": "year", "qualify": "attainment('annual')", ...}
// becomes a CheckedRule whose expressions are formulas. What rules say about each other is checked
// afterwards.
#pragma once

#include "policy/check_context.hpp"

#include <string>
#include <vector>

namespace rebate {

class RuleChecker {
 public:
  /// `rule` is the merged one and lives in `out.source`; `member_nouns` are those of a
  /// combination's members.
  RuleChecker(CheckContext& context, CheckedRule& out, const std::string& pointer)
      : context_(context), rule_(out.source), out_(out), pointer_(pointer) {}

  void check();

 private:
  void check_when();
  void find_noun();
  void check_who();
  void check_what();
  void check_among();
  void check_qualify();
  void check_pay();
  void check_limit();

  // Parts of pay.
  void check_of();
  void check_table();
  void check_bands();
  void check_mode();
  void check_payee();
  void check_unit_of_pay();
  CheckedPayout payout(const Payout& payout, const std::string& pointer);
  CheckedSpread spread(const Spread& spread, const std::string& pointer);
  std::vector<CheckedShare> shares(const std::vector<Share>& list, const std::string& pointer);
  void refuse_bare_rates(const Expression& rate, const std::string& pointer);

  /// Expressions of a line: measures, and fields that `each` fixes.
  Expected line(std::vector<Type> types) const;
  /// The same, where a row field may cut the earning measure.
  Expected rate(std::vector<Type> types) const;
  Expected row(std::vector<Type> types) const;
  Expected key() const;

  std::vector<std::string> nouns_of(const std::vector<Expression>& list, Position position) const;
  bool is_combination() const { return rule_.what.combine != Combine::kNone; }
  /// Whether anything is paid as a part of the earning measure.
  bool pays_by(bool rates, bool per_units) const;

  CheckContext& context_;
  const Rule& rule_;
  CheckedRule& out_;
  const std::string pointer_;
  std::vector<std::string> fixed_;  ///< what `each` fixes, for Expected
};

/// Slices need a measure that grows with the one that qualifies. FAILS: kModeMeasure.
void check_slices(CheckContext& context, const CheckedRule& rule, const std::string& pointer);

/// Targets whose period is longer than what the rule settles say how they are phased.
/// FAILS: kTargetNotPhased, kTargetPeriod.
void check_targets_used(CheckContext& context, const CheckedRule& rule, const std::string& pointer);

/// What rules say about each other: combinations, earned and payable, and the order that follows.
/// FAILS: kUnknownReference, kCombinedTwice, kRuleCycle, kMemberPart, kMemberKey, kMemberTogether,
/// kPeriodDivides, kEarnedInside, kPayableCapped.
void check_combinations(CheckContext& context);
void check_earned(CheckContext& context);
void find_settle_order(CheckContext& context);

/// Sets members and member_of of all rules; before the rules themselves are checked.
void link_members(CheckContext& context);

/// Targets, scores, tables, funds, budgets, currencies, reports. FAILS: kWeights and those of
/// tables.
void check_declarations(CheckContext& context);
void check_examples(CheckContext& context);

}  // namespace rebate
