// SPDX-License-Identifier: Apache-2.0
//
// Nothing is found by globbing, so a file that no list names would silently not be built.
#include "form/rules.hpp"

#include <algorithm>
#include <sstream>

namespace rebate::form {

namespace {

// A list such as "rebate_sources(tally merge.cpp tally.cpp)": its words after the name.
struct FileList {
  int line = 0;  ///< 0 when the file has no such list.
  std::vector<std::string> words;

  bool has(const std::string& word) const {
    return std::find(words.begin(), words.end(), word) != words.end();
  }
};

// The list `function(name ...)` of a CMake file; comments are left out, and what follows USES is no
// file.
FileList read_list(const SourceTree& tree, const std::string& path, const std::string& opening) {
  FileList list;
  const std::vector<std::string>& lines = tree.lines(path);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with(opening)) continue;
    list.line = static_cast<int>(i) + 1;
    std::string text = lines[i].substr(opening.size());
    for (; i < lines.size(); text = ++i < lines.size() ? lines[i] : "") {
      const std::size_t close = text.find(')');
      std::istringstream words(text.substr(0, std::min({text.find('#'), close, text.size()})));
      for (std::string word; words >> word && word != "USES";) list.words.push_back(word);
      if (close != std::string::npos) break;
    }
    break;
  }
  return list;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.find_last_of('/')); }
std::string name_of(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

void check_sorted(const FileList& list, const std::string& path, Findings& findings) {
  const auto late = std::is_sorted_until(list.words.begin(), list.words.end());
  if (late != list.words.end())
    findings.push_back({path, list.line, *late + " is out of order in its list"});
}

void check_listed(const SourceTree& tree, const std::string& file, const std::string& word,
                  const std::string& cmake, const std::string& opening, Findings& findings) {
  if (!read_list(tree, cmake, opening).has(word)) {
    findings.push_back(
        {file, 0,
         "the file is not built: " + cmake + " has no " + word + " in " + opening + " ...)"});
  }
}

}  // namespace

Findings check_lists(const SourceTree& tree) {
  const LayerTable table = LayerTable::read(tree);
  Findings findings;
  for (const LayerRow& row : table.rows()) {
    const std::string cmake = "src/" + row.name + "/CMakeLists.txt";
    check_sorted(read_list(tree, cmake, "rebate_sources(" + row.name), cmake, findings);
    check_sorted(read_list(tree, cmake, "rebate_headers(" + row.name), cmake, findings);
  }
  for (const auto& [path, lines] : tree.files()) {
    const std::string folder = folder_of(path);
    const std::string name = name_of(path);
    const std::string layer = layer_of(path);
    if (path.starts_with("src/") && name.ends_with(".cpp")) {
      check_listed(tree, path, name, folder + "/CMakeLists.txt", "rebate_sources(" + layer,
                   findings);
    } else if (path.starts_with("include/") && is_cpp(path)) {
      check_listed(tree, path, name, "src/" + layer + "/CMakeLists.txt", "rebate_headers(" + layer,
                   findings);
    } else if (path.starts_with("tests/fuzz/") && name.ends_with("_fuzz.cpp")) {
      check_listed(tree, path, name.substr(0, name.size() - 9), "tests/fuzz/CMakeLists.txt",
                   "rebate_fuzzers(", findings);
    } else if (path.starts_with("tests/") && name.ends_with("_test.cpp")) {
      const std::vector<std::string>& cmake = tree.lines(folder + "/CMakeLists.txt");
      const bool listed =
          std::any_of(cmake.begin(), cmake.end(), [&, wanted = name](const std::string& line) {
            return line.find(wanted) != std::string::npos;
          });
      if (!listed)
        findings.push_back(
            {path, 0, "the test never runs: " + folder + "/CMakeLists.txt does not list it"});
    }
  }
  return findings;
}

}  // namespace rebate::form
