// SPDX-License-Identifier: Apache-2.0
//
// Where a subcommand writes: standard output, or a file that appears whole or not at all.
#pragma once

#include "rebate/report/output_file.hpp"
#include "rebate/report/text_sink.hpp"

#include <memory>
#include <string>

namespace rebate::cli {

class Output {
 public:
  /// An empty path or "-" is standard output. Throws OutputError.
  explicit Output(const std::string& path);
  ~Output();

  TextSink& sink();
  bool is_file() const { return file_ != nullptr; }
  /// Puts everything in its place. A reader of standard output that has gone is no mistake. Throws
  /// OutputError.
  void finish();

 private:
  std::unique_ptr<OutputFile> file_;
  std::unique_ptr<DescriptorSink> standard_;
};

}  // namespace rebate::cli
