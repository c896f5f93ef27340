// SPDX-License-Identifier: Apache-2.0
//
// Every folder under tests/golden/good/policy holds a policy and, in canonical.json, its one
// spelling. REBATE_UPDATE_GOLDEN=1 writes those files anew: read the diff.
#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/policy_writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace rebate {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(REBATE_SOURCE_DIR) / "tests/golden/good/policy";

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

TEST(GoodPolicy, HasOneSpelling) {
  EXPECT_FALSE(cases().empty());
  for (const fs::path& path : cases()) {
    SCOPED_TRACE(path.filename().string());
    const auto policy = read_policy(content(path / "policy.json"), "policy.json");
    ASSERT_TRUE(policy.ok()) << to_string(policy.issues());
    const std::string written = write_policy(*policy);
    if (std::getenv("REBATE_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(path / "canonical.json", std::ios::binary) << written;
    }
    EXPECT_EQ(written, content(path / "canonical.json"));
  }
}

TEST(GoodPolicy, IsTheSameWhenReadBack) {
  for (const fs::path& path : cases()) {
    SCOPED_TRACE(path.filename().string());
    const auto policy = read_policy(content(path / "policy.json"), "policy.json");
    ASSERT_TRUE(policy.ok());
    const auto again = read_policy(write_policy(*policy), "canonical.json");
    ASSERT_TRUE(again.ok()) << to_string(again.issues());
    EXPECT_TRUE(*again == *policy);
    EXPECT_EQ(write_policy(*again), write_policy(*policy));
  }
}

TEST(GoodPolicy, ChecksWithoutAWord) {
  for (const fs::path& path : cases()) {
    const auto loaded = load_policy(content(path / "policy.json"), "policy.json");
    EXPECT_TRUE(loaded.ok() && loaded.issues().empty()) << path.filename() << "\n"
                                                        << to_string(loaded.issues());
  }
}

}  // namespace
}  // namespace rebate
