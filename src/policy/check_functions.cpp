// SPDX-License-Identifier: Apache-2.0
//
// Functions of values: dates, numbers and texts. What they take and give stands here once.
#include "rebate/base/nearest_word.hpp"
#include "rebate/numeric/rounding.hpp"
#include "policy/checker.hpp"

#include <array>
#include <utility>

namespace rebate {
namespace {

constexpr Kinds kDateKind = kinds_of(Type::kDate);
constexpr Kinds kTextKind = kinds_of(Type::kText);
constexpr Kinds kFlagKind = kinds_of(Type::kFlag);
constexpr Kinds kNumberKind = kinds_of(Type::kNumber);
constexpr Kinds kTextLikeKinds = kTextKind | kinds_of(Type::kLevel);

constexpr std::array<std::string_view, 4> kOrdinals = {"first", "second", "third", "next"};

std::string role_of(std::string_view function, std::size_t index) {
  return "the " + std::string(kOrdinals[std::min<std::size_t>(index, 3)]) + " argument of " +
         std::string(function);
}

std::shared_ptr<Formula> formula_of(const FunctionWord& word) {
  auto formula = std::make_shared<Formula>();
  formula->op = word.op;
  return formula;
}

std::string modes() {
  std::string text;
  for (const RoundingMode mode : all_rounding_modes()) {
    text += (text.empty() ? "" : ", ") + std::string(to_string(mode));
  }
  return text;
}

}  // namespace

// --- calls -------------------------------------------------------------------------------------

Typed Checker::check_call(const Syntax& node, Context& context) {
  static constexpr std::array kKinds = {WordKind::kAggregate, WordKind::kFigure,
                                        WordKind::kDate,      WordKind::kNumber,
                                        WordKind::kText,      WordKind::kModifier};
  const FunctionWord* word = nullptr;
  for (const WordKind kind : kKinds) {
    word = find_function(node.text, kind);
    if (word != nullptr) break;
  }
  if (word == nullptr || (word->kind == WordKind::kModifier && word->name != "unfiltered")) {
    report_unknown_function(node, false);
    return failed(node);
  }
  if (word->kind == WordKind::kText && word->op != Op::kHas && word->op != Op::kDefault) {
    return check_text_function(node, *word, context);
  }
  if (!count_arguments(node, *word, 0)) return failed(node);
  switch (word->kind) {
    case WordKind::kAggregate:
      return check_aggregate(node, *word, context);
    case WordKind::kFigure:
      return check_figure(node, *word, context);
    case WordKind::kDate:
      return check_date_function(node, *word, context);
    case WordKind::kNumber:
      return check_number_function(node, *word, context);
    case WordKind::kText:
      return check_text_function(node, *word, context);
    case WordKind::kModifier:
      return check_unfiltered(node, context);
    case WordKind::kWindow:
    case WordKind::kReducer:
      break;
  }
  return failed(node);
}

void Checker::report_unknown_function(const Syntax& node, bool is_method) {
  const std::string& name = node.text;
  if (name == "if" || name == "iif" || name == "IF") {
    return report(Code::kUnknownName, node, "a choice is written condition ? value : other value",
                  "c ? a : b");
  }
  if (find_function(name, WordKind::kWindow) != nullptr) {
    return report(Code::kUnknownName, node,
                  name + " is a window and stands in .during(" +
                      std::string(find_function(name, WordKind::kWindow)->signature) + ")");
  }
  std::vector<std::string> words;
  for (const FunctionWord& word : functions()) {
    const bool is_behind =
        word.kind == WordKind::kReducer ||
        (word.kind == WordKind::kModifier && word.name != "unfiltered") ||
        (word.kind == WordKind::kText && word.op != Op::kHas && word.op != Op::kDefault);
    if (word.name == name) {
      const std::string signature(word.signature);
      return report(Code::kUnknownName, node,
                    is_behind ? name + " stands behind a point: " + signature
                              : name + " is a function: " + signature,
                    signature);
    }
    if (word.kind != WordKind::kWindow && is_behind == is_method) words.emplace_back(word.name);
  }
  if (!is_method && (names_.bodies.find(name) != names_.bodies.end() ||
                     names_.tables.find(name) != names_.tables.end())) {
    return report(Code::kUnknownName, node,
                  name + " is a value and takes no arguments; write " + name, name, name);
  }
  report(Code::kUnknownName, node, "there is no function '" + name + "'", {},
         nearest_word(name, words));
}

// `first`: 1 where children[0] is what stands before the point.
bool Checker::count_arguments(const Syntax& node, const FunctionWord& word, std::size_t first) {
  const auto count = static_cast<int>(node.children.size() - first);
  if (count >= word.arguments_min && count <= word.arguments_max) return true;
  std::string number = std::to_string(word.arguments_min);
  if (word.arguments_max == kAnyNumber) number = "at least " + number;
  const std::string what =
      word.arguments_min == 1 && word.arguments_max == 1 ? " argument" : " arguments";
  report(
      Code::kWrongArguments, node,
      word.arguments_max == 0
          ? std::string(word.name) + " takes no arguments: " + std::string(word.signature)
          : std::string(word.name) + " takes " + number + what + ": " + std::string(word.signature),
      std::string(word.signature));
  return false;
}

std::vector<Typed> Checker::check_arguments(const Syntax& node, Context& context) {
  std::vector<Typed> arguments;
  bool is_ok = true;
  for (const SyntaxPtr& child : node.children) {
    arguments.push_back(check(*child, context));
    is_ok &= arguments.back().ok();
  }
  if (!is_ok) arguments.clear();
  return arguments;
}

std::optional<int> Checker::whole_number(const Syntax& node, int least, int most,
                                         const std::string& role) {
  if (node.kind == Syntax::Kind::kNumber && !node.is_percent) {
    const auto number = node.number.to_int64(0);
    if (number && *number >= least && *number <= most) return static_cast<int>(*number);
  }
  const std::string wanted =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  report(Code::kWrongArguments, node, role + " is " + wanted, wanted);
  return std::nullopt;
}

// --- dates -------------------------------------------------------------------------------------

Typed Checker::check_date_function(const Syntax& node, const FunctionWord& word, Context& context) {
  std::vector<Typed> arguments = check_arguments(node, context);
  if (arguments.empty()) return failed(node);
  const bool adds = word.op == Op::kAddDays || word.op == Op::kAddMonths;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Kinds wanted = adds && i == 1 ? kNumberKind : kDateKind;
    if (!become(arguments[i], wanted, role_of(word.name, i))) return failed(node);
  }
  const Kinds result = adds ? kDateKind : kNumberKind;
  return make(formula_of(word), node, result, Type::kNumber, arguments);
}

