// SPDX-License-Identifier: Apache-2.0
//
// Most lines are plain: "2 % of the sales of the quarter from 80 % of the target on". They ask for
// one or two sums of cells, find a band and multiply. What such a rule needs is looked up once for
// the whole run, in each of its periods, and a line is worked out from it without walking formulas
// and without an environment that answers them.
//
// Only the way to the figures is another one: sums come from the same CellReader, bands and
// payouts from the same functions. Whatever is not plain about a line, a missing target say, sends
// it the way of its formulas; a test holds the lines of both ways to each other.
#pragma once

#include "settlement/cell_reader.hpp"
#include "settlement/compute_line.hpp"
#include "settlement/earners.hpp"
#include "settlement/pay.hpp"

#include <optional>
#include <vector>

namespace rebate {

class PlainLines {
 public:
  /// Keeps references to all three.
  PlainLines(const Plan& plan, const Master& master, const CellReader& reader);

  /// The partner's line of a rule period; nothing: its formulas have to be asked.
  std::optional<LineResult> line(int rule_period, const Earner& partner) const;

 private:
  enum class By { kEarning, kMeasure, kAttainment, kGrowth };
  struct PlainPeriod {
    const Measure* of = nullptr;
    By by = By::kEarning;
    const Measure* reached = nullptr;     ///< of kMeasure, kAttainment and kGrowth
    const Measure* before = nullptr;      ///< of kGrowth
    const std::string* target = nullptr;  ///< of kAttainment
    DateRange target_period;              ///< of kAttainment
    std::vector<PayBand> bands;           ///< empty: it pays without bands
    std::vector<PayoutValues> payouts;    ///< by band; one without bands
  };

  std::optional<PlainPeriod> plain(const RulePeriod& period) const;
  bool find_qualifying(const RulePeriod& period, PlainPeriod& plain) const;
  std::optional<Ratio> sum(const Measure& measure, const RulePeriod& period,
                           TextCode partner) const;
  std::optional<Ratio> qualifying(const PlainPeriod& plain, const RulePeriod& period,
                                  const Earner& partner, const Ratio& earning) const;

  const Plan& plan_;
  const Master& master_;
  const CellReader& reader_;
  std::vector<std::optional<PlainPeriod>> periods_;  // by rule period
};

}  // namespace rebate
