// SPDX-License-Identifier: Apache-2.0
//
// Price lists and exchange rates. A row holds from its day on until the next row of the same kind
// begins or, if it says so, until its valid_to, that day included: the dealer price of P2 is
// 2,315.00 from 2025-01-01 and 2,150.00 from 2025-06-01.
#pragma once

#include "rebate/base/result.hpp"
#include "rebate/calendar/date.hpp"
#include "rebate/ledger/table.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate {

struct Price {
  Date valid_from;
  std::optional<Date> valid_to;  ///< Included; none: until the next.
  Decimal price;
  std::string currency;  ///< "" is the policy's.
};

class PriceBook {
 public:
  /// Columns list, product, valid_from, price and, if there are, valid_to and currency.
  /// FAILS: kMasterDuplicate (two prices from the same day), kMasterRange.
  [[nodiscard]] static Result<PriceBook> make(const Table& table);

  /// nullptr if no price holds on that day.
  [[nodiscard]] const Price* find(std::string_view list, std::string_view product, Date day) const;
  [[nodiscard]] bool has_list(std::string_view list) const;

 private:
  std::map<std::pair<std::string, std::string>, std::vector<Price>> prices_;
};

class ExchangeRates {
 public:
  /// Columns from, to, date, rate: one `from` is `rate` of `to`. FAILS: kMasterDuplicate,
  /// kWrongValue (a rate not above zero).
  [[nodiscard]] static Result<ExchangeRates> make(const Table& table);

  /// The rate of that day, or else of the latest day before it. A currency to itself is 1. Rates
  /// are never inverted or chained: what a contract uses is on file.
  [[nodiscard]] std::optional<Decimal> find(std::string_view from, std::string_view to,
                                            Date day) const;

 private:
  std::map<std::pair<std::string, std::string>, std::map<Date, Decimal>> rates_;
};

}  // namespace rebate
