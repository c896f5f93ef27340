// SPDX-License-Identifier: Apache-2.0
//
// The figures of a line from a tally and the master: measures, targets, KPIs, attributes, tables.
#pragma once

#include "settlement/cell_reader.hpp"
#include "settlement/compute_line.hpp"
#include "settlement/earners.hpp"
#include "settlement/plain_lines.hpp"
#include "settlement/ranks.hpp"

#include <functional>
#include <unordered_map>
#include <vector>

namespace rebate {

/// What all lines of a run share.
struct RunFacts {
  RunFacts(const Plan& of, const Master& with, const CellReader& over)
      : plan(of), master(with), reader(over), relations(of, with) {}

  const Plan& plan;
  const Master& master;
  const CellReader& reader;
  const Relations relations;
  const PlainLines* plain = nullptr;  ///< not there: every line goes the way of its formulas
  const Ranks* ranks = nullptr;       ///< not there: not needed, or being found out
};

/// What earned(), payable() are, asked of the lines settled before.
using EarnedQuestion = std::function<Value(const Formula&)>;

/// Of terms that lines share: they stand before every rule.
inline Value nothing_earned(const Formula& formula) {
  return Missing{MissingKind::kField, formula.text};
}

/// A line that rows of another one take back.
struct Reversal {
  std::string line;           ///< "2025-01-05 S1": the day and the key of the row that is reversed
  bool is_of_rule = false;    ///< it is a row of the rule
  Value size;                 ///< what the rows that take it back earn on
  std::optional<Ratio> part;  ///< of what the reversed line earns on; below zero
  Ratio paid;                 ///< for the reversed line

  Date day() const { return *Date::parse(line.substr(0, 10)); }
  std::string key() const { return line.substr(11); }
};

class TallySource : public LineSource {
 public:
  /// `own_partners` are those whose rows the rule looks at: the members, unless `what.among` says
  /// other.
  TallySource(const RunFacts& facts, const RulePeriod& period, const Earner& earner,
              std::span<const TextCode> members, std::span<const TextCode> own_partners,
              EarnedQuestion earned);

  /// The line of this key; its cells are those of the rule's own cube that have the key.
  /// Without `cells` they are looked for by the key's values.
  void set_key(const std::vector<Value>& key, const std::vector<std::uint32_t>* cells);
  /// Runs the line on the size of a return; the caller turns the result's sign.
  void mirror() { is_mirrored_ = true; }
  /// The direct child that the line is about; kMissingText: it is about none.
  void set_branch(TextCode branch) { branch_ = branch; }
  /// Gives every term like `term` that the period's formulas hold a value.
  void pin_like(const Formula& term, const Value& value);
  /// Finds the parts that row fields in a rate cut the line into, and the terms that the key fixes.
  void find_terms();

  /// Every key of `key` among the rows that `measure` sees, with the measure's value for it; those
  /// of nothing but returned rows only if asked.
  void each_key(const FormulaPtr& measure, const FormulaPtr& key, bool with_returned,
                const std::function<bool(const Value& key, Value value)>& visit);

  Value read(const Formula& leaf) override;
  const Value* pinned(const Formula& formula) override;
  const FiscalCalendar& calendar() const override { return facts_.plan.policy->calendar; }

  std::size_t part_count() override;
  bool is_cut() override { return period_.own_cube >= 0 && !period_.cut_atoms.empty(); }
  void select_part(int part) override;
  /// Returns of the line that are charged at the rate of their sale: the part they are of, the day
  /// of the sale, and what the rule would have paid on.
  void each_return(const std::function<void(const PartLabel&, Date, Value)>& visit);
  Value of_whole_line(const Formula& formula) override;
  bool has_rows(const FormulaPtr& measure) override;
  PartLabel part_label() override;
  void record(std::vector<FigureSeen>* figures) override { figures_ = figures; }
  void record_missing(std::vector<MissingSeen>* missing) override { missing_ = missing; }
  std::optional<Ratio> last_target() override { return target_; }
  std::optional<Ratio> last_baseline() override { return baseline_; }
  const Accrue* accrual() override;
  std::size_t tied() override { return tied_; }
  Ratio elapsed() override { return period_.elapsed; }
  void count_missing(const Formula& condition, const Missing& missing) override;

