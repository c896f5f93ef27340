// SPDX-License-Identifier: Apache-2.0
//
// A measure is an aggregate of one rule in one period, as a question to a cube: which accumulator,
// of which cells. net_sales.where(product.line == 'L01') of 2025-Q1 is: sum accumulator 0 of the
// cells of cube 0 whose atom 3 is true and whose days lie in stretches 4 to 6.
#pragma once

#include "plan/cube.hpp"

#include <string>
#include <vector>

namespace rebate {

/// For whom a row counts, and which part of it: atoms of the cube that say so.
struct Credit {
  int to = -1;
  int share = -1;  ///< -1: all of it
  bool operator==(const Credit&) const = default;
};

struct Measure {
  int cube = -1;
  Aggregate aggregate = Aggregate::kSum;
  int accumulator = -1;         ///< -1: counts rows
  int turned_accumulator = -1;  ///< the other extreme, of which a return takes the opposite
  int distinct_atom = -1;       ///< of kDistinct
  bool is_own = false;          ///< over the rule's own rows: sees its `what`
  bool is_keyed = false;        ///< only cells of the line's key
  std::vector<int> conditions;  ///< atoms that must be true
  std::vector<Stretches> stretches;
  std::vector<DateRange> days;      ///< the same in days, for covered windows and explanations
  std::vector<DateRange> own_days;  ///< of `days`, those of the line\'s own rows
  std::vector<Stretches> own_stretches;
  std::vector<int> key_atoms;   ///< one per key of the rule, where is_keyed
  std::vector<int> term_atoms;  ///< one per cut of the rule, where is_own
  std::vector<Credit> credits;  ///< empty: a row counts for its own partner
  int by_atom = -1;             ///< key of .by() around it
  int within_atom = -1;         ///< .within(field): cells that share the line's value
  Scope::Among among = Scope::Among::kEarner;
  std::string among_field;
  bool is_so_far = false;    ///< up to and with the line's own row, by date, then id
  bool is_lifetime = false;  ///< needs no covered window
  bool is_outside = false;   ///< looks at days that no calendar names
  const Window* line_window =
      nullptr;  ///< between two days that the line itself says: `day_atom` in it
  int day_atom = -1;
};

}  // namespace rebate
