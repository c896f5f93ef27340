// SPDX-License-Identifier: Apache-2.0
#include "settlement/line_bands.hpp"

#include "rebate/policy/operators.hpp"
#include "plan/lookup.hpp"

#include <algorithm>

namespace rebate {
namespace {

PayoutValues evaluated(const CheckedPayout& payout, LineSource& source) {
  PayoutValues values;
  if (payout.rate != nullptr) values.rate = evaluate(*payout.rate, source);
  if (payout.per_unit != nullptr) values.per_unit = evaluate(*payout.per_unit, source);
  if (payout.amount != nullptr) values.amount = evaluate(*payout.amount, source);
  if (payout.every != nullptr) values.every = evaluate(*payout.every, source);
  values.started_steps = payout.started_steps;
  return values;
}

PayoutValues of_columns(const CheckedTable& table, const std::vector<Value>& row) {
  PayoutValues values;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c] == "rate") values.rate = row[c];
    if (table.columns[c] == "per_unit") values.per_unit = row[c];
    if (table.columns[c] == "amount") values.amount = row[c];
  }
  return values;
}

LineBands own_bands(const CompiledRule& rule, LineSource& source) {
  LineBands result;
  result.bands = own_pay_bands(rule);
  result.payout = [&rule, &source](int i) {
    return evaluated(i < 0 ? rule.payout : rule.bands[static_cast<std::size_t>(i)].payout, source);
  };
  return result;
}

std::vector<Value> key_values(const CompiledRule& rule, LineSource& source, bool with_band) {
  std::vector<Value> keys;
  for (std::size_t i = 0; i < rule.table_keys.size(); ++i) {
    const bool is_banded = static_cast<int>(i) == rule.rule->banded_axis && !with_band;
    const bool is_of_line = static_cast<int>(i) == rule.rule->banded_axis;
    keys.push_back(is_banded    ? Value()
                   : is_of_line ? source.of_whole_line(*rule.table_keys[i])
                                : evaluate(*rule.table_keys[i], source));
  }
  return keys;
}

/// Why no row fits: a key that is missing itself, or no row for the keys there are.
Value no_row(const CheckedTable& table, const std::vector<Value>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].is_missing() && table.keys[i].edge == Edge::kNone) return keys[i];
  }
  return look_up(table, keys, "");
}

/// The rows of `table` whose banded key is `bound`, without that key, and their places in the
/// table.
CheckedTable rows_at(const CheckedTable& table, std::size_t axis, const Value& bound,
                     std::vector<std::size_t>& places) {
  CheckedTable result = table;
  result.rows.clear();
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const auto& key = table.rows[r].keys[axis];
    if (!key || !(*key == bound)) continue;
    result.rows.push_back(table.rows[r]);
    result.rows.back().keys[axis].reset();
    places.push_back(r);
  }
  return result;
}

std::vector<Value> ascending_bounds(const CheckedTable& table, std::size_t axis) {
  std::vector<Value> bounds;
  for (const CheckedTable::Row& row : table.rows) {
    if (!row.keys[axis]) continue;
    if (std::find(bounds.begin(), bounds.end(), *row.keys[axis]) == bounds.end()) {
      bounds.push_back(*row.keys[axis]);
    }
  }
  std::sort(bounds.begin(), bounds.end(), [](const Value& a, const Value& b) {
    const auto order = compare(a, b);
    return order && *order < 0;
  });
  return bounds;
}

}  // namespace

std::vector<PayBand> own_pay_bands(const CompiledRule& rule) {
  std::vector<PayBand> bands;
  for (std::size_t i = 0; i < rule.bands.size(); ++i) {
    const CheckedBand& band = rule.bands[i];
    const PayMode mode = band.mode != PayMode::kNone ? band.mode : rule.rule->mode;
    bands.push_back({band.edge, band.bound, mode == PayMode::kNone ? PayMode::kRetroactive : mode,
                     static_cast<int>(i)});
  }
  return bands;
}

Reason reason_below(const std::vector<PayBand>& bands) {
  const bool above =
      !bands.empty() && (bands.front().edge == Edge::kUpTo || bands.front().edge == Edge::kBelow);
  return {above ? Reason::Kind::kAboveLastBand : Reason::Kind::kBelowFirstBand, "", std::nullopt,
          std::nullopt};
}

std::vector<PayBand> all_bands(const CheckedTable& table, std::size_t axis) {
  std::vector<PayBand> bands;
  for (const Value& bound : ascending_bounds(table, axis)) {
    bands.push_back(
        {table.keys[axis].edge, bound, PayMode::kRetroactive, static_cast<int>(bands.size())});
  }
  return bands;
}

namespace {

/// Rows that fit the other keys become bands: of rows with one bound the most specific.
LineBands banded_table(const CompiledRule& rule, LineSource& source) {
  const CheckedTable& table = *rule.rule->table;
  const auto axis = static_cast<std::size_t>(rule.rule->banded_axis);
  std::vector<Value> keys = key_values(rule, source, false);
  const Value day = keys.size() > table.keys.size() ? keys.back() : Value();
  keys.resize(table.keys.size());
  const PayMode mode = rule.rule->mode == PayMode::kNone ? PayMode::kRetroactive : rule.rule->mode;
  LineBands result;
  std::vector<std::size_t> rows;
  for (const Value& bound : ascending_bounds(table, axis)) {
    std::vector<std::size_t> places;
    const int found = find_row(rows_at(table, axis, bound, places), keys, day);
    if (found < 0) continue;
    result.bands.push_back({table.keys[axis].edge, bound, mode, static_cast<int>(rows.size())});
    rows.push_back(places[static_cast<std::size_t>(found)]);
  }
  result.payout = [&table, rows](int i) {
    return of_columns(table, table.rows[rows[static_cast<std::size_t>(i)]].values);
  };
  if (table.otherwise) {
    result.otherwise = of_columns(table, *table.otherwise);
  } else if (result.bands.empty() && table.name.empty()) {
    // A matrix has its bands whatever the key; without a row for it no rate is known.
    result.bands = all_bands(table, axis);
    for (PayBand& band : result.bands) band.mode = mode;
    PayoutValues unknown;
    unknown.rate = no_row(table, keys);
    result.payout = [unknown](int) { return unknown; };
  } else if (result.bands.empty()) {
    result.no_row = no_row(table, keys);
  }
  return result;
}

LineBands plain_table(const CompiledRule& rule, LineSource& source) {
  const CheckedTable& table = *rule.rule->table;
  std::vector<Value> keys = key_values(rule, source, true);
  const Value day = keys.size() > table.keys.size() ? keys.back() : Value();
  keys.resize(table.keys.size());
  LineBands result;
  const int row = find_row(table, keys, day);
  if (row < 0 && !table.otherwise) {
    result.no_row = no_row(table, keys);
    return result;
  }
  const std::vector<Value>& values =
      row >= 0 ? table.rows[static_cast<std::size_t>(row)].values : *table.otherwise;
  result.payout = [&table, values](int) { return of_columns(table, values); };
  return result;
}

}  // namespace

bool is_looked_up(const CompiledRule& rule, LineSource& source) {
  if (rule.rule->banded_axis < 0) return true;
  return source.is_cut() && !rule.rule->table->name.empty();
}

LineBands line_bands(const CompiledRule& rule, LineSource& source) {
  if (!rule.rule->table) return own_bands(rule, source);
  return is_looked_up(rule, source) ? plain_table(rule, source) : banded_table(rule, source);
}

}  // namespace rebate
