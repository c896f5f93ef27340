// SPDX-License-Identifier: Apache-2.0
//
// Fields of partner, product, customer, period and rows, values of tables, and where each may be
// read.
#include "rebate/base/nearest_word.hpp"
#include "policy/checker.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rebate {
namespace {

bool is_joined_noun(std::string_view noun) {
  return noun == "product" || noun == "customer" || noun == "branch";
}

bool is_master_noun(std::string_view noun) {
  return noun == "partner" || noun == "period" || noun == "payee";
}

// "an invoice", "a sale".
std::string with_article(std::string_view noun) {
  const bool is_vowel = std::string_view("aeio").find(noun.front()) != std::string_view::npos;
  return (is_vowel ? "an " : "a ") + std::string(noun);
}

// Whether one value per line is certain: the field is a key, or belongs to what a key names.
bool is_fixed(const std::vector<std::string>& fixed, const Names& names, const std::string& noun,
              const std::string& field) {
  for (const std::string& key : fixed) {
    if (key == noun + "." + field) return true;
    if (key == noun || key == noun + ".id") return true;
    const std::size_t point = key.find('.');
    const std::string key_noun = key.substr(0, point);
    const bool is_row = point == std::string::npos || key.substr(point) == ".id";
    if (is_row && names.is_trade_noun(key_noun) && names.leads_to(key_noun, noun)) return true;
    // sale.product names the product, payment.invoice the invoice.
    if (point != std::string::npos && key.substr(point + 1) == noun &&
        names.is_trade_noun(key_noun))
      return true;
  }
  return false;
}

}  // namespace

Typed Checker::check_member(const Syntax& node, Context& context) {
  const Syntax& base = *node.children[0];
  if (base.kind != Syntax::Kind::kName) {
    std::string message = "only nouns and tables have fields";
    if (base.kind == Syntax::Kind::kMember && base.children[0]->kind == Syntax::Kind::kName) {
      const std::string& field = base.text;
      if (names_.is_noun(field))
        message = "the fields of a row's " + field + " are written " + field + "." + node.text;
    }
    report(Code::kUnknownField, node, std::move(message));
    return failed(node);
  }
  if (names_.tables.find(base.text) != names_.tables.end()) {
    return check_table(node, base.text, &node.text, context);
  }
  if (base.text == "period") return check_period(node, node.text);
  if (names_.is_noun(base.text)) return check_field(node, base.text, node.text, context);
  if (base.text == "kpi") {
    report(Code::kUnknownName, base, "a KPI is read by kpi('" + node.text + "')", {},
           "kpi('" + node.text + "')");
    return failed(node);
  }
  if (names_.bodies.find(base.text) != names_.bodies.end() ||
      names_.sets.find(base.text) != names_.sets.end()) {
    report(Code::kUnknownField, node, base.text + " is a value and has no fields");
    return failed(node);
  }
  std::vector<std::string> words;
  for (const NounWord& word : nouns()) words.emplace_back(word.name);
  words.insert(words.end(), names_.declared_nouns.begin(), names_.declared_nouns.end());
  for (const auto& table : names_.tables) words.push_back(table.first);
  report(Code::kUnknownName, base, "there is no '" + base.text + "'", {},
         nearest_word(base.text, words));
  return failed(node);
}

Typed Checker::check_field(const Syntax& node, const std::string& noun, const std::string& field,
                           Context& context) {
  const auto info = names_.find_field(noun, field);
  if (!info) {
    const auto words = names_.field_words(noun);
    // The field itself is meant, not all of product.lin.
    const auto length = static_cast<std::uint32_t>(field.size());
    const Span span{node.end - std::min(length, node.end - node.begin), node.end};
    marker_.add(Code::kUnknownField, span, noun + " has no '" + field + "'", {},
                nearest_word(field, words));
    return failed(node);
  }
  if (!admit_field(noun, field, node, context)) return failed(node);
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kField;
  formula->noun = noun;
  formula->field = field;
  Typed typed = make(std::move(formula), node, info->kinds, Type::kNumber, {});
  typed.levels = info->levels;
  return typed;
}

