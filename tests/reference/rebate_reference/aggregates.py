# SPDX-License-Identifier: Apache-2.0
"""Figures over rows: sum, count, distinct, average, smallest, largest, first, last, and one value per key.

sum and average over a row that lacks the value are missing; the others leave such a row out. count and
distinct leave out what was returned or cancelled: ten orders and three credit notes are ten orders.
"""

from fractions import Fraction

from . import formulas
from .rows import TAKEN_BACK, attribute_day, key_of, rows_seen
from .values import Level, Missing, Refused, missing
from .words import parse

OVER_ROWS = ("sum", "count", "distinct", "average", "smallest", "largest", "first", "last")


def noun_in(node, view):
    """The noun an aggregate goes over: the one its fields belong to, else the rule's."""
    policy = view.scope.world.policy
    found = nouns_of(node, policy)
    if view.scope.noun in found:
        return view.scope.noun
    found.discard("invoice")
    if len(found) > 1:
        raise Refused(f"two nouns in {node.text}")
    return found.pop() if found else view.scope.noun or "sale"


def nouns_of(node, policy):
    """The row nouns whose fields an expression writes, names and tables included."""
    if (node.text, "nouns") not in policy.types_written:
        policy.types_written[node.text, "nouns"] = frozenset(find_nouns(node, policy))
    return set(policy.types_written[node.text, "nouns"])


def find_nouns(node, policy):
    found = set()
    for part in node.walk():
        if part.kind == "member" and part.parts[0].kind == "name":
            base = part.parts[0].text
            if base in policy.row_nouns:
                found.add(base)
            elif base in policy.tables:
                found |= table_nouns(base, policy)
        elif part.kind == "name":
            if part.text in policy.row_nouns and part is node:
                found.add(part.text)
            for named in (policy.conditions, policy.measures, formulas.BUILT_IN):
                if part.text in named:
                    found |= find_nouns(parse(named[part.text]), policy)
                    break
            if part.text in policy.tables:
                found |= table_nouns(part.text, policy)
        elif part.kind == "call" and part.value == "count":
            found |= {p.text for p in part.parts}
    return found


def table_nouns(table, policy):
    from .lookups import key_expressions

    found = set()
    for node, _ in key_expressions(policy.tables[table]):
        found |= find_nouns(node, policy)
    return found


def over_rows(node, view):
    view = view.outside()
    what = node.parts[0]
    if node.value == "count":
        noun = what.text
    else:
        noun = noun_in(what, view)
    if view.scope.pins is not None:
        return Missing("blocked", f"{node.text} is not given")
    seen = rows_seen(noun, view)
    if missing(seen):
        return seen
    if view.trace is not None:
        view.trace.extend(row for row, _ in seen if noun == view.scope.noun or view.scope.rule is None)
    if node.value in ("count", "distinct"):
        seen = [(row, share) for row, share in seen if not (noun == "sale" and row.type() in TAKEN_BACK)]
    if node.value == "count":
        return Fraction(len(seen))
    seen.sort(key=lambda pair: (attribute_day(pair[0], view), pair[0].id))
    values = [(formulas.evaluate(what, view.at(row)), row, share) for row, share in seen]
    if node.value in ("sum", "average"):
        return added(node, values)
    values = [value for value, _, _ in values if not missing(value)]
    if node.value == "distinct":
        return Fraction(len(set(values)))
    if not values:
        return Missing("blocked", f"{node.text}: no row")
    return pick(node.value, values)


def added(node, values):
    total = Fraction(0)
    for value, _, share in values:
        if missing(value):
            return value
        total += value * share
    if node.value == "sum":
        return total
    if not values:
        return Missing("blocked", f"{node.text}: no row")
    return total / len(values)


def pick(word, values):
    if word == "first":
        return values[0]
    if word == "last":
        return values[-1]
    by = (lambda v: v.place) if isinstance(values[0], Level) else (lambda v: v)
    return min(values, key=by) if word == "smallest" else max(values, key=by)


def per_key(word, by, args, view):
    """m.by(key).count(cond) and its like: the measure once for every key that a sale stands under."""
    if view.scope.pins is not None:
        return Missing("blocked", f"{by.text} is not given")
    view = view.outside()
    measure, key = by.parts
    trace = []
    whole = formulas.evaluate(measure, view.but(trace=trace))
    if missing(whole) and whole.cause == "no_baseline":
        return whole
    groups = {}
    for row in trace:
        value = key_of(key, row, view)
        if not missing(value):
            groups.setdefault(value, []).append(row)
    values = []
    for value in sorted(groups, key=lambda v: v.name if isinstance(v, Level) else str(v)):
        rows = groups[value]
        if all(row.noun == "sale" and row.type() in TAKEN_BACK for row in rows):
            continue
        group_view = view.but(keys=view.keys + ((key, value),))
        it = formulas.evaluate(measure, group_view)
        inside = view.but(it=it, group=({key.text: value}, rows))
        values.append((it, formulas.evaluate(args[0], inside) if args and word != "top" else None))
    return join(word, values, args, view, by)


def join(word, values, args, view, by):
    from .values import kleene_and

    if word == "count":
        return Fraction(sum(1 for _, condition in values if condition is True))
    if word == "all":
        whole = True
        for _, condition in values:
            whole = kleene_and(whole, condition)
        return whole
    if word == "sum":
        picked = [value for _, value in values] if args else [it for it, _ in values]
        lacking = [value for value in picked if missing(value)]
        return lacking[0] if lacking else sum(picked, Fraction(0))
    lacking = [it for it, _ in values if missing(it)]
    if lacking:
        return lacking[0]
    known = [it for it, _ in values]
    if word == "top":
        count = formulas.evaluate(args[0], view)
        return sum(sorted(known, reverse=True)[: int(count)], Fraction(0))
    if not known:
        return Missing("blocked", f"{by.text}: no key")
    if word not in ("smallest", "largest"):
        raise Refused(f"no {word} of values per key")
    return min(known) if word == "smallest" else max(known)
