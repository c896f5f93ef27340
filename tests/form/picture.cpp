// SPDX-License-Identifier: Apache-2.0
#include "form/picture.hpp"

#include <algorithm>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>

namespace rebate::form {

namespace {

constexpr std::size_t kLongFile = 400;

struct Size {
  std::size_t files = 0;
  std::size_t lines = 0;

  void add(std::size_t line_count) {
    ++files;
    lines += line_count;
  }
};

struct Floor {
  Size headers;
  Size sources;
  Size tests;
};

bool is_source(const std::string& path) {
  return is_cpp(path) || path.ends_with(".py") || path.ends_with(".cmake") ||
         path.ends_with("CMakeLists.txt");
}

// The layers whose headers a layer really includes, read from its files.
std::map<std::string, std::set<std::string>> real_includes(const SourceTree& tree) {
  static const std::string opening = "#include \"rebate/";
  std::map<std::string, std::set<std::string>> uses;
  for (const auto& [path, lines] : tree.files()) {
    const std::string layer = layer_of(path);
    if (layer.empty() || !is_cpp(path)) continue;
    for (const std::string& line : lines) {
      if (!line.starts_with(opening)) continue;
      const std::string name = line.substr(opening.size());
      const std::string used = name.substr(0, name.find('/'));
      if (used != layer) uses[layer].insert(used);
    }
  }
  return uses;
}

}  // namespace

std::string picture(const SourceTree& tree) {
  std::map<std::string, Floor> floors;
  Size total;
  std::pair<std::size_t, std::string> largest;
  std::vector<std::string> long_files;
  for (const auto& [path, lines] : tree.files()) {
    if (!is_source(path)) continue;
    total.add(lines.size());
    largest = std::max(largest, {lines.size(), path});
    if (lines.size() > kLongFile) long_files.push_back(path + " " + std::to_string(lines.size()));
    if (path.starts_with("include/")) {
      floors[layer_of(path)].headers.add(lines.size());
    } else if (path.starts_with("src/")) {
      floors[layer_of(path)].sources.add(lines.size());
    } else if (path.starts_with("tests/")) {
      floors[path.substr(6, path.find('/', 6) - 6)].tests.add(lines.size());
    }
  }

  const LayerTable table = LayerTable::read(tree);
  const std::map<std::string, std::set<std::string>> uses = real_includes(tree);
  std::ostringstream out;
  const auto cell = [&](const Size& size) {
    out << std::setw(4) << size.files << std::setw(7) << size.lines;
  };
  out << std::left << std::setw(13) << "folder" << std::right << std::setw(11) << "include/"
      << std::setw(11) << "src/" << std::setw(11) << "tests/"
      << "   includes\n";
  for (auto row = table.rows().rbegin(); row != table.rows().rend(); ++row) {
    out << std::left << std::setw(13) << row->name << std::right;
    cell(floors[row->name].headers);
    cell(floors[row->name].sources);
    cell(floors[row->name].tests);
    out << "  ";
    const auto used = uses.find(row->name);
    if (used != uses.end()) {
      for (const LayerRow& below : table.rows()) {
        if (used->second.contains(below.name)) out << " " << below.name;
      }
    }
    out << "\n";
    floors.erase(row->name);
  }
  for (const auto& [name, floor] : floors) {
    if (floor.tests.files == 0 || name.find('.') != std::string::npos) continue;
    out << std::left << std::setw(13) << "tests/" + name << std::right << std::setw(22) << "";
    cell(floor.tests);
    out << "\n";
  }
  out << total.files << " files, " << total.lines << " lines; the largest is " << largest.second
      << " with " << largest.first << "\nover " << kLongFile << " lines: " << long_files.size()
      << "\n";
  for (const std::string& file : long_files) out << "  " << file << "\n";
  return out.str();
}

}  // namespace rebate::form
