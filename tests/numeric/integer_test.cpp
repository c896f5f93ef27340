// SPDX-License-Identifier: Apache-2.0
//
// Both paths of Integer, in 128 bits and beyond, give the answer of cpp_int: for all pairs around
// the places where words overflow, and for random ones.
#include "rebate/numeric/integer.hpp"

#include "rebate/base/limits.hpp"
#include "numeric/wide.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <unordered_set>

namespace rebate {
namespace {

using testing::any_wide;
using testing::edges;
using testing::integer;
using testing::wide;
using testing::Wide;

bool fits_128(const Wide& value) { return value >= -(Wide(1) << 127) && value < (Wide(1) << 127); }

Wide floor_of(const Wide& a, const Wide& b) {
  const Wide quotient = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? Wide(quotient - 1) : quotient;
}

// Everything two integers can do, against the judge.
void expect_agreement(const Wide& a, const Wide& b) {
  const Integer x = integer(a), y = integer(b);
  ASSERT_EQ(wide(x), a);
  ASSERT_EQ(x.is_small(), fits_128(a)) << a;
  ASSERT_EQ(wide(x + y), a + b) << a << " " << b;
  ASSERT_EQ(wide(x - y), a - b) << a << " " << b;
  ASSERT_EQ(wide(x * y), a * b) << a << " " << b;
  ASSERT_EQ(wide(-x), -a);
  Integer in_place = x;
  ASSERT_EQ(wide(in_place += y), a + b) << a << " " << b;
  ASSERT_EQ(wide(in_place -= y), a) << a << " " << b;
  ASSERT_EQ(wide(in_place -= in_place), 0) << a;
  ASSERT_EQ((x + y).is_small(), fits_128(a + b)) << a << " " << b;
  ASSERT_EQ((x - y).is_small(), fits_128(a - b)) << a << " " << b;
  ASSERT_EQ((x * y).is_small(), fits_128(a * b)) << a << " " << b;
  ASSERT_EQ(x == y, a == b);
  ASSERT_EQ(x < y, a < b) << a << " " << b;
  ASSERT_EQ(x > y, a > b) << a << " " << b;
  ASSERT_EQ(x.sign(), a.sign());
  ASSERT_EQ(wide(gcd(x, y)), gcd(a, b)) << a << " " << b;
  if (b == 0) return;
  const IntegerDivision truncated = divide_truncated(x, y);
  ASSERT_EQ(wide(truncated.quotient), a / b) << a << " " << b;
  ASSERT_EQ(wide(truncated.remainder), a % b) << a << " " << b;
  const IntegerDivision floor = divide_floor(x, y);
  ASSERT_EQ(wide(floor.quotient), floor_of(a, b)) << a << " " << b;
  ASSERT_EQ(wide(floor.remainder), a - floor_of(a, b) * b) << a << " " << b;
}

TEST(Integer, AgreesWithTheJudgeAroundEveryOverflow) {
  const std::vector<Wide> values = edges(2);
  for (const Wide& a : values) {
    for (const Wide& b : values) expect_agreement(a, b);
    if (HasFatalFailure()) return;
  }
}

RC_GTEST_PROP(Integer, AgreesWithTheJudgeOnRandomOperands, ()) {
  for (int pair = 0; pair < 100; ++pair) {
    expect_agreement(*any_wide(), *any_wide());
    RC_ASSERT(!::testing::Test::HasFatalFailure());
  }
}

RC_GTEST_PROP(Integer, ComesBackFromLargeToSmallAsTheSameValue, ()) {
  const Wide a = *any_wide(), b = *any_wide();
  const Integer x = integer(a), y = integer(b);
  const Integer back = (x + y) - y;
  RC_ASSERT(back == x);
  RC_ASSERT(back.is_small() == x.is_small());
  RC_ASSERT(std::hash<Integer>{}(back) == std::hash<Integer>{}(x));
}

TEST(Integer, ConvertsFromEveryWidthAndBack) {
  EXPECT_EQ(Integer(std::numeric_limits<std::uint64_t>::max()).to_string(), "18446744073709551615");
  EXPECT_EQ(Integer(std::numeric_limits<std::int64_t>::min()).to_string(), "-9223372036854775808");
  EXPECT_EQ(Integer(std::int8_t{-3}).to_string(), "-3");
  EXPECT_EQ(Integer(std::numeric_limits<std::int64_t>::min()).to_int64(),
            std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ((Integer(std::numeric_limits<std::int64_t>::max()) + 1).to_int64(), std::nullopt);
  EXPECT_EQ((Integer(std::numeric_limits<std::int64_t>::min()) - 1).to_int64(), std::nullopt);
  const Int128 least = static_cast<Int128>(UInt128{1} << 127);
  EXPECT_EQ(Integer(least).to_string(), "-170141183460469231731687303715884105728");
  EXPECT_TRUE(Integer(least).to_int128() == least);
  EXPECT_THROW((void)(Integer(least) - 1).to_int128(), ContractViolation);
  EXPECT_EQ((-Integer(least)).to_string(), "170141183460469231731687303715884105728");
}

TEST(Integer, CopiesMovesAndAssignsInBothForms) {
  const Integer small = 42;
  const Integer large = Integer::pow10(50);
  for (const Integer& first : {small, large}) {
    for (const Integer& second : {small, large}) {
      Integer copy = first;
      copy = second;
      EXPECT_EQ(copy, second);
      Integer moved = std::move(copy);
      EXPECT_EQ(moved, second);
      Integer target = first;
      target = std::move(moved);
      EXPECT_EQ(target, second);
      target = *&target;
      EXPECT_EQ(target, second);
    }
  }
}

TEST(Integer, ReadsDigitsOnly) {
  EXPECT_EQ(Integer::parse("0")->to_string(), "0");
  EXPECT_EQ(Integer::parse("-0")->to_string(), "0");
  EXPECT_EQ(Integer::parse("007")->to_string(), "7");  // Decimal, never octal.
  EXPECT_EQ(Integer::parse("-1234567890123456789012345678901234567890")->to_string(),
            "-1234567890123456789012345678901234567890");
  EXPECT_EQ(Integer::parse(std::string(64, '9'))->to_string(), std::string(64, '9'));
  using namespace std::string_view_literals;
  for (const std::string_view text : {""sv, "-"sv, "+1"sv, "--1"sv, "1 "sv, " 1"sv, "1.0"sv,
                                      "0x1"sv, "1e5"sv, "1\0"sv, "\0"sv, "٣"sv, "1,000"sv}) {
    EXPECT_FALSE(Integer::parse(text).has_value()) << text;
  }
  EXPECT_FALSE(Integer::parse(std::string(65, '9')).has_value());
}

TEST(Integer, PowersOfTenHaveTheirZeros) {
  for (std::uint32_t exponent = 0; exponent <= 200; ++exponent) {
    EXPECT_EQ(Integer::pow10(exponent).to_string(), "1" + std::string(exponent, '0'));
  }
}

TEST(Integer, RefusesToGrowWithoutBound) {
  Integer value = Integer::pow10(100'000);
  EXPECT_THROW((void)Integer::pow10(400'000), NumberTooLarge);
  EXPECT_NO_THROW(value *= value);
  EXPECT_THROW(value *= value, NumberTooLarge);
  EXPECT_EQ(value, Integer::pow10(200'000));  // A refused product leaves its target as it was.
}

TEST(Integer, DividesByNothing) {
  EXPECT_THROW((void)divide_truncated(1, 0), ContractViolation);
  EXPECT_THROW((void)divide_floor(Integer::pow10(50), 0), ContractViolation);
  EXPECT_EQ(gcd(0, 0), Integer(0));
}

TEST(Integer, HashesByValue) {
  std::unordered_set<Integer> values;
  for (int i = -1000; i <= 1000; ++i) values.insert(Integer(i) * Integer::pow10(30));
  EXPECT_EQ(values.size(), 2001U);
  std::unordered_set<std::size_t> hashes;
  for (const Integer& value : values) hashes.insert(std::hash<Integer>{}(value));
  EXPECT_GT(hashes.size(), 1990U);
}

}  // namespace
}  // namespace rebate
