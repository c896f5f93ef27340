// SPDX-License-Identifier: Apache-2.0
#include "rebate/evaluation/line_rows.hpp"

#include "plan/plan_parts.hpp"
#include "plan/value_text.hpp"
#include "settlement/earners.hpp"
#include "tally/row_classes.hpp"
#include "tally/row_environment.hpp"

#include <algorithm>
#include <tuple>

namespace rebate {
namespace {

// The first sum over rows of the rule's noun in the earning measure; of a line per row the measure
// itself. Null: nothing that a row could add.
FormulaPtr row_formula(const FormulaPtr& of, const std::string& noun) {
  if (of == nullptr) return nullptr;
  if (of->op == Op::kAggregate) {
    const bool is_sum = of->aggregate == Aggregate::kSum && of->noun == noun;
    return is_sum && !of->children.empty() ? of->children[0] : nullptr;
  }
  if (of->op == Op::kField) return of->noun == noun ? of : nullptr;
  for (const FormulaPtr& child : of->children) {
    if (FormulaPtr found = row_formula(child, noun)) return found;
  }
  return nullptr;
}

class RowSearch {
 public:
  RowSearch(const Settlement& settlement, const Dataset& data, const Line& line)
      : data_(data),
        plan_(settlement.plan()),
        period_(plan_.rule_periods[line.period]),
        rule_(plan_.rules[static_cast<std::size_t>(line.rule)]),
        cube_(plan_.cubes[static_cast<std::size_t>(period_.own_cube)]),
        table_(data.ledger.find(rule_.noun)),
        ids_(table_ != nullptr ? table_->find("id") : nullptr),
        rows_(plan_, cube_, *data.master, data.ledger, table_),
        earner_(settlement.earner(line.earner)),
        key_(settlement.key(line.key)) {
    const FormulaPtr adds = row_formula(rule_.of, rule_.noun);
    if (adds != nullptr)
      adds_ = Atom{adds, {period_.attributes, period_.period.range, period_.as_of}};
  }

  std::vector<FigureSeen::Row> find() {
    std::vector<FigureSeen::Row> found;
    if (table_ == nullptr) return found;
    const Column* days = date_column(cube_, *table_);
    if (days == nullptr) return found;
    for (const TextCode partner : partners()) {
      const RowRange range = table_->rows_of(partner);
      for (RowIndex row = range.first; row < range.last; ++row) {
        const std::optional<Date> day = days->date(row);
        if (!day || !is_in_days(*day) || !is_seen(row, partner)) continue;
        found.push_back({to_text(table_->cell(row, "id")), *day, value_of(row, partner)});
      }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return std::tie(a.date, a.id) < std::tie(b.date, b.id);
    });
    return found;
  }

 private:
  std::vector<TextCode> partners() const {
    const Master& master = *data_.master;
    std::vector<TextCode> members;
    if (rule_.together.empty()) {
      members = {master.partners().ids().find(earner_).value_or(kMissingText)};
    } else {
      const auto groups = groups_of(plan_, master, period_);
      const auto group = groups.find(earner_);
      if (group != groups.end()) members = group->second;
    }
    if (rule_.rule->among == Scope::Among::kEarner) return members;
    return Relations(plan_, master)
        .among(period_, members, rule_.rule->among, rule_.rule->among_field);
  }

  bool is_in_days(Date day) const {
    return std::any_of(period_.own_days.begin(), period_.own_days.end(),
                       [&](const DateRange& days) { return days.contains(day); });
  }

  bool is_seen(RowIndex row, TextCode partner) {
    // The id first: a line per row asks this of every row of its partner.
    if (rule_.rule->each_row && (key_.size() != 1 || id_of(row) != key_[0])) return false;
    for (const int condition : period_.conditions) {
      const Atom& atom = cube_.atoms[static_cast<std::size_t>(condition)];
      if (!holds(rows_.evaluate_atom(atom, row, partner))) return false;
    }
    if (rule_.rule->each_row) return true;
    for (std::size_t k = 0; k < period_.key_atoms.size(); ++k) {
      const Atom& atom = cube_.atoms[static_cast<std::size_t>(period_.key_atoms[k])];
      const Value part = rows_.evaluate_atom(atom, row, partner);
      if (k >= key_.size() || part.is_missing() || to_plain_text(part) != key_[k]) return false;
    }
    return true;
  }

  std::string_view id_of(RowIndex row) const {
    return ids_ != nullptr ? ids_->text(row) : std::string_view();
  }

  Value value_of(RowIndex row, TextCode partner) {
    return adds_ ? rows_.evaluate_atom(*adds_, row, partner) : Value(Missing{});
  }

  const Dataset& data_;
  const Plan& plan_;
  const RulePeriod& period_;
  const CompiledRule& rule_;
  const Cube& cube_;
  const Table* table_;
  const Column* ids_;
  RowEnvironment rows_;
  const std::string& earner_;
  const std::vector<std::string>& key_;
  std::optional<Atom> adds_;
};

}  // namespace

std::vector<FigureSeen::Row> rows_of_line(const Settlement& settlement, const Dataset& data,
                                          std::size_t line) {
  const Line& found = settlement.lines()[line];
  const RulePeriod& period = settlement.plan().rule_periods[found.period];
  if (period.own_cube < 0) return {};
  return RowSearch(settlement, data, found).find();
}

std::vector<FigureSeen::Row> rows_of_line(const Evaluation& run, std::size_t line) {
  return rows_of_line(run.settlement, run.data, line);
}

void add_rows(LineTrace& trace, const std::vector<FigureSeen::Row>& rows) {
  for (auto* figures : {&trace.of_figures, &trace.by_figures}) {
    for (FigureSeen& seen : *figures) {
      if (seen.kind != FigureSeen::Kind::kMeasure || !seen.value.is_number()) continue;
      // Beside a figure stand only rows that add up to it.
      Ratio sum;
      for (const FigureSeen::Row& row : rows)
        sum += row.value.is_number() ? row.value.number() : Ratio();
      if (sum == seen.value.number() && seen.row_list.empty()) seen.row_list = rows;
    }
  }
}

}  // namespace rebate
