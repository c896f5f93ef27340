// SPDX-License-Identifier: Apache-2.0
//
// Checking a policy: all mistakes at once, its examples worked out, and the policy in its one
// spelling.
#include "cli/command_run.hpp"

namespace rebate {
namespace {

using testing::CommandResult;
using testing::CommandTest;
using Check = CommandTest;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST_F(Check, TellsThatAPolicyIsRight) {
  write_programme();
  const CommandResult right = rebate("check policy.json");
  EXPECT_EQ(right.exit_code, 0);
  EXPECT_EQ(right.out, "policy.json: 2 rules, 1 example: 1 right, 0 wrong\n");
  EXPECT_EQ(right.err, "");
}

TEST_F(Check, TellsBothFiguresOfAWrongExample) {
  write_programme();
  write("policy.json", replaced(read("policy.json"), "\"27000\"", "\"28000\""));
  const CommandResult wrong = rebate("check policy.json");
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_NE(wrong.err.find("RB2601"), std::string::npos) << wrong.err;
  EXPECT_NE(wrong.err.find("annual-target is said to be 28,000.00; the rule pays 27,000.00 ("),
            std::string::npos)
      << wrong.err;
  EXPECT_EQ(wrong.out,
            "policy.json: 2 rules, 1 example: 0 right, 1 wrong; the policy has errors\n");
}

TEST_F(Check, NamesTheWordThatAnExampleMeant) {
  write_programme();
  write("policy.json", replaced(read("policy.json"), "\"net_sales\": 9", "\"net_sale\": 9"));
  const CommandResult pin = rebate("check policy.json");
  EXPECT_EQ(pin.exit_code, 1);
  EXPECT_NE(pin.err.find("No rule reads net_sale. Did you mean net_sales?"), std::string::npos)
      << pin.err;
}

TEST_F(Check, TellsAllMistakesAtOnce) {
  write_programme();
  std::string policy = replaced(read("policy.json"), "\"pay\": \"5%\"", "\"pay\": {\"rate\": 5}");
  policy = replaced(policy, "product.line ==", "product.lin ==");
  policy = replaced(policy, "\"clause\"", "\"claus\"");
  write("policy.json", policy);
  const CommandResult bad = rebate("check policy.json");
  EXPECT_EQ(bad.exit_code, 1);
  for (const char* part :
       {"5 would be 500%. Write \"5%\"", "product has no 'lin'. Did you mean 'line'?", "clause"}) {
    EXPECT_NE(bad.err.find(part), std::string::npos) << part << "\n" << bad.err;
  }
  EXPECT_EQ(bad.out, "");
}

TEST_F(Check, AnswersInJson) {
  write_programme();
  const CommandResult right = rebate("check policy.json --format json");
  EXPECT_EQ(right.exit_code, 0);
  EXPECT_EQ(right.out,
            "{\"policy\": \"policy.json\", \"is_right\": true, \"counts\": {\"rules\": 2, "
            "\"examples\": 1, "
            "\"right\": 1, \"wrong\": 0, \"not_yet_supported\": 0}, \"issues\": []}\n");
  write("policy.json", "{");
  const CommandResult bad = rebate("check policy.json --format json");
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_NE(bad.out.find("\"code\": \"RB1001\""), std::string::npos) << bad.out;
}

TEST_F(Check, ShowsAHundredIssuesAndCountsTheRest) {
  std::string rules;
  for (int i = 0; i < 150; ++i) {
    rules += std::string(i > 0 ? "," : "") + "{\"id\": \"r" + std::to_string(i) +
             "\", \"when\": \"year\", \"pay\": {\"rate\": 5}}\n";
  }
  write("policy.json",
        "{\"librebate\": 1, \"policy\": \"p\", \"currency\": \"CNY\", \"valid\": \"2025\", "
        "\"rules\": [" +
            rules + "]}");
  const CommandResult bad = rebate("check policy.json");
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_NE(bad.err.find("... and 50 more\n"), std::string::npos)
      << bad.err.substr(bad.err.size() - 200);
}

TEST_F(Check, LaysAPolicyOutInItsOneSpelling) {
  write_programme();
  const CommandResult once = rebate("format policy.json");
  EXPECT_EQ(once.exit_code, 0) << once.err;
  write("again.json", once.out);
  EXPECT_EQ(rebate("format again.json").out, once.out);
  EXPECT_EQ(rebate("check again.json").exit_code, 0);
  // In place: the file is read before it is replaced.
  EXPECT_EQ(rebate("format policy.json --out policy.json").exit_code, 0);
  EXPECT_EQ(read("policy.json"), once.out);
}

TEST_F(Check, PrintsThePlanAndTheSchema) {
  write_programme();
  EXPECT_NE(rebate("plan policy.json").out.find("plan of channel-2025"), std::string::npos);
  EXPECT_NE(rebate("plan policy.json --data data").out.find("annual-target"), std::string::npos);
  const CommandResult schema = rebate("schema --lang zh");
  EXPECT_EQ(schema.exit_code, 0);
  EXPECT_NE(schema.out.find("\"$schema\""), std::string::npos);
}

}  // namespace
}  // namespace rebate
