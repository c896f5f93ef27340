// SPDX-License-Identifier: Apache-2.0
//
// Every language says every message, with exactly the figures that messages.def names, in any
// order.
#include "explanation/catalogue.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

namespace rebate {
namespace {

std::set<std::string> placeholders_of(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    names.insert(std::string(text.substr(open + 1, close - open - 1)));
  }
  return names;
}

TEST(Catalogue, UsesOnlyTheFiguresThatAMessageHas) {
  for (const Language language : {Language::kEnglish, Language::kChinese}) {
    const Catalogue& catalogue = catalogue_of(language);
    for (std::size_t i = 0; i < kMessageCount; ++i) {
      SCOPED_TRACE(std::string(message_forms()[i].name));
      std::istringstream words{std::string(message_forms()[i].placeholders)};
      std::set<std::string> allowed;
      for (std::string word; words >> word;) allowed.insert(word);
      for (const std::string& name : placeholders_of(catalogue.texts[i])) {
        EXPECT_TRUE(allowed.contains(name)) << to_text(language) << " says {" << name << "}";
      }
      EXPECT_FALSE(catalogue.texts[i].empty());
    }
  }
}

// A figure that one language shows and the other keeps to itself would be a secret.
TEST(Catalogue, ShowsTheSameFiguresInBothLanguages) {
  // Months are a word in one and a number in the other; Chinese names no currency beside 元, and
  // the year before by its place ("the same period of last year") instead of its name.
  const std::set<std::string> kOwnWays = {
      "kMoneyOther", "kDay", "kDayShort", "kDayOfYear", "kMonth", "kGrewLastYear", "kFellLastYear"};
  for (std::size_t i = 0; i < kMessageCount; ++i) {
    const std::string name(message_forms()[i].name);
    if (kOwnWays.contains(name)) continue;
    SCOPED_TRACE(name);
    EXPECT_EQ(placeholders_of(kEnglishCatalogue.texts[i]),
              placeholders_of(kChineseCatalogue.texts[i]));
  }
}

TEST(Catalogue, FillsAPlaceholderAsOftenAsItStands) {
  EXPECT_EQ(fill(kEnglishCatalogue, Message::kRange, {{"first", "1 May"}, {"last", "3 May"}}),
            "1 May to 3 May");
  EXPECT_EQ(fill(kChineseCatalogue, Message::kRange, {{"first", "{last}"}, {"last", "x"}}),
            "{last}至x");
}

TEST(Language, HasAWord) {
  EXPECT_EQ(language_from_text("zh"), Language::kChinese);
  EXPECT_EQ(language_from_text("fr"), std::nullopt);
  EXPECT_EQ(text_in({{"en", "Growth"}, {"zh", "增长"}}, Language::kChinese), "增长");
  EXPECT_EQ(text_in({{"", "Wachstum"}}, Language::kChinese), "Wachstum");
  EXPECT_EQ(text_in({{"en", "Growth"}}, Language::kChinese), "Growth");
  EXPECT_EQ(text_in({}, Language::kEnglish), "");
}

}  // namespace
}  // namespace rebate
