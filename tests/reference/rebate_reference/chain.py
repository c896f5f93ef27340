# SPDX-License-Identifier: Apache-2.0
"""After the rule's own limits: partner cap, fund, budget, rounding, shares of payees, minimum.

Each step takes the entries of a settlement in one fixed order - end of the period, first date, partner,
rule, key - and says what each may keep. An entry is what a line newly owes.
"""

from fractions import Fraction

from . import formulas, lookups
from .exact import apportion, floor_number, minor_unit, parse_number, round_to
from .scope import Scope, View, key_text
from .values import Refused, Span, Unsupported, missing
from .words import parse


class Entry:
    """A line in a settlement: `amount` is what it is entitled to so far, `kept` what earlier instalments hold."""

    def __init__(self, line, kind, amount, before):
        self.line = line
        self.rule = line.rule
        self.kind = kind
        self.entitled = amount
        self.before = before
        self.amount = amount
        self.ceiling = line.cap
        self.status = line.status
        self.reasons = list(line.reasons)
        self.parts = []
        self.held = set()
        self.step = None
        self.currency = None

    def order(self):
        scope = self.line.scope
        return (scope.span.last, self.line.first_date(), scope.earner.id, self.rule.id, scope.key_texts())

    def unknown(self):
        return self.status in ("blocked", "waiting")

    def holds(self):
        """What it holds of what others share: where its amount is not known, what it held before."""
        if not self.unknown():
            return self.amount
        return self.before.holds() if self.before else Fraction(0)

    def had(self):
        return self.before.holds() if self.before else Fraction(0)

    def new(self):
        """What the entry adds to what was allowed before, exact."""
        return self.holds() - self.had()

    def block(self, why):
        """What it takes to say the amount is not known: nothing is new."""
        self.amount = self.had()
        self.status = "blocked"
        self.reasons.append(why)

    def allow(self, new, why):
        """Keeps only so much of what is new."""
        if new >= self.new():
            return
        self.amount = new + self.had()
        self.status = "used_up" if new == 0 and self.amount == 0 else "reduced"
        self.ceiling = self.amount if self.ceiling is None else min(self.ceiling, self.amount)
        self.reasons.append(why)


# Partner cap.


def partner_cap(entries, world):
    """The payee's entitlement over the policy to date, in the order of period ends, equal ends pro rata."""
    cap_text = world.policy.limit.get("cap")
    if cap_text is None:
        return
    money = [e for e in entries if is_money(e.rule)]
    for entry in money:
        if "to" in entry.rule.pay:
            raise Unsupported("a partner cap with other payees")
    for earner in sorted({e.line.scope.earner.id for e in money}):
        own = [e for e in money if e.line.scope.earner.id == earner]
        had = Fraction(0)
        for last in sorted({e.line.scope.span.last for e in own}):
            group = sorted((e for e in own if e.line.scope.span.last == last), key=Entry.order)
            scope = group[0].line.scope
            to_date = Span(world.policy.valid.first, last)
            inner = Scope(world, None, scope.earner, world.policy.valid, to_date, "policy", scope.known, scope.as_of)
            cap = formulas.evaluate(parse(cap_text), View(inner))
            if missing(cap):
                for entry in group:
                    entry.block(cap.why)
                had += sum((e.new() for e in group), Fraction(0))
                continue
            share_room(group, max(cap, Fraction(0)) - had, world, "partner cap")
            had += sum((e.new() for e in group), Fraction(0))


def share_room(group, room, world, why, kept=None):
    """Cuts the entries above zero so that all together fit into the room, each by the same part; what is kept of
    an entry is beside the room."""
    kept = kept or {}
    asked = {id(e): e.new() - kept.get(id(e), Fraction(0)) for e in group}
    wanted = [e for e in group if asked[id(e)] > 0]
    if sum(asked.values(), Fraction(0)) <= room or not wanted:
        return
    room = max(room - sum((a for a in asked.values() if a <= 0), Fraction(0)), Fraction(0))
    step = step_of(wanted[0].rule, world)
    parts = apportion(floor_number(room / step) * step, [asked[id(e)] for e in wanted], step)
    for entry, part in zip(wanted, parts):
        entry.allow(kept.get(id(entry), Fraction(0)) + part, why)


def is_money(rule):
    form = rule.pay.get("as")
    return "sets" not in rule.pay and not (isinstance(form, dict) and "fund" in form)


# Budgets.


def budgets(entries, world):
    for name, spec in sorted(world.policy.budgets.items()):
        claims = [e for e in entries if e.rule.limit.get("budget") == name]
        pools = {}
        for entry in claims:
            days = budget_period(spec, entry, world)
            key = None
            if "each" in spec:
                key = formulas.evaluate(parse(spec["each"]), View(entry.line.scope))
                key = None if missing(key) else key  # those without one share a pool
            pools.setdefault((days.first, days.last, "" if key is None else key_text(key)), []).append(entry)
        for (first, last, _), group in sorted(pools.items()):
            serve(spec, Span(first, last), group, world, name)


