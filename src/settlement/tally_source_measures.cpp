// SPDX-License-Identifier: Apache-2.0
//
// Measures of a line: sums and counts of the cells that it sees, by keys too.
#include "plan/formula_tools.hpp"
#include "plan/value_text.hpp"
#include "settlement/score.hpp"
#include "settlement/tally_source.hpp"

#include <algorithm>

namespace rebate {

std::span<const TextCode> TallySource::partners_of(const Measure& measure,
                                                   std::vector<TextCode>& others) const {
  if (measure.among == Scope::Among::kEarner) return measure.is_own ? own_partners_ : members_;
  others = facts_.relations.among(period_, members_, measure.among, measure.among_field);
  return others;
}

/// Whose cells the measure sees, and of which key.
Sight TallySource::sight_of(const Measure& measure, std::vector<TextCode>& others) const {
  Sight sight;
  sight.partners = partners_of(measure, others);
  if (measure.is_keyed && key_ != nullptr) {
    sight.key = key_;
    const bool sees_own = measure.among == Scope::Among::kEarner;
    if (measure.cube == period_.own_cube && sees_own) sight.key_cells = key_cells_;
  }
  if (measure.is_so_far && key_cells_ != nullptr && !key_cells_->empty()) {
    sight.last_cell = key_cells_->front();
  }
  // What a return turns are the line's own rows: not last year's of its key, not those of others.
  sight.is_mirrored = is_mirrored_ && measure.is_keyed && measure.among == Scope::Among::kEarner &&
                      measure.own_days == measure.days;
  return sight;
}

bool TallySource::has_rows(const FormulaPtr& measure) {
  rows_seen_ = 0;
  aggregates_read_ = 0;
  evaluate(*measure, *this);
  return rows_seen_ > 0 || aggregates_read_ == 0;
}

/// Where others come in who share a field with the earner: its own value of that field, which has
/// to be known.
Value TallySource::missing_share(const Measure& measure) {
  const CheckedRule& checked = *rule().rule;
  const bool by_rule = measure.among == Scope::Among::kEarner && measure.is_own &&
                       checked.among == Scope::Among::kSameField;
  if (measure.among != Scope::Among::kSameField && !by_rule) return Value(false);
  return read_field(
      *make_field("partner", by_rule ? checked.among_field : measure.among_field, Type::kText));
}

/// Of a mirrored line, what a measure holds of the line's own rows is turned; the rest is not.
void TallySource::turn_own_part(const Measure& measure, Sight sight, Reading& reading) {
  const bool is_partly_own =
      is_mirrored_ && !sight.is_mirrored && (!measure.own_days.empty() || sight.last_cell);
  if (!is_partly_own || !reading.value.is_number() || measure.aggregate != Aggregate::kSum) return;
  if (sight.last_cell) {
    sight.key_cells = key_cells_;
  } else {
    sight.only = &measure.own_stretches;
  }
  // Of the line's own rows the measure may look at some partners' only.
  std::vector<TextCode> both;
  for (const TextCode partner : own_partners_) {
    const auto& seen = sight.partners;
    if (std::find(seen.begin(), seen.end(), partner) != seen.end()) both.push_back(partner);
  }
  sight.partners = both;
  const Reading own = facts_.reader.read(measure, sight, period_.period.range);
  if (!own.value.is_number()) return;
  reading.value = reading.value.number() - own.value.number() - own.value.number();
}

Value TallySource::read_aggregate(const Formula& aggregate) {
  const auto found = period_.measures.find(&aggregate);
  if (found == period_.measures.end()) {
    return Missing{MissingKind::kNoBaseline, aggregate.text};
  }
  const Measure& measure = found->second;
  std::vector<TextCode> others;
  Sight sight = sight_of(measure, others);
  const Value share = missing_share(measure);
  if (share.is_missing()) return share;
  if (part_ >= 0 && !measure.term_atoms.empty()) {
    const Part& part = parts_[static_cast<std::size_t>(part_)];
    sight.last_cell = part.last_cell;
    if (!part.last_cell) sight.cut = &part.terms;
  }
  if (by_value_ != nullptr) sight.by = by_value_;
  Value within;
  if (aggregate.scope.within_field != nullptr) {
    within = evaluate(*aggregate.scope.within_field, *this);
    sight.within = &within;
  }
  if (measure.line_window != nullptr) {
    const Value first = evaluate(*measure.line_window->first, *this);
    const Value last = evaluate(*measure.line_window->last, *this);
    if (!first.is_date()) return first;
    if (!last.is_date()) return last;
    if (last.date() < first.date()) return Ratio();
    sight.days = DateRange::between(first.date(), last.date());
  }
  Reading reading = facts_.reader.read(measure, sight, period_.period.range);
  turn_own_part(measure, sight, reading);
  rows_seen_ += reading.rows;
  ++aggregates_read_;
  if (figures_ != nullptr) figures_->push_back(seen_measure(aggregate, measure, reading));
  if (missing_ != nullptr && reading.value.is_missing()) {
    missing_->push_back(seen_missing(reading));
  }
  return reading.value;
}

FigureSeen TallySource::seen_measure(const Formula& aggregate, const Measure& measure,
                                     const Reading& reading) const {
  FigureSeen seen;
  seen.expression = aggregate.text;
  seen.value = reading.value;
  seen.rows = reading.rows;
  if (!measure.days.empty()) {
    seen.window = DateRange::of(measure.days.front().begin, measure.days.back().end);
  }
  for (const FormulaPtr& condition : aggregate.scope.where) seen.sees.push_back(condition->text);
  if (measure.is_own) {
    for (const FormulaPtr& condition : rule().conditions) {
      if (!condition->text.empty()) seen.sees.push_back(condition->text);
    }
  }
  if (measure.is_keyed && key_ != nullptr) {
    for (const Value& value : *key_) seen.sees.push_back(to_plain_text(value));
  }
  return seen;
}

MissingSeen TallySource::seen_missing(const Reading& reading) {
  MissingSeen seen;
  seen.expression = reading.value.missing().cause;
  seen.kind = reading.value.missing().kind;
  seen.cause = reading.value.missing().cause;
  seen.times = reading.lacking;
  seen.rows = reading.rows;
  for (const RowMark& mark : reading.lacking_first) {
    seen.first.push_back({mark.id, mark.day, Value()});
  }
  return seen;
}

void TallySource::each_key(const FormulaPtr& measure, const FormulaPtr& key, bool with_returned,
                           const std::function<bool(const Value& key, Value value)>& visit) {
  // The keys are those of the rows that the measure's first aggregate sees.
  const Formula* aggregate = nullptr;
  walk(measure, [&](const FormulaPtr& node) {
    if (aggregate == nullptr && node->op == Op::kAggregate) aggregate = node.get();
    return aggregate == nullptr;
  });
  const auto found =
      aggregate != nullptr ? period_.measures.find(aggregate) : period_.measures.end();
  if (found == period_.measures.end()) return;
  std::vector<TextCode> others;
  Sight sight = sight_of(found->second, others);
  sight.is_mirrored |= with_returned;
  const std::vector<Value> keys =
      facts_.reader.distinct(found->second, sight, found->second.by_atom);
  by_formula_ = key.get();
  for (const Value& one : keys) {
    by_value_ = &one;
    const bool goes_on = visit(one, evaluate(*measure, *this));
    if (!goes_on) break;
  }
  by_formula_ = nullptr;
  by_value_ = nullptr;
}

Value TallySource::read_by_key(const Formula& formula) {
  std::vector<Value> values;
  std::size_t keys = 0;
  std::int64_t holding = 0;
  std::vector<FigureSeen>* figures = figures_;
  figures_ = nullptr;
  const Formula* argument = formula.children.size() > 2 ? formula.children[2].get() : nullptr;
  const bool asks = formula.reducer == Reducer::kCount || formula.reducer == Reducer::kAll;
  std::optional<Value> stopped;
  each_key(formula.children[0], formula.children[1], false, [&](const Value&, Value value) {
    ++keys;
    if (argument != nullptr && formula.reducer != Reducer::kTop) {
      const Value* outer = it_;
      it_ = &value;
      Value result = evaluate(*argument, *this);
      it_ = outer;
      if (asks) {
        if (holds(result)) ++holding;
        if (result.is_missing()) count_missing(*argument, result.missing());
        return true;
      }
      value = std::move(result);
    }
    if (value.is_missing()) {
      stopped = value;
      return false;
    }
    values.push_back(std::move(value));
    return true;
  });
  Value result = stopped ? *stopped : reduce_by_key(formula, keys, holding, values, *this);
  figures_ = figures;
  see(FigureSeen::Kind::kMeasure, formula, result);
  return result;
}

}  // namespace rebate
