// SPDX-License-Identifier: Apache-2.0
//
// The parts of a rule. Each has a short form, the text of its first member.
#include "codec/policy_building.hpp"
#include "policy/policy_words.hpp"

namespace rebate::detail {

using Kind = JsonValue::Kind;

Who PolicyBuilder::who(const JsonValue& value) {
  Who who;
  if (!value.is(Kind::kObject)) {
    who.where = expression(value);
    return who;
  }
  who.where = expression(value.find("where"));
  who.together = expression(value.find("together"));
  who.as_of = from_word(kAsOfWords, text(value.find("as_of")));
  who.notes = notes(value);
  return who;
}

std::optional<Accrue> PolicyBuilder::accrue(const JsonValue& value) {
  if (!value) return std::nullopt;
  Accrue accrue;
  if (value.is(Kind::kText)) {
    accrue.kind = value.text() == "forecast" ? Accrue::Kind::kForecast : Accrue::Kind::kActual;
    return accrue;
  }
  accrue.rate = expression(value.find("rate"));
  accrue.band = integer(value.find("band")).value_or(0);
  accrue.kind = accrue.band > 0 ? Accrue::Kind::kBand : Accrue::Kind::kRate;
  accrue.notes = notes(value);
  return accrue;
}

When PolicyBuilder::when(const JsonValue& value) {
  When when;
  if (value.is(Kind::kText)) {
    when.per = text(value);
    return when;
  }
  when.per = text(value.find("per"));
  when.in = texts(value.find("in"));
  when.first_months = integer(value.find("first_months")).value_or(0);
  when.since = expression(value.find("since"));
  when.settle = text(value.find("settle"));
  when.advance = expression(value.find("advance"));
  when.accrue = accrue(value.find("accrue"));
  when.close_after_days = integer(value.find("close_after_days"));
  when.dated_by = expression(value.find("dated_by"));
  when.notes = notes(value);
  return when;
}

std::vector<Share> PolicyBuilder::shares(const JsonValue& value) {
  std::vector<Share> list;
  if (!value.is(Kind::kArray)) return list;
  for (const JsonValue element : value) {
    Share share;
    share.to = expression(element.find("to"));
    share.share = expression(element.find("share"));
    share.notes = notes(element);
    list.push_back(std::move(share));
  }
  return list;
}

What PolicyBuilder::what(const JsonValue& value) {
  What what;
  if (!value.is(Kind::kObject)) {
    what.where = expression(value);
    return what;
  }
  what.where = expression(value.find("where"));
  what.each = expressions(value.find("each"));
  what.among = expression(value.find("among"));
  const JsonValue credit = value.find("credit");
  if (credit.is(Kind::kArray))
    what.credit_shares = shares(credit);
  else
    what.credit = expression(credit);
  what.returns = from_word(kReturnsWords, text(value.find("returns")));
  for (const auto& [word, combine] : kCombineWords) {
    const JsonValue members = value.find(word);
    if (!members) continue;
    what.combine = combine;
    what.members = texts(members);
    break;
  }
  what.notes = notes(value);
  return what;
}

Qualify PolicyBuilder::qualify(const JsonValue& value) {
  Qualify qualify;
  if (!value.is(Kind::kObject)) {
    qualify.by = expression(value);
    return qualify;
  }
  qualify.by = expression(value.find("by"));
  qualify.require = expressions(value.find("require"));
  qualify.veto = expressions(value.find("veto"));
  qualify.when_missing = expression(value.find("when_missing"));
  qualify.ties = from_word(kTiesWords, text(value.find("ties"))).value_or(Qualify::Ties::kNone);
  qualify.notes = notes(value);
  return qualify;
}

Payout PolicyBuilder::payout(const JsonValue& object) {
  Payout payout;
  payout.rate = expression(object.find("rate"));
  payout.per_unit = expression(object.find("per_unit"));
  payout.amount = expression(object.find("amount"));
  payout.every = expression(object.find("every"));
  payout.started_steps = text(object.find("steps")) == "started";
  return payout;
}

Band PolicyBuilder::band(const JsonValue& object) {
  Band band;
  for (const auto& [word, edge] : kEdgeWords) {
    const JsonValue value = object.find(word);
    if (!value) continue;
    band.edge = edge;
    band.bound = bound(value);
    break;
  }
  band.payout = payout(object);
  band.mode = from_word(kModeWords, text(object.find("mode"))).value_or(PayMode::kNone);
  band.level = text(object.find("level"));
  band.score = expression(object.find("score"));
  band.place = object.place();
  band.notes = notes(object);
  return band;
}

std::vector<Band> PolicyBuilder::bands(const JsonValue& value) {
  std::vector<Band> list;
  if (!value.is(Kind::kArray)) return list;
  if (value.size() > kMaxBands) {
    issues_.add(
        Code::kLimitExceeded, value.place(),
        "a list of bands has at most " + std::to_string(kMaxBands) + " of them (kMaxBands)");
    return list;
  }
  for (const JsonValue element : value) list.push_back(band(element));
  return list;
}

Matrix PolicyBuilder::matrix(const JsonValue& object) {
  Matrix matrix;
  matrix.by = expression(object.find("by"));
  matrix.across = expression(object.find("across"));
  for (const auto& [word, edge] : kEdgeWords) {
    const JsonValue bounds = object.find(word);
    if (edge == Edge::kAt || !bounds.is(Kind::kArray)) continue;
    matrix.edge = edge;
    for (const JsonValue element : bounds) matrix.bounds.push_back(bound(element));
    break;
  }
  matrix.columns = cells(object.find("columns"));
  for (const auto& [word, gives] : kGivesWords) {
    const JsonValue rows = object.find(word);
    if (!rows) continue;
    matrix.gives = gives;
    matrix.rows = map<std::vector<Cell>>(rows, [](const JsonValue& row) { return cells(row); });
    break;
  }
  matrix.place = object.place();
  matrix.notes = notes(object);
  return matrix;
}

Form PolicyBuilder::form(const JsonValue& value) {
  Form form;
  if (value.is(Kind::kText)) {
    form.kind = from_word(kFormWords, value.text()).value_or(Form::Kind::kNone);
    return form;
  }
  form.fund = text(value.find("fund"));
  form.goods = text(value.find("goods"));
  form.at = text(value.find("at"));
  if (value.find("fund"))
    form.kind = Form::Kind::kFund;
  else if (value.find("goods"))
    form.kind = Form::Kind::kGoods;
  form.notes = notes(value);
  return form;
}

Spread PolicyBuilder::spread(const JsonValue& object) {
  Spread spread;
  spread.each = expression(object.find("each"));
  spread.by = expression(object.find("by"));
  spread.at_most = expression(object.find("at_most"));
  spread.notes = notes(object);
  return spread;
}

Payee PolicyBuilder::payee(const JsonValue& value) {
  Payee payee;
  if (value.is(Kind::kText)) {
    payee.kind = Payee::Kind::kField;
    payee.field = expression(value);
  } else if (value.is(Kind::kArray)) {
    payee.kind = Payee::Kind::kShares;
    payee.shares = shares(value);
  } else if (value.find("table")) {
    payee.kind = Payee::Kind::kTable;
    payee.table = text(value.find("table"));
    payee.notes = notes(value);
  } else if (value.is(Kind::kObject)) {
    payee.kind = Payee::Kind::kSpread;
    payee.spread = spread(value);
  }
  return payee;
}

Pay PolicyBuilder::pay(const JsonValue& value) {
  Pay pay;
  pay.is_set = static_cast<bool>(value);
  if (!value.is(Kind::kObject)) {
    pay.payout.rate = expression(value);
    return pay;
  }
  pay.of = expression(value.find("of"));
  pay.payout = payout(value);
  pay.mode = from_word(kModeWords, text(value.find("mode"))).value_or(PayMode::kNone);
  pay.baseline = expression(value.find("baseline"));
  pay.bands = bands(value.find("bands"));
  const JsonValue table = value.find("table");
  if (table.is(Kind::kObject))
    pay.matrix = matrix(table);
  else
    pay.table = text(table);
  pay.times = expressions(value.find("times"));
  pay.as = form(value.find("as"));
  pay.to = payee(value.find("to"));
  if (const JsonValue book = value.find("book")) pay.book = spread(book);
  pay.sets = text(value.find("sets"));
  pay.notes = notes(value);
  return pay;
}

Limit PolicyBuilder::limit(const JsonValue& object) {
  Limit limit;
  limit.cap = expression(object.find("cap"));
  limit.floor = expression(object.find("floor"));
  limit.lines = expression(object.find("lines"));
  limit.fund = text(object.find("fund"));
  limit.budget = text(object.find("budget"));
  limit.priority = integer(object.find("priority"));
  const JsonValue round = object.find("round");
  limit.round_to = expression(round.find("to"));
  limit.round_mode = rounding_mode(text(round.find("mode")));
  limit.round_notes = notes(round);
  limit.minimum = expression(object.find("minimum"));
  limit.under = from_word(kUnderWords, text(object.find("under"))).value_or(Limit::Under::kNone);
  limit.negative = from_word(kNegativeWords, text(object.find("negative")));
  limit.ignore_under = expression(object.find("ignore_under"));
  limit.steps_down = integer(object.find("steps_down"));
  limit.steps_up = integer(object.find("steps_up"));
  limit.notes = notes(object);
  return limit;
}

Rule PolicyBuilder::rule(const JsonValue& object) {
  Rule rule;
  rule.id = text(object.find("id"));
  rule.who = who(object.find("who"));
  rule.when = when(object.find("when"));
  rule.what = what(object.find("what"));
  rule.qualify = qualify(object.find("qualify"));
  rule.pay = pay(object.find("pay"));
  rule.limit = limit(object.find("limit"));
  rule.notes = notes(object);
  rule.place = object.place();
  return rule;
}

}  // namespace rebate::detail
