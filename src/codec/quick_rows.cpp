// SPDX-License-Identifier: Apache-2.0
//
// Numbers of up to eight characters are read as one word: moved to its end, the point taken out,
// and the digits then added up in pairs, pairs of pairs and both halves.
#include "codec/quick_rows.hpp"

#include "codec/csv_bits.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace rebate::detail {

namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kHighs = 0x8080808080808080;
constexpr std::uint64_t kZeros = kOnes * '0';

/// The bytes with the first one lowest, on every machine.
std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

/// The lowest `size` bytes of the word. REQUIRES: size <= 8.
std::uint64_t first_bytes(std::uint64_t word, std::size_t size) {
  return size >= 8 ? word : word & ((std::uint64_t{1} << (8 * size)) - 1);
}

bool are_digits(std::uint64_t word) {
  // A byte below '0' borrows, one above '9' carries, and one of the upper half has its bit set.
  return (((word + kOnes * (0x7f - '9')) | (word - kZeros) | word) & kHighs) == 0;
}

/// The number that eight digits write, the first one in the lowest byte. REQUIRES: are_digits().
std::uint64_t number_of(std::uint64_t word) {
  word -= kZeros;
  word = (word * 10 + (word >> 8)) & 0x00ff00ff00ff00ff;
  word = (word * 100 + (word >> 16)) & 0x0000ffff0000ffff;
  return (word * 10000 + (word >> 32)) & 0xffffffff;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct QuickNumber {
  std::int64_t coefficient = 0;
  std::uint8_t scale = 0;
};

/// A plain number of nine to nineteen characters without its sign.
bool read_long_number(const char* text, std::size_t size, QuickNumber& out) {
  constexpr std::size_t kMostDigits = 18;  // Fit 64 bits whatever they are.
  if (size > kMostDigits + 1) return false;
  std::uint64_t number = 0;
  std::size_t point = size;
  for (std::size_t i = 0; i < size; ++i) {
    if (text[i] == '.' && point == size && i > 0) {
      point = i;
      continue;
    }
    if (!is_digit(text[i])) return false;
    number = number * 10 + static_cast<std::uint64_t>(text[i] - '0');
  }
  if (point == size ? size > kMostDigits : point + 1 == size) return false;
  out.coefficient = static_cast<std::int64_t>(number);
  out.scale = static_cast<std::uint8_t>(point == size ? 0 : size - point - 1);
  return true;
}

/// A plain number: "-1234.50". False: it is none, or the slow way has to decide.
bool read_quick_number(const char* text, std::size_t size, QuickNumber& out) {
  const bool is_negative = *text == '-';
  text += is_negative ? 1 : 0;
  size -= is_negative ? 1 : 0;
  if (size == 0 || !is_digit(text[0])) return false;
  if (size > 1 && text[0] == '0' && text[1] != '.') return false;
  if (size > 8) {
    if (!read_long_number(text, size, out)) return false;
  } else {
    const std::size_t gap = 8 * (8 - size);
    std::uint64_t word = word_at(text) << gap;
    word |= first_bytes(kZeros, 8 - size);
    const std::uint64_t other = word ^ (kOnes * '.');
    const std::uint64_t points = (other - kOnes) & ~other & kHighs;
    out.scale = 0;
    if (points != 0) {
      const auto place = static_cast<std::size_t>(std::countr_zero(points)) / 8;
      if (place == 7) return false;  // nothing behind it
      const std::uint64_t before = first_bytes(word, place);
      word = (word & ~first_bytes(~std::uint64_t{0}, place + 1)) | before << 8 | '0';
      out.scale = static_cast<std::uint8_t>(7 - place);
    }
    if (!are_digits(word)) return false;
    out.coefficient = static_cast<std::int64_t>(number_of(word));
  }
  if (is_negative) out.coefficient = -out.coefficient;
  return true;
}

/// The first days of the months of some years, and their lengths.
class Months {
 public:
  static constexpr int kFirstYear = 1900, kYears = 256;
  Months() {
    for (int year = 0; year < kYears; ++year) {
      for (int month = 1; month <= 12; ++month) {
        Month& held = months_[static_cast<std::size_t>(year * 16 + month)];
        held.first = Date::of(kFirstYear + year, month, 1).days();
        held.length = days_in_month(kFirstYear + year, month);
      }
    }
  }
  /// The day; kMissingDay if it does not exist or lies elsewhere.
  std::int32_t day(int year, int month, int day) const {
    const auto place = static_cast<unsigned>(year - kFirstYear);
    if (place >= static_cast<unsigned>(kYears) || month > 12) return kMissingDay;
    const Month& held = months_[place * 16 + static_cast<unsigned>(month)];
    return day < 1 || day > held.length ? kMissingDay : held.first + day - 1;
  }

 private:
  struct Month {
    std::int32_t first = 0;
    std::int32_t length = 0;  // 0: no month
  };
  std::array<Month, std::size_t{kYears} * 16> months_{};
};

/// YYYY-MM-DD. kMissingDay: it is no day, or one of a year that the slow way knows.
std::int32_t read_quick_date(const char* text, const Months& months) {
  constexpr std::uint64_t kDashes = std::uint64_t{'-'} << 32 | std::uint64_t{'-'} << 56;
  constexpr std::uint64_t kPlaces = std::uint64_t{0xff} << 32 | std::uint64_t{0xff} << 56;
  const std::uint64_t word = word_at(text);
  const bool has_form = (word & kPlaces) == kDashes &&
                        are_digits((word & ~kPlaces) | (kZeros & kPlaces)) && is_digit(text[8]) &&
                        is_digit(text[9]);
  if (!has_form) return kMissingDay;
  const auto digit = [&](std::size_t i) { return text[i] - '0'; };
  const int year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  return months.day(year, digit(5) * 10 + digit(6), digit(8) * 10 + digit(9));
}

const Months& months() {
  static const Months kMonths;
  return kMonths;
}

}  // namespace

