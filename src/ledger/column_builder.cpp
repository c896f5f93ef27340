// SPDX-License-Identifier: Apache-2.0
//
// Numbers of a column share one scale, the largest that its rows have needed so far. A number that
// would not fit at that scale is set aside as a Decimal, so that one odd row neither loses a digit
// nor makes the others slow.
#include "rebate/base/require.hpp"
#include "rebate/ledger/column.hpp"

#include <array>
#include <numeric>

namespace rebate {

namespace {

constexpr std::uint8_t kMissingFlag = 2;
constexpr std::int32_t kMaxQuickScale = 18;

constexpr std::array<std::int64_t, kMaxQuickScale + 1> kPowers = [] {
  std::array<std::int64_t, kMaxQuickScale + 1> powers{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}();

bool is_special(std::int64_t number) { return number <= kWideNumber; }

/// value × 10^digits, or kWideNumber if that is no plain 64-bit number.
std::int64_t scaled(std::int64_t value, std::int32_t digits) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(value, kPowers[static_cast<std::size_t>(digits)], &result)) {
    return kWideNumber;
  }
  return is_special(result) ? kWideNumber : result;
}

/// Numbers of the rows listed, or of all. Where no row is left out they are packed first, so that
/// looking them up in another order stays near the cache.
template <class T, class... Missing>
PackedNumbers packed(std::vector<T>&& values, const RowIndex* rows, RowIndex count,
                     Missing... missing) {
  const std::vector<T> all = std::move(values);
  if (rows == nullptr || count == all.size()) {
    PackedNumbers numbers(std::span<const T>(all), missing...);
    return rows == nullptr ? numbers : numbers.reordered(std::span(rows, count));
  }
  std::vector<T> picked(count);
  for (RowIndex i = 0; i < count; ++i) picked[i] = all[rows[i]];
  return PackedNumbers(std::span<const T>(picked), missing...);
}

}  // namespace

ColumnBuilder::ColumnBuilder(FieldSpec spec) : spec_(std::move(spec)) {
  if (spec_.type == FieldType::kText && !spec_.is_unique) {
    own_dictionary_ = std::make_shared<Dictionary>();
    dictionary_ = own_dictionary_;
  }
}

void ColumnBuilder::reserve(std::size_t rows) {
  switch (spec_.type) {
    case FieldType::kText:
      if (spec_.is_unique) texts_.reserve(rows, rows * 8);
      if (!spec_.is_unique) codes_.reserve(rows);
      return;
    case FieldType::kNumber:
      return coefficients_.reserve(rows);
    case FieldType::kDate:
      return days_.reserve(rows);
    case FieldType::kFlag:
      return flags_.reserve(rows);
  }
}

void ColumnBuilder::add_missing() {
  switch (spec_.type) {
    case FieldType::kText:
      return add_text("");
    case FieldType::kNumber:
      coefficients_.push_back(kMissingNumber);
      break;
    case FieldType::kDate:
      days_.push_back(kMissingDay);
      break;
    case FieldType::kFlag:
      flags_.push_back(kMissingFlag);
      break;
  }
  ++size_;
}

void ColumnBuilder::add_text(std::string_view text) {
  REBATE_REQUIRE(spec_.type == FieldType::kText, "the column holds texts");
  if (spec_.is_unique) {
    texts_.add(text);
  } else {
    REBATE_REQUIRE(own_dictionary_ != nullptr, "a recoded column takes no more texts");
    codes_.push_back(own_dictionary_->add(text));
  }
  ++size_;
}

void ColumnBuilder::add_number(std::int64_t coefficient, std::int32_t scale) {
  REBATE_REQUIRE(spec_.type == FieldType::kNumber, "the column holds numbers");
  if (scale != scale_) [[unlikely]] {
    while (scale > kMaxColumnScale && coefficient % 10 == 0) coefficient /= 10, --scale;
    if (scale > kMaxColumnScale) return add_wide(Decimal::from_int64(coefficient, scale));
    if (scale > scale_) rescale(scale);
    const std::int64_t same = scaled(coefficient, scale_ - scale);
    if (same == kWideNumber) return add_wide(Decimal::from_int64(coefficient, scale));
    coefficient = same;
  }
  if (is_special(coefficient)) return add_wide(Decimal::from_int64(coefficient, scale_));
  coefficients_.push_back(coefficient);
  ++size_;
}

void ColumnBuilder::add_number(const Decimal& number) {
  if (number.scale() <= kMaxQuickScale) {
    if (const auto coefficient = number.coefficient().to_int64()) {
      return add_number(*coefficient, number.scale());
    }
  }
  const Decimal shortest = number.normalized();
  const auto coefficient = shortest.coefficient().to_int64();
  if (coefficient && shortest.scale() <= kMaxQuickScale) {
    return add_number(*coefficient, shortest.scale());
  }
  add_wide(shortest);
}

void ColumnBuilder::add_wide(const Decimal& number) {
  REBATE_REQUIRE(spec_.type == FieldType::kNumber, "the column holds numbers");
  wide_.emplace(size_, number);
  coefficients_.push_back(kWideNumber);
  ++size_;
}

