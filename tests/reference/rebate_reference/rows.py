# SPDX-License-Identifier: Apache-2.0
"""Which rows a measure sees: whose, when, of which kind, under which conditions, of which key.

A measure over the rule's own noun sees the rule's `what`, `each` and windows; a measure over another
noun, and unfiltered(m), see the earner and the period only.
"""

from fractions import Fraction

from . import formulas
from .fiscal import DAY, MONTHS_IN, add_months, is_unit, split_unit
from .scope import Earner
from .values import EVER, Missing, Refused, Span, Unsupported, missing
from .words import parse

ONE = Fraction(1)
ALWAYS_COUNTED = ("sale", "return", "cancel", "correction")
TAKEN_BACK = ("return", "cancel")


def rows_seen(noun, view):
    """Every row the view counts, each with the share that is credited; Missing if the window is not covered."""
    scope = view.scope
    rule, facts = scope.rule, scope.world.facts
    own = rule is not None and noun == scope.noun and not view.unfiltered
    whose = partners_seen(view, own)
    if missing(whose):
        return whose
    days, years = window(view)
    if missing(days):
        return days
    ranges = day_ranges(rule, scope.world.policy, years, view) if own else None
    if view.window is not None or scope.own_days != scope.span:
        gap = not_covered(noun, days, ranges, view)
        if gap is not None:
            return gap
    conditions = list(view.wheres)
    if own and "where" in rule.what:
        conditions.append(parse(rule.what["where"]))
    types = types_named(conditions, scope.world.policy) if noun == "sale" else ()
    last_known = None if facts.in_example else scope.world.as_of
    credit = own and "credit" in rule.what
    dated = rule is not None and ("dated_by" in rule.when or rule.what.get("returns") == "restate")
    asks_who = own and rule.who.get("as_of") == "row"
    so_far = view.window is not None and view.window.text == "so_far"
    keyed = own and scope.key or view.keys or view.within is not None
    found = []
    for row in facts.rows.get(noun, ()) if credit else facts.rows_of_partners(noun, whose):
        day = day_of(row, view, own) if dated else row.date
        if missing(day) or not days.first <= day <= days.last:
            continue
        if row.posted is not None and row.posted > scope.known:
            continue
        if row.posted is None and last_known is not None and row.date > last_known:
            continue
        share = credited(row, whose, view) if credit else ONE
        if share == 0:
            continue
        if noun == "sale" and row.type() not in ALWAYS_COUNTED and row.type() not in types:
            continue
        if own and returns_skip(row, view):
            continue
        if ranges is not None and not any(day in r for r in ranges):
            continue
        if own and not in_first_months(rule, row, day, view):
            continue
        if so_far and not up_to_own_row(row, view):
            continue
        if keyed and not key_matches(row, view, own):
            continue
        if conditions and not all(is_true(condition, view.at(row)) for condition in conditions):
            continue
        if asks_who and not who_at(rule, row, view):
            continue
        if view.only is not None and row.order not in view.only and noun == scope.noun and not view.of_target:
            continue
        found.append((turned(row, day, view, own), share))
    return found


def turned(row, day, view, own):
    """Of a line that is looked at by its size the rows have the other sign, and what else stands under its key."""
    scope = view.scope
    if not scope.mirrors or not own or view.within is not None:
        return row
    if row.order in scope.mirrors:
        return scope.mirrors[row.order]
    so_far = view.window is not None and view.window.text == "so_far"
    beside = view.among is None and not so_far and day in scope.span
    other = row.noun == "sale" and row.type() not in ALWAYS_COUNTED
    return row.mirrored() if beside and other else row


def is_true(condition, view):
    """A condition that ends missing is false, and counted."""
    value = formulas.evaluate(condition, view)
    if missing(value):
        view.scope.world.count_missing(condition, value)
        return False
    return value is True


def who_at(rule, row, view):
    """With as_of row, `who` is asked at the date of each row; of a pool, of the member whose row it is."""
    if "where" not in rule.who:
        return True
    scope = view.scope
    if scope.earner and len(scope.earner.members) > 1 and row.partner in scope.earner.members:
        view = view.but(scope=scope.but(earner=Earner(scope.earner.facts, row.partner, [row.partner])))
    return is_true(parse(rule.who["where"]), view.at(row))


# Whose rows.


def partners_seen(view, own):
    """The partners whose rows are looked at; `who` never cuts them."""
    scope = view.scope
    facts = scope.world.facts
    among = view.among
    if among is None and own and "among" in scope.rule.what:
        among = parse(scope.rule.what["among"])
    if among is None:
        return set(scope.earner.members) if scope.earner else set()
    if among.text == "all":
        return set(facts.partners)
    if among.text == "below":
        return {p for m in scope.earner.members for p in facts.below(m, scope.attribute_days, scope.which_end())}
    if among.kind == "member" and among.parts[0].text == "partner":
        mine = scope.earner.field(among.value, scope.attribute_days, scope.which_end())
        if missing(mine):
            return mine
        same = (p for p in facts.partners if same_field(facts, p, among.value, mine, scope))
        return set(same)
    raise Refused(f"among {among.text}")


