// SPDX-License-Identifier: Apache-2.0
#include "settlement/coverage.hpp"

#include "tally/tally_parts.hpp"
#include "tally/unused_rows.hpp"

#include <map>
#include <set>
#include <tuple>

namespace rebate {
namespace {

/// The accumulator of the noun's main amount in its cube without keys; -1: none.
int main_amount(const Cube& cube) {
  for (std::size_t a = 0; a < cube.accumulators.size(); ++a) {
    const Accumulator& accumulator = cube.accumulators[a];
    const Formula& whole = *accumulator.atom.formula;
    const Formula& formula = whole.op == Op::kConvert ? *whole.children[0] : whole;
    const bool is_amount =
        formula.field == "net" || formula.field == "amount" || formula.field == "value";
    if (accumulator.kind == Aggregate::kSum && formula.op == Op::kField && is_amount) {
      return static_cast<int>(a);
    }
  }
  return -1;
}

/// All cells of one kind, see CellUsers.
struct RowsOfKind {
  std::int64_t rows = 0;
  Decimal amount;
};

std::vector<RowsOfKind> rows_by_kind(const CubeCells& cells, const AccumulatorColumn* amounts,
                                     CellUsers& users) {
  std::vector<RowsOfKind> kinds;
  std::vector<Int128> sums;  // Of coefficients; 2^32 of them fit.
  for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
    const std::uint32_t kind = users.kind_of(cell);
    if (kind == kinds.size()) {
      kinds.emplace_back();
      sums.push_back(0);
    }
    kinds[kind].rows += cells.rows[cell];
    if (amounts == nullptr) continue;
    if (amounts->coefficients[cell] != AccumulatorColumn::kExact) {
      sums[kind] += amounts->coefficients[cell];
    } else {
      kinds[kind].amount += amounts->sum(cell).as_decimal().value_or(Decimal());
    }
  }
  for (std::size_t kind = 0; kind < kinds.size() && amounts != nullptr; ++kind)
    kinds[kind].amount += Decimal(Integer(sums[kind]), amounts->scale);
  return kinds;
}

}  // namespace

void cover_rows(const Plan& plan, const Tally& tally, Coverage& coverage) {
  std::map<std::string, Coverage::UnusedRows> unused;
  std::map<std::pair<int, int>, Coverage::PaidTwice> twice;
  std::map<std::tuple<int, std::string, std::string>, std::int64_t> missed;
  std::set<int> with_rows;
  std::set<std::string> covered_nouns;
  for (std::size_t c = 0; c < plan.cubes.size(); ++c) {
    const Cube& cube = plan.cubes[c];
    if (!tells_coverage(cube)) continue;
    covered_nouns.insert(cube.noun);
    const CubeCells& cells = tally.cubes[c];
    const int amount = main_amount(cube);
    CellUsers users(plan, static_cast<int>(c), cells);
    const AccumulatorColumn* amounts =
        amount < 0 ? nullptr : &cells.accumulators[static_cast<std::size_t>(amount)];
    const std::vector<RowsOfKind> kinds = rows_by_kind(cells, amounts, users);
    for (std::uint32_t kind = 0; kind < kinds.size(); ++kind) {
      const CellUsers::Users& used = users.users(kind);
      const RowsOfKind& of_kind = kinds[kind];
      for (const CellUsers::Missed& miss : used.missed) {
        missed[{miss.rule, miss.condition->formula->text, miss.cause}] += of_kind.rows;
      }
      if (used.rules.empty()) {
        Coverage::UnusedRows& entry = unused[cube.noun];
        entry.rows += of_kind.rows;
        entry.amount += of_kind.amount;
      }
      with_rows.insert(used.rules.begin(), used.rules.end());
      std::vector<int> paid;
      for (const int rule : used.rules) {
        if (plan.rules[static_cast<std::size_t>(rule)].rule->member_of < 0) paid.push_back(rule);
      }
      for (std::size_t a = 0; a < paid.size(); ++a) {
        for (std::size_t b = a + 1; b < paid.size(); ++b) {
          Coverage::PaidTwice& entry = twice[{paid[a], paid[b]}];
          entry.rows += of_kind.rows;
          entry.amount += of_kind.amount;
        }
      }
    }
  }
  for (const auto& [noun, totals] : tally.nouns) {
    if (covered_nouns.count(noun) != 0 || noun == "invoice" || totals.rows == 0) continue;
    unused[noun].rows = static_cast<std::int64_t>(totals.rows);
  }
  for (auto& [noun, entry] : unused) {
    entry.noun = noun;
    const auto totals = tally.nouns.find(noun);
    if (totals != tally.nouns.end()) {
      for (const RowMark& mark : totals->second.unused) entry.first_ids.push_back(mark.id);
    }
    coverage.unused.push_back(std::move(entry));
  }
  const auto id_of = [&](int rule) {
    return plan.rules[static_cast<std::size_t>(rule)].rule->source.id;
  };
  for (const auto& [what, rows] : missed) {
    coverage.missing.push_back(
        {id_of(std::get<0>(what)), std::get<1>(what), std::get<2>(what), rows});
  }
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