void ColumnBuilder::rescale(std::int32_t scale) {
  for (RowIndex row = 0; row < size_; ++row) {
    std::int64_t& coefficient = coefficients_[row];
    if (is_special(coefficient)) continue;
    const std::int64_t same = scaled(coefficient, scale - scale_);
    if (same == kWideNumber) wide_.emplace(row, Decimal::from_int64(coefficient, scale_));
    coefficient = same;
  }
  scale_ = scale;
}

void ColumnBuilder::add_date(Date date) {
  REBATE_REQUIRE(spec_.type == FieldType::kDate, "the column holds dates");
  days_.push_back(date.days());
  ++size_;
}

void ColumnBuilder::add_flag(bool flag) {
  REBATE_REQUIRE(spec_.type == FieldType::kFlag, "the column holds flags");
  flags_.push_back(flag ? 1 : 0);
  ++size_;
}

TextCode ColumnBuilder::code_of(std::string_view text) {
  REBATE_REQUIRE(own_dictionary_ != nullptr, "a text column that was not recoded");
  return own_dictionary_->add(text);
}

void ColumnBuilder::add_codes(std::span<const TextCode> codes) {
  REBATE_REQUIRE(own_dictionary_ != nullptr, "a text column that was not recoded");
  codes_.insert(codes_.end(), codes.begin(), codes.end());
  size_ += static_cast<RowIndex>(codes.size());
}

void ColumnBuilder::add_texts(const char* base, std::span<const std::uint32_t> begins,
                              std::span<const std::uint32_t> ends) {
  REBATE_REQUIRE(spec_.type == FieldType::kText && spec_.is_unique, "a column of unique texts");
  texts_.add(base, begins, ends);
  size_ += static_cast<RowIndex>(begins.size());
}

void ColumnBuilder::add_numbers(std::span<const std::int64_t> coefficients,
                                std::span<const std::uint8_t> scales) {
  REBATE_REQUIRE(spec_.type == FieldType::kNumber, "the column holds numbers");
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    const std::int64_t number = coefficients[i];
    if (scales[i] != scale_ && number != kMissingNumber) {
      add_number(number, scales[i]);
      continue;
    }
    coefficients_.push_back(number);
    ++size_;
  }
}

void ColumnBuilder::add_days(std::span<const std::int32_t> days) {
  REBATE_REQUIRE(spec_.type == FieldType::kDate, "the column holds dates");
  days_.insert(days_.end(), days.begin(), days.end());
  size_ += static_cast<RowIndex>(days.size());
}

void ColumnBuilder::add(const FieldValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return add_text(*text);
  if (const auto* number = std::get_if<Decimal>(&value)) return add_number(*number);
  if (const auto* date = std::get_if<Date>(&value)) return add_date(*date);
  if (const auto* flag = std::get_if<bool>(&value)) return add_flag(*flag);
  add_missing();
}

void ColumnBuilder::append(ColumnBuilder later) {
  REBATE_REQUIRE(spec_ == later.spec_, "parts of a column have the same spec");
  if (size_ == 0) {
    *this = std::move(later);
    return;
  }
  switch (spec_.type) {
    case FieldType::kText:
      if (spec_.is_unique) {
        for (RowIndex row = 0; row < later.size_; ++row) texts_.add(later.texts_.text(row));
      } else {
        REBATE_REQUIRE(own_dictionary_ != nullptr, "a recoded column takes no more texts");
        std::vector<TextCode> codes(later.dictionary_->size());
        for (TextCode code = 0; code < codes.size(); ++code)
          codes[code] = own_dictionary_->add(later.dictionary_->text(code));
        codes_.reserve(codes_.size() + later.codes_.size());
        for (const TextCode code : later.codes_) codes_.push_back(codes[code]);
      }
      break;
    case FieldType::kNumber:
      if (later.scale_ > scale_) rescale(later.scale_);
      if (scale_ > later.scale_) later.rescale(scale_);
      for (auto& [row, number] : later.wide_) wide_.emplace(size_ + row, std::move(number));
      coefficients_.insert(coefficients_.end(), later.coefficients_.begin(),
                           later.coefficients_.end());
      break;
    case FieldType::kDate:
      days_.insert(days_.end(), later.days_.begin(), later.days_.end());
      break;
    case FieldType::kFlag:
      flags_.insert(flags_.end(), later.flags_.begin(), later.flags_.end());
      break;
  }
  size_ += later.size_;
}

std::string_view ColumnBuilder::text(RowIndex row) const {
  REBATE_REQUIRE(spec_.type == FieldType::kText && row < size_, "a text of a row that exists");
  return spec_.is_unique ? texts_.text(row) : dictionary_->text(codes_[row]);
}

TextCode ColumnBuilder::code(RowIndex row) const {
  REBATE_REQUIRE(dictionary_ != nullptr && row < size_, "a code of a row that exists");
  return codes_[row];
}

