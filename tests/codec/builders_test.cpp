// SPDX-License-Identifier: Apache-2.0
//
// A policy written in C++ and the same policy in JSON are equal values, and both write the same
// text.
#include "rebate/policy/builders.hpp"

#include "rebate/codec/policy_reader.hpp"
#include "rebate/codec/policy_writer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace rebate {
namespace {

using namespace build;

void expect_same(const Policy& built, const std::string& json) {
  const auto read = read_policy(json, "policy.json");
  ASSERT_TRUE(read.ok()) << to_string(read.issues());
  EXPECT_EQ(write_policy(built), write_policy(*read));
  EXPECT_TRUE(built == *read);
  const auto checked = check(built);
  EXPECT_TRUE(checked.ok()) << to_string(checked.issues());
}

TEST(Builders, WriteATargetProgramme) {
  const Policy built =
      policy("channel-2025")
          .title(words("2025 programme", "2025年政策"))
          .currency("CNY")
          .valid("2025")
          .tiers({"bronze", "silver", "gold"})
          .set("core", {"L01", "L02"})
          .target("annual", net_target(per::year))
          .add(rule("annual-target")
                   .title(words("Annual target", "年度目标"))
                   .clause("3.1")
                   .who("partner.tier >= 'silver'")
                   .when(per::year)
                   .what(where("product.line in core"))
                   .qualify("attainment('annual')")
                   .pay(retroactive(from("80%").rate("2%"), from("100%").rate("5%")))
                   .limit(cap(200000)))
          .add(rule("data")
                   .when(per::month)
                   .qualify(require("kpi('reports') >= 4"))
                   .pay(amount(800)))
          .field("kpi.reports", "number");
  expect_same(built,
              R"j({"librebate": 1, "policy": "channel-2025", "title": {"en": "2025 programme", "zh":
         "2025年政策"},
    "currency": "CNY", "valid": "2025", "tiers": ["bronze", "silver", "gold"], "fields":
         {"kpi.reports": "number"},
    "sets": {"core": ["L01", "L02"]}, "targets": {"annual": {"of": "net_sales", "per": "year"}},
    "rules": [
      {"id": "annual-target", "title": {"en": "Annual target", "zh": "年度目标"}, "clause": "3.1",
         "who": "partner.tier >= 'silver'",
       "when": "year", "what": "product.line in core", "qualify": "attainment('annual')",
       "pay": {"mode": "retroactive", "bands": [{"from": "80%", "rate": "2%"}, {"from": "100%",
         "rate": "5%"}]}, "limit": {"cap": 200000}},
      {"id": "data", "when": "month", "qualify": {"require": ["kpi('reports') >= 4"]}, "pay":
         {"amount": 800}}]})j");
}

TEST(Builders, WriteEveryMode) {
  const Policy built =
      policy("modes")
          .currency("CNY")
          .valid("2025")
          .add(rule("slices").when(per::year).pay(
              marginal(from(0).rate("1%"), above(90000).rate("2%").mode(PayMode::kRetroactive))))
          .add(rule("surplus").when(per::year).pay(
              excess(90000, from(90000).rate("1%"), from(270000).rate("3.5%"))))
          .add(rule("line").when(per::year).qualify("units").pay(
              interpolated(at(4).rate("1%"), at(12).rate("3%"))))
          .add(rule("below").when(per::year).qualify("units").pay(retroactive(
              up_to(150).per_unit(9), below(640).per_unit(8), otherwise().per_unit("7.5"))))
          .add(rule("steps").when(per::year).pay(every(12000, 170)))
          .add(rule("started").when(per::year).pay(every(36, 8).of("units").started_steps()));
  expect_same(built,
              R"j({"librebate": 1, "policy": "modes", "currency": "CNY", "valid": "2025",
         "rules": [
      {"id": "slices", "when": "year", "pay": {"mode": "marginal", "bands": [{"from": 0, "rate":
         "1%"}, {"above": 90000, "rate": "2%", "mode": "retroactive"}]}},
      {"id": "surplus", "when": "year", "pay": {"mode": "excess", "baseline": 90000, "bands":
         [{"from": 90000, "rate": "1%"}, {"from": 270000, "rate": "3.5%"}]}},
      {"id": "line", "when": "year", "qualify": "units", "pay": {"mode": "interpolated",
         "bands": [{"at": 4, "rate": "1%"}, {"at": 12, "rate": "3%"}]}},
      {"id": "below", "when": "year", "qualify": "units", "pay": {"mode": "retroactive",
         "bands": [{"up_to": 150, "per_unit": 9}, {"below": 640, "per_unit": 8}, {"per_unit":
         "7.5"}]}},
      {"id": "steps", "when": "year", "pay": {"every": 12000, "amount": 170}},
      {"id": "started", "when": "year", "pay": {"of": "units", "every": 36, "steps": "started",
         "amount": 8}}]})j");
}

