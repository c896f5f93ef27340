// SPDX-License-Identifier: Apache-2.0
#include "cli/issue_output.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace rebate::cli {
namespace {

constexpr std::size_t kMostIssues = 100;

}  // namespace

void print_issues(const Issues& issues) {
  std::vector<const Issue*> shown;
  for (const Issue& issue : issues) shown.push_back(&issue);
  if (shown.size() > kMostIssues) {
    std::stable_sort(shown.begin(), shown.end(), [](const Issue* a, const Issue* b) {
      return static_cast<int>(a->severity) < static_cast<int>(b->severity);
    });
    shown.resize(kMostIssues);
  }
  std::string text;
  for (const Issue* issue : shown) text += to_string(*issue) + "\n";
  if (issues.size() > kMostIssues) {
    text += "... and " + std::to_string(issues.size() - kMostIssues) + " more\n";
  }
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace rebate::cli
