// SPDX-License-Identifier: Apache-2.0
//
// The table of ISO 4217, "list one" as published on 1 January 2026, and codes withdrawn since 2010,
// which programmes of past years may still be in. Sorted by code, searched by halves.
#include "rebate/numeric/currency.hpp"

#include "rebate/base/nearest_word.hpp"
#include "rebate/base/require.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace rebate {
namespace {

constexpr int kNone = kNoMinorUnit;
constexpr bool kValid = false;
constexpr bool kWithdrawn = true;

// clang-format off
constexpr CurrencyEntry kTable[] = {
    {"AED", 2, kValid}, {"AFN", 2, kValid}, {"ALL", 2, kValid}, {"AMD", 2, kValid},
    {"ANG", 2, kWithdrawn}, {"AOA", 2, kValid}, {"ARS", 2, kValid}, {"AUD", 2, kValid},
    {"AWG", 2, kValid}, {"AZN", 2, kValid}, {"BAM", 2, kValid}, {"BBD", 2, kValid},
    {"BDT", 2, kValid}, {"BGN", 2, kWithdrawn}, {"BHD", 3, kValid}, {"BIF", 0, kValid},
    {"BMD", 2, kValid}, {"BND", 2, kValid}, {"BOB", 2, kValid}, {"BOV", 2, kValid},
    {"BRL", 2, kValid}, {"BSD", 2, kValid}, {"BTN", 2, kValid}, {"BWP", 2, kValid},
    {"BYN", 2, kValid}, {"BYR", 0, kWithdrawn}, {"BZD", 2, kValid}, {"CAD", 2, kValid},
    {"CDF", 2, kValid}, {"CHE", 2, kValid}, {"CHF", 2, kValid}, {"CHW", 2, kValid},
    {"CLF", 4, kValid}, {"CLP", 0, kValid}, {"CNY", 2, kValid}, {"COP", 2, kValid},
    {"COU", 2, kValid}, {"CRC", 2, kValid}, {"CUC", 2, kWithdrawn}, {"CUP", 2, kValid},
    {"CVE", 2, kValid}, {"CZK", 2, kValid}, {"DJF", 0, kValid}, {"DKK", 2, kValid},
    {"DOP", 2, kValid}, {"DZD", 2, kValid}, {"EEK", 2, kWithdrawn}, {"EGP", 2, kValid},
    {"ERN", 2, kValid}, {"ETB", 2, kValid}, {"EUR", 2, kValid}, {"FJD", 2, kValid},
    {"FKP", 2, kValid}, {"GBP", 2, kValid}, {"GEL", 2, kValid}, {"GHS", 2, kValid},
    {"GIP", 2, kValid}, {"GMD", 2, kValid}, {"GNF", 0, kValid}, {"GTQ", 2, kValid},
    {"GYD", 2, kValid}, {"HKD", 2, kValid}, {"HNL", 2, kValid}, {"HRK", 2, kWithdrawn},
    {"HTG", 2, kValid}, {"HUF", 2, kValid}, {"IDR", 2, kValid}, {"ILS", 2, kValid},
    {"INR", 2, kValid}, {"IQD", 3, kValid}, {"IRR", 2, kValid}, {"ISK", 0, kValid},
    {"JMD", 2, kValid}, {"JOD", 3, kValid}, {"JPY", 0, kValid}, {"KES", 2, kValid},
    {"KGS", 2, kValid}, {"KHR", 2, kValid}, {"KMF", 0, kValid}, {"KPW", 2, kValid},
    {"KRW", 0, kValid}, {"KWD", 3, kValid}, {"KYD", 2, kValid}, {"KZT", 2, kValid},
    {"LAK", 2, kValid}, {"LBP", 2, kValid}, {"LKR", 2, kValid}, {"LRD", 2, kValid},
    {"LSL", 2, kValid}, {"LTL", 2, kWithdrawn}, {"LVL", 2, kWithdrawn}, {"LYD", 3, kValid},
    {"MAD", 2, kValid}, {"MDL", 2, kValid}, {"MGA", 2, kValid}, {"MKD", 2, kValid},
    {"MMK", 2, kValid}, {"MNT", 2, kValid}, {"MOP", 2, kValid}, {"MRO", 2, kWithdrawn},
    {"MRU", 2, kValid}, {"MUR", 2, kValid}, {"MVR", 2, kValid}, {"MWK", 2, kValid},
    {"MXN", 2, kValid}, {"MXV", 2, kValid}, {"MYR", 2, kValid}, {"MZN", 2, kValid},
    {"NAD", 2, kValid}, {"NGN", 2, kValid}, {"NIO", 2, kValid}, {"NOK", 2, kValid},
    {"NPR", 2, kValid}, {"NZD", 2, kValid}, {"OMR", 3, kValid}, {"PAB", 2, kValid},
    {"PEN", 2, kValid}, {"PGK", 2, kValid}, {"PHP", 2, kValid}, {"PKR", 2, kValid},
    {"PLN", 2, kValid}, {"PYG", 0, kValid}, {"QAR", 2, kValid}, {"RON", 2, kValid},
    {"RSD", 2, kValid}, {"RUB", 2, kValid}, {"RWF", 0, kValid}, {"SAR", 2, kValid},
    {"SBD", 2, kValid}, {"SCR", 2, kValid}, {"SDG", 2, kValid}, {"SEK", 2, kValid},
    {"SGD", 2, kValid}, {"SHP", 2, kValid}, {"SLE", 2, kValid}, {"SLL", 2, kWithdrawn},
    {"SOS", 2, kValid}, {"SRD", 2, kValid}, {"SSP", 2, kValid}, {"STD", 2, kWithdrawn},
    {"STN", 2, kValid}, {"SVC", 2, kValid}, {"SYP", 2, kValid}, {"SZL", 2, kValid},
    {"THB", 2, kValid}, {"TJS", 2, kValid}, {"TMT", 2, kValid}, {"TND", 3, kValid},
    {"TOP", 2, kValid}, {"TRY", 2, kValid}, {"TTD", 2, kValid}, {"TWD", 2, kValid},
    {"TZS", 2, kValid}, {"UAH", 2, kValid}, {"UGX", 0, kValid}, {"USD", 2, kValid},
    {"USN", 2, kValid}, {"UYI", 0, kValid}, {"UYU", 2, kValid}, {"UYW", 4, kValid},
    {"UZS", 2, kValid}, {"VED", 2, kValid}, {"VEF", 2, kWithdrawn}, {"VES", 2, kValid},
    {"VND", 0, kValid}, {"VUV", 0, kValid}, {"WST", 2, kValid}, {"XAD", 2, kValid},
    {"XAF", 0, kValid}, {"XAG", kNone, kValid}, {"XAU", kNone, kValid}, {"XBA", kNone, kValid},
    {"XBB", kNone, kValid}, {"XBC", kNone, kValid}, {"XBD", kNone, kValid}, {"XCD", 2, kValid},
    {"XCG", 2, kValid}, {"XDR", kNone, kValid}, {"XOF", 0, kValid}, {"XPD", kNone, kValid},
    {"XPF", 0, kValid}, {"XPT", kNone, kValid}, {"XSU", kNone, kValid}, {"XTS", kNone, kValid},
    {"XUA", kNone, kValid}, {"XXX", kNone, kValid}, {"YER", 2, kValid}, {"ZAR", 2, kValid},
    {"ZMK", 2, kWithdrawn}, {"ZMW", 2, kValid}, {"ZWG", 2, kValid}, {"ZWL", 2, kWithdrawn},
};
// clang-format on

static_assert(std::is_sorted(std::begin(kTable), std::end(kTable),
                             [](const CurrencyEntry& a, const CurrencyEntry& b) {
                               return a.code < b.code;
                             }));

// What people write where the standard has another code.
constexpr std::pair<std::string_view, std::string_view> kHabits[] = {
    {"RMB", "CNY"}, {"CNH", "CNY"}, {"NTD", "TWD"}, {"NIS", "ILS"},
    {"RUR", "RUB"}, {"UKP", "GBP"}, {"YEN", "JPY"},
};

const CurrencyEntry* find_entry(std::string_view code) {
  const auto at = std::lower_bound(
      std::begin(kTable), std::end(kTable), code,
      [](const CurrencyEntry& entry, std::string_view wanted) { return entry.code < wanted; });
  return at != std::end(kTable) && at->code == code && at->minor_unit != kNoMinorUnit ? &*at
                                                                                      : nullptr;
}

}  // namespace

std::span<const CurrencyEntry> all_currencies() { return kTable; }

std::optional<int> minor_unit(std::string_view code) {
  const CurrencyEntry* entry = find_entry(code);
  return entry == nullptr ? std::nullopt : std::optional(entry->minor_unit);
}

std::string nearest_currency(std::string_view code) {
  std::string capitals(code.substr(0, 8));
  for (char& letter : capitals) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  for (const auto& [habit, standard] : kHabits) {
    if (capitals == habit) return std::string(standard);
  }
  std::vector<std::string> known;
  for (const CurrencyEntry& entry : kTable) {
    if (entry.minor_unit != kNoMinorUnit && !entry.is_withdrawn) known.emplace_back(entry.code);
  }
  return nearest_word(code, known);
}

std::optional<Currency> Currency::find(std::string_view code) {
  const CurrencyEntry* entry = find_entry(code);
  return entry == nullptr ? std::nullopt : std::optional(Currency(*entry));
}

Currency Currency::of(std::string_view code) {
  const std::optional<Currency> currency = find(code);
  REBATE_REQUIRE(currency.has_value(), "the code is a currency of ISO 4217 with a minor unit");
  return *currency;
}

}  // namespace rebate
