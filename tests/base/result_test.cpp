// SPDX-License-Identifier: Apache-2.0
#include "rebate/base/result.hpp"

#include "rebate/base/id.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <unordered_set>

namespace rebate {
namespace {

Issue issue_of(Severity severity) {
  Issue issue;
  issue.code = Code::kWrongValue;
  issue.severity = severity;
  return issue;
}

TEST(Result, HoldsAValue) {
  const Result<std::string> result = std::string("gold");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(*result, "gold");
  EXPECT_EQ(result->size(), 4U);
  EXPECT_TRUE(result.issues().empty());
}

TEST(Result, HoldsTheIssuesInsteadOfAValue) {
  const Result<int> result = issue_of(Severity::kError);
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.issues().size(), 1U);
  EXPECT_THROW((void)result.value(), ContractViolation);
  EXPECT_THROW((void)*result, ContractViolation);
}

TEST(Result, CarriesWarningsBesideAValue) {
  const Result<int> result(7, Issues(issue_of(Severity::kWarning)));
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(*result, 7);
  EXPECT_EQ(result.issues().size(), 1U);
}

TEST(Result, RefusesToBeHalfOfBoth) {
  EXPECT_THROW((void)Result<int>(7, Issues(issue_of(Severity::kError))), ContractViolation);
  EXPECT_THROW((void)Result<int>(Issues(issue_of(Severity::kWarning))), ContractViolation);
  EXPECT_THROW((void)Result<int>(Issues{}), ContractViolation);
}

TEST(Result, MovesItsValueOut) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 5);
}

TEST(Require, NamesTextConditionAndFile) {
  try {
    const int step = 0;
    REBATE_REQUIRE(step > 0, "a step is above zero");
    FAIL();
  } catch (const ContractViolation& violation) {
    const std::string text = violation.what();
    EXPECT_NE(text.find("a step is above zero (step > 0, result_test.cpp:"), std::string::npos)
        << text;
  }
}

using RuleId = Id<struct RuleTag>;
using PartnerId = Id<struct PartnerTag>;
static_assert(!std::is_convertible_v<RuleId, PartnerId> &&
              !std::is_constructible_v<RuleId, PartnerId>);
static_assert(!std::is_convertible_v<std::uint32_t, RuleId> &&
              !std::is_convertible_v<RuleId, std::uint32_t>);

TEST(Id, ComparesAndHashesByValue) {
  EXPECT_LT(RuleId(3), RuleId(4));
  EXPECT_EQ(RuleId(), RuleId(0));
  EXPECT_EQ(RuleId(7).value(), 7U);
  const std::unordered_set<RuleId> ids = {RuleId(1), RuleId(2), RuleId(1)};
  EXPECT_EQ(ids.size(), 2U);
}

}  // namespace
}  // namespace rebate
