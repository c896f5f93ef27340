// SPDX-License-Identifier: Apache-2.0
#include "tally/dense_scan.hpp"

#include <algorithm>
#include <bit>

namespace rebate {
namespace {

constexpr std::size_t kBits = 64;
constexpr std::int64_t kOneForwardRow = (std::int64_t{1} << 32) | 1;

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

DenseScan::DenseScan(const DenseCube& dense, const Plan& plan, const Master& master,
                     const Ledger& ledger, const Table& table)
    : dense_(dense),
      width_(kSums + dense.sums().size()),
      words_((dense.stretches() + 1) * dense.places() * width_),
      touched_((dense.stretches() + 1) * dense.places() / kBits + 1),
      places_(kBlockRows),
      counts_(kBlockRows, kOneForwardRow),
      numbers_(dense.sums().size()),
      environment_(plan, dense.cube(), master, ledger, &table),
      cell_of_place_((dense.stretches() + 1) * dense.places()),
      used_place_(dense.places()) {
  for (std::size_t i = 0; i < dense.sums().size(); ++i) {
    adders_.emplace_back(dense.cube().accumulators[i], dense.cube(), table);
    const auto& formula = dense.sums()[i].formula;
    sum_scratch_.push_back(formula ? std::optional<BlockFormula::Scratch>(*formula) : std::nullopt);
    cleared_.emplace_back(kBlockRows, 0);
  }
  for (const DenseCube::ConditionPart& part : dense.condition_parts())
    condition_scratch_.emplace_back(part.formula);
  for (std::size_t d = 0; d < dense.cube().dimensions.size(); ++d) {
    class_of_place_.emplace_back();
    for (std::uint32_t place = 0; place < dense.places(); ++place)
      class_of_place_[d].push_back(dense.class_at(d, place));
  }
  cells_.class_of.resize(dense.cube().dimensions.size());
}

void DenseScan::start_partner(TextCode partner) {
  partner_ = partner;
  cells_.offsets.push_back(cells_.size());
}

void DenseScan::add(const Block& block) {
  place_rows(block);
  for (std::size_t i = 0; i < numbers_.size(); ++i) numbers_[i] = numbers_of(i, block);
  switch (numbers_.size()) {
    case 0:
      return add_rows<0>(block);
    case 1:
      return add_rows<1>(block);
    case 2:
      return add_rows<2>(block);
    case 3:
      return add_rows<3>(block);
    default:
      add_rows<0>(block);
      for (std::size_t i = 0; i < numbers_.size(); ++i) add_sum(i, block);
  }
}

void DenseScan::place_rows(const Block& block) {
  const RowIndex count = block.count();
  std::uint32_t* places = places_.data();
  const std::int32_t* days = block.days(dense_.date_slot());
  const std::uint32_t* by_day = dense_.by_day().data();
  const std::int32_t first = dense_.first_day();
  const std::uint32_t own = dense_.by_partner()[partner_];
  for (RowIndex i = 0; i < count; ++i) places[i] = own + by_day[days[i] - first];
  for (const DenseCube::CodePart& part : dense_.code_parts()) {
    const std::uint32_t* codes = block.codes(part.slot);
    const std::uint32_t* by_code = part.by_code.data();
    for (RowIndex i = 0; i < count; ++i) places[i] += by_code[codes[i]];
  }
  for (const DenseCube::PartnerPart& part : dense_.partner_parts()) {
    const std::uint32_t* codes = block.codes(part.slot);
    const std::uint32_t* by_code = part.tables[part.table_of_partner[partner_]].data();
    for (RowIndex i = 0; i < count; ++i) places[i] += by_code[codes[i]];
  }
  for (const DenseCube::TurningPart& part : dense_.turning_parts()) {
    const std::uint32_t* codes = block.codes(part.slot);
    const DenseCube::TurningPart::Turn* by_code = part.by_code.data();
    for (RowIndex i = 0; i < count; ++i) {
      const DenseCube::TurningPart::Turn& turn = by_code[codes[i]];
      places[i] += days[i] < turn.day ? turn.before : turn.from;
    }
  }
  for (std::size_t c = 0; c < dense_.condition_parts().size(); ++c) {
    const DenseCube::ConditionPart& part = dense_.condition_parts()[c];
    const std::int64_t* flags = part.formula.evaluate(block, condition_scratch_[c]);
    for (RowIndex i = 0; i < count; ++i)
      places[i] += flags[i] != 0 ? part.where_true : part.where_false;
  }
  if (const auto& types = dense_.type_part()) {
    const std::uint32_t* codes = block.codes(types->slot);
    for (RowIndex i = 0; i < count; ++i)
      counts_[i] = 1 | static_cast<std::int64_t>(types->by_code[codes[i]]) << 32;
  }
}

const std::int64_t* DenseScan::numbers_of(std::size_t sum, const Block& block) {
  const DenseCube::Sum& how = dense_.sums()[sum];
  std::vector<std::int64_t>& cleared = cleared_[sum];
  if (!how.slot && !how.formula) {
    for (RowIndex i = 0; i < block.count(); ++i)
      doubtful_.push_back({sum, places_[i], block.first() + i});
    return cleared.data();
  }
  const std::int64_t* numbers =
      how.slot ? block.numbers(*how.slot) : how.formula->evaluate(block, *sum_scratch_[sum]);
  if (how.doubtful_slots.empty()) return numbers;
  std::copy(numbers, numbers + block.count(), cleared.begin());
  set_doubtful_aside(sum, block, cleared.data());
  return cleared.data();
}

/// Rows that lack an input, or have it only as a wide number, are added one by one.
void DenseScan::set_doubtful_aside(std::size_t sum, const Block& block, std::int64_t* numbers) {
  const auto& slots = dense_.sums()[sum].doubtful_slots;
  for (RowIndex i = 0; i < block.count(); ++i) {
    const bool is_doubtful = std::any_of(
        slots.begin(), slots.end(), [&](std::size_t slot) { return block.is_special(slot, i); });
    if (!is_doubtful) continue;
    numbers[i] = 0;
    doubtful_.push_back({sum, places_[i], block.first() + i});
  }
}

template <std::size_t kCount>
void DenseScan::add_rows(const Block& block) {
  const std::int32_t* days = block.days(dense_.date_slot());
  const std::uint32_t* places = places_.data();
  const std::int64_t* counts = counts_.data();
  const std::size_t width = width_;
  std::int64_t* words = words_.data();
  std::uint64_t* touched = touched_.data();
  const std::int64_t* numbers[kCount + 1] = {};
  for (std::size_t s = 0; s < kCount; ++s) numbers[s] = numbers_[s];
  for (RowIndex i = 0; i < block.count(); ++i) {
    const std::size_t place = places[i];
    std::int64_t* cell = words + place * width;
    touched[place / kBits] |= std::uint64_t{1} << (place % kBits);
    cell[kRows] += counts[i];
    cell[kEarliest] = std::max(cell[kEarliest], std::int64_t{Date::kMaxDays} - days[i]);
    for (std::size_t s = 0; s < kCount; ++s) cell[kSums + s] += numbers[s][i];
  }
}

void DenseScan::add_sum(std::size_t sum, const Block& block) {
  std::int64_t* words = words_.data() + kSums + sum;
  for (RowIndex i = 0; i < block.count(); ++i) words[places_[i] * width_] += numbers_[sum][i];
}

void DenseScan::finish_partner() {
  std::size_t count = 0;
  for (const std::uint64_t bits : touched_) count += static_cast<std::size_t>(std::popcount(bits));
  if (count == 0) return;
  const std::size_t first = cells_.size();
  resize_cells(first + count);
  const std::size_t kept = dense_.stretches() * dense_.places();
  std::size_t cell = first;
  std::uint32_t stretch = 0;
  std::size_t stretch_begin = 0;
  for (std::size_t w = 0; w < touched_.size(); ++w) {
    for (std::uint64_t bits = touched_[w]; bits != 0; bits &= bits - 1) {
      const std::size_t place = w * kBits + static_cast<std::size_t>(std::countr_zero(bits));
      for (; place >= stretch_begin + dense_.places(); ++stretch) stretch_begin += dense_.places();
      std::int64_t* words = words_.data() + place * width_;
      if (place < kept) keep_cell(words, stretch, place - stretch_begin, cell);
      cell_of_place_[place] = place < kept ? static_cast<std::uint32_t>(cell++) : kNoCell;
      std::fill(words, words + width_, 0);
    }
    touched_[w] = 0;
  }
  resize_cells(cell);
  for (const Doubtful& one : doubtful_) {
    const std::uint32_t at = cell_of_place_[one.place];
    if (at != kNoCell) adders_[one.sum].add(at, one.row, partner_, environment_);
  }
  doubtful_.clear();
}

void DenseScan::resize_cells(std::size_t size) {
  cells_.stretch.resize(size);
  for (auto& classes : cells_.class_of) classes.resize(size);
  cells_.rows.resize(size);
  cells_.forward_rows.resize(size);
  cells_.first_day.resize(size);
  for (RowAdder& adder : adders_) {
    AccumulatorColumn& column = adder.column();
    column.coefficients.resize(size);
    if (!column.lacking.empty()) column.lacking.resize(size);
  }
}

void DenseScan::keep_cell(const std::int64_t* words, std::uint32_t stretch, std::size_t place,
                          std::size_t cell) {
  used_place_[place] = 1;
  cells_.stretch[cell] = stretch;
  for (std::size_t d = 0; d < class_of_place_.size(); ++d)
    cells_.class_of[d][cell] = class_of_place_[d][place];
  cells_.rows[cell] = static_cast<std::uint32_t>(words[kRows]);
  cells_.forward_rows[cell] = static_cast<std::uint32_t>(words[kRows] >> 32);
  cells_.first_day[cell] = static_cast<std::int32_t>(Date::kMaxDays - words[kEarliest]);
  for (std::size_t s = 0; s < adders_.size(); ++s)
    adders_[s].column().coefficients[cell] = words[kSums + s];
}

CubeCells DenseScan::take() {
  for (RowAdder& adder : adders_) cells_.accumulators.push_back(adder.take());
  return std::move(cells_);
}

std::vector<std::vector<bool>> DenseScan::used_classes() const {
  std::vector<std::vector<bool>> used;
  for (std::size_t d = 0; d < class_of_place_.size(); ++d) {
    used.emplace_back(dense_.classes(d).size());
    for (std::size_t place = 0; place < used_place_.size(); ++place) {
      if (used_place_[place] != 0) used[d][class_of_place_[d][place]] = true;
    }
  }
  return used;
}

namespace {

/// Classes that no cell is of are left out, and the others numbered without gaps.
void drop_unused(const DenseCube& dense, const std::vector<std::vector<bool>>& used,
                 CubeCells& cells) {
  for (std::size_t d = 0; d < used.size(); ++d) {
    std::vector<std::uint32_t> numbers;
    std::uint32_t next = 0;
    cells.classes.emplace_back();
    for (std::size_t c = 0; c < used[d].size(); ++c) {
      numbers.push_back(next);
      if (!used[d][c]) continue;
      cells.classes[d].push_back(dense.classes(d)[c]);
      ++next;
    }
    if (next == numbers.size()) continue;
    for (std::uint32_t& number : cells.class_of[d]) number = numbers[number];
  }
}

void append_column(AccumulatorColumn& to, AccumulatorColumn&& from, std::uint32_t first) {
  append(to.coefficients, from.coefficients);
  for (auto& [cell, value] : from.exact) to.exact.emplace(first + cell, std::move(value));
  if (!to.lacking.empty() || !from.lacking.empty()) {
    to.lacking.resize(first);
    from.lacking.resize(from.coefficients.size());
    append(to.lacking, from.lacking);
  }
  for (auto& [cell, marks] : from.lacking_marks)
    to.lacking_marks.emplace(first + cell, std::move(marks));
}

}  // namespace

CubeCells joined_cells(const DenseCube& dense, std::vector<DenseScan>& runs) {
  std::vector<std::vector<bool>> used(dense.cube().dimensions.size());
  CubeCells all;
  std::vector<std::uint32_t> offsets{0};  // of rows without a partner, which none has
  for (DenseScan& run : runs) {
    const auto of_run = run.used_classes();
    for (std::size_t d = 0; d < used.size(); ++d) {
      used[d].resize(of_run[d].size());
      for (std::size_t c = 0; c < used[d].size(); ++c) used[d][c] = used[d][c] || of_run[d][c];
    }
    CubeCells part = run.take();
    const std::uint32_t first = all.size();
    for (const std::uint32_t offset : part.offsets) offsets.push_back(first + offset);
    if (first == 0) {
      all = std::move(part);
      continue;
    }
    append(all.stretch, part.stretch);
    for (std::size_t d = 0; d < used.size(); ++d) append(all.class_of[d], part.class_of[d]);
    append(all.rows, part.rows);
    append(all.forward_rows, part.forward_rows);
    append(all.first_day, part.first_day);
    for (std::size_t a = 0; a < all.accumulators.size(); ++a)
      append_column(all.accumulators[a], std::move(part.accumulators[a]), first);
  }
  offsets.push_back(all.size());
  all.offsets = std::move(offsets);
  drop_unused(dense, used, all);
  const bool has_lacking =
      std::any_of(all.accumulators.begin(), all.accumulators.end(),
                  [](const AccumulatorColumn& column) { return !column.lacking.empty(); });
  for (AccumulatorColumn& column : all.accumulators) {
    if (has_lacking) column.lacking.resize(all.size());
    normalize(column);
  }
  return all;
}

}  // namespace rebate
