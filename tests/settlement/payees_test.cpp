// SPDX-License-Identifier: Apache-2.0
//
// Who gets a line's amount: parts add up to it to the cent, and what nobody gets is reported.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

SmallCase given(const std::string& to, const std::string& more = "") {
  SmallCase result(R"j("rules": [{"id": "r", "when": "year", "pay": {"rate": "10%", "to": )j" + to +
                   "}" + more + "}]");
  result.table("partners", "id,parent\nA,\nB,A\nC,A\n");
  return result;
}

TEST(Payees, AFieldOfTheEarner) {
  SmallCase one = given("\"partner.parent\"");
  one.table("sales", "id,date,partner,net\n1,2025-01-01,B,100\n2,2025-01-01,A,50\n");
  EXPECT_EQ(one.lines(), "r A/ 2025: payable 0\nr B/A 2025: payable 10\nr C 2025: payable 0\n");
}

TEST(Payees, AgreedSharesToTheCent) {
  SmallCase one = given(
      R"j([{"to": "partner.id", "share": "60%"}, {"to": "partner.parent", "share": "40%"}])j");
  one.table("sales", "id,date,partner,net\n1,2025-01-01,B,100.55\n");
  EXPECT_EQ(one.lines(),
            "r A 2025: payable 0\nr B/A 2025: payable 4.02\nr B 2025: payable 6.04\nr C 2025: "
            "payable 0\n");
}

TEST(Payees, EverybodyByMeasure) {
  SmallCase one(
      R"j("rules": [{"id": "pool", "who": {"where": "true", "together": "partner.group"}, "when": "year",
    "pay": {"amount": "100", "to": {"each": "sale.partner", "by": "net_sales"}}}])j");
  one.table("partners", "id,group\nA,G\nB,G\nC,G\n");
  one.table("sales",
            "id,date,partner,net\n1,2025-01-01,A,10\n2,2025-01-01,B,10\n3,2025-01-01,C,10\n");
  EXPECT_EQ(
      one.lines(),
      "pool G/A 2025: payable 33.34\npool G/B 2025: payable 33.33\npool G/C 2025: payable 33.33\n");
}

// The parent is owed 4.00 of each of three children, the children 1.00 each: only the parent's sum
// reaches 10.00.
TEST(Payees, AMinimumLooksAtWhatThePayeeIsOwedByAll) {
  SmallCase given(
      R"j("rules": [{"id": "r", "when": "year", "what": {"where": "has(partner.parent)"},
    "pay": {"rate": "5%", "to": [{"to": "partner.parent", "share": "80%"}, {"to": "partner.id", "share": "20%"}]},
    "limit": {"minimum": 10}}])j");
  given.table("partners", "id,parent\nA,H\nB,H\nC,H\n");
  given.table("sales",
              "id,date,partner,net\n1,2025-01-05,A,100\n2,2025-04-05,B,100\n3,2025-01-07,C,100\n");
  EXPECT_EQ(given.lines(),
            "r A 2025: below_minimum 0\nr A/H 2025: payable 4\n"
            "r B 2025: below_minimum 0\nr B/H 2025: payable 4\n"
            "r C 2025: below_minimum 0\nr C/H 2025: payable 4\n");
}

}  // namespace
}  // namespace rebate
