// SPDX-License-Identifier: Apache-2.0
//
// The tables of words hold together, and every function of the format is used here once.
#include "rebate/policy/vocabulary.hpp"

#include "rebate/policy/check_expression.hpp"
#include "policy/sample_policy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace rebate {
namespace {

TEST(Vocabulary, HasLabelsInBothLanguages) {
  const auto expect = [](std::string_view name, std::string_view en, std::string_view zh) {
    EXPECT_FALSE(en.empty()) << name;
    const bool has_chinese = std::any_of(
        zh.begin(), zh.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    EXPECT_TRUE(has_chinese) << name;
  };
  for (const NounWord& word : nouns()) expect(word.name, word.en, word.zh);
  for (const FieldWord& word : fields()) expect(word.name, word.en, word.zh);
  for (const FunctionWord& word : functions()) expect(word.name, word.en, word.zh);
  for (const MeasureWord& word : built_in_measures()) expect(word.name, word.en, word.zh);
}

TEST(Vocabulary, NamesThingsOnce) {
  std::set<std::string_view> names;
  for (const NounWord& word : nouns()) EXPECT_TRUE(names.insert(word.name).second) << word.name;
  for (const MeasureWord& word : built_in_measures())
    EXPECT_TRUE(names.insert(word.name).second) << word.name;
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const FieldWord& word : fields()) {
    EXPECT_TRUE(seen.emplace(word.noun, word.name).second) << word.noun << "." << word.name;
    ASSERT_NE(find_noun(word.noun), nullptr) << word.noun;
  }
  std::set<std::pair<int, std::string_view>> functions_seen;
  for (const FunctionWord& word : functions()) {
    EXPECT_TRUE(functions_seen.emplace(static_cast<int>(word.kind), word.name).second) << word.name;
    EXPECT_NE(word.signature.find(word.name), std::string_view::npos) << word.name;
    EXPECT_EQ(find_function(word.name, word.kind), &word);
  }
}

TEST(Vocabulary, GivesEveryTradeNounWhatRowsNeed) {
  for (const NounWord& word : nouns()) {
    if (!word.is_trade) continue;
    for (const char* field : {"id", "date", "partner"}) {
      EXPECT_NE(find_field(word.name, field), nullptr) << word.name << "." << field;
    }
    EXPECT_FALSE(word.file.empty());
  }
  EXPECT_FALSE(fields_of("sale").empty());
  EXPECT_EQ(fields_of("branch").data(), fields_of("partner").data());
  EXPECT_TRUE(fields_of("visit").empty());
}

TEST(Vocabulary, NamesFiles) {
  EXPECT_EQ(file_of("sale"), "sales");
  EXPECT_EQ(file_of("activity"), "activities");
  EXPECT_EQ(file_of("sellout"), "sellout");
  EXPECT_EQ(file_of("visit"), "visits");
}

TEST(Vocabulary, KnowsWhatARowLeadsTo) {
  EXPECT_TRUE(row_leads_to("sale", "product"));
  EXPECT_TRUE(row_leads_to("payment", "invoice"));
  EXPECT_TRUE(row_leads_to("claim", "partner"));
  EXPECT_FALSE(row_leads_to("invoice", "payment"));
  EXPECT_FALSE(row_leads_to("payment", "product"));
  EXPECT_FALSE(row_leads_to("stock", "customer"));
}

// One use of each function, by its kind and name. A function without a use fails the test.
const std::map<std::pair<WordKind, std::string_view>, const char*>& uses() {
  using enum WordKind;
  static const std::map<std::pair<WordKind, std::string_view>, const char*> kUses = {
      {{kAggregate, "sum"}, "sum(sale.net)"},
      {{kAggregate, "count"}, "count(claim)"},
      {{kAggregate, "distinct"}, "distinct(sale.document)"},
      {{kAggregate, "average"}, "average(stock.quantity)"},
      {{kAggregate, "smallest"}, "smallest(sale.date)"},
      {{kAggregate, "largest"}, "largest(stage.name)"},
      {{kAggregate, "first"}, "first(sale.quantity)"},
      {{kAggregate, "last"}, "last(stage.value)"},
      {{kModifier, "where"}, "net_sales.where(sale.region == 'north')"},
      {{kModifier, "during"}, "net_sales.during(last_year)"},
      {{kModifier, "among"}, "net_sales.among(all)"},
      {{kModifier, "within"}, "net_sales.within(all)"},
      {{kModifier, "by"}, "net_sales.by(product.line).largest()"},
      {{kModifier, "unfiltered"}, "unfiltered(net_sales)"},
      {{kWindow, "period"}, "net_sales.during(period)"},
      {{kWindow, "last_year"}, "net_sales.during(last_year)"},
      {{kWindow, "years_ago"}, "net_sales.during(years_ago(2))"},
      {{kWindow, "prior"}, "net_sales.during(prior)"},
      {{kWindow, "previous"}, "net_sales.during(previous(2))"},
      {{kWindow, "to_date"}, "net_sales.during(to_date('year'))"},
      {{kWindow, "trailing"}, "net_sales.during(trailing(6, 'month'))"},
      {{kWindow, "lifetime"}, "net_sales.during(lifetime)"},
      {{kWindow, "so_far"}, "net_sales.during(so_far)"},
      {{kWindow, "between"}, "net_sales.during(between('2026-01-01', as_of))"},
      {{kReducer, "count"}, "net_sales.by(product.line).count(it > 5)"},
      {{kReducer, "all"}, "net_sales.by(product.line).all(it > 5)"},
      {{kReducer, "sum"}, "net_sales.by(product.line).sum(max(it, 0))"},
      {{kReducer, "smallest"}, "net_sales.by(product.line).smallest()"},
      {{kReducer, "largest"}, "net_sales.by(product.line).largest()"},
      {{kReducer, "top"}, "net_sales.by(product.line).top(3)"},
      {{kFigure, "target"}, "target('year')"},
      {{kFigure, "attainment"}, "attainment('year')"},
      {{kFigure, "growth"}, "growth(net_sales)"},
      {{kFigure, "streak"}, "streak(has_sales, 3)"},
      {{kFigure, "rank"}, "rank(net_sales, units)"},
      {{kFigure, "offered"}, "offered(product.line)"},
      {{kFigure, "earned"}, "earned('base-rate')"},
      {{kFigure, "payable"}, "payable('base-rate')"},
      {{kFigure, "kpi"}, "kpi('training_hours')"},
      {{kFigure, "score"}, "score('store')"},
      {{kFigure, "grade"}, "grade('store')"},
      {{kFigure, "price"}, "price('dealer', product.id, sale.date)"},
      {{kFigure, "convert"}, "convert(net_sales, 'USD', as_of)"},
      {{kFigure, "balance"}, "balance('promo')"},
      {{kFigure, "days_in"}, "days_in('2026-05')"},
      {{kDate, "days"}, "days(period.start, as_of)"},
      {{kDate, "months"}, "months(period.start, as_of)"},
      {{kDate, "add_days"}, "add_days(as_of, 5)"},
      {{kDate, "add_months"}, "add_months(as_of, -1)"},
      {{kDate, "year"}, "year(as_of)"},
      {{kDate, "month"}, "month(as_of)"},
      {{kDate, "quarter"}, "quarter(as_of)"},
      {{kDate, "weekday"}, "weekday(as_of)"},
      {{kNumber, "min"}, "min(net_sales, 5)"},
      {{kNumber, "max"}, "max(net_sales, 5)"},
      {{kNumber, "abs"}, "abs(net_sales)"},
      {{kNumber, "clamp"}, "clamp(net_sales, 0, 5)"},
      {{kNumber, "floor"}, "floor(net_sales)"},
      {{kNumber, "ceil"}, "ceil(net_sales)"},
      {{kNumber, "round"}, "round(net_sales, 0.01, 'half_up')"},
      {{kNumber, "mod"}, "mod(orders, 3)"},
      {{kText, "startsWith"}, "partner.id.startsWith('D')"},
      {{kText, "endsWith"}, "partner.id.endsWith('D')"},
      {{kText, "contains"}, "partner.id.contains('D')"},
      {{kText, "has"}, "has(partner.parent)"},
      {{kText, "default"}, "default(partner.choice, 'best')"},
  };
  return kUses;
}

TEST(Vocabulary, HasNoFunctionThatExpressionsDoNotKnow) {
  Expected where;
  where.position = Position::kRate;
  where.noun = "sale";
  where.fixed = {"sale"};
  for (const FunctionWord& word : functions()) {
    SCOPED_TRACE(word.signature);
    const auto use = uses().find({word.kind, word.name});
    ASSERT_NE(use, uses().end());
    Issues issues;
    EXPECT_TRUE(
        check_expression(testing::expression(use->second), testing::sample_names(), where, issues))
        << to_string(issues);
  }
  EXPECT_EQ(uses().size(), functions().size());
}

TEST(Vocabulary, HasNoFieldThatExpressionsDoNotKnow) {
  Expected where;
  where.position = Position::kRate;
  for (const FieldWord& word : fields()) {
    const std::string text = std::string(word.noun) + "." + std::string(word.name);
    SCOPED_TRACE(text);
    Issues issues;
    const FormulaPtr formula =
        check_expression(testing::expression(text), testing::sample_names(), where, issues);
    ASSERT_TRUE(formula) << to_string(issues);
    const bool has_levels = !levels_of(testing::sample_names(), word.noun, word.name).empty();
    EXPECT_EQ(testing::name_of(formula->type),
              testing::name_of(has_levels ? Type::kLevel : word.type));
  }
}

}  // namespace
}  // namespace rebate
