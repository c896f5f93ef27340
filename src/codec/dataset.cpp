// SPDX-License-Identifier: Apache-2.0
//
// A folder: data.json first, then each file that the schema knows, then master and ledger from all
// of them.
#include "rebate/codec/dataset.hpp"

#include "codec/data_mapping.hpp"
#include "codec/mapped_file.hpp"
#include "codec/sha256.hpp"
#include "codec/table_file.hpp"

#include <algorithm>
#include <filesystem>
#include <future>
#include <map>

namespace rebate {

namespace {

using detail::FileMapping;
using detail::MappedFile;

constexpr const char* kMappingFile = "data.json";

struct FoundFile {
  const DataFileSchema* schema = nullptr;
  FileMapping mapping;
  std::string name;  ///< In the folder.
  MappedFile bytes;
};

class FolderReader {
 public:
  FolderReader(const std::string& folder, const DataSchema& schema, const DataOptions& options)
      : folder_(folder), schema_(schema), options_(options) {}

  Result<Dataset> read() {
    std::error_code error;
    if (!std::filesystem::is_directory(folder_, error)) {
      return missing(folder_.string(), "The folder does not exist.");
    }
    read_mapping();
    find_files();
    note_other_files();
    if (issues_.has_errors()) return std::move(issues_);
    for (FoundFile& file : found_) read_file(file);
    // One thread is free while master and ledger are built.
    const auto policy = options_.threads > 1 ? std::launch::async : std::launch::deferred;
    std::future<void> hashing = std::async(policy, [this] { hash_files(); });
    Result<Dataset> dataset = build();
    hashing.get();
    if (!dataset.ok()) return dataset;
    dataset->files = std::move(files_);
    std::sort(dataset->files.begin(), dataset->files.end(),
              [](const DataFile& a, const DataFile& b) { return a.name < b.name; });
    return dataset;
  }

 private:
  Result<Dataset> build() {
    // Master and ledger are looked at even if a file is wrong only where they do not need it.
    Result<Master> master = Master::make(std::move(master_tables_), options_.calendar);
    issues_.merge(master.issues());
    if (issues_.has_errors()) return std::move(issues_);
    auto held = std::make_shared<Master>(std::move(master).value());
    LedgerBuilder builder(held->reference());
    for (TableBuilder& table : trade_tables_) builder.add(std::move(table));
    builder.add(doubtful_);
    dataset_.ledger = std::move(builder).build();
    dataset_.master = std::move(held);
    issues_.merge(dataset_.ledger.doubtful_rows().issues());
    if (options_.progress) options_.progress(total_, total_);
    return {std::move(dataset_), std::move(issues_)};
  }

  /// Adds the fingerprints; touches nothing that build() does.
  void hash_files() {
    for (std::size_t i = 0; options_.wants_hashes && i < found_.size(); ++i) {
      files_[i + files_.size() - found_.size()].sha256 = detail::sha256(found_[i].bytes.text());
    }
  }

  static Issue missing(const std::string& file, std::string message) {
    Issue issue;
    issue.code = Code::kFileMissing;
    issue.place.file = file;
    issue.message = std::move(message);
    return issue;
  }

  void record(const std::string& name, const std::string& noun, std::string_view bytes,
              std::uint64_t rows, std::string hash) {
    files_.push_back({name, noun, bytes.size(), rows, std::move(hash)});
  }

  void read_mapping() {
    const std::filesystem::path path = folder_ / kMappingFile;
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return;
    Result<MappedFile> file = MappedFile::open(path.string());
    if (!file.ok()) return issues_.merge(file.issues());
    Result<detail::DataMapping> mapping =
        detail::read_data_mapping(std::string(file->text()), kMappingFile, schema_);
    issues_.merge(mapping.issues());
    if (mapping.ok()) mapping_ = std::move(mapping).value();
    dataset_.as_of = mapping_.as_of;
    record(kMappingFile, "", file->text(), 0,
           options_.wants_hashes ? detail::sha256(file->text()) : std::string());
  }

