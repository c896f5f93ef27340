// SPDX-License-Identifier: Apache-2.0
//
// Writes JSON into a sink, member by member, on one line: {"rule": "co-marketing", "due":
// "27000.00"}.
#pragma once

#include "rebate/report/text_sink.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rebate {

class JsonWriter {
 public:
  explicit JsonWriter(TextSink& sink) : sink_(sink) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  /// The next value's name.
  void name(std::string_view name);
  void text(std::string_view text);
  void number(std::int64_t number);
  void flag(bool flag);
  void null();
  /// JSON that is written already.
  void raw(std::string_view json);
  /// Begins a new line of text before the next element.
  void new_line() { wants_new_line_ = true; }

  void member(std::string_view key, std::string_view value) { name(key), text(value); }
  void member(std::string_view key, std::int64_t value) { name(key), number(value); }
  void member_flag(std::string_view key, bool value) { name(key), flag(value); }

 private:
  void open(char bracket);
  void close(char bracket);
  void before_value();
  void quoted(std::string_view text);

  TextSink& sink_;
  bool is_first_ = true;   // of the object or array
  bool is_named_ = false;  // a name was just written
  bool wants_new_line_ = false;
};

}  // namespace rebate
