// SPDX-License-Identifier: Apache-2.0
//
// The rows behind a line: those that its rule looks at in the line's period, for its earner and
// key. A settlement knows sums only; the rows are looked up in the ledger again when somebody asks.
#pragma once

#include "rebate/settlement/trace.hpp"
#include "rebate/evaluation/evaluate.hpp"

#include <cstddef>
#include <vector>

namespace rebate {

/// By date, then id, each with what it adds to the earning measure (missing where it adds no
/// number). None for a combination. REQUIRES: a run that read the rows.
std::vector<FigureSeen::Row> rows_of_line(const Evaluation& run, std::size_t line);
/// The same with the data that the settlement stands on.
std::vector<FigureSeen::Row> rows_of_line(const Settlement& settlement, const Dataset& data,
                                          std::size_t line);

/// Puts the rows beside the figures of the trace that they add up to.
void add_rows(LineTrace& trace, const std::vector<FigureSeen::Row>& rows);

}  // namespace rebate
