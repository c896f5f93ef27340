// SPDX-License-Identifier: Apache-2.0
//
// What a checked formula holds: modifiers at the aggregates, windows outermost first, named parts.
#include "rebate/policy/formula.hpp"

#include "rebate/policy/check_expression.hpp"
#include "policy/sample_policy.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace rebate {
namespace {

using testing::at_key;
using testing::at_line;
using testing::at_rate;
using testing::at_row;
using testing::at_who;

FormulaPtr check(const char* text, Expected where = at_line()) {
  Issues issues;
  FormulaPtr formula =
      check_expression(testing::expression(text), testing::sample_names(), where, issues);
  if (!formula) throw std::invalid_argument(to_string(issues));
  return formula;
}

using Kind = Window::Kind;

std::vector<Kind> windows_of(const Formula& aggregate) {
  std::vector<Kind> kinds;
  for (const Window& window : aggregate.scope.windows) kinds.push_back(window.kind);
  return kinds;
}

TEST(Formula, KeepsTheNameOfANamedMeasure) {
  const FormulaPtr named = check("net_sales");
  EXPECT_EQ(named->op, Op::kNamed);
  EXPECT_EQ(named->name, "net_sales");
  const Formula& sum = *named->children.at(0);
  EXPECT_EQ(sum.op, Op::kAggregate);
  EXPECT_EQ(sum.aggregate, Aggregate::kSum);
  EXPECT_EQ(sum.noun, "sale");
  EXPECT_EQ(sum.text, "sum(sale.net)");
  EXPECT_EQ(sum.children.at(0)->op, Op::kField);
  EXPECT_EQ(sum.children.at(0)->field, "net");
}

TEST(Formula, HoldsModifiersAtTheAggregate) {
  const FormulaPtr named =
      check("net_sales.where(sale.region == 'north').during(last_year).among(below)");
  EXPECT_EQ(named->op, Op::kNamed);
  EXPECT_EQ(named->text, "net_sales.where(sale.region == 'north').during(last_year).among(below)");
  const Scope& scope = named->children.at(0)->scope;
  ASSERT_EQ(scope.where.size(), 1u);
  EXPECT_EQ(scope.where[0]->text, "sale.region == 'north'");
  ASSERT_EQ(scope.windows.size(), 1u);
  EXPECT_EQ(scope.windows[0].kind, Kind::kYearsAgo);
  EXPECT_EQ(scope.windows[0].count, 1);
  EXPECT_EQ(scope.among, Scope::Among::kBelow);
  EXPECT_FALSE(scope.is_unfiltered);
}

TEST(Formula, PushesModifiersIntoCompoundAndNamedMeasures) {
  // gain is net_sales - net_sales.during(last_year): the prior period, and the year before that.
  const FormulaPtr gain = check("gain.during(prior)");
  ASSERT_EQ(gain->op, Op::kNamed);
  const Formula& difference = *gain->children.at(0);
  ASSERT_EQ(difference.op, Op::kSubtract);
  const Formula& now = *difference.children.at(0);
  const Formula& before = *difference.children.at(1);
  EXPECT_EQ(windows_of(*now.children.at(0)), (std::vector{Kind::kPrevious}));
  EXPECT_EQ(windows_of(*before.children.at(0)), (std::vector{Kind::kPrevious, Kind::kYearsAgo}));
  EXPECT_EQ(now.text, "net_sales.during(prior)");
  EXPECT_EQ(before.text, "net_sales.during(last_year).during(prior)");
  // The declared measure itself is unchanged.
  EXPECT_TRUE(windows_of(*check("gain")->children.at(0)->children.at(0)->children.at(0)).empty());
}

TEST(Formula, PutsTheOuterWindowFirst) {
  const FormulaPtr named = check("net_sales.during(to_date('quarter')).during(last_year)");
  EXPECT_EQ(windows_of(*named->children.at(0)), (std::vector{Kind::kYearsAgo, Kind::kToDate}));
}

TEST(Formula, MarksUnfilteredAggregates) {
  const FormulaPtr formula = check("unfiltered(net_sales - collected)");
  EXPECT_EQ(formula->text, "unfiltered(net_sales - collected)");
  for (const FormulaPtr& side : formula->children)
    EXPECT_TRUE(side->children.at(0)->scope.is_unfiltered);
}

TEST(Formula, ReadsWindows) {
  const auto window = [](const char* text) {
    return check((std::string("net_sales.during(") + text + ")").c_str())
        ->children.at(0)
        ->scope.windows.at(0);
  };
  EXPECT_EQ(window("years_ago(2)").count, 2);
  EXPECT_EQ(window("prior").count, 1);
  EXPECT_EQ(window("previous(3)").count, 3);
  EXPECT_EQ(window("to_date('half')").unit, PeriodUnit::kHalf);
  EXPECT_EQ(window("trailing(6, 'week')").count, 6);
  EXPECT_EQ(window("trailing(6, 'week')").unit, PeriodUnit::kWeek);
  EXPECT_EQ(window("lifetime").kind, Kind::kLifetime);
  EXPECT_EQ(window("'2025-Q3'").kind, Kind::kRange);
  EXPECT_EQ(window("'2025-Q3'").range, "2025-Q3");
  EXPECT_EQ(window("between('2026-01-01', as_of)").first->value, Value(Date::of(2026, 1, 1)));
  EXPECT_EQ(window("between('2026-01-01', as_of)").last->op, Op::kAsOf);
}

TEST(Formula, ReadsScopesOfOtherRows) {
  EXPECT_EQ(check("net_sales.among(partner.group)")->children.at(0)->scope.among_field, "group");
  const FormulaPtr within = check("units.within(product.id)", at_line({"stock"}));
  EXPECT_EQ(within->children.at(0)->scope.within, Scope::Within::kField);
  EXPECT_EQ(within->children.at(0)->scope.within_field->text, "product.id");
  EXPECT_EQ(check("units.within(all)")->children.at(0)->scope.within, Scope::Within::kAll);
  EXPECT_EQ(check("earned('base-rate').during(prior)")->scope.windows.at(0).kind, Kind::kPrevious);
}

TEST(Formula, MakesQuotedTextsWhatTheirNeighbourIs) {
  EXPECT_EQ(check("partner.tier >= 'plus'", at_who())->children.at(1)->value,
            Value(Level{"plus", 1}));
  EXPECT_EQ(check("'plus' <= partner.tier", at_who())->children.at(0)->value,
            Value(Level{"plus", 1}));
  EXPECT_EQ(check("sale.date >= '2026-03-31'", at_row())->children.at(1)->value,
            Value(Date::of(2026, 3, 31)));
  const FormulaPtr range = check("sale.date in '2026-Q1'", at_row());
  EXPECT_EQ(range->children.at(1)->value,
            Value(DateRange::between(Date::of(2026, 1, 1), Date::of(2026, 3, 31))));
  const FormulaPtr levels = check("partner.tier in ['plus', 'premium']", at_who());
  EXPECT_EQ(levels->children.at(1)->value, Value(ValueList{Level{"plus", 1}, Level{"premium", 2}}));
  const FormulaPtr texts = check("partner.kind == 'plus'", at_who());
  EXPECT_TRUE(texts->children.at(1)->value.is_text());
}

TEST(Formula, HoldsNamedSetsAndTables) {
  const FormulaPtr in = check("product.line in ovens", at_row());
  EXPECT_EQ(in->children.at(1)->op, Op::kNamed);
  EXPECT_EQ(in->children.at(1)->name, "ovens");
  EXPECT_EQ(in->children.at(1)->children.at(0)->value,
            Value(ValueList{std::string("OV1"), std::string("OV2")}));
  const FormulaPtr table = check("deal.price", at_rate());
  EXPECT_EQ(table->op, Op::kTable);
  EXPECT_EQ(table->name, "deal");
  EXPECT_EQ(table->field, "price");
  EXPECT_EQ(check("minimum", at_rate())->field, "amount");
}

TEST(Formula, GivesEachKeyItsValue) {
  const FormulaPtr formula = check("net_sales.by(product.line).count(it >= minimum)");
  ASSERT_EQ(formula->op, Op::kByKey);
  EXPECT_EQ(formula->reducer, Reducer::kCount);
  ASSERT_EQ(formula->children.size(), 3u);
  EXPECT_EQ(formula->children[1]->text, "product.line");
  EXPECT_EQ(formula->children[2]->children.at(0)->op, Op::kIt);
  EXPECT_EQ(check("net_sales.by(product.line).top(2)")->children.size(), 3u);
  EXPECT_EQ(check("net_sales.by(product.line).largest()")->children.size(), 2u);
  const FormulaPtr before = check("net_sales.by(product.line).top(2) - 5", at_line());
  EXPECT_EQ(before->op, Op::kSubtract);
}

TEST(Formula, LeavesTheNounToTheRuleUntilItIsKnown) {
  EXPECT_EQ(check("distinct(product.line)")->noun, "");
  EXPECT_EQ(check("distinct(product.line)", at_line({}, "sellout"))->noun, "sellout");
  EXPECT_EQ(check("distinct(product.line).where(sellout.region == 'x')")->noun, "sellout");
  const FormulaPtr rank =
      check("rank(sum(sellout.quantity), distinct(product.model))", at_line({}, "sellout"));
  EXPECT_EQ(rank->children.at(1)->noun, "sellout");
}

TEST(Formula, NamesTheNounsItReads) {
  const auto rows = [](const char* text, Expected where) { return row_nouns(*check(text, where)); };
  const auto sums = [](const char* text) { return aggregate_nouns(*check(text)); };
  using Nouns = std::vector<std::string>;
  EXPECT_EQ(rows("sale.net > 5 && partner.kind == 'x'", at_row()), (Nouns{"sale"}));
  EXPECT_EQ(rows("payment_days <= 10", at_row()), (Nouns{"payment"}));
  EXPECT_EQ(rows("product.line == 'x'", at_row()), Nouns{});
  EXPECT_EQ(rows("invoice.due > period.end", at_row()), (Nouns{"invoice"}));
  EXPECT_EQ(rows("stocked", at_line({"stock"})), (Nouns{"stock"}));
  EXPECT_EQ(sums("net_sales + collected"), (Nouns{"payment", "sale"}));
  EXPECT_EQ(sums("sum(visit.points)"), (Nouns{"visit"}));
  EXPECT_EQ(sums("distinct(product.line)"), Nouns{});
  EXPECT_EQ(sums("net_sales.by(product.line).count(it > gross_sales)"), (Nouns{"sale"}));
  EXPECT_EQ(rows("sum(sale.net)", at_line()), Nouns{});
}

TEST(Formula, KeepsToItsLimits) {
  Issues issues;
  Policy policy = testing::sample_policy();
  Named first;
  first.is = testing::expression("net_sales + net_sales");
  policy.measures.emplace_back("d0", first);
  for (int i = 1; i < 40; ++i) {
    Named twice;
    const std::string before = "d" + std::to_string(i - 1);
    twice.is = testing::expression(before + " + " + before);
    policy.measures.emplace_back("d" + std::to_string(i), twice);
  }
  const auto names = declare(policy, issues);
  ASSERT_EQ(issues.size(), 1u) << to_string(issues);
  EXPECT_EQ(issues[0].code, Code::kLimitExceeded);
  issues = {};
  EXPECT_FALSE(check_expression(testing::expression("d39"), *names, at_line(), issues));
  EXPECT_TRUE(issues.empty()) << "it failed where it is declared";
}

}  // namespace
}  // namespace rebate
