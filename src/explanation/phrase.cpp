// SPDX-License-Identifier: Apache-2.0
//
// Expressions in words: "collected >= 90% * gross_sales" is "collected at least 90% of gross
// sales". What has no words is shown as the policy writes it, which is never wrong.
#include "rebate/policy/vocabulary.hpp"
#include "explanation/wording.hpp"

#include <algorithm>

namespace rebate {
namespace {

struct SignMessage {
  std::string_view sign;
  Message message;
};
// Days are not more or less than each other.
constexpr SignMessage kDaySigns[] = {{">=", Message::kNotBefore},
                                     {">", Message::kAfter},
                                     {"<=", Message::kNotAfter},
                                     {"<", Message::kBefore}};
constexpr SignMessage kSigns[] = {
    {">=", Message::kAtLeast}, {">", Message::kMoreThan}, {"<=", Message::kAtMost},
    {"<", Message::kLessThan}, {"==", Message::kEquals},  {"!=", Message::kDiffers},
    {"in", Message::kAmong},   {"&&", Message::kBoth},    {"||", Message::kEither},
};

template <class T>
const T* find_named(const NameMap<T>& names, std::string_view name) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const auto& entry) { return entry.first == name; });
  return found == names.end() ? nullptr : &found->second;
}

// "days_to_pay" -> "days to pay": an id that its author meant to be read.
std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string_view label(const auto& entry, Language language) {
  return language == Language::kChinese ? entry.zh : entry.en;
}

// "noun.field" of a member of a plain name; nothing for others.
std::optional<std::pair<std::string, std::string>> noun_and_field(const Syntax& tree) {
  if (tree.kind != Syntax::Kind::kMember || tree.children.empty()) return std::nullopt;
  if (tree.children[0]->kind != Syntax::Kind::kName) return std::nullopt;
  return std::pair(tree.children[0]->text, tree.text);
}

// A figure is reported with its measure written out, sum(sale.net); people call it net sales.
const MeasureWord* measure_written_out(const Syntax& tree) {
  const std::string text = to_text(tree);
  for (const MeasureWord& measure : built_in_measures()) {
    if (measure.is == text) return &measure;
  }
  return nullptr;
}

// The text with the names of built-in measures in place of what they stand for.
std::string with_built_in_names(std::string text) {
  for (const MeasureWord& measure : built_in_measures()) {
    const std::string_view is = measure.is;
    for (std::size_t at = text.find(is); at != std::string::npos; at = text.find(is, at + 1)) {
      text.replace(at, is.size(), measure.name);
    }
  }
  return text;
}

std::string argument_text(const Syntax& tree) {
  if (tree.children.empty() || tree.children[0]->kind != Syntax::Kind::kText) return {};
  return tree.children[0]->text;
}

}  // namespace

SyntaxPtr parsed(std::string_view expression) {
  Issues issues;
  const Expression read = Expression::parse(expression, Place{}, issues);
  return issues.has_errors() ? nullptr : read.tree();
}

std::optional<Comparison> comparison_in(std::string_view expression) {
  const SyntaxPtr tree = parsed(expression);
  if (tree == nullptr || tree->kind != Syntax::Kind::kBinary) return std::nullopt;
  static constexpr std::string_view kComparisons[] = {">=", ">", "<=", "<", "==", "!="};
  if (std::find(std::begin(kComparisons), std::end(kComparisons), tree->text) ==
      std::end(kComparisons)) {
    return std::nullopt;
  }
  Comparison found{to_text(*tree->children[0]), tree->text, to_text(*tree->children[1]), {}};
  if (tree->children[1]->kind == Syntax::Kind::kNumber) {
    found.right_number = Ratio(tree->children[1]->number);
  }
  return found;
}

std::string Wording::phrase(std::string_view expression) const {
  const SyntaxPtr tree = parsed(expression);
  return tree == nullptr ? std::string(expression) : phrase(*tree);
}

// What the policy itself has a title for, found by what it stands for: "" if nothing.
std::string Wording::title_of_measure(const Syntax& tree) const {
  const std::string text = with_built_in_names(to_text(tree));
  for (const auto& [name, named] : policy_.source->measures) {
    const std::string title = text_in(named.notes.title, language_);
    if (!title.empty() && named.is.is_set() &&
        with_built_in_names(to_text(*named.is.tree())) == text)
      return inside(title);
  }
  return {};
}

