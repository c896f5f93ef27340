// SPDX-License-Identifier: Apache-2.0
//
// A status is the first that holds: vetoed, a requirement failed, no qualifying measure, no band,
// amount unknown, used up or reduced, payable. What is missing is never taken for zero.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

/// A rule in which from `begins` on nothing holds any more of: veto, require, by, band, amount,
/// cap.
std::string ranked(bool vetoed, bool required, const char* by, const char* from, const char* amount,
                   const char* cap) {
  SmallCase given(
      std::string(
          R"j("targets": {"annual": {"of": "net_sales", "per": "year"}}, "rules": [{"id": "r", "when": "year",
    "qualify": {"by": ")j") +
      by + R"j(", "veto": ["net_sales > )j" + (vetoed ? "1" : "10000") +
      R"j("], "require": ["net_sales >= )j" + (required ? "1" : "10000") +
      R"j("]}, "pay": {"mode": "retroactive", "bands": [{"from": )j" + from + R"j(, "amount": ")j" +
      amount + R"j("}]}, "limit": {"cap": ")j" + cap + R"j("}}])j");
  given.table("sales", "id,date,partner,net,cost\n1,2025-01-01,D,1000,\n");
  const std::string text = given.lines();
  return text.substr(text.find(": ") + 2);
}

TEST(Statuses, TheFirstThatHolds) {
  const char* target = "attainment('annual')";
  EXPECT_EQ(ranked(true, false, target, "\"1%\"", "5", "1"), "vetoed 0\n");
  EXPECT_EQ(ranked(false, false, target, "\"1%\"", "5", "1"), "not_qualified 0\n");
  EXPECT_EQ(ranked(false, true, target, "\"1%\"", "5", "1"), "no_target 0\n");
  EXPECT_EQ(ranked(false, true, "net_sales", "5000", "sum(sale.cost)", "1"), "not_qualified 0\n");
  EXPECT_EQ(ranked(false, true, "net_sales", "500", "sum(sale.cost)", "0"), "blocked 0\n");
  EXPECT_EQ(ranked(false, true, "net_sales", "500", "5", "0"), "used_up 0\n");
  EXPECT_EQ(ranked(false, true, "net_sales", "500", "5", "1"), "reduced 1\n");
  EXPECT_EQ(ranked(false, true, "net_sales", "500", "5", "10"), "payable 5\n");
  EXPECT_EQ(ranked(false, true, "net_sales", "500", "0", "10"), "payable 0\n");
}

TEST(Statuses, WhoExcludesIsNoLine) {
  SmallCase given(
      R"j("rules": [{"id": "r", "who": "partner.kind == 'dealer'", "when": "year", "pay": "1%"}])j");
  given.table("partners", "id,kind\nA,dealer\nB,shop\nC,\n");
  given.table("sales",
              "id,date,partner,net\n1,2025-01-01,A,100\n2,2025-01-01,B,100\n3,2025-01-01,C,100\n");
  EXPECT_EQ(given.lines(), "r A 2025: payable 1\n");
}

TEST(Statuses, APartnerEarnsWhileItIsOnFile) {
  SmallCase given(R"j("rules": [{"id": "r", "when": "quarter", "pay": "1%"}])j");
  given.table("partners", "id,valid_from,valid_to\nA,2025-02-01,2025-03-31\n");
  given.table("sales", "id,date,partner,net\n1,2025-02-01,A,100\n");
  EXPECT_EQ(given.lines(), "r A 2025-Q1: payable 1\n");
}

TEST(Statuses, AttributesCountAtThePeriodsEnd) {
  const auto run = [](const std::string& as_of) {
    SmallCase given(
        R"j("tiers": ["silver", "gold"], "rules": [{"id": "r", "who": {"where": "partner.tier >= 'gold'")j" +
        as_of + R"j(}, "when": "quarter", "pay": "1%"}])j");
    given.table(
        "partners",
        "id,tier,valid_from,valid_to\nA,silver,2025-01-01,2025-05-14\nA,gold,2025-05-15,\n");
    given.table("sales", "id,date,partner,net\n1,2025-05-01,A,100\n2,2025-06-01,A,200\n");
    return given.lines("2025-Q2");
  };
  EXPECT_EQ(run(""), "r A 2025-Q2: payable 3\n");
  EXPECT_EQ(run(R"j(, "as_of": "start")j"), "");
  EXPECT_EQ(run(R"j(, "as_of": "row")j"), "r A 2025-Q2: payable 2\n");  // who then cuts rows
}

