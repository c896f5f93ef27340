// SPDX-License-Identifier: Apache-2.0
//
// Replaying a trace follows its slices and steps, not the amounts that are written beside them.
#include "rebate/settlement/trace.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

Ratio ratio(const char* text) { return Ratio(Decimal::of(text)); }

Slice rate_slice(int band, const char* base, const char* rate, bool replaces = false) {
  Slice slice;
  slice.band = band;
  slice.base = ratio(base);
  slice.rate = ratio(rate);
  slice.replaces = replaces;
  return slice;
}

LimitStep step(LimitStep::Kind kind, const char* expression, const char* value) {
  LimitStep step;
  step.kind = kind;
  step.expression = expression;
  step.value = ratio(value);
  return step;
}

TEST(Replay, AddsSlicesAndLetsLaterBandsReplace) {
  LineTrace trace;
  trace.slices = {rate_slice(0, "90000", "0.01"), rate_slice(1, "270000", "0.025", true),
                  rate_slice(2, "40000", "0.05")};
  EXPECT_EQ(replay(trace), Decimal::of("8750"));
}

TEST(Replay, BandsEveryPartByItself) {
  LineTrace trace;
  trace.slices = {rate_slice(0, "100", "0.01", true), rate_slice(1, "100", "0.02", true),
                  rate_slice(0, "300", "0.01", true)};
  trace.slices[0].part = trace.slices[1].part = {{"product.line", Value(std::string("L01"))}};
  trace.slices[2].part = {{"product.line", Value(std::string("L02"))}};
  EXPECT_EQ(replay(trace), Decimal::of("5"));
}

TEST(Replay, CountsStepsOfAnAmount) {
  LineTrace trace;
  Slice slice;
  slice.amount = ratio("50");
  slice.every = ratio("1000");
  slice.steps = Integer(3);
  trace.slices = {slice};
  EXPECT_EQ(replay(trace), Decimal::of("150"));
}

TEST(Replay, FollowsTheOrderOfLimits) {
  LineTrace trace;
  trace.slices = {rate_slice(-1, "1000.30", "0.05")};
  trace.steps = {step(LimitStep::Kind::kTimes, "coefficient", "0.8"),
                 step(LimitStep::Kind::kCap, "40", "40"),
                 step(LimitStep::Kind::kRound, "half_up 0.05", "0.05"),
                 step(LimitStep::Kind::kSettled, "", "15")};
  EXPECT_EQ(replay(trace), Decimal::of("25"));
  trace.steps[1] = step(LimitStep::Kind::kCap, "40.03", "40.03");
  trace.steps[0] = step(LimitStep::Kind::kTimes, "coefficient", "1");
  EXPECT_EQ(replay(trace), Decimal::of("25"));  // 40.05 would pass the cap
}

TEST(Replay, LeavesChargesToNegativeFloors) {
  LineTrace trace;
  trace.slices = {rate_slice(-1, "750000", "-0.2")};
  trace.steps = {step(LimitStep::Kind::kCap, "100", "100")};
  EXPECT_EQ(replay(trace), Decimal::of("-150000"));
  trace.steps = {step(LimitStep::Kind::kFloor, "-100000", "-100000")};
  EXPECT_EQ(replay(trace), Decimal::of("-100000"));
  trace.steps = {step(LimitStep::Kind::kFloor, "500", "500")};
  EXPECT_EQ(replay(trace), Decimal::of("-150000"));
}

TEST(Replay, ACapBelowZeroIsZero) {
  LineTrace trace;
  trace.slices = {rate_slice(-1, "5000", "1")};
  trace.steps = {step(LimitStep::Kind::kCap, "2% * net_sales", "-1")};
  EXPECT_EQ(replay(trace), Decimal());
}

TEST(Replay, KnowsAKnownZeroFromAnUnknownAmount) {
  LineTrace trace;
  trace.slices = {rate_slice(-1, "1000", "0.05")};
  trace.steps = {step(LimitStep::Kind::kSettled, "", "30")};
  trace.line.status = Status::kNotQualified;
  EXPECT_EQ(replay(trace), Decimal::of("-30"));
  trace.line.status = Status::kBlocked;
  EXPECT_EQ(replay(trace), Decimal());
}

TEST(Replay, TakesOnlyWhatFitsFromOtherLines) {
  LineTrace trace;
  trace.slices = {rate_slice(-1, "1000", "0.05")};
  LimitStep share;
  share.kind = LimitStep::Kind::kCombine;
  share.before = ratio("50");
  share.after = ratio("20");
  trace.steps = {share};
  EXPECT_EQ(replay(trace), Decimal::of("20"));
  trace.steps[0].before = ratio("49");
  EXPECT_THROW(static_cast<void>(replay(trace)), ContractViolation);
}

}  // namespace
}  // namespace rebate
