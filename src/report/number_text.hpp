// SPDX-License-Identifier: Apache-2.0
//
// Numbers as text, written straight into a sink: plain for machines, grouped for people.
#pragma once

#include "rebate/numeric/decimal.hpp"
#include "rebate/numeric/ratio.hpp"
#include "rebate/report/text_sink.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rebate {

/// Places of a fraction that does not end, in CSV.
inline constexpr std::int32_t kFractionPlaces = 12;

/// "27000.00" with min_scale 2; only digits, a point and a minus.
void append_decimal(TextSink& sink, const Decimal& value, std::int32_t min_scale = 0);
/// The same; a fraction that does not end is rounded half up to kFractionPlaces.
void append_ratio(TextSink& sink, const Ratio& value, std::int32_t min_scale = 0);

/// Exact, for JSON: "0.9", "27000.00", "1/3".
std::string exact_text(const Ratio& value, std::int32_t min_scale = 0);
/// "70%", exact: "100/3%".
std::string percent_text(const Ratio& value);
/// For people: "27,000.00".
std::string grouped_text(const Decimal& value, std::int32_t min_scale);

}  // namespace rebate
