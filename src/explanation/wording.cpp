// SPDX-License-Identifier: Apache-2.0
//
// Figures, dates and periods. How expressions are said is in phrase.cpp.
#include "explanation/wording.hpp"

#include "rebate/numeric/rounding.hpp"
#include "rebate/policy/vocabulary.hpp"

#include <algorithm>
#include <charconv>

namespace rebate {
namespace {

constexpr std::int32_t kPercentPlaces = 2;
constexpr std::int32_t kPercentPlacesMost = 8;
constexpr std::int32_t kEndlessPlaces = 6;

// Sentences write a minus sign, not a hyphen.
std::string with_minus(std::string text) {
  if (!text.empty() && text.front() == '-') text.replace(0, 1, "−");
  return text;
}

std::string percent_text(const Ratio& value, std::int32_t places, RoundingMode mode) {
  const Decimal hundredfold = round(value * Ratio(Integer(100)), step_of_places(places), mode);
  return with_minus(hundredfold.to_grouped_string(places)) + "%";
}

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Wording::Wording(const CheckedPolicy& policy, Language language)
    : policy_(policy), language_(language), catalogue_(catalogue_of(language)) {
  is_of_one_year_ =
      policy.calendar.year_of(policy.valid.begin) == policy.calendar.year_of(policy.valid.last());
}

std::string Wording::money(const Ratio& amount) const {
  return money_in(amount, policy_.source->currency);
}

std::string Wording::money_in(const Ratio& amount, const std::string& currency) const {
  const int places = minor_unit_in(policy_, currency).value_or(policy_.minor_unit);
  const std::optional<Decimal> exact = amount.as_decimal();
  const Decimal shown = exact && exact->normalized().scale() <= kEndlessPlaces
                            ? exact->normalized()
                            : round(amount, step_of_places(places), RoundingMode::kHalfUp);
  std::string text = with_minus(shown.to_grouped_string(places));
  if (currency == "CNY") return say(Message::kMoney, {{"amount", text}, {"currency", currency}});
  return say(Message::kMoneyOther, {{"amount", text}, {"currency", currency}});
}

std::string Wording::about(const Ratio& amount) const {
  return money(Ratio(round(amount, step_of_places(policy_.minor_unit), RoundingMode::kHalfUp)));
}

std::string Wording::number(const Ratio& value) const {
  const std::optional<Decimal> exact = value.as_decimal();
  if (exact && exact->normalized().scale() <= kPercentPlacesMost) {
    return with_minus(exact->normalized().to_grouped_string(0));
  }
  return with_minus(
      round(value, step_of_places(kEndlessPlaces), RoundingMode::kHalfUp).to_grouped_string(0));
}

std::string Wording::rate(const Ratio& value) const {
  return number(value * Ratio(Integer(100))) + "%";
}

std::string Wording::percent(const Ratio& value, const std::optional<Ratio>& bound) const {
  if (!bound || value == *bound) return percent_text(value, kPercentPlaces, RoundingMode::kHalfUp);
  for (std::int32_t places = kPercentPlaces; places <= kPercentPlacesMost; ++places) {
    const Decimal shown = round(value, step_of_places(places + 2), RoundingMode::kHalfUp);
    if (Ratio(shown) != *bound) return percent_text(value, places, RoundingMode::kHalfUp);
  }
  // So near that no reader counts the digits: stay on the side where it is.
  const auto mode = value < *bound ? RoundingMode::kFloor : RoundingMode::kCeiling;
  return percent_text(value, kPercentPlacesMost, mode);
}

std::string Wording::amount(const Ratio& value, Type type) const {
  switch (type) {
    case Type::kMoney:
      return money(value);
    case Type::kRatio:
      return percent(value);
    default:
      return number(value);
  }
}

std::string Wording::value(const Value& value, Type type) const {
  if (value.is_missing()) return say(Message::kMissingValue);
  if (value.is_number()) return amount(value.number(), type);
  if (value.is_text()) return value.text();
  if (value.is_flag()) return say(value.flag() ? Message::kYes : Message::kNo);
  if (value.is_date()) return day(value.date());
  if (value.is_range()) return range(value.range());
  if (value.is_level()) return level(value.level().name);
  std::string list;
  for (const Value& element : value.list()) {
    const std::string text = this->value(element, type);
    list = list.empty() ? text : say(Message::kListJoin, {{"left", list}, {"right", text}});
  }
  return list;
}

std::string Wording::bound(const Value& bound, Type type) const {
  if (bound.is_number() && type == Type::kRatio) return rate(bound.number());
  return value(bound, type);
}

std::string Wording::day(Date date) const {
  const CivilDate civil = date.civil();
  const Message form =
      is_of_one_year_ && policy_.valid.contains(date) ? Message::kDay : Message::kDayOfYear;
  return say(form, {{"day", std::to_string(civil.day)},
                    {"month", std::to_string(civil.month)},
                    {"month_name", std::string(catalogue_.months[civil.month - 1])},
                    {"year", std::to_string(civil.year)}});
}

std::string Wording::day_short(Date date) const {
  const CivilDate civil = date.civil();
  return say(Message::kDayShort,
             {{"day", std::to_string(civil.day)},
              {"month", std::to_string(civil.month)},
              {"month_name", std::string(catalogue_.months_short[civil.month - 1])}});
}

// "2025", "2025-H1", "2025-Q2", "2025-05"; empty for other names.
std::string Wording::named_period(std::string_view name, bool with_year) const {
  if (name.size() < 4 || !whole_number(name.substr(0, 4))) return {};
  const std::string year(name.substr(0, 4));
  if (name.size() == 4) return say(Message::kYear, {{"year", year}});
  if (name.size() != 7 || name[4] != '-') return {};
  std::string part;
  if (name[5] == 'H' || name[5] == 'Q') {
    const int first = static_cast<int>(name[5] == 'H' ? Message::kHalf1 : Message::kQuarter1);
    const int count = name[5] == 'H' ? 2 : 4;
    const int index = name[6] - '1';
    if (index < 0 || index >= count) return {};
    part = say(static_cast<Message>(first + index));
  } else {
    const std::optional<int> month = whole_number(name.substr(5));
    if (!month || *month < 1 || *month > 12) return {};
    part = say(Message::kMonth, {{"month", std::to_string(*month)},
                                 {"month_name", std::string(catalogue_.months[*month - 1])}});
  }
  if (!with_year) return part;
  return say(Message::kPartOfYear, {{"part", part}, {"year", year}});
}

std::string Wording::period(const Period& period) const {
  std::string named = named_period(period.name, !is_of_one_year_);
  return named.empty() ? range(period.range) : named;
}

std::string Wording::range(const DateRange& range) const {
  std::string named = named_period(policy_.calendar.name(range), true);
  if (!named.empty()) return named;
  if (range.days() == 1) return day(range.begin);
  return say(Message::kRange, {{"first", day(range.begin)}, {"last", day(range.last())}});
}

bool Wording::is_whole_year(const Period& period) const {
  return period.name.size() == 4 && whole_number(period.name).has_value();
}

std::string Wording::sentence(std::string text) const {
  if (catalogue_.has_capitals && !text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

std::string Wording::inside(std::string text) const {
  const auto is_capital = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
  if (catalogue_.has_capitals && text.size() > 1 && is_capital(text[0]) && !is_capital(text[1])) {
    text.front() = static_cast<char>(text.front() - 'A' + 'a');
  }
  return text;
}

std::string Wording::title_of_rule(int rule) const {
  const Rule& source = policy_.rules.at(static_cast<std::size_t>(rule)).source;
  const std::string title = text_in(source.notes.title, language_);
  return title.empty() ? source.id : title;
}

std::string Wording::rule_inside(int rule) const { return inside(title_of_rule(rule)); }

}  // namespace rebate
