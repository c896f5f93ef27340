// SPDX-License-Identifier: Apache-2.0
//
// Earners are settled one by one, on as many threads as are asked for; their lines are put together
// in the order of their ids, so that nobody can tell how many threads there were.
#include "rebate/numeric/integer.hpp"
#include "rebate/settlement/settlement.hpp"
#include "plan/plan_parts.hpp"
#include "settlement/coverage.hpp"
#include "settlement/earner_run.hpp"
#include "settlement/settlement_builder.hpp"
#include "settlement/shared_limits.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

namespace rebate {
namespace {

/// All that settle, by id: partners for rules that each earns alone, groups for the others.
struct EarnerTask {
  Earner earner;
  const EarnerRunInput* input = nullptr;
};

struct Tasks {
  std::vector<std::unique_ptr<EarnerRunInput>> inputs;
  std::map<std::string, Groups> groups;  // by the field that is shared
  std::vector<EarnerTask> list;
};

void add_groups(const Plan& plan, const RunFacts& facts, const std::string& together,
                Groups& groups) {
  for (std::size_t p = 0; p < plan.rule_periods.size(); ++p) {
    const RulePeriod& period = plan.rule_periods[p];
    if (period.rule < 0 || period.compiled->together != together) continue;
    groups[static_cast<int>(p)] = groups_of(plan, facts.master, period);
  }
}

void find_tasks(const Plan& plan, const RunFacts& facts, const SettledBefore& settled,
                Tasks& tasks) {
  std::set<std::string> together;
  for (const CompiledRule& rule : plan.rules) together.insert(rule.together);
  for (const std::string& field : together) {
    Groups& groups = tasks.groups[field];
    if (!field.empty()) add_groups(plan, facts, field, groups);
    tasks.inputs.push_back(
        std::make_unique<EarnerRunInput>(EarnerRunInput{facts, settled, groups, field}));
    const EarnerRunInput* input = tasks.inputs.back().get();
    if (field.empty()) {
      const Dictionary& ids = facts.master.partners().ids();
      for (TextCode partner = 1; partner < ids.size(); ++partner) {
        tasks.list.push_back({{std::string(ids.text(partner)), partner}, input});
      }
      continue;
    }
    std::set<std::string> names;
    for (const auto& [period, members] : groups) {
      for (const auto& [name, list] : members) names.insert(name);
    }
    for (const std::string& name : names) tasks.list.push_back({{name, kMissingText}, input});
  }
  std::stable_sort(
      tasks.list.begin(), tasks.list.end(),
      [](const EarnerTask& a, const EarnerTask& b) { return a.earner.id < b.earner.id; });
}

/// Calls `work` for every index below `count`. False: `progress` stopped it.
bool for_all(std::size_t count, int threads, const std::function<bool(int)>& progress,
             const std::function<void(std::size_t)>& work) {
  constexpr std::size_t kBatch = 16;
  const std::size_t workers = threads > 0 ? static_cast<std::size_t>(threads)
                                          : std::max(1U, std::thread::hardware_concurrency());
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stopped{false};
  std::exception_ptr failure;
  std::mutex mutex;
  const auto run = [&] {
    try {
      for (;;) {
        const std::size_t first = next.fetch_add(kBatch);
        if (first >= count || stopped) return;
        for (std::size_t i = first; i < std::min(first + kBatch, count); ++i) work(i);
        if (progress && !progress(static_cast<int>(first * 1000 / count))) stopped = true;
      }
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex);
      if (!failure) failure = std::current_exception();
      stopped = true;
    }
  };
  std::vector<std::thread> others;
  for (std::size_t w = 1; w < std::min(workers, count); ++w) others.emplace_back(run);
  run();
  for (std::thread& other : others) other.join();
  if (failure) std::rethrow_exception(failure);
  return !stopped;
}

/// What earners share of a budget is known once all of them have been worked out.
bool settle_with_budgets(const RunFacts& facts, const Tasks& tasks, const SettleOptions& options,
                         std::vector<EarnerLines>& results) {
  const auto half = [&](int done) { return !options.progress || options.progress(done / 2); };
  std::vector<std::unique_ptr<EarnerRun>> runs(tasks.list.size());
  const bool is_done = for_all(runs.size(), options.threads, half, [&](std::size_t i) {
    runs[i] = std::make_unique<EarnerRun>(*tasks.list[i].input, tasks.list[i].earner);
    runs[i]->run();
  });
  if (!is_done) return false;
  share_budgets(facts, runs);
  return for_all(runs.size(), options.threads, options.progress, [&](std::size_t i) {
    runs[i]->finish();
    results[i] = lines_of(facts.plan, *runs[i], options.period);
    runs[i].reset();
  });
}

}  // namespace

Result<Settlement> settle(std::shared_ptr<const Plan> plan, const Master& master,
                          const Tally& tally, const SettleOptions& options) {
  if (tally.plan_fingerprint != plan->fingerprint ||
      !tally.has_partners_of(master.partners().ids())) {
    return Issue{Code::kTallyMismatch,
                 Severity::kError,
                 {},
                 "The tally was made by another policy, settlement date or partner file.",
                 "",
                 "a tally of this plan",
                 "",
                 ""};
  }
  try {
    const CellReader reader(*plan, tally);
    const RunFacts facts{*plan, master, reader};
    const SettledBefore settled(*plan, master);
    Tasks tasks;
    find_tasks(*plan, facts, settled, tasks);
    std::vector<EarnerLines> results(tasks.list.size());
    const bool is_done = has_budgets(*plan)
                             ? settle_with_budgets(facts, tasks, options, results)
                             : for_all(tasks.list.size(), options.threads, options.progress,
                                       [&](std::size_t i) {
                                         EarnerRun run(*tasks.list[i].input, tasks.list[i].earner);
                                         run.run();
                                         run.finish();
                                         results[i] = lines_of(*plan, run, options.period);
                                       });
    if (!is_done) {
      return Issue{Code::kRunStopped, Severity::kError, {}, "The run was stopped.", "", "", "", ""};
    }
    SettlementBuilder builder(plan);
    for (std::size_t i = 0; i < results.size(); ++i) {
      builder.add(tasks.list[i].earner.id, std::move(results[i]));
    }
    cover_rows(*plan, tally, builder.coverage());
    return builder.take();
  } catch (const NumberTooLarge& error) {
    return Issue{Code::kNumberOutgrown, Severity::kError, {}, error.what(), "", "", "", ""};
  }
}

}  // namespace rebate
