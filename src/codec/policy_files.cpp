// SPDX-License-Identifier: Apache-2.0
#include "codec/policy_files.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace rebate::detail {

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
    issue.message = std::filesystem::is_directory(path, error) ? "this is a folder; a file is needed"
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
    issues.add(Code::kLimitExceeded, place, "the file has more than " + std::to_string(max_bytes) + " bytes");
    return issues;
  }
  return text;
}

void load_named_files(Policy&, const std::string&, Issues&) {}

}  // namespace rebate::detail
