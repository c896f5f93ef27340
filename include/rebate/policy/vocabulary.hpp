// SPDX-License-Identifier: Apache-2.0
//
// The vocabulary of the format: trade nouns and their fields with types, built-in measures, functions
// and modifiers, each with English and Chinese labels. One table serves the checker, the readers of
// data files, the schema and the "did you mean" of errors.
#pragma once

#include "rebate/policy/formula.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

struct FieldWord {
  std::string_view noun;    ///< "sale", "partner", "product"
  std::string_view name;    ///< "net"
  Type type;
  std::string_view en, zh;  ///< labels
};

struct NounWord {
  std::string_view name;    ///< "sale"
  std::string_view file;    ///< "sales" (without .csv); empty: not a file of rows
  bool is_trade;            ///< rows of trade with id, date and partner; not master data
  std::string_view en, zh;
};

struct FunctionWord {
  std::string_view name;
  std::string_view signature;  ///< "days(a, b)"
  std::string_view en, zh;
};

struct MeasureWord {
  std::string_view name;       ///< "net_sales"
  std::string_view is;         ///< "sum(sale.net)"
  std::string_view en, zh;
};

std::span<const NounWord> nouns();
std::span<const FieldWord> fields();
std::span<const FieldWord> fields_of(std::string_view noun);
std::span<const FunctionWord> functions();
std::span<const MeasureWord> built_in_measures();
const NounWord* find_noun(std::string_view name);
const FieldWord* find_field(std::string_view noun, std::string_view field);

/// The CSV file of a noun, without ".csv": "sales" for sale, "visits" for a noun a policy declares.
std::string file_of(std::string_view noun);

}  // namespace rebate
