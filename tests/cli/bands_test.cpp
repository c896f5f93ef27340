// SPDX-License-Identifier: Apache-2.0
//
// Printed tables of ranges, turned into bands. The figures of the methods are those of a table with
// 10% up to 1,000 and 25% up to 2,500, on sales of 2,000.
#include "cli/command_run.hpp"

namespace rebate {
namespace {

using testing::CommandResult;
using testing::CommandTest;
using Bands = CommandTest;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

TEST_F(Bands, LeaveNoNumberToNobody) {
  const CommandResult bands = rebate("bands '1-60, 61-240, 241+' --step 1");
  EXPECT_EQ(bands.exit_code, 0) << bands.err;
  EXPECT_EQ(bands.out,
            "\"bands\": [{\"from\": 0, \"rate\": \"...%\"}, {\"above\": 60, \"rate\": \"...%\"}, "
            "{\"above\": 240, \"rate\": \"...%\"}]\n"
            "Read as: from 0, above 60, above 240. What lies between two printed ranges belongs to "
            "the upper one, and the step 1 is no longer needed.\n");
}

struct Table {
  const char* arguments;
  const char* bands;
  const char* decision;  // somewhere in the rest
};

TEST_F(Bands, SayWhatWasDecided) {
  const Table kTables[] = {
      {"0-99.99 100-500 --step 0.01",
       R"("bands": [{"from": 0, "rate": "...%"}, {"above": 99.99, "rate": "...%"}])",
       "The last band has no end. If more than 500 pays nothing"},
      {"'1-60 2%, 61-240 3%; over 240: 4%'",
       R"("bands": [{"from": 0, "rate": "2%"}, {"above": 60, "rate": "3%"}, {"above": 240, "rate": "4%"}])",
       "How the bands pay is for the policy to say"},
      {"'61-120 500' '121+ 900'",
       R"("bands": [{"from": 61, "amount": "500"}, {"above": 120, "amount": "900"}])",
       "Nothing is printed below '61-120', so nothing is paid there."},
      {"'100–200 0.50/unit, 200–300 0.75/unit'",
       R"("bands": [{"from": 100, "per_unit": "0.5"}, {"from": 200, "per_unit": "0.75"}])",
       "200 is printed in '100-200' and in '200-300'; it belongs to the upper one."},
      {"'80%-89% 1%, 90%-99% 2%, 100%+ 3%'",
       R"("bands": [{"from": "80%", "rate": "1%"}, {"above": "89%", "rate": "2%"}, {"above": "99%", "rate": "3%"}])",
       "Read as: from 80%, above 89%, above 99%."},
  };
  for (const Table& table : kTables) {
    SCOPED_TRACE(table.arguments);
    const CommandResult result = rebate(std::string("bands ") + table.arguments);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(first_line(result.out), table.bands);
    EXPECT_NE(result.out.find(table.decision), std::string::npos) << result.out;
  }
}

/// What the printed bands pay: the rule they stand in, checked with an example.
class Methods : public Bands {
 protected:
  void expect_paid(const std::string& method, const std::string& table, const std::string& due) {
    const CommandResult bands = rebate("bands '" + table + "' --step 0.01 --method " + method);
    ASSERT_EQ(bands.exit_code, 0) << bands.err;
    write("policy.json",
          R"({"librebate": 1, "policy": "p", "currency": "USD", "valid": "2026",
              "rules": [{"id": "r", "when": "year", "qualify": "net_sales", )" +
              first_line(bands.out) +
              R"(}], "examples": [{"given": {"net_sales": 2000}, "expect": {"r": ")" + due +
              R"("}}]})");
    const CommandResult checked = rebate("check policy.json");
    EXPECT_NE(checked.out.find("1 right, 0 wrong"), std::string::npos)
        << method << ": " << bands.out << checked.err;
  }
};

TEST_F(Methods, PayWhatTheProgramPaid) {
  const std::string table = "0-1000 10%, 1000.01-2500 25%";
  expect_paid("stepped", table, "350");
  expect_paid("cumulative", table, "500");
  expect_paid("rolling", table, "600");
  expect_paid("total", table, "700");
}

TEST_F(Methods, AddUpFixedAmounts) {
  const std::string table = "0-1000 40, 1000.01-2500 75";
  expect_paid("stepped", table, "115");
  expect_paid("cumulative", table, "75");
  expect_paid("rolling", table, "115");
  expect_paid("total", table, "115");
}

struct Wrong {
  const char* arguments;
  const char* message;
};

TEST_F(Bands, RefuseWhatIsNoTable) {
  const Wrong kWrong[] = {
      {"'1-60, 62-240'", "After '1-60' the next range begins at 61 where the step is 1"},
      {"'1-60, 50-240'", "leaves a gap or overlaps"},
      {"'1-60, over 70'", "leaves a gap or overlaps"},
      {"60-1", "'60-1' ends before it begins."},
      {"abc", "'abc' is no range."},
      {"'1-60 2% 3%'", "'3%' is no range."},
      {"1-2 --step 0", "--step is a number above zero"},
      {"'1+, 61-240'", "'1+' has no end, and others follow it."},
      {"'1-60 2%, 61-240 300'", "'61-240' does not pay like '1-60'"},
      {"'1-60, 61-240' --method total", "A method needs what the ranges pay"},
      {"'1-60 2%' --method rollling", "Did you mean 'rolling'?"},
  };
  for (const Wrong& wrong : kWrong) {
    SCOPED_TRACE(wrong.arguments);
    const CommandResult result = rebate(std::string("bands ") + wrong.arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.err.find(wrong.message), std::string::npos) << result.err;
  }
}

}  // namespace
}  // namespace rebate
