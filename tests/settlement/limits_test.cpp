// SPDX-License-Identifier: Apache-2.0
//
// The order of an amount: gross, times, cap, floor, lines, rounding, minimum; and the signs in it.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

/// One rule that pays 10% of one partner's sales of the year within `limit`, a JSON object.
SettledCase limited(const std::string& net, const std::string& limit,
                    const std::string& pay = R"j({"rate": "10%"})j") {
  SmallCase given(
      R"j("fields": {"kpi.allowance": "number"}, "rules": [{"id": "r", "when": "year", "pay": )j" +
      pay + R"j(, "limit": )j" + limit + "}]");
  given.table("sales", "id,date,partner,product,quantity,net\nS,2025-05-05,D,P,10," + net + "\n");
  return given.settle();
}

TEST(Limits, ACapTakesWhatIsAbove) {
  const SettledCase run = limited("1000", R"j({"cap": 60})j");
  EXPECT_EQ(run.text(), "r D 2025: reduced 60\n");
  EXPECT_EQ(run.reasons("r"), "capped 60 = 60 took 40");
  EXPECT_EQ(limited("600", R"j({"cap": 60})j").text(), "r D 2025: payable 60\n");
  EXPECT_EQ(limited("1000", R"j({"cap": 0})j").text(), "r D 2025: used_up 0\n");
}

TEST(Limits, ACapBelowZeroIsZeroAndLeavesCharges) {
  EXPECT_EQ(limited("5000", R"j({"cap": "-1 * net_sales"})j").text(), "r D 2025: used_up 0\n");
  EXPECT_EQ(limited("-5000", R"j({"cap": "2% * net_sales"})j").text(), "r D 2025: payable -500\n");
}

TEST(Limits, AFloorLiftsOnlyWhatIsNotBelowZero) {
  EXPECT_EQ(limited("1000", R"j({"floor": 250})j").text(), "r D 2025: payable 250\n");
  EXPECT_EQ(limited("1000", R"j({"floor": 250})j").reasons("r"), "floored 250 = 250 took -150");
  EXPECT_EQ(limited("-1000", R"j({"floor": 250})j").text(), "r D 2025: payable -100\n");
  EXPECT_EQ(limited("-1000", R"j({"floor": 0})j").text(), "r D 2025: payable -100\n");
}

TEST(Limits, ANegativeFloorBoundsACharge) {
  EXPECT_EQ(limited("-1500000", R"j({"floor": -100000})j").text(), "r D 2025: payable -100000\n");
  EXPECT_EQ(limited("-500000", R"j({"floor": -100000})j").text(), "r D 2025: payable -50000\n");
  EXPECT_EQ(limited("1000", R"j({"floor": -100000})j").text(), "r D 2025: payable 100\n");
}

TEST(Limits, AFloorNeedsALineThatQualifies) {
  EXPECT_EQ(limited("50", R"j({"floor": 250})j",
                    R"j({"mode": "retroactive", "bands": [{"from": 100, "rate": "10%"}]})j")
                .text(),
            "r D 2025: not_qualified 0\n");
}

TEST(Limits, TimesComesBeforeCapAndCapBeforeFloor) {
  EXPECT_EQ(limited("1000", R"j({"cap": 60})j", R"j({"rate": "10%", "times": "50%"})j").text(),
            "r D 2025: payable 50\n");
  EXPECT_EQ(limited("1000", R"j({"cap": 60})j", R"j({"rate": "10%", "times": ["50%", 3]})j").text(),
            "r D 2025: reduced 60\n");
  EXPECT_EQ(limited("1000", R"j({"cap": 60, "floor": 80})j").text(), "r D 2025: reduced 80\n");
}

TEST(Limits, RoundingComesOnceAndLast) {
  EXPECT_EQ(limited("100.05", R"j({})j").text(), "r D 2025: payable 10.01\n");  // 10.005, half up
  EXPECT_EQ(limited("-100.05", R"j({})j").text(), "r D 2025: payable -10.01\n");
  EXPECT_EQ(limited("100.05", R"j({"round": {"to": "0.01", "mode": "half_even"}})j").text(),
            "r D 2025: payable 10\n");
  EXPECT_EQ(limited("1249", R"j({"round": {"to": 50, "mode": "down"}})j").text(),
            "r D 2025: payable 100\n");
  // 10.005 x 3 = 30.015 before it is rounded.
  EXPECT_EQ(limited("100.05", R"j({})j", R"j({"rate": "10%", "times": 3})j").text(),
            "r D 2025: payable 30.02\n");
}

