// SPDX-License-Identifier: Apache-2.0
//
// The front door, on the example programmes: what it gives, what a trace replays to, and which rows
// stand behind a line.
#include "rebate/evaluation/evaluate.hpp"

#include "rebate/evaluation/line_rows.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace rebate {
namespace {

const std::string kExamples = std::string(REBATE_SOURCE_DIR) + "/examples/";

Result<Evaluation> run_example(const std::string& name) {
  return evaluate_files(kExamples + name + "/policy.json", kExamples + name + "/data");
}

TEST(Evaluate, GivesALineForEveryRuleAndPartner) {
  const Result<Evaluation> run = run_example("first-steps");
  ASSERT_TRUE(run.ok()) << to_string(run.issues());
  std::map<std::string, std::string> due;
  for (const Line& line : run->settlement.lines()) {
    due[run->settlement.earner(line.earner) + " " +
        run->policy->rules[static_cast<std::size_t>(line.rule)].source.id] = line.due.to_string(2);
  }
  const std::map<std::string, std::string> expected = {{"D017 annual-target", "27000.00"},
                                                       {"D017 volume", "5900.00"},
                                                       {"D017 co-marketing", "18000.00"},
                                                       {"D018 annual-target", "0.00"},
                                                       {"D018 volume", "0.00"},
                                                       {"D018 co-marketing", "2000.00"},
                                                       {"D019 annual-target", "0.00"},
                                                       {"D019 volume", "10.00"},
                                                       {"D019 co-marketing", "0.00"}};
  EXPECT_EQ(due, expected);
}

TEST(Evaluate, TellsTheFirstStepThatFailed) {
  const Result<Evaluation> no_policy = evaluate_files(kExamples + "nowhere.json", kExamples);
  ASSERT_FALSE(no_policy.ok());
  EXPECT_TRUE(no_policy.issues().contains(Code::kFileMissing));
  const Result<Evaluation> no_data =
      evaluate_files(kExamples + "first-steps/policy.json", kExamples + "nowhere");
  ASSERT_FALSE(no_data.ok());
  EXPECT_TRUE(no_data.issues().has_errors());
}

// A trace that led to another amount than its line would explain something that did not happen.
TEST(Evaluate, TracesReplayToWhatIsDue) {
  for (const char* name : {"first-steps", "channel-2025"}) {
    const Result<Evaluation> run = run_example(name);
    ASSERT_TRUE(run.ok()) << to_string(run.issues());
    const Lines& lines = run->settlement.lines();
    for (std::size_t i = 0; i < lines.size(); i += 1 + lines.size() / 1000) {
      const LineTrace trace = trace_line(run->settlement, *run->data.master, *run->tally, i);
      SCOPED_TRACE(run->settlement.earner(lines[i].earner) + " " +
                   run->policy->rules[static_cast<std::size_t>(lines[i].rule)].source.id + " " +
                   run->settlement.period(lines[i].period).name);
      EXPECT_EQ(trace.due, lines[i].due);
      EXPECT_EQ(replay(trace), lines[i].due);
    }
  }
}

// Where a line earns on a sum of rows, its rows add up to what it earns on.
TEST(LineRows, AddUpToTheEarningMeasure) {
  for (const char* name : {"first-steps", "channel-2025"}) {
    const Result<Evaluation> run = run_example(name);
    ASSERT_TRUE(run.ok()) << to_string(run.issues());
    const Lines& lines = run->settlement.lines();
    int compared = 0;
    for (std::size_t i = 0; i < lines.size(); i += 1 + lines.size() / 1000) {
      const CheckedRule& rule = run->policy->rules[static_cast<std::size_t>(lines[i].rule)];
      const bool is_sum = rule.of != nullptr && rule.members.empty() &&
                          (rule.of->op == Op::kAggregate || rule.of->op == Op::kNamed) &&
                          rule.source.what.returns.value_or(Returns::kNet) == Returns::kNet;
      if (!is_sum || !lines[i].earning) continue;
      Ratio sum;
      bool has_values = false;
      for (const FigureSeen::Row& row : rows_of_line(*run, i)) {
        if (!row.value.is_number()) continue;
        has_values = true;
        sum += row.value.number();
      }
      if (!has_values) continue;
      ++compared;
      EXPECT_EQ(sum, *lines[i].earning)
          << run->settlement.earner(lines[i].earner) << " " << rule.source.id << " "
          << run->settlement.period(lines[i].period).name;
    }
    EXPECT_GT(compared, 2) << name;
  }
}

TEST(LineRows, StandByDateAndId) {
  const Result<Evaluation> run = run_example("first-steps");
  ASSERT_TRUE(run.ok());
  const std::vector<FigureSeen::Row> rows = rows_of_line(*run, 0);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].id, "S1");
  EXPECT_EQ(rows[0].date, Date::of(2025, 2, 1));
  EXPECT_EQ(rows[0].value, Value(Ratio(Decimal::of("310000"))));
  EXPECT_EQ(rows[1].id, "S2");
}

}  // namespace
}  // namespace rebate
