// SPDX-License-Identifier: Apache-2.0
#include "settlement/earner_tasks.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

namespace rebate {
namespace {

void add_groups(const Plan& plan, const RunFacts& facts, const std::string& together,
                Groups& groups) {
  for (std::size_t p = 0; p < plan.rule_periods.size(); ++p) {
    const RulePeriod& period = plan.rule_periods[p];
    if (period.rule < 0 || period.compiled->together != together) continue;
    groups[static_cast<int>(p)] = groups_of(plan, facts.master, period);
  }
}

}  // namespace

void find_tasks(const RunFacts& facts, const SettledBefore& settled, Tasks& tasks) {
  const Plan& plan = facts.plan;
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
  others.reserve(std::min(workers, count));
  for (std::size_t w = 1; w < std::min(workers, count); ++w) {
    try {
      others.emplace_back(run);
    } catch (const std::exception&) {
      break;  // A machine without more threads leaves the rest to this one.
    }
  }
  run();
  for (std::thread& other : others) other.join();
  if (failure) std::rethrow_exception(failure);
  return !stopped;
}

}  // namespace rebate
