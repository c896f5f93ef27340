# SPDX-License-Identifier: Apache-2.0
"""A settlement: every line of every rule that is closed by a date, less what was settled before.

settle(policy, tables, as_of) gives the result lines as plain dictionaries, sorted by rule, partner, payee,
period and key, with every number as exact text.
"""

import datetime
from fractions import Fraction

from . import chain, formulas
from .chain import Entry
from .document import settle_unit
from .exact import number_text, parse_number, share_back
from .funds import draw_funds, filled, fills
from .rows import is_true
from .scope import View
from .values import Level, Missing, Span, Unsupported, missing
from .words import parse
from .world import World

NOTHING_OWED = ("vetoed", "not_qualified", "no_target", "no_baseline", "blocked")


def settle(policy, tables, as_of=None, files=None, period=None):
    world = World(policy, tables, as_of, files=files)
    entries = collect(world, period)
    finish(world, entries)
    return [text for entry in entries for text in result_lines(entry, world)] + member_results(world, entries, period)


def last_close(world):
    """The day on which the last period of the last rule is closed."""
    closes = [world.close(rule, whole.last) for rule in world.policy.rules.values() for whole in world.periods(rule)]
    return max(closes, default=world.policy.valid.last)


# Entries.


def paid_rules(world):
    return [rule for rule in world.policy.rules.values() if rule.id not in world.policy.member_of]


def collect(world, period):
    """An entry for every line of every closed period or instalment, in the order of their ends."""
    if world.as_of is None:
        world.as_of = last_close(world)
    entries = []
    for rule in paid_rules(world):
        for whole in world.periods(rule):
            entries += period_entries(world, rule, whole)
    entries.sort(key=Entry.order)
    if period is not None:
        days = world.policy.calendar.named(period)
        for entry in entries:
            entry.wanted = entry.line.scope.span.last in days
    return entries


def instalments(world, rule, whole):
    """The spans a period is settled in, each to date: one, or one for each instalment."""
    unit = settle_unit(rule)
    if unit is None or unit == "start":
        return [whole]
    return world.policy.calendar.parts(whole, unit, world.policy.valid)


def period_entries(world, rule, whole):
    """The lines of a period, one for each instalment that is closed, and an accrual of the one that runs."""
    entries, before = [], {}
    spans = instalments(world, rule, whole)
    parts = [whole] if len(spans) == 1 else parts_of(world, rule, whole)
    for span, part in zip(spans, parts):
        if part.first > world.as_of:
            break
        closed = world.is_closed(rule, span)
        latest = dict(before)
        for line in world.lines(rule, whole, span, known_for(world, rule, span)):
            kind = "final" if span is spans[-1] else "instalment"
            amount = line.after_limits
            if "advance" in rule.when and kind == "instalment":
                amount *= value(rule.when["advance"], line)
            name = (line.scope.earner.id, tuple(line.scope.key_texts()))
            entry = Entry(line, kind if closed else "accrual", amount, before.get(name))
            entry.wanted = True
            entries.append(entry)
            latest[name] = entry
        before = latest
        if not closed:
            break
        if span is spans[-1]:
            entries += late_entries(world, rule, whole, before)
    return entries


def late_entries(world, rule, whole, final):
    """What rows that were posted after the close change of a final line: an entry more for each such line."""
    close = world.close(rule, whole.last)
    if world.asked is not None or not any(close < day <= world.as_of for day in world.facts.days_posted):
        return []
    entries = []
    for line in world.lines(rule, whole, whole, world.as_of):
        before = final.get((line.scope.earner.id, tuple(line.scope.key_texts())))
        if before is None or (line.after_limits, line.status) != (before.line.after_limits, before.line.status):
            entry = Entry(line, "late", line.after_limits, before)
            entry.wanted = True
            entries.append(entry)
    return entries


def parts_of(world, rule, whole):
    return world.policy.calendar.periods_inside(whole, settle_unit(rule), world.policy.valid)


def known_for(world, rule, span):
    """The day up to which posted rows are seen: the close; in an example all that is known for the lines it
    asks for, and what was known at their ends for those before."""
    if world.asked is None:
        return min(world.as_of, world.close(rule, span.last))
    return world.as_of if span.last in world.asked else span.last


def value(text, line):
    found = formulas.evaluate(parse(text), View(line.scope))
    if missing(found):
        raise Unsupported(f"{text} is missing")
    return found


