// SPDX-License-Identifier: Apache-2.0
//
// A trace is made by settling the line's earner once more. The latest earner is kept: a partner
// with ten thousand lines, one a sale, is settled once and not ten thousand times.
#include "rebate/settlement/settlement.hpp"
#include "plan/value_text.hpp"
#include "settlement/earner_tasks.hpp"
#include "settlement/shared_limits.hpp"

#include <optional>
#include <unordered_map>

namespace rebate {
namespace {

std::string line_name(std::size_t rule_period, const std::vector<std::string>& key) {
  std::string name = std::to_string(rule_period);
  for (const std::string& part : key) name += ":" + std::to_string(part.size()) + ":" + part;
  return name;
}

}  // namespace

struct Tracer::Work {
  /// All rules that one earner earns together, settled, and where their lines are.
  struct Settled {
    Earner earner;
    EarnerRunInput input;
    EarnerRun run;
    std::unordered_map<std::string, int> places;

    Settled(const Work& work, const std::string& id, const std::string& together)
        : earner{id, kMissingText},
          input{work.facts, work.settled, work.groups.at(together), together},
          run(input, earner) {
      if (together.empty()) {
        earner.partner = work.facts.master.partners().ids().find(id).value_or(kMissingText);
      }
      run.run();
      for (const int place : run.order()) {
        const WorkLine& line = run.line(place);
        std::vector<std::string> key;
        for (const Value& value : line.key) key.push_back(to_plain_text(value));
        places.emplace(line_name(static_cast<std::size_t>(line.rule_period), key), place);
      }
      if (has_budgets(work.facts.plan)) take_budgets(work.settlement);
      run.finish();
      take_minimums(work.settlement, work.held);
    }

    /// What budgets gave the earner stands in the settlement: it depends on all the others.
    void take_budgets(const Settlement& given) {
      for (const Line& line : given.lines()) {
        if (!line.is_paid || given.earner(line.earner) != earner.id) continue;
        const auto place = places.find(line_name(line.period, given.key(line.key)));
        if (place == places.end()) continue;
        for (const Reason& reason : given.reasons(line.reasons)) {
          if (reason.kind == Reason::Kind::kBudget) {
            run.allow(place->second, run.new_part(place->second) - *reason.took, reason);
          } else if (reason.kind == Reason::Kind::kMissing &&
                     run.line(place->second).status != Status::kBlocked &&
                     line.status == Status::kBlocked) {
            run.block(place->second, {MissingKind::kField, reason.expression});
          }
        }
      }
    }

    /// And so does what is held of it.
    void take_minimums(const Settlement& given, const std::vector<std::size_t>& lines) {
      for (const std::size_t index : lines) {
        const Line& line = given.lines()[index];
        if (given.earner(line.earner) != earner.id) continue;
        const auto place = places.find(line_name(line.period, given.key(line.key)));
        if (place == places.end()) continue;
        for (const Reason& reason : given.reasons(line.reasons)) {
          if (reason.kind != Reason::Kind::kMinimum) continue;
          run.keep_open(place->second, given.earner(line.payee), reason);
        }
      }
    }
  };

  Work(const Settlement& of, const Master& master, const Tally& tally)
      : settlement(of),
        reader(of.plan(), tally),
        facts{of.plan(), master, reader},
        settled(of.plan(), master) {
    for (std::size_t i = 0; i < of.lines().size(); ++i) {
      if (of.lines()[i].status == Status::kBelowMinimum) held.push_back(i);
    }
    if (!has_ranks(of.plan())) return;
    Tasks tasks;
    find_tasks(facts, settled, tasks);
    ranks = rank_all(tasks, 1);
    facts.ranks = &ranks;
  }

  void find_groups(const std::string& together) {
    const auto [place, is_new] = groups.try_emplace(together);
    if (!is_new || together.empty()) return;
    const Plan& plan = facts.plan;
    for (std::size_t p = 0; p < plan.rule_periods.size(); ++p) {
      const RulePeriod& period = plan.rule_periods[p];
      if (period.rule < 0 || period.compiled->together != together) continue;
      place->second[static_cast<int>(p)] = groups_of(plan, facts.master, period);
    }
  }

  Settled& settle(const std::string& earner, const std::string& together) {
    if (!latest || latest->earner.id != earner || latest->input.together != together) {
      find_groups(together);
      latest.emplace(*this, earner, together);
    }
    return *latest;
  }

  const Settlement& settlement;
  CellReader reader;
  RunFacts facts;
  SettledBefore settled;
  Ranks ranks;
  std::vector<std::size_t> held;         // Lines under a minimum.
  std::map<std::string, Groups> groups;  // By the field that is shared.
  std::optional<Settled> latest;
};

Tracer::Tracer(const Settlement& settlement, const Master& master, const Tally& tally)
    : work_(std::make_unique<Work>(settlement, master, tally)) {}

Tracer::~Tracer() = default;

LineTrace Tracer::trace(std::size_t index) {
  const Settlement& settlement = work_->settlement;
  REBATE_REQUIRE(index < settlement.lines().size(), "a line of this settlement");
  const Line& line = settlement.lines()[index];
  const CompiledRule& rule = settlement.plan().rules[static_cast<std::size_t>(line.rule)];
  Work::Settled& settled = work_->settle(settlement.earner(line.earner), rule.together);
  const auto found = settled.places.find(line_name(line.period, settlement.key(line.key)));
  REBATE_REQUIRE(found != settled.places.end(), "a line of this settlement");
  LineTrace trace = settled.run.trace(found->second, settlement.earner(line.payee));
  trace.line = line;
  trace.level = settlement.level(line.level);
  trace.due = line.due;
  return trace;
}

LineTrace trace_line(const Settlement& settlement, const Master& master, const Tally& tally,
                     std::size_t line) {
  return Tracer(settlement, master, tally).trace(line);
}

}  // namespace rebate