TEST(Builders, WriteTables) {
  const Policy built =
      policy("tables")
          .currency("CNY")
          .valid("2025")
          .tiers({"silver", "gold"})
          .target("annual", net_target(per::year))
          .add(rule("matrix").when(per::year).pay(
              retroactive(table(by("partner.tier"),
                                across("attainment('annual')", Edge::kFrom, {"80%", "100%"}))
                              .rates({{"silver", {"1%", "2%"}}, {"gold", {"2%", "3%"}}}))))
          .add(rule("tilt").when(per::year).pay(
              pay_table(table(by("partner.tier"), across("product.margin_class", {"low", "high"}))
                            .rates({{"gold", {"0%", "3%"}}}))))
          .add(rule("by-tier").when(per::year).pay(
              pay_table(table(by("partner.tier")).amounts({{"gold", {"500"}}})).of("net_sales")));
  expect_same(built,
              R"j({"librebate": 1, "policy": "tables", "currency": "CNY", "valid": "2025", "tiers":
         ["silver", "gold"],
    "targets": {"annual": {"of": "net_sales", "per": "year"}}, "rules": [
      {"id": "matrix", "when": "year", "pay": {"mode": "retroactive", "table": {"by":
         "partner.tier", "across": "attainment('annual')",
       "from": ["80%", "100%"], "rates": {"silver": ["1%", "2%"], "gold": ["2%", "3%"]}}}},
      {"id": "tilt", "when": "year", "pay": {"table": {"by": "partner.tier", "across":
         "product.margin_class", "columns": ["low", "high"], "rates": {"gold": ["0%", "3%"]}}}},
      {"id": "by-tier", "when": "year", "pay": {"of": "net_sales", "table": {"by":
         "partner.tier", "amounts": {"gold": "500"}}}}]})j");
}

TEST(Builders, WriteRulesOnRules) {
  const Policy built =
      policy("packages")
          .currency("CNY")
          .valid("2025")
          .add(rule("steady").when(per::quarter).pay("2.5%"))
          .add(rule("sprint").when(per::quarter).pay("4%"))
          .add(rule("better")
                   .when(per::year)
                   .what(best_of({"steady", "sprint"}))
                   .limit(floor("60000 * period.elapsed")))
          .add(rule("rest").when(per::year).pay(rate("1%")
                                                    .of("net_sales - earned('better')")
                                                    .times("90%")
                                                    .to_each("sale.partner", "net_sales")));
  expect_same(
      built,
      R"j({"librebate": 1, "policy": "packages", "currency": "CNY", "valid": "2025", "rules": [
      {"id": "steady", "when": "quarter", "pay": "2.5%"}, {"id": "sprint", "when": "quarter",
         "pay": "4%"},
      {"id": "better", "when": "year", "what": {"best_of": ["steady", "sprint"]}, "limit":
         {"floor": "60000 * period.elapsed"}},
      {"id": "rest", "when": "year", "pay": {"of": "net_sales - earned('better')", "rate": "1%",
         "times": "90%", "to": {"each": "sale.partner", "by": "net_sales"}}}]})j");
}

