// SPDX-License-Identifier: Apache-2.0
#include "rebate/numeric/ratio.hpp"

#include "rebate/numeric/rounding.hpp"
#include "numeric/generators.hpp"
#include "numeric/wide.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace rebate {
namespace {

using testing::any_ratio;
using testing::wide;
using testing::Wide;

Ratio fraction(std::int64_t numerator, std::int64_t denominator) {
  return Ratio::fraction(numerator, denominator);
}

// A ratio as two integers of the judge, in lowest terms.
struct Pair {
  Wide top;
  Wide bottom;
  bool operator==(const Pair& other) const { return top == other.top && bottom == other.bottom; }
};

Pair pair(const Ratio& value) { return {wide(value.numerator()), wide(value.denominator())}; }

Pair lowest(Wide top, Wide bottom) {
  if (bottom < 0) top = -top, bottom = -bottom;
  const Wide common = gcd(top, bottom);
  return {top / common, bottom / common};
}

TEST(Ratio, KeepsAThirdAThird) {
  const Ratio third = Ratio(1) / Ratio(3);
  EXPECT_FALSE(third.is_decimal());
  EXPECT_EQ(third + third + third, Ratio(1));
  EXPECT_EQ(third * Ratio(3), Ratio(1));
  EXPECT_TRUE((third * Ratio(3)).is_decimal());
  EXPECT_EQ(third.to_string(), "1/3");
  EXPECT_EQ((-third).to_string(), "-1/3");
  EXPECT_EQ(third.to_decimal_text(4, RoundingMode::kHalfUp), "0.3333");
  EXPECT_EQ(fraction(2, 3).to_decimal_text(2, RoundingMode::kHalfUp), "0.67");
  EXPECT_EQ(fraction(-2, -6), third);
  EXPECT_EQ(fraction(2, -6), -third);
}

TEST(Ratio, BecomesADecimalWhereTheExpansionEnds) {
  const struct {
    Ratio value;
    std::string_view text;
  } rows[] = {
      {fraction(1, 8), "0.125"},
      {fraction(3, 12), "0.25"},
      {fraction(-7, 20), "-0.35"},
      {fraction(100, 4), "25"},
      {fraction(1, 1024), "0.0009765625"},
      {fraction(1, 3125), "0.00032"},
      {Ratio(Decimal::of("900000.00")) / Ratio(Decimal::of("1000000.00")), "0.9"},
      {Ratio(Decimal::of("0.003")) / Ratio(Decimal::of("0.06")), "0.05"},
      {Ratio(Decimal::of("1.2")) / Ratio(Decimal::of("0.0001")), "12000"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_TRUE(row.value.is_decimal());
    EXPECT_EQ(row.value.to_string(), row.text);
    EXPECT_EQ(row.value, Ratio(Decimal::of(row.text)));
  }
  EXPECT_EQ(fraction(1, 3).as_decimal(), std::nullopt);
  // A quarter that comes about as a sum of true fractions is found on request.
  const Ratio quarter = fraction(1, 12) + fraction(1, 6);
  ASSERT_TRUE(quarter.as_decimal().has_value());
  EXPECT_EQ(*quarter.as_decimal(), Decimal::of("0.25"));
  EXPECT_EQ(quarter.to_string(), "0.25");
}

TEST(Ratio, ComparesByCrossMultiplication) {
  // 899,999.99 of 1,000,000 is below nine tenths, and 2/3 lies between its decimals however many
  // there are.
  EXPECT_LT(Ratio(Decimal::of("899999.99")) / Ratio(1'000'000), Ratio(Decimal::of("0.9")));
  EXPECT_EQ(Ratio(Decimal::of("900000.00")) / Ratio(1'000'000), Ratio(Decimal::of("0.9")));
  EXPECT_GT(fraction(2, 3), Ratio(Decimal::of("0." + std::string(60, '6'))));
  EXPECT_LT(fraction(2, 3), Ratio(Decimal::of("0." + std::string(59, '6') + "7")));
  EXPECT_LT(fraction(-1, 3), fraction(-1, 4));
  EXPECT_GT(fraction(1, 3), fraction(-1, 2));
  EXPECT_EQ(fraction(10, 30), fraction(1, 3));
}

TEST(Ratio, KnowsItsWholeNeighbours) {
  const struct {
    Ratio value;
    int floor, ceil;
  } rows[] = {{fraction(7, 3), 2, 3},
              {fraction(-7, 3), -3, -2},
              {fraction(6, 3), 2, 2},
              {fraction(-6, 3), -2, -2},
              {Ratio(Decimal::of("2.50")), 2, 3},
              {Ratio(Decimal::of("-0.01")), -1, 0},
              {Ratio(0), 0, 0}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.value.to_string());
    EXPECT_EQ(row.value.floor(), Integer(row.floor));
    EXPECT_EQ(row.value.ceil(), Integer(row.ceil));
  }
}

TEST(Ratio, DividesByNothing) {
  EXPECT_THROW((void)(Ratio(1) / Ratio(0)), ContractViolation);
  EXPECT_THROW((void)(Ratio(1) / Ratio(Decimal(0, 7))), ContractViolation);
  EXPECT_THROW((void)Ratio::fraction(1, 0), ContractViolation);
  EXPECT_THROW((void)fraction(1, 3).decimal(), ContractViolation);
}

RC_GTEST_PROP(Ratio, AgreesWithFractionsOfTheJudge, ()) {
  const Ratio a = *any_ratio(), b = *any_ratio();
  const Pair x = pair(a), y = pair(b);
  RC_ASSERT(x.bottom > 0 && gcd(x.top, x.bottom) == 1);
  RC_ASSERT(pair(a + b) == lowest(x.top * y.bottom + y.top * x.bottom, x.bottom * y.bottom));
  RC_ASSERT(pair(a - b) == lowest(x.top * y.bottom - y.top * x.bottom, x.bottom * y.bottom));
  RC_ASSERT(pair(a * b) == lowest(x.top * y.top, x.bottom * y.bottom));
  if (!b.is_zero()) RC_ASSERT(pair(a / b) == lowest(x.top * y.bottom, x.bottom * y.top));
  const Wide left = x.top * y.bottom, right = y.top * x.bottom;
  RC_ASSERT((a < b) == (left < right));
  RC_ASSERT((a == b) == (left == right));
  RC_ASSERT(a.sign() == x.top.sign());
  RC_ASSERT(pair(-a) == lowest(-x.top, x.bottom));
}

RC_GTEST_PROP(Ratio, UndoesWhatItDid, ()) {
  const Ratio a = *any_ratio(), b = *any_ratio(), c = *any_ratio();
  RC_ASSERT((a + b) - b == a);
  if (!b.is_zero()) RC_ASSERT(a / b * b == a);
  RC_ASSERT((a + b) * c == a * c + b * c);
  Ratio in_place = a;
  RC_ASSERT((in_place += b) == a + b);
  RC_ASSERT((in_place -= c) == a + b - c);
  RC_ASSERT((in_place *= in_place) == (a + b - c) * (a + b - c));
  RC_ASSERT(Ratio(a.floor()) <= a && a < Ratio(a.floor() + 1));
  RC_ASSERT(Ratio(a.ceil()) >= a && a > Ratio(a.ceil() - 1));
}

TEST(Ratio, StaysReducedThroughLongChains) {
  // 1/1·2 + 1/2·3 + ... + 1/n·(n+1) is n/(n+1).
  std::vector<Ratio> parts;
  Ratio total;
  for (int n = 1; n <= 2'000; ++n) {
    parts.push_back(fraction(1, n) * fraction(1, n + 1));
    total += parts.back();
  }
  EXPECT_EQ(total, fraction(2'000, 2'001));
  EXPECT_EQ(sum(parts), total);
  EXPECT_EQ(sum({}), Ratio(0));
  EXPECT_EQ(sum(std::vector{fraction(1, 7)}), fraction(1, 7));
}

TEST(Ratio, ReducesAPowerOfTwoOfAThousandBits) {
  Integer power = 1;
  for (int i = 0; i < 1'000; ++i) power *= 2;
  const Ratio tiny = Ratio::fraction(1, power);
  ASSERT_TRUE(tiny.is_decimal());
  EXPECT_EQ(tiny.decimal().scale(), 1'000);
  EXPECT_EQ(tiny * Ratio(power), Ratio(1));
}

}  // namespace
}  // namespace rebate
