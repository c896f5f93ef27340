// SPDX-License-Identifier: Apache-2.0
//
// The quick way through a CSV file. Records of the plain form, one line each without quotes, are
// cut into fields some hundred at a time; then each column's fields are read by a loop for its
// type. Whatever is not of the plainest form (a quoted field, 19 digits, 2025-02-30) ends the quick
// way at its record, and CsvReader and RowTable read that one: they alone know what is wrong with a
// field and how to say it, so that both ways give the same rows and the same issues.
#pragma once

#include "rebate/codec/csv.hpp"
#include "codec/row_table.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace rebate::detail {

/// Codes of short texts, found by comparing two words: a ledger names the same ten thousand
/// partners ten million times.
class ShortTexts {
 public:
  static constexpr std::size_t kMost = 16;  ///< bytes of a text

  explicit ShortTexts(ColumnBuilder& column) : column_(column), slots_(kFirst) {}
  /// REQUIRES: kMost bytes may be read at `text`.
  TextCode code_of(const char* text, std::size_t size);

 private:
  struct Slot {
    std::uint64_t low = 0, high = 0;
    TextCode code = kMissingText;  ///< kMissingText: free
  };
  static constexpr std::size_t kFirst = 1024;
  std::size_t slot_of(std::uint64_t low, std::uint64_t high) const;
  void grow();

  ColumnBuilder& column_;
  std::vector<Slot> slots_;  // Open addressing, a power of two, at most half full.
  std::size_t count_ = 0;
  int shift_ = 64 - 10;  // leaves as many bits as number the slots
};

class QuickRows {
 public:
  /// Reads `text`, which `reader` stands in and `rows` takes. `columns` is how many fields a record
  /// has.
  QuickRows(std::string_view text, char delimiter, std::size_t columns, RowTable& rows);

  /// Whether there is a quick way for this table at all.
  bool is_open() const { return !targets_.empty(); }
  /// Reads records from the reader's position on, as many as are plain, at most some hundred; the
  /// number of them.
  std::size_t read(CsvReader& reader);

 private:
  static constexpr std::size_t kFewestRecords = 8, kMostRecords = 256;  ///< at once
  static constexpr std::size_t kMostBytes = std::size_t{64} << 10;      ///< of a record
  static constexpr std::size_t kSlack = 80;  ///< bytes that may be looked at behind a field

  /// Where the texts of a column of the file go.
  struct Target {
    std::size_t source = 0;
    ColumnBuilder* column = nullptr;
    std::unique_ptr<ShortTexts> texts;
  };
  struct Fields {
    std::vector<std::uint32_t> begins, ends;  ///< by record, from base_
  };

  std::size_t cut(std::size_t position);
  std::size_t read_column(std::size_t target, std::size_t count);
  std::size_t read_texts(std::size_t target, const Fields& fields, std::size_t count);
  std::size_t read_numbers(std::size_t target, const Fields& fields, std::size_t count);
  std::size_t read_dates(std::size_t target, const Fields& fields, std::size_t count);
  std::size_t read_flags(std::size_t target, const Fields& fields, std::size_t count);
  void keep(std::size_t target, std::size_t count);

  std::string_view text_;
  char delimiter_;
  std::size_t columns_;
  RowTable& rows_;
  std::vector<Target> targets_;

  std::size_t most_ = kMostRecords;
  const char* base_ = nullptr;
  std::vector<Fields> fields_;              // by column of the file
  std::vector<std::uint32_t> record_ends_;  // behind the line break
  bool has_high_bytes_ = false;

  // What a column's fields gave, by target and record.
  struct Read {
    std::vector<TextCode> codes;
    std::vector<std::int64_t> numbers;
    std::vector<std::uint8_t> scales;
    std::vector<std::int32_t> days;  ///< of flags 0 or 1
  };
  std::vector<Read> read_;
};

}  // namespace rebate::detail
