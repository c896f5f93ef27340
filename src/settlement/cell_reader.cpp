// SPDX-License-Identifier: Apache-2.0
#include "settlement/cell_reader.hpp"

#include "plan/value_text.hpp"
#include "tally/accumulate.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

namespace rebate {

namespace {

bool is_within(const CubeCells& cells, std::uint32_t cell, const std::vector<Stretches>& where) {
  const auto at = static_cast<int>(cells.stretch[cell]);
  return std::any_of(where.begin(), where.end(), [&](const Stretches& stretches) {
    return at >= stretches.first && at < stretches.last;
  });
}

}  // namespace

CellReader::CellReader(const Plan& plan, const Tally& tally) : plan_(plan), tally_(tally) {
  for (const Cube& cube : plan.cubes) {
    std::vector<AtomPlace> places(cube.atoms.size());
    for (std::size_t d = 0; d < cube.dimensions.size(); ++d) {
      const auto& atoms = cube.dimensions[d].atoms;
      for (std::size_t i = 0; i < atoms.size(); ++i)
        places[static_cast<std::size_t>(atoms[i])] = {d, i};
    }
    places_.push_back(std::move(places));
  }
  const auto prepare = [&](int cube, std::vector<int> conditions) -> const CellFilter* {
    std::sort(conditions.begin(), conditions.end());
    const auto [place, is_new] = filters_.try_emplace({cube, conditions});
    if (!is_new) return &place->second;
    std::map<std::size_t, CellFilter::Part> parts;
    for (const int atom : conditions) {
      const AtomPlace at = places_[static_cast<std::size_t>(cube)][static_cast<std::size_t>(atom)];
      const auto& classes = cells(cube).classes[at.dimension];
      CellFilter::Part& part = parts[at.dimension];
      part.dimension = at.dimension;
      part.verdicts.resize(classes.size(), CellFilter::kTrue);
      for (std::size_t c = 0; c < classes.size(); ++c) {
        const Value& value = classes[c][at.position];
        if (value.is_missing()) {
          if (part.verdicts[c] == CellFilter::kTrue) part.verdicts[c] = CellFilter::kMissing;
        } else if (!value.is_flag() || !value.flag()) {
          part.verdicts[c] = CellFilter::kFalse;
        }
      }
    }
    for (auto& [dimension, part] : parts) place->second.parts.push_back(std::move(part));
    return &place->second;
  };
  for (const RulePeriod& period : plan.rule_periods) {
    of_period_.push_back(nullptr);
    if (period.own_cube >= 0) {
      of_period_.back() = prepare(period.own_cube, period.conditions);
      prepare(period.main_cube, period.main_conditions);
      index_credits(period.own_cube, period.credits);
    }
    for (const auto& [node, measure] : period.measures) {
      of_measure_[&measure] = prepare(measure.cube, measure.conditions);
      index_credits(measure.cube, measure.credits);
      number_values(measure.cube, measure.distinct_atom);
      number_values(measure.cube, measure.by_atom);
    }
  }
}

void CellReader::number_values(int cube, int atom) {
  if (atom < 0) return;
  const auto [place, is_new] = numbered_.try_emplace({cube, atom});
  if (!is_new) return;
  const AtomPlace at = places_[static_cast<std::size_t>(cube)][static_cast<std::size_t>(atom)];
  const auto& classes = cells(cube).classes[at.dimension];
  std::map<std::string, int> numbers;
  for (const ClassValues& values : classes) {
    const Value& value = values[at.position];
    if (!value.is_missing()) numbers.emplace(to_key(value), 0);
  }
  int next = 0;
  for (auto& [key, number] : numbers) number = next++;
  place->second.values.resize(numbers.size());
  for (const ClassValues& values : classes) {
    const Value& value = values[at.position];
    const int number = value.is_missing() ? -1 : numbers.at(to_key(value));
    place->second.by_class.push_back(number);
    if (number >= 0) place->second.values[static_cast<std::size_t>(number)] = value;
  }
}

const Value& CellReader::atom_value(int cube, int atom, std::uint32_t cell) const {
  const AtomPlace at = places_[static_cast<std::size_t>(cube)][static_cast<std::size_t>(atom)];
  const CubeCells& all = cells(cube);
  return all.classes[at.dimension][all.class_of[at.dimension][cell]][at.position];
}

const CellFilter& CellReader::filter(int cube, const std::vector<int>& conditions) const {
  std::vector<int> sorted = conditions;
  std::sort(sorted.begin(), sorted.end());
  return filters_.at({cube, sorted});
}

const CellFilter& CellReader::own_filter(const RulePeriod& period) const {
  const std::less<const RulePeriod*> before;
  const RulePeriod* first = plan_.rule_periods.data();
  if (before(&period, first) || !before(&period, first + plan_.rule_periods.size())) {
    return filter(period.own_cube, period.conditions);  // a copy
  }
  return *of_period_[static_cast<std::size_t>(&period - first)];
}

std::pair<std::uint32_t, std::uint32_t> CellReader::range(int cube, TextCode partner,
                                                          Stretches stretches) const {
  const CubeCells& all = cells(cube);
  if (partner + 1 >= all.offsets.size()) return {0, 0};
  const auto begin = all.stretch.begin() + all.offsets[partner];
  const auto end = all.stretch.begin() + all.offsets[partner + 1];
  const auto first = std::lower_bound(begin, end, static_cast<std::uint32_t>(stretches.first));
  const auto last = std::lower_bound(first, end, static_cast<std::uint32_t>(stretches.last));
  return {static_cast<std::uint32_t>(first - all.stretch.begin()),
          static_cast<std::uint32_t>(last - all.stretch.begin())};
}

void CellReader::index_credits(int cube, const std::vector<Credit>& credits) {
  const CubeCells& all = cells(cube);
  for (const Credit& credit : credits) {
    const auto [place, is_new] = credited_.try_emplace({cube, credit.to});
    if (!is_new) continue;
    place->second.resize(tally_.partners->size());
    for (std::uint32_t cell = 0; cell < all.size(); ++cell) {
      const Value& to = atom_value(cube, credit.to, cell);
      const auto partner =
          to.is_missing() ? std::nullopt : tally_.partners->find(to_plain_text(to));
      if (partner) place->second[*partner].push_back(cell);
    }
  }
}

std::vector<std::uint32_t> CellReader::cells_for(int cube, const std::vector<Credit>& credits,
                                                 std::span<const TextCode> partners) const {
  std::vector<std::uint32_t> found;
  if (credits.empty()) {
    const CubeCells& all = cells(cube);
    for (const TextCode partner : partners) {
      if (partner + 1 >= all.offsets.size()) continue;
      for (std::uint32_t cell = all.offsets[partner]; cell < all.offsets[partner + 1]; ++cell) {
        found.push_back(cell);
      }
    }
    return found;
  }
  for (const Credit& credit : credits) {
    const auto& index = credited_.at({cube, credit.to});
    for (const TextCode partner : partners) {
      found.insert(found.end(), index[partner].begin(), index[partner].end());
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  const auto is_nothing = [&](std::uint32_t cell) {
    return credited_part(cube, credits, cell, partners).is_zero();
  };
  found.erase(std::remove_if(found.begin(), found.end(), is_nothing), found.end());
  return found;
}

Ratio CellReader::credited_part(int cube, const std::vector<Credit>& credits, std::uint32_t cell,
                                std::span<const TextCode> partners) const {
  Ratio part;
  for (const Credit& credit : credits) {
    const Value& to = atom_value(cube, credit.to, cell);
    const auto partner = to.is_missing() ? std::nullopt : tally_.partners->find(to_plain_text(to));
    if (!partner || std::find(partners.begin(), partners.end(), *partner) == partners.end()) {
      continue;
    }
    if (credit.share < 0) {
      part += Ratio(Integer(1));
      continue;
    }
    const Value& share = atom_value(cube, credit.share, cell);
    if (share.is_number()) part += share.number();
  }
  return part;
}

void CellReader::each_own_cell(const RulePeriod& period, std::span<const TextCode> partners,
                               const std::function<void(std::uint32_t)>& visit) const {
  const CubeCells& all = cells(period.own_cube);
  const CellFilter& own = own_filter(period);
  if (!period.credits.empty()) {
    for (const std::uint32_t cell : cells_for(period.own_cube, period.credits, partners)) {
      if (is_within(all, cell, period.stretches) && own.of(all, cell) == CellFilter::kTrue) {
        visit(cell);
      }
    }
    return;
  }
  for (const TextCode partner : partners) {
    for (const Stretches& stretches : period.stretches) {
      const auto [first, last] = range(period.own_cube, partner, stretches);
      for (std::uint32_t cell = first; cell < last; ++cell) {
        if (own.of(all, cell) == CellFilter::kTrue) visit(cell);
      }
    }
  }
}

bool CellReader::is_covered(const Measure& measure, const DateRange& period) const {
  if (measure.is_outside) return false;
  if (measure.is_lifetime || measure.days.empty() || tally_.is_complete) return true;
  Date earliest = measure.days.front().begin;
  for (const DateRange& days : measure.days) earliest = std::min(earliest, days.begin);
  if (earliest >= period.begin) return true;
  const std::string& noun = plan_.cubes[static_cast<std::size_t>(measure.cube)].noun;
  const auto totals = tally_.nouns.find(noun);
  if (totals == tally_.nouns.end() || !totals->second.known_from) return false;
  const FiscalCalendar& calendar = plan_.policy->calendar;
  return earliest >= calendar.containing(PeriodUnit::kMonth, *totals->second.known_from).begin;
}

/// Whether the cell has the key, part, day and all else that the sight is restricted to.
bool CellReader::has_key(const Measure& measure, const Sight& sight, const CubeCells& all,
                         std::uint32_t cell) const {
  if (sight.last_cell) {
    const std::uint32_t last = *sight.last_cell;
    if (std::tie(all.first_day[cell], all.ids[cell]) >
        std::tie(all.first_day[last], all.ids[last])) {
      return false;
    }
  }
  if (sight.key != nullptr && sight.key_cells == nullptr) {
    const bool is_row = measure.key_atoms.empty() && !all.ids.empty();
    if (is_row && all.ids[cell] != to_plain_text(sight.key->front())) return false;
    for (std::size_t k = 0; k < measure.key_atoms.size(); ++k) {
      if (!(atom_value(measure.cube, measure.key_atoms[k], cell) == (*sight.key)[k])) return false;
    }
  }
  if (sight.cut != nullptr) {
    for (std::size_t t = 0; t < measure.term_atoms.size(); ++t) {
      if (!(atom_value(measure.cube, measure.term_atoms[t], cell) == (*sight.cut)[t])) return false;
    }
  }
  if (sight.by != nullptr && measure.by_atom >= 0) {
    if (!(atom_value(measure.cube, measure.by_atom, cell) == *sight.by)) return false;
  }
  if (sight.days && measure.day_atom >= 0) {
    const Value& day = atom_value(measure.cube, measure.day_atom, cell);
    if (!day.is_date() || !sight.days->contains(day.date())) return false;
  }
  if (sight.within != nullptr && measure.within_atom >= 0) {
    if (!(atom_value(measure.cube, measure.within_atom, cell) == *sight.within)) return false;
  }
  return true;
}

template <class Visit>
void CellReader::visit_cells(const Measure& measure, const Sight& sight, const Visit& visit) const {
  const CubeCells& all = cells(measure.cube);
  const std::vector<Stretches>& where = sight.only != nullptr ? *sight.only : measure.stretches;
  const CellFilter& conditions = *of_measure_.at(&measure);
  const bool is_restricted = (sight.key != nullptr && sight.key_cells == nullptr) ||
                             sight.cut != nullptr || sight.by != nullptr || sight.days ||
                             sight.within != nullptr || sight.last_cell;
  const auto consider = [&](std::uint32_t cell) {
    if (conditions.of(all, cell) != CellFilter::kTrue) return;
    if (is_restricted && !has_key(measure, sight, all, cell)) return;
    visit(cell);
  };
  if (sight.key_cells != nullptr) {
    for (const std::uint32_t cell : *sight.key_cells) {
      if (is_within(all, cell, where)) consider(cell);
    }
    return;
  }
  if (!measure.credits.empty()) {
    for (const std::uint32_t cell : cells_for(measure.cube, measure.credits, sight.partners)) {
      if (is_within(all, cell, where)) consider(cell);
    }
    return;
  }
  for (const TextCode partner : sight.partners) {
    for (const Stretches& stretches : where) {
      const auto [first, last] = range(measure.cube, partner, stretches);
      for (std::uint32_t cell = first; cell < last; ++cell) consider(cell);
    }
  }
}

void CellReader::each_cell(const Measure& measure, const Sight& sight,
                           const std::function<void(std::uint32_t)>& visit) const {
  visit_cells(measure, sight, visit);
}

Reading CellReader::read(const Measure& measure, const Sight& sight,
                         const DateRange& period) const {
  if (!is_covered(measure, period)) {
    Reading reading;
    reading.value = Missing{MissingKind::kNoBaseline, "no rows are known so far back"};
    return reading;
  }
  switch (measure.aggregate) {
    case Aggregate::kSum:
    case Aggregate::kAverage:
    case Aggregate::kCount:
      return read_sum(measure, sight);
    case Aggregate::kDistinct: {
      Reading reading;
      const std::vector<bool> met = values_met(measure, sight, measure.distinct_atom, reading.rows);
      const auto count = static_cast<std::int64_t>(std::count(met.begin(), met.end(), true));
      reading.value = Ratio(Decimal::from_int64(count));
      return reading;
    }
    default:
      return read_extreme(measure, sight);
  }
}

Reading CellReader::read_sum(const Measure& measure, const Sight& sight) const {
  const CubeCells& all = cells(measure.cube);
  Reading reading;
  std::int64_t forward = 0;
  Int128 small = 0;
  Ratio exact;
  const AccumulatorColumn* column =
      measure.accumulator >= 0 ? &all.accumulators[static_cast<std::size_t>(measure.accumulator)]
                               : nullptr;
  visit_cells(measure, sight, [&](std::uint32_t cell) {
    reading.rows += all.rows[cell];
    forward += sight.is_mirrored ? all.rows[cell] : all.forward_rows[cell];
    if (column == nullptr) return;
    if (!measure.credits.empty()) {
      exact +=
          column->sum(cell) * credited_part(measure.cube, measure.credits, cell, sight.partners);
    } else if (column->coefficients[cell] == AccumulatorColumn::kExact) {
      exact += column->exact.at(cell);
    } else {
      small += column->coefficients[cell];
    }
    if (const std::uint32_t lacking = column->lacking_rows(cell)) {
      reading.lacking += lacking;
      merge_marks(reading.lacking_first, column->lacking_marks.at(cell));
    }
  });
  if (column == nullptr) {
    reading.value = Ratio(Decimal::from_int64(forward));
    return reading;
  }
  if (reading.lacking > 0) {
    const Accumulator& accumulator =
        plan_.cubes[static_cast<std::size_t>(measure.cube)]
            .accumulators[static_cast<std::size_t>(measure.accumulator)];
    reading.value = Missing{MissingKind::kField, accumulator.atom.formula->text};
    return reading;
  }
  Ratio total = Ratio(Decimal(Integer(small), column->scale));
  if (!exact.is_zero()) total += exact;
  if (sight.is_mirrored) total = -total;
  if (measure.aggregate == Aggregate::kAverage) {
    if (reading.rows == 0) {
      reading.value = Missing{MissingKind::kField, "no rows to average"};
      return reading;
    }
    total = total / Ratio(Decimal::from_int64(reading.rows));
  }
  reading.value = std::move(total);
  return reading;
}

Reading CellReader::read_extreme(const Measure& measure, const Sight& sight) const {
  const CubeCells& all = cells(measure.cube);
  const Accumulator& accumulator = plan_.cubes[static_cast<std::size_t>(measure.cube)]
                                       .accumulators[static_cast<std::size_t>(measure.accumulator)];
  const Type type = accumulator.atom.formula->type;
  const bool turns = sight.is_mirrored && (type == Type::kMoney || type == Type::kQuantity);
  const int from =
      turns && measure.turned_accumulator >= 0 ? measure.turned_accumulator : measure.accumulator;
  const auto& column = all.accumulators[static_cast<std::size_t>(from)];
  Reading reading;
  AccumulatorColumn::Extreme best;
  visit_cells(measure, sight, [&](std::uint32_t cell) {
    reading.rows += all.rows[cell];
    AccumulatorColumn::Extreme candidate = column.extremes[cell];
    if (turns && candidate.value.is_number()) candidate.value = -candidate.value.number();
    if (replaces(measure.aggregate, candidate, best)) best = std::move(candidate);
  });
  reading.value = best.value;
  if (reading.value.is_missing())
    reading.value = Missing{MissingKind::kField, "no row has a value"};
  return reading;
}

/// By number of the value, whether the measure's cells with forward rows have it; `rows` are added
/// up of all its cells.
std::vector<bool> CellReader::values_met(const Measure& measure, const Sight& sight, int atom,
                                         std::int64_t& rows) const {
  const CubeCells& all = cells(measure.cube);
  const NumberedValues& numbered = numbered_.at({measure.cube, atom});
  const auto& classes =
      all.class_of[places_[static_cast<std::size_t>(measure.cube)][static_cast<std::size_t>(atom)]
                       .dimension];
  std::vector<bool> met(numbered.values.size());
  visit_cells(measure, sight, [&](std::uint32_t cell) {
    rows += all.rows[cell];
    if (all.forward_rows[cell] == 0 && !sight.is_mirrored) return;
    const int number = numbered.by_class[classes[cell]];
    if (number >= 0) met[static_cast<std::size_t>(number)] = true;
  });
  return met;
}

std::vector<Value> CellReader::distinct(const Measure& measure, const Sight& sight,
                                        int atom) const {
  std::int64_t rows = 0;
  const std::vector<bool> met = values_met(measure, sight, atom, rows);
  const std::vector<Value>& values = numbered_.at({measure.cube, atom}).values;
  std::vector<Value> result;
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (met[i]) result.push_back(values[i]);
  }
  return result;
}

}  // namespace rebate
