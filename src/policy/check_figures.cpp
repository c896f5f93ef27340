// SPDX-License-Identifier: Apache-2.0
//
// Figures: what is read from targets, KPIs, scorecards, funds, price lists and other rules, or
// compares a measure with other times and other partners.
#include "rebate/base/nearest_word.hpp"
#include "policy/checker.hpp"

#include <array>
#include <optional>
#include <utility>

namespace rebate {
namespace {

constexpr Kinds kNumberKind = kinds_of(Type::kNumber);
constexpr Kinds kRatioKind = kinds_of(Type::kRatio);
constexpr Kinds kMoneyKind = kinds_of(Type::kMoney);
constexpr Kinds kTextKind = kinds_of(Type::kText);
constexpr Kinds kDateKind = kinds_of(Type::kDate);

constexpr int kMaxStreak = 1000;

std::shared_ptr<Formula> formula_of(const FunctionWord& word) {
  auto formula = std::make_shared<Formula>();
  formula->op = word.op;
  return formula;
}

std::optional<Quoted> quoted_of(Op op) {
  switch (op) {
    case Op::kTarget:
    case Op::kAttainment:
      return Quoted::kTarget;
    case Op::kKpi:
      return Quoted::kKpi;
    case Op::kScore:
    case Op::kGrade:
      return Quoted::kScore;
    case Op::kEarned:
    case Op::kPayable:
      return Quoted::kRule;
    case Op::kBalance:
      return Quoted::kFund;
    default:
      return std::nullopt;
  }
}

// Where the names in quotes are declared.
std::string_view home_of(Quoted what) {
  switch (what) {
    case Quoted::kTarget:
      return "`targets`";
    case Quoted::kKpi:
      return "`fields`, such as \"kpi.nps\": \"number\"";
    case Quoted::kScore:
      return "`scores`";
    case Quoted::kFund:
      return "`funds`";
    case Quoted::kRule:
      return "`rules`";
  }
  return "";
}

}  // namespace

bool Checker::admit_figure(const Syntax& node, const FunctionWord& word, const Context& context) {
  const bool is_plain = word.op == Op::kKpi || word.op == Op::kDaysIn;
  const bool is_price = word.op == Op::kPrice || word.op == Op::kConvert;
  switch (context.position) {
    case Position::kLine:
    case Position::kRate:
      return true;
    case Position::kRow:
      if (is_plain || is_price) return true;
      break;
    case Position::kWho:
      if (is_plain) return true;
      break;
    case Position::kKey:
      break;
  }
  if (!context.inside.empty()) {
    report(Code::kNestedAggregate, node,
           std::string(word.name) + " is a figure of the line and cannot stand inside " +
               std::string(context.inside) + ", which looks at one row at a time");
  } else {
    report(Code::kWrongPlace, node,
           std::string(word.name) + " is a figure of the line; " +
               std::string(words_of(context.position)));
  }
  return false;
}

Typed Checker::check_figure(const Syntax& node, const FunctionWord& word, Context& context) {
  if (!admit_figure(node, word, context)) return failed(node);
  if (const auto quoted = quoted_of(word.op)) return check_quoted_figure(node, word, *quoted);
  switch (word.op) {
    case Op::kGrowth:
      return check_growth(node, word, context);
    case Op::kStreak:
      return check_streak(node, word, context);
    case Op::kRank:
      return check_rank(node, word, context);
    case Op::kOffered:
      return check_offered(node);
    case Op::kPrice:
    case Op::kConvert:
      return check_price(node, word, context);
    case Op::kDaysIn:
      return check_days_in(node, context);
    default:
      return failed(node);
  }
}

Typed Checker::check_quoted_figure(const Syntax& node, const FunctionWord& word, Quoted what) {
  const Syntax& argument = *node.children[0];
  if (argument.kind != Syntax::Kind::kText) {
    const bool is_name = argument.kind == Syntax::Kind::kName;
    const std::string right =
        std::string(word.name) + "('" + (is_name ? argument.text : "…") + "')";
    report(Code::kWrongArguments, argument,
           std::string(word.name) + " takes the name of a " + std::string(to_string(what)) +
               " in quotes: " + right,
           right);
    return failed(node);
  }
  const std::string& name = argument.text;
  if (!names_.knows(what, name)) {
    const auto words = names_.quoted_words(what);
    report(Code::kUnknownName, argument,
           "there is no " + std::string(to_string(what)) + " '" + name +
               "'; they are declared in " + std::string(home_of(what)),
           {}, nearest_word(name, words));
    return failed(node);
  }
  auto formula = formula_of(word);
  formula->name = name;
  const Levels* levels = nullptr;
  Kinds kinds = kNumberKind;
  switch (word.op) {
    case Op::kTarget:
      kinds = names_.targets.find(name)->second;
      break;
    case Op::kAttainment:
      kinds = kRatioKind;
      break;
    case Op::kKpi:
      kinds = names_.kpis.find(name)->second.kinds;
      levels = names_.kpis.find(name)->second.levels;
      break;
    case Op::kGrade:
      levels = names_.scores.find(name)->second;
      if (levels == nullptr) {
        report(Code::kUnknownName, argument, "score '" + name + "' has no `grades`");
        return failed(node);
      }
      kinds = kinds_of(Type::kLevel);
      break;
    case Op::kEarned:
    case Op::kPayable:
      kinds = names_.rules.find(name)->second;
      break;
    case Op::kBalance:
      kinds = names_.funds.find(name)->second;
      break;
    default:
      break;
  }
  Typed typed = make(std::move(formula), node, kinds);
  typed.levels = levels;
  return typed;
}

Typed Checker::check_growth(const Syntax& node, const FunctionWord& word, Context& context) {
  std::vector<Typed> arguments = check_arguments(node, context);
  if (arguments.empty()) return failed(node);
  const Typed& measure = arguments[0];
  if (!measure.is_numeric()) {
    report(Code::kTypeMismatch, *node.children[0],
           "growth takes a measure, and this is " + describe(measure));
    return failed(node);
  }
  if (const Formula* rigid = find_unmodifiable(*measure.formula, Modifier::Kind::kDuring)) {
    report(Code::kWrongModifier, *node.children[0],
           "growth looks at the same measure one year before, and " + rigid->text +
               " has no rows of last year");
    return failed(node);
  }
  if (!is_modifiable(*measure.formula, Modifier::Kind::kDuring)) {
    report(Code::kWrongModifier, *node.children[0],
           "growth takes a measure over rows, such as net_sales; this is the same every year");
    return failed(node);
  }
  return make(formula_of(word), node, kRatioKind, Type::kRatio, arguments);
}

Typed Checker::check_streak(const Syntax& node, const FunctionWord& word, Context& context) {
  const Typed condition = check(*node.children[0], context);
  if (!be_condition(condition, *node.children[0], "the first argument of streak is"))
    return failed(node);
  if (!whole_number(*node.children[1], 1, kMaxStreak, "the second argument of streak"))
    return failed(node);
  const std::array<Typed, 2> arguments = {condition, check(*node.children[1], context)};
  return make(formula_of(word), node, kNumberKind, Type::kNumber, arguments);
}

Typed Checker::check_rank(const Syntax& node, const FunctionWord& word, Context& context) {
  std::vector<Typed> arguments = check_arguments(node, context);
  if (arguments.empty()) return failed(node);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].is_numeric()) continue;
    report(Code::kTypeMismatch, *node.children[i],
           "rank takes measures, and this is " + describe(arguments[i]));
    return failed(node);
  }
  return make(formula_of(word), node, kNumberKind, Type::kNumber, arguments);
}