  void find_files() {
    bool has_trade = false, has_partners = false;
    for (const DataFileSchema& schema : schema_.files()) {
      if (schema.is_trade && !options_.wants_rows) continue;
      const auto mapped = mapping_.files.find(schema.file);
      FileMapping mapping = mapped == mapping_.files.end() ? FileMapping() : mapped->second;
      const std::string name = mapping.file.empty() ? schema.file + ".csv" : mapping.file;
      const std::filesystem::path path = folder_ / name;
      std::error_code error;
      if (!std::filesystem::exists(path, error)) {
        if (mapped != mapping_.files.end()) {
          issues_.add(missing(name, "data.json names the file, and it does not exist."));
        }
        continue;
      }
      Result<MappedFile> bytes = MappedFile::open(path.string());
      if (!bytes.ok()) {
        issues_.merge(bytes.issues());
        continue;
      }
      has_trade = has_trade || schema.is_trade;
      has_partners = has_partners || schema.table.noun == "partner";
      total_ += bytes->text().size();
      found_.push_back({&schema, std::move(mapping), name, std::move(bytes).value()});
    }
    if (has_trade && !has_partners) {
      issues_.add(missing("partners.csv",
                          "The file does not exist: without partners no row of trade counts."));
    }
  }

  /// Files that look like data and are not read: a misspelt name must not pass for an empty table.
  void note_other_files() {
    std::vector<std::string> known, others;
    for (const DataFileSchema& schema : schema_.files()) known.push_back(schema.file + ".csv");
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
      const std::string name = entry.path().filename().string();
      const bool is_read = std::any_of(found_.begin(), found_.end(),
                                       [&](const FoundFile& file) { return file.name == name; });
      const bool is_left_out =
          !options_.wants_rows && std::find(known.begin(), known.end(), name) != known.end();
      if (!is_read && !is_left_out && name.ends_with(".csv")) others.push_back(name);
    }
    std::sort(others.begin(), others.end());
    for (const std::string& name : others) {
      Issue issue;
      issue.code = Code::kFileIgnored;
      issue.severity = Severity::kNote;
      issue.place.file = name;
      issue.message = "The file is none of the format's and is not read.";
      issue.suggestion = nearest_word(name, known);
      issues_.add(std::move(issue));
    }
  }

  void read_file(FoundFile& file) {
    const std::string_view bytes = file.bytes.text();
    const auto progress = [this](std::uint64_t read) {
      options_.progress(std::min(done_ + read, total_), total_);
    };
    detail::TableFile table = detail::read_table_file(
        bytes, file.name, schema_, *file.schema, file.mapping, options_.threads,
        options_.progress ? std::function<void(std::uint64_t)>(progress) : nullptr);
    done_ += bytes.size();
    record(file.name, file.schema->table.noun, bytes, table.rows, "");
    issues_.merge(std::move(table.issues));
    doubtful_.merge(table.doubtful);
    if (!table.table) return;
    if (file.schema->is_trade) {
      trade_tables_.push_back(*std::move(table.table));
    } else {
      master_tables_[file.schema->table.noun] = (*std::move(table.table)).build();
    }
  }

  std::filesystem::path folder_;
  const DataSchema& schema_;
  const DataOptions& options_;
  detail::DataMapping mapping_;
  std::vector<FoundFile> found_;
  std::vector<TableBuilder> trade_tables_;
  MasterTables master_tables_;
  DoubtfulRows doubtful_;
  std::uint64_t total_ = 0;
  std::uint64_t done_ = 0;
  Dataset dataset_;
  std::vector<DataFile> files_;  // data.json, if there is one, then found_ in its order.
  Issues issues_;
};

}  // namespace

Result<Dataset> read_dataset(const std::string& folder, const DataSchema& schema,
                             const DataOptions& options) {
  return FolderReader(folder, schema, options).read();
}

}  // namespace rebate
