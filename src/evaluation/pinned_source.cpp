// SPDX-License-Identifier: Apache-2.0
#include "evaluation/pinned_source.hpp"

#include "plan/lookup.hpp"
#include "settlement/score.hpp"

namespace rebate {
namespace {

std::string one_spelling(const std::string& name) {
  Issues issues;
  const Expression expression = Expression::parse(name, {}, issues);
  return expression.is_set() ? expression.canonical() : name;
}

std::optional<Decimal> number_of(const std::string& text) {
  const bool is_percent = !text.empty() && text.back() == '%';
  const auto number = Decimal::parse(is_percent ? text.substr(0, text.size() - 1) : text);
  if (!number || !is_percent) return number;
  return *number * Decimal::from_int64(1, 2);
}

}  // namespace

Value cell_value(const Cell& cell, const Formula& as, const Policy& policy) {
  if (const auto* number = std::get_if<Decimal>(&cell.held)) return Ratio(*number);
  if (const auto* flag = std::get_if<bool>(&cell.held)) return *flag;
  const auto* text = std::get_if<std::string>(&cell.held);
  if (text == nullptr) return Missing{};
  switch (as.type) {
    case Type::kDate: {
      const auto date = Date::parse(*text);
      return date ? Value(*date) : Value(Missing{});
    }
    case Type::kLevel: {
      const Formula* field = &as;
      while (field->op != Op::kField && !field->children.empty()) field = field->children[0].get();
      return to_value(FieldValue(*text), *field, policy);
    }
    case Type::kNumber:
    case Type::kMoney:
    case Type::kQuantity:
    case Type::kRatio: {
      const auto number = number_of(*text);
      return number ? Value(Ratio(*number)) : Value(Missing{});
    }
    default:
      return *text;
  }
}

PinnedSource::PinnedSource(const CheckedPolicy& policy, const Example& example,
                           std::function<Value(const std::string&)> earned)
    : policy_(policy), earned_(std::move(earned)) {
  for (const auto& [name, cell] : example.pins)
    pins_[one_spelling(name)] = {name, cell, Value(), false};
}

const Value* PinnedSource::pinned(const Formula& formula) {
  if (formula.text.empty()) return nullptr;
  const auto found = pins_.find(formula.text);
  if (found == pins_.end()) return nullptr;
  Pin& pin = found->second;
  if (!pin.is_converted) {
    pin.value = cell_value(pin.cell, formula, *policy_.source);
    pin.is_converted = true;
  }
  return &pin.value;
}

std::vector<std::string> PinnedSource::unread(const std::set<std::string>& texts) const {
  std::vector<std::string> result;
  for (const auto& [text, pin] : pins_) {
    if (texts.count(text) == 0) result.push_back(pin.written);
  }
  return result;
}

Value PinnedSource::read(const Formula& leaf) {
  switch (leaf.op) {
    case Op::kPeriod:
      if (leaf.field == "elapsed") return Ratio(Decimal::from_int64(1));
      return Missing{MissingKind::kField, leaf.text + " is not pinned"};
    case Op::kTable: {
      std::vector<Value> keys;
      for (const FormulaPtr& key : leaf.children) keys.push_back(evaluate(*key, *this));
      return look_up(*find_table(policy_, leaf.name), keys, leaf.field);
    }
    case Op::kGrowth:
      return read_growth(leaf);
    case Op::kAttainment:
      return read_attainment(leaf);
    case Op::kScore:
    case Op::kGrade:
      return score_value(policy_, leaf, *this);
    case Op::kEarned:
    case Op::kPayable:
      return earned_(leaf.name);
    case Op::kTarget:
      return pinned_target(leaf.name);
    default:
      return Missing{MissingKind::kField, leaf.text + " is not pinned"};
  }
}

Value PinnedSource::read_growth(const Formula& formula) {
  const Value now = evaluate(*formula.children[0], *this);
  const Value before = evaluate(*formula.children[1], *this);
  if (before.is_missing() || before.number().sign() <= 0) {
    return Missing{MissingKind::kNoBaseline, "the prior period is not above zero"};
  }
  if (now.is_missing()) return now;
  return now.number() / before.number() - Ratio(Decimal::from_int64(1));
}

Value PinnedSource::pinned_target(const std::string& name) {
  Formula target;
  target.type = Type::kMoney;
  target.text = one_spelling("target('" + name + "')");
  const Value* value = pinned(target);
  return value != nullptr ? *value
                          : Value(Missing{MissingKind::kNoTarget, target.text + " is not pinned"});
}

Value PinnedSource::read_attainment(const Formula& formula) {
  const Value target = pinned_target(formula.name);
  if (target.is_missing()) return target;
  if (target.number().sign() <= 0) return Missing{MissingKind::kNoTarget, "the target is zero"};
  const Value reached = evaluate(*formula.children[0], *this);
  if (!reached.is_number()) return reached;
  return reached.number() / target.number();
}

}  // namespace rebate
