// SPDX-License-Identifier: Apache-2.0
//
// Keeping sums, merging them, and settling from them.
#include "cli/command_run.hpp"

namespace rebate {
namespace {

using testing::CommandResult;
using testing::CommandTest;

class Tally : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    write_programme();
    for (const char* part : {"a", "b"}) {
      shell(std::string("cp -r data ") + part);
      shell(std::string("head -1 data/sales.csv > ") + part + "/sales.csv");
    }
    shell("tail -n +2 data/sales.csv | awk 'NR % 2 == 1' >> a/sales.csv");
    shell("tail -n +2 data/sales.csv | awk 'NR % 2 == 0' >> b/sales.csv");
    shell("cp -r data master && rm master/sales.csv");
  }
  void keep(const std::string& folder) const {
    const CommandResult kept =
        rebate("tally policy.json --data " + folder + " --out " + folder + ".tally");
    ASSERT_EQ(kept.exit_code, 0) << kept.err;
    ASSERT_EQ(kept.out, "");
  }
};

TEST_F(Tally, SettlesLikeTheRowsItCameFrom) {
  keep("data");
  const CommandResult rows = rebate("settle policy.json --data data --format csv");
  const CommandResult sums =
      rebate("settle policy.json --data master --tally data.tally --format csv");
  EXPECT_EQ(sums.exit_code, 0) << sums.err;
  EXPECT_EQ(sums.out, rows.out);
  EXPECT_GT(sums.out.size(), 200u);
}

TEST_F(Tally, PartsMergeToTheWholeInAnyOrder) {
  keep("data");
  keep("a");
  keep("b");
  EXPECT_EQ(rebate("merge policy.json a.tally b.tally --data master --out ab.tally").exit_code, 0);
  EXPECT_EQ(rebate("merge policy.json b.tally a.tally --data master --out ba.tally").exit_code, 0);
  EXPECT_EQ(read("ab.tally"), read("data.tally"));
  EXPECT_EQ(read("ba.tally"), read("data.tally"));
  EXPECT_NE(read("a.tally"), read("data.tally"));
}

TEST_F(Tally, IsTheSameFileForAnyNumberOfThreads) {
  keep("data");
  EXPECT_EQ(rebate("tally policy.json --data data --threads 16 --out many.tally").exit_code, 0);
  EXPECT_EQ(read("many.tally"), read("data.tally"));
}

TEST_F(Tally, GivenTwiceIsRefused) {
  keep("a");
  const CommandResult twice =
      rebate("merge policy.json a.tally ./a.tally --data master --out x.tally");
  EXPECT_EQ(twice.exit_code, 2);
  EXPECT_NE(twice.err.find("'./a.tally' is given twice: its rows would count twice."),
            std::string::npos)
      << twice.err;
  EXPECT_FALSE(exists("x.tally"));
}

TEST_F(Tally, OfOtherPartnersIsRefused) {
  keep("a");
  shell("printf 'id,valid_from\\nD099,2024-01-01\\n' > master/partners.csv");
  const CommandResult other = rebate("merge policy.json a.tally --data master --out x.tally");
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_NE(other.err.find("The tally was made with another list of partners."), std::string::npos)
      << other.err;
  EXPECT_FALSE(exists("x.tally"));
}

TEST_F(Tally, OfAnotherDateIsRefused) {
  keep("a");
  const CommandResult other =
      rebate("settle policy.json --data master --tally a.tally --as-of 2025-06-30");
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_NE(other.err.find("RB5002"), std::string::npos) << other.err;
}

TEST_F(Tally, DamagedIsRefused) {
  keep("a");
  shell("printf X | dd of=a.tally bs=1 seek=60 conv=notrunc 2>/dev/null");
  const CommandResult damaged = rebate("settle policy.json --data master --tally a.tally");
  EXPECT_EQ(damaged.exit_code, 1);
  EXPECT_NE(damaged.err.find("a.tally"), std::string::npos) << damaged.err;
  EXPECT_NE(damaged.err.find("RB5004"), std::string::npos) << damaged.err;
  EXPECT_EQ(rebate("settle policy.json --data master --tally policy.json").exit_code, 1);
  EXPECT_EQ(rebate("settle policy.json --data master --tally none.tally").exit_code, 1);
}

TEST_F(Tally, NeedsAFileToGoTo) {
  const CommandResult without = rebate("tally policy.json --data data");
  EXPECT_EQ(without.exit_code, 2);
  EXPECT_NE(without.err.find("--out"), std::string::npos) << without.err;
}

}  // namespace
}  // namespace rebate
