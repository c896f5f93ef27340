// SPDX-License-Identifier: Apache-2.0
#include "plan/cube_builder.hpp"

#include "plan/formula_tools.hpp"

#include <algorithm>

namespace rebate {

DateRange attribute_epoch(const Register& bearers, const DateRange& range) {
  const DateRange all = DateRange::all();
  if (!bearers.changes_within(range).empty()) return range;
  DateRange epoch = range;
  if (all.begin < range.begin) {
    const auto before = bearers.changes_within(DateRange::of(all.begin, range.end));
    epoch.begin = before.empty() ? all.begin : before.back();
  }
  if (range.end < all.end) {
    const auto after = bearers.changes_within(DateRange::of(range.begin, all.end));
    epoch.end = after.empty() ? all.end : after.front();
  }
  return epoch;
}

int CubeBuilder::cube_for(const std::string& noun, const std::string& date_field,
                          const std::set<std::string>& keys, bool per_row) {
  const auto key =
      std::make_tuple(noun, date_field, per_row, per_row ? std::set<std::string>{} : keys);
  const auto found = by_keys_.find(key);
  if (found != by_keys_.end()) return found->second;
  const int index = static_cast<int>(cubes_.size());
  Cube cube;
  cube.noun = noun;
  cube.date_field = date_field;
  cube.per_row = per_row;
  cube.keys.assign(std::get<3>(key).begin(), std::get<3>(key).end());
  cubes_.push_back(std::move(cube));
  atoms_.emplace_back();
  accumulators_.emplace_back();
  cuts_.emplace_back();
  by_keys_.emplace(key, index);
  return index;
}

Instant CubeBuilder::needed(const FormulaPtr& formula, const Instant& line) const {
  const Reads reads = reads_of(formula);
  Instant instant;
  if (reads.period) instant.period = line.period;
  if (reads.as_of) instant.as_of = line.as_of;
  if (!line.attributes) return instant;
  DateRange epoch = DateRange::all();
  const auto narrow = [&](bool is_read, const Register& bearers) {
    if (!is_read) return;
    const DateRange own = attribute_epoch(bearers, *line.attributes);
    epoch = epoch.intersect(own).value_or(*line.attributes);
  };
  narrow(reads.partner, master_.partners());
  narrow(reads.product, master_.products());
  narrow(reads.customer, master_.customers());
  if (reads.partner || reads.product || reads.customer) instant.attributes = epoch;
  return instant;
}

std::string CubeBuilder::name_of(const FormulaPtr& formula, const Instant& instant) const {
  std::string name = identity(*formula);
  if (instant.attributes) name += "@" + instant.attributes->to_string();
  if (instant.period) name += "|" + instant.period->to_string();
  if (instant.as_of) name += "!" + instant.as_of->to_string();
  return name;
}

int CubeBuilder::atom(int cube, const FormulaPtr& formula, const Instant& line) {
  Instant instant = needed(formula, line);
  auto& known = atoms_[static_cast<std::size_t>(cube)];
  auto& atoms = cubes_[static_cast<std::size_t>(cube)].atoms;
  const auto [place, is_new] =
      known.emplace(name_of(formula, instant), static_cast<int>(atoms.size()));
  if (is_new) atoms.push_back({formula, std::move(instant)});
  return place->second;
}

int CubeBuilder::accumulator(int cube, Aggregate kind, const FormulaPtr& formula,
                             const Instant& line) {
  Instant instant = needed(formula, line);
  auto& known = accumulators_[static_cast<std::size_t>(cube)];
  auto& list = cubes_[static_cast<std::size_t>(cube)].accumulators;
  const std::string name = std::to_string(static_cast<int>(kind)) + "/" + name_of(formula, instant);
  const auto [place, is_new] = known.emplace(name, static_cast<int>(list.size()));
  if (is_new) list.push_back({kind, {formula, std::move(instant)}});
  return place->second;
}

void CubeBuilder::cut(int cube, const DateRange& days) {
  cuts_[static_cast<std::size_t>(cube)].insert(days.begin);
  cuts_[static_cast<std::size_t>(cube)].insert(days.end);
}

Stretches CubeBuilder::stretches(int cube, const DateRange& days) const {
  const auto& cuts = cubes_[static_cast<std::size_t>(cube)].cuts;
  const auto place = [&](Date day) {
    return static_cast<int>(std::upper_bound(cuts.begin(), cuts.end(), day) - cuts.begin());
  };
  return {place(days.begin), place(days.end)};
}

void CubeBuilder::sort_cuts() {
  for (std::size_t i = 0; i < cubes_.size(); ++i) {
    cubes_[i].cuts.assign(cuts_[i].begin(), cuts_[i].end());
  }
}

namespace {

Dimension dimension_of(const Atom& atom, const std::string& date_field) {
  const Reads reads = reads_of(atom.formula);
  Dimension dimension;
  dimension.partner = reads.partner;
  dimension.product = reads.product;
  dimension.customer = reads.customer;
  // Attributes as of the row's own date make the date one of the inputs.
  const bool dated = (reads.partner || reads.product || reads.customer) && !atom.instant.attributes;
  bool has_other = reads.invoice || reads.branch || dated;
  for (const std::string& column : reads.columns) {
    if (column == date_field) {
      dimension.day = true;
    } else if (column == "product") {
      dimension.product = true;
    } else if (column == "customer") {
      dimension.customer = true;
    } else if (column == "partner") {
      dimension.partner = true;
    } else if (dimension.column.empty()) {
      dimension.column = column;
    } else {
      has_other = true;
    }
  }
  const int inputs =
      dimension.product + dimension.customer + dimension.day + (dimension.column.empty() ? 0 : 1);
  dimension.is_computed = has_other || inputs > 1;
  return dimension;
}

bool same_inputs(const Dimension& a, const Dimension& b) {
  return !a.is_computed && !b.is_computed && a.partner == b.partner && a.product == b.product &&
         a.customer == b.customer && a.day == b.day && a.column == b.column;
}

}  // namespace

std::vector<Cube> CubeBuilder::take() {
  for (Cube& cube : cubes_) {
    for (std::size_t i = 0; i < cube.atoms.size(); ++i) {
      Dimension dimension = dimension_of(cube.atoms[i], cube.date_field);
      const auto same = std::find_if(cube.dimensions.begin(), cube.dimensions.end(),
                                     [&](const Dimension& d) { return same_inputs(d, dimension); });
      if (same == cube.dimensions.end()) {
        dimension.atoms.push_back(static_cast<int>(i));
        cube.dimensions.push_back(std::move(dimension));
      } else {
        same->atoms.push_back(static_cast<int>(i));
      }
    }
  }
  return std::move(cubes_);
}

}  // namespace rebate
