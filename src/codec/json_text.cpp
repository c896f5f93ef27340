// SPDX-License-Identifier: Apache-2.0
#include "codec/json_text.hpp"

#include "rebate/base/require.hpp"
#include "rebate/codec/json.hpp"

#include <algorithm>

namespace rebate::detail {
namespace {

// Characters, not bytes: continuation bytes of UTF-8 do not count.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

JsonText JsonText::raw(std::string text) {
  JsonText made;
  made.text_ = std::move(text);
  return made;
}

JsonText JsonText::string(std::string_view text) { return raw(json_quoted(text)); }

JsonText JsonText::object() {
  JsonText made;
  made.kind_ = Kind::kObject;
  return made;
}

JsonText JsonText::array() {
  JsonText made;
  made.kind_ = Kind::kArray;
  return made;
}

JsonText& JsonText::add(std::string_view name, JsonText value) {
  REBATE_REQUIRE(kind_ == Kind::kObject, "members stand in an object");
  parts_.emplace_back(std::string(name), std::move(value));
  return *this;
}

JsonText& JsonText::add(JsonText element) {
  REBATE_REQUIRE(kind_ == Kind::kArray, "elements stand in an array");
  parts_.emplace_back(std::string(), std::move(element));
  return *this;
}

bool JsonText::may_be_flat() const {
  return !is_spread_ && std::all_of(parts_.begin(), parts_.end(),
                                    [](const auto& part) { return part.second.may_be_flat(); });
}

void JsonText::print_flat(std::string& out) const {
  if (kind_ == Kind::kRaw) {
    out += text_;
    return;
  }
  out += kind_ == Kind::kObject ? '{' : '[';
  bool is_first = true;
  for (const auto& [name, value] : parts_) {
    if (!std::exchange(is_first, false)) out += ", ";
    if (kind_ == Kind::kObject) out += json_quoted(name) + ": ";
    value.print_flat(out);
  }
  out += kind_ == Kind::kObject ? '}' : ']';
}

void JsonText::print(std::string& out, std::size_t indent, std::size_t used,
                     std::size_t width) const {
  if (parts_.empty() || may_be_flat()) {
    std::string flat;
    print_flat(flat);
    // One more for the comma that may follow.
    if (parts_.empty() || used + width_of(flat) + 1 <= width) {
      out += flat;
      return;
    }
  }
  const std::string blanks(indent + 2, ' ');
  out += kind_ == Kind::kObject ? "{\n" : "[\n";
  bool is_first = true;
  for (const auto& [name, value] : parts_) {
    if (!std::exchange(is_first, false)) out += ",\n";
    out += blanks;
    std::string label;
    if (kind_ == Kind::kObject) label = json_quoted(name) + ": ";
    out += label;
    value.print(out, indent + 2, indent + 2 + width_of(label), width);
  }
  out += '\n' + std::string(indent, ' ') + (kind_ == Kind::kObject ? '}' : ']');
}

std::string JsonText::layout(std::size_t width) const {
  std::string out;
  print(out, 0, 0, width);
  return out += '\n';
}

}  // namespace rebate::detail
