// SPDX-License-Identifier: Apache-2.0
//
// A table holds the rows of one noun in columns: all sales, or all rows of partners.csv. The rows
// of a trade noun are grouped by partner, in the order of the partners' codes, and keep their order
// within a partner, so that a partner is settled from one run of rows:
//   const RowRange rows = sales.rows_of(*sales.partners()->find("P00017"));
#pragma once

#include "rebate/ledger/column.hpp"
#include "rebate/ledger/field.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

/// Rows [first, last).
struct RowRange {
  RowIndex first = 0;
  RowIndex last = 0;

  [[nodiscard]] RowIndex size() const { return last - first; }
  friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// Where a row stands: "sales.csv", line 18.
struct RowSource {
  std::string_view file;   ///< Empty for rows from memory.
  std::uint64_t line = 0;  ///< From 1, the header is 1; for rows from memory the number of the row.
};

/// A column of dates that the ledger adds where rows reverse others: the day of the sale that a
/// return takes back, of all other rows their own.
inline constexpr char kRestatedDate[] = "date.restated";

class Table {
 public:
  Table() = default;

  [[nodiscard]] const std::string& noun() const { return noun_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] RowIndex row_count() const { return row_count_; }
  [[nodiscard]] std::span<const Column> columns() const { return columns_; }
  /// nullptr if the table has no such column.
  [[nodiscard]] const Column* find(std::string_view field) const;
  /// Missing also if the table has no such column. REQUIRES: row < row_count().
  [[nodiscard]] FieldValue cell(RowIndex row, std::string_view field) const;
  [[nodiscard]] RowSource source(RowIndex row) const;

  // --- trade nouns only --------------------------------------------------------------------------

  [[nodiscard]] bool is_partitioned() const { return !offsets_.empty(); }
  /// The partners whose codes the partition uses: the ledger's. nullptr if not partitioned.
  [[nodiscard]] const Dictionary* partners() const { return partners_.get(); }
  /// Rows of a partner; none for a code without rows or beyond the partners.
  [[nodiscard]] RowRange rows_of(TextCode partner) const;
  /// offsets()[p] is the first row of partner p, offsets()[p + 1] the end; one longer than
  /// partners.
  [[nodiscard]] std::span<const RowIndex> offsets() const { return offsets_; }

  /// For a field that names a row by its id, one entry per row, kNoRow where it names none:
  /// "invoice" of payments (a row of the invoice table), "reverses" of sales and sell-out (of the
  /// same table). Empty if the table has no such link.
  [[nodiscard]] std::span<const RowIndex> link(std::string_view field) const;

  /// From this day on the rows are all there are: as data.json says, else the earliest row's date.
  [[nodiscard]] std::optional<Date> known_from() const { return known_from_; }

  /// Bytes of the columns in memory, dictionaries left out.
  [[nodiscard]] std::size_t bytes() const;

 private:
  friend class TableBuilder;
  friend class LedgerBuilder;

  std::string noun_;
  std::string file_;
  RowIndex row_count_ = 0;
  std::vector<Column> columns_;
  PackedNumbers lines_;
  std::shared_ptr<const Dictionary> partners_;
  std::vector<RowIndex> offsets_;
  std::map<std::string, std::vector<RowIndex>, std::less<>> links_;
  std::optional<Date> known_from_;
};

/// Collects the rows of a noun, cell by cell, then makes the table once.
class TableBuilder {
 public:
  /// The columns of the table, in this order; more exist only in the schema.
  TableBuilder(std::string noun, std::string file, std::vector<FieldSpec> columns);

  [[nodiscard]] const std::string& noun() const { return noun_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] RowIndex row_count() const { return static_cast<RowIndex>(lines_.size()); }
  [[nodiscard]] std::size_t column_count() const { return columns_.size(); }
  [[nodiscard]] ColumnBuilder& column(std::size_t index) { return columns_[index]; }
  [[nodiscard]] const ColumnBuilder& column(std::size_t index) const { return columns_[index]; }
  [[nodiscard]] ColumnBuilder* find(std::string_view field);
  [[nodiscard]] const ColumnBuilder* find(std::string_view field) const;
  void reserve(std::size_t rows);

  /// Ends a row that stands at this line. REQUIRES: every column has got its cell of the row.
  void end_row(std::uint64_t line);
  /// Ends `count` rows that stand at this line and those after it. REQUIRES: as end_row().
  void end_rows(std::uint64_t first_line, std::size_t count);
  /// A whole row, by column; for tests and rows from memory.
  void add_row(std::uint64_t line, std::span<const FieldValue> cells);

  /// Adds the rows of `later`, a table of the same noun and columns, behind its own: the next part
  /// of a file. COST: a copy of its cells.
  void append(TableBuilder later);

  void set_known_from(Date day) { known_from_ = day; }
  [[nodiscard]] std::optional<Date> known_from() const { return known_from_; }
  [[nodiscard]] std::uint64_t line(RowIndex row) const { return lines_[row]; }

  /// All rows as they came, without partition: for master data.
  [[nodiscard]] Table build() &&;

 private:
  friend class LedgerBuilder;

  std::string noun_;
  std::string file_;
  std::vector<ColumnBuilder> columns_;
  std::vector<std::uint32_t> lines_;
  std::optional<Date> known_from_;
};

}  // namespace rebate
