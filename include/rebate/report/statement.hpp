// SPDX-License-Identifier: Apache-2.0
//
// Statements for people: what one partner is owed, line by line, and what the run covered.
//
//   Statement 2025 · D017 Huaxing Appliances · policy channel-2025, version 1 · amounts before tax
//     Annual target rebate 2025                                 27,000.00
//     Growth rebate Q2, line L03                not qualified        0.00
//     Due                                                       27,000.00 CNY
#pragma once

#include "rebate/master/master.hpp"
#include "rebate/settlement/settlement.hpp"
#include "rebate/explanation/language.hpp"
#include "rebate/report/settlement_csv.hpp"
#include "rebate/report/text_sink.hpp"

#include <optional>
#include <string>

namespace rebate {

struct StatementOptions {
  Language language = Language::kEnglish;
  LineFilter filter;
  std::optional<Date> as_of;  ///< Printed in the title.
  std::string period;         ///< Printed in the title: "2025-Q2"; empty: the policy's validity.
};

/// One statement per partner that has lines, then the sums over all.
void write_statements(const Settlement& settlement, const Master& master, TextSink& sink,
                      const StatementOptions& options = {});

/// The coverage report: what no line used, what was paid twice, what had no target.
void write_coverage(const Settlement& settlement, TextSink& sink, Language language);
/// The same in one line: "Coverage: 12 rows used by no rule · 3 partners without target".
std::string coverage_summary(const Coverage& coverage, Language language);

}  // namespace rebate
