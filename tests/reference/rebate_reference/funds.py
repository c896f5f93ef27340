# SPDX-License-Identifier: Apache-2.0
"""Balances of a partner's fund: what was there, earned, drawn and expired, oldest lot first.

A lot is dated by the end of the period that earned it and usable before that day plus its months. Within a
period earning comes before drawing.
"""

from fractions import Fraction

from .exact import parse_number
from .fiscal import add_months, parse_day
from .values import Missing


class Balance:
    """The lots of one fund of one partner."""

    def __init__(self, spec):
        self.months = spec.get("expires_after_months")
        self.lots = []

    def earn(self, day, amount, expires=None):
        if expires is None and self.months is not None:
            expires = add_months(day, int(self.months))
        if amount < 0:
            expires = None  # what is owed stays owed
        self.lots.append([day, expires, amount])
        self.lots.sort(key=lambda lot: lot[0])

    def refill(self, day):
        """What is below zero is made up for first, by what was there by then, oldest first."""
        for owed in self.lots:
            for lot in self.lots:
                met = max(owed[0], lot[0])
                if owed[2] < 0 < lot[2] and met <= day and (lot[1] is None or met < lot[1]):
                    taken = min(lot[2], -owed[2])
                    lot[2] -= taken
                    owed[2] += taken

    def available(self, day):
        self.refill(day)
        return sum(
            (left for date, expires, left in self.lots if date <= day and (expires is None or day < expires)),
            Fraction(0),
        )

    def draw(self, day, amount):
        for lot in self.lots:
            if lot[0] <= day and (lot[1] is None or day < lot[1]):
                taken = min(max(lot[2], Fraction(0)), amount)
                lot[2] -= taken
                amount -= taken


def opened(world, fund, partner):
    balance = Balance(world.policy.funds[fund])
    for raw in world.facts.tables.get("balances", []):
        if raw["partner"] == partner and raw["fund"] == fund:
            expires = parse_day(raw["expires"]) if raw.get("expires") else None
            balance.earn(parse_day(raw["date"]), parse_number(raw["amount"]), expires)
    return balance


def in_unit(world, fund, amount, rule):
    """Points are whole numbers, money has cents, unless the rule's own rounding says otherwise."""
    from .exact import round_to

    terms = rule.limit.get("round", {})
    step = Fraction(1) if world.policy.funds[fund]["unit"] == "points" else world.policy.cent
    if "to" in terms:
        step = parse_number(terms["to"])
    return round_to(amount, step, terms.get("mode", "half_up"))


def filled(entry, fund, world):
    """What an entry has put into the fund to date: rounded as the rule says, points to whole numbers."""
    from .chain import round_amount, step_of

    if world.policy.funds[fund]["unit"] == "points":
        return in_unit(world, fund, entry.amount, entry.rule)
    mode = entry.rule.limit.get("round", {}).get("mode", "half_up")
    return round_amount(entry.amount, step_of(entry.rule, world), mode, entry.ceiling)


def fills(rule, fund):
    form = rule.pay.get("as")
    return isinstance(form, dict) and form.get("fund") == fund


def draw_funds(entries, world):
    """limit.fund: at most the balance, by period end, first date, rule, key."""
    from .chain import Entry

    for fund in sorted(world.policy.funds):
        draws = [e for e in entries if e.rule.limit.get("fund") == fund]
        for partner in sorted({e.line.scope.earner.id for e in draws}):
            balance = opened(world, fund, partner)
            for entry in sorted(entries, key=Entry.order):
                if fills(entry.rule, fund) and entry.line.scope.earner.id == partner:
                    earned = filled(entry, fund, world)
                    if entry.before:
                        earned -= filled(entry.before, fund, world)
                    balance.earn(entry.line.scope.span.last, earned)
            for entry in sorted((e for e in draws if e.line.scope.earner.id == partner), key=Entry.order):
                draw(entry, balance, world.policy.funds[fund], fund)


def draw(entry, balance, spec, fund):
    day = entry.line.scope.span.last
    left = max(balance.available(day), Fraction(0))
    if spec["unit"] == "money":
        entry.allow(min(entry.new(), left), f"fund {fund}")
        balance.draw(day, max(entry.new(), Fraction(0)))
        return
    points = entry.line.earning
    if points is None or isinstance(points, Missing) or points <= 0:
        return
    if points > left:
        entry.allow(entry.new() * left / points, f"fund {fund}")
    balance.draw(day, min(points, left))


def balance_for(world, fund, scope):
    """What the earner has at the end of the line's period, before this period's draws."""
    balance = opened(world, fund, scope.earner.id)
    for rule in world.policy.rules.values():
        if fills(rule, fund):
            for whole in world.periods(rule):
                if whole.last <= scope.span.last:
                    for line in world.lines(rule, whole, whole, scope.known):
                        if line.scope.earner.id == scope.earner.id:
                            balance.earn(whole.last, in_unit(world, fund, line.after_limits, rule))
    return balance.available(scope.span.last)
