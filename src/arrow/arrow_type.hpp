// SPDX-License-Identifier: Apache-2.0
//
// The type of a column of an Arrow stream, from its format text: "l" is a 64-bit integer, "d:18,2"
// a decimal of scale 2, "tsu:" a timestamp in microseconds without zone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rebate::detail {

struct ArrowType {
  enum class Kind : std::uint8_t {
    kNull,
    kFlag,
    kSigned,
    kUnsigned,
    kDecimal,
    kText,       ///< 32-bit offsets.
    kLargeText,  ///< 64-bit offsets.
    kTextView,
    kDays,       ///< date32
    kTimestamp,  ///< Also date64; `unit` ticks a day.
    kRefused,    ///< `name` says what it is, `advice` what to do.
  };
  Kind kind = Kind::kRefused;
  int bytes = 0;           ///< Of a value in the data buffer; 0 where it is not fixed.
  std::int32_t scale = 0;  ///< Of decimals.
  std::int64_t unit = 0;   ///< Ticks of a timestamp in a day.
  std::string name;        ///< For messages: "float64".
  std::string advice;      ///< "cast it to decimal(38, 2)"

  static ArrowType parse(std::string_view format);
  /// Buffers that an array of the type has; of views at least so many.
  [[nodiscard]] std::int64_t buffer_count() const;
};

}  // namespace rebate::detail
