// SPDX-License-Identifier: Apache-2.0
#include "report/number_text.hpp"

#include "rebate/numeric/rounding.hpp"

#include <array>

namespace rebate {
namespace {

constexpr std::int32_t kFastScale = 18;

// `coefficient` × 10^-scale with all of `scale` digits after the point, at least min_scale.
void append_small(TextSink& sink, std::int64_t coefficient, std::int32_t scale,
                  std::int32_t min_scale) {
  std::uint64_t digits = coefficient < 0 ? 0 - static_cast<std::uint64_t>(coefficient)
                                         : static_cast<std::uint64_t>(coefficient);
  while (scale > min_scale && digits % 10 == 0) digits /= 10, --scale;
  std::array<char, 64> text;
  std::size_t at = text.size();
  for (std::int32_t missing = scale; missing < min_scale; ++missing) text[--at] = '0';
  if (scale <= 0 && min_scale > 0) text[--at] = '.';
  for (std::int32_t place = 0; place < scale; ++place) {
    text[--at] = static_cast<char>('0' + digits % 10);
    digits /= 10;
  }
  if (scale > 0) text[--at] = '.';
  do {
    text[--at] = static_cast<char>('0' + digits % 10);
    digits /= 10;
  } while (digits != 0);
  if (coefficient < 0) text[--at] = '-';
  sink.append(std::string_view(text.data() + at, text.size() - at));
}

}  // namespace

void append_decimal(TextSink& sink, const Decimal& value, std::int32_t min_scale) {
  const std::optional<std::int64_t> small = value.coefficient().to_int64();
  if (small && value.scale() <= kFastScale && min_scale <= kFastScale) {
    append_small(sink, *small, value.scale(), min_scale);
    return;
  }
  sink.append(value.to_string(min_scale));
}

void append_ratio(TextSink& sink, const Ratio& value, std::int32_t min_scale) {
  if (value.is_decimal()) return append_decimal(sink, value.decimal(), min_scale);
  if (const std::optional<Decimal> exact = value.as_decimal();
      exact && exact->normalized().scale() <= kFractionPlaces) {
    return append_decimal(sink, *exact, min_scale);
  }
  append_decimal(sink, round(value, step_of_places(kFractionPlaces), RoundingMode::kHalfUp),
                 min_scale);
}

std::string exact_text(const Ratio& value, std::int32_t min_scale) {
  const std::optional<Decimal> exact = value.as_decimal();
  return exact ? exact->normalized().to_string(min_scale) : value.to_string();
}

std::string percent_text(const Ratio& value) {
  return exact_text(value * Ratio(Integer(100))) + "%";
}

std::string grouped_text(const Decimal& value, std::int32_t min_scale) {
  return value.to_grouped_string(min_scale);
}

}  // namespace rebate
