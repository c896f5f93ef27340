// SPDX-License-Identifier: Apache-2.0
//
// An output file appears whole or not at all. It is written beside its place under another name,
// forced to the disk, and renamed in one step: whoever is killed half-way leaves the old file, or
// none.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/report/text_sink.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace rebate {

/// What a call that gives nothing back answers: done, or the issues that kept it from being done.
struct Done {};

class OutputFile final : public TextSink {
 public:
  /// FAILS: kOutputFailed if a file cannot be made in that folder.
  [[nodiscard]] static Result<std::unique_ptr<OutputFile>> create(const std::string& path);
  /// Removes what was written unless it was committed.
  ~OutputFile() override;

  /// Forces everything to the disk and puts the file in its place.
  /// FAILS: kOutputFailed if anything could not be written (a full disk); the old file is then
  /// untouched.
  [[nodiscard]] Result<Done> commit();

 private:
  OutputFile(std::string path, std::string temporary, int descriptor);
  bool write_block(std::string_view block) override;
  Issue failure(int error) const;

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
  int error_ = 0;  // errno of the first write that failed
};

/// The whole text as one file. FAILS: kOutputFailed.
[[nodiscard]] Result<Done> write_whole_file(const std::string& path, std::string_view text);

/// Writes to a descriptor that is open already, such as standard output. Does not close it.
class DescriptorSink final : public TextSink {
 public:
  explicit DescriptorSink(int descriptor) : descriptor_(descriptor) {}

  /// errno of the first write that failed; 0: none.
  int error() const { return error_; }
  /// Whoever read the other end has gone (`rebate ... | head`): no mistake of anybody.
  bool is_reader_gone() const;

 private:
  bool write_block(std::string_view block) override;

  int descriptor_;
  int error_ = 0;
};

}  // namespace rebate
