// SPDX-License-Identifier: Apache-2.0
//
// Values, figures and reasons as JSON: parts that lines and traces share.
#pragma once

#include "rebate/settlement/trace.hpp"
#include "report/json_writer.hpp"

#include <optional>
#include <string_view>

namespace rebate {

/// Numbers, texts, dates and levels as text; flags as flags; lists as arrays; what is missing as
/// {"missing": "no_target", "cause": "..."}.
void write_value(JsonWriter& json, const Value& value);
/// The member, if there is a number.
void member_ratio(JsonWriter& json, std::string_view name, const std::optional<Ratio>& value,
                  int min_scale = 0);
void write_figures(JsonWriter& json, std::string_view name, const std::vector<FigureSeen>& figures);
void write_reasons(JsonWriter& json, const std::vector<Reason>& reasons);

}  // namespace rebate
