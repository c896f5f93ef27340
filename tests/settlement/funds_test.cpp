// SPDX-License-Identifier: Apache-2.0
//
// Funds are earned, drawn and expire, oldest first; returns that go back to their sale's period;
// rows up to the line's own; lines for each branch below a partner.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

constexpr const char* kFund = R"j("funds": {"mdf": {"unit": "money", "expires_after_months": 6}},
    "rules": [{"id": "earn", "when": "month", "pay": {"rate": "10%", "as": {"fund": "mdf"}}},
      {"id": "spend", "when": "month", "what": {"each": "claim"}, "pay": {"of": "claim.amount", "rate": "50%"},
       "limit": {"fund": "mdf"}}])j";

void expect_replays(const SettledCase& settled) {
  Tracer tracer(settled.settlement, *settled.data.master, *settled.tally);
  for (std::size_t i = 0; i < settled.settlement.lines().size(); ++i) {
    const LineTrace trace = tracer.trace(i);
    EXPECT_EQ(replay(trace), trace.due) << line_text(settled.settlement, trace.line);
  }
}

TEST(Fund, MakesUpForWhatIsOwedFirst) {
  SmallCase given(kFund);
  given.table("partners", "id\nA\n")
      .table("claims", "id,date,partner,kind,amount\n1,2025-07-20,A,x,120\n")
      .table("balances",
             "partner,fund,date,amount,expires\nA,mdf,2025-01-01,-3,2025-06-30\n"
             "A,mdf,2025-01-01,5,\n");
  EXPECT_EQ(given.settle().line("spend", "A", "2025-07").due, Decimal());  // 5 expired in July
  given.table("balances",
              "partner,fund,date,amount,expires\nA,mdf,2025-01-01,-3,2025-06-30\n"
              "A,mdf,2025-01-01,5,2026-01-01\n");
  EXPECT_EQ(given.settle().line("spend", "A", "2025-07").due, Decimal::of("2"));
}

TEST(Fund, GivesAtMostWhatItHolds) {
  SmallCase given(kFund);
  given.table("sales", "id,date,partner,net\n1,2025-01-10,A,1000\n");
  given.table("claims",
              "id,date,partner,kind,amount\n1,2025-01-20,A,x,120\n2,2025-02-20,A,x,120\n");
  given.table("balances", "partner,fund,date,amount\nA,mdf,2024-12-31,10\n");
  const SettledCase settled = given.settle();
  EXPECT_EQ(settled.line("earn", "A", "2025-01").due, Decimal::of("100"));
  EXPECT_EQ(settled.line("spend", "A", "2025-01").due, Decimal::of("60"));
  EXPECT_EQ(settled.line("spend", "A", "2025-02").due, Decimal::of("50"));
  EXPECT_EQ(settled.reasons("spend", "A", "2025-02"), "fund mdf = 50 took 10");
  ASSERT_EQ(settled.settlement.funds().size(), 1U);
  const FundMove& move = settled.settlement.funds()[0];
  EXPECT_EQ(move.opened, Ratio(Decimal::of("10")));
  EXPECT_EQ(move.earned, Ratio(Decimal::of("100")));
  EXPECT_EQ(move.drawn, Ratio(Decimal::of("110")));
  EXPECT_TRUE(move.closed().is_zero());
  expect_replays(settled);
}

TEST(Fund, OldLotsExpire) {
  SmallCase given(kFund);
  // Earned on 31 January, usable before 31 July.
  given.table("sales", "id,date,partner,net\n1,2025-01-10,A,1000\n");
  given.table("claims", "id,date,partner,kind,amount\n1,2025-06-20,A,x,20\n2,2025-07-20,A,x,20\n");
  const SettledCase settled = given.settle();
  EXPECT_EQ(settled.line("spend", "A", "2025-06").due, Decimal::of("10"));
  EXPECT_EQ(settled.line("spend", "A", "2025-07").status, Status::kUsedUp);
  EXPECT_EQ(settled.settlement.funds()[0].expired, Ratio(Decimal::of("90")));
}

