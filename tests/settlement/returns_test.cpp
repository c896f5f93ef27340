// SPDX-License-Identifier: Apache-2.0
//
// Rows with the other sign: returns of a line, with and without the row they reverse, and counts.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

constexpr const char* kDeal = R"j("rules": [
  {"id": "deal", "when": "month", "what": {"each": "sale"}, "pay": {"mode": "retroactive", "bands": [
    {"from": 0, "rate": "5%"}, {"from": 30000, "rate": "15%"}]}},
  {"id": "plain", "when": "month", "what": {"each": "sale"}, "pay": "5%"},
  {"id": "best", "when": "month", "what": {"best_of": ["deal", "plain"], "each": "sale"}}])j";

TEST(Returns, AFullReturnPaysBackWhatTheSaleWasPaid) {
  SmallCase given(kDeal);
  given.table("sales",
              "id,date,partner,type,net,reverses\nS,2025-01-05,D,sale,33000,\nR,2025-01-20,D,"
              "return,-33000,S\n");
  EXPECT_EQ(
      given.lines("2025-01"),
      "deal D 2025-01 R: payable kept -4950 of -4950\ndeal D 2025-01 S: payable kept 4950 of 4950\n"
      "plain D 2025-01 R: superseded kept 0 of -1650\nplain D 2025-01 S: superseded kept 0 of "
      "1650\n"
      "best D 2025-01 R: payable -4950\nbest D 2025-01 S: payable 4950\n");
}

TEST(Returns, APartPaysBackItsPart) {
  SmallCase given(
      R"j("rules": [{"id": "deal", "when": "month", "what": {"each": "sale"}, "pay": {"mode": "retroactive", "bands": [
    {"from": 0, "rate": "5%"}, {"from": 30000, "rate": "15%"}]}, "limit": {"cap": 4000}}])j");
  given.table("sales",
              "id,date,partner,type,net,reverses\nS,2025-01-05,D,sale,33000,\nR,2025-01-20,D,"
              "return,-11000,S\n");
  EXPECT_EQ(given.settle("2025-01").line("deal", "D", "", "R").due.to_string(2),
            "-1333.33");  // a third of 4,000
}

TEST(Returns, WithoutAReferenceTheChainRunsOnItsSize) {
  SmallCase given(kDeal);
  given.table("sales",
              "id,date,partner,type,net\nS,2025-01-05,D,sale,33000\nR,2025-01-20,D,return,-1000\nQ,"
              "2025-01-21,D,return,-40000\n");
  const SettledCase run = given.settle("2025-01");
  EXPECT_EQ(run.line("best", "D", "", "R").due.to_string(), "-50");
  EXPECT_EQ(run.line("best", "D", "", "Q").due.to_string(), "-6000");
}

TEST(Returns, AreNegativeInTheirOwnPeriod) {
  SmallCase given(R"j("rules": [{"id": "r", "when": "quarter", "pay": "5%"}])j");
  given.table("sales",
              "id,date,partner,type,net,reverses\nS,2025-03-31,D,sale,1000,\nR,2025-04-01,D,return,"
              "-400,S\n");
  EXPECT_EQ(given.lines("2025-H1"), "r D 2025-Q1: payable 50\nr D 2025-Q2: payable -20\n");
}

// First quarter: 1,000 at 5%, then 400 of it come back in the second, which reaches 2% by itself.
// R2 points at nothing and is net; R3 takes back a sale of which nothing was paid.
TEST(Returns, AreChargedAtTheRateOfTheirSale) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "quarter", "what": {"returns": "at_original_rate"},
    "pay": {"mode": "retroactive", "bands": [{"from": 100, "rate": "2%"}, {"from": 1000, "rate": "5%"}]}}])j");
  given.table("sales",
              "id,date,partner,type,net,reverses\n"
              "S1,2025-03-31,D,sale,1000,\nR1,2025-04-01,D,return,-400,S1\n"
              "S2,2025-05-01,D,sale,300,\nR2,2025-05-02,D,return,-100,\n"
              "S3,2025-07-01,D,sale,50,\nR3,2025-08-01,D,return,-10,S3\n"
              "R4,2025-11-01,D,return,-20,S1\n");
  const SettledCase run = given.settle();
  EXPECT_EQ(run.text(),
            "r D 2025-Q1: payable 50\n"
            "r D 2025-Q2: payable -16\n"  // 200 x 2% - 400 x 5%
            "r D 2025-Q3: not_qualified 0\n"
            "r D 2025-Q4: payable -1\n");
  EXPECT_EQ(run.line("r", "D", "2025-Q2").qualifying, Ratio(Integer(200)));
}

// 200 pieces of A at 1% and 100 of B at 4% of their price, held to half by a cap: a piece that
// comes back costs half its rate.
TEST(Returns, AreChargedTheirOwnPartAfterLimits) {
  SmallCase given(R"j("fields": {"product.rate": "number"},
    "rules": [{"id": "r", "when": "month", "what": {"returns": "at_original_rate", "each": "customer.id"},
      "pay": {"rate": "product.rate"}, "limit": {"cap": 3}}])j");
  given.table("products", "id,rate\nA,0.01\nB,0.04\n");
  given.table("customers", "id\nK\nL\n");
  given.table("sales",
              "id,date,partner,customer,product,type,net,reverses\n"
              "S1,2025-01-01,D,K,A,sale,200,\nS2,2025-01-02,D,K,B,sale,100,\n"
              "R1,2025-02-01,D,K,B,return,-50,S2\nS3,2025-02-01,D,L,A,sale,100,\n"
              "R2,2025-02-03,D,L,A,return,-100,S3\n");
  EXPECT_EQ(given.lines(),
            "r D 2025-01 K: reduced 3\nr D 2025-02 K: payable -1\nr D 2025-02 L: payable 0\n");
}

