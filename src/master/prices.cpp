// SPDX-License-Identifier: Apache-2.0
#include "rebate/master/prices.hpp"

#include "rebate/calendar/period.hpp"

#include <algorithm>

namespace rebate {

namespace {

Issue at(const Table& table, RowIndex row, Code code, std::string message) {
  Issue issue;
  issue.code = code;
  const RowSource source = table.source(row);
  issue.place.file = std::string(source.file);
  issue.place.line = static_cast<int>(source.line);
  issue.message = std::move(message);
  return issue;
}

template <class T>
std::optional<T> get(const Table& table, RowIndex row, std::string_view field) {
  const FieldValue value = table.cell(row, field);
  const T* held = std::get_if<T>(&value);
  return held == nullptr ? std::nullopt : std::optional(*held);
}

std::string text_of(const Table& table, RowIndex row, std::string_view field) {
  return to_text(table.cell(row, field));
}

}  // namespace

Result<PriceBook> PriceBook::make(const Table& table) {
  Issues issues;
  PriceBook book;
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    Price price;
    price.valid_from = get<Date>(table, row, "valid_from").value_or(DateRange::all().begin);
    price.valid_to = get<Date>(table, row, "valid_to");
    price.currency = text_of(table, row, "currency");
    const auto amount = get<Decimal>(table, row, "price");
    if (!amount) {
      issues.add(at(table, row, Code::kFieldEmpty, "A price has no amount."));
      continue;
    }
    price.price = *amount;
    if (price.valid_to && *price.valid_to < price.valid_from) {
      issues.add(at(table, row, Code::kMasterRange,
                    "valid_to " + price.valid_to->to_string() + " lies before valid_from " +
                        price.valid_from.to_string() + "."));
      continue;
    }
    auto& prices = book.prices_[{text_of(table, row, "list"), text_of(table, row, "product")}];
    const auto after =
        std::lower_bound(prices.begin(), prices.end(), price.valid_from,
                         [](const Price& a, Date from) { return a.valid_from < from; });
    if (after != prices.end() && after->valid_from == price.valid_from) {
      issues.add(at(table, row, Code::kMasterDuplicate,
                    "The price of " + text_of(table, row, "product") + " in list '" +
                        text_of(table, row, "list") + "' from " + price.valid_from.to_string() +
                        " is given twice: " + after->price.to_string() + " and " +
                        price.price.to_string() + "."));
      continue;
    }
    prices.insert(after, std::move(price));
  }
  if (issues.has_errors()) return issues;
  return book;
}

const Price* PriceBook::find(std::string_view list, std::string_view product, Date day) const {
  const auto found = prices_.find({std::string(list), std::string(product)});
  if (found == prices_.end()) return nullptr;
  const std::vector<Price>& prices = found->second;
  const auto after =
      std::upper_bound(prices.begin(), prices.end(), day,
                       [](Date date, const Price& price) { return date < price.valid_from; });
  if (after == prices.begin()) return nullptr;
  const Price& price = *(after - 1);
  return price.valid_to && *price.valid_to < day ? nullptr : &price;
}

bool PriceBook::has_list(std::string_view list) const {
  const auto found = prices_.lower_bound({std::string(list), ""});
  return found != prices_.end() && found->first.first == list;
}

Result<ExchangeRates> ExchangeRates::make(const Table& table) {
  Issues issues;
  ExchangeRates made;
  for (RowIndex row = 0; row < table.row_count(); ++row) {
    const auto rate = get<Decimal>(table, row, "rate");
    const Date date = get<Date>(table, row, "date").value_or(DateRange::all().begin);
    const std::string from = text_of(table, row, "from");
    const std::string to = text_of(table, row, "to");
    if (!rate || rate->sign() <= 0) {
      issues.add(at(table, row, Code::kWrongValue,
                    "The rate from " + from + " to " + to + " is not above zero."));
      continue;
    }
    const auto [held, is_new] = made.rates_[{from, to}].emplace(date, *rate);
    if (!is_new && held->second != *rate) {
      issues.add(at(table, row, Code::kMasterDuplicate,
                    "The rate from " + from + " to " + to + " on " + date.to_string() +
                        " is given twice: " + held->second.to_string() + " and " +
                        rate->to_string() + "."));
    }
  }
  if (issues.has_errors()) return issues;
  return made;
}

std::optional<Decimal> ExchangeRates::find(std::string_view from, std::string_view to,
                                           Date day) const {
  if (from == to) return Decimal::from_int64(1);
  const auto found = rates_.find({std::string(from), std::string(to)});
  if (found == rates_.end()) return std::nullopt;
  const auto after = found->second.upper_bound(day);
  if (after == found->second.begin()) return std::nullopt;
  return std::prev(after)->second;
}

}  // namespace rebate
