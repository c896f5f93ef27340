// SPDX-License-Identifier: Apache-2.0
#include "settlement/packed_lines.hpp"

#include "rebate/base/require.hpp"
#include "rebate/settlement/lines.hpp"

#include <utility>

namespace rebate {
namespace {

/// False: it does not fit, and stands elsewhere.
bool pack(PackedLine& line, PackedLine::Number number, const Decimal& value) {
  const bool fits = value.coefficient().fits_int64() && value.scale() >= 0 &&
                    value.scale() < PackedLine::kDecimal;
  if (!fits) return false;
  line.numbers[number] = *value.coefficient().to_int64();
  line.scales[number] = static_cast<std::uint8_t>(value.scale());
  return true;
}

template <class T>
void put_aside(PackedLine& line, PackedLine::Number number, std::uint8_t where,
               std::vector<T>& table, const T& value) {
  line.numbers[number] = static_cast<std::int64_t>(table.size());
  line.scales[number] = where;
  table.push_back(value);
}

}  // namespace

void PackedLines::set(PackedLine& line, PackedLine::Number number, const Ratio& value) {
  if (!value.is_decimal() || !pack(line, number, value.decimal())) {
    put_aside(line, number, PackedLine::kRatio, ratios_, value);
  }
}

void PackedLines::set(PackedLine& line, PackedLine::Number number, const Decimal& value) {
  if (!pack(line, number, value)) {
    put_aside(line, number, PackedLine::kDecimal, decimals_, value);
  }
}

void PackedLines::set(PackedLine& line, PackedLine::Number number,
                      const std::optional<Ratio>& value) {
  if (value) {
    set(line, number, *value);
  } else {
    line.scales[number] = PackedLine::kNone;
  }
}

void PackedLines::append(const PackedLines& other) {
  const std::size_t first = lines_.size();
  lines_.insert(lines_.end(), other.lines_.begin(), other.lines_.end());
  if (other.ratios_.empty() && other.decimals_.empty()) return;
  for (std::size_t i = first; i < lines_.size(); ++i) {
    for (std::size_t n = 0; n < PackedLine::kNumbers; ++n) {
      std::int64_t& place = lines_[i].numbers[n];
      const std::uint8_t where = lines_[i].scales[n];
      if (where == PackedLine::kRatio) place += static_cast<std::int64_t>(ratios_.size());
      if (where == PackedLine::kDecimal) place += static_cast<std::int64_t>(decimals_.size());
    }
  }
  ratios_.insert(ratios_.end(), other.ratios_.begin(), other.ratios_.end());
  decimals_.insert(decimals_.end(), other.decimals_.begin(), other.decimals_.end());
}

std::optional<Ratio> PackedLines::ratio(const PackedLine& line, PackedLine::Number number) const {
  switch (line.scales[number]) {
    case PackedLine::kNone:
      return std::nullopt;
    case PackedLine::kRatio:
      return ratios_[static_cast<std::size_t>(line.numbers[number])];
    default:
      return Ratio(Decimal(Integer(line.numbers[number]), line.scales[number]));
  }
}

Decimal PackedLines::decimal(const PackedLine& line, PackedLine::Number number) const {
  if (line.scales[number] == PackedLine::kDecimal) {
    return decimals_[static_cast<std::size_t>(line.numbers[number])];
  }
  return Decimal(Integer(line.numbers[number]), line.scales[number]);
}

Line PackedLines::at(std::size_t index) const {
  REBATE_REQUIRE(index < lines_.size(), "a line of this settlement");
  const PackedLine& packed = lines_[index];
  Line line;
  line.rule = packed.rule;
  line.earner = packed.earner;
  line.payee = packed.payee;
  line.period = packed.period;
  line.key = packed.key;
  line.level = packed.level;
  line.currency = packed.currency;
  line.kind = packed.kind;
  line.status = packed.status;
  line.band = packed.band;
  line.reasons = packed.reasons;
  line.is_paid = packed.is_paid;
  line.qualifying = ratio(packed, PackedLine::kQualifying);
  line.earning = ratio(packed, PackedLine::kEarning);
  line.rate = ratio(packed, PackedLine::kRate);
  line.gross = *ratio(packed, PackedLine::kGross);
  line.after_limits = *ratio(packed, PackedLine::kAfterLimits);
  line.after_combination = *ratio(packed, PackedLine::kAfterCombination);
  line.rounded = decimal(packed, PackedLine::kRounded);
  line.settled_before = decimal(packed, PackedLine::kSettledBefore);
  line.due = decimal(packed, PackedLine::kDue);
  line.share = decimal(packed, PackedLine::kShare);
  return line;
}

Lines::Lines() : packed_(std::make_shared<const PackedLines>()) {}

Lines::Lines(PackedLines&& packed)
    : packed_(std::make_shared<const PackedLines>(std::move(packed))) {}

std::size_t Lines::size() const { return packed_->size(); }

Line Lines::operator[](std::size_t index) const { return packed_->at(index); }

}  // namespace rebate
