// SPDX-License-Identifier: Apache-2.0
//
// A folder, and inputs in the place of its files: data.json first, then each file that the schema
// knows, then master and ledger from all of them.
#include "rebate/codec/dataset.hpp"

#include "codec/data_mapping.hpp"
#include "codec/mapped_file.hpp"
#include "codec/sha256.hpp"
#include "codec/table_file.hpp"

#include <algorithm>
#include <filesystem>
#include <future>
#include <map>
#include <set>

namespace rebate {

namespace {

using detail::FileMapping;
using detail::MappedFile;

constexpr const char* kMappingFile = "data.json";

struct FoundFile {
  const DataFileSchema* schema = nullptr;
  FileMapping mapping;
  std::string name;  ///< In the folder, or of the input.
  std::string_view bytes;
  std::shared_ptr<RowStream> rows;   ///< Instead of bytes.
  std::optional<MappedFile> mapped;  ///< Holds the bytes of a file in the folder.
};

class DatasetReader {
 public:
  DatasetReader(const std::string& folder, const std::vector<DataInput>& inputs,
                const DataSchema& schema, const DataOptions& options)
      : folder_(folder), inputs_(inputs), schema_(schema), options_(options) {}

  Result<Dataset> read() {
    std::error_code error;
    if (!folder_.empty() && !std::filesystem::is_directory(folder_, error)) {
      return missing(folder_.string(), "The folder does not exist.");
    }
    check_inputs();
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
    dataset_.ledger = std::move(builder).build(options_.threads);
    dataset_.master = std::move(held);
    issues_.merge(dataset_.ledger.doubtful_rows().issues());
    if (options_.progress) options_.progress(total_, total_);
    return {std::move(dataset_), std::move(issues_)};
  }

