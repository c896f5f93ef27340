// SPDX-License-Identifier: Apache-2.0
#include "rebate/ledger/table.hpp"

#include "rebate/base/require.hpp"

#include <algorithm>

namespace rebate {

const Column* Table::find(std::string_view field) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const Column& column) { return column.name() == field; });
  return found == columns_.end() ? nullptr : &*found;
}

FieldValue Table::cell(RowIndex row, std::string_view field) const {
  REBATE_REQUIRE(row < row_count_, "the row exists");
  const Column* column = find(field);
  return column == nullptr ? FieldValue() : column->cell(row);
}

RowSource Table::source(RowIndex row) const {
  REBATE_REQUIRE(row < row_count_, "the row exists");
  return {file_, static_cast<std::uint64_t>(lines_.at(row))};
}

RowRange Table::rows_of(TextCode partner) const {
  if (std::size_t{partner} + 1 >= offsets_.size()) return {};
  return {offsets_[partner], offsets_[partner + 1]};
}

std::span<const RowIndex> Table::link(std::string_view field) const {
  const auto found = links_.find(field);
  if (found == links_.end()) return {};
  return found->second;
}

std::size_t Table::bytes() const {
  std::size_t bytes = lines_.bytes() + offsets_.size() * sizeof(RowIndex);
  for (const Column& column : columns_) bytes += column.bytes();
  for (const auto& [field, rows] : links_) bytes += rows.size() * sizeof(RowIndex);
  return bytes;
}

TableBuilder::TableBuilder(std::string noun, std::string file, std::vector<FieldSpec> columns)
    : noun_(std::move(noun)), file_(std::move(file)) {
  columns_.reserve(columns.size());
  for (FieldSpec& spec : columns) columns_.emplace_back(std::move(spec));
}

ColumnBuilder* TableBuilder::find(std::string_view field) {
  return const_cast<ColumnBuilder*>(std::as_const(*this).find(field));
}

const ColumnBuilder* TableBuilder::find(std::string_view field) const {
  const auto found =
      std::find_if(columns_.begin(), columns_.end(),
                   [&](const ColumnBuilder& column) { return column.name() == field; });
  return found == columns_.end() ? nullptr : &*found;
}

void TableBuilder::reserve(std::size_t rows) {
  for (ColumnBuilder& column : columns_) column.reserve(rows);
  lines_.reserve(rows);
}

void TableBuilder::end_row(std::uint64_t line) {
  REBATE_REQUIRE(lines_.size() < kMaxRows && line <= UINT32_MAX,
                 "a table has at most 4,294,967,294 rows and lines");
  lines_.push_back(static_cast<std::uint32_t>(line));
  for (const ColumnBuilder& column : columns_) {
    REBATE_REQUIRE(column.size() == lines_.size(), "every column has got its cell of the row");
  }
}

void TableBuilder::end_rows(std::uint64_t first_line, std::size_t count) {
  REBATE_REQUIRE(lines_.size() + count <= kMaxRows && first_line + count <= UINT32_MAX,
                 "a table has at most 4,294,967,294 rows and lines");
  for (std::size_t i = 0; i < count; ++i)
    lines_.push_back(static_cast<std::uint32_t>(first_line + i));
  for (const ColumnBuilder& column : columns_) {
    REBATE_REQUIRE(column.size() == lines_.size(), "every column has got its cells of the rows");
  }
}

void TableBuilder::add_row(std::uint64_t line, std::span<const FieldValue> cells) {
  REBATE_REQUIRE(cells.size() == columns_.size(), "a row has a cell for each column");
  for (std::size_t i = 0; i < cells.size(); ++i) columns_[i].add(cells[i]);
  end_row(line);
}

void TableBuilder::append(TableBuilder later) {
  REBATE_REQUIRE(noun_ == later.noun_ && columns_.size() == later.columns_.size(),
                 "parts of a table have the same columns");
  REBATE_REQUIRE(later.lines_.size() <= kMaxRows - lines_.size(),
                 "a table has at most 4,294,967,294 rows");
  for (std::size_t i = 0; i < columns_.size(); ++i)
    columns_[i].append(std::move(later.columns_[i]));
  if (lines_.empty()) {
    lines_ = std::move(later.lines_);
  } else {
    lines_.insert(lines_.end(), later.lines_.begin(), later.lines_.end());
  }
}

Table TableBuilder::build() && {
  Table table;
  table.noun_ = std::move(noun_);
  table.file_ = std::move(file_);
  table.row_count_ = static_cast<RowIndex>(lines_.size());
  for (ColumnBuilder& column : columns_) table.columns_.push_back(std::move(column).build());
  table.lines_ = PackedNumbers(std::span<const std::uint32_t>(lines_));
  table.known_from_ = known_from_;
  return table;
}

}  // namespace rebate
