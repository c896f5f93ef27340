// SPDX-License-Identifier: Apache-2.0
//
// One file of a data folder, or rows that stand for it, read into the rows of its noun.
#pragma once

#include "rebate/codec/row_stream.hpp"
#include "codec/row_table.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rebate::detail {

struct TableFile {
  std::optional<TableBuilder> table;  ///< Nothing if there are errors.
  DoubtfulRows doubtful;
  std::uint64_t rows = 0;
  Issues issues;
};

/// What the rows came to, once all are in.
TableFile taken(RowTable rows, const std::string& name);

/// `bytes` is the file as it is; `name` how places and reports call it. At most `threads` read
/// parts of it at once, with the same outcome. `progress` gets bytes read.
TableFile read_table_file(std::string_view bytes, const std::string& name, const DataSchema& schema,
                          const DataFileSchema& file_schema, const FileMapping& mapping,
                          unsigned threads, const std::function<void(std::uint64_t)>& progress);

/// The same from rows that come from elsewhere. `progress` gets rows read.
TableFile read_row_stream(RowStream& source, const std::string& name, const DataSchema& schema,
                          const DataFileSchema& file_schema, const FileMapping& mapping,
                          const std::function<void(std::uint64_t)>& progress);

}  // namespace rebate::detail
