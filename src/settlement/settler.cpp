// SPDX-License-Identifier: Apache-2.0
#include "rebate/settlement/settler.hpp"

#include "rebate/base/require.hpp"
#include "settlement/earner_run.hpp"
#include "settlement/minimums.hpp"
#include "settlement/ranks.hpp"
#include "settlement/settlement_builder.hpp"
#include "settlement/shared_limits.hpp"

namespace rebate {
namespace {

Issue refused(std::string what) {
  Issue issue;
  issue.code = Code::kNotYetSupported;
  issue.message = "Partners cannot be settled one by one: " + what + ".";
  issue.found = std::move(what);
  return issue;
}

/// Why a partner's lines cannot be known without those of others; empty if they can.
std::string shared_part(const Plan& plan) {
  if (has_budgets(plan)) return "budgets are shared";
  if (has_shared_minimums(plan)) return "minimums of payees are shared";
  if (has_ranks(plan)) return "ranks compare partners";
  for (const CompiledRule& rule : plan.rules) {
    const std::string of = " of rule " + rule.rule->source.id;
    if (!rule.together.empty()) return "the groups" + of;
    if (rule.rule->among != Scope::Among::kEarner) return "the rows of others" + of;
  }
  for (const RulePeriod& period : plan.rule_periods) {
    for (const auto& [formula, measure] : period.measures) {
      if (!measure.credits.empty()) return "the rows that are credited to others";
      if (measure.among != Scope::Among::kEarner) return "the measure " + formula->text;
    }
  }
  return "";
}

}  // namespace

struct Settler::State {
  State(std::shared_ptr<const Plan> with, std::shared_ptr<const Master> of,
        std::shared_ptr<const Tally> sums)
      : plan(std::move(with)),
        master(std::move(of)),
        tally(std::move(sums)),
        reader(*plan, *tally),
        settled(*plan, *master) {
    facts.plain = &plain;
  }

  std::shared_ptr<const Plan> plan;
  std::shared_ptr<const Master> master;
  std::shared_ptr<const Tally> tally;
  CellReader reader;
  PlainLines plain{*plan, *master, reader};
  RunFacts facts{*plan, *master, reader};
  SettledBefore settled;
  Groups groups;
  EarnerRunInput input{facts, settled, groups, ""};
};

Settler::Settler(std::unique_ptr<State> state) : state_(std::move(state)) {}
Settler::Settler(Settler&&) noexcept = default;
Settler& Settler::operator=(Settler&&) noexcept = default;
Settler::~Settler() = default;

Result<Settler> Settler::make(std::shared_ptr<const Plan> plan,
                              std::shared_ptr<const Master> master,
                              std::shared_ptr<const Tally> tally) {
  if (const std::optional<Issue> mismatch = mismatch_of(*plan, *master, *tally)) return *mismatch;
  if (const std::string what = shared_part(*plan); !what.empty()) return refused(what);
  return Settler(std::make_unique<State>(std::move(plan), std::move(master), std::move(tally)));
}

Result<Settlement> Settler::settle(std::span<const TextCode> partners) const {
  const Dictionary& ids = state_->master->partners().ids();
  std::vector<EarnerLines> results;
  results.reserve(partners.size());
  try {
    for (std::size_t i = 0; i < partners.size(); ++i) {
      const bool follows = i == 0 || partners[i - 1] < partners[i];
      REBATE_REQUIRE(follows && partners[i] != kMissingText && partners[i] < ids.size(),
                     "codes of partners, ascending");
      results.push_back(settled_lines(
          state_->input, {std::string(ids.text(partners[i])), partners[i]}, std::nullopt));
    }
  } catch (const NumberTooLarge& error) {
    return run_issue(Code::kNumberOutgrown, error.what());
  }
  SettlementBuilder builder(state_->plan);
  builder.reserve(results);
  for (std::size_t i = 0; i < partners.size(); ++i)
    builder.add(std::string(ids.text(partners[i])), std::move(results[i]));
  return builder.take();
}

}  // namespace rebate
