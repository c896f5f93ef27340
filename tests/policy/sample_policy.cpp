// SPDX-License-Identifier: Apache-2.0
#include "policy/sample_policy.hpp"

#include <stdexcept>
#include <utility>

namespace rebate::testing {
namespace {

Named named(std::string_view text) {
  Named named;
  named.is = expression(text);
  return named;
}

TableTerms table(std::vector<std::string> by, std::vector<std::string> gives,
                 std::vector<std::vector<std::string>> rows) {
  TableTerms terms;
  for (const std::string& key : by) terms.by.push_back({Edge::kNone, expression(key)});
  terms.gives = std::move(gives);
  for (const auto& row : rows) {
    std::vector<Cell> cells;
    for (const std::string& text : row) cells.push_back(cell(text));
    terms.rows.push_back(std::move(cells));
  }
  return terms;
}

SetTerms set_of(std::vector<std::string> values) {
  SetTerms terms;
  for (std::string& value : values) terms.values.push_back(cell(std::move(value)));
  return terms;
}

Score store_score() {
  Score score;
  ScoreItem item;
  item.id = "area";
  item.weight = expression("100%");
  item.of = expression("partner.area");
  score.items.push_back(item);
  for (const char* level : {"corner", "street", "flagship"}) {
    Band band;
    band.level = level;
    score.grades.push_back(band);
  }
  return score;
}

}  // namespace

Expression expression(std::string_view text) {
  Issues issues;
  Expression parsed = Expression::parse(text, {}, issues);
  if (!parsed.is_set()) throw std::invalid_argument(to_string(issues));
  return parsed;
}

Cell cell(std::string text) { return Cell::from_text(std::move(text)); }

Policy sample_policy() {
  Policy policy;
  policy.id = "kitchen-2026";
  policy.currency = "EUR";
  policy.valid = "2026";
  policy.tiers = {"entry", "plus", "premium"};
  policy.fields = {{"stage.name", {"", {"talk", "offer", "order"}}},
                   {"visit.store", {"text", {}}},
                   {"visit.points", {"number", {}}},
                   {"visit.product", {"text", {}}},
                   {"sale.channel", {"text", {}}},
                   {"kpi.training_hours", {"number", {}}},
                   {"kpi.service_class", {"", {"C", "B", "A"}}}};
  policy.sets = {{"ovens", set_of({"OV1", "OV2"})}, {"coasts", set_of({"north", "west"})}};
  policy.measures = {
      {"gain", named("net_sales - net_sales.during(last_year)")},
      {"payment_days", named("days(invoice.date, payment.date)")},
      {"tonnage", named("sum(sale.quantity * product.weight) / 1000")},
      {"months_with_us", named("months(partner.joined, period.end)")},
      {"stocked", named("units.during(between(add_days(stock.date, -29), stock.date))")}};
  policy.conditions = {{"abroad", named("sellout.region != partner.region")},
                       {"has_sales", named("net_sales > 0")},
                       {"is_coastal", named("partner.region in coasts")}};
  Target year;
  year.per = "year";
  Target pieces;
  pieces.of = expression("units");
  pieces.per = "quarter";
  policy.targets = {{"year", year}, {"pieces", pieces}};
  policy.scores = {{"store", store_score()}};
  policy.tables = {
      {"minimum", table({"product.line"}, {"amount"}, {{"ovens", "5000"}, {"*", "1000"}})},
      {"rates", table({"partner.kind"}, {"rate"}, {{"shop", "2%"}, {"chain", "3%"}})},
      {"deal", table({"partner.id", "sellout.customer"}, {"price", "pieces", "contract", "since"},
                     {{"P1", "K1", "19.90", "40", "C-7", "2026-03-01"}})}};
  Fund money, points;
  money.unit = "money";
  points.unit = "points";
  policy.funds = {{"promo", money}, {"stars", points}};
  Rule base;
  base.id = "base-rate";
  policy.rules = {base};
  return policy;
}

const Names& sample_names() {
  static const std::shared_ptr<const Names> names = [] {
    Issues issues;
    auto declared = declare(sample_policy(), issues);
    if (!issues.empty()) throw std::invalid_argument(to_string(issues));
    return declared;
  }();
  return *names;
}

std::string name_of(Type type) {
  switch (type) {
    case Type::kNumber:
      return "number";
    case Type::kMoney:
      return "money";
    case Type::kQuantity:
      return "quantity";
    case Type::kRatio:
      return "ratio";
    case Type::kText:
      return "text";
    case Type::kFlag:
      return "flag";
    case Type::kDate:
      return "date";
    case Type::kRange:
      return "range";
    case Type::kList:
      return "list";
    case Type::kLevel:
      return "level";
  }
  return "?";
}

Expected at_who() {
  Expected expected;
  expected.position = Position::kWho;
  return expected;
}

Expected at_row(std::string noun) {
  Expected expected;
  expected.position = Position::kRow;
  expected.noun = std::move(noun);
  return expected;
}

Expected at_line(std::vector<std::string> fixed, std::string noun) {
  Expected expected;
  expected.position = Position::kLine;
  expected.fixed = std::move(fixed);
  expected.noun = std::move(noun);
  return expected;
}

Expected at_rate() {
  Expected expected;
  expected.position = Position::kRate;
  return expected;
}

Expected at_key() {
  Expected expected;
  expected.position = Position::kKey;
  return expected;
}

}  // namespace rebate::testing
