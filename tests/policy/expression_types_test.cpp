// SPDX-License-Identifier: Apache-2.0
//
// The types of expressions, and where right ones may stand.
#include "rebate/policy/check_expression.hpp"
#include "policy/sample_policy.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace rebate {
namespace {

using testing::at_key;
using testing::at_line;
using testing::at_rate;
using testing::at_row;
using testing::at_who;
using testing::name_of;
using testing::sample_names;

struct Right {
  Expected where;
  const char* text;
  const char* type;
};

const std::vector<Right> kRight = {
    // numbers meet
    {at_line(), "5", "number"},
    {at_line(), "5%", "ratio"},
    {at_line(), "net_sales", "money"},
    {at_line(), "net_sales - 5", "money"},
    {at_line(), "max(0, 10 - net_sales)", "money"},
    {at_line(), "2% * net_sales", "money"},
    {at_line(), "net_sales / 2", "money"},
    {at_line(), "net_sales / gross_sales", "ratio"},
    {at_line(), "net_sales / units", "money"},
    {at_line(), "units / orders", "quantity"},
    {at_line(), "orders / customers", "ratio"},
    {at_line(), "distinct(product.line) / offered(product.line) >= 60%", "flag"},
    {at_line(), "collected / gross_sales >= 0.65", "flag"},
    {at_line(), "kpi('training_hours') >= 50%", "flag"},
    {at_line(), "2.5 * units > net_sales", "flag"},
    {at_line(), "tonnage", "quantity"},
    {at_line(), "-gain", "money"},
    {at_line(), "-20%", "ratio"},
    {at_line(), "net_sales > 0 ? 1% : 0", "ratio"},
    {at_line(), "score('store') / 100", "ratio"},
    {at_line(), "mod(orders, 3) == 0", "flag"},
    {at_line(), "clamp(kpi('training_hours') * 100, 0, 100)", "number"},
    {at_line(), "round(net_sales, 0.05, 'half_even')", "money"},
    {at_line(), "floor(net_sales / 1000) * 50", "money"},
    {at_line(), "ceil(abs(gain))", "money"},
    // figures
    {at_line(), "attainment('year') >= 90%", "flag"},
    {at_line(), "target('year')", "money"},
    {at_line(), "target('pieces')", "quantity"},
    {at_line(), "growth(net_sales)", "ratio"},
    {at_line(), "growth(gain + net_sales.among(below))", "ratio"},
    {at_line(), "streak(attainment('year') >= 100%, 3)", "number"},
    {at_line(), "rank(net_sales, units)", "number"},
    {at_line(), "earned('base-rate') - payable('base-rate')", "money"},
    {at_line(), "earned('base-rate').during(prior).among(below)", "money"},
    {at_line(), "balance('promo') + 5", "money"},
    {at_line(), "min(sum(claim.quantity), balance('stars'))", "quantity"},
    {at_line(), "grade('store') >= 'street'", "flag"},
    {at_line(), "kpi('service_class') >= 'B'", "flag"},
    {at_line(), "days_in('2026-05')", "number"},
    {at_line(), "days_in(period)", "number"},
    {at_line(), "convert(net_sales, 'USD', period.end)", "money"},
    {at_rate(), "price('dealer', product.id, sale.date)", "money"},
    // dates
    {at_line(), "as_of <= '2026-03-31'", "flag"},
    {at_line(), "days('2026-01-01', as_of)", "number"},
    {at_who(), "months(partner.joined, period.end) >= 12", "flag"},
    {at_who(), "add_months(partner.joined, 6) < period.start", "flag"},
    {at_who(), "add_days(partner.joined, -1)", "date"},
    {at_who(), "year(partner.joined) == period.year && quarter(partner.joined) == 2", "flag"},
    {at_who(), "month(partner.joined) + weekday(partner.joined)", "number"},
    {at_who(), "min(partner.joined, '2026-01-01')", "date"},
    {at_row(), "sale.date in '2026-Q3'", "flag"},
    {at_row(), "sale.date in '2026-05-01..2026-05-05'", "flag"},
    {at_row(), "customer.first_purchase in period", "flag"},
    {at_who(), "partner.joined in ['2026-01-01', '2026-07-01']", "flag"},
    {at_line(), "period", "range"},
    {at_line(), "2600 * period.elapsed", "number"},
    // levels, texts and lists
    {at_who(), "partner.tier >= 'plus'", "flag"},
    {at_who(), "'plus' <= partner.tier", "flag"},
    {at_who(), "partner.tier in ['plus', 'premium']", "flag"},
    {at_who(), "default(partner.tier, 'entry')", "level"},
    {at_who(), "default(partner.choice, 'best') in ['best', 'steady']", "flag"},
    {at_who(), "partner.kind == 'shop' ? 'a' : 'b'", "text"},
    {at_who(), "is_coastal", "flag"},
    {at_who(), "partner.region in coasts", "flag"},
    {at_who(),
     "partner.id.startsWith('D') || endsWith(partner.id, 'X') || partner.name.contains('Ltd')",
     "flag"},
    {at_who(), "has(partner.parent)", "flag"},
    {at_who(), "kpi('training_hours') >= 4", "flag"},
    {at_who(), "rates >= 2%", "flag"},
    {at_row(), "product.line in ovens && !(product.id in ['A', 'B'])", "flag"},
    {at_row(), "stage.name < 'order'", "flag"},
    {at_row(), "activity.passed", "flag"},
    {at_row(), "sale.channel == 'web'", "flag"},
    {at_row(), "abroad", "flag"},
    {at_row(), "has(deal.price)", "flag"},
    {at_row(), "sellout.price < price('floor', product.id, sellout.date)", "flag"},
    {at_row(), "payment.date <= invoice.due", "flag"},
    {at_row(), "branch.kind == 'shop'", "flag"},
    // rows
    {at_line(), "sum(sale.net - sale.cost)", "money"},
    {at_line(), "sum(sale.quantity * product.weight)", "quantity"},
    {at_line(), "sum(min(claim.amount, claim.approved))", "money"},
    {at_line(), "count(visit)", "number"},
    {at_line(), "average(visit.points)", "number"},
    {at_line(), "average(payment_days)", "number"},
    {at_line(), "smallest(sale.date)", "date"},
    {at_line(), "largest(stage.name) >= 'offer'", "flag"},
    {at_line(), "first(sale.region)", "text"},
    {at_line(), "last(stage.value)", "money"},
    {at_line(), "distinct(sale.customer)", "number"},
    {at_line(), "unfiltered(net_sales)", "money"},
    {at_line(), "net_sales.where(sale.region == 'north').during(last_year).among(partner.group)",
     "money"},
    {at_line(), "net_sales.during(years_ago(2)) + net_sales.during(previous(3))", "money"},
    {at_line(), "net_sales.during(to_date('year')) + net_sales.during(trailing(6, 'month'))",
     "money"},
    {at_line(), "net_sales.during(lifetime) + net_sales.during(period) + net_sales.during(prior)",
     "money"},
    {at_line(), "net_sales.during('2025') + net_sales.during(between('2026-01-01', as_of))",
     "money"},
    {at_line({"sale"}), "units.during(so_far)", "quantity"},
    {at_line({"stock"}), "units.within(product.id)", "quantity"},
    {at_line({"product.id"}), "net_sales / net_sales.within(all)", "ratio"},
    {at_line({"stock"}), "min(stock.quantity, stocked)", "quantity"},
    {at_line(), "net_sales.by(product.line).count(it >= minimum) == offered(product.line)", "flag"},
    {at_line(), "net_sales.by(sale.customer).all(it > 0)", "flag"},
    {at_line(), "net_sales.by(product.line).top(3) / net_sales", "ratio"},
    {at_line(), "net_sales.by(product.line).sum(min(it, 5000))", "money"},
    {at_line(), "units.by(product.line).smallest() + units.by(product.line).largest()", "quantity"},
    {at_line(), "units.by(product.line).count(product.line == 'L1')", "number"},
    {at_line(), "has_sales && !has_sales", "flag"},
    // places
    {at_line({"sale"}), "sale.net - earned('base-rate')", "money"},
    {at_line({"sale"}), "product.line == 'L1'", "flag"},
    {at_line({"sale.product"}), "product.weight", "number"},
    {at_line({"product.line"}), "product.line == 'L1'", "flag"},
    {at_line(), "min(sum(sellout.quantity), deal.pieces)", "quantity"},
    {at_rate(), "months(product.launched, sale.date) < 3 ? 10% : 6%", "ratio"},
    {at_rate(), "sellout.price - deal.price", "money"},
    {at_key(), "product.line", "text"},
    {at_key(), "sale", "text"},
    {at_key(), "deal.contract", "text"},
    {at_key(), "deal.since", "date"},
    {at_key(), "payee", "text"},
    {at_key(), "partner.tier", "level"},
};

TEST(CheckExpression, FindsTypes) {
  for (const Right& row : kRight) {
    SCOPED_TRACE(row.text);
    Issues issues;
    const FormulaPtr formula =
        check_expression(testing::expression(row.text), sample_names(), row.where, issues);
    ASSERT_TRUE(formula) << to_string(issues);
    EXPECT_EQ(name_of(formula->type), row.type);
    EXPECT_TRUE(issues.empty());
    EXPECT_EQ(formula->text, testing::expression(row.text).canonical());
  }
}

FormulaPtr checked(const char* text, std::vector<Type> types, Expected where, Issues& issues) {
  where.types = std::move(types);
  return check_expression(testing::expression(text), sample_names(), where, issues);
}

TEST(CheckExpression, GivesABareNumberTheTypeThatIsExpected) {
  Issues issues;
  EXPECT_EQ(checked("4800", {Type::kMoney}, at_line(), issues)->type, Type::kMoney);
  EXPECT_EQ(checked("2600 * period.elapsed", {Type::kMoney}, at_line(), issues)->type,
            Type::kMoney);
  EXPECT_EQ(checked("18 * count(activity)", {Type::kMoney}, at_line(), issues)->type, Type::kMoney);
  EXPECT_EQ(checked("12.50 * units", {Type::kMoney}, at_line(), issues)->type, Type::kMoney);
  EXPECT_EQ(checked("has_sales ? 1800 : 0", {Type::kMoney}, at_line(), issues)->children[1]->type,
            Type::kMoney);
  EXPECT_EQ(checked("4800", {Type::kRatio, Type::kMoney, Type::kNumber}, at_line(), issues)->type,
            Type::kNumber);
  EXPECT_EQ(checked("4800", {Type::kRatio, Type::kMoney}, at_line(), issues)->type, Type::kRatio);
  EXPECT_EQ(checked("'2026-05-01'", {Type::kDate}, at_line(), issues)->value,
            Value(Date::of(2026, 5, 1)));
  EXPECT_TRUE(issues.empty()) << to_string(issues);
}

TEST(CheckExpression, RefusesCountsRatiosAndQuantitiesAsAmounts) {
  for (const char* text :
       {"count(sale)", "5%", "net_sales / gross_sales", "units", "50% * orders"}) {
    SCOPED_TRACE(text);
    Issues issues;
    EXPECT_FALSE(checked(text, {Type::kMoney}, at_line(), issues));
    ASSERT_EQ(issues.size(), 1u);
    EXPECT_EQ(issues[0].code, Code::kNotAnAmount);
  }
  Issues issues;
  EXPECT_FALSE(checked("net_sales", {Type::kFlag}, at_line(), issues));
  EXPECT_EQ(issues[0].message, "a condition belongs here, and this is money");
}

}  // namespace
}  // namespace rebate
