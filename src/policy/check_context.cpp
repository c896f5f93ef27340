// SPDX-License-Identifier: Apache-2.0
#include "policy/check_context.hpp"

#include <algorithm>

namespace rebate {

const std::vector<Type>& numeric_types() {
  static const std::vector<Type> types{Type::kMoney, Type::kQuantity, Type::kRatio, Type::kNumber};
  return types;
}

const std::vector<Type>& measure_types() {
  static const std::vector<Type> types{Type::kMoney, Type::kQuantity, Type::kRatio, Type::kNumber,
                                       Type::kLevel};
  return types;
}

Place CheckContext::place(const std::string& pointer) const {
  constexpr std::string_view kTables = "/tables/", kRow = "/file:";
  const std::size_t mark = pointer.find(kRow);
  if (mark == std::string::npos || !pointer.starts_with(kTables)) return policy.place(pointer);
  const int table = index_of(
      policy.tables, std::string_view(pointer).substr(kTables.size(), mark - kTables.size()));
  const std::size_t row = std::stoul(pointer.substr(mark + kRow.size()));
  if (table < 0) return policy.place(pointer);
  const auto& places = policy.tables[static_cast<std::size_t>(table)].second.loaded_places.held;
  return row < places.size() ? places[row] : policy.place(pointer);
}

void CheckContext::add(Code code, Severity severity, const std::string& pointer,
                       std::string message) {
  Issue issue;
  issue.code = code;
  issue.severity = severity;
  issue.place = place(pointer);
  issue.message = std::move(message);
  issues.add(std::move(issue));
}

std::vector<std::string> CheckContext::rule_ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, index] : rule_index) ids.push_back(id);
  return ids;
}

void CheckContext::unknown(const std::string& pointer, std::string_view what,
                           const std::string& found, const std::vector<std::string>& known) {
  Issue issue;
  issue.code = Code::kUnknownReference;
  issue.place = place(pointer);
  issue.found = found;
  issue.message = "the policy has no " + std::string(what) + " '" + found + "'.";
  issue.suggestion = nearest_word(found, known);
  if (!issue.suggestion.empty()) {
    issue.message += " Did you mean '" + issue.suggestion + "'?";
  } else {
    for (std::size_t i = 0; i < std::min(known.size(), std::size_t{12}); ++i) {
      issue.expected += (i == 0 ? "" : ", ") + known[i];
    }
  }
  issues.add(std::move(issue));
}

Value CheckContext::level(const std::string& pointer, std::string_view noun, std::string_view field,
                          const std::string& name) {
  if (const auto found = find_level(*names, noun, field, name)) return *found;
  const std::vector<std::string> known = levels_of(*names, noun, field);
  Issue issue;
  issue.code = Code::kUnknownLevel;
  issue.place = place(pointer);
  issue.found = name;
  issue.suggestion = nearest_word(name, known);
  issue.message =
      "'" + name + "' is no level of " + std::string(noun) + "." + std::string(field) + ".";
  if (!issue.suggestion.empty()) issue.message += " Did you mean '" + issue.suggestion + "'?";
  for (std::size_t i = 0; i < known.size(); ++i) issue.expected += (i == 0 ? "" : ", ") + known[i];
  issues.add(std::move(issue));
  return {};
}

FormulaPtr CheckContext::formula(const Expression& expression, const std::string& pointer,
                                 const Expected& expected) {
  if (!expression.is_set()) {
    // A text that C++ gave and that does not parse: its mistakes are named here.
    if (!expression.text().empty()) Expression::parse(expression.text(), place(pointer), issues);
    return nullptr;
  }
  // An expression from C++ has no place of its own; mistakes in it are named by where the policy
  // has it.
  if (expression.place().pointer.empty()) {
    Issues quiet;
    const Expression placed = Expression::parse(expression.text(), place(pointer), quiet);
    if (placed == expression) return check_expression(placed, *names, expected, issues);
  }
  return check_expression(expression, *names, expected, issues);
}

