// SPDX-License-Identifier: Apache-2.0
#include "tally/unused_rows.hpp"

#include "tally/accumulate.hpp"
#include "tally/row_environment.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <set>

namespace rebate {
namespace {

bool is_inside(const std::vector<Stretches>& all, std::uint32_t stretch) {
  const auto at = static_cast<int>(stretch);
  return std::any_of(all.begin(), all.end(), [&](const Stretches& stretches) {
    return at >= stretches.first && at < stretches.last;
  });
}

/// Keeps the first kMaxMarks of the marks it is given.
class FirstMarks {
 public:
  bool admits(Date day) const { return marks_.size() < kMaxMarks || day <= marks_.back().day; }
  bool admits(const RowMark& mark) const {
    return marks_.size() < kMaxMarks || mark < marks_.back();
  }
  /// Once: a payment of two invoices is two rows of one id.
  void add(RowMark mark) {
    const auto place = std::lower_bound(marks_.begin(), marks_.end(), mark);
    if (place != marks_.end() && *place == mark) return;
    marks_.insert(place, std::move(mark));
    if (marks_.size() > kMaxMarks) marks_.pop_back();
  }
  std::vector<RowMark> take() { return std::move(marks_); }

 private:
  std::vector<RowMark> marks_;
};

/// Asks every rule about single rows.
class RowUsers {
 public:
  RowUsers(const Plan& plan, int cube, const Master& master, const Ledger& ledger,
           const Table& table)
      : cube_(plan.cubes[static_cast<std::size_t>(cube)]),
        rows_(plan, cube_, master, ledger, &table) {
    for (const RulePeriod& period : plan.rule_periods) {
      const CompiledRule& rule = *period.compiled;
      if (period.main_cube == cube && earns_on_rows(rule)) periods_.push_back(&period);
    }
  }

  bool is_used(RowIndex row, TextCode partner, Date day) {
    const auto cut = std::upper_bound(cube_.cuts.begin(), cube_.cuts.end(), day);
    const auto stretch = static_cast<std::uint32_t>(cut - cube_.cuts.begin());
    return std::any_of(periods_.begin(), periods_.end(), [&](const RulePeriod* period) {
      return is_inside(period->main_stretches, stretch) &&
             std::all_of(period->main_conditions.begin(), period->main_conditions.end(),
                         [&](int atom) {
                           return holds(rows_.evaluate_atom(
                               cube_.atoms[static_cast<std::size_t>(atom)], row, partner));
                         });
    });
  }

 private:
  const Cube& cube_;
  RowEnvironment rows_;
  std::vector<const RulePeriod*> periods_;
};

std::string id_of(const Table& table, const Column* ids, RowIndex row) {
  std::string id = ids != nullptr ? std::string(ids->text(row)) : std::string();
  return id.empty() ? "#" + std::to_string(table.source(row).line) : id;
}

}  // namespace

bool earns_on_rows(const CompiledRule& rule) {
  return rule.rule->members.empty() && (rule.of != nullptr || !rule.each.empty() ||
                                        rule.rule->each_row || rule.rule->where != nullptr);
}

void merge_unused(std::vector<RowMark>& into, const std::vector<RowMark>& more) {
  FirstMarks first;
  for (const RowMark& mark : into) first.add(mark);
  for (const RowMark& mark : more) first.add(mark);
  into = first.take();
}

bool tells_coverage(const Cube& cube) {
  return cube.keys.empty() && !cube.per_row && cube.date_field == "date";
}

CellUsers::CellUsers(const Plan& plan, int cube, const CubeCells& cells)
    : cube_(plan.cubes[static_cast<std::size_t>(cube)]), cells_(cells) {
  std::vector<std::pair<std::size_t, std::size_t>> places(cube_.atoms.size());
  for (std::size_t d = 0; d < cube_.dimensions.size(); ++d) {
    const auto& atoms = cube_.dimensions[d].atoms;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      places[static_cast<std::size_t>(atoms[i])] = {d, i};
    }
  }
  for (const RulePeriod& period : plan.rule_periods) {
    const CompiledRule& rule = *period.compiled;
    if (period.main_cube != cube || !earns_on_rows(rule)) continue;
    Look& look = looks_.emplace_back();
    look.period = &period;
    for (const int atom : period.main_conditions) {
      look.places.push_back(places[static_cast<std::size_t>(atom)]);
    }
  }
  auto bits = static_cast<int>(std::bit_width(cube_.cuts.size()));
  for (const auto& classes : cells.classes) {
    shifts_.push_back(bits);
    bits += static_cast<int>(std::bit_width(classes.size()));
  }
  if (bits <= kMostBits) quick_.assign(std::size_t{1} << bits, kUnknown);
}

