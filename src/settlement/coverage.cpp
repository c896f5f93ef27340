// SPDX-License-Identifier: Apache-2.0
#include "settlement/coverage.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace rebate {
namespace {

/// The accumulator of the noun's main amount in its cube without keys; -1: none.
int main_amount(const Cube& cube) {
  for (std::size_t a = 0; a < cube.accumulators.size(); ++a) {
    const Accumulator& accumulator = cube.accumulators[a];
    const Formula& formula = *accumulator.atom.formula;
    const bool is_amount =
        formula.field == "net" || formula.field == "amount" || formula.field == "value";
    if (accumulator.kind == Aggregate::kSum && formula.op == Op::kField && is_amount) {
      return static_cast<int>(a);
    }
  }
  return -1;
}

struct UsedBy {
  std::vector<int> rules;  // Ascending, each once.
};

/// Whose rows the cells of one cube are; remembered by stretch and classes, of which there are few.
class Users {
 public:
  Users(const Plan& plan, const CellReader& reader, int cube)
      : plan_(plan), reader_(reader), cube_(cube) {
    for (std::size_t p = 0; p < plan.rule_periods.size(); ++p) {
      if (plan.rule_periods[p].main_cube == cube) periods_.push_back(p);
    }
  }

  const UsedBy& of(std::uint32_t cell) {
    const CubeCells& cells = reader_.cells(cube_);
    std::vector<std::uint32_t> name{cells.stretch[cell]};
    for (const auto& classes : cells.class_of) name.push_back(classes[cell]);
    const auto [place, is_new] = known_.try_emplace(std::move(name));
    if (!is_new) return place->second;
    std::set<int> rules;
    for (const std::size_t p : periods_) {
      const RulePeriod& period = plan_.rule_periods[p];
      for (const Stretches& stretches : period.main_stretches) {
        const auto at = static_cast<int>(cells.stretch[cell]);
        if (at < stretches.first || at >= stretches.last) continue;
        const CellFilter& filter = reader_.filter(cube_, period.main_conditions);
        if (filter.of(cells, cell) == CellFilter::kTrue) rules.insert(period.rule);
        break;
      }
    }
    place->second.rules.assign(rules.begin(), rules.end());
    return place->second;
  }

 private:
  const Plan& plan_;
  const CellReader& reader_;
  int cube_;
  std::vector<std::size_t> periods_;
  std::map<std::vector<std::uint32_t>, UsedBy> known_;
};

/// Rules that earn on rows; one that pays an amount for a KPI uses none.
bool earns_on_rows(const CompiledRule& rule) {
  return rule.rule->members.empty() && (rule.of != nullptr || !rule.each.empty() ||
                                        rule.rule->each_row || rule.rule->where != nullptr);
}

}  // namespace

void cover_rows(const Plan& plan, const Tally& tally, const CellReader& reader,
                Coverage& coverage) {
  std::map<std::string, Coverage::UnusedRows> unused;
  std::map<std::pair<int, int>, Coverage::PaidTwice> twice;
  std::set<int> with_rows;
  std::set<std::string> covered_nouns;
  for (std::size_t c = 0; c < plan.cubes.size(); ++c) {
    const Cube& cube = plan.cubes[c];
    if (!cube.keys.empty() || cube.per_row || cube.date_field != "date") continue;
    covered_nouns.insert(cube.noun);
    const CubeCells& cells = tally.cubes[c];
    const int amount = main_amount(cube);
    Users users(plan, reader, static_cast<int>(c));
    for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
      const Decimal sum = [&] {
        if (amount < 0) return Decimal();
        return cells.accumulators[static_cast<std::size_t>(amount)].sum(cell).as_decimal().value_or(
            Decimal());
      }();
      const UsedBy& used = users.of(cell);
      std::vector<int> paid;
      for (const int rule : used.rules) {
        if (!earns_on_rows(plan.rules[static_cast<std::size_t>(rule)])) continue;
        with_rows.insert(rule);
        if (plan.rules[static_cast<std::size_t>(rule)].rule->member_of < 0) paid.push_back(rule);
      }
      if (std::none_of(used.rules.begin(), used.rules.end(), [&](int rule) {
            return earns_on_rows(plan.rules[static_cast<std::size_t>(rule)]);
          })) {
        Coverage::UnusedRows& entry = unused[cube.noun];
        entry.noun = cube.noun;
        entry.rows += cells.rows[cell];
        entry.amount += sum;
      }
      for (std::size_t a = 0; a < paid.size(); ++a) {
        for (std::size_t b = a + 1; b < paid.size(); ++b) {
          Coverage::PaidTwice& entry = twice[{paid[a], paid[b]}];
          entry.rows += cells.rows[cell];
          entry.amount += sum;
        }
      }
    }
  }
  for (const auto& [noun, totals] : tally.nouns) {
    if (covered_nouns.count(noun) != 0 || noun == "invoice" || totals.rows == 0) continue;
    unused[noun].noun = noun;
    unused[noun].rows = static_cast<std::int64_t>(totals.rows);
  }
  for (auto& [noun, entry] : unused) coverage.unused.push_back(std::move(entry));
  const auto id_of = [&](int rule) {
    return plan.rules[static_cast<std::size_t>(rule)].rule->source.id;
  };
  for (auto& [pair, entry] : twice) {
    entry.rule = id_of(pair.first);
    entry.other = id_of(pair.second);
    coverage.paid_twice.push_back(std::move(entry));
  }
  for (std::size_t r = 0; r < plan.rules.size(); ++r) {
    const bool has_periods = plan.first_period[r] < plan.first_period[r + 1];
    if (has_periods && earns_on_rows(plan.rules[r]) && with_rows.count(static_cast<int>(r)) == 0 &&
        plan.rules[r].rule->dated_by == nullptr) {
      coverage.rules_without_rows.push_back(plan.rules[r].rule->source.id);
    }
  }
}

}  // namespace rebate
