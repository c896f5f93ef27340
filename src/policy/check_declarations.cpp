// SPDX-License-Identifier: Apache-2.0
//
// What a policy declares for its rules: targets, scorecards, tables, funds, budgets, currencies,
// reports.
#include "rebate/numeric/currency.hpp"
#include "policy/check_bands.hpp"
#include "policy/check_rule.hpp"
#include "policy/check_tables.hpp"

#include <map>
#include <set>

namespace rebate {
namespace {

Expected line(std::vector<Type> types) {
  return {Position::kLine, std::move(types), "", {}, false};
}
Expected key() { return {Position::kKey, {}, "", {}, false}; }

CheckedTarget check_target(CheckContext& context, const std::string& name, const Target& terms) {
  const std::string pointer = at("/targets", name);
  CheckedTarget target;
  target.name = name;
  target.phased = terms.phased;
  Issues quiet;
  const Expression of = terms.of.is_set() ? terms.of : Expression::parse("net_sales", {}, quiet);
  target.of = context.formula(of, pointer + "/of", line(numeric_types()));
  target.one_for = context.formula(terms.one_for, pointer + "/for", key());
  if (target.one_for && (target.one_for->op != Op::kField || target.one_for->noun != "partner")) {
    context.error(Code::kWrongValue, pointer + "/for",
                  "a target is one for all partners with an equal value of a "
                  "field of theirs, such as partner.group.");
  }
  target.each = context.formula(terms.each, pointer + "/each", key());
  const std::vector<Type> like_of =
      target.of ? std::vector<Type>{target.of->type} : numeric_types();
  target.is = context.formula(terms.is, pointer + "/is", line(like_of));
  if (const auto per = context.period(terms.per, pointer + "/per")) target.per = *per;
  return target;
}

std::vector<CheckedBand> check_score_bands(CheckContext& context, const std::vector<Band>& bands,
                                           const std::string& pointer, const FormulaPtr& measure) {
  std::vector<CheckedBand> checked;
  const std::vector<Value> bounds = check_edges(context, edges_of(bands, pointer), measure, false);
  for (std::size_t i = 0; i < bands.size(); ++i) {
    CheckedBand band;
    band.edge = bands[i].edge;
    band.bound = bounds[i];
    band.score = context.formula(bands[i].score, at(pointer, i) + "/score", line({Type::kNumber}));
    if (i > 0 && is_alike(bands[i - 1], bands[i])) {
      context.warn(Code::kBandsAlike, at(pointer, i),
                   "bands " + std::to_string(i) + " and " + std::to_string(i + 1) +
                       " give the same; one will do.");
    }
    checked.push_back(std::move(band));
  }
  return checked;
}

CheckedScore check_score(CheckContext& context, const std::string& name, const Score& terms) {
  const std::string pointer = at("/scores", name);
  CheckedScore score;
  score.name = name;
  Decimal sum;
  bool is_constant = true;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < terms.items.size(); ++i) {
    const ScoreItem& item = terms.items[i];
    const std::string item_at = at(pointer + "/items", i);
    CheckedScore::Item checked;
    checked.id = item.id;
    if (!ids.insert(item.id).second) {
      context.error(Code::kRuleTwice, item_at + "/id",
                    "the item '" + item.id + "' stands there twice.");
    }
    checked.weight = context.formula(item.weight, item_at + "/weight", line({Type::kRatio}));
    const auto weight = literal_of(item.weight);
    is_constant = is_constant && weight.has_value();
    if (weight) sum += weight->value;
    checked.of = context.formula(item.of, item_at + "/of", line(measure_types()));
    checked.bands = check_score_bands(context, item.bands, item_at + "/bands", checked.of);
    checked.when_missing =
        context.formula(item.when_missing, item_at + "/when_missing", line({Type::kNumber}));
    score.items.push_back(std::move(checked));
  }
  if (is_constant && sum != Decimal::from_int64(1)) {
    context.error(Code::kWeights, pointer + "/items",
                  "the weights of scorecard '" + name + "' add up to " +
                      (sum * Decimal::from_int64(100)).to_string() + "%; they add up to 100%.");
  }
  score.veto = context.formulas(terms.veto, pointer + "/veto", line({Type::kFlag}));
  const std::vector<Value> bounds =
      check_edges(context, edges_of(terms.grades, pointer + "/grades"), nullptr, false);
  for (std::size_t i = 0; i < terms.grades.size(); ++i) {
    CheckedBand grade;
    grade.edge = terms.grades[i].edge;
    grade.bound = bounds[i];
    const auto level = find_level(*context.names, "score", name, terms.grades[i].level);
    grade.level = level ? *level : Level{terms.grades[i].level, static_cast<int>(i)};
    score.grades.push_back(std::move(grade));
  }
  return score;
}

CheckedBudget check_budget(CheckContext& context, const std::string& name, const Budget& terms) {
  const std::string pointer = at("/budgets", name);
  CheckedBudget budget;
  budget.name = name;
  budget.when_short = terms.when_short;
  budget.whole_only = terms.whole_only;
  budget.amount = context.formula(terms.amount, pointer + "/amount", line({Type::kMoney}));
  budget.each = context.formula(terms.each, pointer + "/each", key());
  if (const auto per = context.period(terms.per, pointer + "/per")) budget.per = *per;
  return budget;
}

// Shares of one set of keys, over all payees: 66.67% and 33.33% are the whole.
void check_share_table(CheckContext& context, const CheckedTable& table) {
  if (table.keys.empty() || !table.keys.back().of || table.keys.back().of->noun != "payee") return;
  std::size_t column = 0;
  while (column < table.columns.size() && table.columns[column] != "share") ++column;
  if (column == table.columns.size()) return;
  std::map<std::string, Ratio> sums;
  for (const CheckedTable::Row& row : table.rows) {
    std::string group = row.valid ? row.valid->to_string() : "";
    for (std::size_t i = 0; i + 1 < row.keys.size(); ++i)
      group += (i == 0 ? "" : ", ") + (row.keys[i] ? to_text(*row.keys[i]) : "*");
    if (row.values[column].is_number()) sums[group] += row.values[column].number();
  }
  for (const auto& [group, sum] : sums) {
    if (sum == Ratio(Decimal::from_int64(1))) continue;
    const Ratio percent = sum * Ratio(Decimal::from_int64(100));
    context.error(Code::kShares, at("/tables", table.name),
                  "the shares of " + group + " in table '" + table.name + "' add up to " +
                      percent.to_string() + "%; those of one line add up to 100%.");
  }
}

void check_currencies(CheckContext& context) {
  const Policy& policy = context.policy;
  const auto digits = minor_unit(policy.currency);
  if (digits) {
    context.checked.minor_unit = *digits;
  } else {
    Issue issue;
    issue.code = Code::kUnknownCurrency;
    issue.place = policy.place("/currency");
    issue.found = policy.currency;
    issue.message = "'" + policy.currency + "' is no currency of ISO 4217 that one can pay in.";
    issue.suggestion = nearest_currency(policy.currency);
    if (!issue.suggestion.empty()) issue.message += " Did you mean '" + issue.suggestion + "'?";
    context.issues.add(std::move(issue));
  }
  if (!policy.currencies) return;
  for (const auto& [code, places] : policy.currencies->minor_units) {
    if (!minor_unit(code)) {
      context.error(Code::kUnknownCurrency, at("/currencies/minor_units", code),
                    "'" + code + "' is no currency of ISO 4217.");
    }
    if (code == policy.currency) context.checked.minor_unit = places;
  }
  context.checked.pay_in = context.formula(policy.currencies->pay_in, "/currencies/pay_in", key());
}

CheckedReport check_report(CheckContext& context, const std::string& name, const Report& terms) {
  const std::string pointer = at("/reports", name);
  CheckedReport report;
  report.name = name;
  for (std::size_t i = 0; i < terms.by.size(); ++i) {
    const bool is_rule = terms.by[i].is_set() && terms.by[i].text() == "rule";
    report.by.push_back(is_rule ? nullptr
                                : context.formula(terms.by[i], at(pointer + "/by", i), key()));
  }
  report.gain = context.formula(terms.gain, pointer + "/gain", line(numeric_types()));
  for (std::size_t i = 0; i < terms.compare.size(); ++i)
    context.range(terms.compare[i], at(pointer + "/compare", i));
  return report;
}

}  // namespace

