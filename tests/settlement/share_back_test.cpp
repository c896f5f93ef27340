// SPDX-License-Identifier: Apache-2.0
//
// Sharing a rounded result back over the members that earned it.
#include "settlement/share_back.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

namespace rebate {
namespace {

std::string shares(const char* amount, std::initializer_list<const char*> members,
                   const char* step = "0.01") {
  std::vector<Ratio> exact;
  for (const char* member : members) exact.push_back(Ratio(Decimal::of(member)));
  std::string text;
  Decimal sum;
  for (const Decimal& part : share_back(Decimal::of(amount), exact, Decimal::of(step))) {
    text += (text.empty() ? "" : " ") + part.to_string();
    sum += part;
  }
  EXPECT_EQ(sum, exact.empty() ? Decimal() : Decimal::of(amount)) << "the parts are not the whole";
  return text;
}

TEST(ShareBack, EveryMemberKeepsItsProportion) {
  EXPECT_EQ(shares("30", {"20", "40"}), "10 20");
  EXPECT_EQ(shares("60", {"20", "40"}), "20 40");
  EXPECT_EQ(shares("0", {"20", "40"}), "0 0");
}

TEST(ShareBack, TheLargestRemainderTakesTheCent) {
  EXPECT_EQ(shares("10", {"1", "2", "3"}), "1.67 3.33 5");
  EXPECT_EQ(shares("0.02", {"1", "1", "2"}), "0.01 0 0.01");
}

TEST(ShareBack, TiesGoByPosition) {
  EXPECT_EQ(shares("100", {"1", "1", "1"}), "33.34 33.33 33.33");
  EXPECT_EQ(shares("0.01", {"5", "5"}), "0.01 0");
}

TEST(ShareBack, TheSplitOfANegativeMirrors) {
  EXPECT_EQ(shares("-100", {"-1", "-1", "-1"}), "-33.34 -33.33 -33.33");
  EXPECT_EQ(shares("-10", {"-1", "-2", "-3"}), "-1.67 -3.33 -5");
  // A charge over what members earned.
  EXPECT_EQ(shares("-10", {"1", "2", "3"}), "-1.67 -3.33 -5");
}

TEST(ShareBack, MembersBelowZeroGiveBack) {
  EXPECT_EQ(shares("50", {"100", "-50"}), "100 -50");
  EXPECT_EQ(shares("25", {"100", "-50"}), "50 -25");
}

TEST(ShareBack, ASumOfZeroIsSharedEqually) {
  EXPECT_EQ(shares("90", {"0", "0", "0"}), "30 30 30");
  EXPECT_EQ(shares("10", {"5", "-5"}), "5 5");
}

TEST(ShareBack, TheStepIsTheLines) {
  EXPECT_EQ(shares("100", {"1", "1", "1"}, "1"), "34 33 33");
  EXPECT_EQ(shares("1.5", {"1", "1"}, "0.5"), "1 0.5");
}

TEST(ShareBack, NobodySharesNothing) { EXPECT_EQ(shares("5", {}), ""); }

}  // namespace
}  // namespace rebate
