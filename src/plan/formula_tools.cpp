// SPDX-License-Identifier: Apache-2.0
#include "plan/formula_tools.hpp"

#include "rebate/policy/vocabulary.hpp"
#include "plan/value_text.hpp"

#include <algorithm>

namespace rebate {
namespace {

void append(std::string& out, const std::string& text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

void append_formula(std::string& out, const FormulaPtr& formula) {
  if (formula == nullptr) {
    out += '-';
    return;
  }
  out += identity(*formula);
}

void append_scope(std::string& out, const Scope& scope) {
  out += scope.is_unfiltered ? 'U' : 'u';
  out += static_cast<char>('0' + static_cast<int>(scope.among));
  append(out, scope.among_field);
  out += static_cast<char>('0' + static_cast<int>(scope.within));
  append_formula(out, scope.within_field);
  std::vector<std::string> where;
  for (const FormulaPtr& condition : scope.where) where.push_back(identity(*condition));
  std::sort(where.begin(), where.end());
  for (const std::string& condition : where) append(out, condition);
  for (const Window& window : scope.windows) {
    out += 'W' + std::to_string(static_cast<int>(window.kind)) + ',' +
           std::to_string(window.count) + ',' + std::to_string(static_cast<int>(window.unit));
    append_formula(out, window.first);
    append_formula(out, window.last);
    append(out, window.range);
  }
}

bool is_figure(Op op) {
  switch (op) {
    case Op::kTarget:
    case Op::kAttainment:
    case Op::kKpi:
    case Op::kScore:
    case Op::kGrade:
    case Op::kEarned:
    case Op::kPayable:
    case Op::kBalance:
    case Op::kGrowth:
    case Op::kStreak:
    case Op::kRank:
    case Op::kOffered:
    case Op::kAggregate:
    case Op::kByKey:
    case Op::kDaysIn:
    case Op::kIt:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string identity(const Formula& formula) {
  if (formula.op == Op::kNamed) return identity(*formula.children[0]);
  std::string out = "(" + std::to_string(static_cast<int>(formula.op));
  if (formula.op == Op::kConstant) append(out, to_key(formula.value));
  append(out, formula.noun);
  append(out, formula.field);
  append(out, formula.name);
  if (formula.op == Op::kAggregate)
    out += 'a' + std::to_string(static_cast<int>(formula.aggregate));
  if (formula.op == Op::kByKey) out += 'r' + std::to_string(static_cast<int>(formula.reducer));
  if (formula.op == Op::kAggregate || formula.op == Op::kEarned || formula.op == Op::kPayable) {
    append_scope(out, formula.scope);
  }
  for (const FormulaPtr& child : formula.children) append_formula(out, child);
  out += ')';
  return out;
}

void walk(const FormulaPtr& formula, const std::function<bool(const FormulaPtr&)>& visit) {
  if (formula == nullptr || !visit(formula)) return;
  for (const FormulaPtr& child : formula->children) walk(child, visit);
  for (const FormulaPtr& condition : formula->scope.where) walk(condition, visit);
  for (const Window& window : formula->scope.windows) {
    walk(window.first, visit);
    walk(window.last, visit);
  }
  walk(formula->scope.within_field, visit);
}

FormulaPtr clone(const FormulaPtr& formula) {
  if (formula == nullptr) return nullptr;
  auto copy = std::make_shared<Formula>(*formula);
  for (FormulaPtr& child : copy->children) child = clone(child);
  return copy;
}

FormulaPtr through_window(const FormulaPtr& formula, const Window& window) {
  auto copy = std::make_shared<Formula>(*formula);
  if (copy->op == Op::kAggregate || copy->op == Op::kEarned || copy->op == Op::kPayable) {
    copy->scope.windows.insert(copy->scope.windows.begin(), window);
    if (window.kind == Window::Kind::kYearsAgo && window.count == 1 && !copy->text.empty()) {
      copy->text += ".during(last_year)";
    }
    return copy;
  }
  for (FormulaPtr& child : copy->children) {
    if (child != nullptr) child = through_window(child, window);
  }
  return copy;
}

namespace {

/// Targets, tables and scores may name each other; a policy that does so in a circle was refused.
void attach_table(Formula& node, const CheckedPolicy& policy) {
  for (const CheckedTable& table : policy.tables) {
    if (table.name != node.name) continue;
    for (const CheckedTable::Key& key : table.keys) {
      node.children.push_back(spell_out(key.of, policy));
    }
    if (table.dated != nullptr) node.children.push_back(spell_out(table.dated, policy));
  }
}

/// Of the rule a target's measure sees the earner alone, and the key where the target has one
/// figure a key.
FormulaPtr unfiltered_copy(const FormulaPtr& formula, const FormulaPtr& key) {
  auto copy = std::make_shared<Formula>(*formula);
  if (copy->op == Op::kAggregate) {
    copy->scope.is_unfiltered = true;
    if (key != nullptr) {
      copy->scope.within = Scope::Within::kField;
      copy->scope.within_field = key;
    }
  }
  for (FormulaPtr& child : copy->children) {
    if (child != nullptr) child = unfiltered_copy(child, key);
  }
  return copy;
}

void attach_target(Formula& node, const CheckedPolicy& policy) {
  for (const CheckedTarget& target : policy.targets) {
    if (target.name != node.name) continue;
    if (node.op == Op::kAttainment) {
      node.children.push_back(
          unfiltered_copy(spell_out(target.of, policy), spell_out(target.each, policy)));
    }
    if (target.is != nullptr) {
      node.children.push_back(
          unfiltered_copy(spell_out(target.is, policy), spell_out(target.each, policy)));
    }
  }
}

/// Whether rows of the noun say which currency their money is in.
bool has_currency(const std::string& noun, const Policy& policy) {
  if (find_field(noun, "currency") != nullptr) return true;
  return std::any_of(policy.fields.begin(), policy.fields.end(),
                     [&](const auto& field) { return field.first == noun + ".currency"; });
}

/// Money of a row in the policy's currency: at the rate of the row's date, or of the period's end.
FormulaPtr converted(const FormulaPtr& field, const Policy& policy) {
  const FormulaPtr currency = make_op(Op::kDefault, Type::kText,
                                      {make_field(field->noun, "currency", Type::kText),
                                       make_constant(policy.currency, Type::kText)});
  FormulaPtr date = make_field(field->noun, "date", Type::kDate);
  if (policy.currencies->convert == "payout") {
    auto end = std::make_shared<Formula>();
    end->op = Op::kPeriod;
    end->type = Type::kDate;
    end->field = "end";
    end->text = "period.end";
    date = end;
  }
  auto made = std::make_shared<Formula>();
  made->op = Op::kConvert;
  made->type = field->type;
  made->field = kIntoPolicyCurrency;
  made->text = "exchange_rate";  // what a row lacks that has no amount in the policy's currency
  made->children = {field, currency, date};
  return made;
}

void attach_last_year(Formula& node) {
  Window last_year;
  last_year.kind = Window::Kind::kYearsAgo;
  last_year.count = 1;
  auto before = std::make_shared<Formula>(*through_window(node.children[0], last_year));
  before->text = node.children[0]->text + ".during(last_year)";
  node.children.push_back(std::move(before));
}

/// One copy of the condition for each period looked at: this one, the one before, ...
void attach_streak(Formula& node) {
  const auto periods = *node.children[1]->value.number().as_decimal()->to_int64(0);
  for (std::int64_t i = 1; i < periods; ++i) node.children.push_back(clone(node.children[0]));
}

void attach_score(Formula& node, const CheckedPolicy& policy) {
  for (const CheckedScore& score : policy.scores) {
    if (score.name != node.name) continue;
    for (const CheckedScore::Item& item : score.items) {
      node.children.push_back(spell_out(item.of, policy));
    }
    for (const FormulaPtr& veto : score.veto) node.children.push_back(spell_out(veto, policy));
  }
}

}  // namespace

FormulaPtr spell_out(const FormulaPtr& formula, const CheckedPolicy& policy) {
  if (formula == nullptr) return nullptr;
  auto copy = std::make_shared<Formula>(*formula);
  for (FormulaPtr& child : copy->children) child = spell_out(child, policy);
  for (FormulaPtr& condition : copy->scope.where) condition = spell_out(condition, policy);
  for (Window& window : copy->scope.windows) {
    window.first = spell_out(window.first, policy);
    window.last = spell_out(window.last, policy);
  }
  copy->scope.within_field = spell_out(copy->scope.within_field, policy);
  switch (copy->op) {
    case Op::kField:
      if (policy.source->currencies && copy->type == Type::kMoney &&
          has_currency(copy->noun, *policy.source)) {
        return converted(copy, *policy.source);
      }
      break;
    case Op::kGrowth:
      attach_last_year(*copy);
      break;
    case Op::kTable:
      attach_table(*copy, policy);
      break;
    case Op::kTarget:
    case Op::kAttainment:
      attach_target(*copy, policy);
      break;
    case Op::kStreak:
      attach_streak(*copy);
      break;
    case Op::kScore:
    case Op::kGrade:
      attach_score(*copy, policy);
      break;
    default:
      break;
  }
  return copy;
}

Reads reads_of(const FormulaPtr& formula) {
  Reads reads;
  walk(formula, [&](const FormulaPtr& node) {
    if (is_figure(node->op)) {
      reads.figures = true;
      return false;
    }
    if (node->op == Op::kPeriod) reads.period = true;
    if (node->op == Op::kAsOf) reads.as_of = true;
    if (node->op != Op::kField) return true;
    if (node->noun == "partner") {
      reads.partner = true;
    } else if (node->noun == "branch") {
      reads.branch = true;
    } else {
      reads.row = true;
      if (node->noun == "product") {
        reads.product = true;
      } else if (node->noun == "customer") {
        reads.customer = true;
      } else if (node->noun == "invoice") {
        reads.invoice = true;
      } else if (node->field.starts_with("reverses.")) {
        reads.invoice = true;
      } else {
        reads.columns.push_back(node->field);
      }
    }
    return true;
  });
  std::sort(reads.columns.begin(), reads.columns.end());
  reads.columns.erase(std::unique(reads.columns.begin(), reads.columns.end()), reads.columns.end());
  return reads;
}

bool is_additive(const FormulaPtr& formula) {
  switch (formula->op) {
    case Op::kNamed:
    case Op::kNegate:
      return is_additive(formula->children[0]);
    case Op::kAggregate:
      return formula->aggregate == Aggregate::kSum || formula->aggregate == Aggregate::kCount;
    case Op::kAdd:
    case Op::kSubtract:
      return is_additive(formula->children[0]) && is_additive(formula->children[1]);
    case Op::kMultiply:
      return (is_additive(formula->children[0]) && formula->children[1]->op == Op::kConstant) ||
             (is_additive(formula->children[1]) && formula->children[0]->op == Op::kConstant);
    default:
      return false;
  }
}

void collect_row_terms(const FormulaPtr& formula, std::vector<FormulaPtr>& terms, bool by_day) {
  if (formula == nullptr) return;
  if (formula->op == Op::kAggregate) {
    // What the line says of itself: a window from its own dates, the field it shares with other
    // rows.
    for (const Window& window : formula->scope.windows) {
      collect_row_terms(window.first, terms);
      collect_row_terms(window.last, terms);
    }
    collect_row_terms(formula->scope.within_field, terms);
    return;
  }
  if (formula->op == Op::kByKey) return;
  const Reads reads = reads_of(formula);
  if ((reads.row || (by_day && reads.partner)) && !reads.figures) {
    terms.push_back(formula);
    return;
  }
  for (const FormulaPtr& child : formula->children) collect_row_terms(child, terms, by_day);
}

void split_conjunction(const FormulaPtr& formula, std::vector<FormulaPtr>& parts) {
  if (formula == nullptr) return;
  if (formula->op == Op::kAnd) {
    for (const FormulaPtr& child : formula->children) split_conjunction(child, parts);
    return;
  }
  if (formula->op == Op::kNamed && formula->children[0]->op == Op::kAnd) {
    split_conjunction(formula->children[0], parts);
    return;
  }
  parts.push_back(formula);
}

FormulaPtr make_field(std::string noun, std::string field, Type type) {
  auto made = std::make_shared<Formula>();
  made->op = Op::kField;
  made->type = type;
  made->text = noun + "." + field;
  made->noun = std::move(noun);
  made->field = std::move(field);
  return made;
}

FormulaPtr make_constant(Value value, Type type) {
  auto made = std::make_shared<Formula>();
  made->op = Op::kConstant;
  made->type = type;
  made->value = std::move(value);
  return made;
}

FormulaPtr make_op(Op op, Type type, std::vector<FormulaPtr> children) {
  auto made = std::make_shared<Formula>();
  made->op = op;
  made->type = type;
  made->children = std::move(children);
  return made;
}

}  // namespace rebate
