// SPDX-License-Identifier: Apache-2.0
#include "rebate/numeric/currency.hpp"

#include "rebate/base/require.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace rebate {
namespace {

TEST(Currency, HasTheMinorUnitsOfTheStandard) {
  const std::map<std::string_view, int> rows = {
      {"CNY", 2}, {"USD", 2}, {"EUR", 2}, {"GBP", 2}, {"CHF", 2}, {"INR", 2}, {"HUF", 2},
      {"IDR", 2}, {"JPY", 0}, {"KRW", 0}, {"VND", 0}, {"CLP", 0}, {"ISK", 0}, {"PYG", 0},
      {"UGX", 0}, {"XOF", 0}, {"KWD", 3}, {"BHD", 3}, {"OMR", 3}, {"JOD", 3}, {"TND", 3},
      {"IQD", 3}, {"LYD", 3}, {"CLF", 4}, {"UYW", 4}, {"TWD", 2}, {"MGA", 2}, {"MRU", 2},
      {"UYI", 0}, {"ZWG", 2}, {"XCG", 2}, {"SLE", 2}};
  for (const auto& [code, digits] : rows) EXPECT_EQ(minor_unit(code), digits) << code;
}

TEST(Currency, HasAsManyAsTheStandard) {
  std::map<int, int> valid;
  int withdrawn = 0;
  for (const CurrencyEntry& entry : all_currencies()) {
    entry.is_withdrawn ? ++withdrawn : ++valid[entry.minor_unit];
    EXPECT_EQ(entry.code.size(), 3U);
    EXPECT_TRUE(std::all_of(entry.code.begin(), entry.code.end(),
                            [](char c) { return c >= 'A' && c <= 'Z'; }));
  }
  // List one of 1 January 2026: 178 codes, of which 13 without a minor unit.
  const std::map<int, int> expected = {{kNoMinorUnit, 13}, {0, 17}, {2, 139}, {3, 7}, {4, 2}};
  EXPECT_EQ(valid, expected);
  EXPECT_EQ(withdrawn, 14);
  EXPECT_EQ(minor_unit("HRK"), 2);
  EXPECT_EQ(minor_unit("BYR"), 0);
}

TEST(Currency, KnowsNoOtherCode) {
  for (const char* code :
       {"", "cny", "CN", "CNYY", "XAU", "XXX", "XTS", "RMB", "ZZZ", "AAA", "ＣＮＹ"}) {
    EXPECT_EQ(minor_unit(code), std::nullopt) << code;
    EXPECT_FALSE(Currency::find(code).has_value()) << code;
  }
  EXPECT_THROW((void)Currency::of("RMB"), ContractViolation);
}

TEST(Currency, SuggestsTheNearest) {
  EXPECT_EQ(nearest_currency("cny"), "CNY");
  EXPECT_EQ(nearest_currency("RMB"), "CNY");
  EXPECT_EQ(nearest_currency("rmb"), "CNY");
  EXPECT_EQ(nearest_currency("EURO"), "EUR");
  EXPECT_EQ(nearest_currency("UDS"), "USD");
  EXPECT_EQ(nearest_currency(""), "");
  EXPECT_EQ(nearest_currency("renminbi yuan"), "");
}

TEST(Currency, IsEqualByCode) {
  EXPECT_EQ(Currency::of("CNY"), *Currency::find("CNY"));
  EXPECT_NE(Currency::of("CNY"), Currency::of("USD"));
  EXPECT_LT(Currency::of("CNY"), Currency::of("USD"));
  EXPECT_EQ(Currency::of("KWD").minor_unit(), 3);
  EXPECT_EQ(Currency::of("KWD").code(), "KWD");
}

}  // namespace
}  // namespace rebate
