// SPDX-License-Identifier: Apache-2.0
//
// A dataset is everything a run reads beside the policy: master and ledger, from a folder of CSV
// files (with data.json, if it maps an export), or from the small tables of an example.
//
//   const Result<Dataset> data = read_dataset("data/", DataSchema::of(policy), options);
//   data->ledger.find("sale")->row_count()
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/calendar/fiscal_calendar.hpp"
#include "rebate/ledger/ledger.hpp"
#include "rebate/master/master.hpp"
#include "rebate/policy/policy.hpp"
#include "rebate/codec/data_schema.hpp"
#include "rebate/codec/row_stream.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate {

/// A file that was read, for the auditor's pack.
struct DataFile {
  std::string name;  ///< "sales.csv", as it stands in the folder.
  std::string noun;  ///< "sale"; empty for data.json.
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;  ///< Records after the header, kept or not.
  std::string sha256;      ///< 64 hexadecimal digits; empty if not asked for.
};

struct DataOptions {
  FiscalCalendar calendar;  ///< In which targets.csv and others name their periods.
  bool wants_hashes = true;
  bool wants_rows = true;  ///< False: only the master's files are read, and the ledger is empty.
  unsigned threads = 1;    ///< At most so many at once; the result is the same.
  /// Called from time to time with bytes read and bytes in all.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct Dataset {
  std::shared_ptr<const Master> master;
  Ledger ledger;
  std::optional<Date> as_of;    ///< From data.json.
  std::vector<DataFile> files;  ///< By name.
};

/// Reads the folder. Warnings and notes (columns and files that are not read, rows that do not
/// count) come with the value. FAILS: 40xx, 41xx, 43xx, 11xx, kLimitExceeded, of all files at once,
/// each with file, line and column; of one file at most kMaxIssues, and then one that says how many
/// more.
[[nodiscard]] Result<Dataset> read_dataset(const std::string& folder, const DataSchema& schema,
                                           const DataOptions& options = {});

/// What stands for a file of the folder: its bytes, or rows under its name.
struct DataInput {
  std::string name;                 ///< "sales.csv", "data.json"; of rows also "sales".
  std::string_view bytes;           ///< Outlives the reading. Of "sales.json": rows as objects.
  std::shared_ptr<RowStream> rows;  ///< If set, these are read, once, and no bytes.
};

/// As read_dataset(), with inputs in the place of the folder's files of their names; without a
/// folder (an empty text) they are all there is. FAILS: also kFileIgnored for an input that is no
/// file of the format, and what the row streams report.
[[nodiscard]] Result<Dataset> read_dataset(const std::string& folder,
                                           const std::vector<DataInput>& inputs,
                                           const DataSchema& schema,
                                           const DataOptions& options = {});

/// One small table by its file's name: {"sales", rows}.
using ExampleTables = std::vector<std::pair<std::string, std::vector<ExampleRow>>>;

/// The same from rows in memory. Ids may be left out (rows then count one by one), as may any
/// column; if there is no table of partners, everybody whom a row names is one. `pointer` stands
/// before the places of issues: "/examples/0/given" gives "/examples/0/given/sales/2/net".
[[nodiscard]] Result<Dataset> make_dataset(const ExampleTables& tables, const DataSchema& schema,
                                           const FiscalCalendar& calendar,
                                           const std::string& pointer = "");

}  // namespace rebate