  struct MissedCondition {
    const Formula* condition = nullptr;
    Missing missing;
  };
  std::vector<MissedCondition> take_missed() { return std::move(missed_); }
  /// What the line's rows take back; nothing if one of them does not say what.
  std::vector<Reversal> reversals();
  /// The earliest day of a row of the line; nothing if it has no rows.
  std::optional<Date> first_day() const;

 private:
  const CompiledRule& rule() const { return *period_.compiled; }
  template <class Visit>
  void each_own_cell(const Visit& visit) const;

  /// Rows on which the rule's cut terms have the same values; of a measure that is filled in order,
  /// rows on end.
  struct Part {
    std::vector<Value> terms;
    std::string name;  ///< of the terms: equal for equal values
    std::int32_t day = 0;
    std::string_view id;
    std::optional<std::uint32_t> last_cell;  ///< where it ends, where parts fill in order
  };
  void find_parts();
  bool add_parts_of(const FormulaPtr& formula, bool in_order);
  void join_parts();
  Part part_at(int cube, const std::vector<int>& terms, std::uint32_t cell, bool in_order) const;
  Sight sight_of(const Measure& measure, std::vector<TextCode>& others) const;
  const Value* from_history(const Formula& named);
  Value read_field(const Formula& field);
  Value missing_share(const Measure& measure);
  void turn_own_part(const Measure& measure, Sight sight, Reading& reading);
  Value read_aggregate(const Formula& aggregate);
  FigureSeen seen_measure(const Formula& aggregate, const Measure& measure,
                          const Reading& reading) const;
  static MissingSeen seen_missing(const Reading& reading);
  Value read_by_key(const Formula& formula);
  Value read_target(const Formula& formula);
  Value read_attainment(const Formula& formula);
  Value read_growth(const Formula& formula);
  Value read_table(const Formula& formula);
  Value read_score(const Formula& formula);
  Value read_price(const Formula& formula);
  Value read_offered(const Formula& formula);
  Value read_days_in(const Formula& formula);
  Value read_streak(const Formula& formula);
  Value read_rank(const Formula& formula);
  std::string target_owner(const CheckedTarget& target);
  std::span<const TextCode> partners_of(const Measure& measure,
                                        std::vector<TextCode>& others) const;
  void see(FigureSeen::Kind kind, const Formula& formula, const Value& value);

  const RunFacts& facts_;
  const RulePeriod& period_;
  const Earner& earner_;
  std::span<const TextCode> members_;
  std::span<const TextCode> own_partners_;
  EarnedQuestion earned_;
  const std::vector<Value>* key_ = nullptr;
  const std::vector<std::uint32_t>* key_cells_ = nullptr;
  TextCode branch_ = kMissingText;
  bool is_mirrored_ = false;
  DateRange
      asked_;  // The days that figures are asked of: the period, or one that a streak looks at.

  std::vector<Part> parts_;
  int part_ = -1;
  std::int64_t rows_seen_ = 0;
  int aggregates_read_ = 0;
  std::unordered_map<const Formula*, Value> terms_;

  const Formula* by_formula_ = nullptr;  // Inside .by(): the key, its value, and the measure's.
  const Value* by_value_ = nullptr;
  const Value* it_ = nullptr;

  std::vector<FigureSeen>* figures_ = nullptr;
  std::vector<MissingSeen>* missing_ = nullptr;
  Value history_;
  std::optional<Ratio> target_;
  std::optional<Ratio> baseline_;
  std::size_t tied_ = 1;
  std::vector<MissedCondition> missed_;
};

}  // namespace rebate
