// SPDX-License-Identifier: Apache-2.0
#include "report/json_writer.hpp"

namespace rebate {

void JsonWriter::before_value() {
  if (!is_named_ && !is_first_) sink_.append(wants_new_line_ ? "," : ", ");
  if (wants_new_line_) sink_.append('\n');
  is_first_ = false;
  is_named_ = false;
  wants_new_line_ = false;
}

void JsonWriter::open(char bracket) {
  before_value();
  sink_.append(bracket);
  is_first_ = true;
}

void JsonWriter::close(char bracket) {
  if (wants_new_line_) sink_.append('\n');
  wants_new_line_ = false;
  sink_.append(bracket);
  is_first_ = false;
}

void JsonWriter::name(std::string_view name) {
  before_value();
  quoted(name);
  sink_.append(": ");
  is_named_ = true;
}

void JsonWriter::text(std::string_view text) { before_value(), quoted(text); }
void JsonWriter::number(std::int64_t number) { before_value(), sink_.append_number(number); }
void JsonWriter::flag(bool flag) { before_value(), sink_.append(flag ? "true" : "false"); }
void JsonWriter::null() { before_value(), sink_.append("null"); }
void JsonWriter::raw(std::string_view json) { before_value(), sink_.append(json); }

void JsonWriter::quoted(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  sink_.append('"');
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto letter = static_cast<unsigned char>(text[i]);
    if (letter >= 0x20 && letter != '"' && letter != '\\' && letter != 0x7F) continue;
    sink_.append(text.substr(plain, i - plain));
    plain = i + 1;
    if (letter == '"' || letter == '\\') {
      sink_.append('\\');
      sink_.append(static_cast<char>(letter));
    } else if (letter == '\n') {
      sink_.append("\\n");
    } else {
      const char escaped[] = {'\\', 'u', '0', '0', kHex[letter >> 4], kHex[letter & 15]};
      sink_.append(std::string_view(escaped, sizeof escaped));
    }
  }
  sink_.append(text.substr(plain));
  sink_.append('"');
}

}  // namespace rebate
