# SPDX-License-Identifier: Apache-2.0
"""The values an expression can have beside numbers, texts, flags and dates.

Missing is one value that carries its first cause; a level is a text with a place on its ladder
("gold" is the third of bronze, silver, gold, diamond); a span is two days, both included.
"""

import datetime


class Unsupported(Exception):
    """The policy asks for something this evaluator does not work out. Never taken for a result."""


class Refused(Exception):
    """The policy is wrong: a loader must not have let it through."""


class Missing:
    """No value. `cause` is the status a line takes when its `by` is missing: no_target, no_baseline
    or blocked; `why` is for people."""

    def __init__(self, cause, why):
        self.cause = cause
        self.why = why

    def __repr__(self):
        return f"Missing({self.cause}: {self.why})"


def missing(value):
    return isinstance(value, Missing)


class Level:
    """A text on a ladder of texts, lowest first."""

    def __init__(self, name, ladder):
        self.name = name
        self.ladder = tuple(ladder)
        self.place = self.ladder.index(name)

    def __eq__(self, other):
        return self.name == (other.name if isinstance(other, Level) else other)

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return f"Level({self.name})"


class Span:
    """From one day to another, both included: 2025-Q1 is 2025-01-01..2025-03-31."""

    def __init__(self, first, last):
        self.first = first
        self.last = last

    def __contains__(self, day):
        return self.first <= day <= self.last

    def __eq__(self, other):
        return isinstance(other, Span) and (self.first, self.last) == (other.first, other.last)

    def __hash__(self):
        return hash((self.first, self.last))

    def __repr__(self):
        return f"{self.first}..{self.last}"

    def inside(self, other):
        return other.first <= self.first and self.last <= other.last

    def cut(self, other):
        """The days both spans have, or None."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Span(first, last) if first <= last else None

    def days(self):
        return (self.last - self.first).days + 1


EVER = Span(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))


def kleene_and(left, right):
    """false wins over missing, missing over true."""
    if left is False or right is False:
        return False
    if missing(left):
        return left
    if missing(right):
        return right
    return True


def kleene_or(left, right):
    """true wins over missing, missing over false."""
    if left is True or right is True:
        return True
    if missing(left):
        return left
    if missing(right):
        return right
    return False


def kleene_not(value):
    return value if missing(value) else not value
