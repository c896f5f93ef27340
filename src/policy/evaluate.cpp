// SPDX-License-Identifier: Apache-2.0
//
// Recursion follows the tree of a checked formula, whose depth the reader has bounded.
#include "rebate/policy/evaluate.hpp"

#include "rebate/policy/operators.hpp"

#include <array>
#include <vector>

namespace rebate {
namespace {

/// A side that decides alone spares the other: rows need not have what nobody looks at.
Value evaluate_logic(const Formula& formula, Environment& environment, bool deciding) {
  const Value left = evaluate(*formula.children[0], environment);
  if (left.is_flag() && left.flag() == deciding) return left;
  const Value right = evaluate(*formula.children[1], environment);
  if (right.is_flag() && right.flag() == deciding) return right;
  return left.is_missing() ? left : right;
}

Value evaluate_conditional(const Formula& formula, Environment& environment) {
  const Value condition = evaluate(*formula.children[0], environment);
  if (!condition.is_flag()) return condition;
  return evaluate(*formula.children[condition.flag() ? 1 : 2], environment);
}

}  // namespace

Value evaluate(const Formula& formula, Environment& environment) {
  if (const Value* pinned = environment.pinned(formula)) return *pinned;
  switch (formula.op) {
    case Op::kConstant:
      return formula.value;
    case Op::kNamed:
      return evaluate(*formula.children[0], environment);
    case Op::kAnd:
      return evaluate_logic(formula, environment, false);
    case Op::kOr:
      return evaluate_logic(formula, environment, true);
    case Op::kConditional:
      return evaluate_conditional(formula, environment);
    case Op::kDefault: {
      Value value = evaluate(*formula.children[0], environment);
      return value.is_missing() ? evaluate(*formula.children[1], environment) : value;
    }
    default:
      break;
  }
  if (!is_pure(formula.op)) return environment.read(formula);
  if (formula.children.size() <= 3) {
    std::array<Value, 3> operands;
    for (std::size_t i = 0; i < formula.children.size(); ++i) {
      operands[i] = evaluate(*formula.children[i], environment);
    }
    return apply(formula.op, {operands.data(), formula.children.size()}, &environment.calendar());
  }
  std::vector<Value> operands;
  operands.reserve(formula.children.size());
  for (const FormulaPtr& child : formula.children)
    operands.push_back(evaluate(*child, environment));
  return apply(formula.op, operands, &environment.calendar());
}

}  // namespace rebate
