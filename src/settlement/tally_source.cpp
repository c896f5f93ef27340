// SPDX-License-Identifier: Apache-2.0
#include "settlement/tally_source.hpp"

#include "plan/compile_rule.hpp"
#include "plan/formula_tools.hpp"
#include "plan/lookup.hpp"

namespace rebate {

TallySource::TallySource(const RunFacts& facts, const RulePeriod& period, const Earner& earner,
                         std::span<const TextCode> members, std::span<const TextCode> own_partners,
                         EarnedQuestion earned)
    : facts_(facts),
      period_(period),
      earner_(earner),
      members_(members),
      own_partners_(own_partners),
      earned_(std::move(earned)),
      asked_(period.period.range) {}

void TallySource::set_key(const std::vector<Value>& key, const std::vector<std::uint32_t>* cells) {
  key_ = &key;
  key_cells_ = cells;
}

void TallySource::pin_like(const Formula& term, const Value& value) {
  const std::string name = identity(term);
  each_formula(rule(), [&](const FormulaPtr& formula) {
    walk(formula, [&](const FormulaPtr& node) {
      if (node->op == term.op && identity(*node) == name) terms_[node.get()] = value;
      return true;
    });
  });
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

/// A measure of a time before the ledger, from history.csv: of all sales of the partner, so only
/// where the rule sees all of them.
const Value* TallySource::from_history(const Formula& named) {
  const Figures& history = facts_.master.history();
  const CheckedRule& checked = *rule().rule;
  const bool is_asked = !named.name.empty() && by_value_ == nullptr;
  if (!is_asked || history.all().empty() || named.children[0]->op != Op::kAggregate) return nullptr;
  const bool is_narrow = checked.where != nullptr || !rule().each.empty() || checked.each_row ||
                         !checked.in.empty() || !rule().credit.empty();
  if (is_narrow && !named.children[0]->scope.is_unfiltered) return nullptr;
  const auto found = period_.measures.find(named.children[0].get());
  if (found == period_.measures.end() || found->second.days.size() != 1) return nullptr;
  if (facts_.reader.is_covered(found->second, period_.period.range)) return nullptr;
  const Figure* figure = history.find(named.name, earner_.id, found->second.days.front());
  if (figure == nullptr) return nullptr;
  history_ = Ratio(figure->number());
  return &history_;
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
      return period_field(asked_, leaf.field, calendar());
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
    case Op::kRank:
      return read_rank(leaf);
    case Op::kStreak:
      return read_streak(leaf);
    case Op::kGrowth:
      return read_growth(leaf);
    case Op::kKpi: {
      Value value = kpi_value(facts_.master, leaf.name, earner_.id, asked_);
      see(FigureSeen::Kind::kKpi, leaf, value);
      return value;
    }
    case Op::kTable:
      return read_table(leaf);
    case Op::kScore:
    case Op::kGrade:
      return read_score(leaf);
    case Op::kConvert:
      return converted(leaf, *facts_.plan.policy->source, facts_.master.exchange_rates(), *this);
    case Op::kPrice:
      return read_price(leaf);
    case Op::kOffered:
      return read_offered(leaf);
    case Op::kDaysIn:
      return read_days_in(leaf);
    case Op::kEarned:
    case Op::kPayable:
    case Op::kBalance: {
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
  if (field.noun == "branch") {
    if (branch_ == kMissingText) return missing_field(field);
    Formula of_partner = field;
    of_partner.noun = "partner";
    return partner_attribute(facts_.plan, facts_.master, period_, branch_, of_partner);
  }
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

Value TallySource::read_days_in(const Formula& formula) {
  const Value range = evaluate(*formula.children[0], *this);
  if (!range.is_range()) return Missing{MissingKind::kField, formula.text};
  const auto both = range.range().intersect(asked_);
  return Ratio(Decimal::from_int64(both ? both->days() : 0));
}

}  // namespace rebate
