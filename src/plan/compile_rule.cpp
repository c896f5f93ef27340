// SPDX-License-Identifier: Apache-2.0
//
// One rule becomes a CompiledRule: expressions spelled out, and the terms that look at single rows
// found.
#include "plan/compile_rule.hpp"

#include "rebate/ledger/table.hpp"
#include "plan/formula_tools.hpp"
#include "plan/lookup.hpp"

#include <algorithm>

namespace rebate {
namespace {

CheckedPayout spelled(const CheckedPayout& payout, const CheckedPolicy& policy) {
  CheckedPayout result = payout;
  result.rate = spell_out(payout.rate, policy);
  result.per_unit = spell_out(payout.per_unit, policy);
  result.amount = spell_out(payout.amount, policy);
  result.every = spell_out(payout.every, policy);
  return result;
}

std::vector<FormulaPtr> spelled(const std::vector<FormulaPtr>& list, const CheckedPolicy& policy) {
  std::vector<FormulaPtr> result;
  for (const FormulaPtr& formula : list) result.push_back(spell_out(formula, policy));
  return result;
}

bool names_type(const FormulaPtr& formula) {
  bool found = false;
  walk(formula, [&](const FormulaPtr& node) {
    if (node->op == Op::kField && node->noun == "sale" && node->field == "type") found = true;
    return true;
  });
  return found;
}

FormulaPtr window_of_months(const CheckedRule& rule, const std::string& noun,
                            const std::string& date_field) {
  const FormulaPtr date = make_field(noun, date_field, Type::kDate);
  const FormulaPtr months =
      make_constant(Ratio(Decimal::from_int64(rule.source.when.first_months)), Type::kNumber);
  const FormulaPtr end = make_op(Op::kAddMonths, Type::kDate, {rule.since, months});
  return make_op(Op::kAnd, Type::kFlag,
                 {make_op(Op::kGreaterEqual, Type::kFlag, {date, rule.since}),
                  make_op(Op::kLess, Type::kFlag, {date, end})});
}

CompiledPayees payees_of(const CheckedRule& rule, const CheckedPolicy& policy) {
  CompiledPayees payees;
  payees.kind = rule.source.pay.to.kind;
  payees.field = spell_out(rule.to_field, policy);
  for (const CheckedShare& share : rule.to_shares) {
    payees.shares.push_back({spell_out(share.to, policy), spell_out(share.share, policy)});
  }
  if (rule.to_spread) {
    payees.each = spell_out(rule.to_spread->each, policy);
    payees.by = spell_out(rule.to_spread->by, policy);
    payees.at_most = spell_out(rule.to_spread->at_most, policy);
  }
  if (rule.to_table >= 0) {
    payees.table = &policy.tables[static_cast<std::size_t>(rule.to_table)];
    for (std::size_t k = 0; k + 1 < payees.table->keys.size(); ++k) {
      payees.table_keys.push_back(spell_out(payees.table->keys[k].of, policy));
    }
  }
  return payees;
}

/// A row or document of returns has an earning measure below zero; where a rule on sales pays
/// amounts only, its net sales.
FormulaPtr taken_back(const CompiledRule& compiled, const CheckedPolicy& policy) {
  if (compiled.noun != "sale" && compiled.noun != "sellout") return nullptr;
  if (compiled.of != nullptr) {
    const bool is_written = compiled.rule->source.pay.of.is_set();
    return is_written || compiled.noun == "sale" ? clone(compiled.of) : nullptr;
  }
  if (compiled.noun != "sale") return nullptr;
  auto sum = std::make_shared<Formula>();
  sum->op = Op::kAggregate;
  sum->type = Type::kMoney;
  sum->noun = "sale";
  sum->children = {make_field("sale", "net", Type::kMoney)};
  return spell_out(sum, policy);
}

/// The line that a row takes back: of the row or document that it reverses, if that is one of the
/// rule's.
FormulaPtr reversal(const CompiledRule& compiled) {
  const bool by_document =
      std::any_of(compiled.each.begin(), compiled.each.end(),
                  [](const FormulaPtr& key) { return key->field == "document"; });
  auto field = std::make_shared<Formula>(
      *make_field(compiled.noun, by_document ? kReversesDocument : kReversesRow, Type::kText));
  field->children = compiled.conditions;
  return field;
}

FormulaPtr is_return(const std::string& noun) {
  const FormulaPtr type = make_field(noun, "type", Type::kText);
  return make_op(
      Op::kEqual, Type::kFlag,
      {make_op(Op::kDefault, Type::kText, {type, make_constant(std::string(), Type::kText)}),
       make_constant(std::string("return"), Type::kText)});
}

/// Returns that point at a sale on file are charged at its rate; the others are net.
FormulaPtr is_charged_return(const std::string& noun) {
  const FormulaPtr sale = make_field(noun, kReversesDate, Type::kDate);
  return make_op(Op::kAnd, Type::kFlag, {is_return(noun), make_op(Op::kHas, Type::kFlag, {sale})});
}

void find_terms(CompiledRule& compiled) {
  const bool by_day = compiled.of != nullptr && compiled.rule->source.who.as_of == AsOf::kRow;
  const auto cut = [&](const FormulaPtr& formula) {
    collect_row_terms(formula, compiled.cut_terms, by_day);
  };
  const auto fixed = [&](const FormulaPtr& formula) {
    collect_row_terms(formula, compiled.line_terms);
  };
  const auto payout = [&](const CheckedPayout& part) {
    cut(part.rate);
    cut(part.per_unit);
    fixed(part.amount);
    fixed(part.every);
  };
  payout(compiled.payout);
  for (const CheckedBand& band : compiled.bands) payout(band.payout);
  // An amount is paid once: rows have to agree about it.
  const auto& table = compiled.rule->table;
  const auto gives_amount = [](const auto& column) { return column == "amount"; };
  const bool is_amount =
      table && std::all_of(table->columns.begin(), table->columns.end(), gives_amount);
  for (std::size_t i = 0; i < compiled.table_keys.size(); ++i) {
    if (static_cast<int>(i) == compiled.rule->banded_axis || is_amount) {
      fixed(compiled.table_keys[i]);
    } else {
      cut(compiled.table_keys[i]);
    }
  }
  fixed(compiled.by);
  fixed(compiled.of);
  fixed(compiled.taken_back);
  fixed(compiled.baseline);
  fixed(compiled.when_missing);
  for (const auto* list : {&compiled.require, &compiled.veto, &compiled.times}) {
    for (const FormulaPtr& formula : *list) fixed(formula);
  }
  for (const FormulaPtr& formula : {compiled.cap, compiled.floor, compiled.lines}) fixed(formula);
  fixed(compiled.payees.field);
  for (const CheckedShare& share : compiled.payees.shares) fixed(share.to), fixed(share.share);
  for (const FormulaPtr& key : compiled.payees.table_keys) fixed(key);
  fixed(compiled.budget_key);
}

}  // namespace

FormulaPtr counted_types() {
  const FormulaPtr type = make_field("sale", "type", Type::kText);
  ValueList counted;
  for (const char* word : {"sale", "return", "cancel", "correction"}) {
    counted.push_back(std::string(word));
  }
  return make_op(Op::kOr, Type::kFlag,
                 {make_op(Op::kNot, Type::kFlag, {make_op(Op::kHas, Type::kFlag, {type})}),
                  make_op(Op::kIn, Type::kFlag, {type, make_constant(counted, Type::kList)})});
}

bool needs_counted_types(const std::string& noun, const std::vector<FormulaPtr>& conditions) {
  if (noun != "sale") return false;
  for (const FormulaPtr& condition : conditions) {
    if (names_type(condition)) return false;
  }
  return true;
}

CompiledRule compile_rule(const CheckedRule& rule, const CheckedPolicy& policy) {
  CompiledRule compiled;
  compiled.rule = &rule;
  compiled.has_rows = rule.members.empty();
  compiled.noun = rule.noun.empty() && rule.members.empty() ? "sale" : rule.noun;
  compiled.who = spell_out(rule.who, policy);
  compiled.by = spell_out(rule.by, policy);
  compiled.of = spell_out(rule.of, policy);
  compiled.cap = spell_out(rule.cap, policy);
  compiled.floor = spell_out(rule.floor, policy);
  compiled.lines = spell_out(rule.lines, policy);
  compiled.minimum = spell_out(rule.minimum, policy);
  compiled.each = spelled(rule.each, policy);
  compiled.by_branch = std::any_of(rule.each.begin(), rule.each.end(), [](const FormulaPtr& key) {
    return key->noun == "branch" && key->field == "id";
  });
  if (compiled.by_branch) compiled.each.clear();
  compiled.require = spelled(rule.require, policy);
  compiled.veto = spelled(rule.veto, policy);
  compiled.times = spelled(rule.times, policy);
  compiled.when_missing = spell_out(rule.when_missing, policy);
  compiled.payout = spelled(rule.payout, policy);
  compiled.bands = rule.bands;
  for (CheckedBand& band : compiled.bands) band.payout = spelled(band.payout, policy);
  compiled.baseline = spell_out(rule.baseline, policy);
  if (rule.table) {
    for (const CheckedTable::Key& key : rule.table->keys) {
      compiled.table_keys.push_back(spell_out(key.of, policy));
    }
    if (rule.table->dated != nullptr) {
      compiled.table_keys.push_back(spell_out(rule.table->dated, policy));
    }
  }
  compiled.payees = payees_of(rule, policy);
  if (rule.credit != nullptr) compiled.credit.push_back({spell_out(rule.credit, policy), nullptr});
  for (const CheckedShare& share : rule.credit_shares) {
    compiled.credit.push_back({spell_out(share.to, policy), spell_out(share.share, policy)});
  }
  for (const CheckedBudget& budget : policy.budgets) {
    if (budget.name == rule.source.limit.budget) {
      compiled.budget_key = spell_out(budget.each, policy);
    }
  }
  if (const std::string& sets = rule.source.pay.sets; !sets.empty()) {
    const auto dot = sets.find('.');
    compiled.sets = make_field(sets.substr(0, dot), sets.substr(dot + 1), Type::kLevel);
    compiled.ladder = ladder_of(*compiled.sets, *policy.source);
  }
  if (rule.together != nullptr) compiled.together = rule.together->field;

  split_conjunction(spell_out(rule.where, policy), compiled.conditions);
  if (rule.members.empty()) {
    if (needs_counted_types(compiled.noun, compiled.conditions)) {
      compiled.conditions.push_back(counted_types());
    }
    const bool restates = rule.source.what.returns == Returns::kRestate;
    const std::string date_field = rule.dated_by != nullptr ? rule.dated_by->field
                                   : restates               ? kRestatedDate
                                                            : "date";
    if (rule.since != nullptr) {
      split_conjunction(window_of_months(rule, compiled.noun, date_field), compiled.conditions);
    }
    if (rule.source.who.as_of == AsOf::kRow) split_conjunction(compiled.who, compiled.conditions);
    if (rule.source.what.returns == Returns::kIgnore) {
      compiled.conditions.push_back(make_op(Op::kNot, Type::kFlag, {is_return(compiled.noun)}));
    }
  }
  compiled.is_row_line = rule.each_row;
  for (const FormulaPtr& key : rule.each) {
    const bool is_row =
        key->noun == compiled.noun && (key->field == "document" || key->field == "id");
    if (is_row) compiled.is_row_line = true;
  }
  if (compiled.is_row_line) compiled.taken_back = taken_back(compiled, policy);
  if (compiled.taken_back != nullptr) compiled.reversal = reversal(compiled);
  if (rule.source.what.returns == Returns::kAtOriginalRate) {
    compiled.charged_return = is_charged_return(compiled.noun);
    if (!compiled.is_row_line && compiled.of != nullptr) compiled.returned = clone(compiled.of);
  }
  find_terms(compiled);
  compiled.fills_in_order = !compiled.cut_terms.empty() && !rule.each_row &&
                            compiled.of != nullptr && !is_additive(compiled.of);
  each_formula(compiled, [&](const FormulaPtr& formula) {
    walk(formula, [&](const FormulaPtr& node) {
      if (node->op == Op::kRank) compiled.ranks.push_back(node);
      return true;
    });
  });
  return compiled;
}

namespace {

void carry(std::vector<CompiledRule>& rules, int rule, const FormulaPtr& key) {
  CompiledRule& below = rules[static_cast<std::size_t>(rule)];
  const std::string name = identity(*key);
  for (const FormulaPtr& own : below.each) {
    if (identity(*own) == name) return;
  }
  if (below.carried.count(name) != 0) return;
  const FormulaPtr term = clone(key);
  below.carried.emplace(name, term);
  if (below.rule->members.empty()) below.line_terms.push_back(term);
  for (const int member : below.rule->members) carry(rules, member, key);
}

}  // namespace

namespace {

/// A combination by key stands on the rows of its members; another looks at sales unless it says
/// otherwise.
const std::string& noun_below(const std::vector<CompiledRule>& rules, const CompiledRule& rule) {
  static const std::string kSale = "sale";
  if (!rule.rule->members.empty() && rule.each.empty() && !rule.rule->each_row) return kSale;
  const CompiledRule* at = &rule;
  while (!at->rule->members.empty())
    at = &rules[static_cast<std::size_t>(at->rule->members.front())];
  return at->noun;
}

}  // namespace

void carry_keys(std::vector<CompiledRule>& rules, const CheckedPolicy& policy) {
  for (CompiledRule& rule : rules) rule.noun = noun_below(rules, rule);
  for (std::size_t r = 0; r < rules.size(); ++r) {
    std::vector<int> below = rules[r].rule->members;
    const auto find_earned = [&](const FormulaPtr& formula) {
      walk(formula, [&](const FormulaPtr& node) {
        if (node->op != Op::kEarned && node->op != Op::kPayable) return true;
        for (const CheckedRule& rule : policy.rules) {
          if (rule.source.id == node->name) below.push_back(rule.index);
        }
        return true;
      });
    };
    each_formula(rules[r], find_earned);
    if (rules[r].rule->each_row) continue;  // rows are told apart by their ids
    for (const int rule : below) {
      for (const FormulaPtr& key : rules[r].each) carry(rules, rule, key);
    }
  }
}

void each_formula(const CompiledRule& rule, const std::function<void(const FormulaPtr&)>& visit) {
  const auto payout = [&](const CheckedPayout& part) {
    for (const FormulaPtr& f : {part.rate, part.per_unit, part.amount, part.every}) visit(f);
  };
  for (const FormulaPtr& f : {rule.by, rule.of, rule.taken_back, rule.cap, rule.floor, rule.lines,
                              rule.minimum, rule.when_missing, rule.baseline, rule.budget_key}) {
    visit(f);
  }
  for (const auto* list : {&rule.require, &rule.veto, &rule.times, &rule.table_keys}) {
    for (const FormulaPtr& f : *list) visit(f);
  }
  payout(rule.payout);
  for (const CheckedBand& band : rule.bands) payout(band.payout);
  visit(rule.payees.field);
  for (const CheckedShare& share : rule.payees.shares) visit(share.to), visit(share.share);
  for (const FormulaPtr& key : rule.payees.table_keys) visit(key);
}

}  // namespace rebate
