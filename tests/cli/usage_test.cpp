// SPDX-License-Identifier: Apache-2.0
//
// Help that teaches, and wrong usage that is answered with the right word.
#include "cli/command_run.hpp"

namespace rebate {
namespace {

using testing::CommandResult;
using testing::CommandTest;
using Usage = CommandTest;

TEST_F(Usage, TellsWhatThereIs) {
  const CommandResult help = rebate("--help");
  EXPECT_EQ(help.exit_code, 0);
  for (const char* command :
       {"check", "settle", "explain", "tally", "merge", "plan", "schema", "format"}) {
    EXPECT_NE(help.out.find(std::string("\n  ") + command), std::string::npos) << command;
  }
  EXPECT_NE(help.out.find("Exit codes: 0 done; 1"), std::string::npos);
  EXPECT_EQ(rebate("help").out, help.out);
  EXPECT_EQ(rebate("--version").out.find("rebate "), 0u);
  // Called with nothing, the same comes on standard error.
  const CommandResult bare = rebate("");
  EXPECT_EQ(bare.exit_code, 2);
  EXPECT_EQ(bare.err, help.out);
  EXPECT_EQ(bare.out, "");
}

TEST_F(Usage, TeachesEveryCommandWithAnExample) {
  for (const char* name :
       {"check", "settle", "explain", "tally", "merge", "plan", "schema", "format", "bands"}) {
    const std::string command = name;
    SCOPED_TRACE(command);
    const CommandResult help = rebate(command + " --help");
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_NE(help.out.find("\n  rebate " + command), std::string::npos) << help.out;
    EXPECT_NE(help.out.find("Exit codes:"), std::string::npos);
    EXPECT_EQ(rebate("help " + command).out, help.out);
  }
}

struct Wrong {
  const char* arguments;
  const char* message;
};

TEST_F(Usage, AnswersAWrongWordWithTheNearest) {
  write_programme();
  const Wrong kWrong[] = {
      {"setle", "There is no command 'setle'. Did you mean 'settle'?"},
      {"--verison", "There is no option '--verison'. Did you mean '--version'?"},
      {"settle policy.json --data data --fromat csv",
       "'rebate settle' has no option '--fromat'. Did you mean '--format'?"},
      {"settle policy.json --data data --format cvs",
       "--format is table, csv or json, not 'cvs'. Did you mean 'csv'?"},
      {"settle policy.json more --data data", "'rebate settle' does not expect 'more'."},
      {"settle policy.json --dta=data",
       "'rebate settle' has no option '--dta'. Did you mean '--data'?"},
      {"settle policy.json", "--data is missing"},
      {"settle --data data", "POLICY is required"},
      {"settle policy.json --data data --as-of 2025-02-30", "--as-of: '2025-02-30' is no day."},
      {"settle policy.json --data data --period 2025-Q5", "--period: '2025-Q5' is no period."},
      {"settle policy.json --data data --threads -1", "--threads"},
      {"settle policy.json --data data --partner D17",
       "There is no partner 'D17'. Did you mean 'D017'?"},
      {"explain policy.json --data data --partner D017 --rule anual-target",
       "The policy has no rule 'anual-target'. Did you mean 'annual-target'?"},
      {"explain policy.json --data data", "--partner is required"},
      {"explain policy.json --data data --partner D017 --lang de", "--lang is en or zh, not 'de'."},
  };
  for (const Wrong& wrong : kWrong) {
    SCOPED_TRACE(wrong.arguments);
    const CommandResult result = rebate(wrong.arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.err.find(wrong.message), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("--help'."), std::string::npos) << result.err;
    EXPECT_EQ(result.out, "");
  }
}

}  // namespace
}  // namespace rebate
