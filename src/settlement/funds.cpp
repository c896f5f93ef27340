// SPDX-License-Identifier: Apache-2.0
#include "settlement/funds.hpp"

#include "rebate/numeric/rounding.hpp"
#include "settlement/shared_limits.hpp"

#include <algorithm>

namespace rebate {

void FundBook::add(Lot lot) {
  if (lot.left.sign() < 0) lot.expires.reset();  // what is owed stays owed
  const auto later = std::upper_bound(lots_.begin(), lots_.end(), lot.day,
                                      [](Date day, const Lot& other) { return day < other.day; });
  lots_.insert(later, std::move(lot));
}

void FundBook::open(Date day, const Ratio& amount, std::optional<Date> expires) {
  if (!expires && terms_.expires_after_months > 0) {
    expires = day.plus_months(terms_.expires_after_months);
  }
  opened += amount;
  add({day, expires, amount});
}

void FundBook::earn(Date day, const Ratio& amount) {
  std::optional<Date> expires;
  if (terms_.expires_after_months > 0) expires = day.plus_months(terms_.expires_after_months);
  earned += amount;
  add({day, expires, amount});
}

/// What is below zero is made up for first, by what was there by then, oldest first.
void FundBook::refill(Date day) {
  for (Lot& owed : lots_) {
    for (Lot& lot : lots_) {
      const Date met = std::max(owed.day, lot.day);
      const bool meet = met <= day && lot.is_usable(met);
      if (owed.left.sign() >= 0 || lot.left.sign() <= 0 || !meet) continue;
      const Ratio taken = std::min(lot.left, -owed.left);
      lot.left -= taken;
      owed.left += taken;
    }
  }
}

Ratio FundBook::available(Date day) {
  refill(day);
  Ratio total;
  for (const Lot& lot : lots_) {
    if (lot.is_usable(day)) total += lot.left;
  }
  return std::max(total, Ratio());
}

void FundBook::draw(Date day, Ratio amount) {
  drawn += amount;
  refill(day);
  for (Lot& lot : lots_) {
    if (!lot.is_usable(day) || lot.left.sign() < 0) continue;
    const Ratio taken = std::min(lot.left, amount);
    lot.left -= taken;
    amount -= taken;
  }
}

Ratio FundBook::expired(Date day) const {
  Ratio total;
  for (const Lot& lot : lots_) {
    if (lot.expires && *lot.expires <= day) total += lot.left;
  }
  return total;
}

Decimal step_of_fund(const Fund& terms, int minor_unit) {
  return step_of_places(terms.unit == "points" ? 0 : minor_unit);
}

namespace {

bool fills(const Rule& rule, const std::string& fund) {
  return rule.pay.as.kind == Form::Kind::kFund && rule.pay.as.fund == fund;
}

}  // namespace

FundBook EarnerRun::open_book(const std::string& name, const Fund& terms) const {
  FundBook book(terms);
  for (const FundBalance* balance : input_.settled.balances(earner_.id)) {
    if (balance->fund == name) book.open(balance->date, Ratio(balance->amount), balance->expires);
  }
  return book;
}

/// At most the balance, by end of period, first row, rule and key; earning comes before drawing.
void EarnerRun::draw_funds() {
  for (const auto& [name, terms] : plan().policy->source->funds) {
    std::vector<Claim> draws;
    std::vector<Claim> earns;
    for (const int place : limited_lines()) {
      const Claim claim{this, place, Ratio()};
      if (claim.rule().limit.fund == name) draws.push_back(claim);
      if (fills(claim.rule(), name)) earns.push_back(claim);
    }
    FundBook book = open_book(name, terms);
    if (draws.empty() && earns.empty() && book.opened.is_zero()) continue;
    sort_claims(draws);
    Date last = plan().policy->valid.begin;
    for (const Claim& claim : earns) {
      last = std::max(last, claim.end());
      const CompiledRule& rule = rule_of(claim.line());
      Decimal added = rounded(rule, claim.line().allowed, step_of(rule), std::nullopt);
      if (claim.line().before >= 0) {
        added -= rounded(rule, line(claim.line().before).allowed, step_of(rule), std::nullopt);
      }
      book.earn(claim.end(), Ratio(added));
    }
    for (const Claim& claim : draws) {
      last = std::max(last, claim.end());
      draw_from(book, claim.place, name, terms);
    }
    funds.push_back({name, book.opened, book.earned, book.drawn, book.expired(last)});
  }
}

/// A fund in money gives what the rule pays, one in points the rule's earning measure.
void EarnerRun::draw_from(FundBook& book, int place, const std::string& name, const Fund& terms) {
  const Date day = period_of(line(place)).period.range.last();
  const Ratio left = book.available(day);
  const Reason reason{Reason::Kind::kFund, name, left, std::nullopt};
  if (terms.unit != "points") {
    allow(place, std::min(new_part(place), left), reason);
    book.draw(day, std::max(new_part(place), Ratio()));
    return;
  }
  const std::optional<Ratio>& points = line(place).result.earning;
  if (!points || points->sign() <= 0) return;
  if (*points > left) allow(place, new_part(place) * left / *points, reason);
  book.draw(day, std::min(*points, left));
}

/// balance('fund'): what was there and what has been earned up to the end of the line's period,
/// before what the period draws.
Value EarnerRun::balance(const RulePeriod& at, const std::string& name) const {
  for (const auto& [fund, terms] : plan().policy->source->funds) {
    if (fund != name) continue;
    FundBook book = open_book(name, terms);
    for (const WorkLine& line : lines_) {
      const RulePeriod& period = period_of(line);
      if (!fills(period.compiled->rule->source, name) || period.is_instalment) continue;
      if (period.whole.last() > at.period.range.last() || !line.result.is_qualified()) continue;
      const Decimal added = rounded(*period.compiled, line.result.after_limits,
                                    step_of(*period.compiled), std::nullopt);
      book.earn(period.whole.last(), Ratio(added));
    }
    return book.available(at.period.range.last());
  }
  return Missing{MissingKind::kField, "balance of " + name};
}

}  // namespace rebate
