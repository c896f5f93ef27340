// SPDX-License-Identifier: Apache-2.0
//
// docs/EXPRESSIONS.md holds the tables of words and the texts of mistakes; here they are made from
// the words themselves and compared. REBATE_UPDATE_GOLDEN=1 writes them anew: read the diff.
#include "rebate/policy/check_expression.hpp"
#include "rebate/policy/vocabulary.hpp"
#include "policy/function_uses.hpp"
#include "policy/sample_policy.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace rebate {
namespace {

std::string code(std::string_view text) {
  std::string out = "`";
  for (const char c : text) {
    if (c == '|') out += '\\';  // a bar would end the cell
    out += c;
  }
  return out + "`";
}

std::string measures() {
  std::string out = "| measure | is | | |\n| --- | --- | --- | --- |\n";
  for (const MeasureWord& word : built_in_measures()) {
    out += "| " + code(word.name) + " | " + code(word.is) + " | " + std::string(word.en) + " | " +
           std::string(word.zh) + " |\n";
  }
  return out;
}

std::string fields_table() {
  std::string out = "| noun | file | fields |\n| --- | --- | --- |\n";
  for (const NounWord& noun : nouns()) {
    std::string list;
    if (noun.name == "branch") {
      list = "those of partner";
    } else {
      for (const FieldWord& field : fields_of(noun.name)) {
        if (!list.empty()) list += ", ";
        list += std::string(field.name);
        if (field.type != Type::kText) list += " (" + std::string(to_string(field.type)) + ")";
      }
    }
    const std::string file = noun.file.empty() ? "" : std::string(noun.file) + ".csv";
    out +=
        "| " + code(noun.name) + " " + std::string(noun.zh) + " | " + file + " | " + list + " |\n";
  }
  return out;
}

std::string functions_of(WordKind kind) {
  std::string out = "| | | | for example |\n| --- | --- | --- | --- |\n";
  for (const FunctionWord& word : functions()) {
    if (word.kind != kind) continue;
    out += "| " + code(word.signature) + " | " + std::string(word.en) + " | " +
           std::string(word.zh) + " | " +
           code(testing::function_uses().at({word.kind, word.name})) + " |\n";
  }
  return out;
}

std::string mistakes() {
  const std::vector<std::pair<Expected, const char*>> rows = {
      {testing::at_row(), "product.lin in ovens"},
      {testing::at_line(), "net_sales ＞＝ 5000 and units <> 3"},
      {testing::at_who(), "partner.tier >= 'premum'"},
      {testing::at_line(), "net_sales >= 80%"},
      {testing::at_who(), "sale.region == 'north'"},
      {testing::at_line(), "sale.net"},
      {testing::at_line(), "sum(net_sales)"},
      {testing::at_row(), "sale.date >= '2026-Q3'"},
      {testing::at_line(), "attainment('year').during(prior)"},
      {testing::at_line(), "sum(sale.net + sellout.net)"},
  };
  std::string out = "```\n";
  for (const auto& [where, text] : rows) {
    Issues issues;
    const Expression parsed = Expression::parse(text, {}, issues);
    if (parsed.is_set()) check_expression(parsed, testing::sample_names(), where, issues);
    out += to_string(issues);
  }
  return out + "```\n";
}

std::vector<std::pair<std::string, std::string>> parts() {
  return {{"fields", fields_table()},
          {"measures", measures()},
          {"aggregates", functions_of(WordKind::kAggregate)},
          {"modifiers", functions_of(WordKind::kModifier)},
          {"windows", functions_of(WordKind::kWindow)},
          {"keys", functions_of(WordKind::kReducer)},
          {"figures", functions_of(WordKind::kFigure)},
          {"dates", functions_of(WordKind::kDate)},
          {"numbers", functions_of(WordKind::kNumber)},
          {"texts", functions_of(WordKind::kText)},
          {"mistakes", mistakes()}};
}

// What stands between <!-- made: NAME --> and <!-- end -->.
struct Part {
  std::size_t begin = std::string::npos;
  std::size_t end = std::string::npos;
};

Part find_part(const std::string& page, const std::string& name) {
  const std::string opener = "<!-- made: " + name + " -->\n";
  Part part;
  part.begin = page.find(opener);
  if (part.begin == std::string::npos) return part;
  part.begin += opener.size();
  part.end = page.find("<!-- end -->", part.begin);
  return part;
}

TEST(ExpressionReference, HoldsTheWordsThatExpressionsKnow) {
  const std::string path = std::string(REBATE_SOURCE_DIR) + "/docs/EXPRESSIONS.md";
  std::ifstream file(path);
  std::stringstream stream;
  stream << file.rdbuf();
  std::string page = stream.str();
  ASSERT_FALSE(page.empty()) << path;
  const bool updates = std::getenv("REBATE_UPDATE_GOLDEN") != nullptr;
  for (const auto& [name, text] : parts()) {
    SCOPED_TRACE(name);
    const Part part = find_part(page, name);
    ASSERT_NE(part.end, std::string::npos) << "the page has no place for it";
    if (updates) page.replace(part.begin, part.end - part.begin, text);
    EXPECT_EQ(page.substr(part.begin, find_part(page, name).end - part.begin), text);
  }
  if (updates) std::ofstream(path) << page;
}

// Code in backticks that the page says is an expression: lines of ```cel blocks.
TEST(ExpressionReference, ShowsExpressionsThatAreRight) {
  std::ifstream file(std::string(REBATE_SOURCE_DIR) + "/docs/EXPRESSIONS.md");
  std::string line;
  bool is_inside = false;
  int count = 0;
  while (std::getline(file, line)) {
    if (line.starts_with("```")) {
      is_inside = line == "```cel";
      continue;
    }
    if (!is_inside || line.empty()) continue;
    SCOPED_TRACE(line);
    const std::string text = line.substr(0, line.find("   "));
    Expected where = testing::at_rate();
    where.fixed = {"sale"};
    Issues issues;
    const Expression parsed = Expression::parse(text, {}, issues);
    ASSERT_TRUE(parsed.is_set()) << to_string(issues);
    EXPECT_TRUE(check_expression(parsed, testing::sample_names(), where, issues))
        << to_string(issues);
    ++count;
  }
  EXPECT_GT(count, 10);
}

}  // namespace
}  // namespace rebate
