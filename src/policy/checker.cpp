// SPDX-License-Identifier: Apache-2.0
#include "policy/checker.hpp"

#include "rebate/base/nearest_word.hpp"

#include <algorithm>
#include <utility>

namespace rebate {
namespace {

constexpr Kinds kFlagKind = kinds_of(Type::kFlag);

std::shared_ptr<Formula> constant(Value value, Type type) {
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kConstant;
  formula->type = type;
  formula->value = std::move(value);
  return formula;
}

}  // namespace

std::string_view words_of(Position position) {
  switch (position) {
    case Position::kWho:
      return "`who` looks at the partner: it reads partner, period, KPIs and tables";
    case Position::kRow:
      return "a condition on rows looks at one row at a time";
    case Position::kLine:
      return "here stands one value for a whole line";
    case Position::kRate:
      return "a rate is one value for a line or a part of it";
    case Position::kKey:
      return "a key is a field or a table's value";
  }
  return "";
}

Typed Checker::failed(const Syntax& node) const {
  Typed typed;
  typed.span = span_of(node);
  return typed;
}

Typed Checker::make(std::shared_ptr<Formula> formula, const Syntax& node, Kinds kinds, Type wish,
                    std::span<const Typed> children) {
  Typed typed;
  typed.kinds = kinds;
  typed.span = span_of(node);
  for (const Typed& child : children) {
    if (!child.ok()) return failed(node);
    formula->children.push_back(child.formula);
    typed.depth = std::max(typed.depth, child.depth + 1);
    typed.weight += child.weight;
  }
  if (typed.depth > kMaxFormulaDepth || typed.weight > kMaxFormulaNodes) {
    report(Code::kLimitExceeded, node,
           "with the measures it names this is more than " + std::to_string(kMaxFormulaNodes) +
               " parts, or " + std::to_string(kMaxFormulaDepth) +
               " deep (limits kMaxFormulaNodes, kMaxFormulaDepth)");
    return failed(node);
  }
  formula->type = natural(kinds, wish);
  if (formula->text.empty()) formula->text = to_text(node);
  typed.formula = std::move(formula);
  return typed;
}

// A formula that modifiers changed: its size is found anew.
Typed Checker::remade(FormulaPtr formula, const Typed& like, const Syntax& node) {
  const FormulaSize size = size_of(*formula);
  Typed typed = like;
  typed.span = span_of(node);
  typed.depth = size.depth;
  typed.weight = size.nodes;
  if (size.depth > kMaxFormulaDepth || size.nodes > kMaxFormulaNodes) {
    report(Code::kLimitExceeded, node,
           "with its modifiers this is more than " + std::to_string(kMaxFormulaNodes) +
               " parts, or " + std::to_string(kMaxFormulaDepth) +
               " deep (limits kMaxFormulaNodes, kMaxFormulaDepth)");
    return failed(node);
  }
  auto copy = std::make_shared<Formula>(*formula);
  copy->text = to_text(node);
  typed.formula = std::move(copy);
  return typed;
}

Typed Checker::check(const Syntax& node, Context& context) {
  switch (node.kind) {
    case Syntax::Kind::kNumber:
      return check_number(node);
    case Syntax::Kind::kText:
      return make(constant(Value(node.text), Type::kText), node, kinds_of(Type::kText));
    case Syntax::Kind::kFlag:
      return make(constant(Value(node.is_true), Type::kFlag), node, kFlagKind);
    case Syntax::Kind::kList:
      return check_list(node, context);
    case Syntax::Kind::kName:
      return check_name(node, context);
    case Syntax::Kind::kMember:
      return check_member(node, context);
    case Syntax::Kind::kUnary:
      return check_unary(node, context);
    case Syntax::Kind::kBinary:
      return check_binary(node, context);
    case Syntax::Kind::kConditional:
      return check_conditional(node, context);
    case Syntax::Kind::kCall:
      return check_call(node, context);
    case Syntax::Kind::kMethod:
      return check_method(node, context);
  }
  return failed(node);
}

Typed Checker::check_number(const Syntax& node) {
  const Kinds kinds = node.is_percent ? kinds_of(Type::kRatio) : kNumericKinds;
  return make(constant(Value(Ratio(node.number)), Type::kNumber), node, kinds);
}

Typed Checker::check_list(const Syntax& node, Context& context) {
  if (node.children.empty()) {
    report(Code::kWrongArguments, node, "an empty list holds nothing, so that nothing is in it");
    return failed(node);
  }
  std::vector<Typed> elements;
  for (const SyntaxPtr& child : node.children) {
    Typed element = check(*child, context);
    if (element.ok() && element.formula->op != Op::kConstant) {
      report(
          Code::kTypeMismatch, *child,
          "lists hold plain numbers and texts; " + element.formula->text + " is found elsewhere");
      return failed(node);
    }
    if (!element.ok()) return failed(node);
    elements.push_back(std::move(element));
  }
  const Kinds common = unify(elements, node, "stand in one list");
  if (common == 0) return failed(node);
  ValueList values;
  for (const Typed& element : elements) values.push_back(element.formula->value);
  Typed list = make(constant(Value(std::move(values)), Type::kList), node, kinds_of(Type::kList));
  list.elements = common;
  return list;
}

// --- names -------------------------------------------------------------------------------------

Typed Checker::check_name(const Syntax& node, Context& context) {
  const std::string& name = node.text;
  if (name == "period") return check_period(node, {});
  if (name == "as_of") {
    auto formula = std::make_shared<Formula>();
    formula->op = Op::kAsOf;
    return make(std::move(formula), node, kinds_of(Type::kDate));
  }
  if (name == "it" && context.allows_it) {
    auto formula = std::make_shared<Formula>();
    formula->op = Op::kIt;
    Typed typed = make(std::move(formula), node, context.it, Type::kNumber, {});
    typed.levels = context.it_levels;
    return typed;
  }
  if (names_.bodies.find(name) != names_.bodies.end()) return check_named_body(node, context);
  if (names_.tables.find(name) != names_.tables.end())
    return check_table(node, name, nullptr, context);
  if (const auto set = names_.sets.find(name); set != names_.sets.end()) {
    auto formula = std::make_shared<Formula>();
    formula->op = Op::kNamed;
    formula->name = name;
    Typed list = make(std::move(formula), node, kinds_of(Type::kList));
    auto named = std::make_shared<Formula>(*list.formula);
    if (set->second.list) named->children.push_back(set->second.list);
    list.formula = std::move(named);
    list.elements = set->second.elements;
    return list;
  }
  const bool is_key = context.position == Position::kKey || context.position == Position::kRate;
  if (is_key && name == "payee") {
    auto formula = std::make_shared<Formula>();
    formula->op = Op::kField;
    formula->noun = "payee";
    formula->field = "id";
    return make(std::move(formula), node, kinds_of(Type::kText));
  }
  if (context.position == Position::kKey && names_.is_noun(name) && name != "period") {
    return check_field(node, name, "id", context);
  }
  report_unknown_name(node);
  return failed(node);
}

void Checker::report_unknown_name(const Syntax& node) {
  const std::string& name = node.text;
  if (name == "it") {
    report(Code::kUnknownName, node,
           "`it` is the value of one key and stands only behind .by(key)");
  } else if (name == "null") {
    report(Code::kUnknownName, node,
           "what is missing has no name; has(x) asks, and default(x, y) takes y instead");
  } else if (names_.is_noun(name)) {
    const std::string field = names_.is_trade_noun(name) ? ", or count(" + name + ")" : "";
    report(Code::kUnknownName, node,
           name + " is not one value; name a field, such as " + name + ".id" + field, "a field");
  } else if (find_function(name, WordKind::kWindow) != nullptr) {
    report(Code::kUnknownName, node,
           name + " is a window and stands in .during(" + name + "), such as net_sales.during(" +
               name + ")");
  } else {
    for (const FunctionWord& word : functions()) {
      if (word.name != name) continue;
      return report(Code::kUnknownName, node,
                    name + " is a function: " + std::string(word.signature),
                    std::string(word.signature));
    }
    const auto words = names_.bare_words();
    std::string nearest = nearest_word(name, words);
    report(Code::kUnknownName, node, "there is no '" + name + "'", {}, std::move(nearest));
  }
}

Typed Checker::check_named_body(const Syntax& node, Context& context) {
  const std::string& name = node.text;
  const Body& body = names_.bodies.find(name)->second;
  if (!body.is.ok()) return failed(node);  // reported where it stands
  if (!admit_reads(body.reads, node, context)) return failed(node);
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kNamed;
  formula->name = name;
  Typed typed = make(std::move(formula), node, body.is.kinds, body.is.formula->type, {&body.is, 1});
  typed.levels = body.is.levels;
  typed.elements = body.is.elements;
  return typed;
}

// A name may stand where all that it stands for may.
bool Checker::admit_reads(const Reads& reads, const Syntax& node, Context& context) {
  const std::string& name = node.text;
  if (!context.inside.empty() && reads.has_aggregates) {
    report(Code::kNestedAggregate, node,
           name + " is made of rows itself and cannot stand inside " + std::string(context.inside));
    return false;
  }
  const bool is_line = context.position == Position::kLine || context.position == Position::kRate;
  if (!is_line && (reads.has_aggregates || !reads.figures.empty())) {
    const std::string part = reads.figures.empty() ? "sums over rows" : *reads.figures.begin();
    report(Code::kWrongPlace, node,
           name + " needs " + part + "; " + std::string(words_of(context.position)));
    return false;
  }
  if (reads.has_so_far && !admit_so_far(node, context)) return false;
  for (const auto& [noun, field] : reads.fields) {
    if (!admit_field(noun, field, node, context)) return false;
  }
  for (const std::string& table : reads.tables) {
    const auto found = names_.tables.find(table);
    if (found != names_.tables.end() && !admit_table(found->second, table, node, context))
      return false;
  }
  return true;
}

}  // namespace rebate
