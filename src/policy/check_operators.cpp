// SPDX-License-Identifier: Apache-2.0
//
// Operators: what types they take and give. Two values meet in the types they have in common; a
// bare number has all of the numeric ones, a quoted text becomes the date, range or level that the
// other is.
#include "rebate/base/nearest_word.hpp"
#include "policy/checker.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rebate {
namespace {

constexpr Kinds kFlagKind = kinds_of(Type::kFlag);
constexpr Kinds kOrderedKinds = kNumericKinds | kinds_of(Type::kDate) | kinds_of(Type::kLevel);

struct SignOp {
  std::string_view sign;
  Op op;
};
constexpr auto kSignOps = std::to_array<SignOp>({
    {"&&", Op::kAnd},
    {"||", Op::kOr},
    {"==", Op::kEqual},
    {"!=", Op::kNotEqual},
    {"<", Op::kLess},
    {"<=", Op::kLessEqual},
    {">", Op::kGreater},
    {">=", Op::kGreaterEqual},
    {"in", Op::kIn},
    {"+", Op::kAdd},
    {"-", Op::kSubtract},
    {"*", Op::kMultiply},
    {"/", Op::kDivide},
});

Op op_of(std::string_view sign) {
  for (const SignOp& entry : kSignOps) {
    if (entry.sign == sign) return entry.op;
  }
  return Op::kAdd;
}

std::shared_ptr<Formula> formula_of(Op op) {
  auto formula = std::make_shared<Formula>();
  formula->op = op;
  return formula;
}

// The value as another constant.
void set_constant(Typed& typed, Value value, Type type) {
  auto copy = std::make_shared<Formula>(*typed.formula);
  copy->value = std::move(value);
  copy->type = type;
  typed.formula = std::move(copy);
  typed.kinds = kinds_of(type);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

// --- quoted texts that become something --------------------------------------------------------

bool Checker::to_date(Typed& typed, const std::string& role) {
  const std::string text = typed.formula->value.text();
  if (const auto date = Date::parse(text)) {
    set_constant(typed, Value(*date), Type::kDate);
    return true;
  }
  std::string message;
  if (names_.calendar.range(text)) {
    message = "'" + text + "' is a range of days, and " + role +
              " is one day; to test whether a day lies in it write in '" + text + "'";
  } else {
    message = "'" + text + "' is no day; " + role + " is a day such as '2025-03-31'";
  }
  marker_.add(Code::kUnknownDay, typed.span, std::move(message), "a day: YYYY-MM-DD");
  return false;
}

bool Checker::to_range(Typed& typed, const std::string& role) {
  std::string problem;
  const std::string text = typed.formula->value.text();
  if (const auto range = names_.calendar.range(text, &problem)) {
    set_constant(typed, Value(*range), Type::kRange);
    return true;
  }
  std::string message = "'" + text + "' is no range of days; " + role +
                        " is one such as '2025', '2025-Q3', '2025-06' or '2025-01-01..2025-03-31'";
  if (!problem.empty()) message += " (" + problem + ")";
  marker_.add(Code::kUnknownDay, typed.span, std::move(message), "a range of days");
  return false;
}

bool Checker::to_level(Typed& typed, const Levels& levels) {
  const std::string text = typed.formula->value.text();
  if (auto level = levels.find(text)) {
    set_constant(typed, Value(*std::move(level)), Type::kLevel);
    typed.levels = &levels;
    return true;
  }
  const std::string nearest = nearest_word(text, levels.levels);
  marker_.add(Code::kUnknownLevel, typed.span,
              "'" + text + "' is no level of " + levels.name + ": " + joined(levels.levels) +
                  did_you_mean(nearest),
              joined(levels.levels), nearest);
  return false;
}

bool Checker::become(Typed& typed, Kinds wanted, const std::string& role) {
  if (!typed.ok()) return false;
  if (is_plain_text(typed) && !has(wanted, Type::kText)) {
    if (has(wanted, Type::kDate)) return to_date(typed, role);
    if (has(wanted, Type::kRange)) return to_range(typed, role);
  }
  const Kinds common = typed.kinds & wanted;
  if (common == 0) {
    marker_.add(Code::kTypeMismatch, typed.span,
                role + " is " + describe(wanted) + ", not " + describe(typed), describe(wanted));
    return false;
  }
  if (common != typed.kinds || !has(common, typed.formula->type)) {
    const Type type = natural(common, typed.formula->type);
    typed.kinds = common;
    typed.formula = retype(typed.formula, type);
  }
  return true;
}

Kinds Checker::unify(std::vector<Typed>& operands, const Syntax& node, std::string_view verb) {
  // A date or a level among them makes quoted texts dates or levels.
  const Levels* levels = nullptr;
  bool has_date = false;
  for (const Typed& operand : operands) {
    if (!operand.ok()) return 0;
    if (levels == nullptr && operand.is(Type::kLevel)) levels = operand.levels;
    has_date |= operand.is(Type::kDate) && !operand.is(Type::kText);
  }
  for (Typed& operand : operands) {
    if (!is_plain_text(operand)) continue;
    if (levels != nullptr && !to_level(operand, *levels)) return 0;
    if (levels == nullptr && has_date && !to_date(operand, "what is compared with a date"))
      return 0;
  }
  Kinds common = kAnyKinds;
  const Typed* lead = &operands.front();
  for (const Typed& operand : operands) {
    const bool is_level = operand.kinds == kinds_of(Type::kLevel);
    if ((common & operand.kinds) == 0 || (is_level && operand.levels != levels)) {
      const bool are_levels = is_level && lead->kinds == operand.kinds;
      const auto name_of = [&](const Typed& typed) {
        return are_levels ? "a level of " + typed.levels->name : describe(typed);
      };
      report(Code::kTypeMismatch, node,
             name_of(*lead) + " and " + name_of(operand) + " cannot " + std::string(verb));
      return 0;
    }
    common &= operand.kinds;
    const bool is_barer = lead->kinds == kNumericKinds && operand.kinds != kNumericKinds;
    if (is_barer) lead = &operand;
  }
  const Type type = natural(common, lead->formula->type);
  for (Typed& operand : operands) {
    if ((operand.kinds & kNumericKinds) != 0) operand.formula = retype(operand.formula, type);
  }
  return common;
}

// --- unary -------------------------------------------------------------------------------------

bool Checker::be_condition(const Typed& typed, const Syntax& node, std::string_view where) {
  if (!typed.ok()) return false;
  if (typed.is(Type::kFlag)) return true;
  std::string message = std::string(where) + " a condition, and this is " + describe(typed);
  if (is_plain_text(typed)) message += "; for one of several texts write x in ['a', 'b']";
  report(Code::kTypeMismatch, node, std::move(message), "a condition such as net_sales > 0");
  return false;
}

Typed Checker::check_unary(const Syntax& node, Context& context) {
  const Syntax& inside = *node.children[0];
  Typed operand = check(inside, context);
  if (!operand.ok()) return failed(node);
  if (node.text == "!") {
    if (!be_condition(operand, inside, "! turns")) return failed(node);
    return make(formula_of(Op::kNot), node, kFlagKind, Type::kFlag, {&operand, 1});
  }
  if (!operand.is_numeric()) {
    report(Code::kTypeMismatch, inside,
           "- turns the sign of a number, and this is " + describe(operand));
    return failed(node);
  }
  const Kinds kinds = operand.kinds & kNumericKinds;
  return make(formula_of(Op::kNegate), node, kinds, operand.formula->type, {&operand, 1});
}

// --- binary ------------------------------------------------------------------------------------

Typed Checker::check_binary(const Syntax& node, Context& context) {
  const Op op = op_of(node.text);
  switch (op) {
    case Op::kAnd:
    case Op::kOr:
      return check_logic(node, op, context);
    case Op::kIn:
      return check_in(node, context);
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
      return check_comparison(node, op, context);
    default:
      return check_arithmetic(node, op, context);
  }
}

Typed Checker::check_logic(const Syntax& node, Op op, Context& context) {
  std::array<Typed, 2> sides = {check(*node.children[0], context),
                                check(*node.children[1], context)};
  bool are_conditions = true;
  for (std::size_t i = 0; i < 2; ++i) {
    const Typed& side = sides[i];
    if (side.ok() && side.is(Type::kFlag)) continue;
    if (side.ok()) {
      std::string message = node.text + " joins conditions, and this is " + describe(side);
      if (is_plain_text(side)) message += "; for one of several texts write x in ['a', 'b']";
      report(Code::kTypeMismatch, *node.children[i], std::move(message),
             "a condition such as net_sales > 0");
    }
    are_conditions = false;
  }
  if (!are_conditions) return failed(node);
  return make(formula_of(op), node, kFlagKind, Type::kFlag, sides);
}

Typed Checker::check_comparison(const Syntax& node, Op op, Context& context) {
  std::vector<Typed> sides = {check(*node.children[0], context), check(*node.children[1], context)};
  if (!sides[0].ok() || !sides[1].ok()) return failed(node);
  // A quoted period next to a date is a slip for `in`.
  const Kinds common = unify(sides, node, "be compared");
  if (common == 0) return failed(node);
  const bool is_equality = op == Op::kEqual || op == Op::kNotEqual;
  const Kinds allowed =
      is_equality ? kOrderedKinds | kinds_of(Type::kText) | kFlagKind : kOrderedKinds;
  if ((common & allowed) == 0) {
    std::string message =
        describe(sides[0]) + " has no order, so that " + node.text + " cannot compare it";
    if (has(common, Type::kText)) {
      message += "; levels have one: list them, lowest first, in `tiers` or `fields`";
    }
    if (is_equality) message = describe(sides[0]) + " cannot be compared; write in";
    report(Code::kTypeMismatch, node, std::move(message));
    return failed(node);
  }
  return make(formula_of(op), node, kFlagKind, Type::kFlag, sides);
}

Typed Checker::check_in(const Syntax& node, Context& context) {
  std::vector<Typed> sides = {check(*node.children[0], context), check(*node.children[1], context)};
  if (!sides[0].ok() || !sides[1].ok()) return failed(node);
  Typed& value = sides[0];
  Typed& holder = sides[1];
  if (is_plain_text(holder)) {
    if (!value.is(Type::kDate) && !is_plain_text(value)) {
      report(
          Code::kTypeMismatch, node,
          "in looks into a list or a range of days; for one text write ==, for several ['a', 'b']");
      return failed(node);
    }
    if (!to_range(holder, "what stands behind in")) return failed(node);
  }
  if (holder.is(Type::kRange)) {
    if (!become(value, kinds_of(Type::kDate), "what lies in a range of days")) return failed(node);
    return make(formula_of(Op::kIn), node, kFlagKind, Type::kFlag, sides);
  }
  if (!holder.is(Type::kList)) {
    report(Code::kTypeMismatch, *node.children[1],
           "in looks into a list or a range of days, and this is " + describe(holder),
           "a list such as ['L01', 'L02']");
    return failed(node);
  }
  // Each element is compared as if it stood alone.
  const Formula* list = holder.formula.get();
  if (list->op == Op::kNamed) list = list->children.empty() ? nullptr : list->children[0].get();
  if (list == nullptr) return make(formula_of(Op::kIn), node, kFlagKind, Type::kFlag, sides);
  ValueList values;
  for (const Value& element : list->value.list()) {
    auto alone = std::make_shared<Formula>();
    alone->value = element;
    alone->type = natural(holder.elements, Type::kText);
    Typed typed;
    typed.formula = std::move(alone);
    typed.kinds = holder.elements;
    typed.span = holder.span;
    std::vector<Typed> pair = {value, std::move(typed)};
    if (unify(pair, node, "be compared") == 0) return failed(node);
    values.push_back(pair[1].formula->value);
  }
  if (!(Value(values) == list->value)) {
    auto copy = std::make_shared<Formula>(*list);
    copy->value = Value(std::move(values));
    if (holder.formula->op == Op::kNamed) {
      auto named = std::make_shared<Formula>(*holder.formula);
      named->children[0] = std::move(copy);
      holder.formula = std::move(named);
    } else {
      holder.formula = std::move(copy);
    }
  }
  return make(formula_of(Op::kIn), node, kFlagKind, Type::kFlag, sides);
}

Typed Checker::check_arithmetic(const Syntax& node, Op op, Context& context) {
  std::vector<Typed> sides = {check(*node.children[0], context), check(*node.children[1], context)};
  if (!sides[0].ok() || !sides[1].ok()) return failed(node);
  for (std::size_t i = 0; i < 2; ++i) {
    if (sides[i].is_numeric()) continue;
    std::string message = node.text + " needs numbers, and this is " + describe(sides[i]);
    if (sides[i].is(Type::kDate))
      message += "; for dates there are days(a, b), months(a, b) and add_days(date, n)";
    report(Code::kTypeMismatch, *node.children[i], std::move(message), "a number");
    return failed(node);
  }
  if (op == Op::kAdd || op == Op::kSubtract) {
    const Kinds kinds =
        unify(sides, node, op == Op::kAdd ? "be added" : "be subtracted") & kNumericKinds;
    if (kinds == 0) return failed(node);
    return make(formula_of(op), node, kinds, sides[0].formula->type, sides);
  }
  const auto combine = op == Op::kMultiply ? product_kinds : quotient_kinds;
  const Kinds kinds = combine(sides[0].kinds, sides[1].kinds);
  if (kinds == 0) {
    report(Code::kTypeMismatch, node,
           describe(sides[0]) + " cannot be " +
               (op == Op::kMultiply ? "multiplied with " : "divided by ") + describe(sides[1]));
    return failed(node);
  }
  const Kinds wished = combine(kinds_of(sides[0].formula->type), kinds_of(sides[1].formula->type));
  const Type wish = natural(wished == 0 ? kinds : wished,
                            op == Op::kDivide ? Type::kRatio : sides[0].formula->type);
  return make(formula_of(op), node, kinds, wish, sides);
}

Typed Checker::check_conditional(const Syntax& node, Context& context) {
  const Typed condition = check(*node.children[0], context);
  std::vector<Typed> values = {check(*node.children[1], context),
                               check(*node.children[2], context)};
  if (!be_condition(condition, *node.children[0], "before ? stands")) return failed(node);
  if (!values[0].ok() || !values[1].ok()) return failed(node);
  const Kinds kinds = unify(values, node, "be the two values of one choice");
  if (kinds == 0) return failed(node);
  const Type wish = natural(kinds, values[0].formula->type);
  const std::array<Typed, 3> parts = {condition, values[0], values[1]};
  Typed typed = make(formula_of(Op::kConditional), node, kinds, wish, parts);
  typed.levels = values[0].levels != nullptr ? values[0].levels : values[1].levels;
  return typed;
}

}  // namespace rebate
