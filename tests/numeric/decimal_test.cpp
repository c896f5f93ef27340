// SPDX-License-Identifier: Apache-2.0
#include "rebate/numeric/decimal.hpp"

#include "rebate/base/limits.hpp"
#include "numeric/generators.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace rebate {
namespace {

using testing::any_decimal;
using namespace std::string_view_literals;

TEST(Decimal, ReadsAndWritesPlainText) {
  const struct {
    std::string_view text;
    std::string_view shortest;
    std::string_view two_places;
    std::string_view grouped;
  } rows[] = {
      {"0", "0", "0.00", "0.00"},
      {"-0", "0", "0.00", "0.00"},
      {"0.00", "0", "0.00", "0.00"},
      {"-0.004", "-0.004", "-0.004", "-0.004"},
      {"27000", "27000", "27000.00", "27,000.00"},
      {"27000.00", "27000", "27000.00", "27,000.00"},
      {"1234.5", "1234.5", "1234.50", "1,234.50"},
      {"-123.45", "-123.45", "-123.45", "-123.45"},
      {"-1234567.891", "-1234567.891", "-1234567.891", "-1,234,567.891"},
      {"100", "100", "100.00", "100.00"},
      {"1000", "1000", "1000.00", "1,000.00"},
      {"0.5", "0.5", "0.50", "0.50"},
      {"10.10", "10.1", "10.10", "10.10"},
      {"123456789012345678901234567890.12", "123456789012345678901234567890.12",
       "123456789012345678901234567890.12", "123,456,789,012,345,678,901,234,567,890.12"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    const std::optional<Decimal> value = Decimal::parse(row.text);
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(value->to_string(), row.shortest);
    EXPECT_EQ(value->to_string(2), row.two_places);
    EXPECT_EQ(value->to_grouped_string(2), row.grouped);
    EXPECT_EQ(fault_of_decimal(row.text), "");
  }
}

TEST(Decimal, RefusesWhatIsNotPlain) {
  const struct {
    std::string_view text;
    std::string_view fault;
  } rows[] = {
      {"", "it is empty"},
      {"-", "its digits are missing"},
      {"--1", "it has a minus sign where a digit belongs"},
      {"1-", "it has a minus sign where a digit belongs"},
      {"+1", "it has a plus sign"},
      {"010", "it begins with a zero"},
      {"00.5", "it begins with a zero"},
      {"-01", "it begins with a zero"},
      {"00", "it begins with a zero"},
      {".1", "no digit stands before its point"},
      {"-.1", "no digit stands before its point"},
      {".", "no digit stands before its point"},
      {"1.", "no digit stands after its point"},
      {"1..2", "it has a second point"},
      {"1.2.3", "it has a second point"},
      {"1.-2", "it has a minus sign where a digit belongs"},
      {"1e5", "it has an exponent"},
      {"1.5E3", "it has an exponent"},
      {"1,234.50", "it has a separator or a comma between its digits"},
      {"1'000", "it has a separator or a comma between its digits"},
      {"1_000", "it has a separator or a comma between its digits"},
      {"12,5", "it has a separator or a comma between its digits"},
      {"5%", "it has a percent sign"},
      {" 1", "it has a blank"},
      {"1 ", "it has a blank"},
      {"1\t", "it has a blank"},
      {"٣", "it has signs other than the digits 0 to 9"},
      {"1２", "it has signs other than the digits 0 to 9"},
      {"\xC2\xA0"
       "1",
       "it has signs other than the digits 0 to 9"},
      {"\xE2\x88\x92"
       "1",
       "it has signs other than the digits 0 to 9"},
      {"NaN", "it has something that is no digit"},
      {"inf", "it has something that is no digit"},
      {"0x10", "it has something that is no digit"},
      {"1\0"sv, "it has something that is no digit"},
      {"\0"sv, "it has something that is no digit"},
      {"1.5\0"sv, "it has something that is no digit"},
      {"1\n", "it has something that is no digit"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_FALSE(Decimal::parse(row.text).has_value());
    EXPECT_EQ(fault_of_decimal(row.text), row.fault);
  }
}

TEST(Decimal, ReadsSixtyFourDigitsAndNotOneMore) {
  const std::string nines(63, '9');
  EXPECT_EQ(Decimal::parse(nines + ".9")->to_string(), nines + ".9");
  EXPECT_EQ(Decimal::parse("-0." + nines)->to_string(), "-0." + nines);
  EXPECT_FALSE(Decimal::parse("0." + nines + "9").has_value());
  EXPECT_FALSE(Decimal::parse(std::string(65, '9')).has_value());
  EXPECT_EQ(fault_of_decimal(std::string(65, '9')), "it has more than 64 digits");
  EXPECT_FALSE(Decimal::parse(std::string(1'000'000, '9')).has_value());
}

TEST(Decimal, ReadsEveryLengthAroundTheWordsAlike) {
  // Sixteen to forty digits pass from one word to two and to the large form; each with every place
  // of the point, and read back.
  std::string digits;
  for (int length = 1; length <= 60; ++length) {
    digits += static_cast<char>('1' + (length * 7) % 9);
    for (std::size_t point = 1; point < digits.size(); ++point) {
      std::string text = digits;
      text.insert(point, ".");
      ASSERT_EQ(Decimal::of(text).to_string(), text);
      ASSERT_EQ(Decimal::of("-" + text).to_string(), "-" + text);
      ASSERT_EQ(Decimal::of(text).scale(), static_cast<int>(digits.size() - point));
    }
  }
}

RC_GTEST_PROP(Decimal, ReadsBackWhatItWrites, ()) {
  const Decimal value = *any_decimal();
  const std::string text = value.to_string();
  if (text.size() > 60) return;
  RC_ASSERT(*Decimal::parse(text) == value);
  RC_ASSERT(Decimal::parse(text)->to_string() == text);
  RC_ASSERT(*Decimal::parse(value.to_string(4)) == value);
  std::string ungrouped = value.to_grouped_string(3);
  std::erase(ungrouped, ',');
  RC_ASSERT(ungrouped == value.to_string(3));
}

TEST(Decimal, EqualsByValueWhateverTheScale) {
  EXPECT_EQ(Decimal::of("10"), Decimal::of("10.00"));
  EXPECT_EQ(std::hash<Decimal>{}(Decimal::of("10")), std::hash<Decimal>{}(Decimal::of("10.00")));
  EXPECT_EQ(Decimal(0, 5), Decimal(0));
  EXPECT_EQ(std::hash<Decimal>{}(Decimal(0, 5)), std::hash<Decimal>{}(Decimal(0)));
  EXPECT_NE(Decimal::of("10"), Decimal::of("10.01"));
  EXPECT_LT(Decimal::of("9.99"), Decimal::of("10"));
  EXPECT_LT(Decimal::of("-10.01"), Decimal::of("-10"));
  EXPECT_GT(Decimal::of("0.1"), Decimal::of("-1000"));
  EXPECT_LT(Decimal::of("0." + std::string(60, '0') + "1"),
            Decimal::of("1" + std::string(60, '0')));
}

TEST(Decimal, AddsTenthsExactly) {
  Decimal total;
  for (int i = 0; i < 10; ++i) total += Decimal::of("0.1");
  EXPECT_EQ(total, Decimal(1));
  EXPECT_EQ((Decimal::of("900000.00") * Decimal::of("0.03")).to_string(2), "27000.00");
  EXPECT_EQ((Decimal::of("1.5") - Decimal::of("0.25")).to_string(), "1.25");
}

// A reduced word: all coefficients from -30 to 30 at all scales from 0 to 3, in thousandths.
TEST(Decimal, AgreesWithThousandthsOnAReducedWord) {
  constexpr std::int64_t kPowers[] = {1000, 100, 10, 1};
  for (int s = 0; s <= 3; ++s) {
    for (int t = 0; t <= 3; ++t) {
      for (int i = -30; i <= 30; ++i) {
        for (int j = -30; j <= 30; ++j) {
          const std::int64_t x = i * kPowers[s], y = j * kPowers[t];
          const Decimal a = Decimal::from_int64(i, s), b = Decimal::from_int64(j, t);
          ASSERT_EQ((a + b).to_int64(3), x + y);
          ASSERT_EQ((a - b).to_int64(3), x - y);
          ASSERT_EQ((a * b).to_int64(6), x * y);
          ASSERT_EQ(a < b, x < y);
          ASSERT_EQ(a == b, x == y);
          ASSERT_TRUE(x != y || std::hash<Decimal>{}(a) == std::hash<Decimal>{}(b));
        }
      }
    }
  }
}

RC_GTEST_PROP(Decimal, ObeysTheLawsOfArithmetic, ()) {
  const Decimal a = *any_decimal(), b = *any_decimal(), c = *any_decimal();
  RC_ASSERT(a + b == b + a);
  RC_ASSERT(a * b == b * a);
  RC_ASSERT((a + b) + c == a + (b + c));
  RC_ASSERT((a * b) * c == a * (b * c));
  RC_ASSERT(a * (b + c) == a * b + a * c);
  RC_ASSERT(a - b == -(b - a));
  RC_ASSERT((a + b) - b == a);
  RC_ASSERT((a < b) == ((a - b).sign() < 0));
  RC_ASSERT((a == b) == (a - b).is_zero());
  RC_ASSERT(abs(a).sign() >= 0);
  Decimal in_place = a;
  RC_ASSERT((in_place += b) == a + b);
  RC_ASSERT((in_place -= c) == a + b - c);
  RC_ASSERT((in_place += in_place) == (a + b - c) * Decimal(2));
  RC_ASSERT(a.normalized() == a);
}

TEST(Decimal, StaysWithinItsScale) {
  EXPECT_NO_THROW(Decimal(1, kMaxScale));
  EXPECT_THROW(Decimal(1, kMaxScale + 1), ContractViolation);
  EXPECT_THROW(Decimal(1, -1), ContractViolation);
  const Decimal least(1, kMaxScale);
  EXPECT_THROW((void)(least * least), NumberTooLarge);
  // A long chain of factors that end in zeros does not grow: 1.00 × 1.00 × ...
  Decimal product = Decimal::of("1.00");
  for (int i = 0; i < 1'000; ++i) product *= Decimal::of("1.00");
  EXPECT_EQ(product, Decimal(1));
  EXPECT_LT(product.scale(), 100);
}

TEST(Decimal, KnowsItsCoefficientAtAnotherScale) {
  EXPECT_EQ(Decimal::of("1.50").to_int64(2), 150);
  EXPECT_EQ(Decimal::of("1.50").to_int64(1), 15);
  EXPECT_EQ(Decimal::of("1.50").to_int64(0), std::nullopt);
  EXPECT_EQ(Decimal::of("-3").to_int64(4), -30000);
  EXPECT_EQ(Decimal::of("9223372036854775807").to_int64(0),
            std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(Decimal::of("9223372036854775808").to_int64(0), std::nullopt);
  EXPECT_EQ(Decimal::of("9223372036854775807").to_int64(1), std::nullopt);
  EXPECT_EQ(Decimal(0, 9).to_int64(0), 0);
  EXPECT_TRUE(Decimal::of("5.00").is_integer());
  EXPECT_FALSE(Decimal::of("5.01").is_integer());
}

TEST(Decimal, OfRefusesTextThatIsNoNumber) {
  EXPECT_THROW((void)Decimal::of("ten"), ContractViolation);
}

}  // namespace
}  // namespace rebate
