// SPDX-License-Identifier: Apache-2.0
//
// An output file appears whole or not at all: also when the program is killed or the disk is full.
#include "rebate/report/output_file.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rebate {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "rebate-output-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  static std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  std::size_t file_count() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

TEST_F(OutputFileTest, AppearsOnceItIsCommitted) {
  auto file = OutputFile::create(path("out.csv"));
  ASSERT_TRUE(file.ok());
  (*file)->append(std::string(1 << 20, 'x'));
  EXPECT_FALSE(fs::exists(path("out.csv")));
  ASSERT_TRUE((*file)->commit().ok());
  EXPECT_EQ(text_of(path("out.csv")).size(), std::size_t{1} << 20);
  EXPECT_EQ(file_count(), 1u);
}

TEST_F(OutputFileTest, LeavesTheOldFileWhereItIsNotCommitted) {
  ASSERT_TRUE(write_whole_file(path("out.csv"), "old").ok());
  {
    auto file = OutputFile::create(path("out.csv"));
    ASSERT_TRUE(file.ok());
    (*file)->append(std::string(1 << 20, 'x'));
  }
  EXPECT_EQ(text_of(path("out.csv")), "old");
  EXPECT_EQ(file_count(), 1u);
}

TEST_F(OutputFileTest, LeavesTheOldFileWhenItsWriterIsKilled) {
  ASSERT_TRUE(write_whole_file(path("out.csv"), "old").ok());
  const pid_t writer = ::fork();
  ASSERT_GE(writer, 0);
  if (writer == 0) {
    auto file = OutputFile::create(path("out.csv"));
    if (!file.ok()) ::_exit(1);
    (*file)->append(std::string(3 << 20, 'x'));
    (*file)->flush();
    ::kill(::getpid(), SIGKILL);
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(writer, &status, 0), writer);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(text_of(path("out.csv")), "old");
}

TEST_F(OutputFileTest, ReplacesAFileAndKeepsItsMode) {
  ASSERT_TRUE(write_whole_file(path("out.csv"), "old").ok());
  ASSERT_EQ(::chmod(path("out.csv").c_str(), 0640), 0);
  ASSERT_TRUE(write_whole_file(path("out.csv"), "new").ok());
  EXPECT_EQ(text_of(path("out.csv")), "new");
  struct stat status;
  ASSERT_EQ(::stat(path("out.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST_F(OutputFileTest, FollowsALinkAndKeepsIt) {
  ASSERT_TRUE(write_whole_file(path("real.csv"), "old").ok());
  fs::create_symlink("real.csv", folder_ / "link.csv");
  ASSERT_TRUE(write_whole_file(path("link.csv"), "new").ok());
  EXPECT_TRUE(fs::is_symlink(folder_ / "link.csv"));
  EXPECT_EQ(text_of(path("real.csv")), "new");
}

TEST_F(OutputFileTest, WritesToADeviceAndNeverReplacesIt) {
  ASSERT_TRUE(write_whole_file("/dev/null", "x").ok());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(OutputFileTest, TellsAFullDisk) {
  const Result<Done> done = write_whole_file("/dev/full", "x");
  ASSERT_FALSE(done.ok());
  EXPECT_TRUE(done.issues().contains(Code::kOutputFailed));
  EXPECT_NE(to_string(done.issues()).find("No space left"), std::string::npos);
}

TEST_F(OutputFileTest, TellsAFolderThatIsNotThere) {
  EXPECT_FALSE(write_whole_file(path("nowhere/out.csv"), "x").ok());
  EXPECT_FALSE(write_whole_file(folder_.string(), "x").ok());
}

}  // namespace
}  // namespace rebate
