// SPDX-License-Identifier: Apache-2.0
//
// Every folder under tests/golden/bad/policy holds a policy with something wrong; issues.txt in it
// is what the user sees. REBATE_UPDATE_GOLDEN=1 writes those files anew: read the diff.
#include "rebate/codec/policy_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace rebate {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(REBATE_SOURCE_DIR) / "tests/golden/bad/policy";

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> cases() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

TEST(BadPolicy, SaysWhatIsWrongWhereAndWhatWouldBeRight) {
  EXPECT_GE(cases().size(), 40u);
  for (const fs::path& path : cases()) {
    SCOPED_TRACE(path.filename().string());
    const auto loaded = load_policy(content(path / "policy.json"), "policy.json");
    EXPECT_FALSE(loaded.issues().empty());
    const std::string found = to_string(loaded.issues()) + (loaded.ok() ? "read\n" : "refused\n");
    if (std::getenv("REBATE_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(path / "issues.txt", std::ios::binary) << found;
    }
    EXPECT_EQ(found, content(path / "issues.txt"));
  }
}

TEST(BadPolicy, NamesThePlaceOfEveryProblem) {
  for (const fs::path& path : cases()) {
    SCOPED_TRACE(path.filename().string());
    const auto loaded = load_policy(content(path / "policy.json"), "policy.json");
    for (const Issue& issue : loaded.issues()) {
      EXPECT_EQ(issue.place.file, "policy.json") << to_string(issue);
      EXPECT_GT(issue.place.line, 0) << to_string(issue);
      EXPECT_GT(issue.place.column, 0) << to_string(issue);
      EXPECT_FALSE(issue.message.empty());
    }
  }
}

}  // namespace
}  // namespace rebate
