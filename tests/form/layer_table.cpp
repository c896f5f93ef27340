// SPDX-License-Identifier: Apache-2.0
#include "form/layer_table.hpp"

#include <algorithm>
#include <sstream>

namespace rebate::form {

namespace {

constexpr std::string_view kLayer = "rebate_layer(";
constexpr std::string_view kProgram = "rebate_program(";

LayerRow parse_row(std::string text, int line) {
  LayerRow row;
  row.line = line;
  std::istringstream words(text.substr(text.find('(') + 1));
  std::vector<std::string> ignored;
  std::vector<std::string>* list = &ignored;
  words >> row.name;
  for (std::string word; words >> word;) {
    if (word == "USES") {
      list = &row.uses;
    } else if (word == "LINKS") {
      list = &row.links;
    } else if (word == "NAME") {
      list = &ignored;
    } else {
      list->push_back(word);
    }
    row.text += (row.text.empty() ? "" : " ") + word;
  }
  row.text = row.name + (row.text.empty() ? "" : " ") + row.text;
  return row;
}

}  // namespace

LayerTable LayerTable::read(const SourceTree& tree) {
  LayerTable table;
  const std::vector<std::string>& lines = tree.lines(kFile);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string text = lines[i].substr(std::min(lines[i].find_first_not_of(' '), lines[i].size()));
    if (!text.starts_with(kLayer) && !text.starts_with(kProgram)) continue;
    const int line = static_cast<int>(i) + 1;
    while (text.find(')') == std::string::npos && i + 1 < lines.size()) text += " " + lines[++i];
    table.rows_.push_back(parse_row(text.substr(0, text.find(')')), line));
  }
  return table;
}

const LayerRow* LayerTable::find(std::string_view name) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(),
                                  [&](const LayerRow& row) { return row.name == name; });
  return found == rows_.end() ? nullptr : &*found;
}

}  // namespace rebate::form
