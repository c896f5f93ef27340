// SPDX-License-Identifier: Apache-2.0
//
// What a formula reads where it stands, which decides whether a named measure may stand there:
// fields of rows, aggregates over rows, figures. `days_to_pay` reads payment.date and invoice.date
// of one row; `certificates` is an aggregate and reads no row outside it.
#pragma once

#include "rebate/policy/formula.hpp"

#include <set>
#include <string>
#include <utility>

namespace rebate {

struct Reads {
  std::set<std::pair<std::string, std::string>>
      fields;  ///< (noun, field) of rows, outside aggregates
  std::set<std::string> tables;
  std::set<std::string> aggregate_nouns;  ///< "" where the rule decides
  std::set<std::string> figures;          ///< "attainment('annual')" of all but KPIs and prices
  bool has_aggregates = false;
  bool has_so_far = false;
};

/// Named parts are looked into.
Reads reads_of(const Formula& formula);
void add_reads(const Formula& formula, Reads& reads);

}  // namespace rebate
