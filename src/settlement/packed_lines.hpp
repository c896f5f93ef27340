// SPDX-License-Identifier: Apache-2.0
//
// A line in 128 bytes. Ten numbers of a line are nearly always decimals of some digits: 27,000.00
// is 2700000 with two places. What is not, a third of a cent or twenty digits, stands in a table
// beside the lines, and the line says where.
#pragma once

#include "rebate/settlement/line.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace rebate {

struct PackedLine {
  enum Number {
    kQualifying,
    kEarning,
    kRate,
    kGross,
    kAfterLimits,
    kAfterCombination,
    kRounded,
    kSettledBefore,
    kDue,
    kShare,
    kNumbers
  };
  static constexpr std::uint8_t kNone = 255;     ///< there is no such number
  static constexpr std::uint8_t kRatio = 254;    ///< a place among the ratios
  static constexpr std::uint8_t kDecimal = 253;  ///< a place among the decimals

  std::array<std::int64_t, kNumbers> numbers{};
  std::array<std::uint8_t, kNumbers> scales{};
  LineKind kind = LineKind::kFinal;
  Status status = Status::kPayable;
  bool is_paid = true;
  std::int16_t band = -1;
  std::uint16_t currency = 0;
  std::int32_t rule = 0;
  std::uint32_t earner = 0, payee = 0, period = 0, key = 0, level = 0, reasons = 0;

  bool is_zero(Number number) const { return numbers[number] == 0 && scales[number] < kDecimal; }
};

static_assert(sizeof(PackedLine) == 128);

class PackedLines {
 public:
  std::size_t size() const { return lines_.size(); }
  void reserve(std::size_t count) { lines_.reserve(count); }
  PackedLine& operator[](std::size_t index) { return lines_[index]; }
  const PackedLine& operator[](std::size_t index) const { return lines_[index]; }
  void add(const PackedLine& line) { lines_.push_back(line); }

  void set(PackedLine& line, PackedLine::Number number, const Ratio& value);
  void set(PackedLine& line, PackedLine::Number number, const Decimal& value);
  void set(PackedLine& line, PackedLine::Number number, const std::optional<Ratio>& value);

  /// Adds the lines of another.
  void append(const PackedLines& other);

  Line at(std::size_t index) const;

 private:
  std::optional<Ratio> ratio(const PackedLine& line, PackedLine::Number number) const;
  Decimal decimal(const PackedLine& line, PackedLine::Number number) const;

  std::vector<PackedLine> lines_;
  std::vector<Ratio> ratios_;
  std::vector<Decimal> decimals_;
};

}  // namespace rebate
