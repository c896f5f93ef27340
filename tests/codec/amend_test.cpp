// SPDX-License-Identifier: Apache-2.0
#include "rebate/policy/amend.hpp"

#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/policy_writer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rebate {
namespace {

Policy read(const std::string& text) {
  const auto policy = read_policy(text, "policy.json");
  EXPECT_TRUE(policy.ok()) << to_string(policy.issues());
  return policy.ok() ? *policy : Policy();
}

const char* const kBase = R"({"librebate": 1, "policy": "p", "currency": "CNY", "valid": "2025",
  "sets": {"core": ["L01"]}, "measures": {"half": "net_sales * 50%"},
  "rules": [{"id": "core-line", "when": "quarter", "what": "product.line in core", "pay": "5%"},
            {"id": "launch", "when": "month", "pay": "1%"}, {"id": "other", "when": "year",
         "pay": {"of": "half", "rate": "1%"}}]})";

std::string amendment(const std::string& more) {
  return R"({"librebate": 1, "policy": "p", "version": 2, "amends": 1, "effective":
         "2025-07-01", "reason": "r")" +
         more + "}";
}

TEST(Amend, ReplacesRulesWholeAndDeclarationsByName) {
  const auto result = amended(read(kBase), read(amendment(R"(, "sets": {"core": ["L01", "L02"],
         "more": ["L09"]}, "remove": ["launch"],
    "rules": [{"id": "core-line", "when": "quarter", "pay": "6%"}, {"id": "new", "when":
         "month", "what": "product.line in more", "pay": "2%"}])")));
  ASSERT_TRUE(result.ok()) << to_string(result.issues());
  const Policy expected = read(R"({"librebate": 1, "policy": "p", "version": 2, "currency":
         "CNY", "valid": "2025",
    "sets": {"core": ["L01", "L02"], "more": ["L09"]}, "measures": {"half": "net_sales * 50%"},
    "rules": [{"id": "core-line", "when": "quarter", "pay": "6%"}, {"id": "other", "when":
         "year", "pay": {"of": "half", "rate": "1%"}},
              {"id": "new", "when": "month", "what": "product.line in more", "pay": "2%"}]})");
  EXPECT_EQ(write_policy(*result), write_policy(expected));
  EXPECT_TRUE(check(*result).ok());
}

TEST(Amend, AsksWhatHappensToPeriodsThatSpanTheDate) {
  const Policy year = read(amendment(R"(, "remove": ["other"])"));
  EXPECT_TRUE(amended(read(kBase), year).issues().contains(Code::kMissingMember));
  EXPECT_TRUE(amended(read(kBase), read(amendment(R"(, "remove": ["other"], "running_periods":
         "keep")")))
                  .ok());
  // Quarters and months end the day before.
  EXPECT_TRUE(amended(read(kBase), read(amendment(R"(, "remove": ["launch"])"))).ok());
}

TEST(Amend, BelongsToOneVersionOfOnePolicy) {
  Policy other = read(kBase);
  other.id = "q";
  other.version = 2;
  const Issues issues = amended(other, read(amendment(R"(, "remove": ["lanch"])"))).issues();
  EXPECT_TRUE(issues.contains(Code::kAmendmentBase));
  EXPECT_TRUE(issues.contains(Code::kUnknownReference));
  EXPECT_NE(to_string(issues).find("Did you mean 'launch'?"), std::string::npos)
      << to_string(issues);
}

TEST(Amend, DoesNotTakeAwayWhatItReplaces) {
  const auto result = amended(read(kBase), read(amendment(R"(, "remove": ["launch"], "rules":
         [{"id": "launch", "when": "month", "pay": "2%"}])")));
  EXPECT_TRUE(result.issues().contains(Code::kRuleTwice));
}

}  // namespace
}  // namespace rebate
