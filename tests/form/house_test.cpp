// SPDX-License-Identifier: Apache-2.0
//
// The project against its own rules of form. That the rules can fail is shown in
// broken_house_test.cpp.
#include "form/picture.hpp"
#include "form/rules.hpp"

#include <gtest/gtest.h>

namespace rebate::form {
namespace {

const SourceTree& house() {
  static const SourceTree tree = SourceTree::read(REBATE_SOURCE_DIR);
  return tree;
}

// Passes without findings, fails with one a line.
testing::AssertionResult holds(const Findings& findings) {
  if (findings.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << findings.size() << " places\n" << to_text(findings);
}

TEST(House, IsFound) {
  const LayerTable table = LayerTable::read(house());
  EXPECT_GE(table.rows().size(), 12U);
  EXPECT_GT(house().files().size(), 50U);
}

TEST(House, LayersIncludeOnlyWhatTheirRowNames) { EXPECT_TRUE(holds(check_includes(house()))); }
TEST(House, OutsideLibrariesStayInTheirLayer) {
  EXPECT_TRUE(holds(check_outside_libraries(house())));
}
TEST(House, TableNamesOnlyRowsAbove) { EXPECT_TRUE(holds(check_table(house()))); }
TEST(House, FilesBeginWithTheLicence) { EXPECT_TRUE(holds(check_licence(house()))); }
TEST(House, HeadersAreGuarded) { EXPECT_TRUE(holds(check_guards(house()))); }
TEST(House, LinesFitAHundredColumns) { EXPECT_TRUE(holds(check_columns(house()))); }
TEST(House, FilesStayUnderSixHundredLines) { EXPECT_TRUE(holds(check_sizes(house()))); }
TEST(House, MoneyNeverMeetsFloatingPoint) { EXPECT_TRUE(holds(check_floating_point(house()))); }
TEST(House, TextsNameNoMachine) { EXPECT_TRUE(holds(check_machine_words(house()))); }
TEST(House, EveryFileIsInItsList) { EXPECT_TRUE(holds(check_lists(house()))); }
TEST(House, LinksLeadSomewhere) { EXPECT_TRUE(holds(check_links(house()))); }
TEST(House, ChangelogHasItsShape) { EXPECT_TRUE(holds(check_changelog(house()))); }
TEST(House, FoldersAreExplainedBottomFloorFirst) { EXPECT_TRUE(holds(check_folder_list(house()))); }
TEST(House, EveryIssueCodeIsExplained) { EXPECT_TRUE(holds(check_error_pages(house()))); }

TEST(House, DrawsItself) {
  const std::string drawn = picture(house());
  EXPECT_NE(drawn.find("settlement"), std::string::npos) << drawn;
}

}  // namespace
}  // namespace rebate::form
