// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include "cli/issue_output.hpp"
#include "cli/usage.hpp"

#include <CLI/CLI.hpp>

namespace rebate::cli {
namespace {

constexpr int kMostThreads = 1024;

}  // namespace

void add_policy(CLI::App& app, std::string& path) {
  app.add_option("POLICY", path, "The policy, a JSON file")->required()->type_name("FILE");
}

void add_data(CLI::App& app, std::string& folder) {
  app.add_option("--data", folder, "Folder with partners.csv, sales.csv and the others")
      ->type_name("FOLDER");
}

void add_as_of(CLI::App& app, std::string& day) {
  app.add_option("--as-of", day, "What was known on this day: 2025-07-10")->type_name("DATE");
}

void add_threads(CLI::App& app, int& threads) {
  app.add_option("--threads", threads, "At most so many; 0: as many as the machine has")
      ->type_name("N");
}

void add_run(CLI::App& app, RunArguments& arguments) {
  add_policy(app, arguments.policy);
  add_data(app, arguments.data);
  app.add_option("--period", arguments.period, "Only what is settled in it: 2025, 2025-Q2, 2025-05")
      ->type_name("PERIOD");
  add_as_of(app, arguments.as_of);
  add_threads(app, arguments.threads);
}

void add_out(CLI::App& app, std::string& path) {
  app.add_option("--out", path, "Write to this file, which appears whole or not at all")
      ->type_name("FILE");
}

void add_kept(CLI::App& app, std::string& path) {
  app.add_option("--out", path, "Keep the tally in this file, which appears whole or not at all")
      ->required()
      ->type_name("FILE");
}

void add_language(CLI::App& app, std::string& word) {
  app.add_option("--lang", word, "Language of texts: en or zh")->type_name("LANG");
}

Language language_of(const std::string& word) {
  require_word("--lang", word, {"en", "zh"});
  return *language_from_text(word);
}

std::optional<Date> day_of(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::optional<Date> day = Date::parse(text);
  if (!day) throw UsageError(option + ": '" + text + "' is no day. Write it as 2025-07-10.");
  return day;
}

std::optional<DateRange> period_of(const CheckedPolicy& policy, const std::string& text) {
  if (text.empty()) return std::nullopt;
  std::string problem;
  const std::optional<DateRange> range = policy.calendar.range(text, &problem);
  if (!range) {
    throw UsageError("--period: '" + text +
                     "' is no period. Write 2025, 2025-H1, 2025-Q2, 2025-05 or " +
                     "2025-04-01..2025-06-30.");
  }
  return range;
}

void check_threads(int threads) {
  if (threads < 0 || threads > kMostThreads) {
    throw UsageError("--threads is a number from 0 to " + std::to_string(kMostThreads) + ".");
  }
}

std::shared_ptr<const CheckedPolicy> read_checked_policy(const std::string& path) {
  Result<std::shared_ptr<const CheckedPolicy>> policy = load_policy_file(path);
  if (!policy.ok()) throw InputError(std::move(policy).issues());
  print_issues(policy.issues());
  return *std::move(policy);
}

}  // namespace rebate::cli
