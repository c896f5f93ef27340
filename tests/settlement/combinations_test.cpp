// SPDX-License-Identifier: Apache-2.0
//
// Rules on rules: sum_of, best_of, first_of, their losers and their shares to the cent; earned().
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

/// Members a (5% from 100), b (6% from 1,000) and c (50 flat), combined as `how`.
std::string combined(const std::string& how, const std::string& net, const std::string& more = "") {
  SmallCase given(R"j("rules": [
    {"id": "a", "when": "year", "pay": {"mode": "retroactive", "bands": [{"from": 100, "rate": "5%"}]}},
    {"id": "b", "when": "year", "pay": {"mode": "retroactive", "bands": [{"from": 1000, "rate": "6%"}]}},
    {"id": "c", "when": "year", "pay": {"amount": "50"}},
    {"id": "all", "when": "year", "what": {")j" +
                  how + R"j(": ["a", "b", "c"]})j" + more + "}]");
  given.table("sales", "id,date,partner,net\nS,2025-05-05,D," + net + "\n");
  return given.lines();
}

TEST(Combinations, SumAdds) {
  EXPECT_EQ(combined("sum_of", "2000"),
            "a D 2025: payable kept 100 of 100\nb D 2025: payable kept 120 of 120\n"
            "c D 2025: payable kept 50 of 50\nall D 2025: payable 270\n");
  EXPECT_EQ(combined("sum_of", "500"),
            "a D 2025: payable kept 25 of 25\nb D 2025: not_qualified kept 0 of 0\n"
            "c D 2025: payable kept 50 of 50\nall D 2025: payable 75\n");
}

TEST(Combinations, BestTakesTheLarger) {
  EXPECT_EQ(combined("best_of", "2000"),
            "a D 2025: superseded kept 0 of 100\nb D 2025: payable kept 120 of 120\n"
            "c D 2025: superseded kept 0 of 50\nall D 2025: payable 120\n");
  // Equal amounts: the first listed.
  EXPECT_EQ(combined("best_of", "1000").substr(0, 100),
            std::string("a D 2025: superseded kept 0 of 50\nb D 2025: payable kept 60 of 60\n"
                        "c D 2025: superseded kept 0 of 50\nall D 2025: payable 60\n")
                .substr(0, 100));
  EXPECT_EQ(combined("best_of", "999"),
            "a D 2025: superseded kept 0 of 49.95\nb D 2025: not_qualified kept 0 of 0\n"
            "c D 2025: payable kept 50 of 50\nall D 2025: payable 50\n");
}

TEST(Combinations, BestTiesGoToTheFirstListed) {
  SmallCase given(R"j("rules": [
    {"id": "z", "when": "year", "pay": {"amount": "50"}},
    {"id": "a", "when": "year", "pay": "5%"},
    {"id": "best", "when": "year", "what": {"best_of": ["z", "a"]}}])j");
  given.table("sales", "id,date,partner,net\nS,2025-05-05,D,1000\n");
  EXPECT_EQ(given.lines(),
            "z D 2025: payable kept 50 of 50\na D 2025: superseded kept 0 of 50\nbest D 2025: "
            "payable 50\n");
}

TEST(Combinations, FirstTakesTheFirstThatQualified) {
  EXPECT_EQ(combined("first_of", "2000"),
            "a D 2025: payable kept 100 of 100\nb D 2025: superseded kept 0 of 120\n"
            "c D 2025: superseded kept 0 of 50\nall D 2025: payable 100\n");
  EXPECT_EQ(combined("first_of", "50"),
            "a D 2025: not_qualified kept 0 of 0\nb D 2025: not_qualified kept 0 of 0\n"
            "c D 2025: payable kept 50 of 50\nall D 2025: payable 50\n");
}

