// SPDX-License-Identifier: Apache-2.0
//
// What a column is and what a cell of it holds: sale.net is a number, sale.date a date, and the net
// of row 17 is 1234.50, or nothing.
#pragma once

#include "rebate/numeric/decimal.hpp"
#include "rebate/calendar/date.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rebate {

/// A row of a table, from 0.
using RowIndex = std::uint32_t;
inline constexpr RowIndex kNoRow = UINT32_MAX;
/// Most rows of one table.
inline constexpr RowIndex kMaxRows = UINT32_MAX - 1;

/// A distinct text of a Dictionary; 0 is the missing text.
using TextCode = std::uint32_t;
inline constexpr TextCode kMissingText = 0;

enum class FieldType : std::uint8_t {
  kText,
  kNumber,  ///< Numbers, money and quantities: exact decimals.
  kDate,
  kFlag,  ///< true or false.
};

/// "text", "number", "date", "flag".
[[nodiscard]] std::string_view to_text(FieldType type);

/// A cell: nothing, or what its column's type says.
using FieldValue = std::variant<std::monostate, std::string, Decimal, Date, bool>;

[[nodiscard]] inline bool is_missing(const FieldValue& value) { return value.index() == 0; }
/// As a data file writes it: "gold", "1234.5", "2025-03-31", "true"; "" if it is missing.
[[nodiscard]] std::string to_text(const FieldValue& value);

/// A column as a schema declares it.
struct FieldSpec {
  std::string name;  ///< "net"
  FieldType type = FieldType::kText;
  bool is_required = false;         ///< A file has the column.
  bool is_filled = false;           ///< No row leaves it empty.
  bool is_unique = false;           ///< Texts that hardly repeat (ids): kept without a dictionary.
  bool is_amount = false;           ///< A total of the row, in money or units: a sign turns it.
  bool allows_percent = false;      ///< "90%" may stand for 0.90.
  std::vector<std::string> levels;  ///< If not empty, the only texts allowed: "bronze", "gold".

  friend bool operator==(const FieldSpec&, const FieldSpec&) = default;
};

/// The columns of a noun's table: "sale" with id, date, partner, ...
struct TableSchema {
  std::string noun;
  std::vector<FieldSpec> fields;

  [[nodiscard]] const FieldSpec* find(std::string_view field) const;

  friend bool operator==(const TableSchema&, const TableSchema&) = default;
};

}  // namespace rebate
