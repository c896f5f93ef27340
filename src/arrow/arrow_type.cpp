// SPDX-License-Identifier: Apache-2.0
#include "arrow/arrow_type.hpp"

#include <charconv>
#include <optional>

namespace rebate::detail {

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

ArrowType fixed(ArrowType::Kind kind, int bytes, std::string name) {
  ArrowType type;
  type.kind = kind;
  type.bytes = bytes;
  type.name = std::move(name);
  return type;
}

ArrowType refused(std::string name, std::string advice) {
  ArrowType type;
  type.name = std::move(name);
  type.advice = std::move(advice);
  return type;
}

/// The next number before a comma or the end.
std::optional<int> next_number(std::string_view& text) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  if (text.starts_with(',')) text.remove_prefix(1);
  return number;
}

/// "d:38,2" or "d:76,2,256".
ArrowType decimal(std::string_view rest) {
  const std::optional<int> precision = next_number(rest);
  const std::optional<int> scale = next_number(rest);
  const int bits = rest.empty() ? 128 : next_number(rest).value_or(0);
  const bool is_known = bits == 32 || bits == 64 || bits == 128 || bits == 256;
  if (!precision || !scale || !is_known || !rest.empty()) {
    return refused("a decimal of an unknown form", "cast it to decimal128");
  }
  if (*scale < 0 || *scale > 60) {
    return refused("a decimal of scale " + std::to_string(*scale),
                   "cast it to a scale from 0 to 60");
  }
  ArrowType type = fixed(ArrowType::Kind::kDecimal, bits / 8, "decimal" + std::to_string(bits));
  type.scale = *scale;
  return type;
}

/// "tsu:Europe/Paris" or "tsu:".
ArrowType timestamp(std::string_view format) {
  ArrowType type = fixed(ArrowType::Kind::kTimestamp, 8, "timestamp");
  switch (format[2]) {
    case 's':
      type.unit = kSecondsPerDay;
      break;
    case 'm':
      type.unit = kSecondsPerDay * 1'000;
      break;
    case 'u':
      type.unit = kSecondsPerDay * 1'000'000;
      break;
    case 'n':
      type.unit = kSecondsPerDay * 1'000'000'000;
      break;
    default:
      return refused("a timestamp of an unknown unit", "cast it to date32");
  }
  if (format.size() > 4) {
    return refused("a timestamp with a time zone",
                   "cast it to date32, by the clock of the place where the day counts");
  }
  return type;
}

}  // namespace

ArrowType ArrowType::parse(std::string_view format) {
  using enum Kind;
  if (format == "n") return fixed(kNull, 0, "null");
  if (format == "b") return fixed(kFlag, 0, "bool");
  if (format == "c") return fixed(kSigned, 1, "int8");
  if (format == "C") return fixed(kUnsigned, 1, "uint8");
  if (format == "s") return fixed(kSigned, 2, "int16");
  if (format == "S") return fixed(kUnsigned, 2, "uint16");
  if (format == "i") return fixed(kSigned, 4, "int32");
  if (format == "I") return fixed(kUnsigned, 4, "uint32");
  if (format == "l") return fixed(kSigned, 8, "int64");
  if (format == "L") return fixed(kUnsigned, 8, "uint64");
  if (format == "u") return fixed(kText, 0, "utf8");
  if (format == "U") return fixed(kLargeText, 0, "large_utf8");
  if (format == "vu") return fixed(kTextView, 0, "utf8_view");
  if (format == "tdD") return fixed(kDays, 4, "date32");
  if (format == "tdm") {
    ArrowType type = fixed(kTimestamp, 8, "date64");
    type.unit = kSecondsPerDay * 1'000;
    return type;
  }
  if (format.starts_with("d:")) return decimal(format.substr(2));
  if (format.size() >= 4 && format.starts_with("ts") && format[3] == ':') return timestamp(format);
  const std::string exact =
      "binary fractions have lost the exact digits: cast it to a decimal, such as decimal(38, 2), "
      "or to an integer";
  if (format == "e") return refused("float16", exact);
  if (format == "f") return refused("float32", exact);
  if (format == "g") return refused("float64", exact);
  return refused("of the Arrow type '" + std::string(format.substr(0, 20)) + "'",
                 "cast it to text, an integer, a decimal, date32 or bool");
}

std::int64_t ArrowType::buffer_count() const {
  switch (kind) {
    case Kind::kNull:
      return 0;
    case Kind::kText:
    case Kind::kLargeText:
      return 3;
    case Kind::kTextView:
      return 3;  // Validity, views, and the sizes of what is between.
    default:
      return 2;
  }
}

}  // namespace rebate::detail
