// SPDX-License-Identifier: Apache-2.0
//
// Options that several subcommands have, and how their values are read.
#pragma once

#include "rebate/explanation/language.hpp"
#include "rebate/evaluation/evaluate.hpp"

#include <memory>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace rebate::cli {

/// A policy, a data folder, and how the run goes.
struct RunArguments {
  std::string policy;
  std::string data;
  std::string period;
  std::string as_of;
  int threads = 0;
};

void add_policy(CLI::App& app, std::string& path);
void add_data(CLI::App& app, std::string& folder);
void add_as_of(CLI::App& app, std::string& day);
void add_threads(CLI::App& app, int& threads);
void add_run(CLI::App& app, RunArguments& arguments);
void add_out(CLI::App& app, std::string& path);
/// The file that a tally goes to.
void add_kept(CLI::App& app, std::string& path);
void add_language(CLI::App& app, std::string& word);

/// Throws UsageError.
Language language_of(const std::string& word);
std::optional<Date> day_of(const std::string& option, const std::string& text);
/// Reads a period in the policy's calendar. Throws UsageError.
std::optional<DateRange> period_of(const CheckedPolicy& policy, const std::string& text);
/// Refuses a number of threads that no machine has. Throws UsageError.
void check_threads(int threads);

/// Reads and checks the policy; warnings are printed. Throws InputError.
std::shared_ptr<const CheckedPolicy> read_checked_policy(const std::string& path);

}  // namespace rebate::cli
