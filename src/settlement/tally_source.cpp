// SPDX-License-Identifier: Apache-2.0
#include "settlement/tally_source.hpp"

#include "rebate/policy/operators.hpp"
#include "plan/formula_tools.hpp"
#include "plan/lookup.hpp"
#include "plan/value_text.hpp"
#include "settlement/score.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace rebate {

TallySource::TallySource(const RunFacts& facts, const RulePeriod& period, const Earner& earner,
                         std::span<const TextCode> members, std::span<const TextCode> own_partners,
                         EarnedQuestion earned)
    : facts_(facts),
      period_(period),
      earner_(earner),
      members_(members),
      own_partners_(own_partners),
      earned_(std::move(earned)) {}

void TallySource::set_key(const std::vector<Value>& key, const std::vector<std::uint32_t>* cells) {
  key_ = &key;
  key_cells_ = cells;
}

template <class Visit>
void TallySource::each_own_cell(const Visit& visit) const {
  const CubeCells& cells = facts_.reader.cells(period_.own_cube);
  const CellFilter& filter = facts_.reader.filter(period_.own_cube, period_.conditions);
  const auto consider = [&](std::uint32_t cell) {
    if (filter.of(cells, cell) == CellFilter::kTrue) visit(cell);
  };
  for (const Stretches& stretches : period_.stretches) {
    if (key_cells_ != nullptr) {
      for (const std::uint32_t cell : *key_cells_) {
        const auto at = static_cast<int>(cells.stretch[cell]);
        if (at >= stretches.first && at < stretches.last) consider(cell);
      }
      continue;
    }
    for (const TextCode partner : own_partners_) {
      const auto [first, last] = facts_.reader.range(period_.own_cube, partner, stretches);
      for (std::uint32_t cell = first; cell < last; ++cell) consider(cell);
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
  std::map<std::string, std::vector<Value>> parts;
  const auto add = [&](int cube, const std::vector<int>& atoms, std::uint32_t cell) {
    std::string name;
    std::vector<Value> part;
    for (const int atom : atoms) {
      part.push_back(facts_.reader.atom_value(cube, atom, cell));
      const std::string key = to_key(part.back());
      name += std::to_string(key.size()) + ":" + key;
    }
    parts.emplace(std::move(name), std::move(part));
  };
  bool adds_up = false;
  walk(rule().of, [&](const FormulaPtr& node) {
    const auto found = period_.measures.find(node.get());
    if (found == period_.measures.end() || !found->second.is_own) return true;
    adds_up = true;
    const Measure& measure = found->second;
    std::vector<TextCode> others;
    facts_.reader.each_cell(measure, sight_of(measure, others), [&](std::uint32_t cell) {
      add(measure.cube, measure.term_atoms, cell);
    });
    return false;
  });
  if (!adds_up) {
    each_own_cell([&](std::uint32_t cell) { add(period_.own_cube, period_.cut_atoms, cell); });
  }
  for (auto& [name, part] : parts) parts_.push_back(std::move(part));
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
  // What a return turns are the line's own rows: not last year's of its key, not those of others.
  sight.is_mirrored = is_mirrored_ && measure.is_keyed && measure.among == Scope::Among::kEarner &&
                      measure.own_days == measure.days;
  return sight;
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
    terms_[terms[t].get()] = parts_[static_cast<std::size_t>(part_)][t];
  }
}

bool TallySource::has_rows(const FormulaPtr& measure) {
  rows_seen_ = 0;
  aggregates_read_ = 0;
  evaluate(*measure, *this);
  return rows_seen_ > 0 || aggregates_read_ == 0;
}

std::vector<std::pair<std::string, Value>> TallySource::part_label() {
  std::vector<std::pair<std::string, Value>> label;
  if (part_ < 0) return label;
  for (std::size_t t = 0; t < rule().cut_terms.size(); ++t) {
    label.emplace_back(rule().cut_terms[t]->text, parts_[static_cast<std::size_t>(part_)][t]);
  }
  return label;
}

/// A measure of a time before the ledger, from history.csv: of all sales of the partner, so only
/// where the rule sees all of them.
const Value* TallySource::from_history(const Formula& named) {
  const Figures& history = facts_.master.history();
  const CheckedRule& checked = *rule().rule;
  if (history.all().empty() || named.children[0]->op != Op::kAggregate) return nullptr;
  if (checked.where != nullptr || !rule().each.empty() || checked.each_row || !checked.in.empty())
    return nullptr;
  const auto found = period_.measures.find(named.children[0].get());
  if (found == period_.measures.end() || found->second.days.size() != 1) return nullptr;
  if (facts_.reader.is_covered(found->second, period_.period.range)) return nullptr;
  const Figure* figure = history.find(named.name, earner_.id, found->second.days.front());
  if (figure == nullptr) return nullptr;
  history_ = Ratio(figure->number());
  return &history_;
}

const Value* TallySource::pinned(const Formula& formula) {
  const auto found = terms_.empty() ? terms_.end() : terms_.find(&formula);
  if (found == terms_.end()) return formula.op == Op::kNamed ? from_history(formula) : nullptr;
  if (is_mirrored_ && found->second.is_number() &&
      (formula.type == Type::kMoney || formula.type == Type::kQuantity)) {
    static thread_local Value mirrored;
    mirrored = -found->second.number();
    return &mirrored;
  }
  return &found->second;
}

std::optional<Date> TallySource::first_day() const {
  std::optional<Date> first;
  if (period_.own_cube < 0) return first;
  const CubeCells& cells = facts_.reader.cells(period_.own_cube);
  each_own_cell([&](std::uint32_t cell) {
    const Date day = Date::from_days(cells.first_day[cell]);
    if (!first || day < *first) first = day;
  });
  return first;
}

const Accrue* TallySource::accrual() {
  if (period_.as_of >= period_.close || !rule().rule->source.when.accrue) return nullptr;
  return &*rule().rule->source.when.accrue;
}

void TallySource::count_missing(const Formula& condition, const Missing& missing) {
  missed_.push_back({&condition, missing});
}

Value TallySource::read(const Formula& leaf) {
  switch (leaf.op) {
    case Op::kField:
      return read_field(leaf);
    case Op::kPeriod:
      if (leaf.field == "elapsed") return period_.elapsed;
      return period_field(period_.period.range, leaf.field, calendar());
    case Op::kAsOf:
      return period_.as_of;
    case Op::kIt:
      return it_ != nullptr ? *it_ : Value(Missing{MissingKind::kField, "it"});
    case Op::kAggregate:
      return read_aggregate(leaf);
    case Op::kByKey:
      return read_by_key(leaf);
    case Op::kTarget:
      return read_target(leaf);
    case Op::kAttainment:
      return read_attainment(leaf);
    case Op::kGrowth:
      return read_growth(leaf);
    case Op::kKpi: {
      Value value = kpi_value(facts_.master, leaf.name, earner_.id, period_.period.range);
      see(FigureSeen::Kind::kKpi, leaf, value);
      return value;
    }
    case Op::kTable:
      return read_table(leaf);
    case Op::kScore:
    case Op::kGrade:
      return read_score(leaf);
    case Op::kPrice:
      return read_price(leaf);
    case Op::kOffered:
      return read_offered(leaf);
    case Op::kDaysIn:
      return read_days_in(leaf);
    case Op::kEarned:
    case Op::kPayable: {
      Value value = earned_(leaf);
      see(FigureSeen::Kind::kEarned, leaf, value);
      return value;
    }
    default:
      return Missing{MissingKind::kField, leaf.text};
  }
}

void TallySource::see(FigureSeen::Kind kind, const Formula& formula, const Value& value) {
  if (figures_ == nullptr) return;
  FigureSeen seen;
  seen.kind = kind;
  seen.expression = formula.text;
  seen.value = value;
  figures_->push_back(std::move(seen));
}

Value TallySource::read_field(const Formula& field) {
  if (field.noun != "partner") {
    if (by_formula_ != nullptr && by_formula_->noun == field.noun &&
        by_formula_->field == field.field) {
      return *by_value_;
    }
    return missing_field(field);
  }
  if (earner_.partner != kMissingText) {
    Value value = partner_attribute(facts_.plan, facts_.master, period_, earner_.partner, field);
    see(FigureSeen::Kind::kField, field, value);
    return value;
  }
  // A group has the attributes that all its members share.
  Value shared = missing_field(field);
  bool is_first = true;
  for (const TextCode member : members_) {
    Value value = partner_attribute(facts_.plan, facts_.master, period_, member, field);
    if (!is_first && !(value == shared)) return missing_field(field);
    shared = std::move(value);
    is_first = false;
  }
  return shared;
}

std::span<const TextCode> TallySource::partners_of(const Measure& measure,
                                                   std::vector<TextCode>& others) const {
  if (measure.among == Scope::Among::kEarner) return measure.is_own ? own_partners_ : members_;
  others = partners_among(facts_.plan, facts_.master, period_, earner_, measure.among,
                          measure.among_field);
  return others;
}

Value TallySource::read_aggregate(const Formula& aggregate) {
  const auto found = period_.measures.find(&aggregate);
  if (found == period_.measures.end()) {
    return Missing{MissingKind::kNoBaseline, aggregate.text};
  }
  const Measure& measure = found->second;
  std::vector<TextCode> others;
  Sight sight = sight_of(measure, others);
  const CheckedRule& checked = *rule().rule;
  const bool by_rule = measure.among == Scope::Among::kEarner && measure.is_own &&
                       checked.among == Scope::Among::kSameField;
  if (measure.among == Scope::Among::kSameField || by_rule) {
    const FormulaPtr shared =
        make_field("partner", by_rule ? checked.among_field : measure.among_field, Type::kText);
    const Value own = read_field(*shared);
    if (own.is_missing()) return own;
  }
  if (part_ >= 0) sight.cut = &parts_[static_cast<std::size_t>(part_)];
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
  const bool is_partly_own = is_mirrored_ && !sight.is_mirrored && !measure.own_days.empty();
  if (is_partly_own && reading.value.is_number() && measure.aggregate == Aggregate::kSum) {
    sight.only = &measure.own_stretches;
    sight.partners = own_partners_;
    const Reading own = facts_.reader.read(measure, sight, period_.period.range);
    if (own.value.is_number()) {
      reading.value = reading.value.number() - own.value.number() - own.value.number();
    }
  }
  rows_seen_ += reading.rows;
  ++aggregates_read_;
  if (figures_ != nullptr) {
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
    figures_->push_back(std::move(seen));
  }
  if (missing_ != nullptr && reading.value.is_missing()) {
    MissingSeen seen;
    seen.expression = reading.value.missing().cause;
    seen.kind = reading.value.missing().kind;
    seen.cause = reading.value.missing().cause;
    seen.times = reading.lacking;
    seen.rows = reading.rows;
    for (const RowMark& mark : reading.lacking_first)
      seen.first.push_back({mark.id, mark.day, Value()});
    missing_->push_back(std::move(seen));
  }
  return reading.value;
}

void TallySource::each_key(const FormulaPtr& measure, const FormulaPtr& key,
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
  const Sight sight = sight_of(found->second, others);
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
  each_key(formula.children[0], formula.children[1], [&](const Value&, Value value) {
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

std::string TallySource::target_owner(const CheckedTarget& target) {
  if (target.one_for == nullptr) return earner_.id;
  const Value value = evaluate(*target.one_for, *this);
  return value.is_missing() ? std::string() : to_plain_text(value);
}

namespace {

const CheckedTarget& target_named(const CheckedPolicy& policy, const std::string& name) {
  for (const CheckedTarget& target : policy.targets) {
    if (target.name == name) return target;
  }
  REBATE_REQUIRE(false, "the checker knows every target");
  return policy.targets.front();
}

/// Of the periods (of the rule, or its instalments) of the target's period, the part that has
/// ended.
Ratio elapsed_part(const CheckedPolicy& policy, const PeriodSpec& spec,
                   const TargetPeriod& target) {
  std::int64_t all = 0;
  std::int64_t ended = 0;
  for (const Period& period : policy.calendar.periods(spec, policy.valid)) {
    if (!target.whole.contains(period.range.last())) continue;
    ++all;
    if (period.range.end <= target.to_date.end) ++ended;
  }
  if (all == 0) return Ratio(Decimal::from_int64(1));
  return Ratio::fraction(Integer(ended), Integer(all));
}

}  // namespace

Value TallySource::read_target(const Formula& formula) {
  const CheckedPolicy& policy = *facts_.plan.policy;
  const CheckedTarget& target = target_named(policy, formula.name);
  const auto at = target_period(policy, target, period_.period.range);
  const auto none = [&](const std::string& period) {
    return Missing{MissingKind::kNoTarget, "no " + period + " target named '" + target.name +
                                               "' is on file for " + earner_.id};
  };
  if (!at) return none(period_.period.name);
  Value value;
  if (target.is != nullptr) {
    value = evaluate(*formula.children.back(), *this);
  } else {
    FigureKeys keys;
    if (target.each != nullptr && key_ != nullptr) {
      const auto& each = rule().each;
      for (std::size_t k = 0; k < each.size() && k < key_->size(); ++k) {
        if (identity(*each[k]) == identity(*target.each)) {
          keys.emplace_back(target.each->text, to_plain_text((*key_)[k]));
        }
      }
    }
    const Figure* figure =
        facts_.master.targets().find(target.name, target_owner(target), at->whole, keys);
    if (figure == nullptr) {
      value = none(policy.calendar.name(at->whole));
    } else {
      value = Ratio(figure->number());
    }
  }
  if (value.is_number() && target.phased == "linear") {
    value =
        value.number() * elapsed_part(policy, rule().rule->settle.value_or(rule().rule->per), *at);
  }
  see(FigureSeen::Kind::kTarget, formula, value);
  return value;
}

Value TallySource::read_attainment(const Formula& formula) {
  const Value target = read_target(formula);
  if (target.is_missing()) return target;
  if (target.number().is_zero()) {
    return Missing{MissingKind::kNoTarget, "the target '" + formula.name + "' is zero"};
  }
  target_ = target.number();
  const Value reached = evaluate(*formula.children[0], *this);
  if (!reached.is_number()) return reached;
  return reached.number() / target.number();
}

Value TallySource::read_growth(const Formula& formula) {
  const Value now = evaluate(*formula.children[0], *this);
  const Value before = evaluate(*formula.children[1], *this);
  if (before.is_missing()) {
    if (before.missing().kind == MissingKind::kField) return before;
    return Missing{MissingKind::kNoBaseline, "no prior period is on file"};
  }
  if (before.number().sign() <= 0) {
    return Missing{MissingKind::kNoBaseline, "the prior period is not above zero"};
  }
  if (now.is_missing()) return now;
  baseline_ = before.number();
  return now.number() / before.number() - Ratio(Decimal::from_int64(1));
}

Value TallySource::read_table(const Formula& formula) {
  std::vector<Value> keys;
  for (const FormulaPtr& key : formula.children) keys.push_back(evaluate(*key, *this));
  Value value = look_up(*find_table(*facts_.plan.policy, formula.name), keys, formula.field);
  see(FigureSeen::Kind::kTable, formula, value);
  return value;
}

Value TallySource::read_score(const Formula& formula) {
  Value value = score_value(*facts_.plan.policy, formula, *this);
  see(FigureSeen::Kind::kScore, formula, value);
  return value;
}

Value TallySource::read_price(const Formula& formula) {
  const Value list = evaluate(*formula.children[0], *this);
  const Value product = evaluate(*formula.children[1], *this);
  const Value day = evaluate(*formula.children[2], *this);
  if (!list.is_text() || !product.is_text() || !day.is_date()) {
    return Missing{MissingKind::kNoFigure, formula.text};
  }
  const Price* price = facts_.master.prices().find(list.text(), product.text(), day.date());
  if (price == nullptr) {
    return Missing{MissingKind::kNoFigure, "price '" + list.text() + "' of " + product.text() +
                                               " on " + day.date().to_string()};
  }
  return Ratio(price->price);
}

Value TallySource::read_offered(const Formula& formula) {
  const Register& products = facts_.master.products();
  std::set<std::string> values;
  for (TextCode product = 1; product < products.ids().size(); ++product) {
    const auto day = products.last_valid_day(product, period_.attributes);
    if (!day) continue;
    const FieldValue value = products.attribute(product, formula.field, *day);
    if (!is_missing(value)) values.insert(to_text(value));
  }
  return Ratio(Decimal::from_int64(static_cast<std::int64_t>(values.size())));
}

Value TallySource::read_days_in(const Formula& formula) {
  const Value range = evaluate(*formula.children[0], *this);
  if (!range.is_range()) return Missing{MissingKind::kField, formula.text};
  const auto both = range.range().intersect(period_.period.range);
  return Ratio(Decimal::from_int64(both ? both->days() : 0));
}

}  // namespace rebate
