// SPDX-License-Identifier: Apache-2.0
//
// Policies written in C++: the same values as the JSON, member by member under the same names.
//
//   using namespace rebate::build;
//   const Rule target = rule("annual-target").who("partner.tier >= 'silver'").when(per::year)
//       .qualify("attainment('annual')")
//       .pay(retroactive(from("80%").rate("2%"), from("100%").rate("5%")))
//       .limit(cap(200000));
//   const Policy channel = policy("channel-2025").currency("CNY").valid("2025")
//       .target("annual", net_target(per::year)).add(target);
//
// Texts are expressions as in JSON. One that does not parse is kept and reported by check(), at its
// place in the policy.
#pragma once

#include "rebate/policy/policy.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rebate::build {

/// An expression, or a whole number. A double is no exact number and is refused by the compiler.
class Text {
 public:
  Text(const char* text) : text_(text) {}                     // NOLINT(google-explicit-constructor)
  Text(std::string text) : text_(std::move(text)) {}          // NOLINT(google-explicit-constructor)
  Text(std::string_view text) : text_(text) {}                // NOLINT(google-explicit-constructor)
  Text(int number) : text_(std::to_string(number)) {}         // NOLINT(google-explicit-constructor)
  Text(long number) : text_(std::to_string(number)) {}        // NOLINT(google-explicit-constructor)
  Text(long long number) : text_(std::to_string(number)) {}   // NOLINT(google-explicit-constructor)
  Text(const Decimal& number) : text_(number.to_string()) {}  // NOLINT(google-explicit-constructor)
  Text(double) = delete;
  Text(bool) = delete;

