// SPDX-License-Identifier: Apache-2.0
//
// What rows a line has, and the parts that row fields in a rate cut it into: sales at three prices
// with a rate that asks for the price are three parts.
#include "plan/formula_tools.hpp"
#include "plan/lookup.hpp"
#include "plan/value_text.hpp"
#include "settlement/tally_source.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace rebate {

template <class Visit>
void TallySource::each_own_cell(const Visit& visit) const {
  const CubeCells& cells = facts_.reader.cells(period_.own_cube);
  const CellFilter& filter = facts_.reader.own_filter(period_);
  const auto consider = [&](std::uint32_t cell) {
    if (filter.of(cells, cell) == CellFilter::kTrue) visit(cell);
  };
  if (key_cells_ == nullptr) {
    facts_.reader.each_own_cell(period_, own_partners_, visit);
    return;
  }
  for (const Stretches& stretches : period_.stretches) {
    for (const std::uint32_t cell : *key_cells_) {
      const auto at = static_cast<int>(cells.stretch[cell]);
      if (at >= stretches.first && at < stretches.last) consider(cell);
    }
  }
}

void TallySource::find_terms() {
  if (period_.own_cube < 0) return;
  if (!period_.cut_atoms.empty()) find_parts();
  if (period_.term_atoms.empty()) return;
  const CompiledRule& rule = this->rule();
  std::vector<Value> fixed(period_.term_atoms.size());
  std::vector<bool> differs(period_.term_atoms.size(), false);
  bool is_first = true;
  each_own_cell([&](std::uint32_t cell) {
    for (std::size_t t = 0; t < fixed.size(); ++t) {
      const Value& value = facts_.reader.atom_value(period_.own_cube, period_.term_atoms[t], cell);
      if (is_first) {
        fixed[t] = value;
      } else if (!(fixed[t] == value)) {
        differs[t] = true;
      }
    }
    is_first = false;
  });
  for (std::size_t t = 0; t < fixed.size(); ++t) {
    const Formula* term = rule.line_terms[t].get();
    if (differs[t]) {
      terms_[term] =
          Missing{MissingKind::kField, term->text + " differs among the rows of the line"};
    } else {
      terms_[term] = is_first ? Value(Missing{MissingKind::kField, term->text}) : fixed[t];
    }
  }
}

/// The parts are those of the rows that the earning measure adds up; where it adds up none, such as
/// a field of the row itself, those of the line's rows.
void TallySource::find_parts() {
  if (add_parts_of(rule().of, rule().fills_in_order)) return;
  each_own_cell([&](std::uint32_t cell) {
    parts_.push_back(part_at(period_.own_cube, period_.cut_atoms, cell, rule().fills_in_order));
  });
  join_parts();
}

/// False: no aggregate of the formula adds up rows of the rule.
bool TallySource::add_parts_of(const FormulaPtr& formula, bool in_order) {
  bool adds_up = false;
  walk(formula, [&](const FormulaPtr& node) {
    const auto found = period_.measures.find(node.get());
    if (found == period_.measures.end() || found->second.term_atoms.empty()) return true;
    adds_up = true;
    const Measure& measure = found->second;
    std::vector<TextCode> others;
    facts_.reader.each_cell(measure, sight_of(measure, others), [&](std::uint32_t cell) {
      parts_.push_back(part_at(measure.cube, measure.term_atoms, cell, in_order));
    });
    return false;
  });
  join_parts();
  return adds_up;
}

/// Of a run of equal parts the last one knows where it ends.
void TallySource::join_parts() {
  const auto order = [](const Part& part) { return std::tie(part.day, part.id, part.name); };
  std::sort(parts_.begin(), parts_.end(),
            [&](const Part& a, const Part& b) { return order(a) < order(b); });
  const auto is_same = [](const Part& a, const Part& b) { return a.name == b.name; };
  const auto kept = std::unique(parts_.rbegin(), parts_.rend(), is_same);
  parts_.erase(parts_.begin(), kept.base());
}

