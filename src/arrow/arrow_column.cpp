// SPDX-License-Identifier: Apache-2.0
#include "arrow/arrow_column.hpp"

#include "rebate/numeric/decimal.hpp"
#include "rebate/calendar/date.hpp"
#include "rebate/codec/row_stream.hpp"

#include <cstring>

namespace rebate::detail {

namespace {

/// Far beyond the rows of a table, and far from where sums of two such numbers overflow.
constexpr std::int64_t kMostRows = std::int64_t{1} << 40;
constexpr std::int64_t kInlineView = 12;

template <class T>
T load(const void* from, std::int64_t index) {
  T value;
  std::memcpy(&value, static_cast<const char*>(from) + index * static_cast<std::int64_t>(sizeof(T)),
              sizeof(T));
  return value;
}

bool bit(const void* from, std::int64_t index) {
  return (static_cast<const std::uint8_t*>(from)[index / 8] >> (index % 8) & 1) != 0;
}

/// A number of 32 bytes, least significant first, two's complement.
Integer wide_integer(const char* bytes) {
  Integer number(load<std::int64_t>(bytes, 3));
  const Integer word = Integer(Int128{1} << 64);
  for (std::int64_t i = 2; i >= 0; --i)
    number = number * word + Integer(load<std::uint64_t>(bytes, i));
  return number;
}

}  // namespace

ArrowColumn::ArrowColumn(const ArrowSchema& schema)
    : type_(ArrowType::parse(schema.format == nullptr ? "" : schema.format)) {
  if (schema.dictionary == nullptr) return;
  const bool has_indices =
      type_.kind == ArrowType::Kind::kSigned || type_.kind == ArrowType::Kind::kUnsigned;
  if (!has_indices || schema.dictionary->dictionary != nullptr) {
    type_ = ArrowType::parse("");
    return;
  }
  values_ = std::make_unique<ArrowColumn>(*schema.dictionary);
}

std::string ArrowColumn::look_at(const ArrowArray* array, std::int64_t first, std::int64_t count) {
  array_ = array;
  if (array == nullptr || array->release == nullptr) return "has no array";
  if (array->length < 0 || array->offset < 0 || array->length > kMostRows ||
      array->offset > kMostRows) {
    return "has an impossible length or offset";
  }
  if (array->length < first + count) return "is shorter than its batch";
  first_ = array->offset + first;
  std::string fault = look_at_buffers(count);
  if (!fault.empty() || !values_) return fault;
  if (array->dictionary == nullptr) return "has no dictionary";
  value_count_ = array->dictionary->length;
  fault = values_->look_at(array->dictionary, 0, value_count_);
  return fault.empty() ? fault : "has a dictionary that " + fault;
}

std::string ArrowColumn::look_at_buffers(std::int64_t count) {
  using Kind = ArrowType::Kind;
  validity_ = nullptr;
  data_ = nullptr;
  const std::int64_t wanted = type_.buffer_count();
  const bool is_right =
      type_.kind == Kind::kTextView ? array_->n_buffers >= wanted : array_->n_buffers == wanted;
  // Old producers give the type null one buffer.
  if (!is_right && !(type_.kind == Kind::kNull && array_->n_buffers == 1)) {
    return "has " + std::to_string(array_->n_buffers) + " buffers, a column of " + type_.name +
           " has " + std::to_string(wanted);
  }
  if (type_.kind == Kind::kNull) return "";
  if (array_->buffers == nullptr) return "has no buffers";
  if (array_->null_count < -1 || array_->null_count > array_->length) {
    return "has an impossible number of nulls";
  }
  validity_ = static_cast<const std::uint8_t*>(array_->buffers[0]);
  if (validity_ == nullptr && array_->null_count > 0) return "has nulls and does not say which";
  if (array_->null_count == 0) validity_ = nullptr;
  data_ = static_cast<const char*>(array_->buffers[1]);
  if (count == 0) return "";
  if (data_ == nullptr) return "has no values";
  if (type_.kind == Kind::kText || type_.kind == Kind::kLargeText) return look_at_offsets(count);
  return "";
}

/// Every text must lie within its neighbours before any of them is read.
std::string ArrowColumn::look_at_offsets(std::int64_t count) const {
  const bool is_large = type_.kind == ArrowType::Kind::kLargeText;
  const auto offset = [&](std::int64_t at) {
    return is_large ? load<std::int64_t>(data_, at) : load<std::int32_t>(data_, at);
  };
  std::int64_t before = offset(first_);
  if (before < 0) return "has a text that begins before its buffer";
  for (std::int64_t i = first_ + 1; i <= first_ + count; ++i) {
    const std::int64_t next = offset(i);
    if (next < before) return "has a text that ends before it begins";
    before = next;
  }
  if (array_->buffers[2] == nullptr && before > 0) return "has no bytes of its texts";
  return "";
}

bool ArrowColumn::is_missing(std::int64_t at) const {
  return type_.kind == ArrowType::Kind::kNull || (validity_ != nullptr && !bit(validity_, at));
}

std::int64_t ArrowColumn::integer(std::int64_t at) const {
  const bool is_signed = type_.kind == ArrowType::Kind::kSigned;
  switch (type_.bytes) {
    case 1:
      return is_signed ? load<std::int8_t>(data_, at) : load<std::uint8_t>(data_, at);
    case 2:
      return is_signed ? load<std::int16_t>(data_, at) : load<std::uint16_t>(data_, at);
    case 4:
      return is_signed ? load<std::int32_t>(data_, at) : load<std::uint32_t>(data_, at);
    default:
      return load<std::int64_t>(data_, at);
  }
}

/// Sixteen bytes a view: the size, then up to twelve bytes of text, or a beginning, a buffer and
/// where the text lies in it.
std::optional<std::string_view> ArrowColumn::view(std::int64_t at, std::string& fault) const {
  const char* bytes = data_ + at * 16;
  const std::int64_t size = load<std::int32_t>(bytes, 0);
  if (size >= 0 && size <= kInlineView)
    return std::string_view(bytes + 4, static_cast<size_t>(size));
  const std::int64_t buffer = load<std::int32_t>(bytes, 2), begin = load<std::int32_t>(bytes, 3);
  const std::int64_t count = array_->n_buffers - 3;
  const void* sizes = array_->buffers[array_->n_buffers - 1];
  if (size < 0 || buffer < 0 || buffer >= count || begin < 0 || sizes == nullptr ||
      array_->buffers[2 + buffer] == nullptr || begin + size > load<std::int64_t>(sizes, buffer)) {
    fault = "is a view of bytes that are not there";
    return std::nullopt;
  }
  return std::string_view(static_cast<const char*>(array_->buffers[2 + buffer]) + begin,
                          static_cast<size_t>(size));
}

std::optional<std::string_view> ArrowColumn::day(std::int64_t at, std::string& fault) {
  std::int64_t days = 0;
  if (type_.kind == ArrowType::Kind::kDays) {
    days = load<std::int32_t>(data_, at);
  } else {
    const auto ticks = load<std::int64_t>(data_, at);
    days = ticks / type_.unit;
    if (ticks % type_.unit != 0) {
      fault = "has a time of day: cast the column to date32";
      return std::nullopt;
    }
  }
  if (days < Date::kMinDays || days > Date::kMaxDays) {
    fault = "lies beyond the years 1 to 9999";
    return std::nullopt;
  }
  made_ = Date::from_days(static_cast<std::int32_t>(days)).to_string();
  return made_;
}

std::string_view ArrowColumn::decimal(std::int64_t at) {
  const char* bytes = data_ + at * type_.bytes;
  Int128 small = 0;
  if (type_.bytes == 32) {
    made_ = Decimal(wide_integer(bytes), type_.scale).to_string(type_.scale);
    return made_;
  }
  if (type_.bytes == 16) {
    small = load<Int128>(bytes, 0);
  } else {
    small = type_.bytes == 8 ? load<std::int64_t>(bytes, 0) : load<std::int32_t>(bytes, 0);
  }
  made_.clear();
  if (type_.scale <= 18 && small >= INT64_MIN && small <= INT64_MAX) {
    append_decimal_text(static_cast<std::int64_t>(small), type_.scale, made_);
  } else {
    made_ = Decimal(Integer(small), type_.scale).to_string(type_.scale);
  }
  return made_;
}

std::optional<std::string_view> ArrowColumn::text(std::int64_t row, std::string& fault) {
  using Kind = ArrowType::Kind;
  const std::int64_t at = first_ + row;
  if (is_missing(at)) return "";
  if (values_) {
    const std::int64_t index = integer(at);
    if (index < 0 || index >= value_count_) {
      fault = "points beyond its dictionary";
      return std::nullopt;
    }
    return values_->text(index, fault);
  }
  switch (type_.kind) {
    case Kind::kFlag:
      return bit(data_, at) ? "true" : "false";
    case Kind::kSigned:
      made_.clear();
      append_decimal_text(integer(at), 0, made_);
      return made_;
    case Kind::kUnsigned:
      made_ = std::to_string(static_cast<std::uint64_t>(integer(at)));
      return made_;
    case Kind::kDecimal:
      return decimal(at);
    case Kind::kText: {
      const auto begin = load<std::int32_t>(data_, at), end = load<std::int32_t>(data_, at + 1);
      if (begin == end) return "";
      return std::string_view(static_cast<const char*>(array_->buffers[2]) + begin,
                              static_cast<size_t>(end - begin));
    }
    case Kind::kLargeText: {
      const auto begin = load<std::int64_t>(data_, at), end = load<std::int64_t>(data_, at + 1);
      if (begin == end) return "";
      return std::string_view(static_cast<const char*>(array_->buffers[2]) + begin,
                              static_cast<size_t>(end - begin));
    }
    case Kind::kTextView:
      return view(at, fault);
    case Kind::kDays:
    case Kind::kTimestamp:
      return day(at, fault);
    case Kind::kNull:
    case Kind::kRefused:
      break;
  }
  return "";
}

}  // namespace rebate::detail
