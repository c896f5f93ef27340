// SPDX-License-Identifier: Apache-2.0
//
// Places among all lines of a rule in a period: 700, 500, 500 and 100 are 1st, 2nd, 2nd and 4th.
#pragma once

#include "rebate/numeric/ratio.hpp"
#include "rebate/policy/formula.hpp"

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace rebate {

class Plan;
struct Tasks;

/// What one line is ranked by; further values decide between equal ones.
struct RankedLine {
  int rule_period = 0;
  const Formula* rank = nullptr;
  std::vector<Ratio> values;
};

class Ranks {
 public:
  void add(RankedLine line);
  /// To be called once, when all lines are in.
  void sort();

  struct Place {
    std::size_t rank = 1;  ///< 1 is the largest
    std::size_t tied = 1;  ///< lines that have it
  };
  Place of(int rule_period, const Formula& rank, const std::vector<Ratio>& values) const;

 private:
  std::map<std::pair<int, const Formula*>, std::vector<std::vector<Ratio>>> lines_;
};

bool has_ranks(const Plan& plan);

/// Works every earner out as far as ranks need it. Only lines that pass their rule's requirements
/// and vetoes compete.
Ranks rank_all(const Tasks& tasks, int threads);

}  // namespace rebate
