// SPDX-License-Identifier: Apache-2.0
//
// Every folder under tests/golden/bad/csv is a data folder with something wrong; expected.txt in it
// is what the user sees. REBATE_UPDATE_GOLDEN=1 writes those files anew: read the diff.
#include "rebate/codec/dataset.hpp"

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

const fs::path kFolder = fs::path(REBATE_SOURCE_DIR) / "tests/golden/bad/csv";

DataSchema schema() {
  DataSchema made = DataSchema::standard();
  FieldSpec tier;
  tier.name = "tier";
  tier.levels = {"bronze", "silver", "gold"};
  made.declare("partner", tier);
  return made;
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(BadCsv, SaysWhatIsWrongWhereAndWhatWouldBeRight) {
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.is_directory()) cases.push_back(entry.path());
  }
  std::sort(cases.begin(), cases.end());
  EXPECT_GE(cases.size(), 20u);
  for (const fs::path& path : cases) {
    SCOPED_TRACE(path.filename().string());
    const Result<Dataset> read = read_dataset(path.string(), schema());
    EXPECT_FALSE(read.issues().empty());
    const std::string found = to_string(read.issues()) + (read.ok() ? "read\n" : "refused\n");
    if (std::getenv("REBATE_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(path / "expected.txt", std::ios::binary) << found;
    }
    EXPECT_EQ(found, content(path / "expected.txt"));
  }
}

}  // namespace
}  // namespace rebate
