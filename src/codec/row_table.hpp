// SPDX-License-Identifier: Apache-2.0
//
// Turns rows of texts, from a file or an example, into the typed rows of a noun's table, as a
// schema and a mapping say, and reports every field that is not what it should be.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/ledger/doubtful_rows.hpp"
#include "rebate/ledger/table.hpp"
#include "rebate/codec/data_schema.hpp"
#include "codec/data_mapping.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rebate::detail {

/// At most kMaxIssues issues of one file, and how many there were.
class CappedIssues {
 public:
  void add(Issue issue);
  /// What another reader of the same file found: `count` issues of which it kept `issues`.
  void add(const Issues& issues, std::uint64_t count);
  bool has_errors() const { return issues_.has_errors(); }
  std::uint64_t count() const { return count_; }
  /// By place; if there were more, the last one says how many.
  Issues take(const std::string& file) &&;

 private:
  Issues issues_;
  std::uint64_t count_ = 0;
};

/// Says where the current row's fields stand.
class RowPlaces {
 public:
  virtual ~RowPlaces() = default;
  virtual Place place(std::size_t column) const = 0;
};

enum class Strictness {
  kFile,     ///< Required columns must be there, filled fields filled.
  kExample,  ///< Any column may be left out.
};

class RowTable {
 public:
  /// All of them must outlive it.
  RowTable(const DataSchema& schema, const DataFileSchema& file_schema, const FileMapping& mapping,
           std::string file, Strictness strictness, const RowPlaces& places);

  /// The names of the columns. False if rows cannot be read under them.
  bool set_header(std::span<const std::string_view> names);
  /// Of `count` columns, those that some field is read from. REQUIRES: set_header() was true.
  std::vector<bool> read_columns(std::size_t count) const;
  void reserve(std::size_t rows);
  /// A row of as many texts as the header has names; "" is missing.
  void add(std::uint64_t line, std::span<const std::string_view> texts);
  /// A column of the file and the table's column that takes its texts as they are.
  struct PlainColumn {
    std::size_t source = 0;
    ColumnBuilder* column = nullptr;
  };
  /// All columns of the table, if a row is no more than the texts of its fields: then whoever reads
  /// the fields may fill the columns himself and call add_rows(). Empty if the mapping or the
  /// schema asks for more. REQUIRES: set_header() was true.
  std::vector<PlainColumn> plain_columns();
  const FieldFormat& format() const { return mapping_.format; }
  /// Ends `count` rows, on this line and those after it, whose columns were filled.
  void add_rows(std::uint64_t first_line, std::size_t count);
  /// Adds the rows of the file's next part, read under the same header. REQUIRES: it has no issues
  /// but those of its header, which are dropped.
  void append(RowTable later);
  /// Checks what data.json expects of the whole file.
  void finish();

  CappedIssues& issues() { return issues_; }
  DoubtfulRows& doubtful() { return doubtful_; }
  std::uint64_t rows() const { return rows_read_; }
  /// REQUIRES: set_header() was true, and no errors.
  TableBuilder take_table() && { return *std::move(table_); }

 private:
  /// Where a column of the table gets its texts from.
  struct Slot {
    std::size_t column = 0;            // Of the table.
    std::vector<std::size_t> sources;  // Columns of the file; none: the constant.
    std::string constant;
    bool strips_zeros = false;
    const CodeMap* codes = nullptr;
    bool is_kpi_value = false;
    bool is_expected = false;  // data.json expects a sum of it.
    bool is_plain() const { return sources.size() == 1 && !strips_zeros && codes == nullptr; }
  };

  void add_slot(FieldSpec spec, Slot slot);
  void add_kpi_value(FieldSpec value, Slot slot);
  bool check_names(std::span<const std::string_view> names);
  std::vector<std::size_t> sources_of(const std::string& field,
                                      std::span<const std::string_view> names, bool& is_known);
  void note_ignored(std::span<const std::string_view> names);
  std::string_view text_of(const Slot& slot, std::span<const std::string_view> texts,
                           std::string& made) const;
  void fill_row(std::span<const std::string_view> texts);
  bool is_kept(std::uint64_t line);
  void add_kpi(const Slot& slot, std::string_view text);
  void add_to_sum(const Slot& slot, std::string_view text, bool negate);
  void check_code(const Slot& slot, std::string_view text);
  void fault(const Slot& slot, FieldFault fault);

  const DataSchema& schema_;
  const DataFileSchema& file_schema_;
  const FileMapping& mapping_;
  std::string file_;
  Strictness strictness_;
  const RowPlaces& places_;

  std::vector<FieldSpec> specs_;
  std::vector<Slot> slots_;
  std::optional<TableBuilder> table_;
  std::vector<std::string_view> row_;  // The row's texts by slot.
  std::vector<std::string> made_;      // Those of them that were put together.
  std::map<std::string, std::size_t, std::less<>> slot_of_field_;
  std::map<std::string, Decimal> sums_;
  std::uint64_t rows_read_ = 0;
  std::uint64_t rows_kept_ = 0;
  CappedIssues issues_;
  DoubtfulRows doubtful_;
};

}  // namespace rebate::detail
