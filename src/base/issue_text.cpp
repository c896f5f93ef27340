// SPDX-License-Identifier: Apache-2.0
//
// An issue as one line, or as the expression it is about with carets below:
//   policy.json:22:18  RB3102  /rules/2/what:9    product.lin in core
//                                                         ^^^ product has no 'lin'. Did you mean
//                                                         'line'?
#include "rebate/base/issue.hpp"
#include "base/printable.hpp"

#include <algorithm>

namespace rebate {
namespace {

using detail::first_glyph;
using detail::Glyph;
using detail::printable;

// Bytes of a long expression that are shown before and after the place.
constexpr int kExcerptBefore = 60;
constexpr int kExcerptAfter = 40;

std::string place_text(const Place& place) {
  std::string text = printable(place.file);
  if (place.line > 0) {
    if (!text.empty()) text += ':';
    text += std::to_string(place.line);
    if (place.column > 0) text += (place.column < 10 ? ":0" : ":") + std::to_string(place.column);
  }
  return text;
}

std::string pointer_text(const Place& place) {
  std::string text = printable(place.pointer);
  if (place.offset >= 0) text += ":" + std::to_string(place.offset + 1);
  return text;
}

std::string sentence(const Issue& issue) {
  std::string text =
      issue.severity == Severity::kError ? "" : std::string(to_string(issue.severity)) + ": ";
  text += issue.message;
  const auto says = [&](const std::string& part) { return text.find(part) != std::string::npos; };
  const auto close = [&] {
    if (!text.empty() && std::string_view(".?!:").find(text.back()) == std::string_view::npos)
      text += '.';
    if (!text.empty()) text += ' ';
  };
  if (!issue.found.empty() && !says(issue.found)) close(), text += "Found " + issue.found + ".";
  if (!issue.expected.empty() && !says(issue.expected))
    close(), text += "Expected " + issue.expected + ".";
  if (!issue.suggestion.empty() && !says(issue.suggestion)) {
    close(), text += "Did you mean '" + issue.suggestion + "'?";
  }
  return printable(text);
}

struct Excerpt {
  std::string shown;
  int before = 0;  // Columns in front of the place.
  int marked = 0;  // Columns of the place.
};

// Where a window of the text may begin: never inside a character.
std::size_t character_start(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

Excerpt excerpt_of(std::string_view text, const Place& place) {
  const auto size = static_cast<int>(text.size());
  const int begin = std::min(place.offset, size);
  const int end = std::min(begin + std::min(std::max(place.length, 1), kExcerptAfter), size);
  const int from = begin <= kExcerptBefore
                       ? 0
                       : static_cast<int>(character_start(
                             text, static_cast<std::size_t>(begin - kExcerptBefore)));
  const int until =
      size - end <= kExcerptAfter
          ? size
          : static_cast<int>(character_start(text, static_cast<std::size_t>(end + kExcerptAfter)));
  Excerpt excerpt;
  if (from > 0) excerpt.shown = "...", excerpt.before = 3;
  for (int at = from; at < until;) {
    const Glyph glyph = first_glyph(text.substr(static_cast<std::size_t>(at)));
    excerpt.shown += glyph.shown;
    if (at < begin) excerpt.before += glyph.columns;
    if (at >= begin && at < end) excerpt.marked += glyph.columns;
    at += glyph.bytes;
  }
  if (until < size) excerpt.shown += "...";
  excerpt.marked = std::max(excerpt.marked, 1);
  return excerpt;
}

int columns_of(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const Glyph glyph = first_glyph(text);
    columns += glyph.columns;
    text.remove_prefix(static_cast<std::size_t>(glyph.bytes));
  }
  return columns;
}

}  // namespace

std::string to_string(const Issue& issue) {
  std::string text = place_text(issue.place);
  if (!text.empty()) text += "  ";
  text += tag_of(issue.code);
  if (const std::string pointer = pointer_text(issue.place); !pointer.empty())
    text += "  " + pointer;
  if (issue.excerpt.empty() || issue.place.offset < 0) return text + "  " + sentence(issue);

  text += "    ";
  const Excerpt excerpt = excerpt_of(issue.excerpt, issue.place);
  const int indent = columns_of(text) + excerpt.before;
  text += excerpt.shown + "\n";
  text.append(static_cast<std::size_t>(indent), ' ')
      .append(static_cast<std::size_t>(excerpt.marked), '^');
  return text + " " + sentence(issue);
}

std::string to_string(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues) text += to_string(issue) + "\n";
  return text;
}

}  // namespace rebate
