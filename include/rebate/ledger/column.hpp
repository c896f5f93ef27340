// SPDX-License-Identifier: Apache-2.0
//
// A column holds one field of all rows: sale.product as codes of a dictionary, sale.net as cents.
// It is immutable; a ColumnBuilder makes it. A scan reads blocks of rows, a test reads cells:
//   std::array<std::int64_t, 1024> buffer;
//   for (std::int64_t cents : net.coefficients(first, 1024, buffer)) sum += cents;
//   net.cell(17) == FieldValue(Decimal::of("1234.50"))
#pragma once

#include "rebate/ledger/dictionary.hpp"
#include "rebate/ledger/field.hpp"
#include "rebate/ledger/packed_numbers.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

/// Stands for a missing date among days.
inline constexpr std::int32_t kMissingDay = INT32_MIN;

/// Most digits after the point that a column's common scale has; a number with more is kept as a
/// Decimal of its own (kWideNumber among the coefficients), as is one beyond 64 bits.
inline constexpr std::int32_t kMaxColumnScale = 9;

/// Texts that hardly repeat, such as ids, one after the other.
class TextArena {
 public:
  [[nodiscard]] RowIndex size() const { return size_; }
  /// REQUIRES: row < size().
  [[nodiscard]] std::string_view text(RowIndex row) const;
  /// REQUIRES: size() < kMaxRows.
  void add(std::string_view text);
  /// Texts [begins[i], ends[i]) of `base`. REQUIRES: 16 bytes may be read at each of them.
  void add(const char* base, std::span<const std::uint32_t> begins,
           std::span<const std::uint32_t> ends);
  void reserve(std::size_t rows, std::size_t bytes);
  /// The rows in another order, each at most once.
  [[nodiscard]] TextArena picked(std::span<const RowIndex> rows) const;
  [[nodiscard]] std::size_t bytes() const;

 private:
  // A row's text ends where the next begins. Ends count from the beginning of their block of kBlock
  // rows, which block_begins_ holds: two bytes a row are enough until a block has 64 KiB.
  static constexpr RowIndex kBlock = 256;
  [[nodiscard]] std::uint32_t end_in_block(RowIndex row) const {
    return wide_ends_.empty() ? ends_[row] : wide_ends_[row];
  }

  std::string bytes_;
  std::vector<std::uint16_t> ends_;
  std::vector<std::uint32_t> wide_ends_;  // Instead of ends_ once a block is longer.
  std::vector<std::uint64_t> block_begins_;
  RowIndex size_ = 0;
};

class Column {
 public:
  Column() = default;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] FieldType type() const { return type_; }
  [[nodiscard]] RowIndex size() const { return size_; }
  /// A text column of distinct codes; ids have none.
  [[nodiscard]] bool has_dictionary() const { return dictionary_ != nullptr; }
  /// Some row has no value (texts: is empty).
  [[nodiscard]] bool has_missing() const { return has_missing_; }

  // --- by blocks ---------------------------------------------------------------------------------
  // Each reads the rows [first, first + count) and returns them as a span of `buffer`.
  // REQUIRES: the column is of that type, the rows exist and the buffer is as large.

  /// Text with a dictionary; kMissingText where there is none.
  std::span<const TextCode> codes(RowIndex first, RowIndex count, std::span<TextCode> buffer) const;
  /// Numbers times 10^scale(); kMissingNumber, or kWideNumber where only number() has it.
  std::span<const std::int64_t> coefficients(RowIndex first, RowIndex count,
                                             std::span<std::int64_t> buffer) const;
  /// Days since 1970-01-01; kMissingDay where there is none.
  std::span<const std::int32_t> days(RowIndex first, RowIndex count,
                                     std::span<std::int32_t> buffer) const;

  // --- by cell -----------------------------------------------------------------------------------
  // REQUIRES: row < size(), and the type.

  [[nodiscard]] FieldValue cell(RowIndex row) const;
  [[nodiscard]] bool is_missing(RowIndex row) const;
  /// Both kinds of text; "" if missing.
  [[nodiscard]] std::string_view text(RowIndex row) const;
  [[nodiscard]] TextCode code(RowIndex row) const;
  [[nodiscard]] std::optional<Decimal> number(RowIndex row) const;
  [[nodiscard]] std::optional<Date> date(RowIndex row) const;
  [[nodiscard]] std::optional<bool> flag(RowIndex row) const;

  // --- about all rows ----------------------------------------------------------------------------

  /// REQUIRES: has_dictionary().
  [[nodiscard]] const Dictionary& dictionary() const { return *dictionary_; }
  [[nodiscard]] const std::shared_ptr<const Dictionary>& shared_dictionary() const {
    return dictionary_;
  }
  /// Digits after the point of the coefficients.
  [[nodiscard]] std::int32_t scale() const { return scale_; }
  /// Some number is kept as a Decimal of its own.
  [[nodiscard]] bool has_wide() const { return !wide_.empty(); }
  /// Those numbers by row.
  [[nodiscard]] const std::map<RowIndex, Decimal>& wide() const { return wide_; }
  /// Smallest and largest code, coefficient or day, missing and wide ones left out.
  [[nodiscard]] std::int64_t smallest() const { return numbers_.smallest(); }
  [[nodiscard]] std::int64_t largest() const { return numbers_.largest(); }
  /// Bytes in memory, the dictionary left out.
  [[nodiscard]] std::size_t bytes() const { return numbers_.bytes() + texts_.bytes(); }

 private:
  friend class ColumnBuilder;

  std::string name_;
  FieldType type_ = FieldType::kText;
  RowIndex size_ = 0;
  bool has_missing_ = false;
  std::int32_t scale_ = 0;
  PackedNumbers numbers_;  // Codes, coefficients, days or flags; empty for ids.
  TextArena texts_;        // Ids.
  std::shared_ptr<const Dictionary> dictionary_;
  std::map<RowIndex, Decimal> wide_;
};

