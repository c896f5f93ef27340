// SPDX-License-Identifier: Apache-2.0
//
// A text sink takes text in pieces and passes it on in large blocks, so that writing five million
// lines costs five million appends and a few hundred writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rebate {

class TextSink {
 public:
  TextSink() = default;
  virtual ~TextSink() = default;
  TextSink(const TextSink&) = delete;
  TextSink& operator=(const TextSink&) = delete;

  void append(std::string_view text) {
    buffer_.append(text);
    if (buffer_.size() >= kBlockBytes) flush();
  }
  void append(char letter) { buffer_.push_back(letter); }
  void append_number(std::int64_t number);

  /// Passes on what is held back.
  void flush();
  /// Nothing has failed so far. After a failure text is dropped, since nobody can want half of it.
  bool ok() const { return ok_; }

 protected:
  /// False if the block could not be written.
  virtual bool write_block(std::string_view block) = 0;

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{1} << 18;
  std::string buffer_;
  bool ok_ = true;
};

/// Keeps all of it.
class TextCollector final : public TextSink {
 public:
  std::string text();

 private:
  bool write_block(std::string_view block) override;
  std::string text_;
};

}  // namespace rebate
