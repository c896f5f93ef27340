// SPDX-License-Identifier: Apache-2.0
//
// The pages that show the command show what it prints: every line that begins with "$ " in a block
// marked `console` is run in a copy of examples/first-steps, and what follows must be its output. A
// line of three dots stands for any lines. REBATE_UPDATE_GOLDEN=1 writes the output into the page;
// read the difference.
#include "cli/command_run.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace rebate {
namespace {

namespace fs = std::filesystem;
using testing::CommandResult;
using testing::CommandTest;

struct Step {
  std::string command;
  std::string output;  // as the page shows it
};

std::string file_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool matches(const std::string& shown, const std::string& printed) {
  const std::size_t dots = shown.find("...\n");
  const bool is_line = dots != std::string::npos && (dots == 0 || shown[dots - 1] == '\n');
  if (!is_line) return shown == printed;
  const std::string tail = shown.substr(dots + 4);
  return printed.size() >= dots + tail.size() && printed.starts_with(shown.substr(0, dots)) &&
         printed.ends_with(tail);
}

class Document : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    const fs::path example = fs::path(REBATE_SOURCE_DIR) / "examples" / "first-steps";
    for (const auto& entry : fs::recursive_directory_iterator(example)) {
      if (entry.is_regular_file()) {
        write(fs::relative(entry.path(), example).string(), file_text(entry.path()));
      }
    }
  }

  std::string printed_by(const std::string& command) const {
    std::string line = command;
    for (std::size_t at = 0; (at = line.find("rebate ", at)) != std::string::npos; at += 9) {
      if (at > 0 && line[at - 1] != ' ') continue;
      line.replace(at, 6, "\"$REBATE\"");
    }
    // Both streams, in the order of a terminal.
    return shell(line + " 2>&1").out;
  }

  void check(const std::string& page) const {
    const fs::path path = fs::path(REBATE_SOURCE_DIR) / "docs" / page;
    std::istringstream lines(file_text(path));
    std::string rewritten;
    bool is_console = false;
    int commands = 0;
    std::vector<Step> steps;
    const auto finish = [&] {
      for (const Step& step : steps) {
        const std::string printed = printed_by(step.command);
        const bool is_right = matches(step.output, printed);
        if (std::getenv("REBATE_UPDATE_GOLDEN") == nullptr) {
          EXPECT_TRUE(is_right) << page << ": " << step.command << "\nshown:\n"
                                << step.output << "printed:\n"
                                << printed;
        }
        rewritten += "$ " + step.command + "\n" + (is_right ? step.output : printed);
        ++commands;
      }
      steps.clear();
    };
    for (std::string line; std::getline(lines, line);) {
      if (is_console && line == "```") {
        finish();
        is_console = false;
      } else if (is_console) {
        if (line.starts_with("$ ")) {
          steps.push_back({line.substr(2), ""});
        } else if (!steps.empty()) {
          steps.back().output += line + "\n";
        }
        continue;
      } else if (line == "```console") {
        is_console = true;
      }
      rewritten += line + "\n";
    }
    EXPECT_GT(commands, 0) << page;
    if (std::getenv("REBATE_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(path, std::ios::binary) << rewritten;
    }
  }
};

TEST_F(Document, CommandShowsWhatIsPrinted) { check("COMMAND.md"); }
TEST_F(Document, ExplanationsShowWhatIsPrinted) { check("EXPLANATIONS.md"); }

}  // namespace
}  // namespace rebate
