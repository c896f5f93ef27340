// SPDX-License-Identifier: Apache-2.0
//
// A settlement says what is owed and why: one line for every rule, earner, period and key, and a
// coverage report of everything that no line used. Lines are ordered by earner id, rule (as in the
// policy), period, key; the order never depends on rows, batches or threads.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/calendar/period.hpp"
#include "rebate/master/master.hpp"
#include "rebate/plan/plan.hpp"
#include "rebate/tally/tally.hpp"
#include "rebate/settlement/line.hpp"
#include "rebate/settlement/lines.hpp"
#include "rebate/settlement/trace.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace rebate {

struct SettleOptions {
  std::optional<DateRange> period;  ///< only lines whose rule period ends in it
  int threads = 0;                  ///< 0: as many as the machine has
  /// Told the part done, in thousandths, from any thread; returning false stops the run.
  std::function<bool(int)> progress;
};

/// What no line used, and what limited the rest: nothing is silent.
struct Coverage {
  struct UnusedRows {
    std::string noun;
    std::int64_t rows = 0;
    Decimal amount;                      ///< of the noun's main amount (net, amount, value)
    std::vector<std::string> first_ids;  ///< the first three by date and id
  };
  struct PaidTwice {  ///< rows that two paid rules earn on
    std::string rule, other;
    std::int64_t rows = 0;
    Decimal amount;
  };
  struct Missing {  ///< a condition that met a missing value, and so was false
    std::string rule, expression, cause;
    std::int64_t times = 0;  ///< rows, of a condition on rows; lines and partners, of the others
  };
  std::vector<UnusedRows> unused;
  std::vector<PaidTwice> paid_twice;
  std::vector<std::string> rules_without_rows;
  std::vector<std::string> rules_that_paid_nothing;
  std::vector<std::string> partners_without_target;    ///< "annual: D017"
  std::vector<std::string> partners_without_baseline;  ///< "growth: D017 2025-Q2"
  std::vector<Missing> missing;
};

class Settlement {
 public:
  const Plan& plan() const { return *plan_; }
  const Lines& lines() const { return lines_; }
  const Coverage& coverage() const { return coverage_; }
  /// Of every partner that has, earns or draws something; by earner, then as the policy names them.
  std::span<const FundMove> funds() const { return funds_; }

  const std::string& earner(std::uint32_t index) const { return earners_[index]; }
  const Period& period(std::uint32_t index) const { return periods_[index]; }
  /// "CNY"; 0 is the policy's own.
  const std::string& currency(std::uint16_t index) const { return currencies_[index]; }
  /// The texts of `each`, one per key; empty for index 0.
  const std::vector<std::string>& key(std::uint32_t index) const { return keys_[index]; }
  /// "gold"; empty for index 0.
  const std::string& level(std::uint32_t index) const { return levels_[index]; }
  const std::vector<Reason>& reasons(std::uint32_t index) const { return reasons_[index]; }

 private:
  friend class SettlementBuilder;
  std::shared_ptr<const Plan> plan_;
  Lines lines_;
  std::vector<FundMove> funds_;
  std::vector<std::string> earners_;
  std::vector<Period> periods_;
  std::vector<std::string> currencies_;
  std::vector<std::vector<std::string>> keys_;
  std::vector<std::string> levels_;
  std::vector<std::vector<Reason>> reasons_;
  Coverage coverage_;
};

/// Settles every line of the plan. Sees no rows, only the tally; parallel over partners, and the
/// same bytes for any number of threads. FAILS: kRunStopped when `progress` returned false.
Result<Settlement> settle(std::shared_ptr<const Plan> plan, const Master& master,
                          const Tally& tally, const SettleOptions& options = {});

/// Traces lines of one settlement: each is recomputed with every figure it read. What the lines of
/// an earner share is worked out once when they are asked for one after the other.
class Tracer {
 public:
  /// Keeps references to all three.
  Tracer(const Settlement& settlement, const Master& master, const Tally& tally);
  ~Tracer();
  LineTrace trace(std::size_t line);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

/// The trace of one line. For many of them, a Tracer is quicker.
LineTrace trace_line(const Settlement& settlement, const Master& master, const Tally& tally,
                     std::size_t line);

}  // namespace rebate
