// SPDX-License-Identifier: Apache-2.0
//
// The front door: from a policy and a data folder to a settlement, the four calls in their order.
//
//   policy.json --read--> policy --compile--> plan --tally--> tally --settle--> settlement
//
//   const Result<Evaluation> run = evaluate_files("policy.json", "data/");
//   for (const Line& line : run->settlement.lines()) ...
//
// Each call may be made by itself: see policy_reader.hpp, dataset.hpp, plan.hpp, tally.hpp and
// settlement.hpp. A plan serves any number of ledgers, and their tallies merge.
#pragma once

#include "rebate/plan/plan.hpp"
#include "rebate/tally/tally.hpp"
#include "rebate/settlement/settlement.hpp"
#include "rebate/codec/dataset.hpp"
#include "rebate/codec/policy_reader.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace rebate {

enum class Stage { kReading, kAddingUp, kSettling };

struct EvaluateOptions {
  std::optional<Date> as_of;  ///< None: what data.json says, else after the last period's close.
  std::optional<DateRange> period;  ///< Only lines whose rule period ends in it.
  int threads = 0;                  ///< 0: as many as the machine has.
  bool wants_hashes = false;        ///< Of the data files.
  bool wants_rows = true;           ///< False: read_data() leaves the rows of trade where they are.
  /// Told the part of a stage that is done, in thousandths, from any thread.
  std::function<void(Stage, int)> progress;
};

struct Evaluation {
  std::shared_ptr<const CheckedPolicy> policy;
  Dataset data;
  std::shared_ptr<const Plan> plan;
  std::shared_ptr<const Tally> tally;
  Settlement settlement;
};

/// The data folder of a policy. FAILS: as read_dataset().
Result<Dataset> read_data(const CheckedPolicy& policy, const std::string& folder,
                          const EvaluateOptions& options = {});

/// Compiles, tallies and settles. FAILS: as compile() and settle().
Result<Evaluation> evaluate(std::shared_ptr<const CheckedPolicy> policy, Dataset data,
                            const EvaluateOptions& options = {});

/// The same from sums that were kept before, instead of rows: `data` needs none. FAILS: as
/// compile(), restore_tally_file() and settle().
Result<Evaluation> evaluate_tally(std::shared_ptr<const CheckedPolicy> policy, Dataset data,
                                  const std::string& tally_path,
                                  const EvaluateOptions& options = {});

/// The plan that evaluate() would work by. FAILS: as compile().
Result<std::shared_ptr<const Plan>> plan_for(std::shared_ptr<const CheckedPolicy> policy,
                                             const Dataset& data,
                                             const EvaluateOptions& options = {});

/// Reads both and evaluates. Warnings of all steps come with the value. FAILS: as
/// load_policy_file(), read_dataset(), compile() and settle(); of the first step that failed.
Result<Evaluation> evaluate_files(const std::string& policy_path, const std::string& data_folder,
                                  const EvaluateOptions& options = {});

}  // namespace rebate
