// SPDX-License-Identifier: Apache-2.0
#include "codec/policy_files.hpp"

#include "rebate/codec/csv.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

namespace rebate::detail {
namespace {

// A table of a file: names of columns, then rows of as many cells.
struct NamedFile {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  std::vector<Place> places;  // One a row.

  std::optional<std::size_t> find(std::string_view column) const {
    const auto found = std::find(columns.begin(), columns.end(), column);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
  }
};

std::optional<NamedFile> read_named_file(const std::string& path, const Place& place,
                                         Issues& issues) {
  Result<std::string> text = read_text_file(path, kMaxPolicyBytes);
  if (!text.ok()) {
    // The mistake stands in the policy, which names the file.
    for (Issue issue : text.issues()) {
      issue.message = path + ": " + issue.message;
      issue.place = place;
      issues.add(std::move(issue));
    }
    return std::nullopt;
  }
  NamedFile file;
  CsvReader reader(*text, path);
  std::vector<CsvField> fields;
  while (reader.next(fields)) {
    std::vector<std::string> cells;
    for (const CsvField& field : fields) cells.emplace_back(field.text);
    if (file.columns.empty()) {
      file.columns = std::move(cells);
      continue;
    }
    if (cells.size() != file.columns.size()) {
      issues.add(Code::kCsvRagged, reader.place_of(fields.back()),
                 "the record has " + std::to_string(cells.size()) + " fields; the header has " +
                     std::to_string(file.columns.size()) + ".");
      continue;
    }
    file.places.push_back(reader.place_of(fields.front()));
    file.rows.push_back(std::move(cells));
  }
  issues.merge(reader.issues());
  if (file.columns.empty()) {
    issues.add(Code::kCsvHeader, place, path + " is empty; its first record names the columns.");
    return std::nullopt;
  }
  return file;
}

std::optional<std::size_t> column_of(const NamedFile& file, const std::string& path,
                                     const std::string& name, const Place& place, Issues& issues) {
  const auto column = file.find(name);
  if (column) return column;
  Issue issue;
  issue.code = Code::kColumnMissing;
  issue.place = place;
  issue.found = name;
  issue.suggestion = nearest_word(name, file.columns);
  issue.message = path + " has no column '" + name + "'.";
  if (!issue.suggestion.empty()) issue.message += " Did you mean '" + issue.suggestion + "'?";
  issues.add(std::move(issue));
  return std::nullopt;
}

void load_set(SetTerms& set, const std::string& path, const Place& place, Issues& issues) {
  set.loaded.held.emplace();
  const auto file = read_named_file(path, place, issues);
  if (!file) return;
  const auto column = column_of(*file, path, set.column, place, issues);
  if (!column) return;
  for (const auto& row : file->rows) {
    if (!row[*column].empty()) set.loaded.held->push_back(Cell::from_text(row[*column]));
  }
}

// A blank key is any; a dated table has its range in valid_from and valid_to.
void load_table(TableTerms& table, const std::string& path, const Place& place, Issues& issues) {
  table.loaded.held.emplace();
  const auto file = read_named_file(path, place, issues);
  if (!file) return;
  std::vector<std::string> names;
  for (const TableKey& key : table.by) names.push_back(key.of.is_set() ? key.of.canonical() : "");
  const std::size_t key_count = names.size();
  names.insert(names.end(), table.gives.begin(), table.gives.end());
  const bool is_dated = table.dated.is_set();
  if (is_dated) names.insert(names.end(), {"valid_from", "valid_to"});
  std::vector<std::size_t> columns;
  for (const std::string& name : names) {
    if (const auto column = column_of(*file, path, name, place, issues)) columns.push_back(*column);
  }
  if (columns.size() != names.size()) return;
  for (std::size_t r = 0; r < file->rows.size(); ++r) {
    const auto& row = file->rows[r];
    std::vector<Cell> cells;
    const std::size_t plain = columns.size() - (is_dated ? 2 : 0);
    for (std::size_t i = 0; i < plain; ++i) {
      const std::string& text = row[columns[i]];
      cells.push_back(Cell::from_text(i < key_count && text.empty() ? "*" : text));
    }
    if (is_dated) {
      const std::string& from = row[columns[plain]];
      const std::string& to = row[columns[plain + 1]];
      cells.push_back(Cell::from_text((from.empty() ? "0001-01-01" : from) + ".." +
                                      (to.empty() ? "9999-12-31" : to)));
    }
    table.loaded.held->push_back(std::move(cells));
    table.loaded_places.held.push_back(file->places[r]);
  }
}

}  // namespace

Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes) {
  Place place;
  place.file = path;
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(path, error);
  std::ifstream file(path, std::ios::binary);
  if (!is_file || !file) {
    Issue issue;
    issue.code = Code::kFileMissing;
    issue.place = place;
    issue.message = std::filesystem::is_directory(path, error)
                        ? "this is a folder; a file is needed"
                        : "the file does not exist or cannot be read";
    return issue;
  }
  // One byte more than allowed tells a file that is too large from one that just fits.
  std::string text;
  text.resize(max_bytes + 1);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > max_bytes) {
    Issues issues;
    issues.add(Code::kLimitExceeded, place,
               "the file has more than " + std::to_string(max_bytes) + " bytes");
    return issues;
  }
  return text;
}

void load_named_files(Policy& policy, const std::string& policy_path, Issues& issues) {
  const std::filesystem::path folder = std::filesystem::path(policy_path).parent_path();
  const auto path_of = [&](const std::string& file) { return (folder / file).string(); };
  for (auto& [name, set] : policy.sets) {
    if (!set.file.empty())
      load_set(set, path_of(set.file), policy.place("/sets/" + name + "/file"), issues);
  }
  for (auto& [name, table] : policy.tables) {
    if (!table.file.empty())
      load_table(table, path_of(table.file), policy.place("/tables/" + name + "/file"), issues);
  }
}

}  // namespace rebate::detail