TEST(Limits, RoundingPassesNoCap) {
  EXPECT_EQ(
      limited("1000", R"j({"cap": "40.03", "round": {"to": "0.05", "mode": "half_up"}})j").text(),
      "r D 2025: reduced 40\n");
  EXPECT_EQ(limited("1000", R"j({"cap": "40.03", "round": {"to": "0.05", "mode": "up"}})j").text(),
            "r D 2025: reduced 40\n");
  EXPECT_EQ(limited("400", R"j({"cap": "40.03", "round": {"to": 50, "mode": "up"}})j").text(),
            "r D 2025: payable 0\n");
}

TEST(Limits, YenAndDinars) {
  const auto in = [](const std::string& currency) {
    SmallCase given("\"currency\": \"" + currency +
                    R"j(", "rules": [{"id": "r", "when": "year", "pay": "10%"}])j");
    given.table("sales", "id,date,partner,net\nS,2025-05-05,D,1234.565\n");
    return given.lines();
  };
  EXPECT_EQ(in("JPY"), "r D 2025: payable 123\n");
  EXPECT_EQ(in("KWD"), "r D 2025: payable 123.457\n");
  EXPECT_EQ(in("EUR"), "r D 2025: payable 123.46\n");
}

TEST(Limits, AMissingCapBlocks) {
  EXPECT_EQ(limited("1000", R"j({"cap": "1000 * kpi('allowance')"})j").text(),
            "r D 2025: blocked 0\n");
}

TEST(Limits, SoManyLinesByFirstDateThenKey) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "month", "what": {"each": "sale"}, "pay": "10%", "limit": {"lines": 2}}])j");
  given.table("sales",
              "id,date,partner,net\nS9,2025-01-03,D,100\nS2,2025-01-05,D,200\nS1,2025-01-05,D,"
              "300\nS4,2025-02-01,D,400\n");
  const SettledCase run = given.settle();
  EXPECT_EQ(run.line("r", "D", "2025-01", "S9").due.to_string(), "10");
  EXPECT_EQ(run.line("r", "D", "2025-01", "S1").due.to_string(), "30");
  EXPECT_EQ(run.line("r", "D", "2025-01", "S2").status, Status::kUsedUp);
  EXPECT_EQ(run.line("r", "D", "2025-02", "S4").due.to_string(), "40");
}

TEST(Limits, LinesTakesNoReturnForOne) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "year", "what": {"each": "sale"}, "pay": "10%", "limit": {"lines": 1}}])j");
  given.table("sales",
              "id,date,partner,type,net,reverses\nS1,2025-01-03,D,sale,100,\nR1,2025-01-02,D,"
              "return,-50,S0\nS2,2025-01-05,D,sale,200,\n");
  const SettledCase run = given.settle();
  EXPECT_EQ(run.line("r", "D", "", "S1").due.to_string(), "10");
  EXPECT_EQ(run.line("r", "D", "", "R1").due.to_string(), "-5");
  EXPECT_EQ(run.line("r", "D", "", "S2").status, Status::kUsedUp);
}

TEST(Limits, AMinimumCountsWhatIsOpenInAllPeriods) {
  const auto run = [](const std::string& rows) {
    SmallCase given(
        R"j("rules": [{"id": "r", "when": "quarter", "pay": "10%", "limit": {"minimum": 100, "under": "carry"}}])j");
    given.table("sales", "id,date,partner,net\n" + rows).as_of("2025-06-30");
    return given.lines();
  };
  EXPECT_EQ(run("A,2025-01-01,D,600\n"), "r D 2025-Q1: below_minimum 0\nr D 2025-Q2: payable 0\n");
  EXPECT_EQ(run("A,2025-01-01,D,600\nB,2025-04-01,D,600\n"),
            "r D 2025-Q1: payable 60\nr D 2025-Q2: payable 60\n");
  EXPECT_EQ(run("A,2025-01-01,D,600\nB,2025-04-01,D,400\n"),
            "r D 2025-Q1: payable 60\nr D 2025-Q2: payable 40\n");
}

TEST(Limits, HeldAtZeroStaysOpen) {
  EXPECT_EQ(limited("-1000", R"j({"negative": "hold_at_zero"})j").text(), "r D 2025: carried 0\n");
  EXPECT_EQ(limited("1000", R"j({"negative": "hold_at_zero"})j").text(), "r D 2025: payable 100\n");
}

}  // namespace
}  // namespace rebate
