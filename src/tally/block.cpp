// SPDX-License-Identifier: Apache-2.0
#include "tally/block.hpp"

#include <algorithm>

namespace rebate {

std::size_t BlockColumns::slot_of(const Column& column) {
  const auto found = std::find(columns_.begin(), columns_.end(), &column);
  if (found != columns_.end()) return static_cast<std::size_t>(found - columns_.begin());
  columns_.push_back(&column);
  return columns_.size() - 1;
}

Block::Block(const BlockColumns& columns) : columns_(columns), buffers_(columns.all().size()) {
  for (std::size_t slot = 0; slot < buffers_.size(); ++slot) {
    const Column& column = columns.column(slot);
    if (column.has_dictionary()) buffers_[slot].codes.resize(kBlockRows);
    if (column.type() == FieldType::kDate) buffers_[slot].days.resize(kBlockRows);
    if (column.type() == FieldType::kNumber) buffers_[slot].numbers.resize(kBlockRows);
  }
}

void Block::read(RowIndex first, RowIndex count) {
  first_ = first;
  count_ = count;
  for (std::size_t slot = 0; slot < buffers_.size(); ++slot) {
    const Column& column = columns_.column(slot);
    Buffers& to = buffers_[slot];
    if (!to.codes.empty()) column.codes(first, count, to.codes);
    if (!to.days.empty()) column.days(first, count, to.days);
    if (!to.numbers.empty()) column.coefficients(first, count, to.numbers);
  }
}

}  // namespace rebate
