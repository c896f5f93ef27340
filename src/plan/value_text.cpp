// SPDX-License-Identifier: Apache-2.0
#include "plan/value_text.hpp"

namespace rebate {

std::string to_key(const Value& value) {
  if (value.is_missing()) return "-";
  if (value.is_number()) return "n" + value.number().to_string();
  if (value.is_text()) return "t" + value.text();
  if (value.is_flag()) return value.flag() ? "f1" : "f0";
  if (value.is_date()) return "d" + std::to_string(value.date().days());
  if (value.is_range()) return "r" + value.range().to_string();
  if (value.is_level()) return "l" + std::to_string(value.level().position) + value.level().name;
  std::string list = "[";
  for (const Value& item : value.list()) {
    const std::string key = to_key(item);
    list += std::to_string(key.size()) + ":" + key;
  }
  return list + "]";
}

std::string to_plain_text(const Value& value) {
  if (value.is_number()) return value.number().to_string();
  if (value.is_text()) return value.text();
  if (value.is_flag()) return value.flag() ? "true" : "false";
  if (value.is_date()) return value.date().to_string();
  if (value.is_range()) return value.range().to_string();
  if (value.is_level()) return value.level().name;
  return "";
}

}  // namespace rebate
