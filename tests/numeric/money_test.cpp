// SPDX-License-Identifier: Apache-2.0
#include "rebate/numeric/money.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

// What must not compile.
template <class A, class B>
concept CanMultiply = requires(A a, B b) {
  a* b;
};
template <class A, class B>
concept CanAdd = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept CanSubtract = requires(A a, B b) {
  a - b;
};
template <class A, class B>
concept CanDivide = requires(A a, B b) {
  a / b;
};

static_assert(!CanMultiply<Money, Money>, "money times money has no meaning");
static_assert(!CanAdd<Money, Decimal> && !CanAdd<Decimal, Money> && !CanAdd<Money, Ratio>);
static_assert(!CanSubtract<Money, Decimal> && !CanAdd<Money, int>);
static_assert(!CanDivide<Money, Ratio>, "a quotient of money is asked for as a factor");
static_assert(!CanDivide<Decimal, Decimal> && !CanDivide<Integer, Integer>,
              "nothing divides without a Ratio");
static_assert(!CanAdd<UnroundedMoney, Money>,
              "an unrounded amount is rounded by name before it adds");
static_assert(!std::is_convertible_v<UnroundedMoney, Money> &&
              !std::is_convertible_v<Decimal, Money>);
static_assert(!std::is_constructible_v<Decimal, double> && !std::is_convertible_v<double, Ratio>);
static_assert(!std::is_constructible_v<Integer, double> && !std::is_constructible_v<Integer, bool>);
static_assert(!std::is_convertible_v<Ratio, Decimal>, "a ratio becomes a decimal by rounding only");
// And what must.
static_assert(CanAdd<Money, Money> && CanMultiply<Money, Ratio> && CanMultiply<Money, Decimal>);

const Currency kYuan = Currency::of("CNY");
const Currency kYen = Currency::of("JPY");

Money yuan(std::string_view amount) { return Money(Decimal::of(amount), kYuan); }

TEST(Money, AddsWithinItsCurrency) {
  EXPECT_EQ(yuan("10.50") + yuan("0.5"), yuan("11.00"));
  EXPECT_EQ(yuan("10.50") - yuan("11"), yuan("-0.5"));
  EXPECT_EQ(-yuan("3"), yuan("-3"));
  EXPECT_LT(yuan("9.99"), yuan("10"));
  EXPECT_EQ(yuan("900") / yuan("1000"), Ratio(Decimal::of("0.9")));
}

TEST(Money, DoesNotMixCurrencies) {
  const Money yen(Decimal(100), kYen);
  EXPECT_THROW((void)(yuan("1") + yen), ContractViolation);
  EXPECT_THROW((void)(yuan("1") - yen), ContractViolation);
  EXPECT_THROW((void)(yuan("1") < yen), ContractViolation);
  EXPECT_THROW((void)(yuan("1") / yen), ContractViolation);
  EXPECT_NE(yuan("100"), yen);
  EXPECT_NE(yuan("0"), Money(Decimal(0), kYen));
}

TEST(Money, RoundsToTheMinorUnitWhenAsked) {
  const Ratio third = Ratio::fraction(1, 3);
  EXPECT_EQ(round(yuan("100") * third, RoundingMode::kHalfUp), yuan("33.33"));
  EXPECT_EQ(round(third * yuan("100"), RoundingMode::kUp), yuan("33.34"));
  EXPECT_EQ(round(yuan("100") * third, Decimal(10), RoundingMode::kHalfUp), yuan("30"));
  EXPECT_EQ(round(Money(Decimal(1000), kYen) * third, RoundingMode::kHalfUp).to_string(),
            "333 JPY");
  EXPECT_EQ(round(yuan("900000") * Ratio(Decimal::of("0.03")), RoundingMode::kHalfUp).to_string(),
            "27000.00 CNY");
}

}  // namespace
}  // namespace rebate
