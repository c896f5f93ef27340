// SPDX-License-Identifier: Apache-2.0
//
// The vocabulary of the format: trade nouns and their fields with types, built-in measures,
// functions and modifiers, each with English and Chinese labels. One table serves the checker, the
// readers of data files, the schema and the "did you mean" of errors.
#pragma once

#include "rebate/policy/formula.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

struct FieldWord {
  std::string_view noun;  ///< "sale", "partner", "product"
  std::string_view name;  ///< "net"
  Type type;  ///< kText of a field whose levels a policy lists: partner.tier, stage.name
  std::string_view en, zh;  ///< labels
};

struct NounWord {
  std::string_view name;  ///< "sale"
  std::string_view file;  ///< "sales" (without .csv); empty: not a file of rows
  bool is_trade;          ///< rows of trade with id, date and partner; not master data
  std::string_view en, zh;
};

/// What a function is for, which decides where it may stand.
enum class WordKind : std::uint8_t {
  kAggregate,  ///< sum(x), over rows
  kModifier,   ///< m.where(condition), and unfiltered(m)
  kWindow,     ///< years_ago(n), inside .during()
  kReducer,    ///< m.by(key).count(condition)
  kFigure,     ///< attainment('t'): what is not a sum over rows
  kDate,       ///< days(a, b)
  kNumber,     ///< min(a, b)
  kText,       ///< 'P-17'.startsWith('P')
};

struct FunctionWord {
  std::string_view name;
  std::string_view signature;  ///< "days(a, b)"
  std::string_view en, zh;
  WordKind kind;
  Op op;  ///< kAggregate and kByKey of aggregates and reducers; kConstant where it has none
  int arguments_min;
  int arguments_max;  ///< kAnyNumber: no limit but that of the expression
};
inline constexpr int kAnyNumber = 1'000'000;

struct MeasureWord {
  std::string_view name;  ///< "net_sales"
  std::string_view is;    ///< "sum(sale.net)"
  std::string_view en, zh;
};

std::span<const NounWord> nouns();
/// Fields of all nouns; a noun's stand together, in the order of the format.
std::span<const FieldWord> fields();
/// `branch` has the fields of partner. Empty for an unknown noun.
std::span<const FieldWord> fields_of(std::string_view noun);
std::span<const FunctionWord> functions();
std::span<const MeasureWord> built_in_measures();
const NounWord* find_noun(std::string_view name);
const FieldWord* find_field(std::string_view noun, std::string_view field);
/// Null if no word of that kind has the name: `sum` is an aggregate and a reducer.
const FunctionWord* find_function(std::string_view name, WordKind kind);
const MeasureWord* find_measure(std::string_view name);

/// The CSV file of a noun, without ".csv": "sales" for sale, "visits" for a noun a policy declares.
std::string file_of(std::string_view noun);

/// "money"; the word of `fields` where there is one, else that of messages: "range", "list",
/// "level".
std::string_view to_string(Type type);

/// Whether rows of `noun` (a word of the format) lead to one of `other`: a sale to its product,
/// customer, partner and branch, a payment to its invoice, each row to itself.
bool row_leads_to(std::string_view noun, std::string_view other);

}  // namespace rebate
