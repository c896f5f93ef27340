// SPDX-License-Identifier: Apache-2.0
//
// What settling prints, in its three formats.
#include "cli/command_run.hpp"

#include <sstream>

namespace rebate {
namespace {

using testing::CommandResult;
using testing::CommandTest;
using Settle = CommandTest;

TEST_F(Settle, PrintsAStatementForEachPartner) {
  write_programme();
  const CommandResult table = rebate("settle policy.json --data data");
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_EQ(table.out,
            "Statement 2025 · D017 Huaxing Appliances · policy channel-2025, version 1 · amounts "
            "before tax\n"
            "  Annual target rebate 2025 (900,000.00 × 3%)  27,000.00\n"
            "  Core-line rebate 2025 (400,000.00 × 5%)      20,000.00\n"
            "  Due                                          47,000.00  CNY\n"
            "\n"
            "Statement 2025 · D018 North, South & Co · policy channel-2025, version 1 · amounts "
            "before tax\n"
            "  Annual target rebate 2025  not qualified  0.00\n"
            "  Core-line rebate 2025                     0.00\n"
            "  Due                                       0.00  CNY\n"
            "\n"
            "Statement 2025 · D019 三江电器 · policy channel-2025, version 1 · amounts before tax\n"
            "  Annual target rebate 2025              no target   0.00\n"
            "  Core-line rebate 2025 (1,000.30 × 5%)             50.02\n"
            "  Due                                               50.02  CNY\n"
            "\n"
            "All partners · 3 partners\n"
            "  Annual target rebate  3 lines  27,000.00\n"
            "  Core-line rebate      3 lines  20,050.02\n"
            "  Due                            47,050.02  CNY\n"
            "\n"
            "Coverage · pairs of rules that pay the same rows: 1 · partners without target: 1\n")
      << table.out;
}

TEST_F(Settle, PrintsChinese) {
  write_programme();
  const CommandResult table = rebate("settle policy.json --data data --lang zh --partner D018");
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_EQ(table.out.substr(0, table.out.find("\n\n")),
            "对账单 2025 · D018 North, South & Co · 政策 channel-2025, 版本 1 · 金额不含税\n"
            "  2025年度目标达成返点  未达标  0.00\n"
            "  2025年核心产品线返点          0.00\n"
            "  应付合计                      0.00  CNY")
      << table.out;
}

TEST_F(Settle, WritesOneCsvRecordALine) {
  write_programme();
  const CommandResult csv = rebate("settle policy.json --data data --format csv");
  EXPECT_EQ(csv.exit_code, 0) << csv.err;
  EXPECT_EQ(
      csv.out,
      "partner,rule,period,each,kind,status,qualifying,earning,band,rate,gross,after_limits,due,"
      "currency,"
      "payee,after_combination,rounded,settled_before,paid,share,level,form,tax,policy,"
      "version,reasons\r\n"
      "D017,annual-target,2025,,final,payable,0.9,900000,2,0.03,27000.00,27000.00,27000.00,CNY,"
      "D017,"
      "27000.00,27000.00,0.00,true,,,credit_note,before,channel-2025,1,\r\n"
      "D017,core-line,2025,,final,payable,400000,400000,,0.05,20000.00,20000.00,20000.00,CNY,D017,"
      "20000.00,20000.00,0.00,true,,,credit_note,before,channel-2025,1,\r\n"
      "D018,annual-target,2025,,final,not_qualified,0.7999,799900,,,0.00,0.00,0.00,CNY,D018,"
      "0.00,0.00,0.00,true,,,credit_note,before,channel-2025,1,below_first_band\r\n"
      "D018,core-line,2025,,final,payable,0,0,,0.05,0.00,0.00,0.00,CNY,D018,"
      "0.00,0.00,0.00,true,,,credit_note,before,channel-2025,1,\r\n"
      "D019,annual-target,2025,,final,no_target,,1000.3,,,0.00,0.00,0.00,CNY,D019,"
      "0.00,0.00,0.00,true,,,credit_note,before,channel-2025,1,missing\r\n"
      "D019,core-line,2025,,final,payable,1000.3,1000.3,,0.05,50.015,50.015,50.02,CNY,D019,"
      "50.015,50.02,0.00,true,,,credit_note,before,channel-2025,1,\r\n")
      << csv.out;
}

TEST_F(Settle, LetsNoSpreadsheetRunAPartner) {
  write_programme();
  write("data/partners.csv", "id,valid_from\n=1+1,2024-01-01\n@SUM,2024-01-01\nD017,2024-01-01\n");
  write("data/sales.csv",
        "id,date,partner,product,quantity,net\nS1,2025-02-01,=1+1,P1,10,-400000\n");
  const CommandResult csv = rebate("settle policy.json --data data --format csv --rule core-line");
  EXPECT_EQ(csv.exit_code, 0) << csv.err;
  std::istringstream lines(csv.out);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_EQ(line.find_first_of("=@+"), line[0] == '\'' ? 1u : std::string::npos) << line;
  }
  // A negative amount is a number, not a formula.
  EXPECT_NE(csv.out.find(",-20000.00,CNY,"), std::string::npos) << csv.out;
}

TEST_F(Settle, WritesJsonWithTracesOnRequest) {
  write_programme();
  const CommandResult json =
      rebate("settle policy.json --data data --format json --partner D017 --rule annual-target");
  EXPECT_EQ(json.exit_code, 0) << json.err;
  EXPECT_EQ(
      json.out.substr(0, json.out.find("\"coverage\"")),
      "{\"policy\": \"channel-2025\", \"version\": 1, \"currency\": \"CNY\", \"tax\": \"before\", "
      "\"lines\": [\n"
      "{\"rule\": \"annual-target\", \"version\": 1, \"partner\": \"D017\", \"payee\": \"D017\", "
      "\"period\": \"2025\", \"each\": null, \"kind\": \"final\", \"status\": \"payable\", "
      "\"by\": {\"measure\": \"attainment('annual')\", \"value\": \"0.9\"}, "
      "\"of\": {\"measure\": \"net_sales\", \"value\": \"900000\"}, "
      "\"band\": {\"number\": 2, \"from\": \"0.9\"}, \"rate\": \"3%\", \"gross\": \"27000.00\", "
      "\"after_limits\": \"27000.00\", \"after_combination\": \"27000.00\", \"rounded\": "
      "\"27000.00\", "
      "\"settled_before\": \"0.00\", \"due\": \"27000.00\", \"paid\": true, \"form\": "
      "\"credit_note\", "
      "\"tax\": \"before\", \"reasons\": []}\n], ")
      << json.out;
  const CommandResult traced = rebate(
      "settle policy.json --data data --format json --partner D017 --rule annual-target --traces");
  EXPECT_NE(traced.out.find("\"trace\": {"), std::string::npos);
  EXPECT_NE(traced.out.find("\"next\": {\"band\": 3, \"from\": \"1\", \"rate\": \"5%\""),
            std::string::npos)
      << traced.out;
}

TEST_F(Settle, SettlesTheSameFromATally) {
  write_programme();
  ASSERT_EQ(rebate("tally policy.json --data data --out all.tally").exit_code, 0);
  const CommandResult rows = rebate("settle policy.json --data data --format csv");
  const CommandResult sums =
      rebate("settle policy.json --data data --tally all.tally --format csv");
  EXPECT_EQ(sums.exit_code, 0) << sums.err;
  EXPECT_EQ(sums.out, rows.out);
}

TEST_F(Settle, GivesTheSameBytesForAnyNumberOfThreads) {
  write_programme();
  const std::string one = rebate("settle policy.json --data data --format csv --threads 1").out;
  EXPECT_EQ(rebate("settle policy.json --data data --format csv --threads 2").out, one);
  EXPECT_EQ(rebate("settle policy.json --data data --format csv --threads 16").out, one);
}

TEST_F(Settle, TellsWhatIsWrongWithTheInput) {
  write_programme();
  write("data/sales.csv",
        "id,date,partner,product,quantity,net\nS1,2025-02-30,D017,P1,10,1.000,5\n");
  const CommandResult bad = rebate("settle policy.json --data data");
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_NE(bad.err.find("sales.csv:2"), std::string::npos) << bad.err;
  EXPECT_EQ(bad.out, "");
  EXPECT_EQ(rebate("settle nowhere.json --data data").exit_code, 1);
  EXPECT_EQ(rebate("settle policy.json --data nowhere").exit_code, 1);
}

}  // namespace
}  // namespace rebate