  /// Adds the fingerprints; touches nothing that build() does.
  void hash_files() {
    for (std::size_t i = 0; options_.wants_hashes && i < found_.size(); ++i) {
      if (found_[i].rows != nullptr) continue;
      files_[i + files_.size() - found_.size()].sha256 = detail::sha256(found_[i].bytes);
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

  /// The input in the place of a file; by its standard name without ending too, if it is rows.
  const DataInput* find_input(const std::string& name, const std::string& standard) const {
    for (const DataInput& input : inputs_) {
      if (input.name == name || input.name == standard + ".json") return &input;
      if (input.rows != nullptr && input.name == standard) return &input;
    }
    return nullptr;
  }

  /// Each input must stand for a file of the format; whoever names one means it to be read.
  void check_inputs() {
    std::set<std::string> names;
    for (const DataInput& input : inputs_) {
      if (!names.insert(input.name).second) {
        issues_.add(Code::kWrongValue, Place{input.name}, "The file is given twice.");
      }
    }
  }

  void refuse_other_inputs() {
    std::vector<std::string> known{kMappingFile};
    for (const DataFileSchema& schema : schema_.files()) known.push_back(schema.file + ".csv");
    for (const DataInput& input : inputs_) {
      const auto is_it = [&](const DataFileSchema& schema) {
        return find_input(name_of(schema), schema.file) == &input;
      };
      if (input.name == kMappingFile ||
          std::any_of(schema_.files().begin(), schema_.files().end(), is_it)) {
        continue;
      }
      Issue issue;
      issue.code = Code::kFileIgnored;
      issue.place.file = input.name;
      issue.message = "This is no file of the format, or another input is read in its place.";
      issue.suggestion = nearest_word(input.name, known);
      issues_.add(std::move(issue));
    }
  }

  void read_mapping() {
    const DataInput* input = find_input(kMappingFile, "");
    std::optional<MappedFile> mapped;
    std::string_view text = input != nullptr ? input->bytes : std::string_view();
    if (input == nullptr) {
      const std::filesystem::path path = folder_ / kMappingFile;
      std::error_code error;
      if (folder_.empty() || !std::filesystem::exists(path, error)) return;
      Result<MappedFile> file = MappedFile::open(path.string());
      if (!file.ok()) return issues_.merge(file.issues());
      text = mapped.emplace(std::move(file).value()).text();
    }
    Result<detail::DataMapping> mapping =
        detail::read_data_mapping(std::string(text), kMappingFile, schema_);
    issues_.merge(mapping.issues());
    if (mapping.ok()) mapping_ = std::move(mapping).value();
    dataset_.as_of = mapping_.as_of;
    record(kMappingFile, "", text, 0, options_.wants_hashes ? detail::sha256(text) : std::string());
  }

  const FileMapping* mapping_of(const DataFileSchema& schema) const {
    const auto mapped = mapping_.files.find(schema.file);
    return mapped == mapping_.files.end() ? nullptr : &mapped->second;
  }

  std::string name_of(const DataFileSchema& schema) const {
    const FileMapping* mapping = mapping_of(schema);
    return mapping == nullptr || mapping->file.empty() ? schema.file + ".csv" : mapping->file;
  }

  void find_files() {
    bool has_trade = false, has_partners = false;
    for (const DataFileSchema& schema : schema_.files()) {
      if (schema.is_trade && !options_.wants_rows) continue;
      const FileMapping* mapping = mapping_of(schema);
      FoundFile file;
      file.schema = &schema;
      if (mapping != nullptr) file.mapping = *mapping;
      file.name = name_of(schema);
      if (const DataInput* input = find_input(file.name, schema.file)) {
        if (!take_input(*input, file)) continue;
      } else if (!take_file(mapping != nullptr, file)) {
        continue;
      }
      has_trade = has_trade || schema.is_trade;
      has_partners = has_partners || schema.table.noun == "partner";
      total_ += file.bytes.size();
      found_.push_back(std::move(file));
    }
    refuse_other_inputs();
    if (has_trade && !has_partners) {
      issues_.add(missing("partners.csv",
                          "The file does not exist: without partners no row of trade counts."));
    }
  }

  bool take_input(const DataInput& input, FoundFile& file) {
    file.name = input.name;
    file.bytes = input.bytes;
    file.rows = input.rows;
    if (file.rows != nullptr || !input.name.ends_with(".json")) return true;
    Result<std::shared_ptr<RowStream>> rows = read_json_rows(std::string(input.bytes), input.name);
    issues_.merge(rows.issues());
    if (!rows.ok()) return false;
    file.rows = *std::move(rows);
    return true;
  }

  bool take_file(bool is_mapped, FoundFile& file) {
    const std::filesystem::path path = folder_ / file.name;
    std::error_code error;
    if (folder_.empty() || !std::filesystem::exists(path, error)) {
      if (is_mapped) {
        issues_.add(missing(file.name, "data.json names the file, and it does not exist."));
      }
      return false;
    }
    Result<MappedFile> bytes = MappedFile::open(path.string());
    if (!bytes.ok()) {
      issues_.merge(bytes.issues());
      return false;
    }
    file.bytes = file.mapped.emplace(std::move(bytes).value()).text();
    return true;
  }

  /// Files that look like data and are not read: a misspelt name must not pass for an empty table.
  void note_other_files() {
    if (folder_.empty()) return;
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
    const auto progress = [this](std::uint64_t read) {
      options_.progress(std::min(done_ + read, total_), total_);
    };
    std::function<void(std::uint64_t)> told;
    if (options_.progress) told = progress;
    detail::TableFile table =
        file.rows != nullptr ? detail::read_row_stream(*file.rows, file.name, schema_, *file.schema,
                                                       file.mapping, told)
                             : detail::read_table_file(file.bytes, file.name, schema_, *file.schema,
                                                       file.mapping, options_.threads, told);
    done_ += file.bytes.size();
    record(file.name, file.schema->table.noun, file.bytes, table.rows, "");
    issues_.merge(std::move(table.issues));
    doubtful_.merge(table.doubtful);
    if (!table.table) return;
    if (file.schema->is_trade) {
      trade_tables_.push_back(*std::move(table.table));
    } else {
      master_tables_[file.schema->table.noun] = (*std::move(table.table)).build();
    }
  }

  std::filesystem::path folder_;  // Empty: none.
  const std::vector<DataInput>& inputs_;
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
  return DatasetReader(folder, {}, schema, options).read();
}

Result<Dataset> read_dataset(const std::string& folder, const std::vector<DataInput>& inputs,
                             const DataSchema& schema, const DataOptions& options) {
  return DatasetReader(folder, inputs, schema, options).read();
}

}  // namespace rebate
