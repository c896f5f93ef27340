// SPDX-License-Identifier: Apache-2.0
#include "plan/formula_tools.hpp"
#include "plan/plan_parts.hpp"
#include "plan/value_text.hpp"

namespace rebate {
namespace {

std::string_view sign_of(Op op) {
  switch (op) {
    case Op::kOr:
      return " || ";
    case Op::kAnd:
      return " && ";
    case Op::kEqual:
      return " == ";
    case Op::kIn:
      return " in ";
    case Op::kLess:
      return " < ";
    case Op::kGreaterEqual:
      return " >= ";
    default:
      return ", ";
  }
}

std::string constant_text(const Value& value) {
  if (!value.is_list()) return value.is_text() ? "'" + value.text() + "'" : to_plain_text(value);
  std::string text;
  for (const Value& item : value.list()) text += (text.empty() ? "" : ", ") + constant_text(item);
  return "[" + text + "]";
}

/// As the policy writes it; what no policy wrote (which types of a sale count, which months a
/// window has) as one would.
std::string words_of(const Formula& formula) {
  if (!formula.text.empty()) return formula.text;
  if (formula.op == Op::kConstant) return constant_text(formula.value);
  std::string text;
  for (const FormulaPtr& child : formula.children) {
    text += (text.empty() ? "" : std::string(sign_of(formula.op))) + words_of(*child);
  }
  switch (formula.op) {
    case Op::kNot:
      return "!(" + text + ")";
    case Op::kHas:
      return "has(" + text + ")";
    case Op::kDefault:
      return "default(" + text + ")";
    case Op::kAddMonths:
      return "add_months(" + text + ")";
    default:
      return text;
  }
}

std::string counted(std::size_t count, const std::string& word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

std::string instant_text(const Instant& instant) {
  std::string text;
  if (instant.attributes && *instant.attributes != DateRange::all()) {
    text += " as of " + instant.attributes->to_string();
  }
  if (instant.period) text += " in " + instant.period->to_string();
  if (instant.as_of) text += " on " + instant.as_of->to_string();
  return text;
}

std::string inputs_of(const Dimension& dimension) {
  if (dimension.is_computed) return "row";
  std::string text;
  const auto add = [&](bool is_input, const std::string& name) {
    if (is_input) text += (text.empty() ? "" : ", ") + name;
  };
  add(dimension.partner, "partner");
  add(dimension.product, "product");
  add(dimension.customer, "customer");
  add(dimension.day, "day");
  add(!dimension.column.empty(), dimension.column);
  return text.empty() ? "constant" : text;
}

std::string_view aggregate_word(Aggregate aggregate) {
  switch (aggregate) {
    case Aggregate::kSum:
      return "sum";
    case Aggregate::kCount:
      return "count";
    case Aggregate::kDistinct:
      return "distinct";
    case Aggregate::kAverage:
      return "average";
    case Aggregate::kSmallest:
      return "smallest";
    case Aggregate::kLargest:
      return "largest";
    case Aggregate::kFirst:
      return "first";
    case Aggregate::kLast:
      return "last";
  }
  return "";
}

void add_cube(const Cube& cube, std::size_t index, std::string& out) {
  out += "cube " + std::to_string(index) + " of " + cube.noun;
  if (cube.date_field != "date") out += " by " + cube.date_field;
  if (cube.per_row) out += ", a cell per row";
  if (!cube.keys.empty()) out += ", " + counted(cube.keys.size(), "key");
  out += ", " + counted(cube.cuts.size(), "cut") + "\n";
  for (const Dimension& dimension : cube.dimensions) {
    out += "  by " + inputs_of(dimension) + ":\n";
    for (const int atom : dimension.atoms) {
      const Atom& at = cube.atoms[static_cast<std::size_t>(atom)];
      out += "    atom " + std::to_string(atom) + ": " + words_of(*at.formula) +
             instant_text(at.instant) + "\n";
    }
  }
  for (std::size_t a = 0; a < cube.accumulators.size(); ++a) {
    const Accumulator& accumulator = cube.accumulators[a];
    out += "  keeps " + std::to_string(a) + ": " + std::string(aggregate_word(accumulator.kind)) +
           " of " + words_of(*accumulator.atom.formula) + instant_text(accumulator.atom.instant) +
           "\n";
  }
}

void add_rule(const Plan& plan, std::size_t rule, std::string& out) {
  const CompiledRule& compiled = plan.rules[rule];
  out += "rule " + compiled.rule->source.id;
  const int first = plan.first_period[rule];
  const int last = plan.first_period[rule + 1];
  out += ", " + counted(static_cast<std::size_t>(last - first), "period");
  if (first < last) {
    const RulePeriod& period = plan.rule_periods[static_cast<std::size_t>(first)];
    if (period.own_cube >= 0) out += ", cube " + std::to_string(period.own_cube);
    out += ", " + counted(period.measures.size(), "measure");
  }
  out += "\n";
}

}  // namespace

std::string to_text(const Plan& plan) {
  std::string out = "plan of " + plan.policy->source->id + " version " +
                    std::to_string(plan.policy->source->version);
  if (plan.as_of) out += " as of " + plan.as_of->to_string();
  out += "\n";
  for (std::size_t c = 0; c < plan.cubes.size(); ++c) add_cube(plan.cubes[c], c, out);
  for (std::size_t r = 0; r < plan.rules.size(); ++r) add_rule(plan, r, out);
  return out;
}

}  // namespace rebate