TEST(Combinations, LimitsOfTheCombinationAreSharedBack) {
  EXPECT_EQ(combined("sum_of", "2000", R"j(, "limit": {"cap": 100})j"),
            "a D 2025: payable kept 37.04 of 100\nb D 2025: payable kept 44.44 of 120\n"
            "c D 2025: payable kept 18.52 of 50\nall D 2025: reduced 100\n");
  EXPECT_EQ(combined("best_of", "50", R"j(, "limit": {"floor": 80})j"),
            "a D 2025: not_qualified kept 0 of 0\nb D 2025: not_qualified kept 0 of 0\n"
            "c D 2025: payable kept 80 of 50\nall D 2025: payable 80\n");
}

TEST(Combinations, TimesAndGatesOfTheSum) {
  EXPECT_EQ(
      combined("sum_of", "2000", R"j(, "pay": {"rate": "100%", "times": "50%"})j").substr(105, 60),
      combined("sum_of", "2000", R"j(, "pay": "50%")j").substr(105, 60));
  EXPECT_EQ(combined("sum_of", "2000", R"j(, "qualify": {"require": ["net_sales > 5000"]})j"),
            "a D 2025: payable kept 0 of 100\nb D 2025: payable kept 0 of 120\n"
            "c D 2025: payable kept 0 of 50\nall D 2025: not_qualified 0\n");
  EXPECT_EQ(combined("sum_of", "2000", R"j(, "qualify": {"veto": ["net_sales > 1000"]})j"),
            "a D 2025: payable kept 0 of 100\nb D 2025: payable kept 0 of 120\n"
            "c D 2025: payable kept 0 of 50\nall D 2025: vetoed 0\n");
}

TEST(Combinations, ThreeKeysOfTenAndAHalfCent) {
  SmallCase given(R"j("rules": [
    {"id": "key", "when": "year", "what": {"each": "product.line"}, "pay": "10%"},
    {"id": "sum", "when": "year", "what": {"sum_of": ["key"]}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\nC,L3\n");
  given.table("sales",
              "id,date,partner,product,net\n1,2025-01-01,D,A,100.05\n2,2025-01-01,D,B,100.05\n3,"
              "2025-01-01,D,C,100.05\n");
  EXPECT_EQ(
      given.lines(),  // 30.015 rounds once, to 30.02
      "key D 2025 L1: payable kept 10.01 of 10.005\nkey D 2025 L2: payable kept 10.01 of 10.005\n"
      "key D 2025 L3: payable kept 10 of 10.005\nsum D 2025: payable 30.02\n");
}

TEST(Combinations, ThreePaidKeysRoundEach) {
  SmallCase given(
      R"j("rules": [{"id": "key", "when": "year", "what": {"each": "product.line"}, "pay": "10%"}])j");
  given.table("products", "id,line\nA,L1\nB,L2\nC,L3\n");
  given.table("sales",
              "id,date,partner,product,net\n1,2025-01-01,D,A,100.05\n2,2025-01-01,D,B,100.05\n3,"
              "2025-01-01,D,C,100.05\n");
  EXPECT_EQ(
      given.lines(),  // Three lines of 10.005 are 30.03.
      "key D 2025 L1: payable 10.01\nkey D 2025 L2: payable 10.01\nkey D 2025 L3: payable 10.01\n");
}

TEST(Combinations, AYearSumsItsQuartersAndShareBackIsToTheCent) {
  SmallCase given(R"j("rules": [
    {"id": "q", "when": "quarter", "pay": "10%"},
    {"id": "year", "when": "year", "what": {"sum_of": ["q"]}, "limit": {"cap": 100}}])j");
  given.table(
      "sales",
      "id,date,partner,net\n1,2025-01-01,D,1000\n2,2025-04-01,D,1000\n3,2025-07-01,D,1000\n");
  EXPECT_EQ(given.lines(),
            "q D 2025-Q1: payable kept 33.34 of 100\nq D 2025-Q2: payable kept 33.33 of 100\n"
            "q D 2025-Q3: payable kept 33.33 of 100\nq D 2025-Q4: payable kept 0 of 0\nyear D "
            "2025: reduced 100\n");
}

TEST(Combinations, ACoarserKeySumsFinerOnes) {
  SmallCase given(R"j("rules": [
    {"id": "sale", "when": "year", "what": {"each": "sale"}, "pay": "10%"},
    {"id": "doc", "when": "year", "what": {"sum_of": ["sale"], "each": "sale.document"}, "limit": {"cap": 25}}])j");
  given.table("sales",
              "id,document,date,partner,net\n1,X,2025-01-01,D,100\n2,X,2025-01-01,D,200\n3,Y,2025-"
              "01-01,D,100\n");
  EXPECT_EQ(
      given.lines(),
      "sale D 2025 1: payable kept 8.33 of 10\nsale D 2025 2: payable kept 16.67 of 20\n"
      "sale D 2025 3: payable kept 10 of 10\ndoc D 2025 X: reduced 25\ndoc D 2025 Y: payable 10\n");
}

