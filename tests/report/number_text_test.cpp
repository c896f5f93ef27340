// SPDX-License-Identifier: Apache-2.0
#include "report/number_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rebate {
namespace {

std::string decimal_text(const Decimal& value, std::int32_t min_scale) {
  TextCollector text;
  append_decimal(text, value, min_scale);
  return text.text();
}

std::string ratio_text(const Ratio& value, std::int32_t min_scale = 0) {
  TextCollector text;
  append_ratio(text, value, min_scale);
  return text.text();
}

TEST(NumberText, WritesAtLeastTheDigitsOfTheCurrency) {
  EXPECT_EQ(decimal_text(Decimal::of("27000"), 2), "27000.00");
  EXPECT_EQ(decimal_text(Decimal::of("-0.5"), 2), "-0.50");
  EXPECT_EQ(decimal_text(Decimal::of("0"), 0), "0");
  EXPECT_EQ(decimal_text(Decimal::of("0.00"), 2), "0.00");
  EXPECT_EQ(decimal_text(Decimal::of("1.2345"), 2), "1.2345");
  EXPECT_EQ(decimal_text(Decimal::of("1.2000"), 2), "1.20");
  EXPECT_EQ(decimal_text(Decimal::from_int64(INT64_MIN, 3), 0), "-9223372036854775.808");
}

TEST(NumberText, RoundsOnlyWhatDoesNotEnd) {
  EXPECT_EQ(ratio_text(Ratio(Integer(1)) / Ratio(Integer(3))), "0.333333333333");
  EXPECT_EQ(ratio_text(Ratio(Integer(2)) / Ratio(Integer(3)), 2), "0.666666666667");
  EXPECT_EQ(ratio_text(Ratio(Integer(1)) / Ratio(Integer(8)), 2), "0.125");
  EXPECT_EQ(exact_text(Ratio(Integer(1)) / Ratio(Integer(3))), "1/3");
  EXPECT_EQ(exact_text(Ratio(Decimal::of("27000")), 2), "27000.00");
  EXPECT_EQ(percent_text(Ratio(Decimal::of("0.035"))), "3.5%");
  EXPECT_EQ(percent_text(Ratio(Integer(1)) / Ratio(Integer(3))), "100/3%");
}

// The fast way and Decimal's own way give the same text.
RC_GTEST_PROP(NumberText, AgreesWithDecimal, ()) {
  const auto coefficient = *rc::gen::arbitrary<std::int64_t>();
  const auto scale = *rc::gen::inRange(0, 25);
  const auto min_scale = *rc::gen::inRange(0, 25);
  const Decimal value = Decimal::from_int64(coefficient, scale);
  RC_ASSERT(decimal_text(value, min_scale) == value.to_string(min_scale));
}

}  // namespace
}  // namespace rebate
