// SPDX-License-Identifier: Apache-2.0
#include "form/rules.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace rebate::form {

namespace {

struct Include {
  std::string name;
  bool quoted = false;
};

// The include of a line: `#include "rebate/base/id.hpp"` or `#  include <vector>`.
std::optional<Include> include_of(const std::string& line) {
  std::size_t at = line.find_first_not_of(" \t");
  if (at == std::string::npos || line[at] != '#') return std::nullopt;
  at = line.find_first_not_of(" \t", at + 1);
  if (at == std::string::npos || line.compare(at, 7, "include") != 0) return std::nullopt;
  at = line.find_first_of("\"<", at);
  if (at == std::string::npos) return std::nullopt;
  const bool quoted = line[at] == '"';
  const std::size_t end = line.find(quoted ? '"' : '>', at + 1);
  if (end == std::string::npos) return std::nullopt;
  return Include{line.substr(at + 1, end - at - 1), quoted};
}

// Calls `visit(path, line number, layer, include)` for each include of each layer.
template <class Visit>
void for_each_include(const SourceTree& tree, Visit visit) {
  for (const auto& [path, lines] : tree.files()) {
    if (!is_cpp(path) || !(path.starts_with("include/") || path.starts_with("src/"))) continue;
    const std::string layer = layer_of(path);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (const auto include = include_of(lines[i]))
        visit(path, static_cast<int>(i) + 1, layer, *include);
    }
  }
}

// The layer that a quoted include names: rebate/<layer>/x.hpp or, for a private header,
// <layer>/x.hpp.
std::string layer_of_include(const std::string& name, const std::string& own_layer) {
  if (name == "rebate/rebate.h") return "capi";  // The one header that lies outside a folder.
  const std::string in_layer = name.starts_with("rebate/") ? name.substr(7) : name;
  const std::size_t slash = in_layer.find('/');
  if (slash != std::string::npos) return in_layer.substr(0, slash);
  return name == in_layer ? own_layer : std::string();
}

// The CMake target behind an outside include.
const std::map<std::string, std::string>& outside_targets() {
  static const std::map<std::string, std::string> targets = {
      {"boost", "Boost::headers"},
      {"nlohmann", "nlohmann_json::nlohmann_json"},
      {"fmt", "fmt::fmt"},
      {"CLI", "CLI11::CLI11"},
  };
  return targets;
}

bool contains(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

Findings check_includes(const SourceTree& tree) {
  const LayerTable table = LayerTable::read(tree);
  Findings findings;
  for_each_include(tree, [&](const std::string& path, int line, const std::string& layer,
                             const Include& include) {
    if (!include.quoted) return;
    const LayerRow* row = table.find(layer);
    if (row == nullptr) {
      findings.push_back(
          {path, line, "the file is in no layer of " + std::string(LayerTable::kFile)});
      return;
    }
    const std::string target = layer_of_include(include.name, layer);
    if (target == layer || contains(row->uses, target)) return;
    findings.push_back({path, line,
                        layer + " includes \"" + include.name + "\", and its row at " +
                            LayerTable::kFile + ":" + std::to_string(row->line) +
                            " is: " + row->text});
  });
  return findings;
}

Findings check_outside_libraries(const SourceTree& tree) {
  const LayerTable table = LayerTable::read(tree);
  Findings findings;
  for_each_include(tree, [&](const std::string& path, int line, const std::string& layer,
                             const Include& include) {
    if (include.quoted) return;
    const bool is_public = path.starts_with("include/");
    const bool is_standard = include.name.find_first_of("/.") == std::string::npos;
    if (is_public && !is_standard) {
      findings.push_back({path, line, "a public header includes <" + include.name + ">"});
      return;
    }
    const auto outside = outside_targets().find(include.name.substr(0, include.name.find('/')));
    if (outside == outside_targets().end()) return;
    const LayerRow* row = table.find(layer);
    if (row == nullptr || !contains(row->links, outside->second)) {
      findings.push_back(
          {path, line,
           layer + " includes <" + include.name + "> and does not link " + outside->second});
    }
  });
  return findings;
}

Findings check_table(const SourceTree& tree) {
  const LayerTable table = LayerTable::read(tree);
  Findings findings;
  if (table.rows().empty())
    findings.push_back({LayerTable::kFile, 0, "there is no table of layers"});
  std::vector<std::string> above;
  for (const LayerRow& row : table.rows()) {
    for (const std::string& used : row.uses) {
      if (!contains(above, used)) {
        findings.push_back({LayerTable::kFile, row.line,
                            row.name + " uses " + used + ", which has no row above it"});
      }
    }
    above.push_back(row.name);
  }
  return findings;
}

}  // namespace rebate::form
