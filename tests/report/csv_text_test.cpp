// SPDX-License-Identifier: Apache-2.0
#include "rebate/report/settlement_csv.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rebate {
namespace {

std::string csv(std::string_view text) {
  TextCollector collector;
  append_csv_text(collector, text);
  return collector.text();
}

TEST(CsvText, QuotesWhatRfc4180Quotes) {
  EXPECT_EQ(csv("D017"), "D017");
  EXPECT_EQ(csv(""), "");
  EXPECT_EQ(csv("a,b"), "\"a,b\"");
  EXPECT_EQ(csv("say \"5%\""), "\"say \"\"5%\"\"\"");
  EXPECT_EQ(csv("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv("两,行"), "\"两,行\"");
}

TEST(CsvText, LetsNoSpreadsheetTakeATextForAFormula) {
  EXPECT_EQ(csv("=1+1"), "'=1+1");
  EXPECT_EQ(csv("+86"), "'+86");
  EXPECT_EQ(csv("-135"), "'-135");
  EXPECT_EQ(csv("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv("\tx"), "'\tx");
  EXPECT_EQ(csv("\rx"), "\"'\rx\"");
  EXPECT_EQ(csv("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  EXPECT_EQ(csv("a=b"), "a=b");
}

}  // namespace
}  // namespace rebate