// offered(product.line): of the product master, whatever was sold.
Typed Checker::check_offered(const Syntax& node) {
  const Syntax& field = *node.children[0];
  const bool is_product = field.kind == Syntax::Kind::kMember &&
                          field.children[0]->kind == Syntax::Kind::kName &&
                          field.children[0]->text == "product";
  if (!is_product) {
    report(Code::kWrongArguments, field,
           "offered takes a field of the product, such as offered(product.line)", "product.line");
    return failed(node);
  }
  Context anywhere;
  anywhere.position = Position::kRate;
  if (!check(field, anywhere).ok()) return failed(node);
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kOffered;
  formula->noun = "product";
  formula->field = field.text;
  return make(std::move(formula), node, kNumberKind);
}

Typed Checker::check_price(const Syntax& node, const FunctionWord& word, Context& context) {
  std::vector<Typed> arguments = check_arguments(node, context);
  if (arguments.empty()) return failed(node);
  const bool converts = word.op == Op::kConvert;
  const std::string name(word.name);
  const bool is_ok = converts ? become(arguments[0], kMoneyKind, "what convert takes first")
                              : become(arguments[0], kTextKind, "the price list's name");
  if (!is_ok || !become(arguments[1], kTextKind, converts ? "the currency" : "the product's id") ||
      !become(arguments[2], kDateKind, "the third argument of " + name)) {
    return failed(node);
  }
  return make(formula_of(word), node, kMoneyKind, Type::kMoney, arguments);
}

Typed Checker::check_days_in(const Syntax& node, Context& context) {
  std::vector<Typed> arguments = check_arguments(node, context);
  if (arguments.empty()) return failed(node);
  if (!become(arguments[0], kinds_of(Type::kRange), "what days_in takes")) return failed(node);
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kDaysIn;
  return make(std::move(formula), node, kNumberKind, Type::kNumber, arguments);
}

}  // namespace rebate
