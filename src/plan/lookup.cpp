// SPDX-License-Identifier: Apache-2.0
#include "plan/lookup.hpp"

#include "rebate/policy/operators.hpp"
#include "plan/formula_tools.hpp"
#include "plan/value_text.hpp"

namespace rebate {
namespace {

/// A number in a table meets a text of the data and a level its name: what prints alike is alike.
bool same_key(const Value& cell, const Value& key) {
  if (cell.is_number() != key.is_number() || cell.is_flag() != key.is_flag()) {
    return to_plain_text(cell) == to_plain_text(key);
  }
  const auto order = compare(cell, key);
  return order.has_value() && *order == std::partial_ordering::equivalent;
}

/// Of two bounds that hold, the one nearer to the key: the largest beginning, the smallest end.
bool is_nearer(Edge edge, const Value& bound, const Value& than) {
  const auto order = compare(bound, than);
  if (!order) return false;
  return edge == Edge::kFrom || edge == Edge::kAbove ? *order > 0 : *order < 0;
}

bool matches(const CheckedTable& table, const CheckedTable::Row& row, std::span<const Value> keys,
             const Value& day) {
  if (table.dated != nullptr && row.valid && (!day.is_date() || !row.valid->contains(day.date()))) {
    return false;
  }
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    if (!row.keys[i]) continue;
    if (keys[i].is_missing()) return false;
    const bool is_it = table.keys[i].edge == Edge::kNone
                           ? same_key(*row.keys[i], keys[i])
                           : holds(table.keys[i].edge, *row.keys[i], keys[i]);
    if (!is_it) return false;
  }
  return true;
}

/// A row that fixes more keys wins; among rows that fix the same, the nearer band.
bool is_better(const CheckedTable& table, const CheckedTable::Row& row,
               const CheckedTable::Row& than) {
  int fixed = 0;
  int than_fixed = 0;
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    fixed += row.keys[i].has_value();
    than_fixed += than.keys[i].has_value();
  }
  if (fixed != than_fixed) return fixed > than_fixed;
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    const Edge edge = table.keys[i].edge;
    if (edge == Edge::kNone || !row.keys[i] || !than.keys[i]) continue;
    if (is_nearer(edge, *row.keys[i], *than.keys[i])) return true;
    if (is_nearer(edge, *than.keys[i], *row.keys[i])) return false;
  }
  return false;
}

}  // namespace

int find_row(const CheckedTable& table, std::span<const Value> keys, const Value& day) {
  int best = -1;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    if (!matches(table, table.rows[r], keys, day)) continue;
    if (best < 0 || is_better(table, table.rows[r], table.rows[static_cast<std::size_t>(best)])) {
      best = static_cast<int>(r);
    }
  }
  return best;
}

Value look_up(const CheckedTable& table, std::span<const Value> keys, const std::string& column) {
  const std::size_t count = table.keys.size();
  const Value day = keys.size() > count ? keys[count] : Value();
  std::size_t place = 0;
  while (place < table.columns.size() && !column.empty() && table.columns[place] != column) ++place;
  if (place >= table.columns.size()) return Missing{MissingKind::kNoTableRow, table.name};
  const int row = find_row(table, keys.first(count), day);
  if (row >= 0) return table.rows[static_cast<std::size_t>(row)].values[place];
  if (table.otherwise) return (*table.otherwise)[place];
  std::string cause = table.name.empty() ? "the table" : table.name;
  cause += " has no row for";
  for (std::size_t i = 0; i < count; ++i) {
    cause +=
        (i == 0 ? " " : ", ") + (keys[i].is_missing() ? "a missing value" : to_plain_text(keys[i]));
  }
  return Missing{MissingKind::kNoTableRow, std::move(cause)};
}

const CheckedTable* find_table(const CheckedPolicy& policy, const std::string& name) {
  for (const CheckedTable& table : policy.tables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

Value period_field(const DateRange& period, const std::string& field,
                   const FiscalCalendar& calendar) {
  const auto number = [](int value) { return Value(Ratio(Decimal::from_int64(value))); };
  if (field.empty()) return period;
  if (field == "start") return period.begin;
  if (field == "end") return period.last();
  if (field == "days") return number(period.days());
  if (field == "month") return number(calendar.month_of(period.last()));
  if (field == "quarter") return number(calendar.quarter_of(period.last()));
  if (field == "year") return number(calendar.year_of(period.last()));
  if (field == "elapsed") return number(1);
  return Missing{MissingKind::kField, "period." + field};
}

const std::vector<std::string>& ladder_of(const Formula& field, const Policy& policy) {
  static const std::vector<std::string> kNone;
  if (field.noun == "partner" && field.field == "tier") return policy.tiers;
  const std::string name = field.noun + "." + field.field;
  for (const auto& [declared, terms] : policy.fields) {
    if (declared == name) return terms.levels;
  }
  return kNone;
}

Value to_value(const FieldValue& cell, const Formula& field, const Policy& policy) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    if (text->empty()) return missing_field(field);
    if (field.type != Type::kLevel) return *text;
    const std::vector<std::string>& ladder = ladder_of(field, policy);
    for (std::size_t i = 0; i < ladder.size(); ++i) {
      if (ladder[i] == *text) return Level{*text, static_cast<int>(i)};
    }
    return missing_field(field);
  }
  if (const auto* number = std::get_if<Decimal>(&cell)) return Ratio(*number);
  if (const auto* date = std::get_if<Date>(&cell)) return *date;
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag;
  return missing_field(field);
}

Missing missing_field(const Formula& field) {
  return {MissingKind::kField, field.noun + "." + field.field};
}

Value converted(const Formula& convert, const Policy& policy, const ExchangeRates& rates,
                Environment& environment) {
  const Value amount = evaluate(*convert.children[0], environment);
  if (!amount.is_number()) return amount;
  const Value currency = evaluate(*convert.children[1], environment);
  if (!currency.is_text()) return currency;
  const Value day = evaluate(*convert.children[2], environment);
  if (!day.is_date()) return day;
  const bool is_into = convert.field == kIntoPolicyCurrency;
  const std::string& from = is_into ? currency.text() : policy.currency;
  const std::string& to = is_into ? policy.currency : currency.text();
  const std::optional<Decimal> rate = rates.find(from, to, day.date());
  if (!rate) {
    return Missing{MissingKind::kNoFigure,
                   "exchange rate " + from + " to " + to + " on " + day.date().to_string()};
  }
  return amount.number() * Ratio(*rate);
}

}  // namespace rebate