TEST(Fund, OfPointsGivesUpTheEarningMeasure) {
  SmallCase given(R"j("funds": {"p": {"unit": "points"}},
    "rules": [{"id": "earn", "when": "month", "pay": {"every": 100, "amount": 1, "as": {"fund": "p"}}},
      {"id": "redeem", "when": "month", "what": {"each": "claim"}, "pay": {"of": "min(claim.quantity, balance('p'))", "per_unit": "0.5"},
       "limit": {"fund": "p"}}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-10,A,1099\n");
  given.table("claims", "id,date,partner,kind,quantity\n1,2025-01-20,A,x,6\n2,2025-01-21,A,x,40\n");
  const SettledCase settled = given.settle("2025-01");
  EXPECT_EQ(settled.text(),
            "earn A 2025-01: payable 10\nredeem A 2025-01 1: payable 3\n"
            "redeem A 2025-01 2: reduced 2\n");
}

TEST(Returns, ThatRestateBelongToThePeriodOfTheirSale) {
  SmallCase given(R"j("rules": [{"id": "q", "when": "quarter", "what": {"returns": "restate"},
    "pay": {"mode": "retroactive", "bands": [{"from": 0, "rate": "1%"}, {"from": 1000, "rate": "5%"}]}}])j");
  given.table(
      "sales",
      "id,date,partner,net,type,reverses\n1,2025-02-01,A,1200,sale,\n2,2025-04-01,A,100,sale,\n"
      "3,2025-05-01,A,-300,return,1\n4,2025-05-02,A,-10,return,\n");
  EXPECT_EQ(given.lines(),
            "q A 2025-Q1: payable 9\nq A 2025-Q2: payable 0.9\n"
            "q A 2025-Q3: payable 0\nq A 2025-Q4: payable 0\n");
}

TEST(SoFar, CountsUpToTheLinesOwnRow) {
  SmallCase given(R"j("rules": [{"id": "s", "when": "year", "what": {"each": "sale"},
    "qualify": "units.during(so_far)", "pay": {"of": "sale.net", "mode": "retroactive",
      "bands": [{"from": 0, "rate": "1%"}, {"above": 10, "rate": "2%"}]}}])j");
  given.table("sales",
              "id,date,partner,quantity,net\n2,2025-01-01,A,4,100\n1,2025-01-02,A,6,100\n"
              "3,2025-01-02,A,1,100\n4,2024-12-31,A,50,100\n");
  EXPECT_EQ(given.lines(), "s A 2025 1: payable 1\ns A 2025 2: payable 1\ns A 2025 3: payable 2\n");
}

TEST(Branch, ALineForEachDirectChildThatRowsCameThrough) {
  SmallCase given(
      R"j("tables": {"level_rate": {"by": "partner.kind", "gives": "rate", "rows": [["retailer", "3%"], ["distributor", "4%"], ["agent", "4.5%"]]},
      "branch_rate": {"by": "branch.kind", "gives": "rate", "rows": [["retailer", "3%"], ["distributor", "4%"]]}},
    "rules": [{"id": "d", "who": "partner.kind != 'retailer'", "when": "year", "what": {"among": "below", "each": "branch.id"},
      "pay": {"of": "sold_out", "rate": "level_rate - branch_rate"}}])j");
  given.table("partners",
              "id,kind,parent,valid_from\nA,agent,,2020-01-01\nD,distributor,A,2020-01-01\n"
              "R,retailer,D,2020-01-01\nS,retailer,A,2020-01-01\nT,retailer,A,2020-01-01\n");
  given.table("sellout",
              "id,date,partner,quantity,net\n1,2025-01-01,R,1,1000\n2,2025-01-01,S,1,100\n");
  const SettledCase settled = given.settle();
  EXPECT_EQ(settled.text(),
            "d A 2025 D: payable 5\nd A 2025 S: payable 1.5\nd D 2025 R: payable 10\n");
  expect_replays(settled);
}

}  // namespace
}  // namespace rebate