TEST(Missing, AnAmountThatNeedsItBlocksAndNamesTheRows) {
  SmallCase given(
      R"j("rules": [{"id": "profit", "when": "year", "pay": {"of": "net_sales - sum(sale.cost)", "rate": "10%"}}])j");
  given.table("sales",
              "id,date,partner,net,cost\n1,2025-01-01,D,1000,700\n2,2025-05-02,D,500,\n3,2025-05-"
              "01,D,500,\n4,2025-06-01,D,500,\n5,2025-07-01,D,500,\n");
  const SettledCase run = given.settle();
  EXPECT_EQ(run.text(), "profit D 2025: blocked 0\n");
  const LineTrace trace = trace_line(run.settlement, *run.data.master, *run.tally, 0);
  ASSERT_EQ(trace.missing.size(), 1u);
  EXPECT_EQ(trace.missing[0].times, 4);
  EXPECT_EQ(trace.missing[0].rows, 5);
  ASSERT_EQ(trace.missing[0].first.size(), 3u);  // The first three by date.
  EXPECT_EQ(trace.missing[0].first[0].id, "3");
  EXPECT_EQ(trace.missing[0].first[1].id, "2");
  EXPECT_EQ(trace.missing[0].first[2].id, "4");
}

TEST(Missing, LeavingOutWhatLacksItIsSaid) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "year", "pay": {"of": "sum(sale.cost).where(has(sale.cost))", "rate": "10%"}},
    {"id": "d", "when": "year", "pay": {"of": "sum(default(sale.cost, 50))", "rate": "10%"}}])j");
  given.table("sales", "id,date,partner,net,cost\n1,2025-01-01,D,1000,700\n2,2025-05-02,D,500,\n");
  EXPECT_EQ(given.lines(), "r D 2025: payable 70\nd D 2025: payable 75\n");
}

TEST(Missing, AConditionThatMeetsItIsFalseAndCounted) {
  SmallCase given(
      R"j("fields": {"kpi.nps": "number"}, "rules": [{"id": "r", "when": "year", "qualify": {"require": ["kpi('nps') >= 8"]}, "pay": "1%"},
    {"id": "v", "when": "year", "qualify": {"veto": ["kpi('nps') < 8"]}, "pay": "1%"}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,1000\n");
  const SettledCase run = given.settle();
  EXPECT_EQ(run.text(), "r D 2025: not_qualified 0\nv D 2025: payable 10\n");
  ASSERT_EQ(run.settlement.coverage().missing.size(), 2u);
  EXPECT_EQ(run.settlement.coverage().missing[0].rule, "r");
  EXPECT_EQ(run.settlement.coverage().missing[0].times, 1);
}

TEST(Missing, LogicIsKleenes) {
  SmallCase given(R"j("fields": {"kpi.x": "number"}, "rules": [
    {"id": "or", "when": "year", "qualify": {"require": ["kpi('x') >= 1 || net_sales > 0"]}, "pay": "1%"},
    {"id": "and", "when": "year", "qualify": {"veto": ["kpi('x') >= 1 && net_sales < 0"]}, "pay": "1%"},
    {"id": "not", "when": "year", "qualify": {"require": ["!(kpi('x') >= 1)"]}, "pay": "1%"}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,1000\n");
  EXPECT_EQ(given.lines(),
            "or D 2025: payable 10\nand D 2025: payable 10\nnot D 2025: not_qualified 0\n");
}

TEST(Missing, ARowWhoseConditionIsMissingIsNotSeen) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "year", "what": "product.line == 'L1'", "pay": "1%"},
                               {"id": "n", "when": "year", "what": "!(product.line == 'L1')", "pay": "1%"}])j");
  given.table("products", "id,line\nA,L1\nB,\n");
  given.table("sales",
              "id,date,partner,product,net\n1,2025-01-01,D,A,1000\n2,2025-01-01,D,B,500\n");
  EXPECT_EQ(given.lines(), "r D 2025: payable 10\nn D 2025: payable 0\n");
}

TEST(Lines, ExistForEveryEarnerPeriodAndKey) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "half", "pay": "1%"}, {"id": "k", "when": "half", "what": {"each": "product.line"}, "pay": "1%"}])j");
  given.table("partners", "id\nB\nA\n");
  given.table("products", "id,line\nP,L1\nQ,\n");
  given.table("sales", "id,date,partner,product,net\n1,2025-01-01,A,P,100\n2,2025-01-01,A,Q,100\n");
  EXPECT_EQ(given.lines(),
            "r A 2025-H1: payable 2\nr A 2025-H2: payable 0\nk A 2025-H1 L1: payable 1\nr B "
            "2025-H1: payable 0\nr B 2025-H2: payable 0\n");
}

TEST(Lines, OfAPeriodAreThoseThatEndInIt) {
  SmallCase given(
      R"j("rules": [{"id": "q", "when": "quarter", "pay": "1%"}, {"id": "y", "when": "year", "pay": "1%"}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,A,100\n");
  EXPECT_EQ(given.lines("2025-H1"), "q A 2025-Q1: payable 1\nq A 2025-Q2: payable 0\n");
  EXPECT_EQ(given.lines("2025-12"), "q A 2025-Q4: payable 0\ny A 2025: payable 1\n");
}

}  // namespace
}  // namespace rebate
