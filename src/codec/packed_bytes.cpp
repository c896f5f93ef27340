// SPDX-License-Identifier: Apache-2.0
#include "codec/packed_bytes.hpp"

#include "rebate/base/limits.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace rebate::detail {
namespace {

enum class RatioKind : std::uint8_t { kSmall, kLarge, kFraction };
enum class ValueKind : std::uint8_t {
  kMissing,
  kNumber,
  kText,
  kFlag,
  kDate,
  kRange,
  kLevel,
  kList
};

// Digits are read in pieces that a parser takes.
constexpr std::size_t kPiece = 60;
// More digits than a number may have while it is computed.
constexpr std::size_t kMostDigits = kMaxNumberBits / 3;

std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

}  // namespace

void ByteWriter::number(std::uint64_t value) {
  while (value >= 0x80) {
    bytes_.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  bytes_.push_back(static_cast<char>(value));
}

void ByteWriter::signed_number(std::int64_t value) { number(zigzag(value)); }

void ByteWriter::fixed(std::uint64_t value) {
  for (int i = 0; i < 8; ++i) bytes_.push_back(static_cast<char>(value >> (8 * i)));
}

void ByteWriter::text(std::string_view text) {
  number(text.size());
  bytes_.append(text);
}

void ByteWriter::integer(const Integer& value) { text(value.to_string()); }

void ByteWriter::ratio(const Ratio& value) {
  const auto exact = value.as_decimal();
  if (!exact) {
    number(static_cast<std::uint64_t>(RatioKind::kFraction));
    integer(value.numerator());
    integer(value.denominator());
    return;
  }
  const Decimal decimal = exact->normalized();
  const auto small = decimal.coefficient().to_int64();
  number(static_cast<std::uint64_t>(small ? RatioKind::kSmall : RatioKind::kLarge));
  number(static_cast<std::uint64_t>(decimal.scale()));
  if (small) {
    signed_number(*small);
  } else {
    integer(decimal.coefficient());
  }
}

void ByteWriter::value(const Value& value) {
  const auto begin = [&](ValueKind kind) { number(static_cast<std::uint64_t>(kind)); };
  if (value.is_missing()) {
    begin(ValueKind::kMissing);
    number(static_cast<std::uint64_t>(value.missing().kind));
    text(value.missing().cause);
  } else if (value.is_number()) {
    begin(ValueKind::kNumber);
    ratio(value.number());
  } else if (value.is_text()) {
    begin(ValueKind::kText);
    text(value.text());
  } else if (value.is_flag()) {
    begin(ValueKind::kFlag);
    flag(value.flag());
  } else if (value.is_date()) {
    begin(ValueKind::kDate);
    date(value.date());
  } else if (value.is_range()) {
    begin(ValueKind::kRange);
    date(value.range().begin);
    date(value.range().end);
  } else if (value.is_level()) {
    begin(ValueKind::kLevel);
    signed_number(value.level().position);
    text(value.level().name);
  } else {
    begin(ValueKind::kList);
    number(value.list().size());
    for (const Value& item : value.list()) this->value(item);
  }
}

std::uint8_t ByteReader::byte() {
  if (rest_.empty()) {
    fail();
    return 0;
  }
  const auto first = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return first;
}

std::uint64_t ByteReader::number() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const std::uint8_t part = byte();
    const std::uint64_t bits = part & 0x7F;
    const bool is_last = (part & 0x80) == 0;
    // A last part of zero, or bits beyond the 64th, are another spelling or none.
    if ((is_last && shift > 0 && bits == 0) || (shift == 63 && bits > 1)) break;
    value |= bits << shift;
    if (is_last) return ok_ ? value : 0;
  }
  fail();
  return 0;
}

std::uint64_t ByteReader::number_up_to(std::uint64_t largest) {
  const std::uint64_t value = number();
  require(value <= largest);
  return ok_ ? value : 0;
}