def same_field(facts, partner, field, mine, scope):
    value = facts.partner_field(partner, field, scope.attribute_days, scope.which_end())
    return not missing(value) and value == mine


def credited(row, whose, view):
    """Which part of the row `credit` gives to the earner."""
    credit = view.scope.rule.what["credit"]
    shares = credit if isinstance(credit, list) else [{"to": credit, "share": "100%"}]
    total = Fraction(0)
    for part in shares:
        to = formulas.evaluate(parse(part["to"]), view.at(row))
        if not missing(to) and to in whose:
            share = formulas.evaluate(parse(part["share"]), view.at(row))
            total += Fraction(0) if missing(share) else share
    return total


def returns_skip(row, view):
    """What `returns` says of the row. At the original rate a return of a sale on file is charged beside the measures,
    which do not see it; a line that is a row or a document has it as its own."""
    rule = view.scope.rule
    how = rule.what.get("returns", "net")
    is_return = row.noun == "sale" and row.type() == "return"
    if how == "ignore":
        return is_return
    if how != "at_original_rate" or view.returns == "with":
        return False
    so_far = view.window is not None and view.window.text == "so_far"
    if is_row_line(view.scope) and view.within is None and not so_far:
        return False
    return (is_return and view.scope.world.original(row) is not None) != (view.returns == "only")


def is_row_line(scope):
    """Whether the key of the rule is a row or a document."""
    noun = scope.noun
    return any(text in (noun, f"{noun}.id", f"{noun}.document") for text in scope.rule.each)


# When.


def day_of(row, view, own):
    """The day a row counts on: its date, the date the rule names, or the date of the sale it takes back. A target
    and other nouns know none but the row's date."""
    rule = view.scope.rule
    if rule is None or row.noun != view.scope.noun or view.of_target:
        return row.date
    if "dated_by" in rule.when:
        return formulas.evaluate(parse(rule.when["dated_by"]), view.at(row))
    if own and rule.what.get("returns") == "restate" and row.noun == "sale" and row.is_return:
        original = view.scope.world.original(row)
        return original.date if original is not None else row.date
    return row.date


def attribute_day(row, view):
    """The day that orders the row among others, and on which partners and products are asked for their attributes
    where each row is asked at its own."""
    day = day_of(row, view, not view.unfiltered)
    return row.date if missing(day) else day


def window(view):
    """The days a measure looks at, and by how many years `in` moves with them (None: `in` is dropped)."""
    scope = view.scope
    span, node = scope.span, view.window
    if node is None or node.text in ("period", "so_far"):
        return span, 0
    calendar, policy = scope.world.policy.calendar, scope.world.policy
    if node.kind == "text":
        return calendar.named(node.value), None
    if node.text == "last_year":
        return calendar.years_away(span, -1), 1
    if node.text == "lifetime":
        return Span(EVER.first, span.last), None
    if node.text == "prior":
        return earlier(scope, 1), None
    if node.kind != "call":
        raise Refused(f"no window {node.text}")
    args = [formulas.evaluate(part, view.outside()) for part in node.parts]
    for value in args:
        if missing(value):
            return value, None
    if node.value == "years_ago":
        return calendar.years_away(span, -int(args[0])), int(args[0])
    if node.value == "previous":
        return earlier(scope, int(args[0])), None
    if node.value == "to_date":
        return Span(calendar.containing(span.last, args[0], policy.valid).first, span.last), None
    if node.value == "trailing":
        return trailing(calendar, span.last, int(args[0]), args[1], policy.valid), None
    if node.value == "between":
        first, last = (as_day(value) for value in args)
        return Span(first, last), None
    raise Refused(f"no window {node.text}")


def as_day(value):
    from .fiscal import parse_day

    return parse_day(value) if isinstance(value, str) else value


def earlier(scope, count):
    """The period so many before this one; inside an instalment as long as the period is to date."""
    calendar, valid = scope.world.policy.calendar, scope.world.policy.valid
    unit, span = scope.unit, scope.whole
    own = span
    if is_unit(unit) and unit != "policy":
        span = own = calendar.containing(span.first, unit, valid)
        for _ in range(count):
            span = calendar.before(span, unit, valid)
    else:
        months = calendar.whole_months(span)
        first = calendar.month_of(span.first)
        length = span.days() * DAY
        if months:
            span = calendar.months_span(first - count * months, months)
        else:
            span = Span(span.first - count * length, span.last - count * length)
    return span if scope.span == scope.whole else as_far(calendar, span, own, scope)


