// SPDX-License-Identifier: Apache-2.0
//
// Small houses with one fault each: every rule sees its fault, names the place, and is content with
// the same house put right.
#include "form/picture.hpp"
#include "form/rules.hpp"

#include <gtest/gtest.h>

namespace rebate::form {
namespace {

constexpr const char* kTable =
    "rebate_layer(base)\n"
    "rebate_layer(numeric USES base LINKS Boost::headers)\n"
    "rebate_layer(ledger  USES base)\n"
    "rebate_layer(tally   USES base\n"
    "                     ledger numeric LINKS Threads::Threads)\n"
    "rebate_program(cli NAME rebate USES base tally LINKS CLI11::CLI11)\n";

SourceTree house_with(const std::string& path, std::string_view text) {
  SourceTree tree;
  tree.add("src/CMakeLists.txt", kTable);
  tree.add(path, text);
  return tree;
}

TEST(SourceTree, KnowsFilesAndFolders) {
  const SourceTree tree = house_with("docs/POLICY.md", "one\n\nthree");
  EXPECT_EQ(tree.lines("docs/POLICY.md"), (std::vector<std::string>{"one", "", "three"}));
  EXPECT_TRUE(tree.has_path("docs"));
  EXPECT_FALSE(tree.has_path("doc"));
  EXPECT_EQ(layer_of("include/rebate/tally/merge.hpp"), "tally");
  EXPECT_EQ(layer_of("src/CMakeLists.txt"), "");
}

TEST(CodeOnly, LeavesCommentsAndTextsOut) {
  const std::vector<std::string> code = code_only({
      "int a = 1'000; // double",
      "f(\"double \\\" double\", 'd'); /* double",
      "double */ int b;",
      "g(R\"x(double",
      "double )\" )x\"); int c;",
  });
  EXPECT_EQ(code[0], "int a = 1'000;          ");
  EXPECT_EQ(code[1].find("double"), std::string::npos);
  EXPECT_EQ(code[2], "          int b;");
  EXPECT_EQ(code[3].find("double"), std::string::npos);
  EXPECT_EQ(code[4], "             ); int c;");
}

TEST(LayerTable, ReadsRowsOverSeveralLines) {
  const LayerTable table = LayerTable::read(house_with("README.md", ""));
  ASSERT_EQ(table.rows().size(), 5U);
  const LayerRow* tally = table.find("tally");
  ASSERT_NE(tally, nullptr);
  EXPECT_EQ(tally->uses, (std::vector<std::string>{"base", "ledger", "numeric"}));
  EXPECT_EQ(tally->links, (std::vector<std::string>{"Threads::Threads"}));
  EXPECT_EQ(tally->line, 4);
  EXPECT_EQ(table.find("cli")->uses, (std::vector<std::string>{"base", "tally"}));
  EXPECT_EQ(table.find("report"), nullptr);
}

TEST(Includes, UpwardOneIsFoundWithFileLineAndRow) {
  const SourceTree tree =
      house_with("src/ledger/row.cpp", "// row\n#include \"rebate/tally/tally.hpp\"\n");
  const Findings findings = check_includes(tree);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(to_text(findings),
            "src/ledger/row.cpp:2: ledger includes \"rebate/tally/tally.hpp\", and its row at "
            "src/CMakeLists.txt:3 is: ledger USES base\n");
}

TEST(Includes, SidewardPrivateAndRootlessOnesAreFound) {
  EXPECT_EQ(check_includes(
                house_with("include/rebate/numeric/a.hpp", "#include \"rebate/ledger/b.hpp\"\n"))
                .size(),
            1U);
  EXPECT_EQ(
      check_includes(house_with("src/ledger/a.cpp", "#  include \"numeric/private.hpp\"\n")).size(),
      1U);
  EXPECT_EQ(check_includes(house_with("src/ledger/a.cpp", "#include \"rebate/all.hpp\"\n")).size(),
            1U);
  EXPECT_EQ(
      check_includes(house_with("src/attic/a.cpp", "#include \"rebate/base/id.hpp\"\n")).size(),
      1U);
}

TEST(Includes, DownwardOnesAndOwnOnesAreRight) {
  EXPECT_EQ(to_text(check_includes(
                house_with("src/tally/a.cpp",
                           "#include \"rebate/ledger/b.hpp\"\n#include \"tally/c.hpp\"\n"
                           "#include \"d.hpp\"\n#include <vector>\n"))),
            "");
}

TEST(OutsideLibraries, StayWhereTheirRowLinksThem) {
  const std::string boost = "#include <boost/multiprecision/cpp_int.hpp>\n";
  EXPECT_EQ(to_text(check_outside_libraries(house_with("src/numeric/a.cpp", boost))), "");
  EXPECT_EQ(to_text(check_outside_libraries(house_with("src/tally/a.cpp", boost))),
            "src/tally/a.cpp:1: tally includes <boost/multiprecision/cpp_int.hpp> and does not "
            "link Boost::headers\n");
  EXPECT_EQ(check_outside_libraries(house_with("include/rebate/numeric/a.hpp", boost)).size(), 1U);
  EXPECT_EQ(
      check_outside_libraries(house_with("src/base/a.cpp", "#include <fmt/format.h>\n")).size(),
      1U);
  EXPECT_EQ(check_outside_libraries(house_with("src/base/a.cpp", "#include <nlohmann/json.hpp>\n"))
                .size(),
            1U);
  EXPECT_EQ(
      check_outside_libraries(house_with("src/base/a.cpp", "#include <CLI/CLI.hpp>\n")).size(), 1U);
  EXPECT_EQ(
      check_outside_libraries(house_with("include/rebate/base/a.hpp", "#include <unistd.h>\n"))
          .size(),
      1U);
}

TEST(Table, RowsUseOnlyRowsAbove) {
  SourceTree tree;
  tree.add("src/CMakeLists.txt", "rebate_layer(base USES tally)\nrebate_layer(tally USES base)\n");
  EXPECT_EQ(to_text(check_table(tree)),
            "src/CMakeLists.txt:1: base uses tally, which has no row above it\n");
  EXPECT_EQ(check_table(SourceTree()).size(), 1U);
  EXPECT_EQ(to_text(check_table(house_with("README.md", ""))), "");
}

TEST(Licence, IsTheFirstLineOrFollowsTheInterpreter) {
  SourceTree tree;
  tree.add("src/a.cpp", "// SPDX-License-Identifier: Apache-2.0\n");
  tree.add("src/CMakeLists.txt", "# SPDX-License-Identifier: Apache-2.0\n");
  tree.add("dev", "#!/usr/bin/env bash\n# SPDX-License-Identifier: Apache-2.0\n");
  EXPECT_EQ(to_text(check_licence(tree)), "");
  tree.add("src/b.cpp", "// a source\n// SPDX-License-Identifier: Apache-2.0\n");
  tree.add("tests/c.py", "");
  EXPECT_EQ(check_licence(tree).size(), 2U);
}

TEST(Guards, AreInEveryHeader) {
  EXPECT_EQ(check_guards(house_with("src/base/a.hpp", "// #pragma once\n")).size(), 1U);
  EXPECT_EQ(check_guards(house_with("src/base/a.hpp", "#pragma once\n")).size(), 0U);
}

TEST(Columns, AreCountedInCharacters) {
  std::string chinese;
  for (int i = 0; i < 100; ++i) chinese += "返";
  EXPECT_EQ(check_columns(house_with("src/base/a.cpp", chinese)).size(), 0U);
  EXPECT_EQ(check_columns(house_with("src/base/a.cpp", chinese + "利")).size(), 1U);
  EXPECT_EQ(check_columns(house_with("src/base/a.cpp", std::string(101, 'x'))).size(), 1U);
  EXPECT_EQ(check_columns(house_with("src/base/a.cpp", "\tint a;")).size(), 1U);
  EXPECT_EQ(check_columns(house_with("src/base/a.cpp", "int a; ")).size(), 1U);
}

TEST(Columns, OfRawTextsAreTheirOwn) {
  const std::string wide(101, 'x');
  const auto count = [](const std::string& text) {
    return check_columns(house_with("tests/base/a.cpp", text)).size();
  };
  EXPECT_EQ(count("f(R\"(\n" + wide + "\n)\");\n"), 0U);
  EXPECT_EQ(count("f(R\"({" + wide + "})\");\n"), 0U);
  EXPECT_EQ(count("f(R\"(\n)\");\n" + wide + "\n"), 1U);
  EXPECT_EQ(count("f(\"" + wide + "\");\n"), 1U);
}

TEST(Sizes, SixHundredLinesAreTheMost) {
  std::string text;
  for (int i = 0; i < 600; ++i) text += "\n";
  EXPECT_EQ(check_sizes(house_with("src/base/a.cpp", text)).size(), 0U);
  EXPECT_EQ(check_sizes(house_with("src/base/a.cpp", text + "\n")).size(), 1U);
}

TEST(FloatingPoint, IsFoundInCodeOfExactLayersOnly) {
  const std::string code = "double rate = 0.05;\n";
  EXPECT_EQ(to_text(check_floating_point(house_with("src/tally/a.cpp", code))),
            "src/tally/a.cpp:1: tally is exact and has the word double\n");
  EXPECT_EQ(check_floating_point(house_with("include/rebate/base/a.hpp", "float f();\n")).size(),
            1U);
  EXPECT_EQ(check_floating_point(house_with("src/report/a.cpp", code)).size(), 0U);
  EXPECT_EQ(check_floating_point(house_with("src/tally/a.cpp", "int double_entry; // no double\n"))
                .size(),
            0U);
  EXPECT_EQ(check_floating_point(house_with("src/tally/a.cpp", "f(double) = delete;\n")).size(),
            0U);
}

TEST(MachineWords, AreFoundInAnyText) {
  EXPECT_EQ(check_machine_words(house_with("README.md",
                                           "see /ro"
                                           "ot/x\n"))
                .size(),
            1U);
  EXPECT_EQ(check_machine_words(house_with("docs/x.json",
                                           "{\"see\": \"../sha"
                                           "red/x\"}\n"))
                .size(),
            1U);
  EXPECT_EQ(check_machine_words(house_with("README.md", "shared work\n")).size(), 0U);
}

TEST(Lists, UnlistedFilesAreFound) {
  SourceTree tree;
  tree.add("src/CMakeLists.txt", kTable);
  tree.add("src/base/CMakeLists.txt",
           "rebate_sources(base\n  # one a line\n  b.cpp\n  a.cpp\n)\nrebate_headers(base\n  "
           "a.hpp\n)\n");
  tree.add("tests/base/CMakeLists.txt", "rebate_tests(base\n  a_test.cpp\n)\n");
  tree.add("tests/fuzz/CMakeLists.txt", "rebate_fuzzers(\n  policy_json\n)\n");
  for (const char* path : {"src/base/a.cpp", "src/base/b.cpp", "include/rebate/base/a.hpp",
                           "tests/base/a_test.cpp", "tests/fuzz/policy_json_fuzz.cpp"}) {
    tree.add(path, "");
  }
  EXPECT_EQ(to_text(check_lists(tree)),
            "src/base/CMakeLists.txt:1: a.cpp is out of order in its list\n");
  for (const char* path : {"src/base/c.cpp", "include/rebate/base/c.hpp", "tests/base/c_test.cpp",
                           "tests/fuzz/csv_fuzz.cpp"}) {
    tree.add(path, "");
  }
  EXPECT_EQ(check_lists(tree).size(), 5U) << to_text(check_lists(tree));
}

TEST(Links, DeadOnesAreFoundWithLine) {
  SourceTree tree;
  tree.add("README.md",
           "[policy](docs/POLICY.md#bands) [docs](docs/) [web](https://example.org)\n");
  tree.add("docs/POLICY.md",
           "[up](../README.md)\n```\n[not a link](nowhere)\n```\n[dead](../GONE.md)\n");
  EXPECT_EQ(to_text(check_links(tree)), "docs/POLICY.md:5: the link leads nowhere: ../GONE.md\n");
}

TEST(Changelog, HasVersionsSectionsAndEntries) {
  SourceTree tree;
  tree.add("CMakeLists.txt", "project(librebate VERSION 0.1.0 LANGUAGES CXX)\n");
  EXPECT_EQ(check_changelog(tree).size(), 1U);
  tree.add("CHANGELOG.md", "# Changelog\n\n## 0.1.0 - unreleased\n\n### Added\n\n- All.\n");
  EXPECT_EQ(to_text(check_changelog(tree)), "");
  tree.add("CHANGELOG.md", "## 0.0\n- Loose.\n### News\n");
  EXPECT_EQ(check_changelog(tree).size(), 3U) << to_text(check_changelog(tree));
}

TEST(FolderList, FollowsTheTable) {
  SourceTree tree = house_with(
      "src/README.md", "| `base` | a |\n| `numeric` | b |\n| `ledger` | c |\n| `cli` | d |\n");
  EXPECT_EQ(check_folder_list(tree).size(), 1U);
  tree = house_with(
      "src/README.md",
      "| `base` | a |\n| `numeric` | b |\n| `ledger` | c |\n| `tally` | t |\n| `cli` | d |\n");
  EXPECT_EQ(to_text(check_folder_list(tree)), "");
}

TEST(ErrorPages, MissingCodeIsFound) {
  SourceTree tree;
  tree.add(
      "include/rebate/base/issue_codes.def",
      "REBATE_ISSUE(kA, 1001, \"json.a\", \"a\")\nREBATE_ISSUE(kB, 1002, \"json.b\", \"b\")\n");
  tree.add("docs/ERRORS.md", "## RB1001 json.a\n");
  EXPECT_EQ(
      to_text(check_error_pages(tree)),
      "include/rebate/base/issue_codes.def:2: docs/ERRORS.md does not explain RB1002 json.b\n");
}

TEST(Picture, CountsFilesAndLines) {
  SourceTree tree = house_with("src/tally/a.cpp", "#include \"rebate/base/id.hpp\"\n\n");
  tree.add("tests/golden/runner_test.cpp", "one\n");
  const std::string drawn = picture(tree);
  EXPECT_NE(drawn.find("tally           0      0   1      2   0      0   base\n"),
            std::string::npos)
      << drawn;
  EXPECT_NE(drawn.find("tests/golden"), std::string::npos) << drawn;
  EXPECT_NE(drawn.find("3 files, 9 lines; the largest is src/CMakeLists.txt with 6"),
            std::string::npos)
      << drawn;
}

}  // namespace
}  // namespace rebate::form