FieldValue ColumnBuilder::cell(RowIndex row) const {
  REBATE_REQUIRE(row < size_, "the row exists");
  switch (spec_.type) {
    case FieldType::kText: {
      if (text(row).empty()) return {};
      return std::string(text(row));
    }
    case FieldType::kNumber: {
      if (coefficients_[row] == kMissingNumber) return {};
      if (coefficients_[row] == kWideNumber) return wide_.at(row);
      return Decimal::from_int64(coefficients_[row], scale_);
    }
    case FieldType::kDate: {
      if (days_[row] == kMissingDay) return {};
      return Date::from_days(days_[row]);
    }
    case FieldType::kFlag: {
      if (flags_[row] == kMissingFlag) return {};
      return flags_[row] == 1;
    }
  }
  return {};
}

int ColumnBuilder::sign(RowIndex row) const {
  REBATE_REQUIRE(spec_.type == FieldType::kNumber && row < size_, "a number of a row that exists");
  const std::int64_t coefficient = coefficients_[row];
  if (coefficient == kMissingNumber) return 0;
  if (coefficient == kWideNumber) return wide_.at(row).sign();
  return coefficient < 0 ? -1 : coefficient > 0 ? 1 : 0;
}

void ColumnBuilder::set_number(RowIndex row, const std::optional<Decimal>& number) {
  REBATE_REQUIRE(spec_.type == FieldType::kNumber && row < size_, "a number of a row that exists");
  wide_.erase(row);
  coefficients_[row] = kMissingNumber;
  if (!number) return;
  const Decimal shortest = number->normalized();
  if (shortest.scale() > scale_ && shortest.scale() <= kMaxColumnScale) rescale(shortest.scale());
  const auto coefficient =
      shortest.scale() <= scale_ ? shortest.to_int64(scale_) : std::optional<std::int64_t>();
  if (coefficient && !is_special(*coefficient)) {
    coefficients_[row] = *coefficient;
  } else {
    coefficients_[row] = kWideNumber;
    wide_.emplace(row, shortest);
  }
}

bool ColumnBuilder::equal(RowIndex a, RowIndex b) const {
  switch (spec_.type) {
    case FieldType::kText:
      return dictionary_ ? codes_[a] == codes_[b] : texts_.text(a) == texts_.text(b);
    case FieldType::kNumber:
      if (coefficients_[a] != coefficients_[b]) return false;
      return coefficients_[a] != kWideNumber || wide_.at(a) == wide_.at(b);
    case FieldType::kDate:
      return days_[a] == days_[b];
    case FieldType::kFlag:
      return flags_[a] == flags_[b];
  }
  return false;
}

void ColumnBuilder::recode(std::span<const TextCode> codes,
                           std::shared_ptr<const Dictionary> dictionary) {
  REBATE_REQUIRE(dictionary_ != nullptr && codes.size() == dictionary_->size(),
                 "every code of the column gets a new one");
  for (TextCode& code : codes_) code = codes[code];
  dictionary_ = std::move(dictionary);
  own_dictionary_.reset();
}

Column ColumnBuilder::build() && { return build_picked(nullptr, size_); }

Column ColumnBuilder::build(std::span<const RowIndex> rows) && {
  static constexpr RowIndex kNone = 0;  // An empty span may have no address, which would mean all.
  return build_picked(rows.empty() ? &kNone : rows.data(), static_cast<RowIndex>(rows.size()));
}

/// The rows listed, or all if `rows` is nullptr.
Column ColumnBuilder::build_picked(const RowIndex* rows, RowIndex count) {
  Column column;
  column.name_ = spec_.name;
  column.type_ = spec_.type;
  column.size_ = count;
  column.scale_ = scale_;
  column.dictionary_ = std::move(dictionary_);
  switch (spec_.type) {
    case FieldType::kText:
      if (spec_.is_unique) {
        column.texts_ = rows == nullptr ? std::move(texts_) : texts_.picked(std::span(rows, count));
        for (RowIndex row = 0; row < count && !column.has_missing_; ++row) {
          column.has_missing_ = column.texts_.text(row).empty();
        }
      } else {
        column.numbers_ = packed(std::move(codes_), rows, count);
        column.has_missing_ = count > 0 && column.numbers_.smallest() == kMissingText;
      }
      return column;
    case FieldType::kNumber: {
      column.numbers_ = packed(std::move(coefficients_), rows, count);
      for (RowIndex row = 0; !wide_.empty() && row < count; ++row) {
        const auto wide = wide_.find(rows == nullptr ? row : rows[row]);
        if (wide != wide_.end()) column.wide_.emplace(row, wide->second);
      }
      break;
    }
    case FieldType::kDate:
      column.numbers_ = packed(std::move(days_), rows, count, kMissingDay);
      break;
    case FieldType::kFlag: {
      column.numbers_ =
          packed(std::vector<std::uint32_t>(flags_.begin(), flags_.end()), rows, count);
      column.has_missing_ = count > 0 && column.numbers_.largest() == kMissingFlag;
      return column;
    }
  }
  column.has_missing_ = column.numbers_.has_missing();
  return column;
}

}  // namespace rebate
