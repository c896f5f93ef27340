// SPDX-License-Identifier: Apache-2.0
#include "rebate/evaluation/evaluate.hpp"

#include "rebate/codec/tally_file.hpp"
#include "evaluation/foreign_money.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace rebate {
namespace {

constexpr int kWhole = 1000;  // thousandths

unsigned thread_count(int asked) {
  if (asked > 0) return static_cast<unsigned>(asked);
  return std::max(1u, std::thread::hardware_concurrency());
}

/// The last of the four calls. Warnings of the plan go with the value.
Result<Evaluation> settled(std::shared_ptr<const CheckedPolicy> policy, Dataset data,
                           const Result<std::shared_ptr<const Plan>>& plan,
                           std::shared_ptr<const Tally> sums, const EvaluateOptions& options) {
  SettleOptions settling;
  settling.period = options.period;
  settling.threads = options.threads;
  if (options.progress) {
    settling.progress = [&options](int thousandths) {
      options.progress(Stage::kSettling, thousandths);
      return true;
    };
  }
  Result<Settlement> settlement = settle(*plan, *data.master, *sums, settling);
  if (!settlement.ok()) return std::move(settlement).issues();
  Issues warnings = plan.issues();
  warnings.merge(settlement.issues());
  return Result<Evaluation>(Evaluation{std::move(policy), std::move(data), *plan, std::move(sums),
                                       *std::move(settlement)},
                            std::move(warnings));
}

}  // namespace

Result<Dataset> read_data(const CheckedPolicy& policy, const std::string& folder,
                          const EvaluateOptions& options) {
  DataOptions reading;
  reading.calendar = policy.calendar;
  reading.wants_hashes = options.wants_hashes;
  reading.wants_rows = options.wants_rows;
  reading.threads = thread_count(options.threads);
  if (options.progress) {
    reading.progress = [&options](std::uint64_t done, std::uint64_t total) {
      const std::uint64_t part = total == 0 ? kWhole : done * kWhole / total;
      options.progress(Stage::kReading, static_cast<int>(part));
    };
  }
  return read_dataset(folder, DataSchema::of(*policy.source), reading);
}

Result<std::shared_ptr<const Plan>> plan_for(std::shared_ptr<const CheckedPolicy> policy,
                                             const Dataset& data, const EvaluateOptions& options) {
  Issues foreign = foreign_money(*policy, data.ledger);
  if (!foreign.empty()) return foreign;
  PlanOptions planning;
  planning.as_of = options.as_of ? options.as_of : data.as_of;
  return compile(std::move(policy), *data.master, planning);
}

Result<Evaluation> evaluate(std::shared_ptr<const CheckedPolicy> policy, Dataset data,
                            const EvaluateOptions& options) {
  const Result<std::shared_ptr<const Plan>> plan = plan_for(policy, data, options);
  if (!plan.ok()) return plan.issues();
  if (options.progress) options.progress(Stage::kAddingUp, 0);
  std::shared_ptr<const Tally> sums =
      tally(**plan, *data.master, data.ledger, TallyOptions{options.threads});
  return settled(std::move(policy), std::move(data), plan, std::move(sums), options);
}

Result<Evaluation> evaluate_tally(std::shared_ptr<const CheckedPolicy> policy, Dataset data,
                                  const std::string& tally_path, const EvaluateOptions& options) {
  const Result<std::shared_ptr<const Plan>> plan = plan_for(policy, data, options);
  if (!plan.ok()) return plan.issues();
  Result<std::shared_ptr<const Tally>> sums = restore_tally_file(tally_path, **plan, *data.master);
  if (!sums.ok()) return std::move(sums).issues();
  return settled(std::move(policy), std::move(data), plan, *std::move(sums), options);
}

Result<Evaluation> evaluate_files(const std::string& policy_path, const std::string& data_folder,
                                  const EvaluateOptions& options) {
  Result<std::shared_ptr<const CheckedPolicy>> policy = load_policy_file(policy_path);
  if (!policy.ok()) return std::move(policy).issues();
  Result<Dataset> data = read_data(**policy, data_folder, options);
  if (!data.ok()) return std::move(data).issues();
  Issues warnings = policy.issues();
  warnings.merge(data.issues());
  Result<Evaluation> run = evaluate(*policy, *std::move(data), options);
  if (!run.ok()) return run;
  warnings.merge(run.issues());
  return Result<Evaluation>(*std::move(run), std::move(warnings));
}

}  // namespace rebate
