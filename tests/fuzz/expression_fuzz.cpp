// SPDX-License-Identifier: Apache-2.0
//
// Expression text of any kind: it is a tree or has issues whose places lie inside it; a tree prints
// to a text of the same tree; a checked formula has the expression's text, and the same expression
// as a declared measure makes no trouble where it is used. Built with clang,
// -fsanitize=fuzzer,address,undefined and the library.
#include "rebate/policy/check_expression.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace rebate;

void require(bool holds) {
  if (!holds) std::abort();
}

Expression right(std::string_view text) {
  Issues issues;
  return Expression::parse(text, {}, issues);
}

// One of everything that can be named, in short names that a fuzzer finds.
Policy declarations() {
  Policy policy;
  policy.tiers = {"a", "b"};
  policy.fields = {
      {"visit.x", {"number", {}}}, {"kpi.k", {"number", {}}}, {"stage.name", {"", {"a", "b"}}}};
  SetTerms set;
  set.values = {Cell::from_text("a"), Cell::from_text("b")};
  policy.sets = {{"s", set}};
  TableTerms table;
  table.by = {{Edge::kNone, right("product.line")}};
  table.gives = {"rate", "amount"};
  table.rows = {{Cell::from_text("a"), Cell::from_text("5%"), Cell::from_text("5")}};
  policy.tables = {{"t", table}};
  Named measure, condition;
  measure.is = right("net_sales - net_sales.during(last_year)");
  condition.is = right("sale.region != partner.region");
  policy.measures = {{"m", measure}};
  policy.conditions = {{"c", condition}};
  policy.targets = {{"t", {}}};
  Fund fund;
  fund.unit = "money";
  policy.funds = {{"f", fund}};
  Rule rule;
  rule.id = "r";
  policy.rules = {rule};
  return policy;
}

void check_issues(const Issues& issues, std::string_view text) {
  for (const Issue& issue : issues) {
    require(!issue.message.empty() && !to_string(issue).empty());
    require(issue.place.offset >= -1);
    require(issue.place.offset < 0 ||
            static_cast<std::size_t>(issue.place.offset + issue.place.length) <= text.size());
  }
}

void check_everywhere(const Expression& expression, const Names& names) {
  for (const Position position :
       {Position::kWho, Position::kRow, Position::kLine, Position::kRate, Position::kKey}) {
    for (const char* noun : {"", "sale", "payment"}) {
      Expected expected;
      expected.position = position;
      expected.noun = noun;
      if (position == Position::kLine) expected.fixed = {"sale"};
      Issues issues;
      const FormulaPtr formula = check_expression(expression, names, expected, issues);
      check_issues(issues, expression.text());
      require((formula != nullptr) != issues.has_errors());
      if (!formula) continue;
      require(formula->text == expression.canonical());
      row_nouns(*formula);
      aggregate_nouns(*formula);
    }
  }
}

void check_as_measure(const Expression& expression) {
  Policy policy = declarations();
  Named named;
  named.is = expression;
  policy.measures.emplace_back("x", named);
  Issues issues;
  const auto names = declare(policy, issues);
  check_issues(issues, expression.text());
  Expected expected;
  expected.position = Position::kRate;
  for (const char* use : {"x", "x + x", "x.during(prior)", "x.where(sale.net > 0)", "growth(x)",
                          "sum(x)", "x.by(product.line).top(1)"}) {
    Issues more;
    check_expression(right(use), *names, expected, more);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::shared_ptr<const Names> names = [] {
    Issues issues;
    auto declared = declare(declarations(), issues);
    require(issues.empty());
    return declared;
  }();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Issues issues;
  const Expression expression = Expression::parse(text, {}, issues);
  check_issues(issues, text);
  require(expression.is_set() != issues.has_errors());
  if (!expression.is_set()) return 0;
  const std::string canonical = expression.canonical();
  const Expression again = Expression::parse(canonical, {}, issues);
  require(again == expression && again.canonical() == canonical);
  check_everywhere(expression, *names);
  check_as_measure(expression);
  return 0;
}