def budget_period(spec, entry, world):
    calendar, valid = world.policy.calendar, world.policy.valid
    last = entry.line.scope.whole.last
    for days in calendar.periods(spec["per"], valid):
        if last in days:
            return days
    raise Refused("no budget period")


def serve(spec, days, group, world, name):
    scope = group[0].line.scope
    inner = Scope(world, None, None, days, days, spec["per"], scope.known, scope.as_of)
    pool = formulas.evaluate(parse(spec["amount"]), View(inner))
    if missing(pool):
        for entry in group:
            entry.block(pool.why)
        return
    kept = {id(entry): settled_part(entry, world) for entry in group}
    pool -= sum(kept.values(), Fraction(0))
    how = spec["when_short"]
    if how == "pro_rata":
        for last in sorted({e.line.scope.span.last for e in group}):
            equal = sorted((e for e in group if e.line.scope.span.last == last), key=Entry.order)
            share_room(equal, pool, world, f"budget {name}", kept)
            pool -= sum((e.new() - kept[id(e)] for e in equal), Fraction(0))
        return
    order = Entry.order
    if how == "by_priority":
        order = lambda e: (e.rule.limit.get("priority", 0), e.order())  # noqa: E731
    for entry in sorted(group, key=order):
        has = kept[id(entry)]
        if entry.new() - has > pool:
            entry.allow(has + (Fraction(0) if spec.get("whole_only") else max(pool, Fraction(0))), f"budget {name}")
        pool -= entry.new() - has


def settled_part(entry, world):
    """What of the new amount was settled by an earlier run: it keeps its place, whoever comes before it now."""
    from .settle import settled_rows

    settled = sum((amount for _, amount in settled_rows(entry, world)), Fraction(0)) / entry.rate
    settled -= entry.had()
    return min(max(settled, Fraction(0)), max(entry.new(), Fraction(0)))


# Rounding and payees.


def step_of(rule, world):
    to = rule.limit.get("round", {}).get("to")
    return world.policy.cent if to is None else parse_number(to)


def round_amount(amount, step, mode, ceiling):
    """The rounded amount; never past a cap, a balance or a budget."""
    rounded = round_to(amount, step, mode)
    if ceiling is not None and rounded > ceiling and amount <= ceiling:
        return floor_number(ceiling / step) * step
    return rounded


def round_line(line, amount):
    rule = line.rule
    return round_amount(
        amount, step_of(rule, line.scope.world), rule.limit.get("round", {}).get("mode", "half_up"), line.cap
    )


def after_everything(line):
    rule, policy = line.rule, line.scope.world.policy
    if "budget" in rule.limit or "fund" in rule.limit or "cap" in policy.limit or "minimum" in rule.limit:
        raise Unsupported("payable of a rule with a budget, fund, minimum or partner cap")
    return round_line(line, line.after_limits)


def round_entry(entry, world):
    """Rounds once; what several are paid of one line is cut in the same step."""
    rule = entry.rule
    mode = rule.limit.get("round", {}).get("mode", "half_up")
    rate = entry.rate
    entry.step = step_of(rule, world)
    if entry.currency != world.policy.currency and "to" not in rule.limit.get("round", {}):
        entry.step = minor_unit(entry.currency, world.policy.minor_units)
    ceiling = None if entry.ceiling is None else entry.ceiling * rate
    entry.rounded = round_amount(entry.amount * rate, entry.step, mode, ceiling)


def choose_currency(entry, world):
    """Where the payee's currency has no rate, an amount is not known: it claims nothing that others share."""
    entry.currency, entry.rate = pay_currency(entry, world)
    if missing(entry.rate):
        if entry.amount != 0:
            entry.block(entry.rate.why)
        entry.currency, entry.rate = world.policy.currency, Fraction(1)


def pay_currency(entry, world):
    """The currency the payee is paid in, and the rate of the period's end."""
    policy = world.policy
    into_fund = not is_money(entry.rule)
    if into_fund or policy.currencies is None or "pay_in" not in policy.currencies:
        return policy.currency, Fraction(1)
    scope = entry.line.scope
    currency = formulas.evaluate(parse(policy.currencies["pay_in"]), View(scope))
    if missing(currency) or "sets" in entry.rule.pay:
        return policy.currency, Fraction(1)
    return currency, world.rate(policy.currency, currency, scope.span.last)


def payees(entry, world):
    """Who is owed which part of the line to date: (payee, amount), the rest that nobody gets with the payee None.
    Who is named twice is one payee with the sum of its shares."""
    to = entry.rule.pay.get("to")
    earner = entry.line.scope.earner.id
    if to is None:
        return [(earner, entry.rounded)]
    shares = payee_shares(to, entry, world)
    if shares is None:
        return [(None, entry.rounded)]
    joined = {}
    for payee, weight, most in shares:
        had = joined.get(payee, (payee, Fraction(0), None))
        joined[payee] = (payee, had[1] + max(weight, Fraction(0)), most)
    shares = sorted(joined.values(), key=lambda share: (share[0] is None, share[0] or ""))
    parts = with_room(entry.rounded, shares, entry.step)
    rest = entry.rounded - sum(parts, Fraction(0))
    found = [(share[0], part) for share, part in zip(shares, parts)]
    return found + ([(None, rest)] if rest != 0 else [])


