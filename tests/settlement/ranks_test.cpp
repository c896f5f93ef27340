// SPDX-License-Identifier: Apache-2.0
//
// Figures that look at more than one line or period: ranks, streaks, what another rule pays; and
// rows that count for somebody else.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

constexpr const char* kContest = R"j("rules": [{"id": "c", "when": "year",
    "qualify": {"by": "rank(net_sales, orders)", "ties": "%", "require": ["net_sales > 0"]},
    "pay": {"mode": "retroactive", "bands": [{"up_to": 1, "amount": 2800}, {"up_to": 3, "amount": 900}]}}])j";

std::string contest(const char* ties) {
  std::string text = kContest;
  return text.replace(text.find('%'), 1, ties);
}

constexpr const char* kFour =
    "id,document,date,partner,net\n1,a,2025-01-01,A,700\n2,b,2025-01-01,B,500\n"
    "3,c,2025-01-01,C,500\n4,d,2025-01-01,D,100\n5,e,2025-01-01,E,0\n";

TEST(Rank, EqualOnesStandAtTheSamePlace) {
  SmallCase given(contest("same"));
  given.table("sales", kFour);
  EXPECT_EQ(given.lines(),
            "c A 2025: payable 2800\nc B 2025: payable 900\nc C 2025: payable 900\n"
            "c D 2025: not_qualified 0\nc E 2025: not_qualified 0\n");
}

TEST(Rank, EqualOnesShareThePrizesOfThePlacesTheyFill) {
  SmallCase given(contest("share"));
  given.table("sales",
              "id,document,date,partner,net\n1,a,2025-01-01,A,500\n2,b,2025-01-01,B,500\n"
              "3,c,2025-01-01,C,100\n4,d,2025-01-01,D,100\n");
  const SettledCase settled = given.settle();
  EXPECT_EQ(settled.text(),
            "c A 2025: payable 1850\nc B 2025: payable 1850\n"
            "c C 2025: payable 450\nc D 2025: payable 450\n");
  Tracer tracer(settled.settlement, *settled.data.master, *settled.tally);
  for (std::size_t i = 0; i < 4; ++i) {
    const LineTrace trace = tracer.trace(i);
    EXPECT_EQ(replay(trace), trace.due);
  }
}

TEST(Rank, AFurtherMeasureDecides) {
  SmallCase given(contest("same"));
  given.table("sales",
              "id,document,date,partner,net\n1,a,2025-01-01,A,500\n2,b,2025-01-01,B,250\n"
              "3,c,2025-01-01,B,250\n");
  EXPECT_EQ(given.lines(), "c A 2025: payable 900\nc B 2025: payable 2800\n");
}

TEST(Rank, IsTheSameOnAnyNumberOfThreads) {
  SmallCase one(contest("share"));
  one.table("sales", kFour);
  const std::string lines = one.lines();
  EXPECT_EQ(one.threads(7).lines(), lines);
}

TEST(Streak, EndsWithThisPeriodAndBreaks) {
  SmallCase given(
      R"j("rules": [{"id": "s", "when": "quarter", "qualify": "streak(net_sales >= 100, 3)",
    "pay": {"mode": "retroactive", "bands": [{"from": 1, "amount": 1}, {"from": 2, "amount": 2}, {"from": 3, "amount": 3}]}}])j");
  given.table("sales",
              "id,date,partner,net\n1,2024-11-01,A,100\n2,2025-01-01,A,100\n3,2025-04-01,A,100\n"
              "4,2025-07-01,A,99\n5,2025-10-01,A,100\n");
  EXPECT_EQ(given.lines(),
            "s A 2025-Q1: payable 2\ns A 2025-Q2: payable 3\n"
            "s A 2025-Q3: not_qualified 0\ns A 2025-Q4: payable 1\n");
}

TEST(Payable, IsWhatTheOtherRulePaysRounded) {
  SmallCase given(R"j("rules": [{"id": "a", "when": "year", "pay": "1%"},
    {"id": "b", "when": "year", "pay": {"of": "payable('a')", "rate": "100%"}},
    {"id": "c", "when": "year", "pay": {"of": "1000 * earned('a')", "rate": "100%"}}])j");
  given.table("sales", "id,date,partner,net\n1,2025-01-01,A,123.45\n");
  EXPECT_EQ(given.lines(),
            "a A 2025: payable 1.23\nb A 2025: payable 1.23\nc A 2025: payable 1234.5\n");
}

TEST(Credit, ARowCountsForWhomItNames) {
  SmallCase given(R"j("rules": [{"id": "u", "who": "partner.kind == 'promoter'", "when": "year",
    "what": {"credit": "sellout.staff"}, "pay": {"of": "sum(sellout.quantity)", "per_unit": "30"}}])j");
  given.table("partners",
              "id,kind,valid_from\nD,dealer,2020-01-01\nP,promoter,2020-01-01\n"
              "Q,promoter,2020-01-01\n");
  given.table("sellout",
              "id,date,partner,quantity,net,staff\n1,2025-01-01,D,2,100,P\n"
              "2,2025-01-01,D,3,100,P\n3,2025-01-01,D,5,100,\n");
  EXPECT_EQ(given.lines(), "u P 2025: payable 150\nu Q 2025: payable 0\n");
}

TEST(Credit, SharesScaleSums) {
  SmallCase given(R"j("rules": [{"id": "o", "when": "year", "what": {"credit": [
      {"to": "sellout.partner", "share": "has(sellout.pickup_partner) ? 60% : 100%"},
      {"to": "sellout.pickup_partner", "share": "has(sellout.pickup_partner) ? 40% : 0%"}]},
    "pay": {"of": "sold_out", "rate": "10%"}}])j");
  given.table("sellout",
              "id,date,partner,quantity,net,pickup_partner\n1,2025-01-01,A,1,100,B\n"
              "2,2025-01-01,A,1,50,\n3,2025-01-01,B,1,10,B\n");
  EXPECT_EQ(given.lines(), "o A 2025: payable 11\no B 2025: payable 5\n");
}

}  // namespace
}  // namespace rebate