def finish(world, entries):
    """Partner cap, fund, budget, rounding, payees, minimum. Accruals touch nothing that others share."""
    money = [entry for entry in entries if "sets" not in entry.rule.pay]
    closed = [entry for entry in money if entry.kind != "accrual"]
    for entry in entries:
        chain.choose_currency(entry, world)
    chain.partner_cap(closed, world)
    draw_funds(closed, world)
    chain.budgets(closed, world)
    paid = {}
    for entry in entries:
        finish_entry(entry, world, paid)
    chain.minimum(closed, world)
    for entry in entries:
        if entry.kind == "accrual" and entry.status == "payable":
            entry.status = "provisional"


def finish_entry(entry, world, paid):
    """Rounds, cuts what is owed to date among the payees, and takes off what each was paid of the line before: in
    this run, and by settled.csv."""
    fund = next((f for f in world.policy.funds if fills(entry.rule, f)), None)
    chain.round_entry(entry, world)
    if fund is not None:
        entry.rounded = filled(entry, fund, world)
    scope = entry.line.scope
    line = (entry.rule.id, scope.earner.id, scope.whole, tuple(scope.key_texts()))
    if entry.line.blocked() and entry.before:
        entry.amount, entry.rounded = entry.before.amount, entry.before.rounded
    unknown = entry.status in ("blocked", "waiting")
    own = paid.setdefault(line, {})
    before = dict(own)
    for payee, amount in settled_rows(entry, world):
        before[payee] = before.get(payee, Fraction(0)) + amount
    if unknown:
        entry.rounded = Fraction(0)
    parts = chain.payees(entry, world)
    owed = {}
    for payee, part in parts:
        owed[payee] = owed.get(payee, Fraction(0)) + part
    for payee, amount in before.items():
        if amount != 0:
            owed.setdefault(payee, Fraction(0))
    if not any(part for payee, part in owed.items() if payee is not None) and not any(before.values()):
        rest = owed.get(None, Fraction(0))
        owed = {None: rest} if rest != 0 else {scope.earner.id: Fraction(0)}
    elif owed.get(None) == 0:
        del owed[None]
    entry.parts = []
    for payee in sorted(owed, key=lambda p: (p is None, p or "")):
        due = Fraction(0)
        if payee is not None and not unknown:
            due = owed[payee] - before.get(payee, Fraction(0))
        entry.parts.append((payee, due))
    hold_back(entry, sum(before.values(), Fraction(0)), unknown, world)
    for payee, due in entry.parts:
        own[payee] = own.get(payee, Fraction(0)) + due


def hold_back(entry, before, unknown, world):
    """What stays open of a line as a whole, and the status that what was settled gives it."""
    due = sum((part for _, part in entry.parts), Fraction(0))
    limit = entry.rule.limit
    nothing = [(payee, Fraction(0)) for payee, _ in entry.parts]
    if limit.get("negative", world.policy.limit.get("negative")) == "hold_at_zero" and due < 0:
        entry.status, entry.parts = "carried", nothing
        return
    if unknown or before == 0:
        return
    small = limit.get("ignore_under", world.policy.limit.get("ignore_under"))
    if small is not None and abs(due) / entry.rate < parse_number(small):
        entry.parts, due = nothing, Fraction(0)
    if due == 0:
        entry.status = "settled"
    elif not entry.line.qualified:
        entry.status = "payable"


def settled_lines(entry, world):
    """The rows of settled.csv that are of the line's rule, earner and key."""
    partner = entry.line.scope.earner.id
    for raw in world.facts.tables.get("settled", []):
        if raw["rule"] == entry.rule.id and raw["partner"] == partner and key_is(raw, entry):
            yield raw


def settled_rows(entry, world):
    """(payee, amount) of the rows of settled.csv that belong to the line: those of its period up to the instalment."""
    scope, calendar = entry.line.scope, world.policy.calendar
    to_date = Span(scope.whole.first, scope.span.last)
    for raw in settled_lines(entry, world):
        days = calendar.named(raw["period"]).cut(world.policy.valid)
        if days is not None and days.inside(to_date):
            yield raw.get("payee") or raw["partner"], parse_number(raw["amount"])


def key_is(raw, entry):
    return (raw.get("each") or "") == " · ".join(entry.line.scope.key_texts())


# Results.


def result_lines(entry, world):
    """One dictionary for every payee of an entry."""
    if not entry.wanted:
        return []
    parts = [(payee, part) for payee, part in entry.parts if part != 0 or entry.kind != "late"]
    return [line_text(entry.line, entry, payee, part, world) for payee, part in parts]