  Expression expression() const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

using Texts = std::initializer_list<Text>;
using Names = std::initializer_list<std::string>;

/// A name in English, and in Chinese.
Title words(std::string en, std::string zh);

namespace per {
inline constexpr const char* day = "day";
inline constexpr const char* week = "week";
inline constexpr const char* half_month = "half_month";
inline constexpr const char* month = "month";
inline constexpr const char* quarter = "quarter";
inline constexpr const char* half = "half";
inline constexpr const char* year = "year";
inline constexpr const char* policy = "policy";
}  // namespace per

// --- who, when, what, qualify
// ----------------------------------------------------------------------

/// partners("has(partner.parent)").together("partner.parent")
struct WhoPart : Who {
  WhoPart&& together(Text field) &&;
  WhoPart&& as_of(AsOf date) &&;
};
WhoPart partners(Text condition);
WhoPart all_partners();

/// every_period("year").settle("quarter").advance("80%")
struct WhenPart : When {
  WhenPart&& in(Names ranges) &&;
  WhenPart&& first_months(int months, Text since) &&;
  WhenPart&& settle(std::string per) &&;
  WhenPart&& advance(Text rate) &&;
  WhenPart&& accrue(Accrue how) &&;
  WhenPart&& close_after_days(int days) &&;
  WhenPart&& dated_by(Text field) &&;
};
WhenPart every_period(std::string per);

/// where("claim.kind == 'co-op'").each("claim")
struct WhatPart : What {
  WhatPart&& each(Text key) &&;
  WhatPart&& each(Texts keys) &&;
  WhatPart&& among(Text whose) &&;
  WhatPart&& credit(Text field) &&;
  WhatPart&& credit(std::vector<Share> shares) &&;
  WhatPart&& returns(Returns how) &&;
};
WhatPart where(Text condition);
WhatPart each(Text key);
WhatPart sum_of(Names rules);
WhatPart best_of(Names rules);
WhatPart first_of(Names rules);
Share share(Text to, Text part);

/// require("net_sales >= 180000").by("rank(net_sales)").ties(Qualify::Ties::kSame)
struct QualifyPart : Qualify {
  QualifyPart&& by(Text measure) &&;
  QualifyPart&& require(Text condition) &&;
  QualifyPart&& veto(Text condition) &&;
  QualifyPart&& when_missing(Text value) &&;
  QualifyPart&& ties(Qualify::Ties how) &&;
};
QualifyPart require(Text condition);
QualifyPart veto(Text condition);

// --- pay
// -------------------------------------------------------------------------------------------

/// from("80%").rate("2%")
struct BandPart : Band {
  BandPart&& rate(Text rate) &&;
  BandPart&& per_unit(Text amount) &&;
  BandPart&& amount(Text amount) &&;
  BandPart&& every(Text step) &&;
  BandPart&& started_steps() &&;
  BandPart&& mode(PayMode own) &&;
  BandPart&& level(std::string name) &&;
  BandPart&& score(Text points) &&;
};
BandPart from(Text bound);
BandPart above(Text bound);
BandPart up_to(Text bound);
BandPart below(Text bound);
BandPart at(Text bound);
/// A band without an edge: everything else.
BandPart otherwise();

/// by("partner.tier"): the rows of a printed table, or a qualifying measure with
/// by(...).require(...).
struct By : QualifyPart {};
By by(Text measure);

/// across("attainment('annual')", from, {"80%", "100%"}), or columns by name.
struct Across {
  Text measure;
  Edge edge = Edge::kNone;
  std::vector<Text> bounds;
  std::vector<Cell> columns;
};
Across across(Text measure, Edge edge, Texts bounds);
Across across(Text measure, Names columns);

using MatrixRow = std::pair<std::string, std::vector<std::string>>;
struct MatrixPart : Matrix {
  MatrixPart&& rates(std::initializer_list<MatrixRow> rows) &&;
  MatrixPart&& per_units(std::initializer_list<MatrixRow> rows) &&;
  MatrixPart&& amounts(std::initializer_list<MatrixRow> rows) &&;
};
MatrixPart table(const By& rows);
MatrixPart table(const By& rows, const Across& columns);

/// rate("50%").of("approved_claims").as(Form::Kind::kPayment)
struct PayPart : Pay {
  PayPart&& of(Text measure) &&;
  PayPart&& and_rate(Text rate) &&;
  PayPart&& and_per_unit(Text amount) &&;
  PayPart&& and_amount(Text amount) &&;
  PayPart&& started_steps() &&;
  PayPart&& times(Text coefficient) &&;
  PayPart&& as(Form::Kind kind) &&;
  PayPart&& into_fund(std::string fund) &&;
  PayPart&& in_goods(std::string product, std::string price_list) &&;
  PayPart&& to(Text field) &&;
  PayPart&& to(std::vector<Share> shares) &&;
  PayPart&& to_each(Text key, Text measure) &&;
  PayPart&& to_table(std::string table) &&;
  PayPart&& book(Text key, Text measure) &&;
};
PayPart rate(Text rate);
PayPart per_unit(Text amount);
PayPart amount(Text amount);
/// every(1000, 10): 10 for each full 1,000.
PayPart every(Text step, Text amount);
PayPart pay_table(std::string declared);
PayPart pay_table(Matrix matrix);
/// A coefficient alone, of a rule on rules.
PayPart times(Text coefficient);

PayPart by_bands(PayMode mode, std::vector<Band> bands);
PayPart by_table(PayMode mode, std::string declared);
PayPart by_table(PayMode mode, Matrix matrix);

template <class... Bands>
PayPart retroactive(BandPart first, Bands... rest) {
  return by_bands(PayMode::kRetroactive, {std::move(first), std::move(rest)...});
}
inline PayPart retroactive(Matrix matrix) {
  return by_table(PayMode::kRetroactive, std::move(matrix));
}
template <class... Bands>
PayPart marginal(BandPart first, Bands... rest) {
  return by_bands(PayMode::kMarginal, {std::move(first), std::move(rest)...});
}
inline PayPart marginal(Matrix matrix) { return by_table(PayMode::kMarginal, std::move(matrix)); }
PayPart with_baseline(PayPart pay, Text baseline);
template <class... Bands>
PayPart excess(Text baseline, BandPart first, Bands... rest) {
  return with_baseline(by_bands(PayMode::kExcess, {std::move(first), std::move(rest)...}),
                       std::move(baseline));
}
template <class... Bands>
PayPart interpolated(BandPart first, Bands... rest) {
  return by_bands(PayMode::kInterpolated, {std::move(first), std::move(rest)...});
}
PayPart sets_levels(std::string field, std::vector<Band> bands);
/// sets("partner.tier", otherwise().level("bronze"), from(60).level("silver"))
template <class... Bands>
PayPart sets(std::string field, BandPart first, Bands... rest) {
  return sets_levels(std::move(field), {std::move(first), std::move(rest)...});
}

// --- limit
// -----------------------------------------------------------------------------------------

/// cap("2% * net_sales").fund("mdf")
struct LimitPart : Limit {
  LimitPart&& cap(Text amount) &&;
  LimitPart&& floor(Text amount) &&;
  LimitPart&& lines(Text count) &&;
  LimitPart&& fund(std::string name) &&;
  LimitPart&& budget(std::string name) &&;
  LimitPart&& budget(std::string name, int priority) &&;
  LimitPart&& round(Text step, RoundingMode mode = RoundingMode::kHalfUp) &&;
  LimitPart&& minimum(Text amount, Limit::Under under = Limit::Under::kNone) &&;
  LimitPart&& negative(Negative how) &&;
  LimitPart&& ignore_under(Text amount) &&;
  LimitPart&& steps(int down, int up) &&;
};
LimitPart cap(Text amount);
LimitPart floor(Text amount);
LimitPart no_limit();

// --- rule and policy
// -------------------------------------------------------------------------------

class RuleBuilder {
 public:
  explicit RuleBuilder(std::string id) { rule_.id = std::move(id); }

