// SPDX-License-Identifier: Apache-2.0
//
// What is said about expressions that are wrong, and where.
#include "rebate/policy/check_expression.hpp"

#include "policy/sample_policy.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rebate {
namespace {

using testing::at_key;
using testing::at_line;
using testing::at_row;
using testing::at_who;
using testing::sample_names;

struct Wrong {
  Expected where;
  const char* text;
  Code code;
  int offset;
  const char* says;
};

const std::vector<Wrong> kWrong = {
    // names
    {at_row(), "product.lin in ovens", Code::kUnknownField, 8, "product has no 'lin'"},
    {at_row(), "prodct.line in ovens", Code::kUnknownName, 0, "there is no 'prodct'"},
    {at_line(), "net_sale > 0", Code::kUnknownName, 0, "there is no 'net_sale'"},
    {at_line(), "attainment('yaer')", Code::kUnknownName, 11, "there is no target 'yaer'"},
    {at_line(), "attainment(year)", Code::kWrongArguments, 11, "in quotes: attainment('year')"},
    {at_line(), "kpi('training')", Code::kUnknownName, 4, "there is no KPI 'training'"},
    {at_line(), "earned('base')", Code::kUnknownName, 7, "there is no rule 'base'"},
    {at_line(), "balance('promos')", Code::kUnknownName, 8, "there is no fund 'promos'"},
    {at_line(), "kpi.training_hours", Code::kUnknownName, 0, "kpi('training_hours')"},
    {at_line(), "growht(net_sales)", Code::kUnknownName, 0, "there is no function 'growht'"},
    {at_line(), "growth", Code::kUnknownName, 0, "growth is a function: growth(m)"},
    {at_line(), "net_sales(5)", Code::kUnknownName, 0, "takes no arguments; write net_sales"},
    {at_line(), "if(has_sales, 1, 2)", Code::kUnknownName, 0, "condition ? value : other value"},
    {at_line(), "net_sales.where2(true)", Code::kUnknownName, 0, "there is no function 'where2'"},
    {at_line(), "net_sales.abs()", Code::kUnknownName, 0, "abs is a function: abs(x)"},
    {at_line(), "where(net_sales, true)", Code::kUnknownName, 0,
     "where stands behind a point: m.where(condition)"},
    {at_line(), "last_year", Code::kUnknownName, 0, "last_year is a window"},
    {at_line(), "sale", Code::kUnknownName, 0, "sale is not one value"},
    {at_line(), "null", Code::kUnknownName, 0, "has(x) asks"},
    {at_line(), "it > 5", Code::kUnknownName, 0, "only behind .by(key)"},
    {at_row(), "sale.customer.region == 'x'", Code::kUnknownField, 0,
     "are written customer.region"},
    {at_line(), "deal > 5", Code::kUnknownField, 0,
     "name one: deal.price, deal.pieces, deal.contract, deal.since"},
    {at_line(), "deal.prise", Code::kUnknownField, 0, "table deal gives no 'prise'"},
    {at_line(), "period.moth", Code::kUnknownField, 0, "period has no 'moth'"},
    // types
    {at_line(), "net_sales + 80%", Code::kTypeMismatch, 0, "money and a ratio cannot be added"},
    {at_line(), "net_sales >= 80%", Code::kTypeMismatch, 0, "money and a ratio cannot be compared"},
    {at_line(), "min(net_sales, units)", Code::kTypeMismatch, 0,
     "money and a quantity cannot stand in one min"},
    {at_line(), "net_sales * net_sales", Code::kTypeMismatch, 0,
     "money cannot be multiplied with money"},
    {at_line(), "net_sales + kpi('training_hours')", Code::kTypeMismatch, 0,
     "money and a number cannot be added"},
    {at_line(), "orders >= 80%", Code::kTypeMismatch, 0, "a number and a ratio cannot be compared"},
    {at_row(), "sale.date >= 5", Code::kTypeMismatch, 0, "a date and a number cannot be compared"},
    {at_row(), "sale.date - sale.posted", Code::kTypeMismatch, 0, "for dates there are days(a, b)"},
    {at_row(), "sale.net + 'a'", Code::kTypeMismatch, 11, "+ needs numbers, and this is a text"},
    {at_who(), "partner.tier == 3", Code::kTypeMismatch, 0,
     "a level and a number cannot be compared"},
    {at_who(), "partner.tier == kpi('service_class')", Code::kTypeMismatch, 0,
     "a level of partner.tier and a level of kpi.service_class cannot be compared"},
    {at_who(), "partner.rating >= 'A'", Code::kTypeMismatch, 0, "list them, lowest first"},
    {at_who(), "partner.kind == 'a' || 'b'", Code::kTypeMismatch, 23, "write x in ['a', 'b']"},
    {at_who(), "partner.kind && true", Code::kTypeMismatch, 0,
     "&& joins conditions, and this is a text"},
    {at_who(), "!partner.kind", Code::kTypeMismatch, 1, "! turns a condition"},
    {at_who(), "-partner.kind", Code::kTypeMismatch, 1, "- turns the sign of a number"},
    {at_who(), "partner.area ? 1 : 2", Code::kTypeMismatch, 0, "before ? stands a condition"},
    {at_line(), "has_sales ? 1 : 'a'", Code::kTypeMismatch, 0,
     "a number and a text cannot be the two values"},
    {at_who(), "partner.id in 'D1'", Code::kTypeMismatch, 0, "for one text write =="},
    {at_who(), "partner.id in [1, 2]", Code::kTypeMismatch, 0,
     "a text and a number cannot be compared"},
    {at_who(), "partner.id in [partner.kind]", Code::kTypeMismatch, 15,
     "lists hold plain numbers and texts"},
    {at_who(), "partner.id in partner.kind", Code::kTypeMismatch, 14,
     "in looks into a list or a range"},
    {at_who(), "partner.id in ['a', 1]", Code::kTypeMismatch, 14,
     "a text and a number cannot stand in one list"},
    {at_who(), "partner.id in []", Code::kWrongArguments, 14, "an empty list holds nothing"},
    {at_who(), "['a'] == ['a']", Code::kTypeMismatch, 0, "cannot be compared; write in"},
    {at_line(), "period == '2026'", Code::kTypeMismatch, 0,
     "a range and a text cannot be compared"},
    {at_who(), "partner.area.startsWith('x')", Code::kTypeMismatch, 0,
     "startsWith looks into texts"},
    {at_line(), "sum(sale.region)", Code::kTypeMismatch, 4, "different values are distinct(x)"},
    {at_line(), "sum(activity.passed)", Code::kTypeMismatch, 4, "count(noun).where(condition)"},
    {at_line(), "largest(sale.region)", Code::kTypeMismatch, 8, "needs an order"},
    {at_line(), "rank('a')", Code::kTypeMismatch, 5, "rank takes measures"},
    {at_line(), "net_sales.where(sale.net)", Code::kTypeMismatch, 16, "where takes a condition"},
    // levels and days
    {at_who(), "partner.tier >= 'premum'", Code::kUnknownLevel, 16, "Did you mean 'premium'?"},
    {at_who(), "partner.tier in ['plus', 'gold']", Code::kUnknownLevel, 16,
     "'gold' is no level of partner.tier"},
    {at_line(), "grade('store') == 'big'", Code::kUnknownLevel, 18, "corner, street, flagship"},
    {at_row(), "sale.date >= '2026-02-30'", Code::kUnknownDay, 13, "'2026-02-30' is no day"},
    {at_row(), "sale.date >= '2026-Q3'", Code::kUnknownDay, 13, "write in '2026-Q3'"},
    {at_row(), "sale.date in '2026-Q5'", Code::kUnknownDay, 13, "is no range of days"},
    {at_line(), "net_sales.during('2026-13')", Code::kUnknownDay, 17, "is no range of days"},
    {at_line(), "net_sales.during(between('2026-03-01', '2026-01-01'))", Code::kUnknownDay, 17,
     "before the first"},
    // arguments
    {at_line(), "min(net_sales)", Code::kWrongArguments, 0, "at least 2 arguments: min(a, b, …)"},
    {at_line(), "days(as_of)", Code::kWrongArguments, 0, "days takes 2 arguments: days(a, b)"},
    {at_line(), "days(5, as_of)", Code::kTypeMismatch, 5,
     "the first argument of days is a date, not a number"},
    {at_line(), "add_days(as_of, 5%)", Code::kTypeMismatch, 16,
     "the second argument of add_days is a number"},
    {at_line(), "round(net_sales, 0, 'half_up')", Code::kWrongArguments, 17, "a number above 0"},
    {at_line(), "round(net_sales, 1, 'halfup')", Code::kWrongArguments, 20,
     "Did you mean 'half_up'?"},
    {at_line(), "streak(net_sales, 3)", Code::kTypeMismatch, 7,
     "the first argument of streak is a condition"},
    {at_line(), "streak(has_sales, 0)", Code::kWrongArguments, 18, "a whole number from 1 to 1000"},
    {at_line(), "offered(sale.region)", Code::kWrongArguments, 8, "a field of the product"},
    {at_line(), "count(sales)", Code::kWrongArguments, 6, "count takes a noun"},
    {at_line(), "count(sale.net)", Code::kWrongArguments, 6, "distinct(sale.net)"},
    {at_line(), "sum(5)", Code::kWrongArguments, 4, "name a field of them"},
    {at_line(), "sum(partner.area)", Code::kWrongArguments, 4, "name a field of them"},
    {at_line(), "net_sales.during(last_yaer)", Code::kWrongArguments, 17,
     "Did you mean 'last_year'?"},
    {at_line(), "net_sales.during(last_year())", Code::kWrongArguments, 17,
     "last_year is written last_year"},
    {at_line(), "net_sales.during(to_date('yaer'))", Code::kWrongArguments, 25,
     "Did you mean 'year'?"},
    {at_line(), "net_sales.during(years_ago(0))", Code::kWrongArguments, 27,
     "a whole number from 1"},
    {at_line(), "net_sales.among(everybody)", Code::kWrongArguments, 16,
     "below (the earner and everyone under it)"},
    {at_line(), "net_sales.within(partner.id)", Code::kWrongArguments, 17,
     "that the rows share with the line"},
    {at_line(), "net_sales.by(product.line).smallest(1)", Code::kWrongArguments, 0,
     "smallest takes no arguments"},
    {at_line(), "net_sales.by(product.line).top(0)", Code::kWrongArguments, 31,
     "a whole number from 1"},
    {at_line(), "net_sales.by(partner.id).count(it > 5)", Code::kWrongArguments, 13,
     "a field of the rows"},
    // places
    {at_who(), "sale.region == 'x'", Code::kWrongPlace, 0, "sale.region is a field of rows"},
    {at_who(), "has_sales", Code::kWrongPlace, 0, "`who` looks at the partner"},
    {at_who(), "attainment('year') > 1", Code::kWrongPlace, 0,
     "attainment is a figure of the line"},
    {at_who(), "deal.price > 0", Code::kWrongPlace, 0, "table deal is read by fields of rows"},
    {at_row(), "net_sales > 0", Code::kWrongPlace, 0, "looks at one row at a time"},
    {at_row(), "sum(sale.net) > 0", Code::kWrongPlace, 0, "sum is an aggregate over rows"},
    {at_line(), "sale.net", Code::kWrongPlace, 0, "let `each` fix it"},
    {at_line(), "abroad", Code::kWrongPlace, 0, "abroad reads sellout.region, which differs"},
    {at_line({"sale.document"}), "sale.net", Code::kWrongPlace, 0, "let `each` fix it"},
    {at_line(), "net_sales.during(so_far)", Code::kWrongPlace, 17, "the lines here are no rows"},
    {at_line({"sale.document"}), "units.within(product.id)", Code::kWrongPlace, 13,
     "let `each` fix it"},
    {at_key(), "net_sales", Code::kWrongPlace, 0, "a key is a field or a table's value"},
    // aggregates and modifiers
    {at_line(), "sum(net_sales)", Code::kNestedAggregate, 4, "net_sales is made of rows itself"},
    {at_line(), "sum(count(sale))", Code::kNestedAggregate, 4, "cannot stand inside sum"},
    {at_line(), "sum(sale.net * attainment('year'))", Code::kNestedAggregate, 15,
     "cannot stand inside sum"},
    {at_line(), "net_sales.where(units > 5)", Code::kNestedAggregate, 16,
     "cannot stand inside where"},
    {at_line(), "attainment('year').during(prior)", Code::kWrongModifier, 0,
     "is no measure over rows"},
    {at_line(), "(5).during(prior)", Code::kWrongModifier, 0, "5 sees no rows"},
    {at_line(), "earned('base-rate').where(true)", Code::kWrongModifier, 0,
     "earned('base-rate') is no measure"},
    {at_line(), "net_sales.among(all).among(below)", Code::kWrongModifier, 0,
     "among is said already"},
    {at_line(), "net_sales.by(product.line)", Code::kWrongModifier, 0,
     "by(key) gives one value per key"},
    {at_line(), "net_sales.by(product.line).median()", Code::kUnknownName, 0,
     "behind .by(key) stands"},
    {at_line(), "target('year').by(product.line).top(1)", Code::kWrongModifier, 0,
     "by(key) takes a measure over rows"},
    {at_line(), "growth(5)", Code::kWrongModifier, 7, "growth takes a measure over rows"},
    {at_line(), "growth(attainment('year'))", Code::kWrongModifier, 7, "has no rows of last year"},
    // two nouns
    {at_line(), "sum(sale.net + sellout.net)", Code::kTwoNouns, 15, "sellout is another noun"},
    {at_line(), "sum(payment.amount).where(product.line == 'x')", Code::kTwoNouns, 26,
     "a payment row has no product"},
    {at_line(), "(net_sales + collected).where(sale.region == 'x')", Code::kTwoNouns, 30,
     "reads rows of payment too"},
    {at_line(), "net_sales.where(abroad)", Code::kTwoNouns, 16, "sellout is another noun"},
    {at_line({}, "payment"), "distinct(product.line)", Code::kTwoNouns, 0, "they have no product"},
    {at_row("claim"), "sale.region == 'x'", Code::kTwoNouns, 0, "rows of claim are read here"},
    {at_row("invoice"), "payment.kind == 'x'", Code::kTwoNouns, 0, "rows of invoice are read here"},
};

TEST(CheckExpression, SaysWhatIsWrongAndWhere) {
  for (const Wrong& row : kWrong) {
    SCOPED_TRACE(row.text);
    Issues issues;
    const FormulaPtr formula =
        check_expression(testing::expression(row.text), sample_names(), row.where, issues);
    EXPECT_FALSE(formula);
    ASSERT_EQ(issues.size(), 1u) << to_string(issues);
    EXPECT_EQ(tag_of(issues[0].code), tag_of(row.code)) << issues[0].message;
    EXPECT_EQ(issues[0].place.offset, row.offset) << issues[0].message;
    EXPECT_NE(issues[0].message.find(row.says), std::string::npos) << issues[0].message;
    EXPECT_EQ(issues[0].excerpt, row.text);
  }
}

TEST(CheckExpression, NamesTheNearestRightWord) {
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"product.lin == 'a'", "line"},
      {"custmer.region == 'a'", "customer"},
      {"kpi('training_hour') > 1", "training_hours"},
      {"partner.kind.startWith('a')", "startsWith"},
      {"price('a', product.id, sal.date) > 1", "sale"},
      {"minn(sale.net, 5) > 1", "min"},
      {"product.line in oven", "ovens"},
      {"visit.weather > 1", ""}};
  for (const auto& [text, word] : rows) {
    SCOPED_TRACE(text);
    Issues issues;
    EXPECT_FALSE(check_expression(testing::expression(text), sample_names(), at_row(), issues));
    ASSERT_FALSE(issues.empty());
    EXPECT_EQ(issues[0].suggestion, word);
  }
}

TEST(CheckExpression, ReportsAllMistakesAtOnce) {
  Issues issues;
  check_expression(testing::expression("net_sale > 0 && product.lin == 'x' || kpi('x') > min(5)"),
                   sample_names(), at_row(), issues);
  std::vector<std::string> tags;
  for (const Issue& issue : issues) tags.push_back(tag_of(issue.code));
  EXPECT_EQ(tags, (std::vector<std::string>{"RB3101", "RB3102", "RB3101", "RB3104"}));
}

}  // namespace
}  // namespace rebate
