// SPDX-License-Identifier: Apache-2.0
//
// Aggregates over rows, and one value per key: sum(sale.net), count(claim),
// net_sales.by(product.line).count(it >= 10000).
#include "rebate/base/nearest_word.hpp"
#include "policy/checker.hpp"

#include <array>
#include <utility>

namespace rebate {
namespace {

constexpr Kinds kNumberKind = kinds_of(Type::kNumber);
constexpr Kinds kFlagKind = kinds_of(Type::kFlag);
constexpr Kinds kOrderedKinds = kNumericKinds | kinds_of(Type::kDate) | kinds_of(Type::kLevel);
constexpr int kMaxTop = 1'000'000;

struct AggregateWord {
  std::string_view name;
  Aggregate aggregate;
};
constexpr auto kAggregates = std::to_array<AggregateWord>({
    {"sum", Aggregate::kSum},
    {"count", Aggregate::kCount},
    {"distinct", Aggregate::kDistinct},
    {"average", Aggregate::kAverage},
    {"smallest", Aggregate::kSmallest},
    {"largest", Aggregate::kLargest},
    {"first", Aggregate::kFirst},
    {"last", Aggregate::kLast},
});

struct ReducerWord {
  std::string_view name;
  Reducer reducer;
};
constexpr auto kReducers = std::to_array<ReducerWord>({
    {"count", Reducer::kCount},
    {"all", Reducer::kAll},
    {"sum", Reducer::kSum},
    {"smallest", Reducer::kSmallest},
    {"largest", Reducer::kLargest},
    {"top", Reducer::kTop},
});

template <class Table>
auto of_name(const Table& table, std::string_view name) {
  for (const auto& entry : table) {
    if (entry.name == name) return entry;
  }
  return table.front();
}

}  // namespace

bool Checker::admit_aggregate(const Syntax& node, const Context& context) {
  if (!context.inside.empty()) {
    report(Code::kNestedAggregate, node,
           node.text + " reads many rows and cannot stand inside " + std::string(context.inside) +
               ", which looks at one row at a time");
    return false;
  }
  if (context.position == Position::kLine || context.position == Position::kRate) return true;
  report(Code::kWrongPlace, node,
         node.text + " is an aggregate over rows; " + std::string(words_of(context.position)));
  return false;
}

Typed Checker::check_aggregate(const Syntax& node, const FunctionWord& word, Context& context) {
  if (!admit_aggregate(node, context)) return failed(node);
  const Aggregate aggregate = of_name(kAggregates, word.name).aggregate;
  if (aggregate == Aggregate::kCount) return check_count(node);
  Context row;
  row.position = Position::kRow;
  row.inside = word.name;
  const Typed argument = check(*node.children[0], row);
  if (!argument.ok()) return failed(node);
  const Reads reads = reads_of(*argument.formula);
  if (reads.fields.empty() && reads.tables.empty()) {
    report(Code::kWrongArguments, *node.children[0],
           std::string(word.name) + " reads rows; name a field of them, such as " +
               std::string(word.name) + "(sale.net)",
           "a field of rows");
    return failed(node);
  }
  Typed typed = check_aggregate_of(node, aggregate, argument);
  if (!typed.ok()) return failed(node);
  auto formula = std::make_shared<Formula>(*typed.formula);
  formula->noun = row.noun;
  typed.formula = std::move(formula);
  return typed;
}

Typed Checker::check_aggregate_of(const Syntax& node, Aggregate aggregate, const Typed& argument) {
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kAggregate;
  formula->aggregate = aggregate;
  Kinds kinds = argument.kinds;
  switch (aggregate) {
    case Aggregate::kCount:
    case Aggregate::kDistinct:
      kinds = kNumberKind;
      break;
    case Aggregate::kSum:
    case Aggregate::kAverage:
      if (!argument.is_numeric()) {
        std::string message = node.text + " adds numbers up, and this is " + describe(argument);
        if (argument.is(Type::kFlag))
          message += "; rows that meet a condition are count(noun).where(condition)";
        if (argument.is(Type::kText)) message += "; different values are distinct(x)";
        report(Code::kTypeMismatch, *node.children[0], std::move(message), "a number");
        return failed(node);
      }
      kinds &= kNumericKinds;
      break;
    case Aggregate::kSmallest:
    case Aggregate::kLargest:
      if ((argument.kinds & kOrderedKinds) == 0) {
        report(Code::kTypeMismatch, *node.children[0],
               node.text + " needs an order, and " + describe(argument) +
                   " has none; levels have one: list them, lowest first, in `tiers` or `fields`");
        return failed(node);
      }
      break;
    case Aggregate::kFirst:
    case Aggregate::kLast:
      break;
  }
  const Type wish = has(kinds, argument.formula->type) ? argument.formula->type : Type::kNumber;
  Typed typed = make(std::move(formula), node, kinds, wish, {&argument, 1});
  if (typed.is(Type::kLevel)) typed.levels = argument.levels;
  return typed;
}

Typed Checker::check_count(const Syntax& node) {
  const Syntax& noun = *node.children[0];
  if (noun.kind != Syntax::Kind::kName || !names_.is_trade_noun(noun.text)) {
    std::string message = "count takes a noun, such as count(sale)";
    std::string nearest;
    if (noun.kind == Syntax::Kind::kName) {
      nearest = nearest_word(noun.text, names_.trade_words());
    } else if (noun.kind == Syntax::Kind::kMember) {
      message += "; different values of a field are distinct(" + to_text(noun) + ")";
    } else {
      message += "; rows that meet a condition are count(sale).where(condition)";
    }
    report(Code::kWrongArguments, noun, std::move(message), "a noun", std::move(nearest));
    return failed(node);
  }
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kAggregate;
  formula->aggregate = Aggregate::kCount;
  formula->noun = noun.text;
  return make(std::move(formula), node, kNumberKind);
}

// --- one value per key -------------------------------------------------------------------------

// node: m.by(key).count(condition), whose children[0] is m.by(key).
Typed Checker::check_reduced(const Syntax& node, Context& context) {
  const Syntax& by = *node.children[0];
  if (!count_arguments(by, *find_function("by", WordKind::kModifier), 1)) return failed(node);
  const FunctionWord* word = find_function(node.text, WordKind::kReducer);
  if (word == nullptr) {
    std::vector<std::string> words;
    for (const ReducerWord& each : kReducers) words.emplace_back(each.name);
    report(Code::kUnknownName, node,
           "behind .by(key) stands .count(condition), .all(condition), .sum(x), .smallest(), "
           ".largest() or .top(n); "
           "modifiers stand before it",
           {}, nearest_word(node.text, words));
    return failed(node);
  }
  if (!count_arguments(node, *word, 1)) return failed(node);
  const Typed measure = check(*by.children[0], context);
  if (!measure.ok()) return failed(node);
  const Formula* rigid = find_unmodifiable(*measure.formula, Modifier::Kind::kWhere);
  if (rigid != nullptr || !is_modifiable(*measure.formula, Modifier::Kind::kWhere) ||
      !measure.is_numeric()) {
    report(Code::kWrongModifier, *by.children[0],
           "by(key) takes a measure over rows apart; " +
               (rigid != nullptr ? rigid->text : measure.formula->text) + " is none");
    return failed(node);
  }
  const Typed key = check_key(*by.children[1], measure);
  if (!key.ok()) return failed(node);
  return check_reducer(node, *word, measure, key, context);
}

Typed Checker::check_key(const Syntax& node, const Typed& measure) {
  Context row;
  row.position = Position::kRow;
  row.inside = "by";
  const auto nouns = aggregate_nouns(*measure.formula);
  if (nouns.size() == 1) {
    row.noun = nouns.front();
    row.is_noun_given = true;
  }
  Typed key = check(node, row);
  if (!key.ok()) return key;
  const Reads reads = reads_of(*key.formula);
  if (reads.fields.empty() && reads.tables.empty()) {
    report(Code::kWrongArguments, node,
           "the key of .by is a field of the rows, such as product.line", "a field of rows");
    return failed(node);
  }
  for (const std::string& noun : nouns) {
    for (const auto& field : reads.fields) {
      if (names_.leads_to(noun, field.first)) continue;
      report(Code::kTwoNouns, node,
             "rows of " + noun + " have no " + field.first + "." + field.second);
      return failed(node);
    }
  }
  return key;
}

Typed Checker::check_reducer(const Syntax& node, const FunctionWord& word, const Typed& measure,
                             const Typed& key, const Context& context) {
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kByKey;
  formula->reducer = of_name(kReducers, word.name).reducer;
  std::vector<Typed> parts = {measure, key};
  Kinds kinds = measure.kinds;
  Type wish = measure.formula->type;
  if (word.arguments_max == 1) {
    Context each = context;
    std::vector<std::string> fixed;
    if (context.fixed != nullptr) fixed = *context.fixed;
    if (key.formula->op == Op::kField)
      fixed.push_back(key.formula->noun + "." + key.formula->field);
    each.fixed = &fixed;
    each.allows_it = true;
    each.it = measure.kinds;
    const Syntax& argument = *node.children[1];
    parts.push_back(check(argument, each));
    const Typed& given = parts.back();
    if (!given.ok()) return failed(node);
    switch (formula->reducer) {
      case Reducer::kCount:
      case Reducer::kAll:
        if (!be_condition(given, argument, "the argument of " + std::string(word.name) + " is"))
          return failed(node);
        kinds = formula->reducer == Reducer::kCount ? kNumberKind : kFlagKind;
        break;
      case Reducer::kSum:
        if (!given.is_numeric()) {
          report(Code::kTypeMismatch, argument,
                 "sum adds numbers up, and this is " + describe(given), "a number");
          return failed(node);
        }
        kinds = given.kinds;
        wish = given.formula->type;
        break;
      case Reducer::kTop:
        if (!whole_number(argument, 1, kMaxTop, "the argument of top")) return failed(node);
        break;
      case Reducer::kSmallest:
      case Reducer::kLargest:
        break;
    }
  }
  return make(std::move(formula), node, kinds, wish, parts);
}

}  // namespace rebate
