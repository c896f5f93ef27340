// SPDX-License-Identifier: Apache-2.0
//
// CSV as this library reads it: RFC 4180, UTF-8 with or without byte order mark, lines ended by LF
// or CRLF, the last with or without. A field that holds a delimiter, a quote or a line break stands
// in quotes, quotes in it doubled: S-17,2025-03-31,"Huaxing ""North"", Beijing".
//
// Refused, each with line and column, and reading goes on at the next line: a quote inside a field
// that does not begin with one, anything between a closing quote and the delimiter, a quote that is
// never closed, a CR without LF, NUL, bytes that are not UTF-8, fields beyond 64 KiB and records
// beyond 1 MiB. A line without any character is no record.
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/base/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

struct CsvField {
  std::string_view text;  ///< Quotes resolved; valid until the next record is read.
  std::size_t begin = 0;  ///< Byte of the whole text where the field, or its quote, begins.
  bool is_quoted = false;
};

class CsvReader {
 public:
  /// Reads `text`, which must outlive it; `file` is only for places. `first_line` is the number of
  /// the text's first line.
  explicit CsvReader(std::string_view text, std::string file, char delimiter = ',',
                     std::uint64_t first_line = 1);

  /// The next record's fields; false at the end. A record that breaks the rules is reported and
  /// passed over. The fields are valid until the next call.
  bool next(std::vector<CsvField>& fields);

  /// Passes over `records` records of one line each, which somebody else read, up to `position`.
  void pass(std::size_t position, std::uint64_t records);
  /// Line of the next record.
  [[nodiscard]] std::uint64_t next_line() const { return line_; }
  /// Line of the record that next() gave, from 1: where it begins.
  [[nodiscard]] std::uint64_t line() const { return record_line_; }
  /// File, line and column of a field of that record.
  [[nodiscard]] Place place_of(const CsvField& field) const;
  /// Records that next() gave or passed over.
  [[nodiscard]] std::uint64_t records() const { return records_; }
  /// Bytes read so far.
  [[nodiscard]] std::size_t position() const { return position_; }
  /// What was refused so far: the first kMaxIssues, and how many there were.
  [[nodiscard]] const Issues& issues() const { return issues_; }
  [[nodiscard]] std::uint64_t issue_count() const { return issue_count_; }

  /// Where the first record at or after `position` begins, so that a file can be read in parts; the
  /// size of the text if there is none. For text that breaks no rule. COST: looks at all bytes
  /// before it.
  [[nodiscard]] static std::size_t record_begin(std::string_view text, std::size_t position);

 private:
  enum class Step { kField, kRecord, kBroken };

  [[nodiscard]] std::size_t next_special(std::size_t from);
  Step read_plain(std::vector<CsvField>& fields);
  Step read_quoted(std::vector<CsvField>& fields);
  Step end_at(std::size_t special, std::size_t begin);
  bool check(const std::vector<CsvField>& fields);
  Step refuse(Code code, std::size_t at, std::string message, std::string expected = "");
  Step refuse_length(std::size_t at);
  void skip_line();
  void start_block(std::size_t block);

  std::string_view text_;
  std::string file_;
  char delimiter_;
  std::size_t position_ = 0;  // Where the next field begins.
  std::size_t record_begin_ = 0;
  std::size_t broken_at_ = 0;
  std::uint64_t line_;  // Of position_.
  std::uint64_t record_line_ = 0;
  std::uint64_t records_ = 0;
  bool has_high_bytes_ = false;  // Some block that the record touches is not plain ASCII.
  std::string unquoted_;         // Texts of the record's fields that hold doubled quotes.
  Issues issues_;
  std::uint64_t issue_count_ = 0;

  // The current block of 64 bytes: one bit for each byte that may end or break a field.
  std::size_t block_ = 0;
  std::uint64_t specials_ = 0;
  bool block_has_high_bytes_ = false;
};

/// A field as CSV writes it: in quotes only if it has to be.
[[nodiscard]] std::string csv_quoted(std::string_view text);

}  // namespace rebate
