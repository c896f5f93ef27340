// SPDX-License-Identifier: Apache-2.0
//
// Runs the built command as a user would, in a folder of its own, and keeps what it printed.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace rebate::testing {

struct CommandResult {
  int exit_code = -1;  ///< -1: ended by a signal.
  std::string out;
  std::string err;
};

/// A folder that is gone after the test, and the command run inside it.
class CommandTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;
  bool exists(const std::string& name) const;
  std::vector<std::string> files() const;

  /// `arguments` as a shell reads them, redirections included: "settle p.json --data . >out".
  CommandResult rebate(const std::string& arguments) const;
  /// A whole shell line; $REBATE is the command.
  CommandResult shell(const std::string& line) const;

  /// The programme of two rules and three partners that most tests run on.
  void write_programme() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace rebate::testing
