// SPDX-License-Identifier: Apache-2.0
//
// The tables of words hold together, and every function of the format is used here once.
#include "rebate/policy/vocabulary.hpp"

#include "rebate/policy/check_expression.hpp"
#include "policy/function_uses.hpp"
#include "policy/sample_policy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace rebate {
namespace {

TEST(Vocabulary, HasLabelsInBothLanguages) {
  const auto expect = [](std::string_view name, std::string_view en, std::string_view zh) {
    EXPECT_FALSE(en.empty()) << name;
    const bool has_chinese = std::any_of(
        zh.begin(), zh.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    EXPECT_TRUE(has_chinese) << name;
  };
  for (const NounWord& word : nouns()) expect(word.name, word.en, word.zh);
  for (const FieldWord& word : fields()) expect(word.name, word.en, word.zh);
  for (const FunctionWord& word : functions()) expect(word.name, word.en, word.zh);
  for (const MeasureWord& word : built_in_measures()) expect(word.name, word.en, word.zh);
}

TEST(Vocabulary, NamesThingsOnce) {
  std::set<std::string_view> names;
  for (const NounWord& word : nouns()) EXPECT_TRUE(names.insert(word.name).second) << word.name;
  for (const MeasureWord& word : built_in_measures())
    EXPECT_TRUE(names.insert(word.name).second) << word.name;
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const FieldWord& word : fields()) {
    EXPECT_TRUE(seen.emplace(word.noun, word.name).second) << word.noun << "." << word.name;
    ASSERT_NE(find_noun(word.noun), nullptr) << word.noun;
  }
  std::set<std::pair<int, std::string_view>> functions_seen;
  for (const FunctionWord& word : functions()) {
    EXPECT_TRUE(functions_seen.emplace(static_cast<int>(word.kind), word.name).second) << word.name;
    EXPECT_NE(word.signature.find(word.name), std::string_view::npos) << word.name;
    EXPECT_EQ(find_function(word.name, word.kind), &word);
  }
}

TEST(Vocabulary, GivesEveryTradeNounWhatRowsNeed) {
  for (const NounWord& word : nouns()) {
    if (!word.is_trade) continue;
    for (const char* field : {"id", "date", "partner"}) {
      EXPECT_NE(find_field(word.name, field), nullptr) << word.name << "." << field;
    }
    EXPECT_FALSE(word.file.empty());
  }
  EXPECT_FALSE(fields_of("sale").empty());
  EXPECT_EQ(fields_of("branch").data(), fields_of("partner").data());
  EXPECT_TRUE(fields_of("visit").empty());
}

TEST(Vocabulary, NamesFiles) {
  EXPECT_EQ(file_of("sale"), "sales");
  EXPECT_EQ(file_of("activity"), "activities");
  EXPECT_EQ(file_of("sellout"), "sellout");
  EXPECT_EQ(file_of("visit"), "visits");
}

TEST(Vocabulary, KnowsWhatARowLeadsTo) {
  EXPECT_TRUE(row_leads_to("sale", "product"));
  EXPECT_TRUE(row_leads_to("payment", "invoice"));
  EXPECT_TRUE(row_leads_to("claim", "partner"));
  EXPECT_FALSE(row_leads_to("invoice", "payment"));
  EXPECT_FALSE(row_leads_to("payment", "product"));
  EXPECT_FALSE(row_leads_to("stock", "customer"));
}

TEST(Vocabulary, HasNoFunctionThatExpressionsDoNotKnow) {
  Expected where;
  where.position = Position::kRate;
  where.noun = "sale";
  where.fixed = {"sale"};
  for (const FunctionWord& word : functions()) {
    SCOPED_TRACE(word.signature);
    const auto use = testing::function_uses().find({word.kind, word.name});
    ASSERT_NE(use, testing::function_uses().end());
    Issues issues;
    EXPECT_TRUE(
        check_expression(testing::expression(use->second), testing::sample_names(), where, issues))
        << to_string(issues);
  }
  EXPECT_EQ(testing::function_uses().size(), functions().size());
}

TEST(Vocabulary, HasNoFieldThatExpressionsDoNotKnow) {
  Expected where;
  where.position = Position::kRate;
  for (const FieldWord& word : fields()) {
    const std::string text = std::string(word.noun) + "." + std::string(word.name);
    SCOPED_TRACE(text);
    Issues issues;
    const FormulaPtr formula =
        check_expression(testing::expression(text), testing::sample_names(), where, issues);
    ASSERT_TRUE(formula) << to_string(issues);
    const bool has_levels = !levels_of(testing::sample_names(), word.noun, word.name).empty();
    EXPECT_EQ(testing::name_of(formula->type),
              testing::name_of(has_levels ? Type::kLevel : word.type));
  }
}

}  // namespace
}  // namespace rebate
