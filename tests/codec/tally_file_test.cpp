// SPDX-License-Identifier: Apache-2.0
//
// A tally as a file: what was saved comes back, and nothing else does.
#include "rebate/codec/tally_file.hpp"

#include "codec/sha256.hpp"
#include "settlement/small_case.hpp"
#include "tally/tally_parts.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

SmallCase small(const std::string& partners = "D,north\nE,\n") {
  SmallCase given(R"j("tiers": ["silver", "gold"], "rules": [
    {"id": "line", "when": "half", "what": {"each": "product.line"}, "pay": "1%"},
    {"id": "row", "when": "year", "what": {"each": "sale"}, "pay": {"of": "sum(sale.cost)", "rate": "1%"}},
    {"id": "last", "when": "year", "pay": {"amount": "last(sale.net) + smallest(sale.net / 3)"}},
    {"id": "region", "when": "year", "what": "partner.region == 'north'", "pay": "1%"}])j");
  given.table("partners", "id,region\n" + partners);
  given.table("products", "id,line\nA,L1\nB,\n");
  given.table("sales",
              "id,date,partner,product,net,cost\n1,2025-01-05,D,A,92233720368547758.07,7\n2,2025-"
              "01-06,D,A,1000.005,\n"
              "3,2025-08-05,D,B,-3.5,1\n4,2024-08-05,E,A,7,2\n");
  return given;
}

std::string without_checksum(const std::string& bytes) {
  return bytes.substr(0, bytes.size() - 64);
}
std::string with_checksum(const std::string& covered) { return covered + detail::sha256(covered); }

class TallyFile : public ::testing::Test {
 protected:
  TallyFile() : run_(small().settle()), bytes_(save_tally(*run_.tally)) {}

  Result<std::shared_ptr<const Tally>> restore(std::string_view bytes) const {
    return restore_tally(bytes, *run_.plan, *run_.data.master, "a.tally");
  }
  /// The code of the only issue.
  Code refusal(std::string_view bytes) const {
    const auto result = restore(bytes);
    EXPECT_FALSE(result.ok());
    EXPECT_EQ(result.issues().size(), 1u);
    return result.issues().empty() ? Code{} : result.issues()[0].code;
  }

  SettledCase run_;
  std::string bytes_;
};

TEST_F(TallyFile, BeginsWithItsNameAndVersion) { EXPECT_EQ(bytes_.substr(0, 9), "rebtally\x02"); }

TEST_F(TallyFile, WhatWasSavedComesBack) {
  const auto back = restore(bytes_);
  ASSERT_TRUE(back.ok()) << to_string(back.issues());
  EXPECT_EQ(save_tally(**back), bytes_);
  EXPECT_EQ((*back)->nouns.at("sale").rows, 4u);
  EXPECT_EQ((*back)->is_complete, true);
  const auto again = settle(run_.plan, *run_.data.master, **back);
  ASSERT_TRUE(again.ok());
  ASSERT_EQ(again->lines().size(), run_.settlement.lines().size());
  for (std::size_t i = 0; i < again->lines().size(); ++i) {
    EXPECT_EQ(line_text(*again, again->lines()[i]),
              line_text(run_.settlement, run_.settlement.lines()[i]));
  }
}

TEST_F(TallyFile, CutOffAnywhereIsRefused) {
  for (std::size_t size = 0; size < bytes_.size(); ++size) {
    EXPECT_EQ(refusal(std::string_view(bytes_).substr(0, size)), Code::kTallyFile) << size;
  }
  EXPECT_EQ(refusal(bytes_ + "x"), Code::kTallyFile);
  EXPECT_EQ(refusal(bytes_ + bytes_), Code::kTallyFile);
}

TEST_F(TallyFile, AFlippedBitIsRefused) {
  for (std::size_t at = 0; at < bytes_.size(); ++at) {
    std::string flipped = bytes_;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << (at % 8)));
    EXPECT_EQ(refusal(flipped), Code::kTallyFile) << at;
  }
}

TEST_F(TallyFile, AForgedChecksumDoesNotOpenTheDoor) {
  const std::string covered = without_checksum(bytes_);
  int opened = 0;
  for (std::size_t at = 8; at < covered.size(); ++at) {
    for (const int value : {0, 1, 2, 0x7F, 0x80, 0xFF}) {
      std::string forged = covered;
      forged[at] = static_cast<char>(value);
      forged = with_checksum(forged);
      const auto result = restore(forged);
      if (!result.ok()) continue;
      ++opened;  // Another amount, spelt as a tally is.
      EXPECT_EQ(save_tally(**result), forged) << at << " " << value;
      EXPECT_TRUE(settle(run_.plan, *run_.data.master, **result).ok()) << at << " " << value;
    }
  }
  EXPECT_GT(opened, 0);
  for (std::size_t size = 8; size < covered.size(); ++size) {
    EXPECT_FALSE(restore(with_checksum(covered.substr(0, size))).ok()) << size;
  }
}

TEST_F(TallyFile, HugeCountsAreRefusedAtOnce) {
  // A count of partners beyond the bytes that are left.
  std::string covered = without_checksum(bytes_);
  covered.replace(18, 1, "\xFF\xFF\xFF\xFF\x0F");
  EXPECT_EQ(refusal(with_checksum(covered)), Code::kTallyFile);
}

TEST_F(TallyFile, AnotherVersionSaysSo) {
  std::string covered = without_checksum(bytes_);
  covered[8] = 3;
  const auto result = restore(with_checksum(covered));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.issues()[0].code, Code::kTallyFile);
  EXPECT_EQ(result.issues()[0].message, "The tally is of version 3.");
}

TEST_F(TallyFile, OfAnotherPolicyOrOtherPartnersIsAnother) {
  const SettledCase other =
      small("D,north\nF,\n").table("claims", "id,date,partner,amount\n1,2025-01-01,D,5\n").settle();
  EXPECT_EQ(refusal(save_tally(*other.tally)), Code::kTallyMismatch);
  SmallCase later = small();
  later.as_of("2025-06-30");
  EXPECT_EQ(refusal(save_tally(*later.settle().tally)), Code::kTallyMismatch);
}

TEST_F(TallyFile, OtherFilesAreNone) {
  EXPECT_EQ(refusal(""), Code::kTallyFile);
  EXPECT_EQ(refusal("id,date,partner\n"), Code::kTallyFile);
  const auto missing = restore_tally_file("/nowhere/at/all.tally", *run_.plan, *run_.data.master);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.issues()[0].code, Code::kFileMissing);
}

}  // namespace
}  // namespace rebate
