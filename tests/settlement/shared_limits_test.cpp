// SPDX-License-Identifier: Apache-2.0
//
// What lines share: budgets of all partners, the limit of all that one partner gets.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

std::string pool(const char* terms, const char* rules) {
  return std::string(R"j("budgets": {"pool": )j") + terms + R"j(}, "rules": [)j" + rules + "]";
}

constexpr const char* kSales =
    "id,date,partner,net\n1,2025-05-01,A,2000\n2,2025-05-01,B,2000\n"
    "3,2025-05-01,C,2000\n";

/// Every trace of the settlement leads to what its line pays.
void expect_replays(const SettledCase& settled) {
  Tracer tracer(settled.settlement, *settled.data.master, *settled.tally);
  for (std::size_t i = 0; i < settled.settlement.lines().size(); ++i) {
    const LineTrace trace = tracer.trace(i);
    EXPECT_EQ(replay(trace), trace.due) << line_text(settled.settlement, trace.line);
  }
}

TEST(Budget, ClaimsOfEqualEndAreCutByTheSamePart) {
  SmallCase given(
      pool(R"j({"amount": 100, "per": "year", "when_short": "pro_rata"})j",
           R"j({"id": "g", "when": "year", "pay": "2%", "limit": {"budget": "pool"}})j"));
  given.table("sales", kSales);
  const SettledCase settled = given.settle();
  EXPECT_EQ(settled.text(),
            "g A 2025: reduced 33.34\ng B 2025: reduced 33.33\ng C 2025: reduced 33.33\n");
  EXPECT_EQ(settled.reasons("g", "C"), "budget pool = 100 took 6.67");
  expect_replays(settled);
}

TEST(Budget, AnEarlierEndIsServedWhole) {
  SmallCase given(
      pool(R"j({"amount": 100, "per": "year", "when_short": "pro_rata"})j",
           R"j({"id": "g", "when": "quarter", "pay": "4%", "limit": {"budget": "pool"}})j"));
  given.table("sales", "id,date,partner,net\n1,2025-02-01,A,2000\n2,2025-05-01,A,2000\n");
  EXPECT_EQ(given.lines(),
            "g A 2025-Q1: payable 80\ng A 2025-Q2: reduced 20\n"
            "g A 2025-Q3: payable 0\ng A 2025-Q4: payable 0\n");
}

TEST(Budget, FirstComeServesWholeLinesOnly) {
  SmallCase given(pool(
      R"j({"amount": "1% * net_sales.among(all)", "per": "year", "when_short": "first_come", "whole_only": true})j",
      R"j({"id": "s", "when": "year", "what": {"each": "activity"}, "pay": {"of": "activity.amount", "rate": "100%"}, "limit": {"budget": "pool"}})j"));
  given.table("sales", "id,date,partner,net\n1,2025-01-02,A,60000\n2,2025-01-02,B,40000\n");
  given.table("activities",
              "id,kind,date,partner,amount\n1,spot,2025-01-10,A,500\n2,spot,2025-01-20,B,400\n"
              "3,spot,2025-02-01,B,120\n4,spot,2025-03-01,A,50\n");
  const SettledCase settled = given.settle();
  EXPECT_EQ(settled.text(),
            "s A 2025 1: payable 500\ns A 2025 4: payable 50\n"
            "s B 2025 2: payable 400\ns B 2025 3: used_up 0\n");
  expect_replays(settled);
}

