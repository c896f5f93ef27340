// SPDX-License-Identifier: Apache-2.0
#include "policy/marker.hpp"

#include <algorithm>
#include <utility>

namespace rebate {
namespace {

// A long expression is not repeated whole with each of its mistakes.
constexpr std::size_t kMaxExcerpt = 4096;
constexpr std::size_t kMaxFound = 60;
constexpr int kMaxMistakes =
    20;  // of one expression; who has more sees the rest after mending these

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// At most `limit` bytes, cut between characters.
std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && is_continuation(text[limit])) --limit;
  return text.substr(0, limit);
}

}  // namespace

std::string did_you_mean(std::string_view nearest) {
  return nearest.empty() ? std::string() : ". Did you mean '" + std::string(nearest) + "'?";
}

std::string_view Marker::found(Span span) const {
  if (span.begin >= text_.size()) return {};
  return text_.substr(span.begin, std::max(span.begin, span.end) - span.begin);
}

void Marker::add(Code code, Span span, std::string message, std::string expected,
                 std::string suggestion) {
  if (++count_ > kMaxMistakes) return;
  Issue issue;
  issue.code = code;
  issue.place = place_;
  issue.place.offset = static_cast<int>(span.begin);
  issue.place.length = static_cast<int>(std::max(span.begin, span.end) - span.begin);
  issue.message = std::move(message);
  issue.found = std::string(cut(found(span), kMaxFound));
  issue.expected = std::move(expected);
  issue.suggestion = std::move(suggestion);
  if (text_.size() <= kMaxExcerpt) issue.excerpt = std::string(text_);
  issues_.add(std::move(issue));
}

}  // namespace rebate
