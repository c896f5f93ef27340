// SPDX-License-Identifier: Apache-2.0
//
// The header, the list of functions and what the library exports are the same.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace {

using Names = std::set<std::string>;

Names listed() {
  return {
#define REBATE_FUNCTION(name) #name,
#include "capi/functions.def"
#undef REBATE_FUNCTION
  };
}

std::string header() {
  std::ifstream file(std::string(REBATE_SOURCE_DIR) + "/include/rebate/rebate.h");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Names all_matches(const std::string& text, const std::regex& pattern) {
  Names names;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
    names.insert((*it)[1]);
  }
  return names;
}

TEST(CExports, AreTheFunctionsOfTheHeader) {
  EXPECT_EQ(all_matches(header(), std::regex(R"(REBATE_API [^;(]*?\b(rebate_\w+)\()")), listed());
}

TEST(CExports, AreAllThatTheLibraryShows) {
  std::FILE* pipe = popen("nm -D --defined-only " REBATE_C_LIBRARY, "r");
  ASSERT_NE(pipe, nullptr);
  std::string text;
  char part[4096];
  for (size_t size; (size = std::fread(part, 1, sizeof part, pipe)) > 0;) text.append(part, size);
  ASSERT_EQ(pclose(pipe), 0);
  EXPECT_EQ(all_matches(text, std::regex(R"([0-9a-f]+ \w (\w+))")), listed());
}

// What an FFI cannot read: long, bool, variadics, structs by value.
TEST(CExports, UseOnlyTypesThatEveryLanguageReads) {
  const std::string code = std::regex_replace(header(), std::regex("//[^\n]*"), "");
  for (const char* word : {"long", "bool", "double", "float", "va_list", "__int128"}) {
    EXPECT_FALSE(std::regex_search(code, std::regex("\\b" + std::string(word) + "\\b"))) << word;
  }
  EXPECT_EQ(code.find("..."), std::string::npos);
}

}  // namespace