def as_far(calendar, span, own, scope):
    """Inside an instalment, the same part of an earlier period: as far as this one has come."""
    back = calendar.month_of(span.first) - calendar.month_of(own.first)
    months = calendar.whole_months(scope.span)
    if months:
        return calendar.months_span(calendar.month_of(scope.span.first) + back, months).cut(span)
    return calendar.months_away(scope.span, back).cut(span) or span


def trailing(calendar, last, count, unit, valid):
    """So many months (weeks, days...) that end with this day."""
    each, name = split_unit(unit)
    count *= each
    if name in ("day", "week"):
        return Span(last - (count * (7 if name == "week" else 1) - 1) * DAY, last)
    if name not in MONTHS_IN:
        raise Unsupported(f"trailing {unit}")
    months = count * MONTHS_IN[name]
    index = calendar.month_of(last)
    if calendar.month_end(index) == last:
        return Span(calendar.month_end(index - months) + DAY, last)
    if calendar.middle(index) == last:
        return Span(calendar.middle(index - months) + DAY, last)
    if calendar.weeks is not None:
        return Span(calendar.moved(last, -months) + DAY, last)
    return Span(add_months(last, -months) + DAY, last)


def not_covered(noun, days, ranges, view):
    """Before the month of the noun's first known day nothing is known: missing, not 0. Of a rule with `in` only
    the days in its ranges are looked at."""
    facts, calendar = view.scope.world.facts, view.scope.world.policy.calendar
    own = view.scope.own_days
    if ranges is not None:
        parts = [part for part in (days.cut(r) for r in ranges) if part is not None]
        if not parts:
            return None
        days = Span(min(part.first for part in parts), max(part.last for part in parts))
    if facts.in_example or days.first == EVER.first or (own is not None and days.first >= own.first):
        return None
    first = facts.known_from.get(noun)
    if first is not None and days.first >= calendar.months_span(calendar.month_of(first), 1).first:
        return None
    return Missing("no_baseline", f"no {noun} is known for {days}")


def day_ranges(rule, policy, years, view):
    """The ranges of `in`, moved with last_year and years_ago, dropped by every other window."""
    if "in" not in rule.when or years is None:
        return None
    return [policy.calendar.years_away(policy.calendar.named(text), -years) for text in rule.when["in"]]


def in_first_months(rule, row, day, view):
    if "first_months" not in rule.when:
        return True
    since = formulas.evaluate(parse(rule.when["since"]), view.at(row))
    if missing(since):
        view.scope.world.count_missing(parse(rule.when["since"]), since)
        return False
    return since <= day < add_months(since, int(rule.when["first_months"]))


def up_to_own_row(row, view):
    own = view.scope.rows()
    if len(own) != 1:
        raise Refused("so_far needs a line of one row")
    return (attribute_day(row, view), row.id) <= (attribute_day(own[0], view), own[0].id)


# Which key.


def key_matches(row, view, own):
    if view.within is not None:
        if view.within.text != "all":
            theirs = formulas.evaluate(view.within, view.at(row))
            ours = formulas.evaluate(view.within, view.outside())
            if missing(theirs) or missing(ours) or theirs != ours:
                return False
    elif own and not (view.window is not None and view.window.text == "so_far"):
        for node, value in view.scope.key:
            if key_of(node, row, view) != value:
                return False
    return all(not missing(v := key_of(node, row, view)) and v == value for node, value in view.keys)


def key_of(node, row, view):
    """The value of a key on a row: the row's id where the key is the noun itself, else the field."""
    if node.kind == "name" and node.text == row.noun:
        return row.id
    value = formulas.evaluate(node, view.at(row).but(wheres=(), within=None))
    return value


# Which kind.


def types_named(conditions, policy):
    """The types of a sale that the conditions write with == or in; others never enter."""
    found = set()
    for condition in conditions:
        if condition.text not in policy.types_written:
            policy.types_written[condition.text] = types_in(condition, policy)
        found |= policy.types_written[condition.text]
    return found


def types_in(node, policy):
    found = set()
    for part in node.walk():
        if part.kind == "name" and part.text in policy.conditions:
            found |= types_in(parse(policy.conditions[part.text]), policy)
        if part.kind != "binary" or part.value not in ("==", "in"):
            continue
        left, right = part.parts
        if left.text != "sale.type" and right.text != "sale.type":
            continue
        for side in (left, right):
            if side.kind == "text":
                found.add(side.value)
            elif side.kind == "list":
                found |= {item.value for item in side.parts if item.kind == "text"}
            elif side.kind == "name" and side.text in policy.sets:
                found |= set(policy.sets[side.text])
    return found
