// SPDX-License-Identifier: Apache-2.0
//
// Targets, attainment, growth: what they are taken of, and what happens where there is nothing to
// take.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

constexpr const char* kAnnual = R"j(
  "targets": {"annual": {"of": "net_sales", "per": "year"}},
  "rules": [{"id": "annual", "when": "year", "qualify": "attainment('annual')", "pay": {"mode": "retroactive",
    "bands": [{"from": "80%", "rate": "2%"}, {"from": "90%", "rate": "3%"}, {"from": "100%", "rate": "5%"}]}}])j";

TEST(Targets, EachBandBeginsExactlyOnItsBound) {
  struct Row {
    const char* net;
    const char* line;
  };
  const Row rows[] = {
      {"799999.99", "not_qualified 0"}, {"800000", "payable 16000"},
      {"899999.99", "payable 18000"},   {"900000", "payable 27000"},
      {"1000000", "payable 50000"},
  };
  for (const Row& row : rows) {
    SmallCase given(kAnnual);
    given.table("targets", "target,partner,period,value\nannual,D,2025,1000000\n");
    given.table("sales", std::string("id,date,partner,net\nS,2025-12-31,D,") + row.net + "\n");
    EXPECT_EQ(given.lines(), std::string("annual D 2025: ") + row.line + "\n") << row.net;
  }
}

TEST(Targets, NoTargetAndATargetOfZeroPayNothing) {
  SmallCase given(kAnnual);
  given.table("partners", "id\nA\nB\nC\n");
  given.table("targets", "target,partner,period,value\nannual,B,2025,0\nannual,C,2024,100\n");
  given.table("sales",
              "id,date,partner,net\n1,2025-01-01,A,500\n2,2025-01-01,B,500\n3,2025-01-01,C,500\n");
  const SettledCase run = given.settle();
  EXPECT_EQ(run.text(),
            "annual A 2025: no_target 0\nannual B 2025: no_target 0\nannual C 2025: no_target 0\n");
  EXPECT_FALSE(run.reasons("annual", "A").empty());
}