void check_declarations(CheckContext& context) {
  const Policy& policy = context.policy;
  CheckedPolicy& checked = context.checked;
  check_currencies(context);
  for (const auto& [name, terms] : policy.sets) {
    if (!terms.file.empty() && !terms.loaded.held) {
      context.error(
          Code::kFileMissing, at("/sets", name) + "/file",
          terms.file + " was not read: the policy did not come from a folder that holds it.");
    }
  }
  for (const auto& [name, terms] : policy.tables) {
    checked.tables.push_back(check_table(context, name, terms));
    check_share_table(context, checked.tables.back());
  }
  for (const auto& [name, terms] : policy.targets)
    checked.targets.push_back(check_target(context, name, terms));
  for (const auto& [name, terms] : policy.scores)
    checked.scores.push_back(check_score(context, name, terms));
  for (const auto& [name, terms] : policy.budgets)
    checked.budgets.push_back(check_budget(context, name, terms));
  for (const auto& [name, terms] : policy.funds) {
    checked.funds.push_back(
        {name, context.formula(terms.reserve_on, at("/funds", name) + "/reserve_on",
                               {Position::kRow, {Type::kFlag}, "claim", {}, false})});
  }
  for (const auto& [name, terms] : policy.reports)
    checked.reports.push_back(check_report(context, name, terms));
  if (!policy.limit) return;
  const std::vector<Type> money{Type::kMoney};
  checked.limit_cap = context.formula(policy.limit->cap, "/limit/cap", line(money));
  checked.limit_minimum = context.formula(policy.limit->minimum, "/limit/minimum", line(money));
  checked.limit_ignore_under =
      context.formula(policy.limit->ignore_under, "/limit/ignore_under", line(money));
}

void check_examples(CheckContext& context) {
  const Policy& policy = context.policy;
  for (std::size_t i = 0; i < policy.examples.size(); ++i) {
    const Example& example = policy.examples[i];
    const std::string pointer = at("/examples", i);
    for (const Expectation& expected : example.expect) {
      if (context.find_rule(expected.rule) >= 0) continue;
      context.unknown(at(pointer + "/expect", expected.rule), "rule", expected.rule,
                      context.rule_ids());
    }
    if (!example.period.empty()) context.range(example.period, pointer + "/period");
    if (!example.tables.empty() && example.period.empty()) {
      context.error(Code::kMissingMember, pointer,
                    "an example with rows says which 'period' it is about, such as \"2025-Q1\".");
    }
  }
}

std::optional<int> minor_unit_in(const CheckedPolicy& policy, const std::string& currency) {
  if (currency == policy.source->currency) return policy.minor_unit;
  if (policy.source->currencies) {
    for (const auto& [code, places] : policy.source->currencies->minor_units) {
      if (code == currency) return places;
    }
  }
  return minor_unit(currency);
}

}  // namespace rebate
