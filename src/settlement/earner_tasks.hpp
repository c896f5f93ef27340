// SPDX-License-Identifier: Apache-2.0
//
// Everybody that settles: partners for rules that each earns alone, groups for those that their
// members earn together. Each is worked out by itself, on as many threads as are asked for.
#pragma once

#include "settlement/earner_run.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace rebate {

struct EarnerTask {
  Earner earner;
  const EarnerRunInput* input = nullptr;
};

struct Tasks {
  std::vector<std::unique_ptr<EarnerRunInput>> inputs;
  std::map<std::string, Groups> groups;  // by the field that is shared
  std::vector<EarnerTask> list;
};

/// By id; what is in `tasks` stays where it is.
void find_tasks(const RunFacts& facts, const SettledBefore& settled, Tasks& tasks);

/// Calls `work` for every index below `count`, on `threads` threads (0: as many as there are).
/// False: `progress`, told the thousandths that are done, stopped it.
bool for_all(std::size_t count, int threads, const std::function<bool(int)>& progress,
             const std::function<void(std::size_t)>& work);

}  // namespace rebate
