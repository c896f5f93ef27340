// SPDX-License-Identifier: Apache-2.0
#include "rebate/codec/policy_reader.hpp"

#include "rebate/base/limits.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace rebate {
namespace {

namespace fs = std::filesystem;

std::string document(const std::string& rules, const std::string& more = "") {
  return R"({"librebate": 1, "policy": "p", "currency": "CNY", "valid": "2025", )" + more +
         R"("rules": [)" + rules + "]}";
}

Rule only_rule(const std::string& rule, const std::string& more = "") {
  const auto policy = read_policy(document(rule, more), "policy.json");
  EXPECT_TRUE(policy.ok()) << to_string(policy.issues());
  return policy.ok() ? policy->rules.at(0) : Rule();
}

Issues issues_of(const std::string& rules, const std::string& more = "") {
  return load_policy(document(rules, more), "policy.json").issues();
}

TEST(PolicyReader, TakesAShortFormForItsFirstMember) {
  const Rule shorter = only_rule(
      R"({"id": "a", "who": "partner.tier == 'gold'", "when": "year", "what":
         "product.line == 'L01'",
                                    "qualify": "net_sales", "pay": "5%"})");
  const Rule longer =
      only_rule(R"({"id": "a", "who": {"where": "partner.tier == 'gold'"}, "when": {"per":
         "year"},
                                   "what": {"where": "product.line == 'L01'"}, "qualify": {"by":
         "net_sales"}, "pay": {"rate": "5%"}})");
  EXPECT_TRUE(shorter == longer);
  EXPECT_EQ(shorter.when.per, "year");
}

TEST(PolicyReader, TakesANumberAndItsTextForOne) {
  const Rule number = only_rule(R"({"id": "a", "when": "year", "pay": {"amount": -50}})");
  const Rule text = only_rule(R"({"id": "a", "when": "year", "pay": {"amount": "-50.00"}})");
  EXPECT_TRUE(number == text);
}

TEST(PolicyReader, ReadsTheSideFromTheWord) {
  const Rule rule =
      only_rule(R"({"id": "a", "when": "year", "pay": {"mode": "retroactive", "bands": [
      {"rate": "1%"}, {"from": 10, "rate": "2%"}, {"above": "20.5", "rate": "3%", "mode":
         "marginal"}]}})");
  ASSERT_EQ(rule.pay.bands.size(), 3u);
  EXPECT_EQ(rule.pay.mode, PayMode::kRetroactive);
  EXPECT_EQ(rule.pay.bands[0].edge, Edge::kNone);
  EXPECT_EQ(rule.pay.bands[1].edge, Edge::kFrom);
  EXPECT_EQ(rule.pay.bands[2].edge, Edge::kAbove);
  EXPECT_EQ(rule.pay.bands[2].bound.text(), "20.5");
  EXPECT_EQ(rule.pay.bands[2].mode, PayMode::kMarginal);
}

TEST(PolicyReader, KeepsWhatScreensWrite) {
  const Rule rule = only_rule(
      R"({"id": "a", "when": "year", "pay": "1%", "x-at": [1, {"y": 2.50}], "title": {"zh":
         "返利"}})");
  ASSERT_EQ(rule.notes.extra.size(), 1u);
  EXPECT_EQ(rule.notes.extra[0],
            (std::pair<std::string, std::string>("x-at", R"([1,{"y":2.50}])")));
  EXPECT_EQ(rule.notes.title.at("zh"), "返利");
}

TEST(PolicyReader, KeepsCellsAsTheyAreMeant) {
  const auto policy = read_policy(
      document(R"({"id": "a", "when": "year", "pay": {"table": "t"}})",
               R"("tables": {"t": {"by": ["product.id", "partner.kind"], "gives": "rate", "rows":
         [["0117", "*", "5%"], [117, "x", "0.5%"]]}}, )"),
      "policy.json");
  ASSERT_TRUE(policy.ok()) << to_string(policy.issues());
  const auto& rows = policy->tables[0].second.rows;
  EXPECT_EQ(rows[0][0].text(), "0117");
  EXPECT_TRUE(rows[0][0].is_text());
  EXPECT_TRUE(rows[0][1].is_any());
  EXPECT_TRUE(rows[0][2].is_percent);
  EXPECT_EQ(*rows[0][2].number(), Decimal::of("0.05"));
  EXPECT_EQ(*rows[1][0].number(), Decimal::of("117"));
}

