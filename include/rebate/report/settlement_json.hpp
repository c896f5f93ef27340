// SPDX-License-Identifier: Apache-2.0
//
// A settlement, its coverage and its traces as JSON. Members stand in a fixed order; amounts and
// other numbers are texts, exact to the last digit ("0.9", "1/3"), since JSON readers keep numbers
// as doubles.
#pragma once

#include "rebate/settlement/settlement.hpp"
#include "rebate/explanation/explain.hpp"
#include "rebate/report/settlement_csv.hpp"
#include "rebate/report/text_sink.hpp"

#include <functional>
#include <string>

namespace rebate {

/// The trace of a line, where a report is to have them.
using TraceOfLine = std::function<LineTrace(std::size_t line)>;

/// {"policy", "version", "currency", "tax", "lines": [...], "coverage": {...}}, one line of
/// settlement a line of text. `trace_of` may be empty: no traces.
void write_json(const Settlement& settlement, TextSink& sink, const LineFilter& filter = {},
                const TraceOfLine& trace_of = {});

/// One line of settlement: {"rule": "co-marketing", "version": 1, "partner": "D017", ...}.
std::string line_json(const Settlement& settlement, std::size_t line);
/// One trace: {"conditions": [...], "by": {...}, "of": {...}, "slices": [...], "steps": [...],
/// ...}.
std::string trace_json(const LineTrace& trace, const ExplainContext& context);
/// {"result": "...", "why": "...", "not_more": "...", "limits": "...", "next": "...", "clause":
/// "..."}
std::string explanation_json(const Explanation& explanation);
/// {"line": {...}, "explanation": {...}, "trace": {...}}: one line with all that is known of it.
std::string explained_line_json(const Settlement& settlement, std::size_t line,
                                const LineTrace& trace, Language language);
/// {"unused": [...], "paid_twice": [...], ...}
std::string coverage_json(const Coverage& coverage);

}  // namespace rebate
