// SPDX-License-Identifier: Apache-2.0
//
// Random programmes and ledgers: a few rules of many kinds, forty or so rows with returns, late
// postings, missing costs and figures exactly on a bound.
#pragma once

#include "tally/split_ledger.hpp"

#include <rapidcheck.h>

namespace rebate {

/// What a law asks of the rules.
enum class RuleKinds {
  kAll,
  kOwnRows,  ///< no measure looks at other partners' rows
  kSums,     ///< every measure is a sum of rows, and no line is one of a row
};

/// To be called inside a property: it picks.
SplitCase random_case(RuleKinds kinds = RuleKinds::kAll);

/// Rows that belong together (a sale and its return, an invoice and its payments) go to the same
/// part.
std::vector<CsvTables> random_parts(const SplitCase& given, std::size_t k);

/// The rows of every table in a random order.
CsvTables shuffled(const CsvTables& rows);

/// Everything a settlement says of its lines and its coverage, one thing a line.
std::string full_text(const Settlement& settlement);

void showValue(const SplitCase& given, std::ostream& out);

}  // namespace rebate
