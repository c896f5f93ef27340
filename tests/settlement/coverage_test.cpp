// SPDX-License-Identifier: Apache-2.0
//
// Nothing is silent: rows without a rule, rows with two, rules without rows, partners without a
// target.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

TEST(Coverage, CountsRowsThatNoRuleUsed) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "quarter", "what": "product.line == 'L1'", "pay": "1%"}])j");
  given.table("products", "id,line\nA,L1\nB,L2\n");
  given.table("sales",
              "id,date,partner,product,net\n1,2025-01-01,D,A,100\n2,2025-01-01,D,B,20\n3,2024-12-"
              "31,D,A,3\n4,2025-05-01,E,B,0.5\n");
  given.table("claims", "id,date,partner,amount\nC,2025-01-01,D,77\n");
  const Coverage coverage = given.settle().settlement.coverage();
  ASSERT_EQ(coverage.unused.size(), 2u);
  EXPECT_EQ(coverage.unused[0].noun, "claim");
  EXPECT_EQ(coverage.unused[0].rows, 1);
  EXPECT_EQ(coverage.unused[1].noun, "sale");
  EXPECT_EQ(coverage.unused[1].rows, 3);
  EXPECT_EQ(coverage.unused[1].amount.to_string(), "23.5");
  EXPECT_EQ(coverage.unused[0].first_ids, std::vector<std::string>{"C"});
  EXPECT_EQ(coverage.unused[1].first_ids, (std::vector<std::string>{"3", "2", "4"}));
}

TEST(Coverage, NamesTheFirstUnusedRowsByDateAndId) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "quarter", "what": "product.line == 'L1'", "pay": "1%"}])j");
  given.table("products", "id,line\nA,L1\nB,L2\n");
  std::string sales = "id,date,partner,product,net\n";
  // Many unused rows of one day in two cells, and one more that is earlier, after all of them.
  for (int i = 19; i >= 10; --i) {
    sales += "S" + std::to_string(i) + ",2025-03-0" + std::to_string(i % 2 + 1) + "," +
             (i % 3 == 0 ? "E" : "D") + ",B,1\n";
    sales += "U" + std::to_string(i) + ",2025-01-01,D,A,1\n";
  }
  sales += "Z,2025-02-28,F,B,1\n";
  given.table("sales", sales);
  const Coverage coverage = given.settle().settlement.coverage();
  ASSERT_EQ(coverage.unused.size(), 1u);
  EXPECT_EQ(coverage.unused[0].rows, 11);
  EXPECT_EQ(coverage.unused[0].first_ids, (std::vector<std::string>{"Z", "S10", "S12"}));
}

TEST(Coverage, CountsRowsWhoseConditionMetAMissingValue) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "quarter", "what": "product.line == 'L1' && sale.net > 5", "pay": "1%"}])j");
  given.table("products", "id,line\nA,L1\n");
  // Two rows of a product that nobody knows; of a third the other condition is false anyway.
  given.table("sales",
              "id,date,partner,product,net\n1,2025-01-01,D,A,100\n2,2025-01-01,D,X,20\n"
              "3,2025-04-01,E,X,30\n4,2025-04-01,E,X,3\n5,2024-04-01,E,X,30\n");
  const Coverage coverage = given.settle().settlement.coverage();
  ASSERT_EQ(coverage.missing.size(), 1u);
  EXPECT_EQ(coverage.missing[0].rule, "r");
  EXPECT_EQ(coverage.missing[0].expression, "product.line == 'L1'");
  EXPECT_EQ(coverage.missing[0].times, 2);
}

TEST(Coverage, CountsRowsThatTwoRulesPay) {
  SmallCase given(R"j("fields": {"kpi.x": "number"}, "rules": [
    {"id": "a", "when": "year", "pay": "1%"}, {"id": "b", "when": "quarter", "what": "product.line == 'L1'", "pay": "1%"},
    {"id": "m", "when": "year", "pay": "1%"}, {"id": "s", "when": "year", "what": {"sum_of": ["m"]}},
    {"id": "flat", "when": "year", "qualify": {"require": ["kpi('x') > 1"]}, "pay": {"amount": "800"}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\n");
  given.table("sales", "id,date,partner,product,net\n1,2025-01-01,D,A,100\n2,2025-01-01,D,B,20\n");
  const Coverage coverage = given.settle().settlement.coverage();
  ASSERT_EQ(coverage.paid_twice.size(), 1u);
  EXPECT_EQ(coverage.paid_twice[0].rule + " " + coverage.paid_twice[0].other, "a b");
  EXPECT_EQ(coverage.paid_twice[0].rows, 1);
  EXPECT_EQ(coverage.paid_twice[0].amount.to_string(), "100");
}

TEST(Coverage, NamesRulesWithoutRowsAndWithoutPay) {
  SmallCase given(R"j("rules": [
    {"id": "paid", "when": "year", "pay": "1%"},
    {"id": "norows", "when": "year", "what": "product.line == 'L9'", "pay": "1%"},
    {"id": "high", "when": "year", "pay": {"mode": "retroactive", "bands": [{"from": 1000000, "rate": "1%"}]}}])j");
  given.table("products", "id,line\nA,L1\n");
  given.table("sales", "id,date,partner,product,net\n1,2025-01-01,D,A,100\n");
  const Coverage coverage = given.settle().settlement.coverage();
  EXPECT_EQ(coverage.rules_without_rows, std::vector<std::string>{"norows"});
  EXPECT_EQ(coverage.rules_that_paid_nothing, (std::vector<std::string>{"norows", "high"}));
}

TEST(Coverage, NamesPartnersWithoutTargetOrBaseline) {
  SmallCase given(R"j("targets": {"annual": {"of": "net_sales", "per": "year"}}, "rules": [
    {"id": "t", "when": "year", "qualify": "attainment('annual')", "pay": {"mode": "retroactive", "bands": [{"from": "1%", "rate": "1%"}]}},
    {"id": "g", "when": "half", "qualify": "growth(net_sales)", "pay": {"mode": "retroactive", "bands": [{"from": "1%", "rate": "1%"}]}}])j");
  given.table("partners", "id\nA\nB\n");
  given.table("targets", "target,partner,period,value\nannual,A,2025,1\n");
  given.table("sales",
              "id,date,partner,net\n1,2025-01-01,A,100\n2,2024-01-01,A,100\n3,2025-08-01,B,5\n");
  const Coverage coverage = given.settle().settlement.coverage();
  EXPECT_EQ(coverage.partners_without_target, std::vector<std::string>{"t: B"});
  EXPECT_EQ(coverage.partners_without_baseline,
            (std::vector<std::string>{"g: A 2025-H2", "g: B 2025-H1", "g: B 2025-H2"}));
}

}  // namespace
}  // namespace rebate
