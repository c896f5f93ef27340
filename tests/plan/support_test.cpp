// SPDX-License-Identifier: Apache-2.0
//
// What cannot settle yet is refused by name and place, all of it at once; the rest compiles.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

std::string refusals(const std::string& rule, const std::string& document = "") {
  return SmallCase(document + "\"rules\": [" + rule + "]").refusals();
}

TEST(Support, EveryPartThatCannotSettleYetIsNamed) {
  struct Row {
    const char* rule;  // Members of a rule beside its id.
    const char* refusal;
    const char* document = "";
  };
  const Row rows[] = {
      {R"j("when": "month", "what": {"returns": "at_original_rate"}, "pay": {"of": "min(net_sales, 500)", "rate": "1%"})j",
       "/rules/0/what/returns: Rule r: returns at the original rate of what is no plain sum of the "
       "rows cannot be settled yet.\n"},
      {R"j("when": {"per": "year", "settle": "quarter"}, "qualify": {"require": ["streak(net_sales > 0, 3) >= 3"]}, "pay": "1%")j",
       "/rules/0/pay: Rule r: streak() in instalments cannot be settled yet.\n"},
      {R"j("when": "month", "pay": "1%", "limit": {"minimum": 100, "under": "forfeit"})j",
       "/rules/0/limit/under: Rule r: forfeiting cannot be settled yet.\n"},
      {R"j("when": "month", "pay": {"rate": "1%", "to": "partner.parent"})j",
       "/rules/0/pay/to: Rule r: other payees under a cap per partner cannot be settled yet.\n",
       R"j("limit": {"cap": 100}, )j"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(refusals(std::string(R"j({"id": "r", )j") + row.rule + "}", row.document),
              row.refusal)
        << row.rule;
  }
}

TEST(Support, AllAtOnce) {
  EXPECT_EQ(
      refusals(
          R"j({"id": "a", "when": "month", "pay": "1%", "limit": {"minimum": 100, "under": "forfeit"}},
                         {"id": "b", "when": "month", "pay": "1%", "limit": {"minimum": 100, "under": "forfeit"}})j",
          R"j("limit": {"cap": 100}, )j"),
      "/rules/0/limit/under: Rule a: forfeiting cannot be settled yet.\n"
      "/rules/1/limit/under: Rule b: forfeiting cannot be settled yet.\n");
}

TEST(Support, OnlyTheRulesThatAreWanted) {
  SmallCase given(
      R"j("rules": [{"id": "a", "when": "month", "pay": "1%", "limit": {"minimum": 100, "under": "forfeit"}},
                                {"id": "b", "when": "month", "pay": "1%"}])j");
  const auto policy = given.policy();
  PlanOptions options;
  options.only = std::vector<int>{1};
  EXPECT_TRUE(compile(policy, *given.data().master, options).ok());
  options.only = std::vector<int>{0, 1};
  EXPECT_FALSE(compile(policy, *given.data().master, options).ok());
}

TEST(Support, RulesBelowAreMembersAndWhatIsEarned) {
  SmallCase given(R"j("rules": [
    {"id": "a", "when": "month", "pay": "1%"}, {"id": "b", "when": "month", "pay": {"of": "net_sales - earned('a')", "rate": "1%"}},
    {"id": "c", "when": "month", "pay": "1%"}, {"id": "d", "when": "year", "what": {"sum_of": ["b"]}}])j");
  const auto policy = given.policy();
  EXPECT_EQ(rules_below(*policy, 3), (std::vector<int>{0, 1, 3}));
  EXPECT_EQ(rules_below(*policy, 2), std::vector<int>{2});
}

TEST(Support, WhatSettlesIsNotRefused) {
  for (
      const char* rule : {
          R"j({"id": "r", "when": "quarter", "pay": "3%"})j",
          R"j({"id": "r", "when": "month", "what": {"each": "payment"}, "qualify": "days(invoice.date, payment.date)",
               "pay": {"of": "payment.settles", "mode": "retroactive", "bands": [{"up_to": 10, "rate": "2%"}]}})j",
          R"j({"id": "r", "when": "quarter", "what": "claim.kind == 'co-op'", "pay": {"of": "approved_claims", "rate": "50%"},
               "limit": {"cap": "2% * net_sales", "minimum": 10}})j",
          R"j({"id": "r", "when": {"per": "half", "in": ["2025-03"]}, "pay": "3%"})j",
          R"j({"id": "r", "when": {"per": "policy", "first_months": 3, "since": "product.launched"}, "pay": "3%"})j",
      }) {
    EXPECT_EQ(refusals(rule), "") << rule;
  }
}

}  // namespace
}  // namespace rebate