TEST(PolicyReader, NamesLevelsThatAreNoNamesOfExpressions) {
  const Rule rule = only_rule(
      R"j({"id": "a", "when": "policy", "what": {"each": "stage.deal"}, "qualify":
         "largest(stage.name)",
      "pay": {"mode": "marginal", "bands": [{"from": "报价", "amount": 1}, {"from": "signed it",
         "amount": 2}]}})j",
      R"("fields": {"stage.name": ["报价", "signed it"]}, )");
  EXPECT_EQ(rule.pay.bands[0].bound.tree()->text, "报价");
  EXPECT_EQ(rule.pay.bands[1].bound.tree()->text, "signed it");
}

TEST(PolicyReader, FindsMistakesOfReadingAndOfMeaningInOneRun) {
  const Issues issues = issues_of(
      R"({"id": "a", "when": "year", "pay": 5}, {"id": "b", "when": "year", "what":
         "product.lin == 'L'", "pay": "1%"},
                                     {"id": "c", "wen": "year", "pay": {"rate": "1%", "cap": 3}})");
  EXPECT_TRUE(issues.contains(Code::kRateOverWhole));
  EXPECT_TRUE(issues.contains(Code::kUnknownField));
  EXPECT_TRUE(issues.contains(Code::kUnknownMember));
  // That rule c has no period only follows from the misspelt member.
  EXPECT_FALSE(issues.contains(Code::kPeriodMissing));
}

TEST(PolicyReader, SaysWhereAMisplacedMemberBelongs) {
  const Issues issues =
      issues_of(R"({"id": "a", "when": "year", "pay": {"rate": "1%", "cap": 3}})");
  ASSERT_EQ(issues.size(), 1u) << to_string(issues);
  EXPECT_NE(issues[0].message.find("belongs in the part 'limit'"), std::string::npos)
      << issues[0].message;
}

TEST(PolicyReader, CountsProblemsBeyondTheLimit) {
  std::string rules;
  for (std::size_t i = 0; i < kMaxIssues + 7; ++i) {
    rules += (i == 0 ? "" : ",") + std::string(R"({"id": "r)") + std::to_string(i) +
             R"(", "when": "year", "pay": 5})";
  }
  const Issues issues = issues_of(rules);
  ASSERT_EQ(issues.size(), kMaxIssues + 1);
  bool is_counted = false;
  for (const Issue& issue : issues)
    is_counted = is_counted || issue.message.find("7 more problems") != std::string::npos;
  EXPECT_TRUE(is_counted);
}

TEST(PolicyReader, RefusesMoreRulesThanItsLimit) {
  std::string rules;
  for (std::size_t i = 0; i <= kMaxRules; ++i) {
    rules += (i == 0 ? "" : ",") + std::string(R"({"id": "r)") + std::to_string(i) +
             R"(", "when": "year", "pay": "5%"})";
  }
  EXPECT_TRUE(issues_of(rules).contains(Code::kLimitExceeded));
}

// A folder with a policy and the files that it names.
class PolicyFiles : public testing::Test {
 protected:
  PolicyFiles()
      : folder_(fs::temp_directory_path() / ("rebate-policy-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "lists");
  }
  ~PolicyFiles() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::string path() const { return (folder_ / "policy.json").string(); }

  fs::path folder_;
};

const char* const kNamesFiles =
    R"j("sets": {"core": {"file": "lists/core.csv", "column": "product"}},
       "tables": {"terms": {"by": ["partner.rating", {"up_to":
         "days(invoice.date, payment.date)"}], "gives": "rate", "dated": "payment.date", "file":
         "terms.csv"}}, )j";
