// SPDX-License-Identifier: Apache-2.0
//
// The pages about policies and errors are held to the code: every code has its row, every JSON
// block of the policy page is read and checked.
#include "rebate/base/issue.hpp"
#include "rebate/codec/policy_reader.hpp"
#include "codec/grammar.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace rebate {
namespace {

std::string page(const std::string& name) {
  std::ifstream file(std::string(REBATE_SOURCE_DIR) + "/docs/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ErrorsPage, HasARowForEveryCode) {
  const std::string text = page("ERRORS.md");
  std::size_t rows = 0;
  for (std::size_t at = text.find("\n| RB"); at != std::string::npos;
       at = text.find("\n| RB", at + 1))
    ++rows;
  for (const Code code : all_codes()) {
    const std::string row = "| " + tag_of(code) + " | " + std::string(name_of(code)) + " | ";
    EXPECT_NE(text.find(row), std::string::npos)
        << "docs/ERRORS.md lacks the row " << row << meaning_of(code);
  }
  EXPECT_EQ(rows, all_codes().size());
}

// ```json blocks; the word behind it says what the block is: policy, rule or rules.
struct Block {
  std::string kind, text;
  int line = 0;
};

std::vector<Block> blocks_of(const std::string& text) {
  std::vector<Block> blocks;
  std::istringstream lines(text);
  bool is_inside = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (!is_inside && line.starts_with("```json")) {
      is_inside = true;
      blocks.push_back({line.size() > 8 ? line.substr(8) : "", "", number});
    } else if (is_inside && line == "```") {
      is_inside = false;
    } else if (is_inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

TEST(PolicyPage, ItsSamplesAreReadAndChecked) {
  const std::string frame =
      R"j({"librebate": 1, "policy": "page", "currency": "CNY", "valid": "2025", "tiers":
         ["bronze", "silver", "gold"],
    "sets": {"core": ["L01", "L02"]}, "fields": {"kpi.reports": "number", "stage.name": ["lead",
         "offer", "contract"]},
    "targets": {"annual": {"per": "year"}, "quarterly": {"per": "quarter"}, "phased": {"per":
         "year", "phased": "linear"}},
    "tables": {"terms": {"by": ["partner.rating", {"up_to":
         "days(invoice.date, payment.date)"}], "gives": "rate", "rows": [["A", 10, "3%"]]}},
    "funds": {"market": {"unit": "money"}}, "budgets": {"pool": {"amount": 1000, "per": "year",
         "when_short": "pro_rata"}},
    "rules": [)j";
  int samples = 0;
  for (const Block& block : blocks_of(page("POLICY.md"))) {
    SCOPED_TRACE("docs/POLICY.md, line " + std::to_string(block.line));
    std::string text = block.text;
    if (block.kind == "rule" || block.kind == "rules")
      text = frame + text + "]}";
    else if (block.kind != "policy")
      continue;
    const auto loaded = load_policy(text, "sample");
    EXPECT_TRUE(loaded.ok()) << to_string(loaded.issues());
    ++samples;
  }
  EXPECT_GE(samples, 14);
}

TEST(PolicyPage, NamesEveryMember) {
  const std::string text = page("POLICY.md");
  std::set<std::string> missing;
  for (const grammar::Shape* shape : grammar::all_shapes()) {
    for (const grammar::Member& member : shape->members) {
      if (text.find("`" + std::string(member.name) + "`") == std::string::npos)
        missing.emplace(member.name);
    }
  }
  std::string list;
  for (const std::string& name : missing) list += " " + name;
  EXPECT_EQ(list, "");
}

}  // namespace
}  // namespace rebate
