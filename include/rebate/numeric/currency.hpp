// SPDX-License-Identifier: Apache-2.0
//
// The currencies of ISO 4217 and their minor units: CNY has 2 digits after the point, JPY 0, KWD 3,
// CLF 4.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rebate {

struct CurrencyEntry {
  std::string_view code;  ///< Three capital letters.
  int minor_unit;     ///< Digits after the point; kNoMinorUnit for metals, test codes and the like.
  bool is_withdrawn;  ///< No longer legal tender, kept for programmes of past years.
};
inline constexpr int kNoMinorUnit = -1;

/// All codes, ascending.
std::span<const CurrencyEntry> all_currencies();
/// Digits after the point. None for an unknown code and for one that has no minor unit (XAU).
std::optional<int> minor_unit(std::string_view code);
/// The known code nearest to a misspelt one: "cny" -> "CNY", "RMB" -> "CNY". Empty if none is near.
std::string nearest_currency(std::string_view code);

/// A currency one can pay in. Cheap to copy; equal by code, ordered by code.
class Currency {
 public:
  /// None where minor_unit() has none.
  static std::optional<Currency> find(std::string_view code);
  /// For codes in code. REQUIRES: find knows it.
  static Currency of(std::string_view code);

  std::string_view code() const { return entry_->code; }
  int minor_unit() const { return entry_->minor_unit; }

  friend bool operator==(Currency a, Currency b) { return a.entry_ == b.entry_; }
  friend std::strong_ordering operator<=>(Currency a, Currency b) {
    return a.code().compare(b.code()) <=> 0;
  }

 private:
  explicit Currency(const CurrencyEntry& entry) : entry_(&entry) {}
  const CurrencyEntry* entry_;
};

}  // namespace rebate

template <>
struct std::hash<rebate::Currency> {
  std::size_t operator()(rebate::Currency currency) const noexcept {
    return std::hash<std::string_view>{}(currency.code());
  }
};
