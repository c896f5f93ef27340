# SPDX-License-Identifier: Apache-2.0
"""Functions of dates, numbers and texts. All but has and default are missing where an argument is."""

from fractions import Fraction

from . import formulas
from .exact import ceil_number, floor_number, round_to
from .fiscal import DAY, add_months, parse_day, whole_months
from .values import Missing, missing


def as_date(value):
    return parse_day(value) if isinstance(value, str) else value


def whole(value):
    return int(value)


def smallest_of(*values):
    return min(values)


def largest_of(*values):
    return max(values)


def modulo(a, b):
    """The remainder with the sign of the divisor: what is over after taking b away a whole number of times."""
    if b == 0:
        return Missing("blocked", "mod by zero")
    return a - b * floor_number(Fraction(a) / b)


FUNCTIONS = {
    "days": lambda a, b: Fraction((as_date(b) - as_date(a)).days),
    "months": lambda a, b: Fraction(whole_months(as_date(a), as_date(b))),
    "add_days": lambda a, n: as_date(a) + whole(n) * DAY,
    "add_months": lambda a, n: add_months(as_date(a), whole(n)),
    "year": lambda a: Fraction(as_date(a).year),
    "month": lambda a: Fraction(as_date(a).month),
    "quarter": lambda a: Fraction((as_date(a).month + 2) // 3),
    "weekday": lambda a: Fraction(as_date(a).isoweekday()),
    "min": smallest_of,
    "max": largest_of,
    "abs": abs,
    "clamp": lambda x, low, high: min(max(x, low), high),
    "floor": lambda x: Fraction(floor_number(Fraction(x))),
    "ceil": lambda x: Fraction(ceil_number(Fraction(x))),
    "round": lambda x, step, mode: round_to(x, step, mode),
    "mod": modulo,
    "startsWith": lambda a, b: a.startswith(b),
    "endsWith": lambda a, b: a.endswith(b),
    "contains": lambda a, b: b in a,
    "has": None,
    "default": None,
}


def call(name, parts, view):
    values = [formulas.evaluate(part, view) for part in parts]
    if name == "has" and missing(values[0]) and view.scope.assuming:
        return values[0]
    if name == "has":
        return not missing(values[0])
    if name == "default":
        return values[1] if missing(values[0]) else values[0]
    for value in values:
        if missing(value):
            return value
    return FUNCTIONS[name](*values)
