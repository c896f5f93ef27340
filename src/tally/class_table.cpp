// SPDX-License-Identifier: Apache-2.0
#include "tally/class_table.hpp"

#include "plan/value_text.hpp"

namespace rebate {

std::string key_of(const ClassValues& values) {
  std::string key;
  for (const Value& value : values) {
    std::string text = to_key(value);
    // Causes are told to people: which one a class has must not depend on the row that came first.
    if (value.is_missing()) {
      text += std::to_string(static_cast<int>(value.missing().kind)) + value.missing().cause;
    }
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