std::size_t ShortTexts::slot_of(std::uint64_t low, std::uint64_t high) const {
  // Of a product only the upper bits depend on all characters.
  const std::uint64_t mixed = (low ^ (high * 0x9e3779b97f4a7c15u)) * 0xd1b54a32d192ed03u;
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = mixed >> shift_;
  while (slots_[slot].code != kMissingText &&
         (slots_[slot].low != low || slots_[slot].high != high))
    slot = (slot + 1) & mask;
  return slot;
}

TextCode ShortTexts::code_of(const char* text, std::size_t size) {
  if (size == 0) return kMissingText;
  if (size > kMost) return column_.code_of({text, size});
  // A field holds no NUL, so that the bytes behind its end tell sizes apart.
  const std::uint64_t low = first_bytes(word_at(text), size);
  const std::uint64_t high = size > 8 ? first_bytes(word_at(text + 8), size - 8) : 0;
  Slot& slot = slots_[slot_of(low, high)];
  if (slot.code != kMissingText) return slot.code;
  const TextCode code = column_.code_of({text, size});
  slot = {low, high, code};
  if (2 * ++count_ > slots_.size()) grow();
  return code;
}

void ShortTexts::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  --shift_;
  for (const Slot& held : old) {
    if (held.code != kMissingText) slots_[slot_of(held.low, held.high)] = held;
  }
}

QuickRows::QuickRows(std::string_view text, char delimiter, std::size_t columns, RowTable& rows)
    : text_(text), delimiter_(delimiter), columns_(columns), rows_(rows) {
  for (const RowTable::PlainColumn& plain : rows.plain_columns()) {
    const FieldSpec& spec = plain.column->spec();
    Target target{plain.source, plain.column, nullptr};
    if (spec.type == FieldType::kText && !spec.is_unique)
      target.texts = std::make_unique<ShortTexts>(*plain.column);
    targets_.push_back(std::move(target));
    read_.emplace_back();
    if (spec.type == FieldType::kText) read_.back().codes.resize(kMostRecords);
    if (spec.type == FieldType::kNumber) {
      read_.back().numbers.resize(kMostRecords);
      read_.back().scales.resize(kMostRecords);
    }
    if (spec.type == FieldType::kDate || spec.type == FieldType::kFlag)
      read_.back().days.resize(kMostRecords);
  }
  fields_.resize(columns);
  for (Fields& fields : fields_) {
    fields.begins.resize(kMostRecords);
    fields.ends.resize(kMostRecords);
  }
  record_ends_.resize(kMostRecords);
}

std::size_t QuickRows::read(CsvReader& reader) {
  const std::size_t cut_count = cut(reader.position());
  std::size_t count = cut_count;
  if (count > 0 && has_high_bytes_) {
    const std::size_t bad = find_bad_utf8({base_, record_ends_[count - 1]});
    while (count > 0 && record_ends_[count - 1] > bad) --count;
  }
  for (std::size_t t = 0; t < targets_.size() && count > 0; ++t) count = read_column(t, count);
  // Where fields stop the quick way again and again, fewer records are cut in vain.
  most_ = std::clamp(2 * (count < cut_count ? count : most_), kFewestRecords, kMostRecords);
  if (count == 0) return 0;
  for (std::size_t t = 0; t < targets_.size(); ++t) keep(t, count);
  rows_.add_rows(reader.next_line(), count);
  reader.pass(static_cast<std::size_t>(base_ - text_.data()) + record_ends_[count - 1], count);
  return count;
}

