// SPDX-License-Identifier: Apache-2.0
//
// What a person reads when a policy or a data file is wrong.
#include "rebate/base/issue.hpp"

#include <gtest/gtest.h>

#include <set>

namespace rebate {
namespace {

using namespace std::string_literals;

Issue sample() {
  Issue issue;
  issue.code = Code::kUnknownField;
  issue.place = {.file = "policy.json",
                 .pointer = "/rules/2/what",
                 .line = 22,
                 .column = 18,
                 .offset = 8,
                 .length = 3};
  issue.message = "product has no 'lin'.";
  issue.suggestion = "line";
  issue.excerpt = "product.lin in core";
  return issue;
}

TEST(Issue, PointsIntoTheExpressionWithCarets) {
  EXPECT_EQ(to_string(sample()),
            "policy.json:22:18  RB3102  /rules/2/what:9    product.lin in core\n"
            "                                                      ^^^ product has no 'lin'. "
            "Did you mean 'line'?");
}

TEST(Issue, StandsOnOneLineWithoutAnExpression) {
  Issue issue;
  issue.code = Code::kBandNotAscending;
  issue.place = {
      .file = "policy.json", .pointer = "/rules/4/pay/bands/2/from", .line = 31, .column = 9};
  issue.message = "\"90%\" after \"100%\": bands ascend.";
  EXPECT_EQ(to_string(issue),
            "policy.json:31:09  RB2204  /rules/4/pay/bands/2/from  \"90%\" after \"100%\": bands "
            "ascend.");
}

TEST(Issue, SaysSeverityUnlessItIsAnError) {
  Issue issue;
  issue.code = Code::kRateOverWhole;
  issue.severity = Severity::kWarning;
  issue.message = "5 would be 500%.";
  EXPECT_EQ(to_string(issue), "RB2210  warning: 5 would be 500%.");
  issue.severity = Severity::kNote;
  EXPECT_EQ(to_string(issue), "RB2210  note: 5 would be 500%.");
}

TEST(Issue, AddsWhatTheMessageDoesNotSay) {
  Issue issue;
  issue.code = Code::kNotANumber;
  issue.place.file = "sales.csv";
  issue.place.line = 7;
  issue.message = "not a plain decimal";
  issue.found = "'1e5'";
  issue.expected = "100000";
  EXPECT_EQ(to_string(issue),
            "sales.csv:7  RB1105  not a plain decimal. Found '1e5'. Expected 100000.");
  issue.message = "'1e5' has an exponent; write 100000.";
  EXPECT_EQ(to_string(issue), "sales.csv:7  RB1105  '1e5' has an exponent; write 100000.");
}

TEST(Issue, CountsWideCharactersAsTwoColumns) {
  Issue issue = sample();
  issue.excerpt = "产品.lin == '核心'";
  issue.place.offset = 7;  // Six bytes of two characters, and the point.
  const std::string text = to_string(issue);
  const std::string first = "policy.json:22:18  RB3102  /rules/2/what:8    ";
  EXPECT_EQ(text.substr(text.find('\n') + 1).find('^'), first.size() + 4 + 1);
}

TEST(Issue, ShowsTheNeighbourhoodOfALongExpression) {
  Issue issue = sample();
  issue.excerpt = std::string(50'000, 'a') + "BAD" + std::string(50'000, 'b');
  issue.place.offset = 50'000;
  const std::string text = to_string(issue);
  EXPECT_LT(text.size(), 500U);
  const std::string above = text.substr(0, text.find('\n'));
  const std::string below = text.substr(text.find('\n') + 1);
  EXPECT_EQ(above.substr(below.find('^'), 3), "BAD");
  EXPECT_EQ(below.find("^^^ "), below.find('^'));
}

TEST(Issue, NeverCutsACharacterInTwo) {
  Issue issue = sample();
  issue.excerpt.clear();
  for (int i = 0; i < 100; ++i) issue.excerpt += "额";
  for (int offset = 0; offset <= 310; ++offset) {
    issue.place.offset = offset - offset % 3;
    const std::string text = to_string(issue);
    EXPECT_EQ(text.find("\\x"), std::string::npos) << offset;
  }
}

TEST(Issue, PointsBehindTheEndOfTheText) {
  Issue issue = sample();
  issue.place.offset = 4'000;
  const std::string below = to_string(issue).substr(to_string(issue).find('\n') + 1);
  EXPECT_NE(below.find("^ product"), std::string::npos);
}

TEST(Issue, DoesNotLetInputDriveTheTerminal) {
  Issue issue;
  issue.code = Code::kUnknownMember;
  issue.place.file = "a\x1b[2J.json";
  issue.place.pointer = "/\xff\x80";
  issue.message = "NUL \0, newline \n, C1 \xc2\x9b, right-to-left \xe2\x80\xae."s;
  const std::string text = to_string(issue);
  EXPECT_NE(text.find("a\\x1b[2J.json"), std::string::npos);
  EXPECT_NE(text.find("/\\xff\\x80"), std::string::npos);
  EXPECT_NE(text.find("NUL \\x00, newline \\n, C1 \\xc2\\x9b, right-to-left \\xe2\\x80\\xae"),
            std::string::npos);
  for (const char letter : text) EXPECT_GE(static_cast<unsigned char>(letter), 0x20);
}

TEST(Code, EveryOneHasANameATagAndAMeaningOfItsOwn) {
  std::set<std::string_view> names;
  int last = 0;
  for (const Code code : all_codes()) {
    const int number = static_cast<int>(code);
    EXPECT_GT(number, last);
    last = number;
    EXPECT_TRUE((number >= 1000 && number < 6000) || (number >= 9000 && number < 10000)) << number;
    EXPECT_TRUE(names.insert(name_of(code)).second) << name_of(code);
    EXPECT_EQ(name_of(code).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_."),
              std::string_view::npos)
        << name_of(code);
    EXPECT_FALSE(meaning_of(code).empty());
    EXPECT_EQ(tag_of(code), "RB" + std::to_string(number));
  }
  EXPECT_GE(all_codes().size(), 25U);
  EXPECT_EQ(name_of(static_cast<Code>(1)), "");
  EXPECT_EQ(static_cast<int>(Code::kBandNotAscending), 2204);
  EXPECT_EQ(name_of(Code::kBandNotAscending), "policy.band.not_ascending");
}

TEST(Issues, SortByPlaceAndKeepTheOrderOfEquals) {
  Issues issues;
  issues.add(Code::kJsonSyntax, {.file = "b", .line = 1, .column = 1}, "4");
  issues.add(Code::kJsonSyntax, {.file = "a", .line = 10, .column = 1}, "3");
  issues.add(Code::kJsonSyntax, {.file = "a", .line = 9, .column = 2}, "1");
  issues.add(Code::kJsonEncoding, {.file = "a", .line = 9, .column = 2}, "2");
  issues.add(Code::kJsonSyntax, {.file = "a", .line = 9, .column = 1}, "0");
  issues.sort();
  std::string order;
  for (const Issue& issue : issues) order += issue.message;
  EXPECT_EQ(order, "01234");
}

TEST(Issues, KnowWhetherOneOfThemIsAnError) {
  Issues issues;
  EXPECT_FALSE(issues.has_errors());
  Issue warning = sample();
  warning.severity = Severity::kWarning;
  issues.add(warning);
  EXPECT_FALSE(issues.has_errors());
  issues.merge(Issues(sample()));
  EXPECT_TRUE(issues.has_errors());
  EXPECT_EQ(issues.size(), 2U);
  EXPECT_TRUE(issues.contains(Code::kUnknownField));
  EXPECT_FALSE(issues.contains(Code::kJsonSyntax));
  EXPECT_EQ(to_string(issues), to_string(issues[0]) + "\n" + to_string(issues[1]) + "\n");
}

}  // namespace
}  // namespace rebate