def payee_shares(to, entry, world):
    """(payee, weight, at_most) of a line, or None if nobody is named. Who would get the sale gives a return back."""
    scope = entry.line.scope
    if entry.line.mirrors and not scope.mirrors and not scope.rule.kind:
        scope = scope.but(mirrors={row.order: row.mirrored() for row in scope.rows()})
    view = View(scope)
    if isinstance(to, str):
        value = formulas.evaluate(parse(to), view)
        return None if missing(value) else [(key_text(value), Fraction(1), None)]
    if isinstance(to, list):
        shares = []
        for part in to:
            value = formulas.evaluate(parse(part["to"]), view)
            share = formulas.evaluate(parse(part["share"]), view)
            shares.append((None if missing(value) else key_text(value), Fraction(0) if missing(share) else share, None))
        return shares
    if "table" in to:
        return table_shares(world.policy.tables[to["table"]], view, world)
    return spread_shares(to, entry, view)


def table_shares(table, view, world):
    """Every row that matches all keys but the payee is one."""
    keys = lookups.key_expressions(table)[:-1]
    values = [formulas.evaluate(node, view) for node, _ in keys]
    at = len(keys) + 1 + lookups.gives(table).index("share")
    found = []
    for row in lookups.table_rows(table, world):
        if all(lookups.plain_match(row[i], value) for i, value in enumerate(values)):
            found.append((row[len(keys)], parse_number(row[at]), None))
    return found or None


def spread_shares(to, entry, view):
    """Every key by its measure."""
    from .rows import key_of, returns_skip

    node, by = parse(to["each"]), parse(to["by"])
    found = {}
    own = parse_noun(node) == view.scope.noun
    for row in view.scope.rows() if own else other_rows(node, view):
        if own and returns_skip(row, view):
            continue
        value = key_of(node, row, view)
        if not missing(value):
            found[key_text(value)] = value
    shares = []
    for text in sorted(found):
        inner = view.but(keys=((node, found[text]),))
        weight = formulas.evaluate(by, inner)
        most = formulas.evaluate(parse(to["at_most"]), inner) if "at_most" in to else None
        most = Fraction(0) if missing(most) else most
        shares.append((text, Fraction(0) if missing(weight) else weight, most))
    return shares or None


def parse_noun(node):
    return node.parts[0].text if node.kind == "member" else node.text


def other_rows(node, view):
    from .rows import rows_seen

    return [row for row, _ in rows_seen(parse_noun(node), view)]


def with_room(total, shares, step):
    """What at_most refuses passes to the others by the same shares, until all are full."""
    if total < 0:
        return [-part for part in with_room(-total, shares, step)]
    parts = [Fraction(0)] * len(shares)
    open_places = list(range(len(shares)))
    if any(weight > 0 for _, weight, _ in shares):
        open_places = [place for place in open_places if shares[place][1] > 0]
    weights = {place: shares[place][1] or Fraction(1) for place in open_places}
    limits = {place: shares[place][2] for place in open_places if shares[place][2] is not None}
    room = {place: floor_number(most / step) * step for place, most in limits.items()}
    left = floor_number(total / step) * step
    while open_places:
        whole = sum(weights[place] for place in open_places)
        full = [place for place in open_places if place in room and left * weights[place] / whole >= room[place]]
        if not full:
            break
        for place in full:
            parts[place] = max(room[place], Fraction(0))
            left -= parts[place]
        open_places = [place for place in open_places if place not in full]
    for place, part in zip(open_places, apportion(left, [weights[place] for place in open_places], step)):
        parts[place] = part
    return parts


# Minimum.


def minimum(entries, world):
    """A payee's open sum of a rule below the minimum stays open (or is forfeited): due 0."""
    groups = {}
    for entry in entries:
        if "minimum" in entry.rule.limit:
            for place, (payee, _) in enumerate(entry.parts):
                groups.setdefault((entry.rule.id, payee), []).append((entry, place))
    for (name, _), group in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        first = group[0][0]
        least = formulas.evaluate(parse(first.rule.limit["minimum"]), View(first.line.scope))
        if missing(least):
            raise Unsupported("a minimum that is missing")
        keep_below(group, least)
    general = world.policy.limit.get("minimum")
    if general is not None:
        groups = {}
        for entry in entries:
            if is_money(entry.rule) and entry.rule.pay.get("as") != "on_invoice":
                for place, (payee, _) in enumerate(entry.parts):
                    groups.setdefault(payee, []).append((entry, place))
        for payee in sorted(groups, key=lambda p: p or ""):
            keep_below(groups[payee], parse_number(general))


def keep_below(group, least):
    open_sum = sum((entry.parts[place][1] / entry.rate for entry, place in group), Fraction(0))
    if open_sum <= 0 or open_sum >= least:
        return
    for entry, place in group:
        payee, part = entry.parts[place]
        if part != 0:
            entry.parts[place] = (payee, Fraction(0))
            entry.held.add(payee)
