// SPDX-License-Identifier: Apache-2.0
//
// The command `rebate`: finds the subcommand, reads its options, runs it, and turns whatever
// happens into a message and an exit code.
#include "rebate/base/require.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/issue_output.hpp"
#include "cli/output.hpp"
#include "cli/usage.hpp"
#include "cli/version.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <new>
#include <string>
#include <unistd.h>
#include <vector>

namespace rebate::cli {
namespace {

constexpr const char* kPurpose =
    "Channel rebates: what every partner is owed and why, exact to the cent.";

constexpr const char* kExitCodes =
    "Exit codes: 0 done; 1 the policy or the data have problems, told on standard error;\n"
    "2 wrong usage; 3 the machine failed or the program has a defect.";

constexpr const char* kLesson =
    "Begin with a policy and look whether it is right, then settle it:\n"
    "  rebate check policy.json\n"
    "  rebate settle policy.json --data data/\n"
    "  rebate explain policy.json --data data/ --partner D017\n"
    "'rebate COMMAND --help' teaches a command with an example.\n\n";

void say(const std::string& text) {
  const std::string line = "rebate: " + text + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

// A descriptor that the caller closed would be given to the next file that is opened, and a message
// would end up in it.
void keep_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) == -1) {
      // Not writable: what is written to a closed output shall fail as it would have.
      static_cast<void>(::open("/dev/null", O_RDONLY));
    }
  }
}

ExitCode print(const std::string& text) {
  Output output("");
  output.sink().append(text);
  output.finish();
  return ExitCode::kDone;
}

std::vector<std::string> names_of(std::span<const Command> commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.emplace_back(command.name);
  return names;
}

const Command* find_command(const std::string& name) {
  for (const Command& command : all_commands()) {
    if (name == command.name) return &command;
  }
  return nullptr;
}

std::string overview() {
  std::string text = std::string(kPurpose) + "\n\nUsage: rebate COMMAND [OPTIONS]\n\n";
  for (const Command& command : all_commands()) {
    std::string name = command.name;
    name.resize(10, ' ');
    text += "  " + name + command.purpose + "\n";
  }
  return text + "\n" + kLesson + kExitCodes + "\n";
}

std::string help_of(const CLI::App& app, const Command& command) {
  return app.help("rebate") + "\n" + command.lesson + "\n\n" + kExitCodes + "\n";
}

ExitCode run_command(const Command& command, std::vector<std::string> arguments) {
  CLI::App app(command.purpose, command.name);
  app.allow_extras();
  const Action action = command.declare(app);
  // CLI11 takes its words from the end.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    return print(help_of(app, command));
  } catch (const CLI::ParseError& error) {
    // A misspelt option leaves a required one unset: the spelling is the mistake to tell.
    refuse_leftovers(app);
    throw UsageError(std::string(error.what()) + ".");
  }
  refuse_leftovers(app);
  return action();
}

ExitCode run(const std::vector<std::string>& words) {
  if (words.empty()) {
    const std::string text = overview();
    std::fwrite(text.data(), 1, text.size(), stderr);
    return ExitCode::kUsage;
  }
  const std::string& first = words.front();
  if (first == "--help" || first == "-h") return print(overview());
  if (first == "--version" || first == "-V") return print("rebate " + std::string(kVersion) + "\n");
  if (first == "help") {
    if (words.size() == 1) return print(overview());
    return run({words[1], "--help"});
  }
  const Command* command = find_command(first);
  if (command == nullptr) {
    const bool is_option = first.starts_with('-');
    std::vector<std::string> known = names_of(all_commands());
    if (is_option) known = {"--help", "--version"};
    throw UsageError(std::string(is_option ? "There is no option '" : "There is no command '") +
                     first + "'." + did_you_mean(first, known));
  }
  return run_command(*command, {words.begin() + 1, words.end()});
}

ExitCode guarded(const std::vector<std::string>& words) {
  const std::string command = words.empty() || words[0].starts_with('-') ? "" : words[0] + " ";
  try {
    return run(words);
  } catch (const UsageError& error) {
    say(error.what());
    say("try 'rebate " + (find_command(words.empty() ? "" : words[0]) ? command : "") + "--help'.");
    return ExitCode::kUsage;
  } catch (const InputError& error) {
    print_issues(error.issues());
    return ExitCode::kProblems;
  } catch (const OutputError& error) {
    say(error.what());
    return ExitCode::kInternal;
  } catch (const std::bad_alloc&) {
    say("the machine has no more memory for this.");
    return ExitCode::kInternal;
  } catch (const std::exception& error) {
    say(std::string("a defect of the program: ") + error.what());
    return ExitCode::kInternal;
  }
}

}  // namespace
}  // namespace rebate::cli

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  rebate::cli::keep_standard_descriptors();
  const std::vector<std::string> arguments(words + (count > 0 ? 1 : 0), words + count);
  return static_cast<int>(rebate::cli::guarded(arguments));
}