/// Cuts records from `position` on into fields; the number of whole ones that are plain.
std::size_t QuickRows::cut(std::size_t position) {
  base_ = text_.data() + position;
  has_high_bytes_ = false;
  const std::size_t size = text_.size() - position;
  std::size_t record = 0, column = 0;
  std::uint32_t begin = 0;
  bool is_at_return = false;  // Behind the CR of CR LF.
  for (std::size_t block = 0; block + kCsvBlock + kSlack <= size; block += kCsvBlock) {
    const BlockBits bits = bits_of(base_ + block, delimiter_);
    has_high_bytes_ = has_high_bytes_ || bits.has_high_bytes;
    for (std::uint64_t specials = bits.specials; specials != 0; specials &= specials - 1) {
      const auto at = static_cast<std::uint32_t>(block) +
                      static_cast<std::uint32_t>(std::countr_zero(specials));
      const char c = base_[at];
      if (!is_at_return) {
        fields_[column].begins[record] = begin;
        fields_[column].ends[record] = at;
      }
      if (column + 1 < columns_) {
        if (c != delimiter_) return record;
        ++column;
        begin = at + 1;
        continue;
      }
      if (c == '\r' && base_[at + 1] == '\n') {
        is_at_return = true;
        continue;
      }
      const bool is_blank = columns_ == 1 && fields_[0].begins[record] == fields_[0].ends[record];
      if (c != '\n' || is_blank) return record;
      is_at_return = false;
      record_ends_[record++] = begin = at + 1;
      column = 0;
      if (record == most_ || at > kMostBytes) return record;
    }
    if (block > begin + kMostBytes) return record;
  }
  return record;
}

/// How many of the records' fields are plain.
std::size_t QuickRows::read_column(std::size_t target, std::size_t count) {
  const FieldSpec& spec = targets_[target].column->spec();
  const Fields& fields = fields_[targets_[target].source];
  if (spec.is_filled) {
    for (std::size_t i = 0; i < count; ++i) {
      if (fields.begins[i] == fields.ends[i]) count = i;
    }
  }
  switch (spec.type) {
    case FieldType::kText:
      return read_texts(target, fields, count);
    case FieldType::kNumber:
      return read_numbers(target, fields, count);
    case FieldType::kDate:
      return read_dates(target, fields, count);
    case FieldType::kFlag:
      return read_flags(target, fields, count);
  }
  return 0;
}

std::size_t QuickRows::read_texts(std::size_t target, const Fields& fields, std::size_t count) {
  ShortTexts* texts = targets_[target].texts.get();
  if (texts == nullptr) return count;  // taken as they are
  TextCode* codes = read_[target].codes.data();
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t begin = fields.begins[i];
    codes[i] = texts->code_of(base_ + begin, fields.ends[i] - begin);
  }
  return count;
}

std::size_t QuickRows::read_numbers(std::size_t target, const Fields& fields, std::size_t count) {
  Read& read = read_[target];
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t begin = fields.begins[i];
    QuickNumber number{kMissingNumber, 0};
    if (begin != fields.ends[i] &&
        !read_quick_number(base_ + begin, fields.ends[i] - begin, number)) {
      return i;
    }
    read.numbers[i] = number.coefficient;
    read.scales[i] = number.scale;
  }
  return count;
}

std::size_t QuickRows::read_dates(std::size_t target, const Fields& fields, std::size_t count) {
  std::int32_t* days = read_[target].days.data();
  const Months& known = months();
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t begin = fields.begins[i];
    const std::uint32_t size = fields.ends[i] - begin;
    days[i] = size == 10 ? read_quick_date(base_ + begin, known) : kMissingDay;
    if (days[i] == kMissingDay && size != 0) return i;
  }
  return count;
}

std::size_t QuickRows::read_flags(std::size_t target, const Fields& fields, std::size_t count) {
  std::int32_t* flags = read_[target].days.data();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view text(base_ + fields.begins[i], fields.ends[i] - fields.begins[i]);
    if (text != "true" && text != "false" && !text.empty()) return i;
    flags[i] = text.empty() ? kMissingDay : text == "true";
  }
  return count;
}

void QuickRows::keep(std::size_t target, std::size_t count) {
  ColumnBuilder& column = *targets_[target].column;
  const Fields& fields = fields_[targets_[target].source];
  const Read& read = read_[target];
  switch (column.type()) {
    case FieldType::kText:
      if (column.spec().is_unique) {
        column.add_texts(base_, std::span(fields.begins).first(count),
                         std::span(fields.ends).first(count));
      } else {
        column.add_codes(std::span(read.codes).first(count));
      }
      return;
    case FieldType::kNumber:
      column.add_numbers(std::span(read.numbers).first(count), std::span(read.scales).first(count));
      return;
    case FieldType::kDate:
      column.add_days(std::span(read.days).first(count));
      return;
    case FieldType::kFlag:
      for (std::size_t i = 0; i < count; ++i) {
        if (read.days[i] == kMissingDay) {
          column.add_missing();
        } else {
          column.add_flag(read.days[i] != 0);
        }
      }
      return;
  }
}

}  // namespace rebate::detail
