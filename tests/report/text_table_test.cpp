// SPDX-License-Identifier: Apache-2.0
#include "rebate/report/text_table.hpp"

#include <gtest/gtest.h>

namespace rebate {
namespace {

TEST(TextTable, KnowsHowWideALetterIs) {
  EXPECT_EQ(display_width("Growth"), 6u);
  EXPECT_EQ(display_width("目标"), 4u);
  EXPECT_EQ(display_width("返点(core线)"), 12u);
  EXPECT_EQ(display_width("−3,800.00"), 9u);  // a minus sign is one column
  EXPECT_EQ(display_width("é"), 1u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);                 // with a combining accent
  EXPECT_EQ(display_width("\xEF\xBC\x8C\xEF\xBC\x9A"), 4u);  // full-width comma and colon
  EXPECT_EQ(display_width("\xFF\xE5"), 2u);                  // no UTF-8: a column a byte
  EXPECT_EQ(display_width("a\xE7\x9B"), 3u);                 // cut off in the middle
  EXPECT_EQ(display_width(""), 0u);
}

TEST(TextTable, AlignsByWidthNotByBytes) {
  TextTable table({Align::kLeft, Align::kRight, Align::kLeft});
  table.add_row({"年度目标", "27,000.00", ""});
  table.add_row({"Growth", "0.00", "none"});
  TextCollector text;
  table.write(text, 2);
  EXPECT_EQ(text.text(),
            "  年度目标  27,000.00\n"
            "  Growth         0.00  none\n");
}

TEST(TextTable, LeavesNoRoomForAColumnThatIsEmpty) {
  TextTable table({Align::kLeft, Align::kLeft, Align::kRight});
  table.add_row({"a", "", "1"});
  table.add_row({"bb", "", "22"});
  TextCollector text;
  table.write(text);
  EXPECT_EQ(text.text(), "a    1\nbb  22\n");
}

}  // namespace
}  // namespace rebate