std::string Wording::phrase(const Syntax& tree) const {
  if (tree.kind == Syntax::Kind::kMethod || tree.kind == Syntax::Kind::kCall) {
    if (std::string title = title_of_measure(tree); !title.empty()) return title;
  }
  switch (tree.kind) {
    case Syntax::Kind::kNumber:
      return tree.is_percent ? rate(Ratio(tree.number)) : number(Ratio(tree.number));
    case Syntax::Kind::kText:
      return level(tree.text);
    case Syntax::Kind::kFlag:
      return say(tree.is_true ? Message::kYes : Message::kNo);
    case Syntax::Kind::kName:
      return phrase_of_name(tree.text);
    case Syntax::Kind::kBinary:
      return phrase_of_binary(tree);
    case Syntax::Kind::kCall:
      return phrase_of_call(tree);
    case Syntax::Kind::kMethod:
      return phrase_of_method(tree);
    case Syntax::Kind::kUnary:
      if (tree.text == "!") return say(Message::kNot, {{"what", phrase(*tree.children[0])}});
      return "−" + phrase(*tree.children[0]);
    case Syntax::Kind::kMember:
      if (const auto place = noun_and_field(tree)) return field(place->first, place->second);
      return to_text(tree);
    case Syntax::Kind::kList: {
      std::string list;
      for (const SyntaxPtr& element : tree.children) {
        const std::string text = phrase(*element);
        list = list.empty() ? text : say(Message::kListJoin, {{"left", list}, {"right", text}});
      }
      return list;
    }
    case Syntax::Kind::kConditional:
      return to_text(tree);
  }
  return to_text(tree);
}

std::string Wording::phrase_of_name(const std::string& name) const {
  for (const NameMap<Named>* names : {&policy_.source->measures, &policy_.source->conditions}) {
    if (const Named* named = find_named(*names, name)) {
      const std::string title = text_in(named->notes.title, language_);
      return title.empty() ? spaced(name) : inside(title);
    }
  }
  if (const MeasureWord* measure = find_measure(name))
    return inside(std::string(label(*measure, language_)));
  if (find_noun(name) != nullptr) return rows_of(name);
  return spaced(name);
}

std::string Wording::phrase_of_binary(const Syntax& tree) const {
  const Syntax& left = *tree.children[0];
  const Syntax& right = *tree.children[1];
  if (type_of(to_text(left)) == Type::kDate) {
    for (const auto& [sign, message] : kDaySigns) {
      if (sign == tree.text) {
        return say(message, {{"left", phrase(left)}, {"right", phrase(right)}});
      }
    }
  }
  for (const auto& [sign, message] : kSigns) {
    if (sign == tree.text) return say(message, {{"left", phrase(left)}, {"right", phrase(right)}});
  }
  if (tree.text == "*" && left.kind == Syntax::Kind::kNumber && left.is_percent) {
    return say(Message::kPartOf, {{"rate", phrase(left)}, {"measure", phrase(right)}});
  }
  const auto operand = [&](const Syntax& side) {
    const std::string text = phrase(side);
    return side.kind == Syntax::Kind::kBinary ? "(" + text + ")" : text;
  };
  const std::string sign = tree.text == "*"   ? "×"
                           : tree.text == "/" ? "÷"
                           : tree.text == "-" ? "−"
                                              : tree.text;
  return operand(left) + " " + sign + " " + operand(right);
}

std::string Wording::phrase_of_call(const Syntax& tree) const {
  if (const MeasureWord* measure = measure_written_out(tree)) {
    return inside(std::string(label(*measure, language_)));
  }
  const std::string& name = tree.text;
  if (name == "attainment") return say(Message::kAttainment);
  if (name == "streak" && !tree.children.empty())
    return say(Message::kStreakOf, {{"what", phrase(*tree.children[0])}});
  if (name == "has" && tree.children.size() == 1)
    return say(Message::kHas, {{"what", phrase(*tree.children[0])}});
  if (name == "rank") {
    std::string list;
    for (const SyntaxPtr& measure : tree.children) {
      const std::string text = phrase(*measure);
      list = list.empty() ? text : say(Message::kListJoin, {{"left", list}, {"right", text}});
    }
    return say(Message::kRankBy, {{"measures", list}});
  }
  if (name == "target") return say(Message::kTarget);
  if (name == "kpi" || name == "score" || name == "grade") {
    const std::string what = argument_text(tree);
    if (!what.empty()) return spaced(what);
  }
  if (name == "earned" || name == "payable") {
    for (const CheckedRule& rule : policy_.rules) {
      if (rule.source.id == argument_text(tree)) {
        return say(Message::kEarnedBy, {{"rule", rule_inside(rule.index)}});
      }
    }
  }
  if (tree.children.size() == 2 && name == "days") {
    return say(Message::kDaysBetween,
               {{"first", phrase(*tree.children[0])}, {"last", phrase(*tree.children[1])}});
  }
  if (tree.children.size() == 1) {
    const std::string inner = phrase(*tree.children[0]);
    if (name == "growth") return say(Message::kGrowthOf, {{"measure", inner}});
    if (name == "sum") return inner;
    if (name == "count") return say(Message::kCountOf, {{"what", inner}});
    if (name == "distinct") return say(Message::kDifferentOf, {{"what", inner}});
    if (name == "unfiltered") return say(Message::kUnfiltered, {{"measure", inner}});
  }
  return to_text(tree);
}

