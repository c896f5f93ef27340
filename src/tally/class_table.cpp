// SPDX-License-Identifier: Apache-2.0
#include "tally/class_table.hpp"

#include "plan/value_text.hpp"

namespace rebate {

std::string key_of(const ClassValues& values) {
  std::string key;
  for (const Value& value : values) {
    const std::string text = to_key(value);
    key += std::to_string(text.size());
    key += ':';
    key += text;
  }
  return key;
}

std::uint32_t ClassTable::number(ClassValues values) {
  const auto [place, is_new] =
      numbers_.emplace(key_of(values), static_cast<std::uint32_t>(classes_.size()));
  if (is_new) classes_.push_back(std::move(values));
  return place->second;
}

}  // namespace rebate
