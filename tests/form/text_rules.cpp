// SPDX-License-Identifier: Apache-2.0
#include "form/rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace rebate::form {

namespace {

constexpr std::size_t kColumnsMax = 100;
// No formatter lays out the Python of the reference evaluator, whose lines are nested deeper.
constexpr std::size_t kPythonColumnsMax = 120;
constexpr std::size_t kLinesMax = 600;
constexpr std::string_view kLicence = "SPDX-License-Identifier: Apache-2.0";

// The layers in which a binary floating point number could touch money.
constexpr std::array kExactLayers = {"base",   "numeric", "calendar", "ledger",    "master",
                                     "policy", "plan",    "tally",    "settlement"};

bool is_script(std::string_view path) {
  return path.ends_with(".py") || path.ends_with(".sh") || path == "dev" || path == ".ci/run";
}

bool is_cmake(std::string_view path) {
  return path.ends_with("CMakeLists.txt") || path.ends_with(".cmake");
}

// Texts that people here write line by line; tables of codes (.def) may be wider than a page.
bool is_written_in_columns(std::string_view path) {
  return path.ends_with(".hpp") || path.ends_with(".cpp") || is_cmake(path) || is_script(path);
}

// Characters, not bytes: a Chinese character counts one.
std::size_t columns(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

bool is_word_part(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool has_word(const std::string& line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string::npos; at = line.find(word, at + 1)) {
    const bool begins = at == 0 || !is_word_part(line[at - 1]);
    const std::size_t end = at + word.size();
    if (begins && (end == line.size() || !is_word_part(line[end]))) return true;
  }
  return false;
}

// Calls `visit(path, line number, line)` for each line of the files that `pick` takes.
template <class Pick, class Visit>
void for_each_line(const SourceTree& tree, Pick pick, Visit visit) {
  for (const auto& [path, lines] : tree.files()) {
    if (!pick(path)) continue;
    for (std::size_t i = 0; i < lines.size(); ++i) visit(path, static_cast<int>(i) + 1, lines[i]);
  }
}

}  // namespace

Findings check_licence(const SourceTree& tree) {
  Findings findings;
  for (const auto& [path, lines] : tree.files()) {
    if (!is_cpp(path) && !is_cmake(path) && !is_script(path)) continue;
    const std::size_t at = !lines.empty() && lines[0].starts_with("#!") ? 1 : 0;
    const std::string wanted = (is_cpp(path) ? "// " : "# ") + std::string(kLicence);
    if (lines.size() <= at || lines[at] != wanted) {
      findings.push_back({path, static_cast<int>(at) + 1, "the line should be: " + wanted});
    }
  }
  return findings;
}

Findings check_guards(const SourceTree& tree) {
  Findings findings;
  for (const auto& [path, lines] : tree.files()) {
    if (path.ends_with(".hpp") &&
        std::find(lines.begin(), lines.end(), "#pragma once") == lines.end()) {
      findings.push_back({path, 0, "the header does not say #pragma once"});
    }
  }
  return findings;
}

Findings check_columns(const SourceTree& tree) {
  Findings findings;
  for (const auto& [path, lines] : tree.files()) {
    if (!is_written_in_columns(path)) continue;
    const std::size_t most = path.ends_with(".py") ? kPythonColumnsMax : kColumnsMax;
    const std::vector<bool> is_raw =
        is_cpp(path) ? has_raw_text(lines) : std::vector<bool>(lines.size(), false);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const int line = static_cast<int>(i) + 1;
      if (!is_raw[i] && columns(lines[i]) > most) {
        findings.push_back({path, line,
                            "the line has " + std::to_string(columns(lines[i])) +
                                " columns, over " + std::to_string(most)});
      }
      if (lines[i].find('\t') != std::string::npos) {
        findings.push_back({path, line, "the line has a tab"});
      }
      if (lines[i].ends_with(' ') || lines[i].ends_with('\r')) {
        findings.push_back({path, line, "the line ends in a blank"});
      }
    }
  }
  return findings;
}

Findings check_sizes(const SourceTree& tree) {
  Findings findings;
  for (const auto& [path, lines] : tree.files()) {
    if (is_written_in_columns(path) && lines.size() > kLinesMax) {
      findings.push_back(
          {path, 0, "the file has " + std::to_string(lines.size()) + " lines, over 600"});
    }
  }
  return findings;
}

Findings check_floating_point(const SourceTree& tree) {
  Findings findings;
  for (const auto& [path, lines] : tree.files()) {
    const std::string layer = layer_of(path);
    if (!is_cpp(path) ||
        std::find(kExactLayers.begin(), kExactLayers.end(), layer) == kExactLayers.end())
      continue;
    const std::vector<std::string> code = code_only(lines);
    for (std::size_t i = 0; i < code.size(); ++i) {
      if (code[i].find("= delete") != std::string::npos)
        continue;  // f(double) = delete keeps it out
      for (const std::string_view word : {"float", "double"}) {
        if (has_word(code[i], word)) {
          findings.push_back({path, static_cast<int>(i) + 1,
                              layer + " is exact and has the word " + std::string(word)});
        }
      }
    }
  }
  return findings;
}

Findings check_machine_words(const SourceTree& tree) {
  // Written in two parts, so that this file does not break its own rule.
  static const std::array<std::string, 4> words = {
      "/wo"
      "rk/",
      "../sha"
      "red",
      "/ro"
      "ot/",
      "/ho"
      "me/"};
  Findings findings;
  for_each_line(
      // Of a second checkout `.git` is a file that says where the first one lies.
      tree, [](const std::string& path) { return path != ".git"; },
      [&](const std::string& path, int line, const std::string& text) {
        for (const std::string& word : words) {
          if (text.find(word) != std::string::npos) {
            findings.push_back({path, line, "the text names a place on one machine: " + word});
          }
        }
      });
  return findings;
}

}  // namespace rebate::form
