// SPDX-License-Identifier: Apache-2.0
//
// Rows that come from elsewhere than from a CSV file: columns of a program, objects of a JSON text,
// a stream of a database. They are read as the file of their name would be, field by field as
// text, so that the same rows give the same ledger whichever way they come.
//
//   auto sales = std::make_shared<ColumnRows>("sales");
//   sales->add_text("partner", {"P07", "P07"});
//   sales->add_numbers("net", {125000, 4800}, 2);  // 1250.00 and 48.00
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/base/result.hpp"
#include "rebate/calendar/date.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

/// Gives its rows once, from the first to the last.
class RowStream {
 public:
  virtual ~RowStream() = default;

  /// The names of the columns; asked once, before any row.
  [[nodiscard]] virtual std::vector<std::string> columns() = 0;
  /// Which of them will be read; asked once, before any row. The others' texts may be left empty.
  virtual void use(const std::vector<bool>& columns) { static_cast<void>(columns); }
  /// The next row's texts, one a column, "" where there is nothing; valid until the next call.
  /// False at the end, and where trouble ends the rows: then issues() has an error.
  [[nodiscard]] virtual bool next(std::span<std::string_view> texts) = 0;
  /// Where a field of that row stands.
  [[nodiscard]] virtual Place place(std::size_t column) const = 0;
  /// What is wrong with the rows beside their fields.
  [[nodiscard]] virtual Issues take_issues() = 0;
};

/// Rows as columns of equal length, each cell by its type. Copies what it is given.
class ColumnRows final : public RowStream {
 public:
  /// `file` is only for places: "sales".
  explicit ColumnRows(std::string file) : file_(std::move(file)) {}

  // Values behind those that the column has already. Nothing is a missing value.
  // REQUIRES: no row was read yet; a column has one type.
  void add_texts(std::string_view column, std::span<const std::optional<std::string_view>> texts);
  /// coefficient x 10^-scale. REQUIRES: 0 <= scale <= 18.
  void add_numbers(std::string_view column, std::span<const std::optional<std::int64_t>> numbers,
                   std::int32_t scale);
  void add_dates(std::string_view column, std::span<const std::optional<Date>> dates);
  void add_flags(std::string_view column, std::span<const std::optional<bool>> flags);

  std::vector<std::string> columns() override;
  /// An error ends the rows before the first if the columns differ in length.
  bool next(std::span<std::string_view> texts) override;
  Place place(std::size_t column) const override;
  Issues take_issues() override { return std::move(issues_); }

 private:
  struct Cells {
    std::string name;
    std::string bytes;                // The texts, one after the other.
    std::vector<std::uint64_t> ends;  // Of each in `bytes`.
    void add(std::string_view text);
  };
  Cells& cells(std::string_view column);
  bool is_even();

  std::string file_;
  std::deque<Cells> columns_;
  std::size_t next_row_ = 0;
  Issues issues_;
};

/// The rows of a JSON text: [{"partner": "P07", "net": "1250.00"}, ...]. Numbers count as they are
/// written. `file_name` is only for places. FAILS: the codes of JSON, kWrongType.
[[nodiscard]] Result<std::shared_ptr<RowStream>> read_json_rows(std::string text,
                                                                std::string file_name);

/// Appends coefficient x 10^-scale as a data file writes it: 125000 at scale 2 is "1250.00".
/// REQUIRES: 0 <= scale <= 18.
void append_decimal_text(std::int64_t coefficient, std::int32_t scale, std::string& text);

}  // namespace rebate