std::string Wording::phrase_of_method(const Syntax& tree) const {
  if (const MeasureWord* measure = measure_written_out(tree)) {
    return inside(std::string(label(*measure, language_)));
  }
  if (tree.children.size() != 2) return to_text(tree);
  const Syntax& argument = *tree.children[1];
  const std::string measure = phrase(*tree.children[0]);
  if (tree.text == "where") {
    return say(Message::kWhere, {{"measure", measure}, {"condition", phrase(argument)}});
  }
  if (tree.text == "among") {
    if (argument.kind == Syntax::Kind::kName && argument.text == "all") {
      return say(Message::kOfAllPartners, {{"measure", measure}});
    }
    if (argument.kind == Syntax::Kind::kName && argument.text == "below") {
      return say(Message::kOfPartnersBelow, {{"measure", measure}});
    }
    return say(Message::kOfPartnersAlike, {{"measure", measure}, {"field", phrase(argument)}});
  }
  if (tree.text == "during" && argument.kind == Syntax::Kind::kName) {
    if (argument.text == "last_year") return say(Message::kOfLastYear, {{"measure", measure}});
    if (argument.text == "prior") return say(Message::kOfPrior, {{"measure", measure}});
    if (argument.text == "period") return measure;
  }
  return to_text(tree);
}

std::string Wording::whole(std::string_view expression) const {
  const std::string_view own = word(catalogue_, "whole." + std::string(expression));
  if (!own.empty()) return std::string(own);
  return say(Message::kWhole, {{"measure", phrase(expression)}});
}

std::string Wording::level(const std::string& name) const {
  const std::string_view own = word(catalogue_, "level." + name);
  return own.empty() ? name : std::string(own);
}

std::string Wording::noun(std::string_view noun) const {
  const NounWord* found = find_noun(noun);
  return found == nullptr ? std::string(noun) : inside(std::string(label(*found, language_)));
}

std::string Wording::rows_of(std::string_view noun) const {
  const std::string_view own = word(catalogue_, "rows." + std::string(noun));
  return own.empty() ? this->noun(noun) : std::string(own);
}

std::string Wording::field(std::string_view noun, std::string_view field) const {
  const FieldWord* found = find_field(noun, field);
  return found == nullptr ? spaced(std::string(field))
                          : inside(std::string(label(*found, language_)));
}

Type Wording::type_of(std::string_view expression) const {
  const SyntaxPtr tree = parsed(expression);
  return tree == nullptr ? Type::kNumber : type_of(*tree);
}

Type Wording::type_of(const Syntax& tree) const {
  switch (tree.kind) {
    case Syntax::Kind::kNumber:
      return tree.is_percent ? Type::kRatio : Type::kNumber;
    case Syntax::Kind::kName: {
      if (const Named* named = find_named(policy_.source->measures, tree.text)) {
        return named->is.is_set() ? type_of(*named->is.tree()) : Type::kNumber;
      }
      const MeasureWord* measure = find_measure(tree.text);
      return measure == nullptr ? Type::kNumber : type_of(measure->is);
    }
    case Syntax::Kind::kMember: {
      const auto place = noun_and_field(tree);
      const FieldWord* found = place ? find_field(place->first, place->second) : nullptr;
      return found == nullptr ? Type::kNumber : found->type;
    }
    case Syntax::Kind::kUnary:
      return type_of(*tree.children[0]);
    case Syntax::Kind::kMethod:
      return type_of(*tree.children[0]);
    case Syntax::Kind::kConditional:
      return type_of(*tree.children[1]);
    case Syntax::Kind::kCall:
      return type_of_call(tree);
    case Syntax::Kind::kBinary: {
      const Type left = type_of(*tree.children[0]);
      const Type right = type_of(*tree.children[1]);
      if (tree.text == "/" && left == right) return Type::kRatio;
      if (tree.text == "/") return left;
      return left == Type::kMoney || right == Type::kMoney ? Type::kMoney
             : left == Type::kRatio                        ? right
                                                           : left;
    }
    default:
      return Type::kNumber;
  }
}

Type Wording::type_of_call(const Syntax& tree) const {
  const std::string& name = tree.text;
  if (name == "attainment" || name == "growth") return Type::kRatio;
  if (name == "earned" || name == "payable" || name == "price") return Type::kMoney;
  if (name == "target") {
    const Target* target = find_named(policy_.source->targets, argument_text(tree));
    return target != nullptr && target->of.is_set() ? type_of(*target->of.tree()) : Type::kMoney;
  }
  static constexpr std::string_view kOfArgument[] = {
      "sum", "average", "smallest", "largest", "first", "last",       "min",    "max",
      "abs", "clamp",   "round",    "floor",   "ceil",  "unfiltered", "default"};
  const bool is_of_argument =
      std::find(std::begin(kOfArgument), std::end(kOfArgument), name) != std::end(kOfArgument);
  return is_of_argument && !tree.children.empty() ? type_of(*tree.children[0]) : Type::kNumber;
}

}  // namespace rebate
