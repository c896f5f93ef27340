// SPDX-License-Identifier: Apache-2.0
#include "rebate/ledger/field.hpp"

#include <algorithm>

namespace rebate {

std::string_view to_text(FieldType type) {
  switch (type) {
    case FieldType::kText:
      return "text";
    case FieldType::kNumber:
      return "number";
    case FieldType::kDate:
      return "date";
    case FieldType::kFlag:
      return "flag";
  }
  return "";
}

std::string to_text(const FieldValue& value) {
  struct Printer {
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const Decimal& number) const { return number.to_string(); }
    std::string operator()(Date date) const { return date.to_string(); }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  };
  return std::visit(Printer{}, value);
}

const FieldSpec* TableSchema::find(std::string_view field) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldSpec& spec) { return spec.name == field; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace rebate