TEST(Returns, IgnoredReturnsAreNoRows) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "year", "what": {"returns": "ignore"}, "pay": "5%"}])j");
  given.table("sales",
              "id,date,partner,type,net\nS,2025-03-31,D,sale,1000\nR,2025-04-01,D,return,-400\nC,"
              "2025-04-01,D,correction,-100\n");
  EXPECT_EQ(given.lines(), "r D 2025: payable 45\n");
}

TEST(Returns, TenOrdersAndThreeCreditNotesAreTenOrders) {
  SmallCase given(R"j("rules": [
    {"id": "orders", "when": "year", "pay": {"of": "orders", "per_unit": "1"}},
    {"id": "rows", "when": "year", "pay": {"of": "count(sale)", "per_unit": "1"}},
    {"id": "lines", "when": "year", "pay": {"of": "net_sales.by(product.line).count(it > 0)", "per_unit": "1"}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\n");
  std::string rows = "id,document,date,partner,product,type,net\n";
  for (int i = 0; i < 10; ++i) {
    const std::string number = std::to_string(i);
    rows +=
        "S" + number + ",O" + number + ",2025-01-01,D,A," + (i % 2 == 0 ? "sale" : "") + ",100\n";
  }
  rows +=
      "R1,C1,2025-01-01,D,B,return,-10\nR2,C2,2025-01-01,D,A,cancel,-10\nR3,C3,2025-01-01,D,A,"
      "return,-10\n";
  given.table("sales", rows);
  EXPECT_EQ(given.lines(),
            "orders D 2025: payable 10\nrows D 2025: payable 10\nlines D 2025: payable 1\n");
}

TEST(Returns, OfARowThatIsNoneOfTheRuleAreTakenBySize) {
  SmallCase given(R"j("rules": [{"id": "doc", "when": "year", "what": {"each": "sale.document"},
    "pay": {"amount": "100"}}])j");
  given.table("sales",
              "id,document,date,partner,type,net,reverses\nS1,O,2025-01-05,D,sale,100,\n"
              "S2,O,2025-01-05,D,demo,100,\nR,C,2025-01-20,D,return,-50,S2\n");
  EXPECT_EQ(given.lines(), "doc D 2025 C: payable -100\ndoc D 2025 O: payable 100\n");
}

TEST(Returns, OfSeveralDocumentsInOnePayBackEach) {
  SmallCase given(R"j("rules": [{"id": "doc", "when": "year", "what": {"each": "sale.document"},
    "pay": {"amount": "10"}}])j");
  given.table("sales",
              "id,document,date,partner,type,net,reverses\nS1,A,2025-01-05,D,sale,100,\n"
              "S2,B,2025-01-05,D,sale,400,\nR1,C,2025-01-20,D,return,-100,S1\n"
              "R2,C,2025-01-20,D,return,-100,S2\n");
  // All of the first, a quarter of the second.
  EXPECT_EQ(given.settle().line("doc", "D", "", "C").due.to_string(), "-12.5");
}

TEST(Returns, AreTurnedOnlyWhereAMeasureSeesThem) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "year", "what": {"each": "sale", "among": "all"},
    "qualify": {"require": ["net_sales.among(partner.region) >= 100"]}, "pay": "1%"}])j");
  given.table("partners", "id,region\nA,\nB,east\n")
      .table("sales", "id,date,partner,net\nS,2025-01-01,A,-77\n");
  EXPECT_EQ(given.lines(), "r A 2025 S: not_qualified 0\nr B 2025 S: not_qualified 0\n");
}

TEST(Returns, WereWonByTheMemberThatWonTheSale) {
  SmallCase given(R"j("rules": [
    {"id": "nothing", "when": "year", "what": {"each": "sale"}, "pay": {"amount": "0"}},
    {"id": "early", "when": "year", "what": {"where": "sale.date < '2025-02-01'", "each": "sale"},
     "pay": "10%"},
    {"id": "best", "when": "year", "what": {"best_of": ["nothing", "early"], "each": "sale"}}])j");
  given.table("sales",
              "id,date,partner,type,net,reverses\nS,2025-06-05,D,sale,100,\n"
              "R,2025-01-20,D,,-50,S\n");
  EXPECT_EQ(given.lines(),
            "nothing D 2025 R: payable kept 0 of 0\nnothing D 2025 S: payable kept 0 of 0\n"
            "early D 2025 R: superseded kept 0 of -5\n"
            "best D 2025 R: payable 0\nbest D 2025 S: payable 0\n");
}

TEST(Types, OtherTypesCountOnlyWhereNamed) {
  SmallCase given(R"j("rules": [
    {"id": "all", "when": "year", "pay": {"of": "net_sales", "rate": "10%"}},
    {"id": "demo", "when": "year", "what": "sale.type == 'demo'", "pay": {"of": "net_sales", "rate": "10%"}},
    {"id": "both", "when": "year", "what": "sale.type in ['demo', 'sale']", "pay": {"of": "net_sales", "rate": "10%"}}])j");
  given.table("sales",
              "id,date,partner,type,net\n1,2025-01-01,D,sale,100\n2,2025-01-01,D,demo,1000\n3,2025-"
              "01-01,D,,10\n4,2025-01-01,D,correction,-5\n");
  EXPECT_EQ(given.lines(),
            "all D 2025: payable 10.5\ndemo D 2025: payable 100\nboth D 2025: payable 111\n");
}

}  // namespace
}  // namespace rebate
