// SPDX-License-Identifier: Apache-2.0
#include "policy/typed.hpp"

#include "rebate/policy/vocabulary.hpp"

#include <array>
#include <memory>

namespace rebate {
namespace {

struct Combination {
  Type a, b, result;
};

// Money times money has no meaning and stands nowhere; a quantity times a price is money.
constexpr auto kProducts = std::to_array<Combination>({
    {Type::kNumber, Type::kNumber, Type::kNumber},
    {Type::kNumber, Type::kRatio, Type::kNumber},
    {Type::kNumber, Type::kRatio, Type::kRatio},
    {Type::kNumber, Type::kMoney, Type::kMoney},
    {Type::kNumber, Type::kQuantity, Type::kQuantity},
    {Type::kRatio, Type::kRatio, Type::kRatio},
    {Type::kRatio, Type::kMoney, Type::kMoney},
    {Type::kRatio, Type::kQuantity, Type::kQuantity},
    {Type::kMoney, Type::kQuantity, Type::kMoney},
});

constexpr auto kQuotients = std::to_array<Combination>({
    {Type::kNumber, Type::kNumber, Type::kRatio},
    {Type::kNumber, Type::kNumber, Type::kNumber},
    {Type::kNumber, Type::kRatio, Type::kNumber},
    {Type::kNumber, Type::kMoney, Type::kNumber},
    {Type::kNumber, Type::kQuantity, Type::kNumber},
    {Type::kRatio, Type::kNumber, Type::kRatio},
    {Type::kRatio, Type::kRatio, Type::kRatio},
    {Type::kMoney, Type::kNumber, Type::kMoney},
    {Type::kMoney, Type::kRatio, Type::kMoney},
    {Type::kMoney, Type::kQuantity, Type::kMoney},
    {Type::kMoney, Type::kMoney, Type::kRatio},
    {Type::kQuantity, Type::kNumber, Type::kQuantity},
    {Type::kQuantity, Type::kRatio, Type::kQuantity},
    {Type::kQuantity, Type::kQuantity, Type::kRatio},
    {Type::kQuantity, Type::kMoney, Type::kNumber},
});

constexpr std::array kAllTypes = {Type::kNumber, Type::kMoney, Type::kQuantity, Type::kRatio,
                                  Type::kText,   Type::kFlag,  Type::kDate,     Type::kRange,
                                  Type::kList,   Type::kLevel};

}  // namespace

std::optional<Level> Levels::find(std::string_view level) const {
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] == level) return Level{levels[i], static_cast<int>(i)};
  }
  return std::nullopt;
}

std::string describe(Kinds kinds) {
  if (kinds == kNumericKinds) return "a number";
  std::string text;
  for (const Type type : kAllTypes) {
    if (!has(kinds, type)) continue;
    if (!text.empty()) text += " or ";
    if (type != Type::kMoney) text += "a ";
    text += to_string(type);
  }
  return text;
}

std::string describe(const Typed& typed) {
  if (!typed.ok()) return "nothing";
  if (typed.kinds == kNumericKinds || typed.kinds == kAnyKinds) return "a number";
  if (typed.is_numeric()) return describe(kinds_of(typed.formula->type));
  return describe(typed.kinds);
}

Kinds product_kinds(Kinds a, Kinds b) {
  Kinds result = 0;
  for (const Combination& c : kProducts) {
    if ((has(a, c.a) && has(b, c.b)) || (has(a, c.b) && has(b, c.a))) result |= kinds_of(c.result);
  }
  return result;
}

Kinds quotient_kinds(Kinds a, Kinds b) {
  Kinds result = 0;
  for (const Combination& c : kQuotients) {
    if (has(a, c.a) && has(b, c.b)) result |= kinds_of(c.result);
  }
  return result;
}

Type natural(Kinds kinds, Type wish) {
  if (has(kinds, wish)) return wish;
  for (const Type type : kAllTypes) {
    if (has(kinds, type)) return type;
  }
  return Type::kNumber;
}

FormulaPtr retype(const FormulaPtr& formula, Type type) {
  if (formula->type == type) return formula;
  auto copy = std::make_shared<Formula>(*formula);
  copy->type = type;
  switch (formula->op) {
    case Op::kNegate:
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMin:
    case Op::kMax:
    case Op::kAbs:
    case Op::kClamp:
    case Op::kMod:
    case Op::kDefault:
      for (FormulaPtr& child : copy->children) child = retype(child, type);
      break;
    case Op::kConditional:
      copy->children[1] = retype(copy->children[1], type);
      copy->children[2] = retype(copy->children[2], type);
      break;
    default:
      break;  // products, names and calls are of this type as a whole
  }
  return copy;
}

bool is_plain_text(const Typed& typed) {
  return typed.ok() && typed.formula->op == Op::kConstant && typed.formula->value.is_text();
}

}  // namespace rebate
