// SPDX-License-Identifier: Apache-2.0
//
// Whose rows: partners that earn as one, rows of those below, and rows of everybody.
#include "settlement/small_case.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

TEST(Together, MembersEarnAsOne) {
  // A level is no money, so that nobody needs to be named as its payee.
  SmallCase given(
      R"j("tiers": ["silver", "gold"], "rules": [{"id": "r", "who": {"where": "partner.kind == 'shop'", "together": "partner.group"},
    "when": "year", "pay": {"sets": "partner.tier", "bands": [{"level": "silver"}, {"from": 1000, "level": "gold"}]}}])j");
  given.table("partners", "id,group,kind\nA,G1,shop\nB,G1,shop\nC,G1,office\nD,G2,shop\nE,,shop\n");
  given.table("sales",
              "id,date,partner,net\n1,2025-01-01,A,600\n2,2025-01-01,B,400\n3,2025-01-01,C,1\n4,"
              "2025-01-01,D,999\n5,2025-01-01,E,5000\n");
  EXPECT_EQ(given.lines(), "r G1 2025: payable gold\nr G2 2025: payable silver\n");
}

TEST(Among, BelowIsTheEarnerAndEveryoneUnderIt) {
  SmallCase given(
      R"j("rules": [{"id": "r", "who": "partner.kind == 'distributor'", "when": "year", "pay": {"of": "net_sales.among(below)", "rate": "10%"}},
    {"id": "w", "who": "partner.kind == 'distributor'", "when": "year", "what": {"among": "below", "each": "sale.partner"}, "pay": "10%"},
    {"id": "all", "who": "partner.kind == 'distributor'", "when": "year", "pay": {"of": "net_sales.among(all)", "rate": "10%"}},
    {"id": "region", "who": "partner.kind == 'distributor'", "when": "year", "pay": {"of": "net_sales.among(partner.region)", "rate": "10%"}}])j");
  given.table("partners",
              "id,parent,kind,region\nA,,distributor,n\nB,A,shop,n\nC,B,shop,s\nD,,shop,n\n");
  given.table("sales",
              "id,date,partner,net\n1,2025-01-01,A,100\n2,2025-01-01,B,200\n3,2025-01-01,C,400\n4,"
              "2025-01-01,D,800\n");
  EXPECT_EQ(given.lines(),
            "r A 2025: payable 70\nw A 2025 A: payable 10\nw A 2025 B: payable 20\nw A 2025 C: "
            "payable 40\n"
            "all A 2025: payable 150\nregion A 2025: payable 110\n");
}

}  // namespace
}  // namespace rebate
