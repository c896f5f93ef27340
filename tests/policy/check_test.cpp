// SPDX-License-Identifier: Apache-2.0
//
// What check() makes of a right policy, and which wrong ones it refuses; the words of its messages
// are in the golden cases.
#include "rebate/policy/builders.hpp"
#include "rebate/policy/checked_policy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace rebate {
namespace {

using namespace build;

using Checked = std::shared_ptr<const CheckedPolicy>;

PolicyBuilder programme() {
  Target phased = net_target(per::year);
  phased.phased = "linear";
  TableTerms terms;
  terms.by = {{Edge::kNone, Text("partner.rating").expression()},
              {Edge::kUpTo, Text("days(invoice.date, payment.date)").expression()}};
  terms.gives = {"rate"};
  terms.rows = {{Cell::from_text("A"), Cell::from_text("10"), Cell::from_text("3%")},
                {Cell::from_text("*"), Cell::from_text("20"), Cell::from_text("1%")}};
  Fund stars;
  stars.unit = "points";
  return policy("p")
      .currency("JPY")
      .valid("2025")
      .tiers({"bronze", "silver", "gold"})
      .levels("stage.name", {"lead", "contract"})
      .target("annual", net_target(per::year))
      .target("phased", phased)
      .fund("stars", stars)
      .table("terms", terms);
}

Checked checked(const Policy& policy) {
  const Result<Checked> result = check(policy);
  EXPECT_TRUE(result.ok()) << to_string(result.issues());
  return result.ok() ? *result : std::make_shared<const CheckedPolicy>();
}

CheckedRule only(const Rule& rule) {
  const Checked policy = checked(programme().add(rule));
  return policy->rules.empty() ? CheckedRule() : policy->rules[0];
}

Issues issues_of(const Policy& policy) { return check(policy).issues(); }

TEST(Check, FillsInTheEarningMeasure) {
  EXPECT_EQ(only(rule("a").when(per::year).pay("3%")).of->text, "net_sales");
  EXPECT_EQ(only(rule("a").when(per::year).pay(per_unit(2))).of->text, "units");
  EXPECT_EQ(only(rule("a").when(per::year).pay(every(1000, 10))).of->text, "net_sales");
  EXPECT_EQ(only(rule("a").when(per::year).pay(amount(800))).of, nullptr);
  // Bands without `qualify` compare the earning measure, also where they pay only amounts.
  EXPECT_EQ(only(rule("a").when(per::year).pay(retroactive(from(100).amount(5)))).of->text,
            "net_sales");
}

TEST(Check, FindsTheNounOfARule) {
  const auto noun = [](const Rule& rule) { return only(rule).noun; };
  EXPECT_EQ(noun(rule("a").when(per::year).pay("3%")), "sale");
  EXPECT_EQ(noun(rule("a").when(per::year).pay(rate("3%").of("sold_out"))), "sellout");
  EXPECT_EQ(
      noun(rule("a").when(per::year).pay(rate("3%").of("payment.settles")).what(each("payment"))),
      "payment");
  // The noun outside aggregates is the rule's, those inside are free.
  EXPECT_EQ(noun(rule("a")
                     .when(per::month)
                     .what(each("stock"))
                     .pay(per_unit(5).of("min(stock.quantity, units)"))),
            "stock");
  EXPECT_EQ(noun(rule("a").when(per::policy).what(each("stage.deal")).pay(amount(5))), "stage");
  EXPECT_EQ(noun(rule("a").when(per::month).what("activity.kind == 'visit'").pay(amount(5))),
            "activity");
  EXPECT_EQ(
      noun(rule("a").when(per::month).qualify("sold_out").pay(retroactive(from(1).amount(5)))),
      "sellout");
  EXPECT_EQ(noun(rule("a").when(per::month).pay(amount(5))), "sale");
}

TEST(Check, ALinePerRowIsToldFromALinePerKey) {
  EXPECT_TRUE(only(rule("a").when(per::year).what(each("sale")).pay("3%")).each_row);
  EXPECT_FALSE(only(rule("a").when(per::year).what(each("sale.document")).pay("3%")).each_row);
}

TEST(Check, ReadsWhoseRowsAreMeant) {
  EXPECT_EQ(only(rule("a").when(per::year).what(WhatPart().among("below")).pay("3%")).among,
            Scope::Among::kBelow);
  EXPECT_EQ(only(rule("a").when(per::year).what(WhatPart().among("all")).pay("3%")).among,
            Scope::Among::kAll);
  const CheckedRule grouped =
      only(rule("a").when(per::year).what(WhatPart().among("partner.group")).pay("3%"));
  EXPECT_EQ(grouped.among, Scope::Among::kSameField);
  EXPECT_EQ(grouped.among_field, "group");
}

TEST(Check, GivesBandsTheirBoundsAndModes) {
  const CheckedRule bands = only(rule("a").when(per::year).pay(
      marginal(from(0).rate("1%"), above("90000.50").rate("2%").mode(PayMode::kRetroactive))));
  ASSERT_EQ(bands.bands.size(), 2u);
  EXPECT_EQ(bands.bands[0].mode, PayMode::kMarginal);
  EXPECT_EQ(bands.bands[1].mode, PayMode::kRetroactive);
  EXPECT_EQ(bands.bands[1].bound.number(), Ratio(Decimal::of("90000.50")));

  const CheckedRule levels =
      only(rule("a")
               .when(per::policy)
               .what(each("stage.deal"))
               .qualify("largest(stage.name)")
               .pay(marginal(from("lead").amount(1), from("contract").amount(2))));
  ASSERT_EQ(levels.bands.size(), 2u);
  EXPECT_EQ(levels.bands[1].bound.level(), (Level{"contract", 1}));
}

TEST(Check, TurnsAPrintedTableIntoRows) {
  const CheckedRule matrix = only(rule("a").when(per::year).pay(retroactive(
      table(by("partner.tier"), across("attainment('annual')", Edge::kFrom, {"80%", "100%"}))
          .rates({{"gold", {"2%", "5%"}}, {"*", {"1%", "3%"}}}))));
  ASSERT_TRUE(matrix.table.has_value());
  EXPECT_EQ(matrix.banded_axis, 1);
  ASSERT_EQ(matrix.table->rows.size(), 4u);
  EXPECT_EQ(matrix.table->rows[0].keys[0]->level(), (Level{"gold", 2}));
  EXPECT_EQ(matrix.table->rows[1].keys[1]->number(), Ratio(Decimal::of("1")));
  EXPECT_FALSE(matrix.table->rows[2].keys[0].has_value());
  EXPECT_EQ(matrix.table->rows[3].values[0].number(), Ratio(Decimal::of("0.03")));
}

TEST(Check, ADeclaredTableDecidesByItsBandedKey) {
  const CheckedRule prompt =
      only(rule("a")
               .when(per::month)
               .what(each("payment"))
               .pay(by_table(PayMode::kRetroactive, "terms").of("payment.settles")));
  ASSERT_TRUE(prompt.table.has_value());
  EXPECT_EQ(prompt.banded_axis, 1);
  EXPECT_EQ(prompt.table->keys[1].edge, Edge::kUpTo);
  EXPECT_EQ(prompt.table->rows[0].keys[1]->number(), Ratio(Decimal::of("10")));
}

TEST(Check, MergesDefaultsOneLevelInsideEachPart) {
  const Checked policy =
      checked(programme()
                  .defaults(defaults()
                                .when(every_period("quarter").close_after_days(5))
                                .pay(rate("1%").times("50%"))
                                .limit(cap(100).minimum(10)))
                  .add(rule("own").when("month").pay(rate("2%")).limit(cap(7)))
                  .add(rule("none"))
                  .add(rule("both").what(sum_of({"member"})))
                  .add(rule("member").pay("3%")));
  const Rule& own = policy->rules[0].source;
  EXPECT_EQ(own.when.per, "month");
  EXPECT_EQ(own.when.close_after_days, 5);
  EXPECT_EQ(own.pay.payout.rate.text(), "2%");
  EXPECT_EQ(own.pay.times.size(), 1u);
  EXPECT_EQ(own.limit.cap.text(), "7");
  EXPECT_EQ(own.limit.minimum.text(), "10");
  EXPECT_EQ(policy->rules[1].source.pay.payout.rate.text(), "1%");
  // `pay` does not reach a combination, and a member takes nothing that a member may not have.
  EXPECT_TRUE(policy->rules[2].source.pay.times.empty());
  EXPECT_EQ(policy->rules[2].payout.rate->text, "100%");
  EXPECT_FALSE(policy->rules[3].source.limit.minimum.is_set());
  EXPECT_EQ(policy->rules[3].source.limit.cap.text(), "100");
}

TEST(Check, OrdersRulesByWhatTheyRead) {
  const Checked policy =
      checked(programme()
                  .add(rule("a").when(per::year).pay(rate("1%").of("net_sales - earned('z')")))
                  .add(rule("sum").when(per::year).what(sum_of({"m", "n"})))
                  .add(rule("m").when(per::quarter).pay("1%"))
                  .add(rule("n").when(per::year).pay(amount("10% * earned('a')")))
                  .add(rule("z").when(per::month).pay("1%")));
  std::vector<std::string> order;
  for (const int rule : policy->settle_order)
    order.push_back(policy->rules[static_cast<std::size_t>(rule)].source.id);
  EXPECT_EQ(order, (std::vector<std::string>{"z", "a", "m", "n", "sum"}));
  EXPECT_EQ(policy->rules[1].members, (std::vector<int>{2, 3}));
  EXPECT_EQ(policy->rules[2].member_of, 1);
}

TEST(Check, TheOrderOfTheFileDoesNotMatter) {
  const Rule first = rule("a").when(per::year).pay(rate("1%").of("net_sales - earned('z')"));
  const Rule last = rule("z").when(per::year).pay("1%");
  const auto ids = [](const Checked& policy) {
    std::vector<std::string> order;
    for (const int rule : policy->settle_order)
      order.push_back(policy->rules[static_cast<std::size_t>(rule)].source.id);
    return order;
  };
  EXPECT_EQ(ids(checked(programme().add(first).add(last))),
            ids(checked(programme().add(last).add(first))));
}

TEST(Check, KnowsTheMinorUnit) {
  EXPECT_EQ(checked(programme().add(rule("a").when(per::year).pay("1%")))->minor_unit, 0);
  EXPECT_EQ(
      checked(policy("p").currency("KWD").valid("2025").add(rule("a").when(per::year).pay("1%")))
          ->minor_unit,
      3);
}

TEST(Check, AcceptsMeasuresThatGrowTogether) {
  const std::vector<Rule> rules{
      rule("itself")
          .when(per::year)
          .qualify("net_sales")
          .pay(marginal(from(0).rate("1%"), from(9).rate("2%"))),
      rule("part")
          .when(per::year)
          .qualify("net_sales / net_sales.during(last_year)")
          .pay(marginal(from("105%").rate("2%"), from("112%").rate("4%"))),
      rule("target")
          .when(per::year)
          .qualify("attainment('annual')")
          .pay(excess("100%", from("80%").rate("1%"), from("100%").rate("2%"))),
      rule("growth")
          .when(per::year)
          .qualify("growth(net_sales)")
          .pay(marginal(above("0%").rate("3%"), from("15%").rate("6%"))
                   .of("net_sales - net_sales.during(last_year)")),
      rule("amounts").when(per::year).qualify("units").pay(
          marginal(from(150).amount(700), from(640).amount(4300)))};
  for (const Rule& one : rules) checked(programme().add(one));
}

struct Refused {
  const char* why;
  Rule rule;
  Code code;
};

TEST(Check, RefusesWhatMovesMoneyByAccident) {
  const std::vector<Refused> cases{
      {"no mode", rule("a").when(per::year).pay(by_bands(PayMode::kNone, {from(0).rate("1%")})),
       Code::kModeMissing},
      {"a bare rate", rule("a").when(per::year).pay("0.05"), Code::kRateOverWhole},
      {"a bare rate in a choice",
       rule("a").when(per::year).pay("partner.region == 'west' ? 5 : 1%"), Code::kRateOverWhole},
      {"descending",
       rule("a").when(per::year).pay(marginal(from(5).rate("1%"), from(4).rate("2%"))),
       Code::kBandNotAscending},
      {"equal", rule("a").when(per::year).pay(marginal(from(5).rate("1%"), from("5.0").rate("2%"))),
       Code::kBandNotAscending},
      {"equal endings",
       rule("a").when(per::year).pay(retroactive(up_to(5).rate("1%"), below(5).rate("2%"))),
       Code::kBandNotAscending},
      {"both sides",
       rule("a").when(per::year).pay(retroactive(from(5).rate("1%"), up_to(9).rate("2%"))),
       Code::kBandEdges},
      {"no edge inside",
       rule("a").when(per::year).pay(retroactive(from(5).rate("1%"), otherwise().rate("2%"))),
       Code::kBandEdges},
      {"points without a line", rule("a").when(per::year).pay(retroactive(at(5).rate("1%"))),
       Code::kBandEdges},
      {"a bound that is no figure",
       rule("a").when(per::year).pay(retroactive(from("net_sales * 2").rate("1%"))),
       Code::kBandBound},
      {"a name as rate",
       rule("a").when(per::month).what(each("payment")).pay(rate("terms").of("payment.settles")),
       Code::kTableAsRate},
      {"two ways to pay",
       rule("a").when(per::year).pay(retroactive(from(5).rate("1%")).and_rate("1%")),
       Code::kPaysTwice},
      {"nothing to pay", rule("a").when(per::year).pay(times("50%")), Code::kMissingMember},
      {"no period", rule("a").pay("1%"), Code::kPeriodMissing},
      {"instalments that do not divide",
       rule("a").when(every_period("quarter").settle("week")).pay("1%"), Code::kPeriodDivides},
      {"a target in part periods",
       rule("a")
           .when(per::quarter)
           .qualify("attainment('annual')")
           .pay(retroactive(from("80%").rate("1%"))),
       Code::kTargetNotPhased},
      {"the same in instalments",
       rule("a")
           .when(every_period("year").settle("quarter"))
           .qualify(require("net_sales >= target('annual')"))
           .pay("1%"),
       Code::kTargetNotPhased},
      {"together without payee",
       rule("a").who(all_partners().together("partner.parent")).when(per::year).pay("1%"),
       Code::kTogetherPayee},
      {"a rank without ties",
       rule("a").when(per::year).qualify("rank(net_sales)").pay(retroactive(up_to(1).amount(5))),
       Code::kRankTies},
      {"shares over the whole",
       rule("a")
           .when(per::year)
           .what(WhatPart().credit({share("sale.partner", "60%"), share("sale.ship_to", "41%")}))
           .pay("1%"),
       Code::kShares},
      {"shares of a payee under it",
       rule("a").when(per::year).pay(
           rate("1%").to({share("partner.id", "60%"), share("partner.parent", "39%")})),
       Code::kShares},
      {"points as money",
       rule("a")
           .when(per::month)
           .what(each("claim"))
           .pay(rate("50%").of("claim.amount"))
           .limit(no_limit().fund("stars")),
       Code::kFundUnit},
      {"an unknown budget", rule("a").when(per::year).pay("1%").limit(no_limit().budget("pool")),
       Code::kUnknownReference},
      {"a rate of units", rule("a").when(per::year).pay(rate("2%").of("units")),
       Code::kNotAnAmount},
      {"slices of another measure",
       rule("a").when(per::year).qualify("units").pay(
           marginal(from(0).rate("1%"), from(9).rate("2%"))),
       Code::kModeMeasure},
      {"an original rate of slices",
       rule("a")
           .when(per::year)
           .what(WhatPart().returns(Returns::kAtOriginalRate))
           .pay(marginal(from(0).rate("1%"), from(9).rate("2%"))),
       Code::kReturnsRate},
      {"a rounding step of zero", rule("a").when(per::year).pay("1%").limit(no_limit().round(0)),
       Code::kWrongValue},
  };
  for (const Refused& refused : cases) {
    SCOPED_TRACE(refused.why);
    const Issues issues = issues_of(programme().add(refused.rule));
    EXPECT_TRUE(issues.has_errors());
    EXPECT_TRUE(issues.contains(refused.code)) << to_string(issues);
  }
}

TEST(Check, RefusesAwkwardCombinations) {
  const Rule a = rule("a").when(per::quarter).pay("1%");
  const auto with = [&](const Rule& owner, const Rule& member) {
    return issues_of(programme().add(owner).add(member));
  };
  const Rule sum = rule("s").when(per::quarter).what(sum_of({"a"}));
  EXPECT_TRUE(with(sum, rule("a").when(per::year).pay("1%")).contains(Code::kPeriodDivides));
  EXPECT_TRUE(with(sum, rule("a").when(per::quarter).pay("1%").limit(no_limit().round("0.05")))
                  .contains(Code::kMemberPart));
  EXPECT_TRUE(with(rule("s").when(per::quarter).what(sum_of({"a"}).each("product.line")), a)
                  .contains(Code::kMemberKey));
  EXPECT_TRUE(with(rule("s").when(per::quarter).what(sum_of({"a", "a"})), a)
                  .contains(Code::kCombinedTwice));
  EXPECT_TRUE(
      with(rule("s").when(per::quarter).what(sum_of({"a", "s"})), a).contains(Code::kRuleCycle));
  EXPECT_TRUE(
      with(sum,
           rule("a").who(all_partners().together("partner.parent")).when(per::quarter).pay("1%"))
          .contains(Code::kMemberTogether));
  // A year may sum its quarters, and a key of products lies inside one of lines.
  EXPECT_FALSE(with(rule("s").when(per::year).what(sum_of({"a"}).each("product.line")),
                    rule("a").when(per::quarter).what(each("product.id")).pay("1%"))
                   .has_errors());
}

TEST(Check, WarnsAndStillGivesThePolicy) {
  const auto warned = [](const Rule& rule) {
    const Result<Checked> result = check(programme().add(rule));
    EXPECT_TRUE(result.ok()) << to_string(result.issues());
    return result.issues();
  };
  EXPECT_TRUE(
      warned(rule("a").when(per::year).pay(retroactive(from(0).rate("1%"), from(9).rate("1%"))))
          .contains(Code::kBandsAlike));
  EXPECT_TRUE(warned(rule("a").when(per::year).qualify("orders").pay(
                         retroactive(above(3).amount(1), from(4).amount(2))))
                  .contains(Code::kBandUnreachable));
  EXPECT_TRUE(warned(rule("a")
                         .when(per::year)
                         .qualify("attainment('annual')")
                         .pay(retroactive(from(80).rate("1%"))))
                  .contains(Code::kBandPercent));
  // Slices of the same rate are no mistake: a contract prints them.
  EXPECT_TRUE(
      warned(rule("a").when(per::year).pay(marginal(from(0).rate("1%"), from(9).rate("1%"))))
          .empty());
}

TEST(Check, FindsRowsThatCanMeet) {
  const auto conflicts = [](std::vector<std::vector<std::string>> rows, Edge edge = Edge::kNone) {
    TableTerms terms;
    terms.by = {{Edge::kNone, Text("partner.kind").expression()},
                {edge, Text(edge == Edge::kNone ? "partner.region" : "net_sales").expression()}};
    terms.gives = {"rate"};
    for (const auto& row : rows) {
      std::vector<Cell> cells;
      for (const std::string& text : row) cells.push_back(Cell::from_text(text));
      terms.rows.push_back(std::move(cells));
    }
    const Issues issues = issues_of(policy("p")
                                        .currency("CNY")
                                        .valid("2025")
                                        .table("t", terms)
                                        .add(rule("a").when(per::year).pay("1%")));
    return std::count_if(issues.begin(), issues.end(),
                         [](const Issue& issue) { return issue.code == Code::kTableConflict; });
  };
  EXPECT_EQ(conflicts({{"a", "*", "1%"}, {"*", "west", "2%"}}), 1);
  EXPECT_EQ(conflicts({{"a", "*", "1%"}, {"a", "west", "2%"}, {"*", "*", "0%"}}), 0);
  EXPECT_EQ(conflicts({{"a", "west", "1%"}, {"a", "west", "2%"}}), 1);
  EXPECT_EQ(conflicts({{"*", "*", "1%"}, {"*", "*", "2%"}}), 1);
  // Bounds of one key are bands of one list, not rows that meet.
  EXPECT_EQ(conflicts({{"a", "10", "1%"}, {"a", "20", "2%"}, {"*", "10", "0%"}}, Edge::kUpTo), 0);
  EXPECT_EQ(conflicts({{"a", "10", "1%"}, {"a", "10.0", "2%"}}, Edge::kUpTo), 1);
}

TEST(Check, NeedsAFrameItCanRead) {
  EXPECT_TRUE(issues_of(policy("p").currency("CNY").valid("2025-13").add(
                            rule("a").when(per::year).pay("1%")))
                  .contains(Code::kNotADate));
  EXPECT_TRUE(
      issues_of(policy("p").currency("XXX").valid("2025").add(rule("a").when(per::year).pay("1%")))
          .contains(Code::kUnknownCurrency));
  EXPECT_TRUE(
      issues_of(policy("p").currency("CNY").valid("2025").add(rule("a").when("2026").pay("1%")))
          .contains(Code::kPeriodOutside));
}

}  // namespace
}  // namespace rebate