std::uint32_t CellUsers::kind_of(std::uint32_t cell) {
  std::uint32_t* kind = nullptr;
  if (!quick_.empty()) {
    std::size_t place = cells_.stretch[cell];
    for (std::size_t d = 0; d < shifts_.size(); ++d)
      place |= std::size_t{cells_.class_of[d][cell]} << shifts_[d];
    kind = &quick_[place];
  } else {
    std::vector<std::uint32_t> name{cells_.stretch[cell]};
    for (const auto& classes : cells_.class_of) name.push_back(classes[cell]);
    kind = &known_.try_emplace(std::move(name), kUnknown).first->second;
  }
  if (*kind == kUnknown) {
    *kind = kinds();
    users_.push_back(look_up(cell));
  }
  return *kind;
}

CellUsers::Users CellUsers::look_up(std::uint32_t cell) const {
  Users users;
  std::set<int> rules;
  std::set<std::pair<int, const Formula*>> missed;
  for (const Look& look : looks_) {
    if (!is_inside(look.period->main_stretches, cells_.stretch[cell])) continue;
    const Missing* missing = nullptr;
    std::size_t which = 0;
    bool is_false = false;
    for (std::size_t i = 0; i < look.places.size() && !is_false; ++i) {
      const auto [dimension, position] = look.places[i];
      const Value& value = cells_.classes[dimension][cells_.class_of[dimension][cell]][position];
      if (value.is_missing()) {
        if (missing == nullptr) {
          missing = &value.missing();
          which = i;
        }
      } else {
        is_false = !holds(value);
      }
    }
    if (is_false) continue;
    if (missing == nullptr) {
      rules.insert(look.period->rule);
      continue;
    }
    const Atom& condition =
        cube_.atoms[static_cast<std::size_t>(look.period->main_conditions[which])];
    if (missed.emplace(look.period->rule, condition.formula.get()).second) {
      users.missed.push_back({look.period->rule, &condition, missing->cause});
    }
  }
  users.rules.assign(rules.begin(), rules.end());
  return users;
}

std::vector<RowMark> first_unused(const Plan& plan, int cube, const CubeCells& cells,
                                  const Master& master, const Ledger& ledger, const Table& table) {
  CellUsers users(plan, cube, cells);
  std::vector<std::pair<std::int32_t, TextCode>> unused;  // First day of the cell, its partner.
  for (TextCode partner = 1; partner + 1 < cells.offsets.size(); ++partner) {
    for (std::uint32_t cell = cells.offsets[partner]; cell < cells.offsets[partner + 1]; ++cell) {
      if (users.users(users.kind_of(cell)).rules.empty())
        unused.emplace_back(cells.first_day[cell], partner);
    }
  }
  // Every cell holds a row of its first day, so that the rows looked for are not after the third
  // of these days.
  std::optional<Date> last;
  if (unused.size() > kMaxMarks) {
    std::nth_element(unused.begin(), unused.begin() + (kMaxMarks - 1), unused.end());
    last = Date::from_days(unused[kMaxMarks - 1].first);
  }
  std::set<TextCode> partners;
  for (const auto& [day, partner] : unused) {
    if (!last || day <= last->days()) partners.insert(partner);
  }
  const Column* dates = table.find("date");
  const Column* posted = table.find("posted");
  const Column* ids = table.find("id");
  RowUsers asked(plan, cube, master, ledger, table);
  FirstMarks first;
  std::array<std::int32_t, 512> buffer{};
  std::span<const std::int32_t> days;
  for (const TextCode partner : partners) {
    const RowRange rows = table.rows_of(partner);
    for (RowIndex row = rows.first; row < rows.last; ++row) {
      const std::size_t place = (row - rows.first) % buffer.size();
      if (place == 0) {
        const RowIndex count = std::min<RowIndex>(buffer.size(), rows.last - row);
        days = dates->days(row, count, buffer);
      }
      if (days[place] == kMissingDay || (last && days[place] > last->days())) continue;
      const std::optional<Date> day = Date::from_days(days[place]);
      if (!first.admits(*day)) continue;
      if (plan.as_of) {
        const auto known = posted != nullptr ? posted->date(row) : std::nullopt;
        if (known.value_or(*day) > *plan.as_of) continue;
      }
      RowMark mark{*day, id_of(table, ids, row)};
      if (first.admits(mark) && !asked.is_used(row, partner, *day)) first.add(std::move(mark));
    }
  }
  return first.take();
}

std::vector<RowMark> first_rows(const Table& table) {
  const Column* dates = table.find("date");
  const Column* ids = table.find("id");
  FirstMarks first;
  for (RowIndex row = 0; row < table.row_count() && dates != nullptr; ++row) {
    const auto day = dates->date(row);
    if (!day || !first.admits(*day)) continue;
    RowMark mark{*day, id_of(table, ids, row)};
    if (first.admits(mark)) first.add(std::move(mark));
  }
  return first.take();
}

}  // namespace rebate
