// SPDX-License-Identifier: Apache-2.0
//
// The checker walks a syntax tree and gives a typed formula, or issues. One object checks one
// expression; its parts stand in files by what they know:
//   checker.cpp          leaves, lists, names          check_functions.cpp  functions and figures
//   check_fields.cpp     fields, tables, where they    check_rows.cpp       aggregates and .by(key)
//                        may be read                   check_modifiers.cpp  modifiers and windows
//   check_operators.cpp  operators, and what values of two types have in common
#pragma once

#include "rebate/policy/check_expression.hpp"
#include "rebate/policy/vocabulary.hpp"
#include "policy/marker.hpp"
#include "policy/modify.hpp"
#include "policy/names.hpp"
#include "policy/typed.hpp"

#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

inline constexpr int kMaxFormulaDepth = 256;              ///< through named measures
inline constexpr std::int64_t kMaxFormulaNodes = 20'000;  ///< named parts counted at each use

/// What may be read where the checker stands.
struct Context {
  Position position = Position::kLine;
  const std::vector<std::string>* fixed = nullptr;  ///< fields that the line fixes
  std::string noun;                                 ///< whose rows are read; empty: not yet known
  bool is_noun_given = false;                       ///< the rule says so, not the expression
  std::set<std::string> joined;  ///< product, customer read before the noun was known
  std::string_view inside;       ///< the aggregate or modifier around, for messages
  bool is_body = false;          ///< of a declared name: judged where the name is used
  bool allows_it = false;
  Kinds it = kNumericKinds;  ///< of the key's value
  const Levels* it_levels = nullptr;
};

class Checker {
 public:
  Checker(const Names& names, Marker& marker) : names_(names), marker_(marker) {}

  Typed check(const Syntax& node, Context& context);

  /// Brings a value to one of the wanted types: a bare number, a quoted date, range or level. False
  /// after an issue that says what `role` ("the second argument of days") wants.
  bool become(Typed& typed, Kinds wanted, const std::string& role);

 private:
  // checker.cpp
  Typed check_number(const Syntax& node);
  Typed check_list(const Syntax& node, Context& context);
  Typed check_name(const Syntax& node, Context& context);
  Typed check_named_body(const Syntax& node, Context& context);
  bool admit_reads(const Reads& reads, const Syntax& node, Context& context);
  void report_unknown_name(const Syntax& node);
  Typed make(std::shared_ptr<Formula> formula, const Syntax& node, Kinds kinds, Type wish,
             std::span<const Typed> children);
  Typed make(std::shared_ptr<Formula> formula, const Syntax& node, Kinds kinds) {
    return make(std::move(formula), node, kinds, Type::kNumber, {});
  }
  Typed remade(FormulaPtr formula, const Typed& like, const Syntax& node);
  Typed failed(const Syntax& node) const;
  void report(Code code, const Syntax& node, std::string message, std::string expected = {},
              std::string suggestion = {}) {
    marker_.add(code, span_of(node), std::move(message), std::move(expected),
                std::move(suggestion));
  }

  // check_fields.cpp
  Typed check_member(const Syntax& node, Context& context);
  Typed check_field(const Syntax& node, const std::string& noun, const std::string& field,
                    Context& context);
  Typed check_table(const Syntax& node, const std::string& table, const std::string* column,
                    Context& context);
  Typed check_period(const Syntax& node, const std::string& field);
  bool admit_field(const std::string& noun, const std::string& field, const Syntax& node,
                   Context& context);
  bool admit_table(const TableInfo& table, const std::string& name, const Syntax& node,
                   Context& context);
  bool join(const std::string& noun, const Syntax& node, Context& context);

  // check_operators.cpp
  Typed check_unary(const Syntax& node, Context& context);
  Typed check_binary(const Syntax& node, Context& context);
  Typed check_logic(const Syntax& node, Op op, Context& context);
  Typed check_comparison(const Syntax& node, Op op, Context& context);
  Typed check_in(const Syntax& node, Context& context);
  Typed check_arithmetic(const Syntax& node, Op op, Context& context);
  Typed check_conditional(const Syntax& node, Context& context);
  bool be_condition(const Typed& typed, const Syntax& node, std::string_view where);
  /// The types that all operands can be; they become one of them. 0 after an issue.
  Kinds unify(std::vector<Typed>& operands, const Syntax& node, std::string_view verb);
  bool to_date(Typed& typed, const std::string& role);
  bool to_range(Typed& typed, const std::string& role);
  bool to_level(Typed& typed, const Levels& levels);

  // check_functions.cpp
  Typed check_call(const Syntax& node, Context& context);
  Typed check_date_function(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_number_function(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_round(const Syntax& node, std::vector<Typed>& arguments);
  Typed check_text_function(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_figure(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_quoted_figure(const Syntax& node, const FunctionWord& word, Quoted what);
  Typed check_growth(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_streak(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_rank(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_offered(const Syntax& node);
  Typed check_price(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_days_in(const Syntax& node, Context& context);
  bool admit_figure(const Syntax& node, const FunctionWord& word, const Context& context);
  bool count_arguments(const Syntax& node, const FunctionWord& word, std::size_t first);
  std::vector<Typed> check_arguments(const Syntax& node, Context& context);
  void report_unknown_function(const Syntax& node, bool is_method);
  std::optional<int> whole_number(const Syntax& node, int least, int most, const std::string& role);

  // check_rows.cpp
  Typed check_aggregate(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_count(const Syntax& node);
  Typed check_aggregate_of(const Syntax& node, Aggregate aggregate, const Typed& argument);
  bool admit_aggregate(const Syntax& node, const Context& context);
  Typed check_reduced(const Syntax& node, Context& context);
  Typed check_key(const Syntax& node, const Typed& measure);
  Typed check_reducer(const Syntax& node, const FunctionWord& word, const Typed& measure,
                      const Typed& key, const Context& context);

  // check_modifiers.cpp
  Typed check_method(const Syntax& node, Context& context);
  Typed check_modifier(const Syntax& node, const FunctionWord& word, Context& context);
  Typed check_unfiltered(const Syntax& node, Context& context);
  Typed modified(Typed base, const Modifier& modifier, const Syntax& node, std::string_view word);
  bool read_modifier(const Syntax& node, const Typed& base, Context& context, Modifier& modifier);
  bool read_where(const Syntax& condition, const Typed& base, Modifier& modifier);
  bool read_window(const Syntax& node, Context& context, Window& window);
  bool read_window_call(const Syntax& node, Context& context, Window& window);
  bool read_between(const Syntax& node, Context& context, Window& window);
  std::optional<PeriodUnit> read_unit(const Syntax& node, std::string_view role);
  bool read_among(const Syntax& node, Modifier& modifier);
  bool read_within(const Syntax& node, const Typed& base, Context& context, Modifier& modifier);
  bool admit_so_far(const Syntax& node, const Context& context);

  const Names& names_;
  Marker& marker_;
};

/// The mistake of an expression that stands at `position`, in words: "who looks at the partner".
std::string_view words_of(Position position);

}  // namespace rebate