def line_text(line, entry, payee, due, world):
    scope = line.scope
    keys = scope.key_texts()
    return {
        "rule": line.rule.id,
        "partner": scope.earner.id,
        "payee": payee,
        "period": period_name(line, world),
        "to": scope.span.last.isoformat(),
        "each": keys if line.rule.each else None,
        "kind": kind_of(entry, due, world) if entry else "final",
        "status": line.status if entry is None else "below_minimum" if payee in entry.held else entry.status,
        "qualifying": value_text(line.qualifying),
        "earning": value_text(line.earning),
        "band": line.band,
        "gross": number_text(line.gross),
        "after_limits": number_text(line.after_limits),
        "due": number_text(due),
        "level": line.level,
        "currency": entry.currency if entry else world.policy.currency,
        "reasons": list(entry.reasons if entry else line.reasons),
    }


def kind_of(entry, due, world):
    """What is due after a final, by a run before or by late rows, is a true-up; below zero, a clawback."""
    if entry.kind == "late":
        return "true_up" if due > 0 else "clawback"
    if entry.kind != "final" or due == 0:
        return entry.kind
    calendar, valid = world.policy.calendar, world.policy.valid
    whole = entry.line.scope.whole
    spans = [calendar.named(row["period"]).cut(valid) for row in settled_lines(entry, world)]
    if not any(days is not None and days.inside(whole) and days.last == whole.last for days in spans):
        return entry.kind
    return "true_up" if due > 0 else "clawback"


def period_name(line, world):
    """The rule's period, of an instalment the part that ends with it: 2025-Q2 of a year paid by quarter."""
    rule, scope, policy = line.rule, line.scope, world.policy
    unit = settle_unit(rule)
    if unit is None or unit == "start":
        return policy.calendar.period_name(scope.whole, rule.when["per"], policy.valid)
    part = next(p for p in policy.calendar.periods_inside(scope.whole, unit, policy.valid) if scope.span.last in p)
    return policy.calendar.period_name(part, unit, scope.whole)


def value_text(found):
    if found is None or isinstance(found, Missing):
        return None
    if isinstance(found, Level):
        return found.name
    if isinstance(found, datetime.date):
        return found.isoformat()
    return number_text(found) if isinstance(found, (int, Fraction)) else str(found)


def member_results(world, entries, period):
    """The lines of the members of combinations. They are not paid themselves: due is 0, and `share` is the part
    of the paid line's rounded amount that comes back; losers are superseded."""
    days = None if period is None else world.policy.calendar.named(period)
    losers, shares = superseded(world), shared_back(entries)
    found = []
    for name in world.policy.member_of:
        rule = world.policy.rules[name]
        for whole in world.periods(rule):
            if whole.first > world.as_of or (days is not None and whole.last not in days):
                continue
            for line in world.lines(rule, whole, whole, min(world.as_of, world.close(rule, whole.last))):
                name = line_name(line)
                text = line_text(line, None, line.scope.earner.id, Fraction(0), world)
                text["paid"] = False
                text["share"] = number_text(shares.get(name, Fraction(0)))
                if not world.is_closed(rule, whole):
                    text["kind"] = "accrual"
                if name in losers and line.status not in NOTHING_OWED:
                    text["status"] = "superseded"
                elif text["kind"] == "accrual" and text["status"] == "payable":
                    text["status"] = "provisional"
                found.append(text)
    return found


def line_name(line):
    scope = line.scope
    return (line.rule.id, scope.whole, scope.earner.id, tuple(scope.key_texts()))


def shared_back(entries):
    """What each member's line gets back, by the line's name; a combination inside shares its part on."""
    found = {}
    for entry in entries:
        if entry.rule.kind and entry.before is None:
            share_on(entry.line, entry.rounded, entry.step, found)
    return found


def share_on(line, amount, step, found):
    winners = [
        inner for place in line.winners for inner in line.groups[place]
        if inner.qualified or line.rule.kind != "sum_of"
    ]  # fmt: skip
    parts = share_back(amount, [inner.after_limits if inner.qualified else Fraction(0) for inner in winners], step)
    for inner, part in zip(winners, parts):
        found[line_name(inner)] = part
        if inner.rule.kind:
            share_on(inner, part, step, found)


def superseded(world):
    """The member lines that lost, by rule, period, earner and key; with a combination all that is in it."""
    found = set()
    for rule in world.policy.rules.values():
        if rule.kind not in ("best_of", "first_of"):
            continue
        for whole in world.periods(rule):
            if whole.first > world.as_of:
                continue
            for line in world.lines(rule, whole, whole, min(world.as_of, world.close(rule, whole.last))):
                for place, group in enumerate(line.groups):
                    if place in line.winners:
                        continue
                    for loser in group:
                        found.update(names_inside(loser))
    return found


def names_inside(line):
    """The line's own name and those of its members, theirs, and so on."""
    found = {line_name(line)}
    for group in line.groups:
        for member in group:
            found |= names_inside(member)
    return found
