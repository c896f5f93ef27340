// SPDX-License-Identifier: Apache-2.0
#include "rebate/numeric/apportion.hpp"

#include "numeric/generators.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>

namespace rebate {
namespace {

using testing::any_decimal;

using Limits = std::vector<std::optional<Decimal>>;

std::vector<Ratio> weights_of(const std::vector<std::string>& texts) {
  std::vector<Ratio> weights;
  for (const std::string& text : texts) weights.emplace_back(Decimal::of(text));
  return weights;
}

// "33.34 33.33 33.33", and "| 0.005" behind it where something is unassigned.
std::string text_of(const Apportionment& split) {
  std::string text;
  for (const Decimal& part : split.parts) text += (text.empty() ? "" : " ") + part.to_string(2);
  if (!split.unassigned.is_zero()) text += " | " + split.unassigned.to_string();
  return text;
}

std::string split(std::string_view total, const std::vector<std::string>& weights,
                  std::string_view step = "0.01") {
  return text_of(apportion(Decimal::of(total), weights_of(weights), Decimal::of(step)));
}

TEST(Apportion, GivesTheLastCentToTheLargestRemainder) {
  EXPECT_EQ(split("100", {"1", "1", "1"}), "33.34 33.33 33.33");
  EXPECT_EQ(split("0.05", {"1", "1", "1"}), "0.02 0.02 0.01");
  EXPECT_EQ(split("100", {"1", "2", "3"}), "16.67 33.33 50.00");
  EXPECT_EQ(split("0.01", {"0.3", "0.7"}), "0.00 0.01");
  EXPECT_EQ(split("10", {"3", "3", "3", "1"}), "3.00 3.00 3.00 1.00");
  EXPECT_EQ(split("0", {"1", "2"}), "0.00 0.00");
  EXPECT_EQ(split("7", {"5"}), "7.00");
}

// Hamilton's method on 100 seats: the votes of the example in Wikipedia, "Largest remainder
// method", with quota 1,000: 47,000, 16,000, 15,800, 12,000, 6,100 and 3,100 of 100,000 votes for
// 10 seats.
TEST(Apportion, FollowsThePublishedExampleOfSeats) {
  EXPECT_EQ(split("10", {"47000", "16000", "15800", "12000", "6100", "3100"}, "1"),
            "5.00 2.00 1.00 1.00 1.00 0.00");
}

TEST(Apportion, MirrorsANegativeTotal) {
  EXPECT_EQ(split("-100", {"1", "1", "1"}), "-33.34 -33.33 -33.33");
  EXPECT_EQ(split("-0.005", {"1", "1"}), "0.00 0.00 | -0.005");
}

TEST(Apportion, SplitsEquallyWhereNobodyHasAWeight) {
  EXPECT_EQ(split("1", {"0", "0", "0"}), "0.34 0.33 0.33");
  EXPECT_EQ(split("1", {"-1", "-5"}), "0.50 0.50");
}

TEST(Apportion, TakesAWeightBelowZeroAsNone) {
  EXPECT_EQ(split("10", {"-4", "1", "1"}), "0.00 5.00 5.00");
  EXPECT_EQ(split("0.01", {"0", "0.000001"}), "0.00 0.01");
}

TEST(Apportion, ReportsWhatIsNoMultipleOfTheStep) {
  EXPECT_EQ(split("10.005", {"1", "1"}), "5.00 5.00 | 0.005");
  EXPECT_EQ(split("107", {"1", "1"}, "5"), "55.00 50.00 | 2");
  EXPECT_EQ(split("0.004", {"1"}), "0.00 | 0.004");
}

TEST(Apportion, ReportsEverythingWhereThereIsNobody) { EXPECT_EQ(split("5", {}), " | 5"); }

TEST(Apportion, SplitsByTrueFractions) {
  const std::vector<Ratio> weights = {Ratio::fraction(1, 3), Ratio::fraction(1, 7),
                                      Ratio(Decimal::of("0.5"))};
  // 14 : 6 : 21 of 41.
  EXPECT_EQ(text_of(apportion(Decimal::of("41"), weights, Decimal::of("0.01"))),
            "14.00 6.00 21.00");
  EXPECT_EQ(text_of(apportion(Decimal::of("100"), weights, Decimal::of("0.01"))),
            "34.15 14.63 51.22");
}

std::string limited(std::string_view total, const std::vector<std::string>& weights,
                    const Limits& at_most, std::string_view step = "0.01") {
  return text_of(apportion(Decimal::of(total), weights_of(weights), Decimal::of(step), at_most));
}

Limits limits(const std::vector<std::string>& texts) {
  Limits result;
  for (const std::string& text : texts) {
    result.push_back(text.empty() ? std::nullopt : std::optional(Decimal::of(text)));
  }
  return result;
}

TEST(Apportion, PassesOnWhatAPartRefuses) {
  EXPECT_EQ(limited("100", {"1", "1", "2"}, limits({"10", "", ""})), "10.00 30.00 60.00");
  // The second is filled by what the first refuses.
  EXPECT_EQ(limited("100", {"1", "1", "2"}, limits({"10", "28", ""})), "10.00 28.00 62.00");
  EXPECT_EQ(limited("-100", {"1", "1", "2"}, limits({"10", "28", ""})), "-10.00 -28.00 -62.00");
  EXPECT_EQ(limited("100", {"1", "1"}, limits({"30", "40"})), "30.00 40.00 | 30");
  EXPECT_EQ(limited("100", {"1", "0"}, limits({"30", ""})), "30.00 0.00 | 70");
  EXPECT_EQ(limited("100", {"0", "0"}, limits({"30", ""})), "30.00 70.00");
  EXPECT_EQ(limited("100", {"1", "1"}, limits({"-5", ""})), "0.00 100.00");
  EXPECT_EQ(limited("1", {"1", "1"}, limits({"0.333", ""})), "0.33 0.67");
  EXPECT_EQ(limited("100", {"1", "1"}, limits({"50", "50"})), "50.00 50.00");
  EXPECT_EQ(limited("0.01", {"1", "1"}, limits({"0", ""})), "0.00 0.01");
}

TEST(Apportion, NeedsOneLimitForEachWeightAndAStep) {
  const std::vector<Ratio> weights = weights_of({"1", "1"});
  EXPECT_THROW((void)apportion(Decimal(1), weights, Decimal(1), limits({""})), ContractViolation);
  EXPECT_THROW((void)apportion(Decimal(1), weights, Decimal(0)), ContractViolation);
  EXPECT_THROW((void)apportion(Decimal(1), weights, Decimal(-1), limits({"", ""})),
               ContractViolation);
}

rc::Gen<std::vector<Ratio>> some_weights() {
  return rc::gen::exec([] {
    std::vector<Ratio> weights(*rc::gen::inRange<std::size_t>(1, 9));
    for (Ratio& weight : weights) {
      weight = Ratio::fraction(*rc::gen::inRange(-3, 40), *rc::gen::element(1, 1, 1, 3, 7, 100));
    }
    return weights;
  });
}

Decimal total_of(const Apportionment& split) {
  return std::accumulate(split.parts.begin(), split.parts.end(), split.unassigned);
}

RC_GTEST_PROP(Apportion, AddsUpToTheTotalWithinAStepOfTheExactShares, ()) {
  const std::vector<Ratio> weights = *some_weights();
  const Decimal total = *any_decimal();
  const Decimal step = Decimal::of(*rc::gen::element<std::string>("0.01", "1", "0.05", "100"));
  const Apportionment split = apportion(total, weights, step);
  RC_ASSERT(total_of(split) == total);
  RC_ASSERT(abs(split.unassigned) < step);
  RC_ASSERT(split.unassigned.sign() * total.sign() >= 0);

  std::vector<Ratio> used;
  for (const Ratio& weight : weights) used.push_back(weight.sign() > 0 ? weight : Ratio(0));
  if (sum(used).is_zero()) std::fill(used.begin(), used.end(), Ratio(1));
  const Ratio whole = Ratio(total - split.unassigned) / sum(used);
  for (std::size_t i = 0; i < used.size(); ++i) {
    RC_ASSERT(abs(Ratio(split.parts[i]) - whole * used[i]) < Ratio(step));
    for (std::size_t j = 0; j < used.size(); ++j) {  // Who weighs more never gets less.
      if (used[i] > used[j]) RC_ASSERT(abs(split.parts[i]) >= abs(split.parts[j]));
      if (used[i] == used[j] && i < j) RC_ASSERT(abs(split.parts[i]) >= abs(split.parts[j]));
    }
  }

  const Apportionment mirror = apportion(-total, weights, step);
  RC_ASSERT(mirror.unassigned == -split.unassigned);
  for (std::size_t i = 0; i < used.size(); ++i) RC_ASSERT(mirror.parts[i] == -split.parts[i]);

  const Apportionment unlimited = apportion(total, weights, step, Limits(weights.size()));
  RC_ASSERT(unlimited.parts == split.parts);
}

RC_GTEST_PROP(Apportion, KeepsWithinLimitsAndLeavesNothingThatWouldFit, ()) {
  const std::vector<Ratio> weights = *some_weights();
  const Decimal total = Decimal::from_int64(*rc::gen::inRange(-20'000, 20'001), 2);
  const Decimal step = Decimal::of("0.01");
  Limits at_most(weights.size());
  for (auto& limit : at_most) {
    if (*rc::gen::inRange(0, 3) != 0)
      limit = Decimal::from_int64(*rc::gen::inRange(-100, 10'000), 2);
  }
  const Apportionment split = apportion(total, weights, step, at_most);
  RC_ASSERT(total_of(split) == total);
  const bool any =
      std::any_of(weights.begin(), weights.end(), [](const Ratio& w) { return w.sign() > 0; });
  const auto weight_of = [&](std::size_t i) {
    return any ? (weights[i].sign() > 0 ? weights[i] : Ratio(0)) : Ratio(1);
  };
  const auto is_full = [&](std::size_t i) {
    return at_most[i] && abs(split.parts[i]) >= std::max(*at_most[i], Decimal(0));
  };
  for (std::size_t i = 0; i < weights.size(); ++i) {
    RC_ASSERT(split.parts[i].sign() * total.sign() >= 0);
    if (at_most[i]) RC_ASSERT(abs(split.parts[i]) <= std::max(*at_most[i], Decimal(0)));
    if (weight_of(i).is_zero()) RC_ASSERT(split.parts[i].is_zero());
    if (weight_of(i).is_zero() || is_full(i)) continue;
    RC_ASSERT(split.unassigned.is_zero());
    for (std::size_t j = 0; j < weights.size();
         ++j) {  // Nobody gets more for its weight than who is not full.
      if (weight_of(j).is_zero()) continue;
      const Ratio open = Ratio(abs(split.parts[i])) + Ratio(step);
      const Ratio other = Ratio(abs(split.parts[j])) - Ratio(step);
      RC_ASSERT(other * weight_of(i) <= open * weight_of(j));
    }
  }
}

}  // namespace
}  // namespace rebate
