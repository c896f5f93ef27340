// SPDX-License-Identifier: Apache-2.0
#include "codec/bound_text.hpp"

namespace rebate::detail {

Expression read_bound(std::string_view text, const Place& place, Issues& issues) {
  Issues quiet;
  Expression parsed = Expression::parse(text, place, quiet);
  if (parsed.is_set()) return parsed;
  constexpr std::string_view kFullWidthForms = "\xef\xbc";  // U+FF00 to U+FF3F: digits and signs
  const bool is_figure =
      std::string_view("0123456789+-.('").find(text[0]) != std::string_view::npos ||
      text.starts_with(kFullWidthForms);
  if (is_figure) return Expression::parse(text, place, issues);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return Expression::parse(quoted + "'", place, issues);
}

std::string bound_text(const Expression& bound) {
  const Syntax& tree = *bound.tree();
  if (tree.kind == Syntax::Kind::kText && !tree.text.empty()) {
    Issues quiet;
    if (read_bound(tree.text, {}, quiet) == bound) return tree.text;
  }
  return bound.canonical();
}

}  // namespace rebate::detail