std::int64_t ByteReader::signed_number() { return unzigzag(number()); }

std::int64_t ByteReader::signed_number_within(std::int64_t smallest, std::int64_t largest) {
  const std::int64_t value = signed_number();
  require(value >= smallest && value <= largest);
  return ok_ ? value : std::clamp<std::int64_t>(0, smallest, largest);
}

std::string_view ByteReader::raw(std::size_t size) {
  require(size <= rest_.size());
  if (!ok_) return {};
  const std::string_view bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return bytes;
}

std::string_view ByteReader::text() { return raw(count()); }

std::uint64_t ByteReader::fixed() {
  const std::string_view bytes = raw(8);
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;)
    value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return value;
}

Date ByteReader::date() {
  return Date::from_days(
      static_cast<std::int32_t>(signed_number_within(Date::kMinDays, Date::kMaxDays)));
}

Integer ByteReader::integer() {
  const std::string_view written = text();
  const bool is_negative = written.starts_with('-');
  std::string_view digits = written.substr(is_negative ? 1 : 0);
  const bool is_plain = !digits.empty() && digits.front() != '0' && digits.size() <= kMostDigits &&
                        std::all_of(digits.begin(), digits.end(), is_digit);
  require(is_plain);
  if (!ok_) return {};
  Integer value;
  while (!digits.empty()) {
    const std::string_view piece = digits.substr(0, kPiece);
    value =
        value * Integer::pow10(static_cast<std::uint32_t>(piece.size())) + *Integer::parse(piece);
    digits.remove_prefix(piece.size());
  }
  return is_negative ? -value : value;
}

Ratio ByteReader::ratio() {
  const auto kind =
      static_cast<RatioKind>(number_up_to(static_cast<std::uint64_t>(RatioKind::kFraction)));
  if (kind == RatioKind::kFraction) {
    const Integer numerator = integer();
    const Integer denominator = integer();
    require(denominator.sign() > 0);
    if (!ok_) return {};
    const Ratio fraction = Ratio::fraction(numerator, denominator);
    require(!fraction.as_decimal() && fraction.denominator() == denominator);
    return fraction;
  }
  const auto scale = static_cast<std::int32_t>(number_up_to(kMaxScale));
  const Integer coefficient = kind == RatioKind::kSmall ? Integer(signed_number()) : integer();
  require(kind == RatioKind::kSmall || !coefficient.fits_int64());
  if (!ok_) return {};
  const Decimal decimal(coefficient, scale);
  const Decimal shortest = decimal.normalized();
  require(shortest.scale() == scale && shortest.coefficient() == coefficient);
  return decimal;
}

DateRange ByteReader::range() {
  const Date begin = date();
  const Date end = date();
  require(begin < end);
  return ok_ ? DateRange::of(begin, end) : DateRange();
}

Value ByteReader::value(int depth) {
  switch (static_cast<ValueKind>(number_up_to(static_cast<std::uint64_t>(ValueKind::kList)))) {
    case ValueKind::kMissing: {
      const auto kind = static_cast<MissingKind>(
          number_up_to(static_cast<std::uint64_t>(MissingKind::kDivision)));
      return Missing{kind, std::string(text())};
    }
    case ValueKind::kNumber:
      return ratio();
    case ValueKind::kText:
      return std::string(text());
    case ValueKind::kFlag:
      return flag();
    case ValueKind::kDate:
      return date();
    case ValueKind::kRange:
      return range();
    case ValueKind::kLevel: {
      const auto position =
          static_cast<int>(signed_number_within(-1, std::numeric_limits<std::int32_t>::max()));
      return Level{std::string(text()), position};
    }
    case ValueKind::kList:
      break;
  }
  ValueList list;
  require(depth < kMaxDepth);
  const std::size_t size = count();
  for (std::size_t i = 0; i < size && ok_; ++i) list.push_back(value(depth + 1));
  return list;
}

}  // namespace rebate::detail
