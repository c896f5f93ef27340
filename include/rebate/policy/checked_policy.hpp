// SPDX-License-Identifier: Apache-2.0
//
// A checked policy: the same rules with every expression resolved and typed, defaults merged,
// inline matrices turned into tables and names turned into indexes. It is what plan/ compiles; a
// policy with an error never becomes one.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/calendar/fiscal_calendar.hpp"
#include "rebate/policy/formula.hpp"
#include "rebate/policy/policy.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rebate {

struct CheckedPayout {
  FormulaPtr rate, per_unit, amount, every;  ///< null where not stated; rate 2% is 0.02
  bool started_steps = false;
};

struct CheckedBand {
  Edge edge = Edge::kNone;
  Value bound;  ///< a number or a level; missing with Edge::kNone
  CheckedPayout payout;
  PayMode mode = PayMode::kNone;  ///< the band's own, else the list's; set wherever bands pay
  Level level;                    ///< of pay.sets and grades
  FormulaPtr score;               ///< of scorecards
};

struct CheckedTable {
  struct Key {
    FormulaPtr of;
    Edge edge = Edge::kNone;  ///< a banded key, or kNone: equal values
  };
  struct Row {
    std::vector<std::optional<Value>> keys;  ///< one per key; none: any ("*")
    std::vector<Value> values;               ///< one per column
    std::optional<DateRange> valid;          ///< of dated tables
  };
  std::string name;  ///< empty: printed in a rule
  std::vector<Key> keys;
  std::vector<std::string> columns;  ///< "rate", "per_unit", "amount", or any name
  std::vector<Type> types;           ///< of the columns
  std::vector<Row> rows;
  FormulaPtr dated;  ///< the date that chooses among dated rows; null: undated
  std::optional<std::vector<Value>> otherwise;
};

struct CheckedShare {
  FormulaPtr to, share;
};

/// Every key by its measure: of pay.to and pay.book.
struct CheckedSpread {
  FormulaPtr each, by, at_most;
};

struct CheckedTarget {
  std::string name;
  FormulaPtr of, one_for, each, is;  ///< null where not stated; `of` always stands
  PeriodSpec per;
  std::string phased;  ///< "", "linear", "none" or a file
};

struct CheckedScore {
  struct Item {
    std::string id;
    FormulaPtr weight, of, when_missing;
    std::vector<CheckedBand> bands;
  };
  std::string name;
  std::vector<Item> items;
  std::vector<FormulaPtr> veto;
  std::vector<CheckedBand> grades;
};

struct CheckedBudget {
  std::string name;
  FormulaPtr amount, each;
  PeriodSpec per;
  std::string when_short;
  bool whole_only = false;
};

/// One rule, ready to compile. Pointers are null, lists empty where the rule does not state a part.
struct CheckedRule {
  Rule source;       ///< with defaults merged; words, ids, enumerations are read here
  int index = 0;     ///< in Policy::rules
  std::string noun;  ///< of §3.1: "sale", "payment", ...; empty for combinations

  FormulaPtr who, together;
  PeriodSpec per;
  std::vector<DateRange> in;
  FormulaPtr since, advance, accrue_rate, dated_by;
  std::optional<PeriodSpec> settle;  ///< instalments; see source.when.settle for "start"

  FormulaPtr where;
  std::vector<FormulaPtr> each;  ///< kField nodes, or a noun's own id for a line per row
  bool each_row = false;         ///< `each` is the noun itself
  Scope::Among among = Scope::Among::kEarner;  ///< whose rows
  std::string among_field;                     ///< of partner, for kSameField
  FormulaPtr credit;
  std::vector<CheckedShare> credit_shares;
  std::vector<int> members;  ///< rule indexes of a combination, in the order written
  int member_of = -1;        ///< the combination that names this rule

  FormulaPtr by;  ///< null: the earning measure
  std::vector<FormulaPtr> require, veto;
  FormulaPtr when_missing;

  FormulaPtr of;  ///< the earning measure; null where only amounts pay, and for
                  ///< combinations (what the members earned)
  CheckedPayout payout;
  PayMode mode = PayMode::kNone;
  FormulaPtr baseline;
  std::vector<CheckedBand> bands;     ///< ascending
  std::optional<CheckedTable> table;  ///< declared or printed in the rule
  int banded_axis = -1;               ///< key of `table` that is the qualifying measure; -1: none
  std::vector<FormulaPtr> times;
  std::vector<CheckedShare> to_shares;
  FormulaPtr to_field;
  std::optional<CheckedSpread> to_spread;
  int to_table = -1;  ///< index of CheckedPolicy::tables
  std::optional<CheckedSpread> book;

  FormulaPtr cap, floor, lines, minimum, ignore_under;
  std::optional<Decimal> round_to;  ///< none: the currency's minor unit
};

struct CheckedFund {
  std::string name;
  FormulaPtr reserve_on;
};

struct CheckedReport {
  std::string name;
  std::vector<FormulaPtr> by;  ///< null for "rule", which is no field
  FormulaPtr gain;
};

struct CheckedPolicy {
  std::shared_ptr<const Policy> source;
  FiscalCalendar calendar;
  DateRange valid;
  std::vector<CheckedRule> rules;    ///< in Policy::rules order
  std::vector<int> settle_order;     ///< rule indexes, what is read before what reads it
  std::vector<CheckedTable> tables;  ///< declared ones, in Policy::tables order
  std::vector<CheckedTarget> targets;
  std::vector<CheckedScore> scores;
  std::vector<CheckedBudget> budgets;
  std::vector<CheckedFund> funds;
  std::vector<CheckedReport> reports;
  FormulaPtr pay_in;                                        ///< of `currencies`
  FormulaPtr limit_cap, limit_minimum, limit_ignore_under;  ///< of the policy's `limit`
  int minor_unit = 2;  ///< digits after the point of the policy's currency
};

/// Digits after the point of a currency under this policy; nothing for an unknown one.
std::optional<int> minor_unit_in(const CheckedPolicy& policy, const std::string& currency);

/// Resolves and types everything; all problems at once, in document order.
/// FAILS: the 2xxx and 3xxx codes of docs/ERRORS.md. Warnings (neighbouring bands that pay the
/// same, bands no value can reach) ride on a good result.
Result<std::shared_ptr<const CheckedPolicy>> check(Policy policy);

}  // namespace rebate
