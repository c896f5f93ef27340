// SPDX-License-Identifier: Apache-2.0
//
// The inside of a Plan: cubes for the scan, and rules compiled for each of their periods.
#pragma once

#include "rebate/plan/plan.hpp"
#include "plan/cube.hpp"
#include "plan/measure.hpp"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace rebate {

/// To whom a line's amount goes, where it is not the earner.
struct CompiledPayees {
  Payee::Kind kind = Payee::Kind::kEarner;
  FormulaPtr field;                     ///< of kField
  std::vector<CheckedShare> shares;     ///< of kShares
  FormulaPtr each, by, at_most;         ///< of kSpread: every key by its measure
  const CheckedTable* table = nullptr;  ///< of kTable; its last key is the payee
  std::vector<FormulaPtr> table_keys;   ///< all but the last
};

/// A rule with its expressions spelled out; nodes are told apart by address.
struct CompiledRule {
  const CheckedRule* rule = nullptr;
  FormulaPtr who, by, of, cap, floor, lines, minimum;
  std::vector<FormulaPtr> require, veto, times;
  FormulaPtr when_missing;
  CheckedPayout payout;
  std::vector<CheckedBand> bands;
  FormulaPtr baseline;
  std::vector<FormulaPtr> table_keys;
  std::vector<FormulaPtr> each;        ///< the key of its lines; empty for a line per row
  std::vector<FormulaPtr> conditions;  ///< of `what`, joined by &&: on rows
  std::vector<FormulaPtr> cut_terms;   ///< parts of what it pays that look at rows
  std::vector<FormulaPtr> line_terms;  ///< row terms elsewhere, which the key fixes
  /// Fields of its lines by which rules that stand on it tell them apart, by identity: the document
  /// of a line per sale. For a combination its members carry them.
  std::map<std::string, FormulaPtr> carried;
  CompiledPayees payees;
  std::vector<CheckedShare> credit;  ///< for whom a row counts; no share: all of it
  FormulaPtr charged_return;         ///< which returns are charged at the rate of their sale
  FormulaPtr returned;               ///< `of` over those, where no line is a return itself
  FormulaPtr taken_back;             ///< below zero: the line takes back; null: lines never do
  FormulaPtr reversal;               ///< which line a row takes back
  FormulaPtr sets;                   ///< the field whose level the rule sets; null: it pays
  std::vector<std::string> ladder;   ///< its levels, lowest first
  std::string noun;
  std::string together;      ///< partner field of groups that earn as one; "": each alone
  bool is_row_line = false;  ///< a key that is a row or a document: returns mirror
  /// What it pays on is no plain sum, such as min(sum, 60): the rows of its parts fill it in the
  /// order of their days, and the scan keeps them apart.
  bool fills_in_order = false;
  bool by_branch = false;  ///< a line for each direct child of the earner, over all rows below it
  bool has_rows = true;    ///< false: it stands on rules, or is a term that lines share
  std::vector<FormulaPtr> ranks;  ///< its rank() figures, which look at everybody's lines
  FormulaPtr budget_key;          ///< which of the budget's pools a line draws on; null: it has one
};

/// One rule in one of its periods, or in one up to the end of an instalment.
struct RulePeriod {
  int rule = 0;  ///< -1: of a term that lines share
  const CompiledRule* compiled = nullptr;
  Period period;    ///< of an instalment: from the whole period's start to its end
  DateRange whole;  ///< the rule's period
  Ratio elapsed = Ratio(Integer(1));  ///< instalments ended ÷ instalments; of an accrual, days
  bool is_instalment = false;         ///< before the last one
  Date close;                         ///< last day on which rows enter its first settlement
  DateRange attributes;               ///< dates at which attributes count: the last valid day in it
  Date as_of;
  int own_cube = -1;                 ///< the cube that knows the rule's key, cuts and conditions
  std::vector<int> conditions;       ///< atoms of own_cube
  std::vector<DateRange> own_days;   ///< the days of the rule's rows
  std::vector<Stretches> stretches;  ///< the same, of own_cube
  std::vector<Credit> credits;       ///< empty: a row counts for its own partner
  std::vector<int> key_atoms;
  std::vector<int> cut_atoms;
  std::vector<int> term_atoms;
  int reversal_atom = -1;
  int main_cube = -1;  ///< the noun's cube without fine keys, for coverage
  std::vector<int> main_conditions;
  std::vector<Stretches> main_stretches;
  std::unordered_map<const Formula*, Measure> measures;
};

/// A target in the period of the target that holds a rule's period.
struct TargetPeriod {
  DateRange whole;    ///< the target's own period, uncut, as targets.csv names it
  DateRange cut;      ///< the same, cut to the policy's days
  DateRange to_date;  ///< its part up to the end of the rule's period
};

/// What the lines of several rules share: a budget, the policy's cap and minimum of a partner.
struct SharedTerm {
  CheckedRule source;     ///< a rule that pays nothing; the term stands in its limit
  CompiledRule compiled;  ///< of it; `cap` is the amount, `minimum` the payout minimum
  int budget = -1;        ///< in CheckedPolicy::budgets; -1: the policy's limit
  int first_period = 0;   ///< its periods in Plan::rule_periods: [first_period, last_period)
  int last_period = 0;
};

class Plan {
 public:
  std::shared_ptr<const CheckedPolicy> policy;
  std::optional<Date> as_of;  ///< as asked for
  std::vector<Cube> cubes;
  std::vector<CompiledRule> rules;       ///< in the policy's order
  std::vector<RulePeriod> rule_periods;  ///< by rule, then period; those of shared terms last
  std::vector<int> first_period;         ///< of rule r: [first_period[r], first_period[r + 1])
  std::vector<std::unique_ptr<SharedTerm>> shared;
  std::uint64_t fingerprint = 0;  ///< of the policy and everything the cubes depend on
};

/// The target's periods for one rule period; nothing if no period of the target holds it.
std::optional<TargetPeriod> target_period(const CheckedPolicy& policy, const CheckedTarget& target,
                                          const DateRange& rule_period);

/// The period that lies `back` periods before one of a rule. Nothing before the year 1.
std::optional<DateRange> streak_period(const Plan& plan, const PeriodSpec& spec,
                                       const DateRange& period, std::size_t back);

}  // namespace rebate
