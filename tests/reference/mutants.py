# SPDX-License-Identifier: Apache-2.0
"""Deliberate mistakes, put into the reference for the length of a block: a judge that cannot find them is no
judge. Each is one that engines of this kind have really made.

    with from_is_above():
        answer(case)            # a value exactly on an edge now falls into the band before
"""

import contextlib
from fractions import Fraction

from rebate_reference import aggregates, bands, chain, exact, figures, lookups, pay, repaid, rows, world
from rebate_reference.values import missing


@contextlib.contextmanager
def replaced(*places):
    """places: (module, name, new value)."""
    before = [(module, name, getattr(module, name)) for module, name, _ in places]
    for module, name, value in places:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def from_is_above():
    """`from` taken as `above`."""
    right = bands.find_band

    def wrong(edges, q):
        return right([("above" if word == "from" else word, edge) for word, edge in edges], q)

    from rebate_reference import line

    return replaced((bands, "find_band", wrong), (line, "find_band", wrong), (lookups, "find_band", wrong))


def half_up_is_upwards():
    """The tie of a negative amount rounded upwards instead of away from zero."""
    right = exact.round_whole

    def wrong(number, mode):
        if mode == "half_up" and number < 0 and (number * 2).denominator == 1 and number.denominator == 2:
            return exact.ceil_number(number)
        return right(number, mode)

    return replaced((exact, "round_whole", wrong))


def no_prior_year_is_zero():
    """A window before the first known day taken as 0."""
    return replaced((rows, "not_covered", lambda noun, days, ranges, view: None))


def returns_count_as_orders():
    """count and distinct with what was returned."""
    return replaced((aggregates, "TAKEN_BACK", ()))


def marginal_drops_the_reached_band():
    """Slices end with the band before the reached one."""
    right = bands.go_through

    def wrong(paid, modes):
        return right(paid[:-1], modes[:-1]) if modes[-1] == "marginal" and len(paid) > 1 else right(paid, modes)


    return replaced((bands, "go_through", wrong), (pay, "go_through", wrong))


def best_takes_the_last_of_equals():
    """best_of takes the later of two equal amounts."""
    right = world.World.combine

    def wrong(self, scope, turned=1):
        scope.rule.members.reverse()
        try:
            return right(self, scope, turned)
        finally:
            scope.rule.members.reverse()

    return replaced((world.World, "combine", wrong))


def rounding_passes_the_cap():
    """A capped amount rounded up beyond its cap."""

    def wrong(amount, step, mode, ceiling):
        return exact.round_to(amount, step, mode)

    return replaced((chain, "round_amount", wrong))


def returns_at_the_rate_of_their_own_day():
    """A return at the original rate charged at what its own line brings now."""
    return replaced((repaid, "line_of_sale", lambda line, day, lines: line))


def growth_over_zero_is_zero():
    """Growth over nothing taken as no growth."""
    right = figures.FIGURES["growth"]

    def wrong(node, view):
        found = right(node, view)
        return Fraction(0) if missing(found) and found.cause == "no_baseline" else found

    changed = {**figures.FIGURES, "growth": wrong}
    return replaced((figures, "FIGURES", changed))


MUTANTS = {
    mutant.__name__: mutant
    for mutant in (
        from_is_above, half_up_is_upwards, no_prior_year_is_zero, returns_count_as_orders,
        marginal_drops_the_reached_band, best_takes_the_last_of_equals, rounding_passes_the_cap,
        growth_over_zero_is_zero, returns_at_the_rate_of_their_own_day,
    )
}  # fmt: skip
