// SPDX-License-Identifier: Apache-2.0
//
// CSV as this library reads it: RFC 4180, UTF-8 with or without byte order mark, lines ended by LF or
// CRLF, the last with or without. A field that holds a delimiter, a quote or a line break stands in
// quotes, quotes in it doubled: S-17,2025-03-31,"Huaxing ""North"", Beijing".
//
// Refused, each with line and column, reading goes on at the next record: a quote inside a field that does
// not begin with one, anything between a closing quote and the delimiter, a quote that is never closed, a
// CR without LF, NUL, bytes that are not UTF-8, fields beyond 64 KiB and records beyond 1 MiB. A line
// without any character is no record.
#pragma once

#include "rebate/base/issue.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

struct CsvField {
  std::string_view text;  ///< Quotes resolved; valid until the next record is read.
  std::uint32_t column = 1;  ///< Of its first byte (its quote, if it has one) in its line, from 1.
  std::uint32_t line_offset = 0;  ///< Lines between the record's first and the field's.
  bool is_quoted = false;
};

class CsvReader {
 public:
  /// Reads `text`, which must outlive it. `first_line` is the number of its first line.
  explicit CsvReader(std::string_view text, std::string file, char delimiter = ',',
                     std::uint64_t first_line = 1);

  /// The next record's fields; false at the end. A record that breaks the rules is reported and passed
  /// over. The fields are valid until the next call.
  bool next(std::vector<CsvField>& fields);

  /// Line of the record that next() gave, from 1: where it begins.
  [[nodiscard]] std::uint64_t line() const { return record_line_; }
  /// Records that next() gave or passed over.
  [[nodiscard]] std::uint64_t records() const { return records_; }
  /// Bytes read so far.
  [[nodiscard]] std::size_t position() const { return position_; }
  /// What was refused so far: at most kMaxIssues, and how many there were.
  [[nodiscard]] const Issues& issues() const { return issues_; }
  [[nodiscard]] std::uint64_t issue_count() const { return issue_count_; }

  /// The beginning of the first record at or after `position` for text whose quotes are in order, so that
  /// a file can be read in parts. COST: reads all bytes before it.
  [[nodiscard]] static std::size_t record_begin(std::string_view text, std::size_t position);

 private:
  bool next_slow(std::vector<CsvField>& fields);
  void report(Code code, std::uint64_t line, std::size_t column, std::string message);

  std::string_view text_;
  std::string file_;
  char delimiter_;
  std::size_t position_ = 0;
  std::uint64_t line_;
  std::uint64_t record_line_ = 0;
  std::uint64_t records_ = 0;
  std::string unquoted_;  // Texts of the record's fields that hold doubled quotes.
  Issues issues_;
  std::uint64_t issue_count_ = 0;
};

/// A field as CSV writes it: in quotes only if it has to be.
[[nodiscard]] std::string csv_quoted(std::string_view text);

}  // namespace rebate
