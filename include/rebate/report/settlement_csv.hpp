// SPDX-License-Identifier: Apache-2.0
//
// A settlement as CSV (RFC 4180, CRLF): one record a line of settlement, in the settlement's order.
//
//   partner,rule,period,each,kind,status,qualifying,...,due,currency,payee,...
//   D017,annual-target,2025,,final,payable,0.9,900000,2,0.03,27000.00,...,27000.00,CNY,D017,...
//
// Numbers are plain decimals with a point; a fraction that does not end has twelve places. A text
// that a spreadsheet would take for a formula (it begins with = + - @, a tab or a return) gets an
// apostrophe in front, as spreadsheets themselves do; numbers never do.
#pragma once

#include "rebate/settlement/settlement.hpp"
#include "rebate/report/text_sink.hpp"

#include <span>
#include <string>
#include <string_view>

namespace rebate {

/// Which lines a report shows; empty members choose all.
struct LineFilter {
  std::string partner;
  std::string rule;

  bool admits(const Settlement& settlement, const Line& line) const;
};

/// The columns, in order.
std::span<const std::string_view> settlement_columns();

/// The header and the records. What could not be written is known to the sink.
/// Digits after the point of what the line pays.
int paid_places(const Settlement& settlement, const Line& line);

void write_csv(const Settlement& settlement, TextSink& sink, const LineFilter& filter = {});

/// A field as CSV writes it: quoted where it must be, safe to open in a spreadsheet.
void append_csv_text(TextSink& sink, std::string_view text);

}  // namespace rebate