std::vector<FormulaPtr> CheckContext::formulas(const std::vector<Expression>& list,
                                               const std::string& pointer,
                                               const Expected& expected) {
  std::vector<FormulaPtr> checked_list;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (FormulaPtr made = formula(list[i], at(pointer, i), expected))
      checked_list.push_back(std::move(made));
  }
  return checked_list;
}

CheckContext::Nesting CheckContext::nesting(const PeriodSpec& inner,
                                            const PeriodSpec& outer) const {
  Nesting found;
  if (inner == outer) return found;
  for (const PeriodSpec* spec : {&inner, &outer}) {
    if (spec->unit == PeriodUnit::kRange && !checked.calendar.range(spec->range)) return found;
  }
  // Thirty years hold every shape that periods take.
  constexpr int kMonths = 12 * 30;
  DateRange probe = checked.valid;
  if (const auto end = probe.begin.plus_months(kMonths); end && *end < probe.end) probe.end = *end;
  const std::vector<Period> outers = checked.calendar.periods(outer, probe);
  std::size_t k = 0;
  for (const Period& part : checked.calendar.periods(inner, probe)) {
    while (k < outers.size() && outers[k].range.end <= part.range.begin) ++k;
    if (k == outers.size() || !outers[k].range.contains(part.range)) {
      found.divides = false;
      return found;
    }
    found.ends_early = found.ends_early || part.range.end < outers[k].range.end;
  }
  return found;
}

bool CheckContext::divides(const PeriodSpec& inner, const PeriodSpec& outer) const {
  return outer.unit == PeriodUnit::kPolicy || nesting(inner, outer).divides;
}

bool CheckContext::ends_early(const PeriodSpec& inner, const PeriodSpec& outer) const {
  return nesting(inner, outer).ends_early;
}

std::optional<PeriodSpec> CheckContext::period(const std::string& text,
                                               const std::string& pointer) {
  const auto spec = PeriodSpec::parse(text);
  if (!spec) {
    Issue issue;
    issue.code = Code::kWrongValue;
    issue.place = place(pointer);
    issue.found = text;
    issue.message = "'" + text + "' is no period.";
    issue.suggestion = nearest_word(text, period_unit_words());
    if (issue.suggestion.empty())
      issue.message += " Write a unit such as quarter, or days such as 2025-Q4.";
    issues.add(std::move(issue));
    return std::nullopt;
  }
  if (spec->unit == PeriodUnit::kRange) {
    const auto days = range(spec->range, pointer);
    if (!days) return std::nullopt;
    if (!days->overlaps(checked.valid)) {
      error(Code::kPeriodOutside, pointer,
            text + " lies outside the policy's validity, " + policy.valid + ".");
    }
  }
  return spec;
}

std::optional<DateRange> CheckContext::range(const std::string& text, const std::string& pointer) {
  std::string problem;
  const auto days = checked.calendar.range(text, &problem);
  if (!days) {
    error(Code::kNotADate, pointer, problem.empty() ? "'" + text + "' names no days." : problem);
  }
  return days;
}

std::string step(std::string_view name) {
  std::string text = "/";
  for (const char c : name) {
    if (c == '~')
      text += "~0";
    else if (c == '/')
      text += "~1";
    else
      text += c;
  }
  return text;
}

std::optional<Literal> literal_of(const Expression& expression) {
  if (!expression.is_set()) return std::nullopt;
  const Syntax* tree = expression.tree().get();
  bool is_negative = false;
  while (tree->kind == Syntax::Kind::kUnary && tree->text == "-") {
    is_negative = !is_negative;
    tree = tree->children[0].get();
  }
  if (tree->kind != Syntax::Kind::kNumber) return std::nullopt;
  return Literal{is_negative ? -tree->number : tree->number, tree->is_percent};
}

std::string to_text(const Literal& literal) {
  if (!literal.is_percent) return literal.value.to_string();
  return (literal.value * Decimal::from_int64(100)).to_string() + "%";
}

}  // namespace rebate
