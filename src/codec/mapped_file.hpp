// SPDX-License-Identifier: Apache-2.0
//
// A file as one text in memory, mapped rather than copied: a ledger of 600 MB takes no heap.
#pragma once

#include "rebate/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace rebate::detail {

class MappedFile {
 public:
  /// FAILS: kFileMissing (also for folders, pipes and devices).
  static Result<MappedFile> open(const std::string& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view text() const { return {bytes_, size_}; }

 private:
  MappedFile() = default;

  const char* bytes_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace rebate::detail