Typed Checker::check_period(const Syntax& node, const std::string& field) {
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kPeriod;
  formula->field = field;
  if (field.empty()) return make(std::move(formula), node, kinds_of(Type::kRange));
  const FieldWord* word = find_field("period", field);
  if (word == nullptr) {
    const auto words = names_.field_words("period");
    report(Code::kUnknownField, node, "period has no '" + field + "'", {},
           nearest_word(field, words));
    return failed(node);
  }
  const Kinds kinds = kinds_of(word->type);
  return make(std::move(formula), node, kinds);
}

// --- tables ------------------------------------------------------------------------------------

Typed Checker::check_table(const Syntax& node, const std::string& table, const std::string* column,
                           Context& context) {
  const TableInfo& info = names_.tables.find(table)->second;
  std::vector<std::string> words;
  for (const TableInfo::Column& each : info.columns) words.push_back(each.name);
  if (column == nullptr && words.size() != 1) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + table + "." + word;
    report(Code::kUnknownField, node, table + " gives several values; name one: " + all, all);
    return failed(node);
  }
  const std::string& wanted = column == nullptr ? words.front() : *column;
  const auto found = std::find(words.begin(), words.end(), wanted);
  if (found == words.end()) {
    report(Code::kUnknownField, node, "table " + table + " gives no '" + wanted + "'", {},
           nearest_word(wanted, words));
    return failed(node);
  }
  if (!admit_table(info, table, node, context)) return failed(node);
  const TableInfo::Column& given = info.columns[static_cast<std::size_t>(found - words.begin())];
  auto formula = std::make_shared<Formula>();
  formula->op = Op::kTable;
  formula->name = table;
  formula->field = given.name;
  return make(std::move(formula), node, given.kinds, given.type, {});
}

// Elsewhere a key of a table may read rows; where they differ, the engine says so.
bool Checker::admit_table(const TableInfo& table, const std::string& name, const Syntax& node,
                          Context& context) {
  if (context.position != Position::kWho || !table.reads_rows) return true;
  report(
      Code::kWrongPlace, node,
      "table " + name + " is read by fields of rows; " + std::string(words_of(context.position)));
  return false;
}

// --- where a field may be read -----------------------------------------------------------------

bool Checker::admit_field(const std::string& noun, const std::string& field, const Syntax& node,
                          Context& context) {
  if (is_master_noun(noun)) return true;
  std::string name = noun + "." + field;
  const bool is_inside_a_name = node.kind == Syntax::Kind::kName && node.text != noun;
  if (is_inside_a_name) name = node.text + " reads " + name + ", which";
  if (context.position == Position::kWho) {
    report(Code::kWrongPlace, node,
           name + (is_inside_a_name ? " is of rows; " : " is a field of rows; ") +
               std::string(words_of(context.position)) + ". Conditions on rows stand in `what`");
    return false;
  }
  if (!join(noun, node, context)) return false;
  if (context.position != Position::kLine || context.is_body) return true;
  if (context.fixed != nullptr && is_fixed(*context.fixed, names_, noun, field)) return true;
  report(Code::kWrongPlace, node,
         name + " differs from row to row, and " + std::string(words_of(context.position)) +
             ". Take an aggregate such as sum or largest of it, or let `each` fix it");
  return false;
}

// All fields of rows in one expression belong to one row.
bool Checker::join(const std::string& noun, const Syntax& node, Context& context) {
  if (is_joined_noun(noun)) {
    if (!context.noun.empty() && !names_.leads_to(context.noun, noun)) {
      report(Code::kTwoNouns, node, with_article(context.noun) + " row has no " + noun);
      return false;
    }
    context.joined.insert(noun);
    return true;
  }
  if (context.noun == noun || (context.noun == "payment" && noun == "invoice")) return true;
  if (context.noun.empty() ||
      (context.noun == "invoice" && noun == "payment" && !context.is_noun_given)) {
    for (const std::string& joined : context.joined) {
      if (names_.leads_to(noun, joined)) continue;
      report(Code::kTwoNouns, node, with_article(noun) + " row has no " + joined);
      return false;
    }
    context.noun = noun;
    return true;
  }
  report(Code::kTwoNouns, node,
         "rows of " + context.noun + " are read here, and " + noun +
             " is another noun; take an aggregate over its rows, such as count(" + noun + ")");
  return false;
}

}  // namespace rebate
