// SPDX-License-Identifier: Apache-2.0
//
// Works out one line: gates, qualifying and earning measure, bands, coefficients, cap and floor.
// Where figures come from (a tally, or the pins of a worked example) is the source's business.
#pragma once

#include "rebate/policy/evaluate.hpp"
#include "rebate/settlement/line.hpp"
#include "rebate/settlement/trace.hpp"
#include "plan/plan_parts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rebate {

/// Which part of a measure that row fields cut: ("product.line", L01). Empty: nothing is cut.
using PartLabel = std::vector<std::pair<std::string, Value>>;

/// The figures of one line.
class LineSource : public Environment {
 public:
  /// Parts into which row fields in a rate cut the earning measure; 1 where nothing is cut, 0 where
  /// a cut rule has no rows.
  virtual std::size_t part_count() { return 1; }
  /// Figures are those of one part from now on; -1: of the whole line.
  virtual void select_part(int) {}
  /// A value of the whole line, whatever part is selected.
  virtual Value of_whole_line(const Formula& formula) { return evaluate(formula, *this); }
  /// Whether the measure sees any row of the selected part.
  virtual bool has_rows(const FormulaPtr&) { return true; }
  /// Whether row fields cut what is paid, into however many parts.
  virtual bool is_cut() { return false; }
  /// What the selected part is.
  virtual PartLabel part_label() { return {}; }

  /// Figures that are read go here until the next call; null: nowhere.
  virtual void record(std::vector<FigureSeen>*) {}
  virtual void record_missing(std::vector<MissingSeen>*) {}
  /// The target or the baseline that the last attainment or growth was taken of.
  virtual std::optional<Ratio> last_target() { return std::nullopt; }
  virtual std::optional<Ratio> last_baseline() { return std::nullopt; }
  /// How many lines share the last rank that was read.
  virtual std::size_t tied() { return 1; }
  /// How an unfinished period is provided for, and the part of it that has gone by; null: it is
  /// finished.
  virtual const Accrue* accrual() { return nullptr; }
  virtual Ratio elapsed() { return Ratio(Integer(1)); }
  /// A condition met a missing value.
  virtual void count_missing(const Formula&, const Missing&) {}
};

struct LineResult {
  Status status = Status::kPayable;
  int band = -1;
  std::optional<Ratio> qualifying, earning, rate;
  Ratio gross;
  Ratio after_limits;
  std::optional<Ratio> cap;  ///< what rounding must not pass
  std::string level;         ///< of rules whose outcome is a level
  /// What one unit of the earning measure brought, after limits, part by part: the rate at which a
  /// return is charged. Only of rules that charge returns so.
  std::vector<std::pair<PartLabel, Ratio>> worth;
  std::vector<Reason> reasons;

  /// It reached a band, or had none to reach; what it pays may still be nothing.
  bool is_qualified() const {
    return status == Status::kPayable || status == Status::kReduced || status == Status::kUsedUp;
  }
};

/// `combined` is what the members earned inside the line, for a combination.
LineResult compute_line(const CompiledRule& rule, LineSource& source,
                        const std::optional<Ratio>& combined, LineTrace* trace);

/// Whether no veto holds and every requirement does.
bool is_open(const CompiledRule& rule, LineSource& source);

/// The status of a line whose qualifying measure or amount is missing for this reason.
Status status_of(MissingKind kind);

}  // namespace rebate
