// SPDX-License-Identifier: Apache-2.0
//
// A long period paid in parts: each instalment is the period to date less what was settled; a part
// may be held back until the end; a period that has not closed is only provided for.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

TEST(Instalments, AreThePeriodToDateLessTheOnesBefore) {
  SmallCase given(
      R"j("rules": [{"id": "y", "when": {"per": "year", "settle": "quarter"}, "pay": {"mode": "retroactive",
    "bands": [{"from": 0, "rate": "1%"}, {"from": 1500, "rate": "2%"}]}}])j");
  given.table("sales",
              "id,date,partner,net\n1,2025-01-01,D,1000\n2,2025-05-01,D,500\n3,2025-11-01,D,100\n");
  EXPECT_EQ(given.lines(),
            "y D 2025-Q1: instalment payable 10\ny D 2025-Q2: instalment payable 20\n"
            "y D 2025-Q3: instalment settled 0\ny D 2025-Q4: payable 2\n");
}

TEST(Instalments, AnAdvanceHoldsAPartBack) {
  SmallCase given(
      R"j("rules": [{"id": "y", "when": {"per": "year", "settle": "half", "advance": "80%"}, "pay": "10%"}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,1000\n2,2025-08-01,D,500\n");
  EXPECT_EQ(given.lines(), "y D 2025-H1: instalment payable 80\ny D 2025-H2: payable 70\n");
}

TEST(Instalments, ComeAfterCapAndBeforeRounding) {
  SmallCase given(
      R"j("rules": [{"id": "y", "when": {"per": "year", "settle": "half", "advance": "80%"}, "pay": "10%", "limit": {"cap": 20000}}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,260000\n");
  EXPECT_EQ(given.lines("2025-H1"), "y D 2025-H1: instalment reduced 16000\n");
}

TEST(Instalments, CompareWithTheSamePartOfLastYear) {
  SmallCase given(
      R"j("rules": [{"id": "y", "when": {"per": "year", "settle": "quarter"}, "qualify": "growth(net_sales)", "pay": {"mode": "retroactive",
    "bands": [{"from": "20%", "rate": "1%"}]}}])j");
  given.table("sales",
              "id,date,partner,net\n1,2024-02-01,D,100\n2,2025-02-01,D,120\n3,2024-12-01,D,900\n");
  EXPECT_EQ(given.lines("2025-Q1"), "y D 2025-Q1: instalment payable 1.2\n");
}

TEST(Instalments, PhaseALinearTarget) {
  SmallCase given(R"j("targets": {"t": {"of": "net_sales", "per": "year", "phased": "linear"}},
    "rules": [{"id": "y", "when": {"per": "year", "settle": "quarter"}, "qualify": "attainment('t')", "pay": {"mode": "retroactive",
      "bands": [{"from": "100%", "rate": "1%"}]}}])j");
  given.table("targets", "target,partner,period,value\nt,D,2025,4000\n");
  given.table(
      "sales",
      "id,date,partner,net\n1,2025-02-01,D,1000\n2,2025-05-01,D,999\n3,2025-08-01,D,1001\n");
  EXPECT_EQ(given.lines(),
            "y D 2025-Q1: instalment payable 10\ny D 2025-Q2: instalment payable -10\n"
            "y D 2025-Q3: instalment payable 30\ny D 2025-Q4: payable -30\n");
}

TEST(Instalments, ElapsedPaysAFixedSumInParts) {
  SmallCase given(
      R"j("rules": [{"id": "y", "when": {"per": "year", "settle": "quarter"}, "pay": {"amount": "8000 * period.elapsed"}}])j");
  given.table("partners", "id\nD\n");
  EXPECT_EQ(given.lines(),
            "y D 2025-Q1: instalment payable 2000\ny D 2025-Q2: instalment payable 2000\n"
            "y D 2025-Q3: instalment payable 2000\ny D 2025-Q4: payable 2000\n");
}

TEST(Instalments, WhatWasSettledBeforeIsTakenOff) {
  SmallCase given(
      R"j("rules": [{"id": "y", "when": {"per": "year", "settle": "half"}, "pay": "10%"}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,1000\n2,2025-08-01,D,500\n");
  given.table("settled",
              "partner,rule,period,kind,amount,run,on\nD,y,2025-H1,instalment,90,x,2025-07-05\n");
  EXPECT_EQ(given.lines(), "y D 2025-H1: instalment payable 10\ny D 2025-H2: payable 50\n");
}

TEST(Accruals, AStatedRateIsOneOfNetSalesWhereAmountsArePaid) {
  SmallCase given(R"j("rules": [{"id": "r", "when": {"per": "year", "accrue": {"rate": "3.5%"}},
    "pay": {"amount": "50"}}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-05,D,1000\n").as_of("2025-05-10");
  EXPECT_EQ(given.lines(), "r D 2025: accrual provisional 35\n");
}

TEST(Accruals, APeriodThatHasNotClosedIsProvidedFor) {
  SmallCase given(R"j("rules": [{"id": "q", "when": "quarter", "pay": "10%"}])j");
  given
      .table("sales",
             "id,date,partner,net\n1,2025-01-01,D,1000\n2,2025-04-11,D,300\n3,2025-06-01,D,50\n")
      .as_of("2025-05-15");
  EXPECT_EQ(given.lines(), "q D 2025-Q1: payable 100\nq D 2025-Q2: accrual provisional 30\n");
}

}  // namespace
}  // namespace rebate
