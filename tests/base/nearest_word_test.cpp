// SPDX-License-Identifier: Apache-2.0
#include "rebate/base/nearest_word.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace rebate {
namespace {

const std::vector<std::string> kModes = {"retroactive", "marginal", "excess", "interpolated"};
const std::vector<std::string> kFields = {"line", "brand", "family", "id", "launched"};

TEST(NearestWord, FindsWhatWasMeant) {
  const struct {
    std::string_view found;
    std::string_view meant;
  } rows[] = {
      {"lin", "line"},     {"lnie", "line"},        {"line", "line"},
      {"lime", "line"},    {"Brand", "brand"},      {"brnad", "brand"},
      {"famly", "family"}, {"lauched", "launched"}, {"lanuchde", "launched"},
  };
  for (const auto& row : rows) EXPECT_EQ(nearest_word(row.found, kFields), row.meant) << row.found;
  EXPECT_EQ(nearest_word("retroactiv", kModes), "retroactive");
  EXPECT_EQ(nearest_word("MARGINAL", kModes), "marginal");
}

TEST(NearestWord, IsSilentWhereNothingIsNear) {
  for (const char* found : {"", "x", "turnover", "partner", "zzzz"}) {
    EXPECT_EQ(nearest_word(found, kFields), "") << found;
  }
  EXPECT_EQ(nearest_word("line", {}), "");
}

TEST(NearestWord, PrefersTheNearestThenTheFirst) {
  const std::vector<std::string> known = {"quarters", "quarter", "quarter2"};
  EXPECT_EQ(nearest_word("quartr", known), "quarter");
  const std::vector<std::string> equal = {"cat", "cut"};
  EXPECT_EQ(nearest_word("cot", equal), "cat");
}

TEST(NearestWord, CountsASwapOfNeighboursOnce) {
  // Two swaps in eight letters are near, which as four changes they would not be.
  const std::vector<std::string> known = {"abcdefgh"};
  EXPECT_EQ(nearest_word("bacdefhg", known), "abcdefgh");
  EXPECT_EQ(nearest_word("bxcdefyg", known), "");
}

TEST(NearestWord, TakesTextsOfAnyLength) {
  const std::vector<std::string> known = {std::string(64, 'a'), std::string(65, 'a'), ""};
  EXPECT_EQ(nearest_word(std::string(63, 'a'), known), std::string(64, 'a'));
  EXPECT_EQ(nearest_word(std::string(65, 'a'), known), "");
  EXPECT_EQ(nearest_word(std::string(1'000'000, 'a'), known), "");
}

}  // namespace
}  // namespace rebate