const char* const kUsesFiles =
    R"({"id": "a", "when": "month", "what": {"each": "payment"}, "pay": {"of":
         "payment.settles", "mode": "retroactive", "table": "terms"}},
                                  {"id": "b", "when": "month", "what": "product.id in core",
         "pay": "1%"})";

TEST_F(PolicyFiles, AreReadBesideThePolicy) {
  write("policy.json", document(kUsesFiles, kNamesFiles));
  write("lists/core.csv", "product,name\n0117,Fan\nP2,\"Pump, large\"\n");
  write("terms.csv",
        "partner.rating,\"days(invoice.date, "
        "payment.date)\",rate,valid_from,valid_to\nA,10,3%,2025-01-01,2025-06-30\n,10,1%,,\n");
  const auto loaded = load_policy_file(path());
  ASSERT_TRUE(loaded.ok()) << to_string(loaded.issues());
  const CheckedTable& terms = (*loaded)->tables[0];
  ASSERT_EQ(terms.rows.size(), 2u);
  EXPECT_EQ(terms.rows[0].keys[0]->text(), "A");
  EXPECT_FALSE(terms.rows[1].keys[0].has_value());
  EXPECT_EQ(terms.rows[0].valid->to_string(), "2025-01-01..2025-06-30");
  EXPECT_EQ((*loaded)->source->sets[0].second.loaded.held->at(0).text(), "0117");
}

TEST_F(PolicyFiles, AreNoPartOfThePolicysValue) {
  write("policy.json", document(kUsesFiles, kNamesFiles));
  write("lists/core.csv", "product\nP1\n");
  write(
      "terms.csv",
      "partner.rating,\"days(invoice.date, payment.date)\",rate,valid_from,valid_to\nA,10,3%,,\n");
  const auto with_files = read_policy_file(path());
  const auto without = read_policy(document(kUsesFiles, kNamesFiles), "policy.json");
  ASSERT_TRUE(with_files.ok() && without.ok());
  EXPECT_TRUE(*with_files == *without);
}

TEST_F(PolicyFiles, AreMissedWhereThePolicyNamesThem) {
  write("policy.json", document(kUsesFiles, kNamesFiles));
  write("lists/core.csv", "produkt\nP1\n");
  const auto loaded = load_policy_file(path());
  ASSERT_FALSE(loaded.ok());
  EXPECT_TRUE(loaded.issues().contains(Code::kFileMissing)) << to_string(loaded.issues());
  EXPECT_TRUE(loaded.issues().contains(Code::kColumnMissing)) << to_string(loaded.issues());
  for (const Issue& issue : loaded.issues()) EXPECT_GT(issue.place.line, 0);
}

TEST_F(PolicyFiles, SayWhichOfTheirRowsIsWrong) {
  write("policy.json", document(kUsesFiles, kNamesFiles));
  write("lists/core.csv", "product\nP1\n");
  write("terms.csv",
        "partner.rating,\"days(invoice.date, "
        "payment.date)\",rate,valid_from,valid_to\nA,10,3%,,\nA,ten,2%,,\nA,10,1%,,\n");
  const auto loaded = load_policy_file(path());
  ASSERT_FALSE(loaded.ok());
  const std::string text = to_string(loaded.issues());
  EXPECT_NE(text.find("terms.csv:3"), std::string::npos) << text;
  EXPECT_NE(text.find("terms.csv:4"), std::string::npos) << text;
}

TEST_F(PolicyFiles, AFolderIsNoPolicy) {
  EXPECT_TRUE(read_policy_file(folder_.string()).issues().contains(Code::kFileMissing));
  EXPECT_TRUE(
      read_policy_file((folder_ / "no.json").string()).issues().contains(Code::kFileMissing));
}

}  // namespace
}  // namespace rebate
