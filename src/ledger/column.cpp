// SPDX-License-Identifier: Apache-2.0
#include "rebate/ledger/column.hpp"

#include "rebate/base/require.hpp"

namespace rebate {

namespace {

constexpr std::int64_t kMissingFlag = 2;

}  // namespace

std::span<const TextCode> Column::codes(RowIndex first, RowIndex count,
                                        std::span<TextCode> buffer) const {
  REBATE_REQUIRE(has_dictionary() && count <= buffer.size(),
                 "a text column and room for its codes");
  numbers_.read(first, buffer.first(count));
  return buffer.first(count);
}

std::span<const std::int64_t> Column::coefficients(RowIndex first, RowIndex count,
                                                   std::span<std::int64_t> buffer) const {
  REBATE_REQUIRE(type_ == FieldType::kNumber && count <= buffer.size(),
                 "a number column and room for its coefficients");
  numbers_.read(first, buffer.first(count));
  return buffer.first(count);
}

std::span<const std::int32_t> Column::days(RowIndex first, RowIndex count,
                                           std::span<std::int32_t> buffer) const {
  REBATE_REQUIRE(type_ == FieldType::kDate && count <= buffer.size(),
                 "a date column and room for its days");
  numbers_.read(first, buffer.first(count), kMissingDay);
  return buffer.first(count);
}

FieldValue Column::cell(RowIndex row) const {
  switch (type_) {
    case FieldType::kText: {
      const std::string_view held = text(row);
      if (held.empty()) return {};
      return std::string(held);
    }
    case FieldType::kNumber: {
      std::optional<Decimal> held = number(row);
      if (!held) return {};
      return *std::move(held);
    }
    case FieldType::kDate: {
      const std::optional<Date> held = date(row);
      if (!held) return {};
      return *held;
    }
    case FieldType::kFlag: {
      const std::optional<bool> held = flag(row);
      if (!held) return {};
      return *held;
    }
  }
  return {};
}

bool Column::is_missing(RowIndex row) const {
  switch (type_) {
    case FieldType::kText:
      return has_dictionary() ? code(row) == kMissingText : text(row).empty();
    case FieldType::kNumber:
    case FieldType::kDate:
      return numbers_.at(row) == kMissingNumber;
    case FieldType::kFlag:
      return numbers_.at(row) == kMissingFlag;
  }
  return true;
}

std::string_view Column::text(RowIndex row) const {
  REBATE_REQUIRE(type_ == FieldType::kText, "the column holds texts");
  return has_dictionary() ? dictionary_->text(code(row)) : texts_.text(row);
}

TextCode Column::code(RowIndex row) const {
  REBATE_REQUIRE(has_dictionary(), "the column holds texts of a dictionary");
  return static_cast<TextCode>(numbers_.at(row));
}

std::optional<Decimal> Column::number(RowIndex row) const {
  REBATE_REQUIRE(type_ == FieldType::kNumber, "the column holds numbers");
  const std::int64_t coefficient = numbers_.at(row);
  if (coefficient == kMissingNumber) return std::nullopt;
  if (coefficient == kWideNumber) return wide_.at(row);
  return Decimal::from_int64(coefficient, scale_);
}

std::optional<Date> Column::date(RowIndex row) const {
  REBATE_REQUIRE(type_ == FieldType::kDate, "the column holds dates");
  const std::int64_t day = numbers_.at(row);
  if (day == kMissingNumber) return std::nullopt;
  return Date::from_days(static_cast<std::int32_t>(day));
}

std::optional<bool> Column::flag(RowIndex row) const {
  REBATE_REQUIRE(type_ == FieldType::kFlag, "the column holds flags");
  const std::int64_t flag = numbers_.at(row);
  if (flag == kMissingFlag) return std::nullopt;
  return flag == 1;
}

}  // namespace rebate