TEST(Budget, PriorityGoesBeforeDates) {
  SmallCase given(pool(
      R"j({"amount": 50, "per": "year", "when_short": "by_priority"})j",
      R"j({"id": "nice", "when": "2025-Q1", "pay": {"amount": 40}, "limit": {"budget": "pool", "priority": 2}},
          {"id": "must", "when": "year", "pay": {"amount": 30}, "limit": {"budget": "pool", "priority": 1}})j"));
  given.table("sales", "id,date,partner,net\n1,2025-02-01,A,1\n");
  EXPECT_EQ(given.lines(), "nice A 2025-Q1: reduced 20\nmust A 2025: payable 30\n");
}

TEST(Budget, HasAPoolForEachKey) {
  SmallCase given(pool(
      R"j({"amount": "partner.region == 'east' ? 10 : 30", "per": "year", "each": "partner.region", "when_short": "first_come"})j",
      R"j({"id": "g", "when": "year", "pay": {"amount": 25}, "limit": {"budget": "pool"}})j"));
  given.table("partners", "id,region,valid_from\nA,east,2020-01-01\nB,west,2020-01-01\n");
  given.table("sales", "id,date,partner,net\n1,2025-02-01,A,1\n");
  EXPECT_EQ(given.lines(), "g A 2025: reduced 10\ng B 2025: payable 25\n");
}

TEST(Budget, SettledMoneyKeepsItsPlace) {
  SmallCase given(
      pool(R"j({"amount": 100, "per": "year", "when_short": "first_come"})j",
           R"j({"id": "g", "when": "year", "pay": "2%", "limit": {"budget": "pool"}})j"));
  // A's sale became known after B was paid: it would come first, but the money is gone.
  given.table("sales", "id,date,partner,net\n1,2025-05-01,A,5000\n2,2025-05-02,B,4000\n");
  given.table("settled",
              "partner,rule,period,kind,amount,run,on\nB,g,2025,final,80,1,2026-01-10\n");
  EXPECT_EQ(given.lines(), "g A 2025: reduced 20\ng B 2025: settled 0\n");
}

TEST(Budget, IsBlockedWhereItsAmountIsUnknown) {
  SmallCase given(pool(
      R"j({"amount": "1% * net_sales.among(all).during(last_year)", "per": "year", "when_short": "pro_rata"})j",
      R"j({"id": "g", "when": "year", "pay": "2%", "limit": {"budget": "pool"}})j"));
  given.table("partners", "id,valid_from\nA,2020-01-01\nB,2020-01-01\nC,2020-01-01\n");
  given.table("products", "id,valid_from\nX,2020-01-01\n");
  given
      .table("sales",
             "id,date,partner,product,quantity,net\n1,2025-05-01,A,X,1,2000\n"
             "2,2025-05-01,B,X,1,2000\n")
      .as_files();
  const SettledCase settled = given.settle();
  EXPECT_EQ(settled.line("g", "A").status, Status::kBlocked);
  expect_replays(settled);
}

TEST(PartnerCap, HoldsForAllThatWasEverEarned) {
  SmallCase given(
      R"j("limit": {"cap": 100000}, "rules": [{"id": "q", "when": "quarter", "pay": "10%"}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,A,800000\n2,2025-04-01,A,800000\n");
  const SettledCase settled = given.settle();
  EXPECT_EQ(settled.text(),
            "q A 2025-Q1: payable 80000\nq A 2025-Q2: reduced 20000\n"
            "q A 2025-Q3: payable 0\nq A 2025-Q4: payable 0\n");
  expect_replays(settled);
}

TEST(PartnerCap, CutsLinesOfEqualEndProRata) {
  SmallCase given(R"j("limit": {"cap": "5% * net_sales"},
      "rules": [{"id": "a", "when": "year", "pay": "6%"}, {"id": "b", "when": "year", "pay": "3%"}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,A,1000\n");
  EXPECT_EQ(given.lines(), "a A 2025: reduced 33.33\nb A 2025: reduced 16.67\n");
}

TEST(PartnerCap, ABlockedLineClaimsNothing) {
  SmallCase given(R"j("fields": {"kpi.score": "number"}, "limit": {"cap": "10"}, "rules": [
    {"id": "r", "when": {"per": "year", "settle": "half"}, "qualify": "kpi('score')",
     "pay": {"mode": "retroactive", "bands": [{"from": 0, "rate": "10%"}]}}])j");
  given.table("kpis", "kpi,partner,period,value\nscore,D,2025-H1,1\n")
      .table("sales", "id,date,partner,net\n1,2025-01-01,D,-1000\n");
  EXPECT_EQ(given.lines(), "r D 2025-H1: instalment payable -100\nr D 2025-H2: blocked 0\n");
}

TEST(PartnerMinimum, KeepsWhatIsTooLittleOpen) {
  const char* policy = R"j("limit": {"minimum": 100},
      "rules": [{"id": "a", "when": "2025-H1", "pay": "6%"}, {"id": "b", "when": "2025-H2", "pay": "6%"}])j";
  SmallCase small(policy);
  small.table("sales", "id,date,partner,net\n1,2025-01-01,A,1000\n");
  EXPECT_EQ(small.lines(), "a A 2025-H1: below_minimum 0\nb A 2025-H2: payable 0\n");
  SmallCase enough(policy);
  enough.table("sales", "id,date,partner,net\n1,2025-01-01,A,1000\n2,2025-08-01,A,1000\n");
  EXPECT_EQ(enough.lines(), "a A 2025-H1: payable 60\nb A 2025-H2: payable 60\n");
}

}  // namespace
}  // namespace rebate
