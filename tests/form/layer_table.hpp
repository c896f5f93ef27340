// SPDX-License-Identifier: Apache-2.0
//
// The table of floors as src/CMakeLists.txt has it, e.g. the row
// "rebate_layer(tally USES base numeric ledger plan LINKS Threads::Threads)".
#pragma once

#include "form/source_tree.hpp"

#include <string>
#include <vector>

namespace rebate::form {

struct LayerRow {
  std::string name;
  std::vector<std::string> uses;   ///< Layers it may include, beside itself.
  std::vector<std::string> links;  ///< Outside libraries, as CMake targets.
  int line = 0;                    ///< In src/CMakeLists.txt, from 1.
  std::string text;                ///< The row as written, on one line.
};

class LayerTable {
 public:
  static constexpr const char* kFile = "src/CMakeLists.txt";

  static LayerTable read(const SourceTree& tree);

  const std::vector<LayerRow>& rows() const& { return rows_; }
  void rows() && = delete;
  /// Null for a name that has no row.
  const LayerRow* find(std::string_view name) const;

 private:
  std::vector<LayerRow> rows_;
};

}  // namespace rebate::form
