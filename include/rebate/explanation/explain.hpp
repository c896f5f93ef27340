// SPDX-License-Identifier: Apache-2.0
//
// An explanation says in words why a line has its amount:
//
//   Annual target rebate 2025: 27,000.00.
//   Net sales 900,000.00 of a target of 1,000,000.00: 90.00%. The 90% band pays 3% on all sales.
//   100,000.00 more would reach 100% and pay 5%: 50,000.00 in total. (cl. 3.1)
//
// It reads nothing but the line's trace and the policy's words, so that it cannot say anything that
// did not decide the amount.
#pragma once

#include "rebate/settlement/settlement.hpp"
#include "rebate/explanation/language.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace rebate {

/// What a trace does not carry: the policy's words and who, when and what the line is about.
struct ExplainContext {
  const CheckedPolicy& policy;
  std::string earner;
  std::string payee;
  Period period;
  std::vector<std::string> key;  ///< One text per part of the rule's `each`; empty: none.
  std::vector<Reason> reasons;
  std::string currency = {};  ///< What is paid is in; empty: the policy's.
};

/// REQUIRES: a line of the settlement. The context refers to the settlement's policy.
ExplainContext context_of(const Settlement& settlement, std::size_t line);

/// Five texts of whole sentences; any but the first may be empty.
struct Explanation {
  std::string result;    ///< What is paid, or why nothing is.
  std::string why;       ///< The figures and the band that they reached.
  std::string not_more;  ///< What kept the line from more: a veto, a requirement, a better rule.
  std::string limits;    ///< What coefficients, caps, rounding and earlier settlements did.
  std::string next;      ///< What the next band needs and is worth.
  std::string clause;    ///< "(cl. 3.1)"; empty without one.
};

Explanation explain_line(const LineTrace& trace, const ExplainContext& context, Language language);

/// One paragraph, without a newline.
std::string to_text(const Explanation& explanation, Language language);
/// One line per text, those after the first indented by two blanks; ended by a newline.
std::string to_lines(const Explanation& explanation, Language language);

enum class FigureDetail {
  kTotals,  ///< "net sales of line L01: 240,000.00 (31 rows)"
  kRows,    ///< and each row below it: date, id, value
};

/// Every figure that was read, with what it saw; one a line, ended by a newline. Empty if none was.
std::string figures_text(const LineTrace& trace, const ExplainContext& context, Language language,
                         FigureDetail detail);

/// "Annual target rebate 2025", "Q2 growth rebate, line core": what a line is called.
std::string line_name(const Line& line, const ExplainContext& context, Language language);

/// "not qualified", "未达标".
std::string status_text(Status status, Language language);

}  // namespace rebate
