// SPDX-License-Identifier: Apache-2.0
#include "rebate/base/limits.hpp"
#include "codec/table_file.hpp"
#include "codec/utf8.hpp"

#include <vector>

namespace rebate::detail {

namespace {

constexpr std::uint64_t kRowsPerProgress = 65'536;

class SourcePlaces : public RowPlaces {
 public:
  explicit SourcePlaces(const RowStream& source) : source_(source) {}
  Place place(std::size_t column) const override { return source_.place(column); }

 private:
  const RowStream& source_;
};

/// What a CSV file's reader sees to before a field is looked at.
bool is_sound(std::string_view text, const Place& place, CappedIssues& issues) {
  Issue issue;
  if (text.size() > kMaxFieldBytes) {
    issue.code = Code::kLimitExceeded;
    issue.message =
        "A field has more than " + std::to_string(kMaxFieldBytes) + " bytes (limit: field bytes).";
  } else if (text.find('\0') != std::string_view::npos ||
             find_bad_utf8(text) != std::string_view::npos) {
    issue.code = Code::kCsvEncoding;
    issue.message = "The field is not UTF-8, or holds a NUL byte.";
  } else {
    return true;
  }
  issue.place = place;
  issues.add(std::move(issue));
  return false;
}

bool are_sound(const RowStream& source, std::span<const std::string_view> texts,
               CappedIssues& issues) {
  bool all = true;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    // The place is made only for a text that could be wrong.
    bool is_plain = texts[i].size() <= kMaxFieldBytes;
    for (const char c : texts[i]) is_plain = is_plain && c > 0;
    if (!is_plain) all = is_sound(texts[i], source.place(i), issues) && all;
  }
  return all;
}

void read_rows(RowStream& source, std::size_t columns, RowTable& rows,
               const std::function<void(std::uint64_t)>& progress) {
  std::vector<std::string_view> texts(columns);
  for (std::uint64_t line = 1; source.next(texts); ++line) {
    if (line > kMaxRows) {
      rows.issues().add(Issues(Issue{Code::kLimitExceeded, Severity::kError, source.place(columns),
                                     "There are more rows than one file can have (limit: rows).",
                                     "", "", "", ""}),
                        1);
      return;
    }
    if (are_sound(source, texts, rows.issues())) rows.add(line, texts);
    if (progress && line % kRowsPerProgress == 0) progress(line);
  }
}

}  // namespace

TableFile read_row_stream(RowStream& source, const std::string& name, const DataSchema& schema,
                          const DataFileSchema& file_schema, const FileMapping& mapping,
                          const std::function<void(std::uint64_t)>& progress) {
  const SourcePlaces places(source);
  RowTable rows(schema, file_schema, mapping, name, Strictness::kFile, places);
  const std::vector<std::string> columns = source.columns();
  const std::vector<std::string_view> names(columns.begin(), columns.end());
  Issues issues = source.take_issues();
  if (!issues.has_errors() && are_sound(source, names, rows.issues()) && rows.set_header(names)) {
    source.use(rows.read_columns(names.size()));
    read_rows(source, names.size(), rows, progress);
    issues.merge(source.take_issues());
    if (!issues.has_errors()) rows.finish();
  }
  rows.issues().add(issues, issues.size());
  return taken(std::move(rows), name);
}

}  // namespace rebate::detail
