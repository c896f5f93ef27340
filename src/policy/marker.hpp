// SPDX-License-Identifier: Apache-2.0
//
// A marker reports mistakes of one expression: each issue gets the expression's place in the
// document, the bytes that are meant and the text itself, so that carets can be printed below
// "product.lin".
#pragma once

#include "rebate/base/issue.hpp"
#include "rebate/policy/expression.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rebate {

/// Bytes [begin, end) of the expression's text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

inline Span span_of(const Syntax& node) { return {node.begin, node.end}; }

/// ". Did you mean 'gold'?" for a message that lists all words; empty if none is near.
std::string did_you_mean(std::string_view nearest);

class Marker {
 public:
  /// `text`, `place` and `issues` outlive the marker.
  Marker(std::string_view text, const Place& place, Issues& issues)
      : text_(text), place_(place), issues_(issues) {}

  void add(Code code, Span span, std::string message, std::string expected = {},
           std::string suggestion = {});

  /// What stands there, as written.
  std::string_view found(Span span) const;
  std::string_view text() const { return text_; }
  /// Mistakes so far, those beyond the first twenty too.
  int count() const { return count_; }

 private:
  std::string_view text_;
  const Place& place_;
  Issues& issues_;
  int count_ = 0;
};

}  // namespace rebate
