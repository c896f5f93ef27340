# SPDX-License-Identifier: Apache-2.0
"""Where an expression is read: for which line of which rule, and with which modifiers around it.

A Scope is one line: an earner, a period (to date), a key. A View is how one expression looks out of it:
`net_sales.during(last_year)` is `net_sales` in a view whose window is last_year; inside sum(...) the view
also holds the row at hand.
"""

import copy
from fractions import Fraction

from .values import Missing, missing


class Earner:
    """One partner, or the partners that earn together; `id` is then the value they share."""

    def __init__(self, facts, id, members):
        self.facts = facts
        self.id = id
        self.members = members

    def field(self, name, days, which):
        """The attribute; of a pool what all members share, else missing."""
        values = [self.facts.partner_field(m, name, days, which) for m in self.members]
        if not values:
            return Missing("blocked", f"partner.{name}")
        if any(missing(v) or v != values[0] for v in values):
            return next((v for v in values if missing(v)), Missing("blocked", f"partner.{name} is not shared"))
        return values[0]


class Scope:
    """One line of a rule, before it is worked out."""

    def __init__(self, world, rule, earner, whole, span, unit, known, as_of, elapsed=Fraction(1)):
        self.world = world
        self.rule = rule
        self.noun = world.noun(rule) if rule else None
        self.earner = earner
        self.whole = whole
        self.span = span
        self.unit = unit
        self.known = known
        self.as_of = as_of
        self.elapsed = elapsed
        self.key = ()
        self.mirrors = {}
        self.pins = None
        self.assuming = False
        self.members_earned = None
        self.seen_rows = None
        self.end = span.last  # of the line itself, also where a figure looks at other periods
        # Attributes count at a date of these days; a window of exactly own_days is always covered.
        self.attribute_days = span
        self.own_days = span

    def but(self, **changes):
        other = copy.copy(self)
        other.seen_rows = None
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    @property
    def which(self):
        """At which date of the period attributes count: end, start, or row."""
        return self.rule.who.get("as_of", "end") if self.rule else "end"

    def which_end(self):
        """The same for what cannot be read at a row: a pool, a hierarchy."""
        return "start" if self.which == "start" else "end"

    def key_texts(self):
        return [key_text(value) for _, value in self.key]

    def rows(self):
        """The rows of the line: the rule's noun, its condition, its key, this period."""
        if self.seen_rows is None:
            from .rows import rows_seen

            found = rows_seen(self.noun, View(self).but(returns="with"))
            self.seen_rows = [] if missing(found) else [row for row, _ in found]
        return self.seen_rows


class View:
    """An expression's outlook from a line."""

    __slots__ = (
        "scope", "row", "window", "wheres", "among", "within", "unfiltered", "it", "only", "keys", "group", "trace",
        "of_target", "returns",
    )  # fmt: skip

    def __init__(self, scope):
        self.scope = scope
        self.row = None
        self.window = None
        self.wheres = ()
        self.among = None
        self.within = None
        self.unfiltered = False
        self.it = None
        self.only = None
        self.keys = ()
        self.group = None
        self.trace = None
        self.of_target = False
        self.returns = "without"  # of the returns that are charged at the rate of their sale: without, with, only

    def but(self, **changes):
        other = self.at(self.row)
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    def at(self, row):
        """The same view with this row at hand."""
        other = View.__new__(View)
        other.scope, other.row = self.scope, row
        other.window, other.wheres, other.among, other.within = self.window, self.wheres, self.among, self.within
        other.unfiltered, other.it, other.only, other.keys = self.unfiltered, self.it, self.only, self.keys
        other.group, other.trace, other.of_target = self.group, self.trace, self.of_target
        other.returns = self.returns
        return other

    def outside(self):
        """The view of the line itself, without the row at hand."""
        return self if self.row is None else self.but(row=None)


def key_text(value):
    """A key as the text it is listed and ordered by."""
    from .exact import number_text

    if hasattr(value, "name"):
        return value.name
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Fraction)):
        return number_text(value)
    return str(value)