TEST(Combinations, AYearThatSumsAReturnIsNoReturn) {
  SmallCase given(R"j("rules": [
    {"id": "row", "when": "quarter", "what": {"each": "sale"}, "pay": "1%"},
    {"id": "year", "when": "year", "what": {"sum_of": ["row"]}, "limit": {"cap": "2% * net_sales"}}])j");
  given.table(
      "sales",
      "id,date,partner,type,net,reverses\nS,2025-01-05,D,sale,100,\nR,2025-01-20,D,return,-40,S\n");
  EXPECT_EQ(given.lines(),
            "row D 2025-Q1 R: payable kept -0.4 of -0.4\nrow D 2025-Q1 S: payable kept 1 of "
            "1\nyear D 2025: payable 0.6\n");
}

TEST(Combinations, Nest) {
  SmallCase given(R"j("rules": [
    {"id": "a", "when": "year", "pay": "1%"}, {"id": "b", "when": "year", "pay": "2%"},
    {"id": "c", "when": "year", "pay": "4%"},
    {"id": "ab", "when": "year", "what": {"sum_of": ["a", "b"]}},
    {"id": "top", "when": "year", "what": {"best_of": ["ab", "c"]}}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,1000\n");
  EXPECT_EQ(given.lines(),
            "a D 2025: superseded kept 0 of 10\nb D 2025: superseded kept 0 of 20\n"
            "c D 2025: payable kept 40 of 40\n"
            "ab D 2025: superseded kept 0 of 30\ntop D 2025: payable 40\n");
}

TEST(Combinations, ABlockedMemberBlocks) {
  const auto run = [](const std::string& how) {
    SmallCase given(R"j("rules": [
      {"id": "known", "when": "year", "pay": "1%"},
      {"id": "cost", "when": "year", "pay": {"of": "sum(sale.cost)", "rate": "1%"}},
      {"id": "all", "when": "year", "what": {")j" +
                    how + R"j(": ["known", "cost"]}}])j");
    given.table("sales", "id,date,partner,net,cost\n1,2025-01-01,D,1000,\n");
    return given.lines();
  };
  EXPECT_EQ(run("sum_of"),
            "known D 2025: payable kept 0 of 10\ncost D 2025: blocked kept 0 of 0\nall D 2025: "
            "blocked 0\n");
  EXPECT_EQ(run("best_of"),
            "known D 2025: payable kept 0 of 10\ncost D 2025: blocked kept 0 of 0\nall D 2025: "
            "blocked 0\n");
  // Met only after the winner.
  EXPECT_EQ(run("first_of"),
            "known D 2025: payable kept 10 of 10\ncost D 2025: blocked kept 0 of 0\nall D 2025: "
            "payable 10\n");
}

