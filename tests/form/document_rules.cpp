// SPDX-License-Identifier: Apache-2.0
#include "form/rules.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>

namespace rebate::form {

namespace {

bool is_outside_link(const std::string& target) {
  return target.empty() || target.starts_with("#") || target.find("://") != std::string::npos ||
         target.starts_with("mailto:");
}

// `target` as seen from the folder of `page`, from the root: "docs/POLICY.md" and "../README.md"
// give "README.md".
std::string resolve(const std::string& page, const std::string& target) {
  const std::filesystem::path folder = std::filesystem::path(page).parent_path();
  std::string path =
      (folder / target.substr(0, target.find('#'))).lexically_normal().generic_string();
  if (path.ends_with('/')) path.pop_back();
  return path;
}

// "0.1.0" from the line `project(librebate VERSION 0.1.0 ...)`.
std::string project_version(const SourceTree& tree) {
  static const std::regex version(R"(project\(\w+ VERSION ([0-9.]+))");
  for (const std::string& line : tree.lines("CMakeLists.txt")) {
    std::smatch match;
    if (std::regex_search(line, match, version)) return match[1];
  }
  return {};
}

}  // namespace

Findings check_links(const SourceTree& tree) {
  static const std::regex link(R"(\]\(([^)\s]*)\))");
  Findings findings;
  for (const auto& [path, lines] : tree.files()) {
    if (!path.ends_with(".md")) continue;
    bool in_code = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].starts_with("```")) in_code = !in_code;
      if (in_code) continue;
      for (std::sregex_iterator it(lines[i].begin(), lines[i].end(), link), end; it != end; ++it) {
        const std::string target = (*it)[1];
        if (is_outside_link(target) || tree.has_path(resolve(path, target))) continue;
        findings.push_back({path, static_cast<int>(i) + 1, "the link leads nowhere: " + target});
      }
    }
  }
  return findings;
}

Findings check_changelog(const SourceTree& tree) {
  static const std::string page = "CHANGELOG.md";
  static const std::regex version(
      R"(## ([0-9]+\.[0-9]+\.[0-9]+) - (unreleased|[0-9]{4}-[0-9]{2}-[0-9]{2}))");
  static const std::regex section("### (Added|Changed|Fixed|Removed)");
  const std::vector<std::string>& lines = tree.lines(page);
  if (lines.empty()) return {{page, 0, "there is no changelog"}};
  Findings findings;
  if (lines[0] != "# Changelog")
    findings.push_back({page, 1, "the first line should be: # Changelog"});
  std::string newest;
  bool in_section = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    std::smatch match;
    if (lines[i].starts_with("## ")) {
      in_section = false;
      if (!std::regex_match(lines[i], match, version)) {
        findings.push_back(
            {page, line, "a version is written: ## 1.2.3 - 2025-01-31 or ## 1.2.3 - unreleased"});
      } else if (newest.empty()) {
        newest = match[1];
      }
    } else if (lines[i].starts_with("### ")) {
      in_section = true;
      if (newest.empty()) findings.push_back({page, line, "a section belongs under a version"});
      if (!std::regex_match(lines[i], section)) {
        findings.push_back({page, line, "the sections are Added, Changed, Fixed and Removed"});
      }
    } else if (lines[i].starts_with("- ") && !in_section) {
      findings.push_back({page, line, "an entry belongs under a section"});
    }
  }
  if (newest != project_version(tree)) {
    findings.push_back(
        {page, 0,
         "the newest version is " + newest + ", CMakeLists.txt has " + project_version(tree)});
  }
  return findings;
}

Findings check_folder_list(const SourceTree& tree) {
  static const std::string page = "src/README.md";
  static const std::regex entry(R"(^\| *`(\w+)/?` *\|.*)");
  std::vector<std::string> named;
  for (const std::string& line : tree.lines(page)) {
    std::smatch match;
    if (std::regex_match(line, match, entry)) named.push_back(match[1]);
  }
  const LayerTable table = LayerTable::read(tree);
  std::vector<std::string> wanted;
  for (const LayerRow& row : table.rows()) wanted.push_back(row.name);
  if (named == wanted) return {};
  std::string order;
  for (const std::string& name : wanted) order += " " + name;
  return {{page, 0, "the folders should be named once each, bottom floor first:" + order}};
}

Findings check_error_pages(const SourceTree& tree) {
  static const std::string codes = "include/rebate/base/issue_codes.def";
  static const std::string page = "docs/ERRORS.md";
  static const std::regex row(R"re(REBATE_ISSUE\(k\w+, ([0-9]+), "([a-z0-9_.]+)".*)re");
  const std::vector<std::string>& lines = tree.lines(codes);
  const std::vector<std::string>& text = tree.lines(page);
  const auto is_in_page = [&](const std::string& word) {
    return std::any_of(text.begin(), text.end(), [&](const std::string& line) {
      return line.find(word) != std::string::npos;
    });
  };
  Findings findings;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (!std::regex_match(lines[i], match, row)) continue;
    const std::string tag = "RB" + match[1].str();
    const std::string name = match[2];
    if (!is_in_page(tag) || !is_in_page(name)) {
      findings.push_back(
          {codes, static_cast<int>(i) + 1, page + " does not explain " + tag + " " + name});
    }
  }
  return findings;
}

}  // namespace rebate::form