// --- numbers -----------------------------------------------------------------------------------

Typed Checker::check_number_function(const Syntax& node, const FunctionWord& word,
                                     Context& context) {
  std::vector<Typed> arguments = check_arguments(node, context);
  if (arguments.empty()) return failed(node);
  if (word.op == Op::kRound) return check_round(node, arguments);
  const bool takes_dates = word.op == Op::kMin || word.op == Op::kMax;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Typed& argument = arguments[i];
    if (argument.is_numeric() ||
        (takes_dates && (argument.is(Type::kDate) || is_plain_text(argument))))
      continue;
    report(Code::kTypeMismatch, *node.children[i],
           role_of(word.name, i) + " is a number, not " + describe(argument), "a number");
    return failed(node);
  }
  const Kinds kinds = unify(arguments, node, "stand in one " + std::string(word.name)) &
                      (kNumericKinds | kDateKind);
  if (kinds == 0) return failed(node);
  return make(formula_of(word), node, kinds, arguments[0].formula->type, arguments);
}

// round(x, 0.01, 'half_up'): the step and the mode are fixed, so that they can be printed.
Typed Checker::check_round(const Syntax& node, std::vector<Typed>& arguments) {
  if (!arguments[0].is_numeric()) {
    report(Code::kTypeMismatch, *node.children[0],
           "round takes a number, not " + describe(arguments[0]));
    return failed(node);
  }
  const Value& step = arguments[1].formula->value;
  if (arguments[1].formula->op != Op::kConstant || !step.is_number() || step.number().sign() <= 0) {
    report(Code::kWrongArguments, *node.children[1],
           "the step of round is a number above 0, such as 0.01", "0.01");
    return failed(node);
  }
  const bool is_text = is_plain_text(arguments[2]);
  if (!is_text || !rounding_mode(arguments[2].formula->value.text())) {
    std::vector<std::string> words;
    for (const RoundingMode mode : all_rounding_modes()) words.emplace_back(to_string(mode));
    std::string nearest;
    if (is_text) nearest = nearest_word(arguments[2].formula->value.text(), words);
    report(Code::kWrongArguments, *node.children[2],
           "the mode of round is one of " + modes() + did_you_mean(nearest), modes(), nearest);
    return failed(node);
  }
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kRound;
  const Kinds kinds = arguments[0].kinds & kNumericKinds;
  return make(std::move(formula), node, kinds, arguments[0].formula->type, arguments);
}

// --- texts, and what may be missing ------------------------------------------------------------

Typed Checker::check_text_function(const Syntax& node, const FunctionWord& word, Context& context) {
  const bool is_call = node.kind == Syntax::Kind::kCall;
  if (word.op != Op::kHas && word.op != Op::kDefault) {
    // startsWith(x, 'P') and x.startsWith('P') are the same.
    const std::size_t count = node.children.size();
    if (count != 2) {
      report(Code::kWrongArguments, node,
             std::string(word.name) + " takes one text: " + std::string(word.signature),
             std::string(word.signature));
      return failed(node);
    }
  } else if (!is_call) {
    report_unknown_function(node, true);
    return failed(node);
  }
  std::vector<Typed> arguments = check_arguments(node, context);
  if (arguments.empty()) return failed(node);
  if (word.op == Op::kHas) return make(formula_of(word), node, kFlagKind, Type::kFlag, arguments);
  if (word.op == Op::kDefault) {
    const Kinds kinds = unify(arguments, node, "stand for each other");
    if (kinds == 0) return failed(node);
    Typed typed = make(formula_of(word), node, kinds, arguments[0].formula->type, arguments);
    typed.levels = arguments[0].levels;
    return typed;
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if ((arguments[i].kinds & kTextLikeKinds) != 0) continue;
    report(Code::kTypeMismatch, *node.children[i],
           std::string(word.name) + " looks into texts, and this is " + describe(arguments[i]),
           "a text");
    return failed(node);
  }
  return make(formula_of(word), node, kFlagKind, Type::kFlag, arguments);
}

}  // namespace rebate
