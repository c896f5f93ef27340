// SPDX-License-Identifier: Apache-2.0
#include "rebate/policy/check_expression.hpp"

#include "rebate/base/require.hpp"
#include "policy/checker.hpp"
#include "policy/names.hpp"

#include <utility>

namespace rebate {
namespace {

constexpr Kinds kCountKinds =
    kinds_of(Type::kNumber) | kinds_of(Type::kRatio) | kinds_of(Type::kQuantity);

// "a condition is expected here".
std::string expectation(const std::vector<Type>& types) {
  Kinds kinds = 0;
  for (const Type type : types) kinds |= kinds_of(type);
  return kinds == kinds_of(Type::kFlag) ? "a condition" : describe(kinds);
}

class Finish {
 public:
  Finish(const Expression& expression, const Names& names, const Expected& expected, Marker& marker)
      : tree_(*expression.tree()), names_(names), expected_(expected), marker_(marker) {}

  FormulaPtr run() {
    Context context;
    context.position = expected_.position;
    context.fixed = &expected_.fixed;
    context.noun = expected_.noun;
    context.is_noun_given = !expected_.noun.empty();
    context.allows_it = expected_.allows_it;
    Checker checker(names_, marker_);
    Typed typed = checker.check(tree_, context);
    if (!typed.ok() || !take_type(checker, typed)) return nullptr;
    if (expected_.noun.empty() || !aggregates_have_fields(*typed.formula)) {
      return expected_.noun.empty() ? typed.formula : nullptr;
    }
    return with_noun(typed.formula, expected_.noun);
  }

 private:
  // Its own type where that is expected, else the first expected one that it can be.
  bool take_type(Checker& checker, Typed& typed) {
    if (expected_.types.empty()) return true;
    const bool is_plain = is_plain_text(typed);
    for (const Type type : expected_.types) {
      if (type == typed.formula->type) return true;
    }
    for (const Type type : expected_.types) {
      if (!has(typed.kinds, type)) continue;
      typed.formula = retype(typed.formula, type);
      return true;
    }
    for (const Type type : expected_.types) {
      if (is_plain && (type == Type::kDate || type == Type::kRange)) {
        return checker.become(typed, kinds_of(type), "what stands here");
      }
    }
    report_type(typed);
    return false;
  }

  void report_type(const Typed& typed) {
    const bool is_amount = expected_.types.size() == 1 && expected_.types[0] == Type::kMoney;
    const bool is_money_like = is_amount && (typed.kinds & kCountKinds) != 0;
    const std::string wanted = expectation(expected_.types);
    if (is_money_like) {
      const bool is_short = tree_.kind == Syntax::Kind::kName ||
                            tree_.kind == Syntax::Kind::kCall ||
                            tree_.kind == Syntax::Kind::kMethod;
      marker_.add(Code::kNotAnAmount, span_of(tree_),
                  describe(typed) + " is no amount of money; multiply it by one" +
                      (is_short ? ", such as 50 * " + to_text(tree_) : std::string()),
                  wanted);
      return;
    }
    marker_.add(Code::kTypeMismatch, span_of(tree_),
                wanted + " belongs here, and this is " + describe(typed), wanted);
  }

  // Aggregates that take the rule's noun read only fields that its rows have.
  bool aggregates_have_fields(const Formula& formula) {
    if (formula.op == Op::kAggregate && formula.noun.empty()) {
      Reads reads;
      for (const FormulaPtr& child : formula.children) add_reads(*child, reads);
      for (const FormulaPtr& condition : formula.scope.where) add_reads(*condition, reads);
      for (const auto& [noun, field] : reads.fields) {
        if (names_.leads_to(expected_.noun, noun)) continue;
        marker_.add(
            Code::kTwoNouns, span_of(tree_),
            formula.text + " reads rows of " + expected_.noun + " here, and they have no " + noun);
        return false;
      }
    }
    for (const FormulaPtr& child : formula.children) {
      if (!aggregates_have_fields(*child)) return false;
    }
    return true;
  }

  const Syntax& tree_;
  const Names& names_;
  const Expected& expected_;
  Marker& marker_;
};

}  // namespace

FormulaPtr check_expression(const Expression& expression, const Names& names,
                            const Expected& expected, Issues& issues) {
  REBATE_REQUIRE(expression.is_set(), "an expression without a tree cannot be checked");
  Marker marker(expression.text(), expression.place(), issues);
  return Finish(expression, names, expected, marker).run();
}

std::vector<std::string> levels_of(const Names& names, std::string_view noun,
                                   std::string_view field) {
  const std::string_view holder = noun == "branch" ? "partner" : noun;
  const auto found = names.levels.find(std::string(holder) + "." + std::string(field));
  return found == names.levels.end() ? std::vector<std::string>{} : found->second->levels;
}

std::optional<Level> find_level(const Names& names, std::string_view noun, std::string_view field,
                                std::string_view text) {
  const std::string_view holder = noun == "branch" ? "partner" : noun;
  const auto found = names.levels.find(std::string(holder) + "." + std::string(field));
  return found == names.levels.end() ? std::nullopt : found->second->find(text);
}

std::optional<Type> field_type(const Names& names, std::string_view noun, std::string_view field) {
  const auto info = noun == "kpi" ? std::optional<FieldInfo>() : names.find_field(noun, field);
  if (info) return natural(info->kinds, Type::kNumber);
  const auto kpi = names.kpis.find(field);
  if (noun == "kpi" && kpi != names.kpis.end()) return natural(kpi->second.kinds, Type::kNumber);
  return std::nullopt;
}

}  // namespace rebate
