// SPDX-License-Identifier: Apache-2.0
//
// A settlement is the entitlement as of a date less what was settled: run twice, it pays nothing
// twice.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

constexpr const char* kQuarter =
    R"j("rules": [{"id": "r", "when": "quarter", "pay": {"mode": "retroactive",
  "bands": [{"from": 100, "rate": "10%"}]}}])j";

TEST(Settled, ASecondRunPaysNothingTwice) {
  SmallCase given(kQuarter);
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,1000\n");
  given.table("settled",
              "partner,rule,period,kind,amount,run,on\nD,r,2025-Q1,final,100,run-1,2025-04-05\n");
  EXPECT_EQ(given.lines("2025-Q1"), "r D 2025-Q1: settled 0\n");
}

TEST(Settled, ALateRowIsTheDifference) {
  SmallCase given(kQuarter);
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,1000\n2,2025-03-31,D,200\n");
  given.table("settled",
              "partner,rule,period,kind,amount,run,on\nD,r,2025-Q1,final,60,run-1,2025-04-05\nD,r,"
              "2025-Q1,true_up,40,run-2,2025-05-05\n");
  const SettledCase run = given.settle("2025-Q1");
  EXPECT_EQ(run.line("r").settled_before.to_string(), "100");
  EXPECT_EQ(run.line("r").due.to_string(), "20");
  EXPECT_EQ(run.line("r").kind, LineKind::kTrueUp);
}

TEST(Settled, WhatIsNoLongerEarnedIsCharged) {
  SmallCase given(kQuarter);
  given.table("sales",
              "id,date,partner,type,net\n1,2025-01-01,D,sale,1000\n2,2025-02-01,D,return,-950\n");
  given.table("settled",
              "partner,rule,period,kind,amount,run,on\nD,r,2025-Q1,final,100,run-1,2025-04-05\n");
  EXPECT_EQ(given.settle("2025-Q1").line("r").due.to_string(), "-100");
}

TEST(Settled, ABlockedLineLeavesWhatWasSettled) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "quarter", "pay": {"of": "sum(sale.cost)", "rate": "10%"}}])j");
  given.table("sales", "id,date,partner,net,cost\n1,2025-01-01,D,1000,\n");
  given.table("settled",
              "partner,rule,period,kind,amount,run,on\nD,r,2025-Q1,final,100,run-1,2025-04-05\n");
  EXPECT_EQ(given.lines("2025-Q1"), "r D 2025-Q1: blocked 0\n");
}

TEST(Settled, IsOfTheSameRulePartnerPeriodAndKey) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "quarter", "what": {"each": "product.line"}, "pay": "10%"}])j");
  given.table("partners", "id\nD\nE\n");
  given.table("products", "id,line\nA,L1\nB,L2\n");
  given.table("sales",
              "id,date,partner,product,net\n1,2025-01-01,D,A,1000\n2,2025-01-01,D,B,1000\n");
  given.table("settled",
              "partner,rule,period,kind,amount,run,on,each\nD,r,2025-Q1,final,30,x,2025-04-05,"
              "L1\nE,r,2025-Q1,final,7,x,2025-04-05,L1\n"
              "D,r,2025-Q2,final,5,x,2025-04-05,L1\nD,other,2025-Q1,final,5,x,2025-04-05,L1\n");
  EXPECT_EQ(given.lines("2025-Q1"),
            "r D 2025-Q1 L1: true_up payable 70\nr D 2025-Q1 L2: payable 100\n");
}

TEST(Settled, ASmallDifferenceIsOneOfTheWholeLine) {
  SmallCase given(R"j("rules": [{"id": "r", "when": "year", "pay": {"rate": "10%",
    "to": {"each": "sale.store", "by": "net_sales"}}, "limit": {"ignore_under": "1"}}])j");
  given.table("sales", "id,date,partner,store,net\n1,2025-01-01,D,S1,100\n2,2025-02-01,D,S2,100\n")
      .table("settled",
             "partner,rule,period,kind,amount,run,on,payee\nD,r,2025,final,20,x,"
             "2026-01-05,S1\n");
  // One shop has what the other should: the line as a whole owes nothing.
  EXPECT_EQ(given.lines(), "r D/S1 2025: settled 0\nr D/S2 2025: settled 0\n");
}

TEST(AsOf, KnowsOnlyWhatWasPostedByThen) {
  const auto run = [](const char* day) {
    SmallCase given(R"j("rules": [{"id": "r", "when": "quarter", "pay": "10%"}])j");
    given.table("sales",
                "id,date,posted,partner,net\n1,2025-01-01,2025-01-02,D,1000\n2,2025-03-31,2025-04-"
                "09,D,200\n3,2025-03-31,2025-04-11,D,30\n4,2025-02-01,,D,5\n");
    return given.as_of(day).settle("2025-Q1").line("r").due.to_string();
  };
  EXPECT_EQ(run("2025-04-08"), "100.5");
  EXPECT_EQ(run("2025-04-10"), "120.5");
  EXPECT_EQ(run("2025-12-31"), "123.5");
}

TEST(AsOf, PeriodsThatHaveNotBegunHaveNoLines) {
  SmallCase given(R"j("rules": [{"id": "r", "when": "quarter", "pay": "10%"}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,1000\n").as_of("2025-06-30");
  EXPECT_EQ(given.lines(), "r D 2025-Q1: payable 100\nr D 2025-Q2: payable 0\n");
}

TEST(AsOf, WithoutItEverythingIsKnown) {
  SmallCase given(R"j("rules": [{"id": "r", "when": "quarter", "pay": "10%"}])j");
  given.table("sales", "id,date,posted,partner,net\n1,2025-01-01,2027-01-02,D,1000\n");
  EXPECT_EQ(given.lines("2025-Q1"), "r D 2025-Q1: payable 100\n");
}

}  // namespace
}  // namespace rebate
