// SPDX-License-Identifier: Apache-2.0
//
// One run: read, compile, add up, settle, with a bar on the terminal and the warnings told.
#pragma once

#include "rebate/report/settlement_csv.hpp"
#include "rebate/evaluation/evaluate.hpp"
#include "cli/arguments.hpp"

#include <string>

namespace rebate::cli {

/// `tally_file` may be empty: then the rows are read. Throws UsageError and InputError.
Evaluation evaluate_arguments(const RunArguments& arguments, const std::string& tally_file);

/// Whether a run needs the rows of trade, or only the master's files.
enum class Rows { kRead, kLeave };

/// What tallies are made and merged by.
struct PlannedRun {
  Dataset data;
  std::shared_ptr<const Plan> plan;
};
/// Throws UsageError and InputError.
PlannedRun plan_arguments(const RunArguments& arguments, Rows rows);

/// The partner and the rule that are asked for exist. Throws UsageError with the nearest.
void require_known(const Evaluation& run, const LineFilter& filter);

/// To standard error.
void print_text(const std::string& text);

}  // namespace rebate::cli
