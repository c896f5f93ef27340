// SPDX-License-Identifier: Apache-2.0
//
// Published examples of rounding, then every value of a small word in every mode against a second,
// plainer computation.
#include "rebate/numeric/rounding.hpp"

#include "numeric/generators.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace rebate {
namespace {

using testing::any_decimal;
using testing::any_ratio;

Decimal rounded(std::string_view value, std::string_view step, RoundingMode mode) {
  return round(Ratio(Decimal::of(value)), Decimal::of(step), mode);
}

constexpr std::array kOrder = {
    RoundingMode::kUp,     RoundingMode::kDown,     RoundingMode::kCeiling, RoundingMode::kFloor,
    RoundingMode::kHalfUp, RoundingMode::kHalfDown, RoundingMode::kHalfEven};

// The table of java.math.RoundingMode (Java SE API documentation, "Summary of Rounding Operations
// Under Different Rounding Modes"): rounding to one digit.
TEST(Rounding, FollowsTheTableOfJava) {
  const struct {
    std::string_view value;
    int up, down, ceiling, floor, half_up, half_down, half_even;
  } rows[] = {
      {"5.5", 6, 5, 6, 5, 6, 5, 6},         {"2.5", 3, 2, 3, 2, 3, 2, 2},
      {"1.6", 2, 1, 2, 1, 2, 2, 2},         {"1.1", 2, 1, 2, 1, 1, 1, 1},
      {"1.0", 1, 1, 1, 1, 1, 1, 1},         {"-1.0", -1, -1, -1, -1, -1, -1, -1},
      {"-1.1", -2, -1, -1, -2, -1, -1, -1}, {"-1.6", -2, -1, -1, -2, -2, -2, -2},
      {"-2.5", -3, -2, -2, -3, -3, -2, -2}, {"-5.5", -6, -5, -5, -6, -6, -5, -6},
  };
  for (const auto& row : rows) {
    const std::array expected = {row.up,      row.down,      row.ceiling,  row.floor,
                                 row.half_up, row.half_down, row.half_even};
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
      EXPECT_EQ(rounded(row.value, "1", kOrder[i]), Decimal(expected[i]))
          << row.value << " " << to_string(kOrder[i]);
    }
  }
}

// ISO 80000-1:2009, annex B: rule A takes the even multiple in the middle, rule B the one of
// greater size.
TEST(Rounding, FollowsTheExamplesOfIso80000) {
  const struct {
    std::string_view value, step, rule_a, rule_b;
  } rows[] = {
      {"12.223", "0.1", "12.2", "12.2"}, {"12.251", "0.1", "12.3", "12.3"},
      {"12.275", "0.1", "12.3", "12.3"}, {"12.25", "0.1", "12.2", "12.3"},
      {"12.35", "0.1", "12.4", "12.4"},  {"1222.3", "10", "1220", "1220"},
      {"1225.1", "10", "1230", "1230"},  {"1227.5", "10", "1230", "1230"},
      {"1225.0", "10", "1220", "1230"},  {"1235.0", "10", "1240", "1240"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.value);
    EXPECT_EQ(rounded(row.value, row.step, RoundingMode::kHalfEven), Decimal::of(row.rule_a));
    EXPECT_EQ(rounded(row.value, row.step, RoundingMode::kHalfUp), Decimal::of(row.rule_b));
  }
}

