// SPDX-License-Identifier: Apache-2.0
#include "codec/encoding.hpp"

#include <algorithm>
#include <cerrno>
#include <iconv.h>
#include <vector>

namespace rebate::detail {

namespace {

constexpr std::size_t kStep = std::size_t{1} << 20;

/// Closes when it goes.
class Converter {
 public:
  explicit Converter(const std::string& encoding)
      : handle_(::iconv_open("UTF-8", encoding.c_str())) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (is_open()) ::iconv_close(handle_);
  }

  bool is_open() const {
    return handle_ != reinterpret_cast<iconv_t>(-1);
  }  // NOLINT: iconv's word for it
  iconv_t handle() const { return handle_; }

 private:
  iconv_t handle_;
};

Issue refused(const std::string& file, std::string message) {
  Issue issue;
  issue.code = Code::kMappingEncoding;
  issue.place.file = file;
  issue.message = std::move(message);
  return issue;
}

}  // namespace

std::span<const std::string> known_encodings() {
  static const std::vector<std::string> names{
      "utf-8",        "gb18030",      "gbk",          "gb2312",     "big5",        "utf-16",
      "utf-16le",     "utf-16be",     "iso-8859-1",   "iso-8859-2", "iso-8859-15", "windows-1250",
      "windows-1251", "windows-1252", "windows-1254", "shift_jis",  "euc-jp",      "euc-kr"};
  return names;
}

Result<std::string> to_utf8(std::string_view bytes, const std::string& encoding,
                            const std::string& file) {
  const Converter converter(encoding);
  if (!converter.is_open()) {
    return refused(file, "This machine has no conversion from " + encoding + " to UTF-8.");
  }
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 2);
  // iconv takes the input as char* and does not write to it.
  char* in = const_cast<char*>(bytes.data());
  std::size_t left = bytes.size();
  bool is_flushed = false;
  while (left > 0 || !is_flushed) {
    const std::size_t before = text.size();
    text.resize(before + kStep);
    char* out = text.data() + before;
    std::size_t room = kStep;
    is_flushed = left == 0;
    const std::size_t done = is_flushed ? ::iconv(converter.handle(), nullptr, nullptr, &out, &room)
                                        : ::iconv(converter.handle(), &in, &left, &out, &room);
    const int error = errno;
    text.resize(text.size() - room);
    if (done != static_cast<std::size_t>(-1) || error == E2BIG) continue;
    Issue issue = refused(file, "The bytes here are not " + encoding + ".");
    issue.place.line = static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1;
    const std::size_t feed = text.rfind('\n');
    issue.place.column =
        static_cast<int>(text.size() - (feed == std::string::npos ? 0 : feed + 1)) + 1;
    return issue;
  }
  return text;
}

}  // namespace rebate::detail
