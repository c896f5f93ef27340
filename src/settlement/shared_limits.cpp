// SPDX-License-Identifier: Apache-2.0
#include "settlement/shared_limits.hpp"

#include "rebate/numeric/apportion.hpp"
#include "plan/value_text.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace rebate {
namespace {

std::vector<std::string> key_texts(const WorkLine& line) {
  std::vector<std::string> texts;
  for (const Value& value : line.key) texts.push_back(to_plain_text(value));
  return texts;
}

auto place_of(const Claim& claim) {
  return std::tuple(claim.end(), claim.line().first_day.value_or(claim.period().whole.begin),
                    claim.run->earner().id, claim.rule().id, key_texts(claim.line()));
}

Ratio asked_by(std::span<const Claim> claims) {
  Ratio total;
  for (const Claim& claim : claims) total += claim.asks();
  return total;
}

/// One pool of one period of a budget, with the lines that draw on it.
void serve(const CheckedBudget& budget, std::vector<Claim> claims, const Ratio& amount) {
  sort_claims(claims);
  Reason reason{Reason::Kind::kBudget, budget.name, amount, std::nullopt, Ratio()};
  Ratio left = amount;
  for (Claim& claim : claims) {
    // Settled money keeps its place, whoever comes before it now.
    claim.kept = claim.run->settled_part(claim.place);
    left -= claim.kept;
    *reason.claims += claim.run->new_part(claim.place);
  }
  if (budget.when_short == "pro_rata") {
    each_end(claims, [&](std::span<const Claim> equal) {
      share_room(equal, left, reason);
      left -= asked_by(equal);
    });
    return;
  }
  if (budget.when_short == "by_priority") {
    std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return a.rule().limit.priority.value_or(0) < b.rule().limit.priority.value_or(0);
    });
  }
  for (const Claim& claim : claims) {
    if (claim.asks() > left) {
      const Ratio rest = budget.whole_only ? Ratio() : std::max(left, Ratio());
      claim.run->allow(claim.place, claim.kept + rest, reason);
    }
    left -= claim.asks();
  }
}

/// The budget's amount in one of its periods, for one of its pools.
Value amount_of(const RunFacts& facts, const SharedTerm& term, const RulePeriod& period,
                const std::string& pool) {
  const Earner nobody;
  TallySource source(facts, period, nobody, {}, {}, nothing_earned);
  if (term.compiled.budget_key != nullptr) source.pin_like(*term.compiled.budget_key, pool);
  return evaluate(*term.compiled.cap, source);
}

void share_budget(const RunFacts& facts, const SharedTerm& term,
                  std::span<const std::unique_ptr<EarnerRun>> runs) {
  const CheckedBudget& budget = facts.plan.policy->budgets[static_cast<std::size_t>(term.budget)];
  std::map<std::pair<int, std::string>, std::vector<Claim>> pools;
  for (const auto& run : runs) {
    for (const int place : run->limited_lines()) {
      const Claim claim{run.get(), place, Ratio()};
      if (claim.rule().limit.budget != budget.name) continue;
      const Date last = claim.period().whole.last();
      for (int p = term.first_period; p < term.last_period; ++p) {
        const RulePeriod& period = facts.plan.rule_periods[static_cast<std::size_t>(p)];
        if (period.whole.contains(last)) pools[{p, claim.line().pool}].push_back(claim);
      }
    }
  }
  for (auto& [name, claims] : pools) {
    const RulePeriod& period = facts.plan.rule_periods[static_cast<std::size_t>(name.first)];
    const Value amount = amount_of(facts, term, period, name.second);
    if (amount.is_number()) {
      serve(budget, std::move(claims), amount.number());
      continue;
    }
    for (const Claim& claim : claims) claim.run->block(claim.place, amount.missing());
  }
}

}  // namespace

void sort_claims(std::vector<Claim>& claims) {
  std::stable_sort(claims.begin(), claims.end(),
                   [](const Claim& a, const Claim& b) { return place_of(a) < place_of(b); });
}

void each_end(std::span<const Claim> claims,
              const std::function<void(std::span<const Claim>)>& visit) {
  for (std::size_t first = 0; first < claims.size();) {
    std::size_t last = first;
    while (last < claims.size() && claims[last].end() == claims[first].end()) ++last;
    visit(claims.subspan(first, last - first));
    first = last;
  }
}

void share_room(std::span<const Claim> claims, const Ratio& room, const Reason& reason) {
  std::vector<const Claim*> wanting;
  std::vector<Ratio> wanted;
  Ratio given_back;
  for (const Claim& claim : claims) {
    Ratio part = claim.asks();
    if (part.sign() > 0) {
      wanting.push_back(&claim);
      wanted.push_back(std::move(part));
    } else {
      given_back += part;
    }
  }
  if (wanting.empty() || asked_by(claims) <= room) return;
  const Decimal step = wanting.front()->run->step_of(wanting.front()->place);
  const Decimal whole = round(std::max(room - given_back, Ratio()), step, RoundingMode::kFloor);
  const std::vector<Decimal> parts = apportion(whole, wanted, step).parts;
  for (std::size_t i = 0; i < wanting.size(); ++i) {
    const Claim& claim = *wanting[i];
    claim.run->allow(claim.place, claim.kept + Ratio(parts[i]), reason);
  }
}

bool has_budgets(const Plan& plan) {
  return std::any_of(plan.shared.begin(), plan.shared.end(),
                     [](const auto& term) { return term->budget >= 0; });
}

void share_budgets(const RunFacts& facts, std::span<const std::unique_ptr<EarnerRun>> runs) {
  for (const auto& term : facts.plan.shared) {
    if (term->budget >= 0) share_budget(facts, *term, runs);
  }
}

}  // namespace rebate