TEST(Targets, WhenMissingNamesTheValueToTake) {
  SmallCase given(R"j("targets": {"annual": {"of": "net_sales", "per": "year"}},
    "rules": [{"id": "r", "when": "year", "qualify": {"by": "attainment('annual')", "when_missing": "95%"},
      "pay": {"mode": "retroactive", "bands": [{"from": "80%", "rate": "2%"}, {"from": "90%", "rate": "3%"}]}}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,A,1000\n");
  EXPECT_EQ(given.lines(), "r A 2025: payable 30\n");
}

TEST(Targets, AttainmentSeesAllRowsAndThePayOnlyItsOwn) {
  SmallCase given(R"j("targets": {"annual": {"of": "net_sales", "per": "year"}},
    "rules": [
      {"id": "line", "when": "year", "what": "product.line == 'L1'", "qualify": "attainment('annual')",
       "pay": {"mode": "retroactive", "bands": [{"from": "100%", "rate": "5%"}]}},
      {"id": "own", "when": "year", "what": "product.line == 'L1'", "qualify": "net_sales",
       "pay": {"mode": "retroactive", "bands": [{"from": 1000, "rate": "5%"}]}},
      {"id": "all", "when": "year", "what": "product.line == 'L1'", "qualify": "unfiltered(net_sales)",
       "pay": {"mode": "retroactive", "bands": [{"from": 1000, "rate": "5%"}]}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\n");
  given.table("targets", "target,partner,period,value\nannual,D,2025,1000\n");
  given.table("sales", "id,date,partner,product,net\n1,2025-01-01,D,A,300\n2,2025-01-01,D,B,700\n");
  EXPECT_EQ(given.lines(),
            "line D 2025: payable 15\nown D 2025: not_qualified 0\nall D 2025: payable 15\n");
}

TEST(Targets, PhasedLinearlyOverTheQuarters) {
  SmallCase given(R"j("targets": {"annual": {"of": "net_sales", "per": "year", "phased": "linear"}},
    "rules": [{"id": "q", "when": "quarter", "qualify": "attainment('annual')",
      "pay": {"mode": "retroactive", "bands": [{"from": "100%", "rate": "1%"}]}}])j");
  given.table("targets", "target,partner,period,value\nannual,D,2025,4000\n");
  given.table("sales",
              "id,date,partner,net\n1,2025-01-01,D,1000\n2,2025-04-01,D,999\n3,2025-07-01,D,"
              "1001\n4,2025-10-01,D,1000\n");
  // To date: 1,000 of 1,000; 1,999 of 2,000; 3,000 of 3,000; 4,000 of 4,000.
  EXPECT_EQ(given.lines(),
            "q D 2025-Q1: payable 10\nq D 2025-Q2: not_qualified 0\nq D 2025-Q3: payable 10.01\nq "
            "D 2025-Q4: payable 10\n");
}

TEST(Targets, PhasedNoneComparesWithTheWhole) {
  SmallCase given(R"j("targets": {"annual": {"of": "net_sales", "per": "year", "phased": "none"}},
    "rules": [{"id": "q", "when": "quarter", "qualify": "attainment('annual')",
      "pay": {"mode": "retroactive", "bands": [{"from": "50%", "rate": "1%"}]}}])j");
  given.table("targets", "target,partner,period,value\nannual,D,2025,4000\n");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,1000\n2,2025-04-01,D,1000\n");
  EXPECT_EQ(given.lines("2025-Q1"), "q D 2025-Q1: not_qualified 0\n");
  EXPECT_EQ(given.lines("2025-Q2"), "q D 2025-Q2: payable 10\n");
}

TEST(Targets, OfAGroupAndAsAFormula) {
  SmallCase given(
      R"j("targets": {"team": {"of": "net_sales", "per": "year", "for": "partner.region"},
                                 "last": {"of": "net_sales", "per": "year", "is": "110% * net_sales.during(last_year)"}},
    "rules": [
      {"id": "team", "when": "year", "qualify": "attainment('team')", "pay": {"mode": "retroactive", "bands": [{"from": "100%", "rate": "1%"}]}},
      {"id": "last", "when": "year", "qualify": "attainment('last')", "pay": {"mode": "retroactive", "bands": [{"from": "100%", "rate": "1%"}]}}])j");
  given.table("partners", "id,region\nD,north\n");
  given.table("targets", "target,partner,period,value\nteam,north,2025,1000\n");
  given.table("sales", "id,date,partner,net\n1,2024-05-05,D,1000\n2,2025-01-01,D,1100\n");
  EXPECT_EQ(given.lines(), "team D 2025: payable 11\nlast D 2025: payable 11\n");
}

TEST(Targets, OneFigurePerKey) {
  SmallCase given(
      R"j("targets": {"line": {"of": "net_sales", "per": "year", "each": "product.line"}},
    "rules": [{"id": "r", "when": "year", "what": {"each": "product.line"}, "qualify": "attainment('line')",
      "pay": {"mode": "retroactive", "bands": [{"from": "100%", "rate": "1%"}]}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\nC,L3\n");
  given.table(
      "targets",
      "target,partner,period,value,product.line\nline,D,2025,1000,L1\nline,D,2025,2000,L2\n");
  given.table("sales",
              "id,date,partner,product,net\n1,2025-01-01,D,A,1000\n2,2025-01-01,D,B,1999\n3,2025-"
              "01-01,D,C,5\n");
  EXPECT_EQ(given.lines(),
            "r D 2025 L1: payable 10\nr D 2025 L2: not_qualified 0\nr D 2025 L3: no_target 0\n");
}

constexpr const char* kGrowth = R"j(
  "rules": [{"id": "g", "when": "quarter", "qualify": "growth(net_sales)", "pay": {"mode": "retroactive",
    "bands": [{"from": "10%", "rate": "1%"}, {"from": "20%", "rate": "2%"}]}}])j";

TEST(Growth, ComparesWithTheSamePeriodLastYear) {
  SmallCase given(kGrowth);
  given.table("sales",
              "id,date,partner,net\n1,2024-05-05,A,160000\n2,2025-05-05,A,192000\n3,2024-04-01,B,"
              "100\n4,2025-06-30,B,119.99\n"
              "5,2024-06-30,C,100\n6,2025-04-01,C,109.99\n");
  EXPECT_EQ(given.lines("2025-Q2"),
            "g A 2025-Q2: payable 3840\ng B 2025-Q2: payable 1.2\ng C 2025-Q2: not_qualified 0\n");
}

TEST(Growth, NeedsABaselineAboveZero) {
  SmallCase given(kGrowth);
  given.table("sales",
              "id,date,partner,net\n1,2024-05-05,A,0\n2,2025-05-05,A,100\n3,2024-05-05,B,-5\n4,"
              "2025-05-05,B,100\n5,2025-05-05,C,100\n");
  EXPECT_EQ(given.lines("2025-Q2"),
            "g A 2025-Q2: no_baseline 0\ng B 2025-Q2: no_baseline 0\ng C 2025-Q2: no_baseline 0\n");
}

TEST(Growth, NeedsRowsThatGoBackSoFar) {
  SmallCase given(kGrowth);
  given.table("partners", "id,valid_from\nA,2020-01-01\nB,2020-01-01\n").as_files();
  given.table(
      "sales",
      "id,date,partner,product,quantity,net\n1,2024-05-10,A,P,1,100\n2,2025-05-10,A,P,1,150\n"
      "3,2024-07-31,A,P,1,100\n4,2025-07-31,A,P,1,150\n5,2025-07-31,B,P,1,150\n");
  // The rows begin in May 2024: of the second quarter of 2024 not everything is known.
  EXPECT_EQ(given.lines("2025-Q2"), "g A 2025-Q2: no_baseline 0\ng B 2025-Q2: no_baseline 0\n");
  EXPECT_EQ(given.lines("2025-Q3"), "g A 2025-Q3: payable 3\ng B 2025-Q3: no_baseline 0\n");
}

TEST(Growth, AFigureOnFileIsOneOfAllSales) {
  SmallCase given(R"j("rules": [
    {"id": "all", "when": "year", "pay": {"of": "net_sales.during(last_year)", "rate": "1%"}},
    {"id": "some", "when": "year", "pay": {"of": "net_sales.where(sale.net > 1).during(last_year)",
     "rate": "1%"}}])j");
  given.table("partners", "id,valid_from\nD,2020-01-01\n")
      .table("sales", "id,date,partner,product,quantity,net\n1,2025-01-05,D,P,1,1000\n")
      .table("history", "measure,partner,period,value\nnet_sales,D,2024,700\n")
      .as_files();
  EXPECT_EQ(given.lines(), "all D 2025: payable 7\nsome D 2025: no_baseline 0\n");
}

TEST(Growth, ExcessOfGrowthPaysTheIncrease) {
  SmallCase given(R"j("rules": [{"id": "g", "when": "year", "qualify": "growth(net_sales)",
    "pay": {"of": "net_sales - net_sales.during(last_year)", "mode": "marginal",
            "bands": [{"from": "0%", "rate": "5%"}, {"from": "20%", "rate": "10%"}]}}])j");
  given.table("sales", "id,date,partner,net\n1,2024-05-05,A,1000\n2,2025-05-05,A,1300\n");
  EXPECT_EQ(given.lines(), "g A 2025: payable 20\n");  // 200 x 5% + 100 x 10%
}

TEST(Streaks, AskRowsAboutThePeriodThatIsLookedAt) {
  SmallCase given(R"j("rules": [{"id": "s", "when": "month",
    "what": "customer.first_purchase in period", "qualify": "streak(net_sales > 0, 3)",
    "pay": {"mode": "retroactive", "bands": [{"from": 1, "amount": 10}, {"from": 2, "amount": 20}]}}])j");
  given.table("customers", "id,first_purchase\nK,2025-04-01\nL,2025-05-02\n")
      .table("sales",
             "id,date,partner,customer,net\n1,2025-03-25,D,K,100\n2,2025-04-02,D,K,100\n"
             "3,2025-05-02,D,L,100\n");
  EXPECT_EQ(given.lines("2025-04"), "s D 2025-04: payable 10\n");
  EXPECT_EQ(given.lines("2025-05"), "s D 2025-05: payable 20\n");
}

TEST(Windows, LookBackAndToDate) {
  SmallCase given(R"j("rules": [
    {"id": "prior", "when": "quarter", "pay": {"of": "net_sales.during(prior)", "rate": "1%"}},
    {"id": "two", "when": "quarter", "pay": {"of": "net_sales.during(years_ago(2))", "rate": "1%"}},
    {"id": "ytd", "when": "quarter", "pay": {"of": "net_sales.during(to_date('year'))", "rate": "1%"}},
    {"id": "trailing", "when": "quarter", "pay": {"of": "net_sales.during(trailing(6, 'month'))", "rate": "1%"}},
    {"id": "range", "when": "quarter", "pay": {"of": "net_sales.during('2025-02')", "rate": "1%"}},
    {"id": "ever", "when": "quarter", "pay": {"of": "net_sales.during(lifetime)", "rate": "1%"}}])j");
  given.table("sales",
              "id,date,partner,net\n1,2023-07-01,A,100\n2,2024-12-31,A,1000\n3,2025-02-28,A,"
              "10000\n4,2025-06-30,A,100000\n5,2025-07-01,A,1000000\n");
  EXPECT_EQ(given.lines("2025-Q2"),
            "prior A 2025-Q2: payable 100\ntwo A 2025-Q2: payable 0\nytd A 2025-Q2: payable 1100\n"
            "trailing A 2025-Q2: payable 1100\nrange A 2025-Q2: payable 100\never A 2025-Q2: "
            "payable 1111\n");
  EXPECT_EQ(given.lines("2025-Q3").substr(0, 55),
            "prior A 2025-Q3: payable 1000\ntwo A 2025-Q3: payable 1\n");
}

}  // namespace
}  // namespace rebate
