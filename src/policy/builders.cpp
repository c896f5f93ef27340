// SPDX-License-Identifier: Apache-2.0
//
// The parts of rules as values; a rule and a policy are in policy_builders.cpp.
#include "rebate/policy/builders.hpp"

namespace rebate::build {
namespace {

std::vector<Expression> expressions(const std::vector<Text>& texts) {
  std::vector<Expression> list;
  for (const Text& text : texts) list.push_back(text.expression());
  return list;
}

BandPart band(Edge edge, const Text& bound) {
  BandPart part;
  part.edge = edge;
  part.bound = bound.expression();
  return part;
}

WhatPart combination(Combine combine, Names rules) {
  WhatPart part;
  part.What::combine = combine;
  part.members = rules;
  return part;
}

MatrixPart&& with_rows(MatrixPart&& part, Matrix::Gives gives,
                       std::initializer_list<MatrixRow> rows) {
  part.gives = gives;
  for (const auto& [name, texts] : rows) {
    std::vector<Cell> cells;
    for (const std::string& text : texts) cells.push_back(Cell::from_text(text));
    part.rows.emplace_back(name, std::move(cells));
  }
  return std::move(part);
}

PayPart paying() {
  PayPart part;
  part.is_set = true;
  return part;
}

}  // namespace

Expression Text::expression() const {
  Issues kept_for_check;
  return Expression::parse(text_, {}, kept_for_check);
}

Title words(std::string en, std::string zh) {
  return {{"en", std::move(en)}, {"zh", std::move(zh)}};
}

WhoPart&& WhoPart::together(Text field) && {
  return Who::together = field.expression(), std::move(*this);
}
WhoPart&& WhoPart::as_of(AsOf date) && { return Who::as_of = date, std::move(*this); }
WhoPart partners(Text condition) {
  WhoPart part;
  part.where = condition.expression();
  return part;
}
WhoPart all_partners() { return {}; }

WhenPart&& WhenPart::in(Names ranges) && { return When::in = ranges, std::move(*this); }
WhenPart&& WhenPart::first_months(int months, Text date) && {
  When::first_months = months;
  since = date.expression();
  return std::move(*this);
}
WhenPart&& WhenPart::settle(std::string unit) && {
  return When::settle = std::move(unit), std::move(*this);
}
WhenPart&& WhenPart::advance(Text rate) && {
  return When::advance = rate.expression(), std::move(*this);
}
WhenPart&& WhenPart::accrue(Accrue how) && {
  return When::accrue = std::move(how), std::move(*this);
}
WhenPart&& WhenPart::close_after_days(int days) && {
  return When::close_after_days = days, std::move(*this);
}
WhenPart&& WhenPart::dated_by(Text field) && {
  return When::dated_by = field.expression(), std::move(*this);
}
WhenPart every_period(std::string per) {
  WhenPart part;
  part.When::per = std::move(per);
  return part;
}

WhatPart&& WhatPart::each(Text key) && {
  return What::each.push_back(key.expression()), std::move(*this);
}
WhatPart&& WhatPart::each(Texts keys) && {
  return What::each = expressions(keys), std::move(*this);
}
WhatPart&& WhatPart::among(Text whose) && {
  return What::among = whose.expression(), std::move(*this);
}
WhatPart&& WhatPart::credit(Text field) && {
  return What::credit = field.expression(), std::move(*this);
}
WhatPart&& WhatPart::credit(std::vector<Share> shares) && {
  return credit_shares = std::move(shares), std::move(*this);
}
WhatPart&& WhatPart::returns(Returns how) && { return What::returns = how, std::move(*this); }
WhatPart where(Text condition) {
  WhatPart part;
  part.where = condition.expression();
  return part;
}
WhatPart each(Text key) { return WhatPart().each(std::move(key)); }
WhatPart sum_of(Names rules) { return combination(Combine::kSumOf, rules); }
WhatPart best_of(Names rules) { return combination(Combine::kBestOf, rules); }
WhatPart first_of(Names rules) { return combination(Combine::kFirstOf, rules); }
Share share(Text to, Text part) {
  Share made;
  made.to = to.expression();
  made.share = part.expression();
  return made;
}

QualifyPart&& QualifyPart::by(Text measure) && {
  return Qualify::by = measure.expression(), std::move(*this);
}
QualifyPart&& QualifyPart::require(Text condition) && {
  return Qualify::require.push_back(condition.expression()), std::move(*this);
}
QualifyPart&& QualifyPart::veto(Text condition) && {
  return Qualify::veto.push_back(condition.expression()), std::move(*this);
}
QualifyPart&& QualifyPart::when_missing(Text value) && {
  return Qualify::when_missing = value.expression(), std::move(*this);
}
QualifyPart&& QualifyPart::ties(Qualify::Ties how) && {
  return Qualify::ties = how, std::move(*this);
}
QualifyPart require(Text condition) { return QualifyPart().require(std::move(condition)); }
QualifyPart veto(Text condition) { return QualifyPart().veto(std::move(condition)); }
By by(Text measure) {
  By part;
  part.Qualify::by = measure.expression();
  return part;
}

BandPart&& BandPart::rate(Text part) && {
  return payout.rate = part.expression(), std::move(*this);
}
BandPart&& BandPart::per_unit(Text sum) && {
  return payout.per_unit = sum.expression(), std::move(*this);
}
BandPart&& BandPart::amount(Text sum) && {
  return payout.amount = sum.expression(), std::move(*this);
}
BandPart&& BandPart::every(Text step) && {
  return payout.every = step.expression(), std::move(*this);
}
BandPart&& BandPart::started_steps() && { return payout.started_steps = true, std::move(*this); }
BandPart&& BandPart::mode(PayMode own) && { return Band::mode = own, std::move(*this); }
BandPart&& BandPart::level(std::string name) && {
  return Band::level = std::move(name), std::move(*this);
}
BandPart&& BandPart::score(Text points) && {
  return Band::score = points.expression(), std::move(*this);
}
BandPart from(Text bound) { return band(Edge::kFrom, bound); }
BandPart above(Text bound) { return band(Edge::kAbove, bound); }
BandPart up_to(Text bound) { return band(Edge::kUpTo, bound); }
BandPart below(Text bound) { return band(Edge::kBelow, bound); }
BandPart at(Text bound) { return band(Edge::kAt, bound); }
BandPart otherwise() { return {}; }

Across across(Text measure, Edge edge, Texts bounds) {
  return {std::move(measure), edge, bounds, {}};
}
Across across(Text measure, Names columns) {
  Across made{std::move(measure), Edge::kNone, {}, {}};
  for (const std::string& name : columns) made.columns.push_back(Cell::from_text(name));
  return made;
}
MatrixPart table(const By& rows) {
  MatrixPart part;
  part.by = rows.Qualify::by;
  return part;
}
MatrixPart table(const By& rows, const Across& columns) {
  MatrixPart part = table(rows);
  part.across = columns.measure.expression();
  part.edge = columns.edge;
  part.bounds = expressions(columns.bounds);
  part.columns = columns.columns;
  return part;
}
MatrixPart&& MatrixPart::rates(std::initializer_list<MatrixRow> list) && {
  return with_rows(std::move(*this), Gives::kRates, list);
}
MatrixPart&& MatrixPart::per_units(std::initializer_list<MatrixRow> list) && {
  return with_rows(std::move(*this), Gives::kPerUnits, list);
}
MatrixPart&& MatrixPart::amounts(std::initializer_list<MatrixRow> list) && {
  return with_rows(std::move(*this), Gives::kAmounts, list);
}

PayPart&& PayPart::of(Text measure) && { return Pay::of = measure.expression(), std::move(*this); }
PayPart&& PayPart::and_rate(Text part) && {
  return payout.rate = part.expression(), std::move(*this);
}
PayPart&& PayPart::and_per_unit(Text sum) && {
  return payout.per_unit = sum.expression(), std::move(*this);
}
PayPart&& PayPart::and_amount(Text sum) && {
  return payout.amount = sum.expression(), std::move(*this);
}
PayPart&& PayPart::started_steps() && { return payout.started_steps = true, std::move(*this); }
PayPart&& PayPart::times(Text coefficient) && {
  return Pay::times.push_back(coefficient.expression()), std::move(*this);
}
PayPart&& PayPart::as(Form::Kind kind) && { return Pay::as.kind = kind, std::move(*this); }
PayPart&& PayPart::into_fund(std::string fund) && {
  Pay::as.kind = Form::Kind::kFund;
  Pay::as.fund = std::move(fund);
  return std::move(*this);
}
PayPart&& PayPart::in_goods(std::string product, std::string price_list) && {
  Pay::as.kind = Form::Kind::kGoods;
  Pay::as.goods = std::move(product);
  Pay::as.at = std::move(price_list);
  return std::move(*this);
}
PayPart&& PayPart::to(Text field) && {
  Pay::to.kind = Payee::Kind::kField;
  Pay::to.field = field.expression();
  return std::move(*this);
}
PayPart&& PayPart::to(std::vector<Share> shares) && {
  Pay::to.kind = Payee::Kind::kShares;
  Pay::to.shares = std::move(shares);
  return std::move(*this);
}
PayPart&& PayPart::to_each(Text key, Text measure) && {
  Pay::to.kind = Payee::Kind::kSpread;
  Pay::to.spread.each = key.expression();
  Pay::to.spread.by = measure.expression();
  return std::move(*this);
}
PayPart&& PayPart::to_table(std::string name) && {
  Pay::to.kind = Payee::Kind::kTable;
  Pay::to.table = std::move(name);
  return std::move(*this);
}
PayPart&& PayPart::book(Text key, Text measure) && {
  Pay::book.emplace();
  Pay::book->each = key.expression();
  Pay::book->by = measure.expression();
  return std::move(*this);
}
PayPart rate(Text part) { return paying().and_rate(std::move(part)); }
PayPart per_unit(Text sum) { return paying().and_per_unit(std::move(sum)); }
PayPart amount(Text sum) { return paying().and_amount(std::move(sum)); }
PayPart every(Text step, Text sum) {
  PayPart part = paying();
  part.payout.every = step.expression();
  part.payout.amount = sum.expression();
  return part;
}
PayPart pay_table(std::string declared) { return by_table(PayMode::kNone, std::move(declared)); }
PayPart pay_table(Matrix matrix) { return by_table(PayMode::kNone, std::move(matrix)); }
PayPart times(Text coefficient) { return paying().times(std::move(coefficient)); }
PayPart by_bands(PayMode mode, std::vector<Band> bands) {
  PayPart part = paying();
  part.mode = mode;
  part.bands = std::move(bands);
  return part;
}
PayPart by_table(PayMode mode, std::string declared) {
  PayPart part = paying();
  part.mode = mode;
  part.table = std::move(declared);
  return part;
}
PayPart by_table(PayMode mode, Matrix matrix) {
  PayPart part = paying();
  part.mode = mode;
  part.matrix = std::move(matrix);
  return part;
}
PayPart with_baseline(PayPart pay, Text baseline) {
  pay.baseline = baseline.expression();
  return pay;
}
PayPart sets_levels(std::string field, std::vector<Band> bands) {
  PayPart part = by_bands(PayMode::kNone, std::move(bands));
  part.sets = std::move(field);
  return part;
}

LimitPart&& LimitPart::cap(Text amount) && {
  return Limit::cap = amount.expression(), std::move(*this);
}
LimitPart&& LimitPart::floor(Text amount) && {
  return Limit::floor = amount.expression(), std::move(*this);
}
LimitPart&& LimitPart::lines(Text count) && {
  return Limit::lines = count.expression(), std::move(*this);
}
LimitPart&& LimitPart::fund(std::string name) && {
  return Limit::fund = std::move(name), std::move(*this);
}
LimitPart&& LimitPart::budget(std::string name) && {
  return Limit::budget = std::move(name), std::move(*this);
}
LimitPart&& LimitPart::budget(std::string name, int place) && {
  Limit::budget = std::move(name);
  priority = place;
  return std::move(*this);
}
LimitPart&& LimitPart::round(Text step, RoundingMode mode) && {
  round_to = step.expression();
  round_mode = mode;
  return std::move(*this);
}
LimitPart&& LimitPart::minimum(Text amount, Limit::Under how) && {
  Limit::minimum = amount.expression();
  under = how;
  return std::move(*this);
}
LimitPart&& LimitPart::negative(Negative how) && { return Limit::negative = how, std::move(*this); }
LimitPart&& LimitPart::ignore_under(Text amount) && {
  return Limit::ignore_under = amount.expression(), std::move(*this);
}
LimitPart&& LimitPart::steps(int down, int up) && {
  steps_down = down;
  steps_up = up;
  return std::move(*this);
}
LimitPart cap(Text amount) { return LimitPart().cap(std::move(amount)); }
LimitPart floor(Text amount) { return LimitPart().floor(std::move(amount)); }
LimitPart no_limit() { return {}; }

}  // namespace rebate::build
