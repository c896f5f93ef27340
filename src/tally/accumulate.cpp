// SPDX-License-Identifier: Apache-2.0
#include "tally/accumulate.hpp"

#include "rebate/policy/operators.hpp"
#include "plan/value_text.hpp"
#include "tally/row_classes.hpp"

#include <algorithm>

namespace rebate {
namespace {

constexpr std::int32_t kMaxSumScale = AccumulatorColumn::kMaxScale;

/// Digits after the point that the formula's values have, where columns and literals decide it; a
/// guess for all else, and what does not fit it is kept exactly all the same.
std::int32_t scale_of(const Formula& formula, const Table& table) {
  switch (formula.op) {
    case Op::kConstant:
      return formula.value.is_number() && formula.value.number().is_decimal()
                 ? formula.value.number().decimal().scale()
                 : 0;
    case Op::kField: {
      const Column* column = table.find(formula.field);
      return column != nullptr && column->type() == FieldType::kNumber ? column->scale() : 2;
    }
    case Op::kMultiply: {
      const std::int32_t sum =
          scale_of(*formula.children[0], table) + scale_of(*formula.children[1], table);
      return std::min(sum, kMaxSumScale);
    }
    default:
      break;
  }
  std::int32_t largest = 0;
  for (const FormulaPtr& child : formula.children)
    largest = std::max(largest, scale_of(*child, table));
  return std::min(largest, kMaxSumScale);
}

/// REQUIRES: 0 <= digits <= kMaxSumScale.
std::int64_t power_of_ten(std::int32_t digits) {
  std::int64_t power = 1;
  for (; digits > 0; --digits) power *= 10;
  return power;
}

bool is_sum(Aggregate kind) { return kind == Aggregate::kSum; }

/// The column of the rows' own noun that the formula is; nullptr if it is more than that.
const Column* own_number(const Formula& formula, const Cube& cube, const Table& table) {
  if (formula.op != Op::kField || formula.noun != cube.noun) return nullptr;
  const Column* column = table.find(formula.field);
  return column != nullptr && column->type() == FieldType::kNumber ? column : nullptr;
}

}  // namespace

std::int32_t sum_scale(const Formula& formula, const Cube& cube, const Table& table) {
  const Column* column = own_number(formula, cube, table);
  return column != nullptr ? column->scale() : scale_of(formula, table);
}

RowAdder::RowAdder(const Accumulator& accumulator, const Cube& cube, const Table& table)
    : accumulator_(accumulator), dates_(date_column(cube, table)), ids_(table.find("id")) {
  const Formula& formula = *accumulator.atom.formula;
  column_.scale = sum_scale(formula, cube, table);
  const Column* column = is_sum(accumulator.kind) ? own_number(formula, cube, table) : nullptr;
  if (column != nullptr && !column->has_wide()) plain_ = column;
}

void RowAdder::add_cell() {
  if (is_sum(accumulator_.kind)) {
    column_.coefficients.push_back(0);
  } else {
    column_.extremes.emplace_back();
  }
  if (!column_.lacking.empty()) column_.lacking.push_back(0);
}

void RowAdder::add(std::uint32_t cell, RowIndex row, TextCode partner,
                   RowEnvironment& environment) {
  if (plain_ != nullptr) {
    std::int64_t buffer = 0;
    const std::int64_t coefficient = plain_->coefficients(row, 1, {&buffer, 1})[0];
    std::int64_t& held = column_.coefficients[cell];
    std::int64_t sum = 0;
    if (coefficient == kMissingNumber) {
      add_lacking(cell, row);
    } else if (held == AccumulatorColumn::kExact ||
               __builtin_add_overflow(held, coefficient, &sum) ||
               sum == AccumulatorColumn::kExact) {
      add_number(cell, Decimal::from_int64(coefficient, column_.scale));
    } else {
      held = sum;
    }
    return;
  }
  const Value value = environment.evaluate_atom(accumulator_.atom, row, partner);
  if (value.is_missing()) {
    add_lacking(cell, row);
  } else if (!is_sum(accumulator_.kind)) {
    add_extreme(cell, value, row);
  } else if (value.is_number()) {
    add_number(cell, value.number());
  }
}

void RowAdder::add_number(std::uint32_t cell, const Ratio& number) {
  column_.set_sum(cell, column_.sum(cell) + number);
}

void RowAdder::add_lacking(std::uint32_t cell, RowIndex row) {
  if (column_.lacking.empty()) {
    column_.lacking.resize(std::max(column_.coefficients.size(), column_.extremes.size()));
  }
  ++column_.lacking[cell];
  merge_marks(column_.lacking_marks[cell], {mark_of(row)});
}

void RowAdder::add_extreme(std::uint32_t cell, const Value& value, RowIndex row) {
  AccumulatorColumn::Extreme candidate{value, {}};
  // Of equal extremes nobody asks which row they came from.
  if (accumulator_.kind == Aggregate::kFirst || accumulator_.kind == Aggregate::kLast) {
    candidate.mark = mark_of(row);
  }
  if (replaces(accumulator_.kind, candidate, column_.extremes[cell])) {
    column_.extremes[cell] = std::move(candidate);
  }
}

RowMark RowAdder::mark_of(RowIndex row) const {
  RowMark mark;
  if (dates_ != nullptr) mark.day = dates_->date(row).value_or(Date());
  if (ids_ != nullptr) mark.id = std::string(ids_->text(row));
  return mark;
}

bool replaces(Aggregate kind, const AccumulatorColumn::Extreme& candidate,
              const AccumulatorColumn::Extreme& held) {
  if (candidate.value.is_missing()) return false;
  if (held.value.is_missing()) return true;
  if (kind == Aggregate::kFirst || kind == Aggregate::kLast) {
    // Rows of one day and id (a payment against several invoices) are told apart by their values.
    if (candidate.mark == held.mark) return to_key(candidate.value) < to_key(held.value);
    return (candidate.mark < held.mark) == (kind == Aggregate::kFirst);
  }
  const auto order = compare(candidate.value, held.value);
  if (!order) return false;
  return kind == Aggregate::kSmallest ? *order < 0 : *order > 0;
}

void merge_marks(std::vector<RowMark>& into, const std::vector<RowMark>& more) {
  into.insert(into.end(), more.begin(), more.end());
  std::sort(into.begin(), into.end());
  if (into.size() > kMaxMarks) into.resize(kMaxMarks);
}

void normalize(AccumulatorColumn& column) {
  std::int32_t scale = 0;
  const auto need = [&](const Decimal& value) {
    if (scale < kMaxSumScale)
      scale = std::max(scale, std::min(value.normalized().scale(), kMaxSumScale));
  };
  for (const std::int64_t coefficient : column.coefficients) {
    if (scale >= column.scale) break;
    if (coefficient == AccumulatorColumn::kExact) continue;
    // Digits that are zero in all of them go.
    if (coefficient % power_of_ten(column.scale - scale) == 0) continue;
    need(Decimal::from_int64(coefficient, column.scale));
  }
  for (const auto& [cell, value] : column.exact) {
    if (const auto decimal = value.as_decimal()) need(*decimal);
  }
  if (scale < column.scale && column.exact.empty()) {
    const std::int64_t unit = power_of_ten(column.scale - scale);
    for (std::int64_t& coefficient : column.coefficients) coefficient /= unit;
    column.scale = scale;
    return;
  }
  if (scale != column.scale) {
    AccumulatorColumn moved;
    moved.scale = scale;
    moved.coefficients.resize(column.coefficients.size());
    for (std::uint32_t cell = 0; cell < column.coefficients.size(); ++cell) {
      moved.set_sum(cell, column.sum(cell));
    }
    column.scale = scale;
    column.coefficients = std::move(moved.coefficients);
    column.exact = std::move(moved.exact);
    return;
  }
  const auto exact = column.exact;
  for (const auto& [cell, value] : exact) column.set_sum(cell, value);
}

}  // namespace rebate
