// SPDX-License-Identifier: Apache-2.0
//
// The project's own files as text, e.g. "src/tally/merge.cpp" with its 140 lines. Rules about form
// are functions from a SourceTree to Findings; a test of a rule writes a small bad tree by hand.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rebate::form {

/// What a rule has to say about a place: "src/tally/merge.cpp:12: tally includes report".
struct Finding {
  std::string file;
  int line = 0;  ///< From 1; 0 is the whole file.
  std::string what;

  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

/// One finding a line, as compilers print them.
std::string to_text(const Findings& findings);

class SourceTree {
 public:
  /// All files under `root` except what is built or belongs to git. Data files have no lines.
  static SourceTree read(const std::string& root);

  void add(const std::string& path, std::string_view text);

  /// By path, with slashes, from the root.
  const std::map<std::string, std::vector<std::string>>& files() const { return files_; }
  bool has(const std::string& path) const { return files_.contains(path); }
  /// True for a file, or for a folder with a file in it.
  bool has_path(const std::string& path) const;
  /// The lines of a file; none if there is no such file.
  const std::vector<std::string>& lines(const std::string& path) const;

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

/// True for .hpp, .cpp and .def.
bool is_cpp(std::string_view path);
/// "tally" for include/rebate/tally/x.hpp and src/tally/x.cpp; empty for what is in no layer.
std::string layer_of(std::string_view path);
/// The lines with comments, texts and characters blanked out, so that only the code is left.
std::vector<std::string> code_only(const std::vector<std::string>& lines);
/// Of each line, whether a part of a raw text R"(...)" stands in it.
std::vector<bool> has_raw_text(const std::vector<std::string>& lines);

}  // namespace rebate::form