// General Decimal Arithmetic Specification (M. Cowlishaw), quantize and round-to-integral, half
// even.
TEST(Rounding, FollowsTheDecimalArithmeticSpecification) {
  const struct {
    std::string_view value, step, expected;
  } rows[] = {
      {"2.17", "0.001", "2.170"}, {"2.17", "0.01", "2.17"}, {"2.17", "0.1", "2.2"},
      {"2.17", "1", "2"},         {"-0.1", "1", "0"},       {"2.1", "1", "2"},
      {"100", "1", "100"},        {"101.5", "1", "102"},    {"-101.5", "1", "-102"},
      {"217", "10", "220"},       {"217", "100", "200"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(rounded(row.value, row.step, RoundingMode::kHalfEven), Decimal::of(row.expected))
        << row.value;
  }
}

// Cash rounding to five hundredths, as Swiss shops do: .x3 to .x7 go to .x5.
TEST(Rounding, TakesAnyStep) {
  const struct {
    std::string_view value, expected;
  } rows[] = {
      {"1.22", "1.20"}, {"1.23", "1.25"}, {"1.27", "1.25"}, {"1.28", "1.30"}, {"1.225", "1.25"}};
  for (const auto& row : rows) {
    EXPECT_EQ(rounded(row.value, "0.05", RoundingMode::kHalfUp), Decimal::of(row.expected))
        << row.value;
  }
  EXPECT_EQ(rounded("1234.565", "0.01", RoundingMode::kHalfUp).to_string(2), "1234.57");
  EXPECT_EQ(rounded("1234.565", "0.01", RoundingMode::kHalfEven).to_string(2), "1234.56");
  EXPECT_EQ(rounded("1250", "100", RoundingMode::kHalfEven).to_string(), "1200");
  EXPECT_EQ(rounded("7.5", "3", RoundingMode::kHalfDown).to_string(), "6");
  EXPECT_EQ(rounded("0.4", "0.25", RoundingMode::kCeiling).to_string(), "0.5");
  EXPECT_EQ(round(Ratio::fraction(2, 3), Decimal::of("0.01"), RoundingMode::kHalfUp).to_string(),
            "0.67");
  EXPECT_EQ(round(Ratio::fraction(-2, 3), Decimal::of("0.01"), RoundingMode::kUp).to_string(),
            "-0.67");
  EXPECT_EQ(rounded(std::string(40, '9') + ".995", "0.01", RoundingMode::kHalfUp).to_string(2),
            "1" + std::string(40, '0') + ".00");
}

// Every n/d with |n| <= 120 and d <= 12 to every step k/2 up to 3: 241 × 12 × 6 × 7 cases, by
// integers.
int expected_multiple(int n, int d, RoundingMode mode) {  // n/d to a whole number, d > 0.
  int below = n / d;
  if (n % d != 0 && n < 0) --below;
  const int above = n % d == 0 ? below : below + 1;
  const int twice = 2 * (n - below * d);  // Against d: below, at or above the middle.
  const int away = n < 0 ? below : above, toward = n < 0 ? above : below;
  const int even = below % 2 == 0 ? below : above;
  const int nearest = twice < d ? below : above;
  switch (mode) {
    case RoundingMode::kHalfUp:
      return twice == d ? away : nearest;
    case RoundingMode::kHalfDown:
      return twice == d ? toward : nearest;
    case RoundingMode::kHalfEven:
      return twice == d ? even : nearest;
    case RoundingMode::kUp:
      return away;
    case RoundingMode::kDown:
      return toward;
    case RoundingMode::kCeiling:
      return above;
    case RoundingMode::kFloor:
      return below;
  }
  return 0;
}

TEST(Rounding, IsRightForEveryValueOfASmallWord) {
  for (const RoundingMode mode : all_rounding_modes()) {
    for (int d = 1; d <= 12; ++d) {
      for (int n = -120; n <= 120; ++n) {
        for (int halves = 1; halves <= 6; ++halves) {
          const Decimal step = Decimal::from_int64(halves * 5, 1);
          const Decimal expected = Decimal(expected_multiple(2 * n, d * halves, mode)) * step;
          ASSERT_EQ(round(Ratio::fraction(n, d), step, mode), expected)
              << n << "/" << d << " to " << step.to_string() << " " << to_string(mode);
        }
      }
    }
  }
}

RC_GTEST_PROP(Rounding, LandsOnANeighbouringMultiple, ()) {
  const Ratio value = *any_ratio();
  const Decimal step =
      *rc::gen::suchThat(any_decimal(), [](const Decimal& d) { return d.sign() > 0; });
  for (const RoundingMode mode : all_rounding_modes()) {
    const Decimal result = round(value, step, mode);
    RC_ASSERT((Ratio(result) / Ratio(step)).denominator() == Integer(1));
    RC_ASSERT(abs(Ratio(result) - value) < Ratio(step));
    RC_ASSERT(round(Ratio(result), step, mode) == result);
    const Decimal mirrored = round(-value, step, mode);
    if (mode == RoundingMode::kCeiling) {
      RC_ASSERT(mirrored == -round(value, step, RoundingMode::kFloor));
    } else if (mode != RoundingMode::kFloor) {
      RC_ASSERT(mirrored == -result);
    }
  }
  const Decimal nearest = round(value, step, RoundingMode::kHalfEven);
  RC_ASSERT(abs(Ratio(nearest) - value) * Ratio(2) <= Ratio(step));
}

RC_GTEST_PROP(Rounding, NeverTurnsTheOrderOfTwoValues, ()) {
  const Ratio a = *any_ratio(), b = *any_ratio();
  for (const RoundingMode mode : all_rounding_modes()) {
    const Decimal x = round(a, Decimal::of("0.01"), mode), y = round(b, Decimal::of("0.01"), mode);
    RC_ASSERT((a < b ? x <= y : x >= y));
  }
}

TEST(Rounding, NamesItsModes) {
  EXPECT_EQ(all_rounding_modes().size(), 7U);
  for (const RoundingMode mode : all_rounding_modes())
    EXPECT_EQ(rounding_mode(to_string(mode)), mode);
  EXPECT_EQ(to_string(RoundingMode::kHalfUp), "half_up");
  EXPECT_EQ(rounding_mode("bankers"), std::nullopt);
  EXPECT_EQ(rounding_mode("HALF_UP"), std::nullopt);
  EXPECT_EQ(rounding_mode(""), std::nullopt);
}

TEST(Rounding, NeedsAStepAboveZero) {
  EXPECT_THROW((void)rounded("1", "0", RoundingMode::kUp), ContractViolation);
  EXPECT_THROW((void)rounded("1", "-0.01", RoundingMode::kUp), ContractViolation);
  EXPECT_EQ(step_of_places(2), Decimal::of("0.01"));
  EXPECT_EQ(step_of_places(0), Decimal(1));
  EXPECT_THROW((void)step_of_places(-1), ContractViolation);
}

}  // namespace
}  // namespace rebate
