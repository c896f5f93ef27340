// SPDX-License-Identifier: Apache-2.0
#include "settlement/ranks.hpp"

#include "plan/plan_parts.hpp"
#include "settlement/earner_tasks.hpp"

#include <algorithm>

namespace rebate {

void Ranks::add(RankedLine line) {
  lines_[{line.rule_period, line.rank}].push_back(std::move(line.values));
}

void Ranks::sort() {
  for (auto& [where, lines] : lines_) std::sort(lines.begin(), lines.end());
}

Ranks::Place Ranks::of(int rule_period, const Formula& rank,
                       const std::vector<Ratio>& values) const {
  const auto found = lines_.find({rule_period, &rank});
  if (found == lines_.end()) return {};
  const auto [first, last] = std::equal_range(found->second.begin(), found->second.end(), values);
  const auto better = static_cast<std::size_t>(found->second.end() - last);
  return {1 + better, std::max<std::size_t>(1, static_cast<std::size_t>(last - first))};
}

bool has_ranks(const Plan& plan) {
  return std::any_of(plan.rules.begin(), plan.rules.end(),
                     [](const CompiledRule& rule) { return !rule.ranks.empty(); });
}

Ranks rank_all(const Tasks& tasks, int threads) {
  std::vector<std::vector<RankedLine>> found(tasks.list.size());
  for_all(tasks.list.size(), threads, {}, [&](std::size_t i) {
    EarnerRun run(*tasks.list[i].input, tasks.list[i].earner);
    run.run();
    found[i] = std::move(run.ranked);
  });
  Ranks ranks;
  for (std::vector<RankedLine>& lines : found) {
    for (RankedLine& line : lines) ranks.add(std::move(line));
  }
  ranks.sort();
  return ranks;
}

}  // namespace rebate