TEST(Combinations, ByKeyKnowItsTarget) {
  SmallCase given(
      R"j("targets": {"line": {"of": "net_sales", "per": "year", "each": "product.line"}},
    "rules": [
    {"id": "one", "when": "year", "what": {"each": "product.line"}, "pay": "10%"},
    {"id": "all", "when": "year", "what": {"sum_of": ["one"], "each": "product.line"},
     "qualify": {"require": ["attainment('line') >= 100%"]}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\n")
      .table("targets",
             "target,partner,period,product.line,value\nline,D,2025,L1,100\n"
             "line,D,2025,L2,200\n")
      .table("sales", "id,date,partner,product,net\n1,2025-01-01,D,A,100\n2,2025-01-01,D,B,199\n");
  const SettledCase run = given.settle();
  EXPECT_EQ(run.line("all", "D", "", "L1").due.to_string(), "10");
  EXPECT_EQ(run.line("all", "D", "", "L2").status, Status::kNotQualified);
}

TEST(Combinations, NothingQualified) {
  EXPECT_EQ(combined("best_of", "2000").find("not_qualified"), std::string::npos);
  SmallCase given(R"j("rules": [
    {"id": "a", "when": "year", "pay": {"mode": "retroactive", "bands": [{"from": 100, "rate": "5%"}]}},
    {"id": "all", "when": "year", "what": {"best_of": ["a"]}}])j");
  given.table("sales", "id,date,partner,net\nS,2025-05-05,D,50\n");
  EXPECT_EQ(given.lines(), "a D 2025: not_qualified kept 0 of 0\nall D 2025: not_qualified 0\n");
}

TEST(Earned, NetsInsidePeriodAndKey) {
  SmallCase given(R"j("rules": [
    {"id": "line", "when": "month", "what": {"each": "product.line"}, "pay": "10%"},
    {"id": "net", "when": "quarter", "pay": {"of": "net_sales - earned('line')", "rate": "50%"}},
    {"id": "keyed", "when": "quarter", "what": {"each": "product.line"}, "pay": {"of": "net_sales - earned('line')", "rate": "50%"}}])j");
  given.table("products", "id,line\nA,L1\nB,L2\n");
  given.table("sales",
              "id,date,partner,product,net\n1,2025-01-01,D,A,100\n2,2025-02-01,D,A,200\n3,2025-03-"
              "01,D,B,1000\n4,2025-04-01,D,A,5000\n");
  const SettledCase run = given.settle("2025-Q1");
  EXPECT_EQ(run.line("net", "D", "2025-Q1").due.to_string(), "585");          // (1,300 - 130) / 2
  EXPECT_EQ(run.line("keyed", "D", "2025-Q1", "L1").due.to_string(), "135");  // (300 - 30) / 2
  EXPECT_EQ(run.line("keyed", "D", "2025-Q1", "L2").due.to_string(), "450");
}

TEST(Earned, OfARuleThatPaidNothingIsNothing) {
  SmallCase given(R"j("rules": [
    {"id": "none", "when": "year", "pay": {"mode": "retroactive", "bands": [{"from": 1000, "rate": "10%"}]}},
    {"id": "net", "when": "year", "pay": {"of": "net_sales - earned('none')", "rate": "10%"}}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,D,500\n");
  EXPECT_EQ(given.lines(), "none D 2025: not_qualified 0\nnet D 2025: payable 50\n");
}

TEST(Earned, OfABlockedRuleIsMissing) {
  SmallCase given(R"j("rules": [
    {"id": "cost", "when": "year", "pay": {"of": "sum(sale.cost)", "rate": "1%"}},
    {"id": "net", "when": "year", "pay": {"of": "net_sales - earned('cost')", "rate": "10%"}}])j");
  given.table("sales", "id,date,partner,net,cost\n1,2025-01-01,D,500,\n");
  EXPECT_EQ(given.lines(), "cost D 2025: blocked 0\nnet D 2025: blocked 0\n");
}

}  // namespace
}  // namespace rebate
