// SPDX-License-Identifier: Apache-2.0
//
// CSV of any kind. The first byte chooses the delimiter and how the bytes become a table; the rest
// is the file. What is read without an issue is written and read back the same, and in two parts
// the same; a second reader, byte by byte, agrees on every record; and a table of sales or partners
// is made of it or refused, never anything else.
#include "rebate/calendar/fiscal_calendar.hpp"
#include "rebate/ledger/ledger.hpp"
#include "rebate/master/master.hpp"
#include "rebate/codec/csv.hpp"
#include "rebate/codec/data_schema.hpp"
#include "codec/table_file.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace rebate;

using Records = std::vector<std::vector<std::string>>;

void require(bool holds) {
  if (!holds) std::abort();
}

/// All records; nothing if any was refused.
std::optional<Records> read(std::string_view text, char delimiter) {
  CsvReader reader(text, "fuzz.csv", delimiter);
  Records records;
  std::vector<CsvField> fields;
  std::uint64_t line = 0;
  while (reader.next(fields)) {
    require(!fields.empty() && reader.line() > line);
    line = reader.line();
    records.emplace_back();
    for (const CsvField& field : fields) {
      require(field.begin < text.size() || field.text.empty());
      require(reader.place_of(field).line >= static_cast<int>(line) &&
              reader.place_of(field).column > 0);
      records.back().emplace_back(field.text);
    }
  }
  require(reader.position() == text.size() || text.empty());
  require(reader.issues().size() ==
          (reader.issue_count() < kMaxIssues ? reader.issue_count() : kMaxIssues));
  return reader.issues().empty() ? std::optional(records) : std::nullopt;
}

/// The grammar a second time, one byte after the other. REQUIRES: no rule is broken.
Records read_slowly(std::string_view text, char delimiter) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  Records records;
  std::vector<std::string> record(1);
  bool is_quoted = false, was_quoted = false;
  const auto end_record = [&] {
    if (record.size() > 1 || !record[0].empty() || was_quoted) records.push_back(record);
    record.assign(1, "");
    was_quoted = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      record.back() += '"', ++i;
    } else if (c == '"') {
      is_quoted = !is_quoted, was_quoted = true;
    } else if (is_quoted) {
      record.back() += c;
    } else if (c == delimiter) {
      record.emplace_back();
    } else if (c == '\n') {
      end_record();
    } else if (c != '\r') {
      record.back() += c;
    }
  }
  end_record();
  return records;
}

void check_records(std::string_view text, char delimiter) {
  const std::optional<Records> records = read(text, delimiter);
  if (!records) return;
  require(*records == read_slowly(text, delimiter));
  std::string written;
  for (const auto& record : *records) {
    for (std::size_t i = 0; i < record.size(); ++i)
      written += (i > 0 ? "," : "") + csv_quoted(record[i]);
    if (record.size() == 1 && record[0].empty()) written += "\"\"";
    written += '\n';
  }
  if (written.starts_with("\xef\xbb\xbf")) return;  // A mark inside a field became the file's.
  require(read(written, ',') == records);
  const std::size_t cut = CsvReader::record_begin(text, text.size() / 2);
  std::optional<Records> first = read(text.substr(0, cut), delimiter);
  const std::optional<Records> second = read(text.substr(cut), delimiter);
  // A mark at the cut would be taken for the file's; nothing but the beginning of a file has one.
  if (text.substr(cut).starts_with("\xef\xbb\xbf")) return;
  require(first && second);
  first->insert(first->end(), second->begin(), second->end());
  require(first == records);
}

void check_table(std::string_view text, char delimiter, const char* file) {
  static const DataSchema schema = DataSchema::standard();
  detail::FileMapping mapping;
  mapping.delimiter = delimiter;
  detail::TableFile read =
      detail::read_table_file(text, file, schema, *schema.find_file(file), mapping, 1, nullptr);
  require(read.table.has_value() != read.issues.has_errors());
  (void)to_string(read.issues);
  if (!read.table) return;
  const std::uint64_t rows = read.table->row_count();
  require(rows == read.rows);
  if (schema.find_file(file)->is_trade) {
    LedgerBuilder builder;
    builder.add(*std::move(read.table));
    const Ledger ledger = std::move(builder).build();
    std::uint64_t gone = 0;
    for (const auto& [key, group] : ledger.doubtful_rows().groups()) {
      gone += still_counts(key.second) ? 0 : group.count;
    }
    require(ledger.tables()[0].row_count() + gone == rows);
  } else {
    MasterTables tables;
    tables["partner"] = (*std::move(read.table)).build();
    (void)Master::make(std::move(tables), FiscalCalendar());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const char delimiter = ",;\t|"[data[0] % 4];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] / 4 % 3) {
    case 0:
      check_records(text, delimiter);
      break;
    case 1:
      check_table(text, delimiter, "sales");
      break;
    default:
      check_table(text, delimiter, "partners");
      break;
  }
  return 0;
}
