// SPDX-License-Identifier: Apache-2.0
//
// One column of a batch, checked, and its cells as the texts that a data file would have.
#pragma once

#include "rebate/arrow/c_data.h"
#include "arrow/arrow_type.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rebate::detail {

class ArrowColumn {
 public:
  explicit ArrowColumn(const ArrowSchema& schema);

  [[nodiscard]] const ArrowType& type() const { return values_ ? values_->type() : type_; }

  /// Looks at an array of the column of which `count` rows will be asked for, from `first` on.
  /// What is wrong with it, or an empty text. It must live until the next call.
  [[nodiscard]] std::string look_at(const ArrowArray* array, std::int64_t first,
                                    std::int64_t count);

  /// The cell as text, "" if it is missing; valid until the next call. Nothing, with `fault`, if
  /// it cannot be read. REQUIRES: look_at() found nothing, 0 <= row < count.
  [[nodiscard]] std::optional<std::string_view> text(std::int64_t row, std::string& fault);

 private:
  [[nodiscard]] std::string look_at_buffers(std::int64_t count);
  [[nodiscard]] std::string look_at_offsets(std::int64_t count) const;
  [[nodiscard]] bool is_missing(std::int64_t at) const;
  [[nodiscard]] std::int64_t integer(std::int64_t at) const;
  [[nodiscard]] std::optional<std::string_view> view(std::int64_t at, std::string& fault) const;
  [[nodiscard]] std::optional<std::string_view> day(std::int64_t at, std::string& fault);
  [[nodiscard]] std::string_view decimal(std::int64_t at);

  ArrowType type_;  // Of the indices, if it is a dictionary.
  std::unique_ptr<ArrowColumn> values_;
  std::int64_t value_count_ = 0;
  const ArrowArray* array_ = nullptr;
  const std::uint8_t* validity_ = nullptr;
  const char* data_ = nullptr;
  std::int64_t first_ = 0;
  std::string made_;
};

}  // namespace rebate::detail
