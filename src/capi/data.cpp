// SPDX-License-Identifier: Apache-2.0
#include "capi/progress.hpp"

#include <algorithm>

using namespace rebate;
using namespace rebate::capi;

namespace {

constexpr int kWhole = 1000;  // thousandths

/// What was in an input, which is empty now.
struct Taken {
  explicit Taken(rebate_input& input) : folder(std::move(input.folder)) {
    files.swap(input.files);
    columns.swap(input.columns);
    input.folder.clear();
  }

  std::vector<DataInput> inputs() {
    std::vector<DataInput> list;
    for (rebate_input::File& file : files) list.push_back({file.name, file.bytes, file.rows});
    for (const auto& [file, rows] : columns) list.push_back({file, {}, rows});
    return list;
  }

  std::string folder;
  std::vector<rebate_input::File> files;
  std::map<std::string, std::shared_ptr<ColumnRows>, std::less<>> columns;
};

unsigned thread_count(int asked) {
  if (asked > 0) return static_cast<unsigned>(asked);
  return std::max(1u, std::thread::hardware_concurrency());
}

DataOptions reading_options(const CheckedPolicy& policy, const rebate_options& options,
                            Progress& progress) {
  DataOptions reading;
  reading.calendar = policy.calendar;
  reading.wants_hashes = false;
  reading.threads = thread_count(options.threads);
  if (progress.is_wanted()) {
    reading.progress = [&progress](std::uint64_t done, std::uint64_t total) {
      const std::uint64_t part = total == 0 ? kWhole : done * kWhole / total;
      progress.tell_or_stop(REBATE_STAGE_READING, static_cast<int>(part));
    };
  }
  return reading;
}

}  // namespace

rebate_status rebate_data_read(const rebate_policy* policy, rebate_input* input,
                               rebate_options* options, rebate_data** data_out,
                               rebate_error** error_out) {
  return guard_new(data_out, "data_out", error_out, [&] {
    const CheckedPolicy& checked = *live(policy, "policy").policy;
    const Use<rebate_input> use(input, "input");
    const UseOptions run(options);
    Taken taken(*use);
    Progress progress(*run);
    auto made = std::make_unique<rebate_data>();
    made->schema = DataSchema::of(*checked.source);
    Result<Dataset> read = read_dataset(taken.folder, taken.inputs(), made->schema,
                                        reading_options(checked, *run, progress));
    if (read.ok()) made->warnings = warnings_of(read.issues());
    made->data = std::make_shared<const Dataset>(value_of(std::move(read)));
    return made;
  });
}

const rebate_error* rebate_data_warnings(const rebate_data* data) {
  return is_live(data) ? data->warnings.get() : nullptr;
}

rebate_status rebate_data_row_count(const rebate_data* data, const char* file, uint64_t* count_out,
                                    rebate_error** error_out) {
  if (count_out != nullptr) *count_out = 0;
  return guard(error_out, [&] {
    given(count_out, "count_out");
    const rebate_data& of = live(data, "data");
    const DataFileSchema* schema = of.schema.find_file(&given(file, "file"));
    const auto& files = of.data->files;
    const auto found = std::find_if(files.begin(), files.end(), [&](const DataFile& read) {
      return schema != nullptr && read.noun == schema->table.noun;
    });
    if (found == files.end()) {
      refuse(REBATE_NOT_FOUND, "No file '" + std::string(file) + "' was read.");
    }
    *count_out = found->rows;
  });
}

void rebate_data_free(rebate_data* data) { free_handle(data); }