/// Takes the cells of a column one by one, in the order of the rows, then makes the column.
class ColumnBuilder {
 public:
  explicit ColumnBuilder(FieldSpec spec);

  [[nodiscard]] const FieldSpec& spec() const { return spec_; }
  [[nodiscard]] const std::string& name() const { return spec_.name; }
  [[nodiscard]] FieldType type() const { return spec_.type; }
  [[nodiscard]] RowIndex size() const { return size_; }
  void reserve(std::size_t rows);

  // REQUIRES: the type; fewer than kMaxRows rows.
  void add_missing();
  void add_text(std::string_view text);  ///< "" is missing.
  void add_number(const Decimal& number);
  /// coefficient × 10^-scale, the quick way. REQUIRES: 0 <= scale <= 18; no special number.
  void add_number(std::int64_t coefficient, std::int32_t scale);
  void add_date(Date date);
  void add_flag(bool flag);
  /// REQUIRES: nothing, or a value of the column's type.
  void add(const FieldValue& value);

  // Many rows at once, for readers of files. REQUIRES: as the single ones.
  /// The code of a text in this column's dictionary, a new one if it has none; adds no row.
  TextCode code_of(std::string_view text);
  void add_codes(std::span<const TextCode> codes);
  void add_texts(const char* base, std::span<const std::uint32_t> begins,
                 std::span<const std::uint32_t> ends);
  /// coefficients[i] × 10^-scales[i]; kMissingNumber is missing, whatever its scale.
  void add_numbers(std::span<const std::int64_t> coefficients,
                   std::span<const std::uint8_t> scales);
  void add_days(std::span<const std::int32_t> days);  ///< kMissingDay is missing.

  /// Adds the cells of `later`, a column of the same spec that was not recoded, behind its own.
  void append(ColumnBuilder later);

  /// Reading back before the column is made.
  [[nodiscard]] std::string_view text(RowIndex row) const;
  [[nodiscard]] TextCode code(RowIndex row) const;
  [[nodiscard]] const Dictionary& dictionary() const { return *dictionary_; }
  [[nodiscard]] FieldValue cell(RowIndex row) const;
  [[nodiscard]] int sign(RowIndex row) const;  ///< Of a number; 0 if it is missing.
  void set_number(RowIndex row, const std::optional<Decimal>& number);
  /// Do two rows hold the same value? 10 and 10.00 are the same.
  [[nodiscard]] bool equal(RowIndex a, RowIndex b) const;
  /// Replaces each code c by codes[c], a code of `dictionary`. REQUIRES: a text column with a
  /// dictionary, one new code for each old one.
  void recode(std::span<const TextCode> codes, std::shared_ptr<const Dictionary> dictionary);

  /// The column of all rows, in the order added.
  [[nodiscard]] Column build() &&;
  /// The column of these rows, in this order; each row at most once. Leaves the builder empty.
  [[nodiscard]] Column build(std::span<const RowIndex> rows) &&;

 private:
  void rescale(std::int32_t scale);
  void add_wide(const Decimal& number);
  [[nodiscard]] Column build_picked(const RowIndex* rows, RowIndex count);

  FieldSpec spec_;
  RowIndex size_ = 0;
  std::int32_t scale_ = 0;
  std::shared_ptr<Dictionary> own_dictionary_;    // Null once recoded.
  std::shared_ptr<const Dictionary> dictionary_;  // Null for ids and other types.
  std::vector<TextCode> codes_;
  std::vector<std::int64_t> coefficients_;
  std::vector<std::int32_t> days_;
  std::vector<std::uint8_t> flags_;
  TextArena texts_;
  std::map<RowIndex, Decimal> wide_;
};

}  // namespace rebate