void TallySource::each_return(const std::function<void(const PartLabel&, Date, Value)>& visit) {
  if (rule().returned == nullptr) return;
  std::vector<Part> own;
  own.swap(parts_);
  add_parts_of(rule().returned, false);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    part_ = static_cast<int>(i);
    visit(part_label(), parts_[i].terms.back().date(), evaluate(*rule().returned, *this));
  }
  part_ = -1;
  own.swap(parts_);
}

/// Parts that fill a measure in order stand where their row stands; others have no place.
TallySource::Part TallySource::part_at(int cube, const std::vector<int>& terms, std::uint32_t cell,
                                       bool in_order) const {
  Part part;
  for (const int atom : terms) {
    part.terms.push_back(facts_.reader.atom_value(cube, atom, cell));
    const std::string key = to_key(part.terms.back());
    part.name += std::to_string(key.size()) + ":" + key;
  }
  if (!in_order) return part;
  const CubeCells& cells = facts_.reader.cells(cube);
  part.last_cell = cell;
  part.day = cells.first_day[cell];
  part.id = cells.ids[cell];
  return part;
}

Value TallySource::of_whole_line(const Formula& formula) {
  const int part = part_;
  part_ = -1;
  Value value = evaluate(formula, *this);
  part_ = part;
  return value;
}

std::size_t TallySource::part_count() {
  return period_.own_cube < 0 || period_.cut_atoms.empty() ? 1 : parts_.size();
}

void TallySource::select_part(int part) {
  part_ = parts_.empty() ? -1 : part;
  if (part_ < 0) return;
  const auto& terms = rule().cut_terms;
  for (std::size_t t = 0; t < terms.size(); ++t) {
    terms_[terms[t].get()] = parts_[static_cast<std::size_t>(part_)].terms[t];
  }
}

PartLabel TallySource::part_label() {
  PartLabel label;
  if (part_ < 0) return label;
  for (std::size_t t = 0; t < rule().cut_terms.size(); ++t) {
    label.emplace_back(rule().cut_terms[t]->text, parts_[static_cast<std::size_t>(part_)].terms[t]);
  }
  return label;
}

std::vector<Reversal> TallySource::reversals() {
  std::map<std::string, Value> met;
  each_own_cell([&](std::uint32_t cell) {
    const Value& line = facts_.reader.atom_value(period_.own_cube, period_.reversal_atom, cell);
    met.emplace(line.is_text() ? line.text() : "", line);
  });
  std::vector<Reversal> found;
  for (const auto& [text, line] : met) {
    if (text.empty()) return {};
    Reversal reversal;
    reversal.line = text.substr(1);
    reversal.is_of_rule = text.front() == '+';
    by_formula_ = rule().reversal.get();
    by_value_ = met.size() > 1 ? &line : nullptr;
    reversal.size = evaluate(*rule().taken_back, *this);
    by_formula_ = nullptr;
    by_value_ = nullptr;
    found.push_back(std::move(reversal));
  }
  return found;
}

std::optional<Date> TallySource::first_day() const {
  std::optional<Date> first;
  // Only where lines are counted off or served in turn, or belong to one that is, or where rows
  // decide who earns, anybody asks.
  const Rule& source = rule().rule->source;
  const bool is_asked = rule().lines != nullptr || rule().rule->member_of >= 0 ||
                        !source.limit.budget.empty() || !source.limit.fund.empty() ||
                        source.who.as_of == AsOf::kRow || facts_.plan.policy->limit_cap != nullptr;
  if (period_.own_cube < 0 || !is_asked) return first;
  const CubeCells& cells = facts_.reader.cells(period_.own_cube);
  each_own_cell([&](std::uint32_t cell) {
    const Date day = Date::from_days(cells.first_day[cell]);
    if (!first || day < *first) first = day;
  });
  return first;
}

}  // namespace rebate
