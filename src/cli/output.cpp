// SPDX-License-Identifier: Apache-2.0
#include "cli/output.hpp"

#include "cli/usage.hpp"

#include <cstring>
#include <unistd.h>

namespace rebate::cli {
namespace {

[[noreturn]] void fail(const Issues& issues) {
  std::string text = to_string(issues);
  if (!text.empty() && text.back() == '\n') text.pop_back();
  throw OutputError(text);
}

}  // namespace

Output::Output(const std::string& path) {
  if (path.empty() || path == "-") {
    standard_ = std::make_unique<DescriptorSink>(STDOUT_FILENO);
    return;
  }
  Result<std::unique_ptr<OutputFile>> file = OutputFile::create(path);
  if (!file.ok()) fail(file.issues());
  file_ = *std::move(file);
}

Output::~Output() = default;

TextSink& Output::sink() {
  if (file_ != nullptr) return *file_;
  return *standard_;
}

void Output::finish() {
  if (file_ != nullptr) {
    const Result<Done> done = file_->commit();
    if (!done.ok()) fail(done.issues());
    return;
  }
  standard_->flush();
  if (standard_->ok() || standard_->is_reader_gone()) return;
  throw OutputError(std::string("Standard output cannot be written: ") +
                    std::strerror(standard_->error()) + ".");
}

}  // namespace rebate::cli