TEST(Builders, WriteTheLifeCycle) {
  Target annual = net_target(per::year);
  annual.phased = "linear";
  Fund market;
  market.unit = "money";
  const Policy built =
      policy("life")
          .currency("CNY")
          .valid("2025")
          .target("annual", annual)
          .fund("mdf", market)
          .defaults(defaults().when(per::month))
          .add(rule("year")
                   .when(every_period("year").settle("quarter").advance("80%").close_after_days(10))
                   .qualify("attainment('annual')")
                   .pay(retroactive(from("80%").rate("2%")))
                   .limit(cap("2% * net_sales").minimum(100, Limit::Under::kForfeit).round("0.05")))
          .add(rule("earn").pay(rate("1.5%").into_fund("mdf")))
          .add(rule("group")
                   .who(partners("has(partner.parent)")
                            .together("partner.parent")
                            .as_of(AsOf::kStart))
                   .pay(rate("1%").to("partner.parent")))
          .add(rule("claims")
                   .what(where("claim.status == 'approved'").each("claim"))
                   .pay(rate("50%").of("claim.amount"))
                   .limit(no_limit().fund("mdf")))
          .add(rule("omni")
                   .what(WhatPart().credit(
                       {share("sellout.partner", "60%"), share("sellout.pickup_partner", "40%")}))
                   .pay(rate("1%").of("sold_out")));
  expect_same(built, R"j({"librebate": 1, "policy": "life", "currency": "CNY", "valid": "2025",
    "targets": {"annual": {"of": "net_sales", "per": "year", "phased": "linear"}}, "funds":
         {"mdf": {"unit": "money"}}, "defaults": {"when": "month"},
    "rules": [
      {"id": "year", "when": {"per": "year", "settle": "quarter", "advance": "80%",
         "close_after_days": 10}, "qualify": "attainment('annual')",
       "pay": {"mode": "retroactive", "bands": [{"from": "80%", "rate": "2%"}]}, "limit":
         {"cap": "2% * net_sales", "round": {"to": "0.05", "mode": "half_up"}, "minimum": 100,
         "under": "forfeit"}},
      {"id": "earn", "pay": {"rate": "1.5%", "as": {"fund": "mdf"}}},
      {"id": "group", "who": {"where": "has(partner.parent)", "together": "partner.parent",
         "as_of": "start"}, "pay": {"rate": "1%", "to": "partner.parent"}},
      {"id": "claims", "what": {"where": "claim.status == 'approved'", "each": "claim"}, "pay":
         {"of": "claim.amount", "rate": "50%"}, "limit": {"fund": "mdf"}},
      {"id": "omni", "what": {"credit": [{"to": "sellout.partner", "share": "60%"}, {"to":
         "sellout.pickup_partner", "share": "40%"}]},
          "pay": {"of": "sold_out", "rate": "1%"}}]})j");
}

TEST(Builders, WriteLevels) {
  expect_same(policy("levels")
                  .currency("CNY")
                  .valid("2025")
                  .tiers({"bronze", "silver", "gold"})
                  .add(rule("review")
                           .when(per::year)
                           .qualify("net_sales")
                           .pay(sets("partner.tier", otherwise().level("bronze"),
                                     from(60000).level("silver")))
                           .limit(no_limit().steps(1, 2))),
              R"j({"librebate": 1, "policy": "levels", "currency": "CNY", "valid": "2025", "tiers":
         ["bronze", "silver", "gold"],
    "rules": [{"id": "review", "when": "year", "qualify": "net_sales", "pay": {"sets":
         "partner.tier", "bands": [{"level": "bronze"}, {"from": 60000, "level": "silver"}]},
               "limit": {"steps_down": 1, "steps_up": 2}}]})j");
}

TEST(Builders, MistakesAreReportedWithTheirPlaceInThePolicy) {
  const auto checked = check(policy("p")
                                 .currency("CNY")
                                 .valid("2025")
                                 .add(rule("a").when(per::year).pay("5%"))
                                 .add(rule("b")
                                          .when(per::year)
                                          .what("product.lin == 'L01'")
                                          .qualify("net_sales >")
                                          .pay("5")));
  ASSERT_FALSE(checked.ok());
  const auto place_of = [&](Code code) {
    for (const Issue& issue : checked.issues()) {
      if (issue.code == code) return issue.place.pointer;
    }
    return std::string("none");
  };
  EXPECT_EQ(place_of(Code::kUnknownField), "/rules/1/what/where") << to_string(checked.issues());
  EXPECT_EQ(place_of(Code::kExpressionSyntax), "/rules/1/qualify/by")
      << to_string(checked.issues());
  EXPECT_EQ(place_of(Code::kRateOverWhole), "/rules/1/pay/rate") << to_string(checked.issues());
}

TEST(Builders, TakeNoDouble) {
  static_assert(!std::is_constructible_v<Text, double>);
  static_assert(!std::is_constructible_v<Text, bool>);
  static_assert(std::is_constructible_v<Text, int>);
  static_assert(std::is_constructible_v<Text, const char*>);
}

}  // namespace
}  // namespace rebate
