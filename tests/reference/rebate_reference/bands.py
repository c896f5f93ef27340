# SPDX-License-Identifier: Apache-2.0
"""Which band holds a value, and what bands pay.

The word of an edge is the side: from 100 holds 100, above 100 does not; up_to 100 holds 100, below 100
does not. Beginnings end where the next band begins, endings begin where the band before ends.
"""

from fractions import Fraction

from .exact import ceil_number, floor_number
from .values import Level, Refused

BEGINNINGS = ("from", "above", "at")
ENDINGS = ("up_to", "below")


def find_band(edges, q):
    """The place of the band that holds q, or None. edges: (word, value), or (None, None) for no edge."""
    if isinstance(q, Level):
        edges = [(w, None if v is None else q.ladder.index(v.name if isinstance(v, Level) else v)) for w, v in edges]
        q = q.place
    if any(word in ENDINGS for word, _ in edges):
        for place, (word, edge) in enumerate(edges):
            if word is None or q < edge or (word == "up_to" and q == edge):
                return place
        return None
    held = None
    for place, (word, edge) in enumerate(edges):
        if word is None or q > edge or (word in ("from", "at") and q == edge):
            held = place
    return held


def bounds(edges, place):
    """The lower and upper bound of a band; None where it has none."""
    if any(word in ENDINGS for word, _ in edges):
        return (edges[place - 1][1] if place > 0 else None), edges[place][1]
    return edges[place][1], (edges[place + 1][1] if place + 1 < len(edges) else None)


def bases(edges, modes, k, q, baseline):
    """For each band 1..k the part of the earning measure that its rates are taken of, as a factor of it.
    None where only amounts pay: below the reached band, or in slices, with q = 0 or a level."""
    if baseline is None:
        baseline = edges[0][1]
    flat = isinstance(q, Level) or q == 0
    factors = []
    for place in range(k + 1):
        low, high = bounds(edges, place)
        if place == k:
            high = q
        whole = modes[place] in ("retroactive", "interpolated")
        if whole and place == k:
            factors.append(Fraction(1))
        elif flat:
            factors.append(None)
        elif whole:
            factors.append(Fraction(high) / q)
        elif modes[place] == "marginal":
            factors.append((high - max(low if low is not None else 0, 0)) / Fraction(q))
        elif modes[place] == "excess":
            if baseline is None:
                raise Refused("excess needs a baseline or a first edge")
            factors.append(max(high - baseline, 0) / Fraction(q))
        else:
            raise Refused(f"no mode {modes[place]}")
    return factors


def steps(base, every, started):
    """How many times `every` goes into the base; a started one counts if `started`. -x mirrors x."""
    if base < 0:
        return -steps(-base, every, started)
    times = base / every
    return Fraction(ceil_number(times) if started else floor_number(times))


def along_the_line(values, following, edge, next_edge, q):
    """Interpolated: every value on the straight line between two points."""
    part = (Fraction(q) - edge) / (next_edge - edge)
    return {name: values[name] + (following[name] - values[name]) * part for name in values}


def go_through(pays, modes):
    """Bands 1..k: marginal adds to what the line has, the other modes replace it."""
    has = Fraction(0)
    for paid, mode in zip(pays, modes):
        has = has + paid if mode == "marginal" else paid
    return has
