// SPDX-License-Identifier: Apache-2.0
//
// Where the output goes: whole files or none, readers that leave, disks that are full.
#include "cli/command_run.hpp"

#include <algorithm>

namespace rebate {
namespace {

using testing::CommandResult;
using testing::CommandTest;
using OutputOfCommand = CommandTest;

TEST_F(OutputOfCommand, WritesAFileInsteadOfStandardOutput) {
  write_programme();
  const CommandResult direct = rebate("settle policy.json --data data --format csv");
  const CommandResult to_file = rebate("settle policy.json --data data --format csv --out out.csv");
  EXPECT_EQ(to_file.exit_code, 0) << to_file.err;
  EXPECT_EQ(to_file.out, "");
  EXPECT_EQ(read("out.csv"), direct.out);
  EXPECT_EQ(rebate("settle policy.json --data data --format csv --out -").out, direct.out);
}

TEST_F(OutputOfCommand, LeavesTheOldFileWhenTheInputIsWrong) {
  write_programme();
  write("out.csv", "old");
  write("data/sales.csv", "nonsense\n");
  EXPECT_EQ(rebate("settle policy.json --data data --format csv --out out.csv").exit_code, 1);
  EXPECT_EQ(read("out.csv"), "old");
  const std::vector<std::string> left = files();
  EXPECT_EQ(left, (std::vector<std::string>{"data", "out.csv", "policy.json"}));
}

// Killed at many moments of a run, the file is the old one or the whole new one.
TEST_F(OutputOfCommand, IsWholeOrOldHoweverTheRunEnds) {
  write_programme();
  std::string sales = "id,date,partner,product,quantity,net\n";
  for (int i = 0; i < 20000; ++i) {
    sales += "S" + std::to_string(i) + ",2025-03-01,D017,P1,1,10.01\n";
  }
  write("data/sales.csv", sales);
  write("policy.json", R"({"librebate": 1, "policy": "rows", "currency": "CNY", "valid": "2025",
    "rules": [{"id": "each-row", "when": "year", "what": {"each": "sale"}, "pay": "5%"}]})");
  ASSERT_EQ(rebate("settle policy.json --data data --format csv --out whole.csv").exit_code, 0);
  const std::string whole = read("whole.csv");
  ASSERT_GT(std::count(whole.begin(), whole.end(), '\n'), 20000);
  int old_count = 0;
  for (const char* wait :
       {"0.005", "0.02", "0.04", "0.06", "0.08", "0.1", "0.15", "0.2", "0.3", "0.5"}) {
    write("out.csv", "old");
    shell("\"$REBATE\" settle policy.json --data data --format csv --out out.csv & pid=$!; sleep " +
          std::string(wait) + "; kill -9 $pid; wait $pid");
    const std::string found = read("out.csv");
    EXPECT_TRUE(found == "old" || found == whole)
        << "after " << wait << " s: " << found.size() << " bytes";
    old_count += found == "old";
  }
  EXPECT_GT(old_count, 0) << "the run was never killed in time";
}

TEST_F(OutputOfCommand, EndsQuietlyWhenItsReaderLeaves) {
  write_programme();
  const CommandResult head =
      shell("{ \"$REBATE\" schema; echo $? >code; } | head -n 1 >/dev/null; cat code");
  EXPECT_EQ(head.out, "0\n");
  EXPECT_EQ(head.err, "");
}

TEST_F(OutputOfCommand, TellsAFullDisk) {
  write_programme();
  for (const char* target : {">/dev/full", "--out /dev/full"}) {
    const CommandResult full =
        rebate(std::string("settle policy.json --data data --format csv ") + target);
    EXPECT_EQ(full.exit_code, 3);
    EXPECT_NE(full.err.find("No space left"), std::string::npos) << full.err;
  }
}

TEST_F(OutputOfCommand, TellsAStandardOutputThatIsClosed) {
  write_programme();
  const CommandResult closed = rebate("settle policy.json --data data --format csv >&-");
  EXPECT_EQ(closed.exit_code, 3);
  EXPECT_NE(closed.err.find("Standard output cannot be written"), std::string::npos) << closed.err;
  EXPECT_EQ(read("policy.json").front(), '{');
}

TEST_F(OutputOfCommand, TellsAFolderThatIsNotThere) {
  write_programme();
  const CommandResult nowhere = rebate("settle policy.json --data data --out nowhere/out.csv");
  EXPECT_EQ(nowhere.exit_code, 3);
  EXPECT_NE(nowhere.err.find("nowhere/out.csv"), std::string::npos) << nowhere.err;
}

TEST_F(OutputOfCommand, DrawsNoBarWhereNobodyLooks) {
  write_programme();
  EXPECT_EQ(rebate("settle policy.json --data data").err, "");
}

}  // namespace
}  // namespace rebate
