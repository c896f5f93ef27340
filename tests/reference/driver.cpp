// SPDX-License-Identifier: Apache-2.0
//
// The engine behind the judge: one JSON object a line in, one a line out, in one process.
//
//   {"policy": "...", "files": {"sales.csv": "..."}, "as_of": "2025-12-31", "threads": 2,
//    "policy_files": {"terms.csv": "..."}, "parts": [{"sales.csv": "..."}], "round_trip": false}
//   {"lines": [{"rule": "r1", "partner": "P1", ...}], "issues": [{"code": "RB2204", ...}]}
//
// `policy_files` are those that the policy names, beside it; `parts` are ledgers beside the first,
// tallied alone and merged.
#include "rebate/plan/plan.hpp"
#include "rebate/tally/tally.hpp"
#include "rebate/settlement/settlement.hpp"
#include "rebate/codec/data_schema.hpp"
#include "rebate/codec/dataset.hpp"
#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/policy_writer.hpp"
#include "rebate/report/settlement_json.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

namespace {

using Json = nlohmann::json;
using namespace rebate;

// The folder that a request's files are laid out in; empty again after each request.
class DataFolder {
 public:
  explicit DataFolder(const std::filesystem::path& root) : path_(root) {
    std::filesystem::create_directories(path_);
  }
  ~DataFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  void lay_out(const Json& files) const {
    for (const auto& [name, text] : files.items()) {
      std::ofstream file(path_ / name, std::ios::binary);
      file << text.get_ref<const std::string&>();
    }
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

void add_issues(Json& out, const Issues& issues) {
  for (const Issue& issue : issues) {
    out.push_back({{"code", tag_of(issue.code)},
                   {"severity", std::string(to_string(issue.severity))},
                   {"message", to_string(issue)}});
  }
}

template <class T>
bool failed(const Result<T>& result, Json& issues) {
  add_issues(issues, result.issues());
  return !result.ok();
}

std::optional<Dataset> read_files(const Json& files, const std::filesystem::path& root,
                                  const CheckedPolicy& policy, Json& issues) {
  const DataFolder folder(root);
  folder.lay_out(files);
  DataOptions options;
  options.calendar = policy.calendar;
  options.wants_hashes = false;
  Result<Dataset> data = read_dataset(folder.path(), DataSchema::of(*policy.source), options);
  if (failed(data, issues)) return std::nullopt;
  return std::move(data).value();
}

// The files of a part: its own rows, and the first ledger's other files.
Json part_files(const Json& request, const Json& part) {
  Json files = request.at("files");
  files.update(part);
  return files;
}

// The policy with the files that it names.
Result<std::shared_ptr<const CheckedPolicy>> read_policy_of(const Json& request,
                                                            const std::string& text,
                                                            const std::filesystem::path& root) {
  const Json named = request.value("policy_files", Json::object());
  if (named.empty()) return load_policy(text, "policy.json");
  const DataFolder folder(root);
  folder.lay_out(named);
  folder.lay_out({{"policy.json", text}});
  return load_policy_file(folder.path() + "/policy.json");
}

Json settle_request(const Json& request, const std::filesystem::path& root) {
  Json reply = {{"lines", Json::array()}, {"issues", Json::array()}};
  Json& issues = reply["issues"];

  std::string text = request.at("policy").get<std::string>();
  if (request.value("round_trip", false)) {
    const auto written = read_policy(text, "policy.json");
    if (failed(written, issues)) return reply;
    text = write_policy(*written);
  }
  const auto policy = read_policy_of(request, text, root);
  if (failed(policy, issues)) return reply;
  const auto data = read_files(request.at("files"), root, **policy, issues);
  if (!data) return reply;

  PlanOptions plan_options;
  if (const Json as_of = request.value("as_of", Json()); as_of.is_string()) {
    plan_options.as_of = Date::parse(as_of.get<std::string>());
  }
  const auto plan = compile(*policy, *data->master, plan_options);
  if (failed(plan, issues)) return reply;

  const int threads = request.value("threads", 1);
  auto sums = tally(**plan, *data->master, data->ledger, {.threads = threads});
  for (const Json& part : request.value("parts", Json::array())) {
    const auto more = read_files(part_files(request, part), root, **policy, issues);
    if (!more) return reply;
    const auto its_sums = tally(**plan, *data->master, more->ledger, {.threads = threads});
    auto merged = merge(**plan, *sums, *its_sums);
    if (failed(merged, issues)) return reply;
    sums = *merged;
  }

  SettleOptions options;
  options.threads = threads;
  const auto settlement = settle(*plan, *data->master, *sums, options);
  if (failed(settlement, issues)) return reply;
  for (std::size_t line = 0; line < settlement->lines().size(); ++line) {
    reply["lines"].push_back(Json::parse(line_json(*settlement, line)));
  }
  return reply;
}

Json failure(const char* what) {
  return {{"lines", Json::array()},
          {"issues", {{{"code", "crash"}, {"severity", "error"}, {"message", what}}}}};
}

}  // namespace

int main() {
  std::string folder = (std::filesystem::temp_directory_path() / "rebate-judge-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    std::cerr << "no temporary folder\n";
    return 3;
  }
  std::string text;
  while (std::getline(std::cin, text)) {
    Json reply;
    try {
      reply = settle_request(Json::parse(text), std::filesystem::path(folder) / "data");
    } catch (const std::exception& caught) {
      reply = failure(caught.what());
    }
    std::cout << reply.dump() << std::endl;
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return 0;
}
