// SPDX-License-Identifier: Apache-2.0
//
// What a statement leaves out and sums up, and what it must not hide by that.
#include "cli/command_run.hpp"

namespace rebate {
namespace {

using testing::CommandResult;
using testing::CommandTest;
using Statement = CommandTest;

// Five sales of January, two of them not shipped yet: a line per sale, told as one.
TEST_F(Statement, TellsHowManyAmountsOfAGroupAreUnknown) {
  write("policy.json", R"json({
    "librebate": 1, "policy": "shipping", "currency": "EUR", "valid": "2025",
    "fields": {"sale.shipped": "date"},
    "rules": [{"id": "late", "title": "Late shipping", "when": "month", "what": {"each": "sale"},
               "qualify": "days(sale.date, sale.shipped)",
               "pay": {"of": "net_sales", "mode": "retroactive", "bands": [{"above": 7, "rate": "2%"}]}}]})json");
  write("data/partners.csv", "id,valid_from\nD1,2025-01-01\n");
  write("data/sales.csv",
        "id,date,partner,product,quantity,net,shipped\n"
        "S1,2025-01-02,D1,P,1,100,2025-01-20\nS2,2025-01-03,D1,P,1,200,2025-01-05\n"
        "S3,2025-01-04,D1,P,1,300,\nS4,2025-01-05,D1,P,1,400,\n"
        "S5,2025-01-06,D1,P,1,500,2025-01-14\n");
  const CommandResult table = rebate("settle policy.json --data data");
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_NE(table.out.find("  Late shipping 2025-01 (5 lines)  blocked: 2  12.00\n"),
            std::string::npos)
      << table.out;
}

// The better of two rules: its line has the amount, the two have none of their own.
TEST_F(Statement, LeavesMembersOfCombinationsOut) {
  write("policy.json", R"json({
    "librebate": 1, "policy": "menu", "currency": "EUR", "valid": "2025",
    "rules": [{"id": "steady", "title": "Steady", "when": "year", "pay": "2%"},
              {"id": "lump", "title": "Lump", "when": "year", "pay": {"amount": 30}},
              {"id": "menu", "title": "Menu", "when": "year", "what": {"best_of": ["steady", "lump"]}}]})json");
  write("data/partners.csv", "id,valid_from\nD1,2025-01-01\n");
  write("data/sales.csv", "id,date,partner,product,quantity,net\nS1,2025-01-02,D1,P,1,1000\n");
  const CommandResult table = rebate("settle policy.json --data data");
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_EQ(table.out.substr(0, table.out.find("\n\n")),
            "Statement 2025 · D1 · policy menu, version 1 · amounts before tax\n"
            "  Menu 2025  30.00\n"
            "  Due        30.00  EUR");
}

}  // namespace
}  // namespace rebate
