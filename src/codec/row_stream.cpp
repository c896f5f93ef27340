// SPDX-License-Identifier: Apache-2.0
#include "rebate/codec/row_stream.hpp"

#include "rebate/base/require.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace rebate {

void append_decimal_text(std::int64_t coefficient, std::int32_t scale, std::string& text) {
  REBATE_REQUIRE(scale >= 0 && scale <= 18, "a scale is from 0 to 18");
  // Unsigned, since the smallest number has no positive counterpart.
  const auto magnitude = coefficient < 0 ? 0 - static_cast<std::uint64_t>(coefficient)
                                         : static_cast<std::uint64_t>(coefficient);
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude).ptr;
  const auto count = static_cast<std::int32_t>(end - digits.data());
  if (coefficient < 0) text += '-';
  if (count <= scale) {
    text += "0.";
    text.append(static_cast<std::size_t>(scale - count), '0');
    text.append(digits.data(), end);
    return;
  }
  text.append(digits.data(), static_cast<std::size_t>(count - scale));
  if (scale == 0) return;
  text += '.';
  text.append(digits.data() + (count - scale), end);
}

void ColumnRows::Cells::add(std::string_view text) {
  bytes += text;
  ends.push_back(bytes.size());
}

ColumnRows::Cells& ColumnRows::cells(std::string_view column) {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const Cells& cells) { return cells.name == column; });
  if (found != columns_.end()) return *found;
  columns_.push_back({std::string(column), {}, {}});
  return columns_.back();
}

void ColumnRows::add_texts(std::string_view column,
                           std::span<const std::optional<std::string_view>> texts) {
  Cells& to = cells(column);
  for (const auto& text : texts) to.add(text.value_or(std::string_view()));
}

void ColumnRows::add_numbers(std::string_view column,
                             std::span<const std::optional<std::int64_t>> numbers,
                             std::int32_t scale) {
  Cells& to = cells(column);
  for (const auto& number : numbers) {
    if (number) append_decimal_text(*number, scale, to.bytes);
    to.ends.push_back(to.bytes.size());
  }
}

void ColumnRows::add_dates(std::string_view column, std::span<const std::optional<Date>> dates) {
  Cells& to = cells(column);
  for (const auto& date : dates) to.add(date ? date->to_string() : std::string());
}

void ColumnRows::add_flags(std::string_view column, std::span<const std::optional<bool>> flags) {
  Cells& to = cells(column);
  for (const auto& flag : flags) to.add(!flag ? "" : *flag ? "true" : "false");
}

std::vector<std::string> ColumnRows::columns() {
  std::vector<std::string> names;
  for (const Cells& column : columns_) names.push_back(column.name);
  return names;
}

bool ColumnRows::is_even() {
  for (const Cells& column : columns_) {
    if (column.ends.size() == columns_.front().ends.size()) continue;
    Issue issue;
    issue.code = Code::kCsvRagged;
    issue.place.file = file_;
    issue.message = "The column " + column.name + " has " + std::to_string(column.ends.size()) +
                    " values, " + columns_.front().name + " has " +
                    std::to_string(columns_.front().ends.size()) + ".";
    issue.expected = "columns of one length";
    issues_.add(std::move(issue));
  }
  return issues_.empty();
}

bool ColumnRows::next(std::span<std::string_view> texts) {
  if (columns_.empty() || (next_row_ == 0 && !is_even())) return false;
  if (next_row_ == columns_.front().ends.size()) return false;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Cells& column = columns_[i];
    const std::size_t begin = next_row_ == 0 ? 0 : column.ends[next_row_ - 1];
    texts[i] = std::string_view(column.bytes).substr(begin, column.ends[next_row_] - begin);
  }
  ++next_row_;
  return true;
}

Place ColumnRows::place(std::size_t column) const {
  Place place;
  place.file = file_;
  if (next_row_ == 0) return place;  // The columns as a whole.
  place.pointer = "/" + std::to_string(next_row_ - 1);
  if (column < columns_.size()) place.pointer += "/" + columns_[column].name;
  return place;
}

}  // namespace rebate
