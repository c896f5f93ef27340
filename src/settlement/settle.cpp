// SPDX-License-Identifier: Apache-2.0
//
// Earners are settled one by one, on as many threads as are asked for; their lines are put together
// in the order of their ids, so that nobody can tell how many threads there were.
#include "rebate/numeric/integer.hpp"
#include "rebate/settlement/settlement.hpp"
#include "plan/plan_parts.hpp"
#include "settlement/coverage.hpp"
#include "settlement/earner_tasks.hpp"
#include "settlement/minimums.hpp"
#include "settlement/ranks.hpp"
#include "settlement/settlement_builder.hpp"
#include "settlement/shared_limits.hpp"

#include <memory>

namespace rebate {
namespace {

bool is_shared(const Plan& plan) { return has_budgets(plan) || has_shared_minimums(plan); }

/// What earners share of a budget, and what several of them owe one payee, is known once all of
/// them have been worked out.
bool settle_together(const RunFacts& facts, const Tasks& tasks, const SettleOptions& options,
                     std::vector<EarnerLines>& results) {
  const auto half = [&](int done) { return !options.progress || options.progress(done / 2); };
  const auto rest = [&](int done) { return half(1000 + done); };
  std::vector<std::unique_ptr<EarnerRun>> runs(tasks.list.size());
  const bool is_done = for_all(runs.size(), options.threads, half, [&](std::size_t i) {
    runs[i] = std::make_unique<EarnerRun>(*tasks.list[i].input, tasks.list[i].earner);
    runs[i]->run();
  });
  if (!is_done) return false;
  share_budgets(facts, runs);
  std::vector<EarnerRun*> all;
  for (const auto& run : runs) all.push_back(run.get());
  if (!for_all(all.size(), options.threads, rest, [&](std::size_t i) { all[i]->finish(); })) {
    return false;
  }
  hold_minimums(facts.plan, all);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    results[i] = lines_of(facts.plan, *runs[i], options.period);
    runs[i].reset();
  }
  return true;
}

}  // namespace

Result<Settlement> settle(std::shared_ptr<const Plan> plan, const Master& master,
                          const Tally& tally, const SettleOptions& options) {
  if (const std::optional<Issue> mismatch = mismatch_of(*plan, master, tally)) return *mismatch;
  try {
    const CellReader reader(*plan, tally);
    RunFacts facts{*plan, master, reader};
    const PlainLines plain(*plan, master, reader);
    facts.plain = &plain;
    const SettledBefore settled(*plan, master);
    Tasks tasks;
    find_tasks(facts, settled, tasks);
    std::optional<Ranks> ranks;
    if (has_ranks(*plan)) facts.ranks = &ranks.emplace(rank_all(tasks, options.threads));
    std::vector<EarnerLines> results(tasks.list.size());
    const bool is_done =
        is_shared(*plan)
            ? settle_together(facts, tasks, options, results)
            : for_all(tasks.list.size(), options.threads, options.progress, [&](std::size_t i) {
                results[i] =
                    settled_lines(*tasks.list[i].input, tasks.list[i].earner, options.period);
              });
    if (!is_done) {
      return run_issue(Code::kRunStopped, "The run was stopped.");
    }
    SettlementBuilder builder(plan);
    builder.reserve(results);
    for (std::size_t i = 0; i < results.size(); ++i) {
      builder.add(tasks.list[i].earner.id, std::move(results[i]));
    }
    cover_rows(*plan, tally, builder.coverage());
    return builder.take();
  } catch (const NumberTooLarge& error) {
    return run_issue(Code::kNumberOutgrown, error.what());
  }
}

}  // namespace rebate
