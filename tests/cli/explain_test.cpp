// SPDX-License-Identifier: Apache-2.0
//
// Explanations as the command prints them, from the engine's own traces.
#include "cli/command_run.hpp"

namespace rebate {
namespace {

using testing::CommandResult;
using testing::CommandTest;
using Explain = CommandTest;

TEST_F(Explain, TellsEveryLineOfAPartner) {
  write_programme();
  const CommandResult text = rebate("explain policy.json --data data --partner D017");
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_EQ(text.out,
            "Annual target rebate 2025: 27,000.00.\n"
            "  Net sales 900,000.00 of a target of 1,000,000.00: 90.00%. The 90% band pays 3% on "
            "all sales.\n"
            "  100,000.00 more would reach 100% and pay 5%: 50,000.00 in total. (cl. 3.1)\n"
            "\n"
            "Core-line rebate 2025: 20,000.00.\n"
            "  Net sales 400,000.00 × 5% = 20,000.00.\n")
      << text.out;
}

TEST_F(Explain, TellsItInChinese) {
  write_programme();
  const CommandResult text =
      rebate("explain policy.json --data data --partner D017 --rule annual-target --lang zh");
  EXPECT_EQ(
      text.out,
      "2025年度目标达成返点:27,000.00元。\n"
      "  净销售额900,000.00元,目标1,000,000.00元,达成率90.00%。落入90%档,按全部销售额的3%计返。\n"
      "  再销售100,000.00元即达100%档,按5%计返,合计50,000.00元。(第3.1条)\n")
      << text.out;
}

TEST_F(Explain, SaysWhyARulePaidNothing) {
  write_programme();
  EXPECT_EQ(rebate("explain policy.json --data data --partner D018 --rule annual-target").out,
            "Annual target rebate 2025: 0.00, not qualified.\n"
            "  Attainment 79.99%; the first band begins at 80%.\n"
            "  100.00 more would have paid 16,000.00. (cl. 3.1)\n");
  EXPECT_EQ(rebate("explain policy.json --data data --partner D019 --rule annual-target").out,
            "Annual target rebate 2025: no target.\n"
            "  No 2025 target named 'annual' is on file for D019, so nothing was calculated. (cl. "
            "3.1)\n");
}

TEST_F(Explain, ListsTheRowsOnRequest) {
  write_programme();
  const CommandResult rows =
      rebate("explain policy.json --data data --partner D017 --rule core-line --rows");
  EXPECT_NE(rows.out.find("400,000.00 (1 row)"), std::string::npos) << rows.out;
  EXPECT_NE(rows.out.find("\n    2025-02-01  S1  400,000.00\n"), std::string::npos) << rows.out;
}

TEST_F(Explain, GivesTheTreeAsJson) {
  write_programme();
  const CommandResult json =
      rebate("explain policy.json --data data --partner D017 --rule annual-target --format json");
  EXPECT_EQ(json.exit_code, 0) << json.err;
  EXPECT_EQ(json.out.substr(0, 30), "[\n{\"line\": {\"rule\": \"annual-ta");
  for (const char* part :
       {"\"explanation\": {\"result\": \"Annual target rebate 2025: 27,000.00.\"", "\"trace\": {",
        "\"slices\": [", "\"would_pay\": \"50000\""}) {
    EXPECT_NE(json.out.find(part), std::string::npos) << part << "\n" << json.out;
  }
}

}  // namespace
}  // namespace rebate
