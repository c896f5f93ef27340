// SPDX-License-Identifier: Apache-2.0
//
// JSON on its way out: built in order, then laid out so that people can read it. {"from": "80%",
// "rate": "2%"} stays on one line, what is longer gets a line for each member.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate::detail {

class JsonText {
 public:
  static JsonText raw(std::string text);  ///< A number, true, or JSON that is ready.
  static JsonText string(std::string_view text);
  static JsonText object();
  static JsonText array();

  /// REQUIRES: an object, an array.
  JsonText& add(std::string_view name, JsonText value);
  JsonText& add(JsonText element);
  /// Its members or elements get a line each, however short.
  JsonText& spread_out() { return is_spread_ = true, *this; }

  bool is_empty() const { return parts_.empty(); }
  std::size_t size() const { return parts_.size(); }

  /// Laid out in lines of `width` characters, ended by a newline.
  std::string layout(std::size_t width = 100) const;

 private:
  enum class Kind { kRaw, kObject, kArray };

  void print_flat(std::string& out) const;
  void print(std::string& out, std::size_t indent, std::size_t used, std::size_t width) const;
  bool may_be_flat() const;

  Kind kind_ = Kind::kRaw;
  bool is_spread_ = false;
  std::string text_;
  std::vector<std::pair<std::string, JsonText>> parts_;  // Names are empty in an array.
};

}  // namespace rebate::detail
