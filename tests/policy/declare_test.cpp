// SPDX-License-Identifier: Apache-2.0
//
// What a policy declares: names that are taken, circles, fields and their levels, columns of
// tables.
#include "rebate/policy/check_expression.hpp"
#include "policy/sample_policy.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace rebate {
namespace {

using testing::expression;
using testing::sample_names;
using testing::sample_policy;

Named named(const char* text) {
  Named named;
  named.is = expression(text);
  return named;
}

Issues issues_of(const std::function<void(Policy&)>& change) {
  Policy policy = sample_policy();
  change(policy);
  Issues issues;
  EXPECT_TRUE(declare(policy, issues));
  return issues;
}

void expect_one(const Issues& issues, Code code, const std::string& says) {
  ASSERT_EQ(issues.size(), 1u) << to_string(issues);
  EXPECT_EQ(tag_of(issues[0].code), tag_of(code));
  EXPECT_NE(issues[0].message.find(says), std::string::npos) << issues[0].message;
}

TEST(Declare, RefusesNamesThatMeanSomethingElse) {
  const auto measure = [](const char* name) {
    return issues_of(
        [&](Policy& policy) { policy.measures.emplace_back(name, named("net_sales")); });
  };
  expect_one(measure("sale"), Code::kNameTaken, "'sale' is a noun already");
  expect_one(measure("net_sales"), Code::kNameTaken, "a measure of the format");
  expect_one(measure("as_of"), Code::kNameTaken, "a word of expressions");
  expect_one(measure("prior"), Code::kNameTaken, "a word of expressions");
  expect_one(measure("ovens"), Code::kNameTaken, "declared in `sets`");
  expect_one(measure("minimum"), Code::kNameTaken, "declared in `tables`");
  expect_one(measure("visit"), Code::kNameTaken, "'visit' is a noun already");
  EXPECT_EQ(measure("sale")[0].place.pointer, "/measures/sale");
  EXPECT_TRUE(measure("score").empty()) << "functions have brackets, so that their names are free";
  expect_one(
      issues_of([](Policy& policy) { policy.conditions.emplace_back("gain", named("has_sales")); }),
      Code::kNameTaken, "declared in `measures`");
}

TEST(Declare, RefusesCircles) {
  expect_one(issues_of([](Policy& policy) {
               policy.measures.emplace_back("a", named("b + 1"));
               policy.measures.emplace_back("b", named("c * 2"));
               policy.measures.emplace_back("c", named("a - 1"));
             }),
             Code::kNameCycle, "a stands for itself: a -> b -> c -> a");
  expect_one(
      issues_of([](Policy& policy) { policy.conditions.emplace_back("self", named("!self")); }),
      Code::kNameCycle, "self -> self");
  expect_one(issues_of([](Policy& policy) {
               policy.measures.emplace_back("a", named("attainment('t') * net_sales"));
               Target target;
               target.of = expression("a");
               policy.targets.emplace_back("t", target);
             }),
             Code::kNameCycle, "a -> t -> a");
  expect_one(issues_of([](Policy& policy) {
               policy.measures.emplace_back("a", named("score('s') * 2"));
               Score score;
               score.items.push_back({"x", expression("100%"), expression("a"), {}, {}, {}});
               policy.scores.emplace_back("s", score);
             }),
             Code::kNameCycle, "a -> s -> a");
}

TEST(Declare, ReportsAMistakeOnceWhereItStands) {
  Policy policy = sample_policy();
  policy.measures.emplace_back("wrong", named("net_sales + 5%"));
  policy.measures.emplace_back("uses_it", named("wrong * 2"));
  Issues issues;
  const auto names = declare(policy, issues);
  expect_one(issues, Code::kTypeMismatch, "money and a ratio cannot be added");
  issues = {};
  EXPECT_FALSE(check_expression(expression("uses_it > 5"), *names, testing::at_line(), issues));
  EXPECT_TRUE(issues.empty());
}

TEST(Declare, FindsNamesInAnyOrder) {
  Policy policy = sample_policy();
  for (int i = 0; i < 100; ++i) {  // each stands for the next
    policy.measures.emplace_back("m" + std::to_string(i),
                                 named(("m" + std::to_string(i + 1)).c_str()));
  }
  policy.measures.emplace_back("m100", named("net_sales"));
  Issues issues;
  const auto names = declare(policy, issues);
  EXPECT_TRUE(issues.empty()) << to_string(issues);
  const FormulaPtr formula = check_expression(expression("m0"), *names, testing::at_line(), issues);
  ASSERT_TRUE(formula);
  EXPECT_EQ(formula->type, Type::kMoney);
}

TEST(Declare, StopsAtChainsThatAreTooLong) {
  Policy policy = sample_policy();
  for (int i = 0; i < 20'000; ++i) {
    policy.measures.emplace_back("m" + std::to_string(i),
                                 named(("m" + std::to_string(i + 1)).c_str()));
  }
  policy.measures.emplace_back("m20000", named("net_sales"));
  Issues issues;
  declare(policy, issues);
  expect_one(issues, Code::kLimitExceeded, "deep");
}

TEST(Declare, StopsWhereNamesTogetherGrowTooLarge) {
  Policy policy = sample_policy();
  policy.measures.emplace_back("d0", named("net_sales + collected"));
  for (int i = 1; i < 11; ++i) {  // each twice as large as the one before
    const std::string before = "d" + std::to_string(i - 1);
    policy.measures.emplace_back("d" + std::to_string(i), named((before + " - " + before).c_str()));
  }
  for (int i = 0; i < 200; ++i) {
    policy.measures.emplace_back("m" + std::to_string(i), named("d10.during(prior)"));
  }
  Issues issues;
  declare(policy, issues);
  expect_one(issues, Code::kLimitExceeded, "those of the names they use counted");
}

TEST(Declare, KnowsThatARuleMayEarnPoints) {
  Policy policy = sample_policy();
  Rule stars;
  stars.id = "stars-rule";
  stars.pay.as.kind = Form::Kind::kFund;
  stars.pay.as.fund = "stars";
  policy.rules.push_back(stars);
  Issues issues;
  const auto names = declare(policy, issues);
  const auto check = [&](const char* text) {
    return check_expression(expression(text), *names, testing::at_line(), issues);
  };
  EXPECT_TRUE(check("balance('stars') + earned('stars-rule')"));
  EXPECT_FALSE(check("net_sales + earned('stars-rule')"));
}

TEST(Declare, WantsConditionsToBeConditionsAndMeasuresNumbers) {
  expect_one(
      issues_of([](Policy& policy) { policy.conditions.emplace_back("x", named("net_sales")); }),
      Code::kTypeMismatch, "a condition is true or false, and 'x' is money");
  expect_one(
      issues_of([](Policy& policy) { policy.measures.emplace_back("x", named("net_sales > 0")); }),
      Code::kTypeMismatch, "'x' is a condition; measures are numbers");
  expect_one(issues_of([](Policy& policy) { policy.measures.emplace_back("x", named("['a']")); }),
             Code::kTypeMismatch, "'x' is a list");
}

TEST(Declare, ChecksFields) {
  const auto field = [](const char* name, FieldTerms terms) {
    return issues_of([&](Policy& policy) { policy.fields.emplace_back(name, std::move(terms)); });
  };
  EXPECT_TRUE(field("sale.extra", {"money", {}}).empty());
  EXPECT_TRUE(field("claim.status", {"", {"draft", "approved", "paid"}}).empty());
  expect_one(field("claim.status", {"", {"draft", "paid"}}), Code::kUnknownLevel,
             "'approved' is no level");
  EXPECT_TRUE(field("sale.net", {"money", {}}).empty()) << "named again as what it is";
  expect_one(field("sale.net", {"text", {}}), Code::kNameTaken, "sale.net is money by the format");
  expect_one(field("sale.net", {"", {"a", "b"}}), Code::kNameTaken,
             "sale.net is money by the format");
  expect_one(field("partner.tier", {"", {"a", "b"}}), Code::kNameTaken, "stand in `tiers` already");
  expect_one(field("period.season", {"text", {}}), Code::kNameTaken,
             "period takes no further fields");
  expect_one(field("sale", {"text", {}}), Code::kUnknownField, "write noun.field");
  expect_one(field("sale.x", {"monye", {}}), Code::kWrongValue, "'monye' is no type");
  EXPECT_EQ(field("sale.x", {"monye", {}})[0].suggestion, "money");
  EXPECT_EQ(field("sale.x", {"monye", {}})[0].place.pointer, "/fields/sale.x");
}

TEST(Declare, KnowsFieldsAndLevels) {
  const Names& names = sample_names();
  EXPECT_EQ(field_type(names, "sale", "net"), Type::kMoney);
  EXPECT_EQ(field_type(names, "sale", "channel"), Type::kText);
  EXPECT_EQ(field_type(names, "visit", "points"), Type::kNumber);
  EXPECT_EQ(field_type(names, "visit", "date"), Type::kDate)
      << "a noun of the policy's own has id, date and partner";
  EXPECT_EQ(field_type(names, "partner", "tier"), Type::kLevel);
  EXPECT_EQ(field_type(names, "branch", "tier"), Type::kLevel);
  EXPECT_EQ(field_type(names, "kpi", "service_class"), Type::kLevel);
  EXPECT_EQ(field_type(names, "kpi", "unknown"), std::nullopt);
  EXPECT_EQ(field_type(names, "visit", "net"), std::nullopt);
  EXPECT_EQ(find_level(names, "partner", "tier", "premium"), (Level{"premium", 2}));
  EXPECT_EQ(find_level(names, "partner", "tier", "gold"), std::nullopt);
  EXPECT_EQ(find_level(names, "score", "store", "street"), (Level{"street", 1}));
  EXPECT_EQ(levels_of(names, "stage", "name"),
            (std::vector<std::string>{"talk", "offer", "order"}));
  EXPECT_TRUE(levels_of(names, "sale", "region").empty());
}

TEST(Declare, FindsTheTypeOfAColumn) {
  TableTerms table;
  table.by = {{Edge::kNone, expression("partner.id")}};
  table.gives = {"rate", "amount", "pieces", "name", "since", "is_open", "share"};
  const auto row = [](std::vector<std::string> texts) {
    std::vector<Cell> cells;
    for (std::string& text : texts) cells.push_back(Cell::from_text(std::move(text)));
    return cells;
  };
  table.rows = {row({"P1", "5%", "100", "12", "C-1", "2026-01-01", "", "0"}),
                row({"P2", "0%", "250.50", "7", "12", "2026-02-01", "", "0"})};
  table.rows[0][6].held = true;
  table.rows[1][6].held = false;
  const std::vector<Type> types = {Type::kRatio, Type::kMoney, Type::kNumber, Type::kText,
                                   Type::kDate,  Type::kFlag,  Type::kRatio};
  for (std::size_t i = 0; i < types.size(); ++i) {
    EXPECT_EQ(testing::name_of(column_type(table, i)), testing::name_of(types[i]))
        << table.gives[i];
  }
}

TEST(Declare, RefusesColumnsAndSetsOfSeveralTypes) {
  expect_one(issues_of([](Policy& policy) {
               TableTerms table;
               table.by = {{Edge::kNone, expression("partner.id")}};
               table.gives = {"value"};
               Cell flag, number;
               flag.held = true;
               number.held = Decimal::of("5");
               table.rows = {{testing::cell("P1"), flag}, {testing::cell("P2"), number}};
               policy.tables.emplace_back("mixed", table);
             }),
             Code::kTypeMismatch, "'value' mixes several");
  expect_one(issues_of([](Policy& policy) {
               SetTerms set;
               Cell number;
               number.held = Decimal::of("5");
               set.values = {testing::cell("A"), number};
               policy.sets.emplace_back("mixed", set);
             }),
             Code::kTypeMismatch, "texts or numbers, not both");
}

}  // namespace
}  // namespace rebate
