// SPDX-License-Identifier: Apache-2.0
#include "rebate/report/text_sink.hpp"

#include <charconv>

namespace rebate {

void TextSink::append_number(std::int64_t number) {
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  if (error == std::errc())
    append(std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

void TextSink::flush() {
  if (!buffer_.empty() && ok_) ok_ = write_block(buffer_);
  buffer_.clear();
}

bool TextCollector::write_block(std::string_view block) {
  text_.append(block);
  return true;
}

std::string TextCollector::text() {
  flush();
  return text_;
}

}  // namespace rebate