  RuleBuilder& title(Title words);
  RuleBuilder& note(std::string text);
  RuleBuilder& clause(std::string text);
  RuleBuilder& who(Text condition);
  RuleBuilder& who(WhoPart part);
  RuleBuilder& when(std::string per);
  RuleBuilder& when(WhenPart part);
  RuleBuilder& what(Text condition);
  RuleBuilder& what(WhatPart part);
  RuleBuilder& qualify(Text measure);
  RuleBuilder& qualify(QualifyPart part);
  RuleBuilder& pay(Text rate);
  RuleBuilder& pay(PayPart part);
  RuleBuilder& limit(LimitPart part);

  const Rule& build() const { return rule_; }
  operator Rule() const { return rule_; }  // NOLINT(google-explicit-constructor)

 private:
  Rule rule_;
};
RuleBuilder rule(std::string id);
/// The defaults of a policy: a rule without an id.
RuleBuilder defaults();

Target net_target(std::string per);
Target target_of(Text measure, std::string per);

class PolicyBuilder {
 public:
  explicit PolicyBuilder(std::string id) { policy_.id = std::move(id); }

  PolicyBuilder& version(int number);
  PolicyBuilder& title(Title words);
  PolicyBuilder& currency(std::string code);
  PolicyBuilder& valid(std::string range);
  PolicyBuilder& calendar(CalendarTerms terms);
  PolicyBuilder& tiers(Names levels);
  PolicyBuilder& field(std::string name, std::string type);
  PolicyBuilder& levels(std::string field, Names levels);
  PolicyBuilder& set(std::string name, Names values);
  PolicyBuilder& condition(std::string name, Text is);
  PolicyBuilder& measure(std::string name, Text is);
  PolicyBuilder& target(std::string name, Target terms);
  PolicyBuilder& score(std::string name, Score terms);
  PolicyBuilder& table(std::string name, TableTerms terms);
  PolicyBuilder& fund(std::string name, Fund terms);
  PolicyBuilder& budget(std::string name, Budget terms);
  PolicyBuilder& defaults(Rule parts);
  PolicyBuilder& limit(LimitPart part);
  PolicyBuilder& add(Rule rule);
  PolicyBuilder& example(Example example);

  const Policy& build() const { return policy_; }
  operator Policy() const { return policy_; }  // NOLINT(google-explicit-constructor)

 private:
  Policy policy_;
};
PolicyBuilder policy(std::string id);

}  // namespace rebate::build
