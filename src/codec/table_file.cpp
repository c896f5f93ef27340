// SPDX-License-Identifier: Apache-2.0
#include "codec/table_file.hpp"

#include "codec/encoding.hpp"
#include "rebate/codec/csv.hpp"

#include <algorithm>

namespace rebate::detail {

namespace {

constexpr std::uint64_t kRowsToGuessFrom = 1000;
constexpr std::uint64_t kRowsPerProgress = 65'536;

/// The fields of the reader's current record.
class CsvPlaces : public RowPlaces {
 public:
  CsvPlaces(const CsvReader& reader, const std::vector<CsvField>& fields) : reader_(reader), fields_(fields) {}
  Place place(std::size_t column) const override {
    return column < fields_.size() ? reader_.place_of(fields_[column]) : Place();
  }

 private:
  const CsvReader& reader_;
  const std::vector<CsvField>& fields_;
};

/// Where the line after the first `count` ones begins.
std::size_t after_lines(std::string_view text, std::uint64_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) {
    const std::size_t feed = text.find('\n', at);
    at = feed == std::string_view::npos ? text.size() : feed + 1;
  }
  return at;
}

Issue ragged(const CsvReader& reader, const std::vector<CsvField>& fields, std::size_t expected) {
  Issue issue;
  issue.code = Code::kCsvRagged;
  issue.place = reader.place_of(fields[std::min(fields.size() - 1, expected)]);
  issue.message = "The record has " + std::to_string(fields.size()) + " fields, the header " +
                  std::to_string(expected) + ".";
  if (fields.size() > expected) issue.expected = "quotes around a field that holds the delimiter";
  return issue;
}

/// A file with semicolons or tabs has one column under commas, and then nothing about it is right.
bool has_other_delimiter(const std::vector<CsvField>& fields, const std::string& name, RowTable& rows,
                         const CsvReader& reader) {
  if (fields.size() != 1 || fields[0].text.find_first_of(";\t|") == std::string_view::npos) return false;
  const char sign = fields[0].text[fields[0].text.find_first_of(";\t|")];
  Issue issue;
  issue.code = Code::kCsvHeader;
  issue.place = reader.place_of(fields[0]);
  issue.place.file = name;
  issue.message = std::string("The header has one column; ") +
                  (sign == '\t' ? "tabs stand" : std::string("'") + sign + "' stands") + " where a delimiter would.";
  issue.expected = "commas, or the file's delimiter in data.json";
  rows.issues().add(std::move(issue));
  return true;
}

void read_rows(CsvReader& reader, std::vector<CsvField>& fields, std::string_view text, RowTable& rows,
               const std::function<void(std::uint64_t)>& progress) {
  std::vector<std::string_view> texts;
  const std::size_t columns = fields.size();
  while (reader.next(fields)) {
    if (fields.size() != columns) {
      rows.issues().add(ragged(reader, fields, columns));
      continue;
    }
    texts.clear();
    for (const CsvField& field : fields) texts.push_back(field.text);
    rows.add(reader.line(), texts);
    if (rows.rows() == kRowsToGuessFrom) {
      rows.reserve(text.size() * kRowsToGuessFrom / reader.position());
    }
    if (progress && rows.rows() % kRowsPerProgress == 0) progress(reader.position());
  }
}

}  // namespace

TableFile read_table_file(std::string_view bytes, const std::string& name, const DataSchema& schema,
                          const DataFileSchema& file_schema, const FileMapping& mapping,
                          const std::function<void(std::uint64_t)>& progress) {
  TableFile read;
  std::string converted;
  std::string_view text = bytes;
  if (mapping.encoding == "utf-8" && (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))) {
    Place place;
    place.file = name;
    place.line = place.column = 1;
    read.issues.add(Code::kCsvEncoding, std::move(place),
                    "The file is UTF-16, as its first two bytes say: save it as UTF-8, or name its encoding "
                    "in data.json.");
    return read;
  }
  if (mapping.encoding != "utf-8") {
    Result<std::string> utf8 = to_utf8(bytes, mapping.encoding, name);
    if (!utf8.ok()) {
      read.issues = utf8.issues();
      return read;
    }
    converted = std::move(utf8).value();
    text = converted;
  }
  text.remove_prefix(after_lines(text, mapping.skip_rows));
  CsvReader reader(text, name, mapping.delimiter, mapping.skip_rows + 1);
  std::vector<CsvField> fields;
  const CsvPlaces places(reader, fields);
  RowTable rows(schema, file_schema, mapping, name, Strictness::kFile, places);
  if (!reader.next(fields)) {
    if (reader.issue_count() == 0) {
      Issue issue;
      issue.code = Code::kCsvHeader;
      issue.place.file = name;
      issue.place.line = static_cast<int>(mapping.skip_rows + 1);
      issue.message = "The file is empty: its first line names the columns.";
      rows.issues().add(std::move(issue));
    }
  } else {
    std::vector<std::string_view> names;
    std::vector<std::string> kept;  // Fields are valid until the next record only.
    for (const CsvField& field : fields) kept.emplace_back(field.text);
    names.assign(kept.begin(), kept.end());
    if (!has_other_delimiter(fields, name, rows, reader) && rows.set_header(names)) {
      read_rows(reader, fields, text, rows, progress);
      rows.finish();
    } else {
      while (reader.next(fields)) continue;  // What breaks the rules of CSV is worth knowing all the same.
    }
  }
  rows.issues().add(reader.issues(), reader.issue_count());
  read.rows = rows.rows();
  read.doubtful = std::move(rows.doubtful());
  const bool has_errors = rows.issues().has_errors();
  read.issues = std::move(rows.issues()).take(name);
  if (!has_errors) read.table = std::move(rows).take_table();
  return read;
}

}  // namespace rebate::detail
