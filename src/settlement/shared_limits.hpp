// SPDX-License-Identifier: Apache-2.0
//
// What lines share: a cap of all that a partner gets, a budget of all that partners get. Three
// claims of 40.00 on a pool of 100.00 receive 33.34, 33.33 and 33.33.
#pragma once

#include "settlement/earner_run.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace rebate {

/// A line that asks for its part.
struct Claim {
  EarnerRun* run = nullptr;
  int place = 0;
  Ratio kept;  ///< what it has for sure, out of the new part

  Ratio asks() const { return run->new_part(place) - kept; }
  const WorkLine& line() const { return run->line(place); }
  const RulePeriod& period() const { return run->period_of(line()); }
  const Rule& rule() const { return period().compiled->rule->source; }
  Date end() const { return period().period.range.last(); }
};

/// By end of period, first row, partner, rule and key: the order in which lines are served.
void sort_claims(std::vector<Claim>& claims);

/// Calls `visit` for the claims of each end, earliest first. REQUIRES: they are sorted.
void each_end(std::span<const Claim> claims,
              const std::function<void(std::span<const Claim> equal)>& visit);

/// Cuts the claims above zero so that all of them together fit into the room, each by the same
/// part, to the smallest amount the first is paid in. `reason` says what limits them.
void share_room(std::span<const Claim> claims, const Ratio& room, const Reason& reason);

/// The limit of all that one partner gets; null: the policy has none.
const SharedTerm* partner_limit(const Plan& plan);
/// Of its periods the one that ends on that day.
const RulePeriod& limit_period(const Plan& plan, const SharedTerm& limit, Date last);

bool has_budgets(const Plan& plan);

/// Gives every line its part of its rule's budget. REQUIRES: run() was called for all.
void share_budgets(const RunFacts& facts, std::span<const std::unique_ptr<EarnerRun>> runs);

}  // namespace rebate
