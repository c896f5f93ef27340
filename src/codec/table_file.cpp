// SPDX-License-Identifier: Apache-2.0
#include "codec/table_file.hpp"

#include "rebate/codec/csv.hpp"
#include "codec/encoding.hpp"
#include "codec/quick_rows.hpp"

#include <algorithm>
#include <future>
#include <memory>
#include <span>
#include <vector>

namespace rebate::detail {

namespace {

constexpr std::uint64_t kRowsToGuessFrom = 1000;
constexpr std::uint64_t kRowsPerProgress = 65'536;
constexpr std::size_t kFewRecords = 16;
constexpr std::size_t kSmallestPart = std::size_t{256} << 10;

/// The fields of the reader's current record.
class CsvPlaces : public RowPlaces {
 public:
  CsvPlaces(const CsvReader& reader, const std::vector<CsvField>& fields)
      : reader_(reader), fields_(fields) {}
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
bool has_other_delimiter(const std::vector<CsvField>& fields, const std::string& name,
                         RowTable& rows, const CsvReader& reader) {
  if (fields.size() != 1 || fields[0].text.find_first_of(";\t|") == std::string_view::npos)
    return false;
  const char sign = fields[0].text[fields[0].text.find_first_of(";\t|")];
  Issue issue;
  issue.code = Code::kCsvHeader;
  issue.place = reader.place_of(fields[0]);
  issue.place.file = name;
  issue.message = std::string("The header has one column; ") +
                  (sign == '\t' ? "tabs stand" : std::string("'") + sign + "' stands") +
                  " where a delimiter would.";
  issue.expected = "commas, or the file's delimiter in data.json";
  rows.issues().add(std::move(issue));
  return true;
}

/// All rows from the reader's position on. `whole` is how many bytes the file has, of which `text`
/// is a part.
void read_rows(CsvReader& reader, std::vector<CsvField>& fields, std::size_t columns,
               std::string_view text, std::size_t whole, char delimiter, RowTable& rows,
               const std::function<void(std::uint64_t)>& progress) {
  std::vector<std::string_view> texts;
  QuickRows quick(text, delimiter, columns, rows);
  const std::size_t first = reader.position();
  bool has_room = false;
  std::uint64_t told = 0;
  std::size_t plain = 0;  // Records to read the plain way before the quick one is tried again.
  for (;;) {
    if (!has_room && rows.rows() >= kRowsToGuessFrom) {
      // A little more than the rows so far suggest: running out costs a copy of everything.
      const std::uint64_t guess = rows.rows() * whole / (reader.position() - first);
      rows.reserve(guess + guess / 50 + kRowsToGuessFrom);
      has_room = true;
    }
    if (progress && rows.rows() / kRowsPerProgress != told) {
      told = rows.rows() / kRowsPerProgress;
      progress(reader.position());
    }
    if (quick.is_open() && plain == 0) {
      const std::size_t count = quick.read(reader);
      if (count < kFewRecords) plain = count == 0 ? kFewRecords : 1;
      if (count > 0) continue;
    }
    if (plain > 0) --plain;
    if (!reader.next(fields)) return;
    if (fields.size() != columns) {
      rows.issues().add(ragged(reader, fields, columns));
      continue;
    }
    texts.clear();
    for (const CsvField& field : fields) texts.push_back(field.text);
    rows.add(reader.line(), texts);
  }
}

/// What a file's parts need to know of it.
struct FileTerms {
  const std::string& name;
  const DataSchema& schema;
  const DataFileSchema& file_schema;
  const FileMapping& mapping;
  std::span<const std::string_view> header;
};

/// A part of a file, whole records, with the number of its first line.
struct Part {
  std::string_view text;
  std::uint64_t first_line = 1;
};

std::vector<Part> parts_of(std::string_view text, std::uint64_t first_line, unsigned count) {
  std::vector<Part> parts;
  for (unsigned left = count; left > 0 && !text.empty(); --left) {
    const std::size_t end =
        left == 1 ? text.size() : CsvReader::record_begin(text, text.size() / left);
    parts.push_back({text.substr(0, end), first_line});
    text.remove_prefix(end);
  }
  std::vector<std::future<std::uint64_t>> lines;
  for (const Part& part : parts) {
    lines.push_back(std::async(std::launch::async, [&part] {
      return static_cast<std::uint64_t>(std::count(part.text.begin(), part.text.end(), '\n'));
    }));
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::uint64_t own = lines[i].get();
    if (i + 1 < parts.size()) parts[i + 1].first_line = parts[i].first_line + own;
  }
  return parts;
}

/// The rows of a part; nothing if there is any issue in it. Room is made for the rows of `whole`
/// bytes: the first part takes those of all others.
std::unique_ptr<RowTable> read_part(const FileTerms& terms, const Part& part, std::size_t whole,
                                    const std::function<void(std::uint64_t)>& progress) {
  CsvReader reader(part.text, terms.name, terms.mapping.delimiter, part.first_line);
  std::vector<CsvField> fields;
  const CsvPlaces places(reader, fields);
  auto rows = std::make_unique<RowTable>(terms.schema, terms.file_schema, terms.mapping, terms.name,
                                         Strictness::kFile, places);
  if (!rows->set_header(terms.header)) return nullptr;
  const std::uint64_t header_issues = rows->issues().count();
  read_rows(reader, fields, terms.header.size(), part.text, whole, terms.mapping.delimiter, *rows,
            progress);
  const bool is_clean = reader.issue_count() == 0 && rows->issues().count() == header_issues;
  return is_clean ? std::move(rows) : nullptr;
}

/// Reads what follows the header in parts at once. False, with nothing added, if any part has an
/// issue: where the quotes of a file are out of order its parts may begin in the wrong place, and
/// only reading from the beginning tells what is wrong.
bool read_in_parts(const FileTerms& terms, const Part& rest, unsigned threads, RowTable& rows,
                   const std::function<void(std::uint64_t)>& progress) {
  const auto most =
      static_cast<unsigned>(std::min<std::size_t>(rest.text.size() / kSmallestPart, threads));
  if (most < 2) return false;
  const std::vector<Part> parts = parts_of(rest.text, rest.first_line, most);
  std::vector<std::future<std::unique_ptr<RowTable>>> later;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    later.push_back(std::async(std::launch::async, [&, i] {
      return read_part(terms, parts[i], parts[i].text.size(), nullptr);
    }));
  }
  const auto in_all = [&](std::uint64_t read) { progress(read * parts.size()); };
  std::vector<std::unique_ptr<RowTable>> read;
  read.push_back(read_part(terms, parts[0], rest.text.size(),
                           progress ? std::function<void(std::uint64_t)>(in_all) : nullptr));
  for (auto& part : later) read.push_back(part.get());
  if (std::find(read.begin(), read.end(), nullptr) != read.end()) return false;
  for (auto& part : read) {
    rows.append(std::move(*part));
    part.reset();
  }
  return true;
}

}  // namespace

TableFile taken(RowTable rows, const std::string& name) {
  TableFile read;
  read.rows = rows.rows();
  read.doubtful = std::move(rows.doubtful());
  const bool has_errors = rows.issues().has_errors();
  read.issues = std::move(rows.issues()).take(name);
  if (!has_errors) read.table = std::move(rows).take_table();
  return read;
}

TableFile read_table_file(std::string_view bytes, const std::string& name, const DataSchema& schema,
                          const DataFileSchema& file_schema, const FileMapping& mapping,
                          unsigned threads, const std::function<void(std::uint64_t)>& progress) {
  TableFile read;
  std::string converted;
  std::string_view text = bytes;
  if (mapping.encoding == "utf-8" &&
      (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))) {
    Place place;
    place.file = name;
    place.line = place.column = 1;
    read.issues.add(
        Code::kCsvEncoding, std::move(place),
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
      const std::string_view header = text.substr(0, reader.position());
      const Part rest{text.substr(header.size()), mapping.skip_rows + 1 +
                                                      static_cast<std::uint64_t>(std::count(
                                                          header.begin(), header.end(), '\n'))};
      const FileTerms terms{name, schema, file_schema, mapping, names};
      if (!read_in_parts(terms, rest, threads, rows, progress)) {
        read_rows(reader, fields, names.size(), text, text.size(), mapping.delimiter, rows,
                  progress);
      }
      rows.finish();
    } else {
      while (reader.next(fields))
        continue;  // What breaks the rules of CSV is worth knowing all the same.
    }
  }
  rows.issues().add(reader.issues(), reader.issue_count());
  return taken(std::move(rows), name);
}

}  // namespace rebate::detail
