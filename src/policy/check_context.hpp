// SPDX-License-Identifier: Apache-2.0
//
// What every check of a policy needs at hand: the policy, its names, its calendar, where things
// stand, and the list of what is wrong.
#pragma once

#include "rebate/policy/check_expression.hpp"
#include "rebate/policy/checked_policy.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rebate {

/// Kinds of value that stand for a number.
const std::vector<Type>& numeric_types();
/// Those, and levels.
const std::vector<Type>& measure_types();

class CheckContext {
 public:
  CheckContext(const Policy& policy_checked, CheckedPolicy& result, Issues& found)
      : policy(policy_checked), checked(result), issues(found) {}

  const Policy& policy;
  CheckedPolicy& checked;
  Issues& issues;
  std::shared_ptr<const Names> names;
  std::map<std::string, int, std::less<>> rule_index;  ///< By id; the first of two with one id.

  /// -1 if there is none.
  int find_rule(std::string_view id) const {
    const auto found = rule_index.find(id);
    return found == rule_index.end() ? -1 : found->second;
  }
  std::vector<std::string> rule_ids() const;

  /// Where `pointer` stands; "/tables/terms/file:17" is row 17 of the file that the table names.
  Place place(const std::string& pointer) const;
  void error(Code code, const std::string& pointer, std::string message) {
    add(code, Severity::kError, pointer, std::move(message));
  }
  void warn(Code code, const std::string& pointer, std::string message) {
    add(code, Severity::kWarning, pointer, std::move(message));
  }
  /// "there is no table 'term'. Did you mean 'terms'?"
  void unknown(const std::string& pointer, std::string_view what, const std::string& found,
               const std::vector<std::string>& known);

  /// The level of noun.field that `name` names; missing, after an issue, if there is none.
  Value level(const std::string& pointer, std::string_view noun, std::string_view field,
              const std::string& name);

  /// Null where the expression is not set or has mistakes, which are then among the issues.
  FormulaPtr formula(const Expression& expression, const std::string& pointer,
                     const Expected& expected);
  std::vector<FormulaPtr> formulas(const std::vector<Expression>& list, const std::string& pointer,
                                   const Expected& expected);

  /// Whether every period of `inner` lies in one period of `outer`. True where either cannot be
  /// read.
  bool divides(const PeriodSpec& inner, const PeriodSpec& outer) const;
  /// Whether a period of `inner` ends before the period of `outer` that it lies in.
  bool ends_early(const PeriodSpec& inner, const PeriodSpec& outer) const;
  /// The spec, or nothing after an issue.
  std::optional<PeriodSpec> period(const std::string& text, const std::string& pointer);
  std::optional<DateRange> range(const std::string& text, const std::string& pointer);

 private:
  struct Nesting {
    bool divides = true;
    bool ends_early = false;
  };
  Nesting nesting(const PeriodSpec& inner, const PeriodSpec& outer) const;
  void add(Code code, Severity severity, const std::string& pointer, std::string message);
};

/// Position of a named element in a map of names; -1 if it is not there.
template <class T>
int index_of(const NameMap<T>& map, std::string_view name) {
  for (std::size_t i = 0; i < map.size(); ++i) {
    if (map[i].first == name) return static_cast<int>(i);
  }
  return -1;
}

template <class T>
std::vector<std::string> names_in(const NameMap<T>& map) {
  std::vector<std::string> list;
  for (const auto& [name, terms] : map) list.push_back(name);
  return list;
}

/// "/rules/2/pay", with ~ and / of names escaped by step().
std::string step(std::string_view name);
inline std::string at(const std::string& pointer, std::string_view name) {
  return pointer + step(name);
}
inline std::string at(const std::string& pointer, std::size_t index) {
  return pointer + "/" + std::to_string(index);
}

/// A plain number as it stands in a text: 5, -5, 80%.
struct Literal {
  Decimal value;
  bool is_percent = false;
};
std::optional<Literal> literal_of(const Expression& expression);
/// "80%" or "1500".
std::string to_text(const Literal& literal);

}  // namespace rebate
