// SPDX-License-Identifier: Apache-2.0
//
// A table of text with aligned columns for a terminal. 目标 is two letters and four columns wide.
#pragma once

#include "rebate/report/text_sink.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

/// Columns of a terminal that the text takes: two for wide and full-width letters, none for
/// combining marks. Bytes that are no UTF-8 count one each.
std::size_t display_width(std::string_view text);

enum class Align { kLeft, kRight };

class TextTable {
 public:
  explicit TextTable(std::vector<Align> columns) : columns_(std::move(columns)) {}

  /// REQUIRES: as many cells as columns.
  void add_row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  /// Every row with `indent` blanks before it and two between columns; no blanks at the ends of
  /// lines.
  void write(TextSink& sink, std::size_t indent = 0) const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace rebate
