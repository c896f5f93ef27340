// SPDX-License-Identifier: Apache-2.0
#include "settlement/cell_reader.hpp"

#include "plan/value_text.hpp"
#include "tally/accumulate.hpp"

#include <algorithm>
#include <set>

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
    if (period.own_cube >= 0) {
      prepare(period.own_cube, period.conditions);
      prepare(period.main_cube, period.main_conditions);
      index_credits(period.own_cube, period.credits);
    }
    for (const auto& [node, measure] : period.measures) {
      of_measure_[&measure] = prepare(measure.cube, measure.conditions);
      index_credits(measure.cube, measure.credits);
    }
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
  const CellFilter& own = filter(period.own_cube, period.conditions);
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

bool CellReader::is_seen(const Measure& measure, const Sight& sight, const CubeCells& all,
                         std::uint32_t cell) const {
  if (of_measure_.at(&measure)->of(all, cell) != CellFilter::kTrue) return false;
  if (sight.key != nullptr && sight.key_cells == nullptr) {
    if (!all.ids.empty() && all.ids[cell] != to_plain_text(sight.key->front())) return false;
    for (std::size_t k = 0; k < measure.key_atoms.size(); ++k) {
      if (!(atom_value(measure.cube, measure.key_atoms[k], cell) == (*sight.key)[k])) return false;
    }
  }
  if (sight.cut != nullptr && measure.is_own) {
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

void CellReader::each_cell(const Measure& measure, const Sight& sight,
                           const std::function<void(std::uint32_t)>& visit) const {
  const CubeCells& all = cells(measure.cube);
  const std::vector<Stretches>& where = sight.only != nullptr ? *sight.only : measure.stretches;
  if (sight.key_cells != nullptr) {
    for (const std::uint32_t cell : *sight.key_cells) {
      if (is_within(all, cell, where) && is_seen(measure, sight, all, cell)) visit(cell);
    }
    return;
  }
  if (!measure.credits.empty()) {
    for (const std::uint32_t cell : cells_for(measure.cube, measure.credits, sight.partners)) {
      if (is_within(all, cell, where) && is_seen(measure, sight, all, cell)) visit(cell);
    }
    return;
  }
  for (const TextCode partner : sight.partners) {
    for (const Stretches& stretches : where) {
      const auto [first, last] = range(measure.cube, partner, stretches);
      for (std::uint32_t cell = first; cell < last; ++cell) {
        if (is_seen(measure, sight, all, cell)) visit(cell);
      }
    }
  }
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
      each_cell(measure, sight,
                [&](std::uint32_t cell) { reading.rows += cells(measure.cube).rows[cell]; });
      const auto count =
          static_cast<std::int64_t>(distinct(measure, sight, measure.distinct_atom).size());
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
  each_cell(measure, sight, [&](std::uint32_t cell) {
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
  each_cell(measure, sight, [&](std::uint32_t cell) {
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

std::vector<Value> CellReader::distinct(const Measure& measure, const Sight& sight,
                                        int atom) const {
  const CubeCells& all = cells(measure.cube);
  const AtomPlace at =
      places_[static_cast<std::size_t>(measure.cube)][static_cast<std::size_t>(atom)];
  std::set<std::uint32_t> classes;
  each_cell(measure, sight, [&](std::uint32_t cell) {
    if (all.forward_rows[cell] > 0 || sight.is_mirrored)
      classes.insert(all.class_of[at.dimension][cell]);
  });
  std::map<std::string, Value> values;
  for (const std::uint32_t number : classes) {
    const Value& value = all.classes[at.dimension][number][at.position];
    if (!value.is_missing()) values.emplace(to_key(value), value);
  }
  std::vector<Value> result;
  for (auto& [key, value] : values) result.push_back(std::move(value));
  return result;
}

}  // namespace rebate
