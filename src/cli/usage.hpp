// SPDX-License-Identifier: Apache-2.0
//
// Wrong usage: whoever mistypes a word gets the nearest right one.
#pragma once

#include "rebate/base/issue.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace rebate::cli {

/// The command cannot run as it was called; printed as it is, exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The input has problems; they are reported, exit code 1.
class InputError : public std::exception {
 public:
  explicit InputError(Issues issues) : issues_(std::move(issues)) {}
  const Issues& issues() const { return issues_; }
  const char* what() const noexcept override { return "the input has problems"; }

 private:
  Issues issues_;
};

/// The output cannot be written: a full disk, a folder that does not exist. Exit code 3.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// " Did you mean 'settle'?"; empty if nothing is near.
std::string did_you_mean(std::string_view found, const std::vector<std::string>& known);

/// Throws UsageError for arguments that no option or place of `app` took.
void refuse_leftovers(const CLI::App& app);

/// An option's value that is one of a few words. Throws UsageError with the nearest.
void require_word(std::string_view option, const std::string& value,
                  const std::vector<std::string>& known);

}  // namespace rebate::cli
