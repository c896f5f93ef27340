// SPDX-License-Identifier: Apache-2.0
#include "cli/usage.hpp"

#include "rebate/base/nearest_word.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace rebate::cli {
namespace {

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

}  // namespace

std::string did_you_mean(std::string_view found, const std::vector<std::string>& known) {
  const std::string near = nearest_word(found, known);
  return near.empty() ? std::string() : " Did you mean '" + near + "'?";
}

void refuse_leftovers(const CLI::App& app) {
  const std::vector<std::string> left = app.remaining();
  if (left.empty()) return;
  const std::string command = "rebate " + app.get_name();
  // An unknown option leaves its value behind, too: the option is the mistake.
  const auto option = std::find_if(left.begin(), left.end(), [](const std::string& word) {
    return word.size() > 1 && word[0] == '-';
  });
  if (option == left.end()) {
    throw UsageError("'" + command + "' does not expect '" + left.front() + "'.");
  }
  const std::string name = option->substr(0, option->find('='));
  throw UsageError("'" + command + "' has no option '" + name + "'." +
                   did_you_mean(name, option_names(app)));
}

void require_word(std::string_view option, const std::string& value,
                  const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), value) != known.end()) return;
  std::string list;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (i > 0) list += i + 1 == known.size() ? " or " : ", ";
    list += known[i];
  }
  throw UsageError(std::string(option) + " is " + list + ", not '" + value + "'." +
                   did_you_mean(value, known));
}

}  // namespace rebate::cli
