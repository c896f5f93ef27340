# SPDX-License-Identifier: Apache-2.0
"""Two settlements of one case, line by line.

difference(case, ours, theirs) is None if they agree, else one sentence about the first line on which they do
not: "r1 P2 2025-Q1: due 31.50 by the reference, 31.51 by the engine".
"""

import functools
from fractions import Fraction

from rebate_reference.document import Policy

NUMBERS = ("due", "share", "after_limits", "gross", "earning", "qualifying")


def number(text):
    """The exact value of "12.50", "-1/3" or 12; None for anything else."""
    if text is None or isinstance(text, bool):
        return None
    if isinstance(text, int):
        return Fraction(text)
    return number_of(text)


@functools.lru_cache(maxsize=100_000)
def number_of(text):
    try:
        return Fraction(text)
    except ValueError:
        return None


def normal(line, policy):
    """The line as compared: an identity, a status and numbers, whatever form the engine's JSON gives them."""
    each = line.get("each")
    keys = () if each is None else (each,) if isinstance(each, str) else tuple(each)
    days = policy.calendar.named(line["period"])
    days = days.cut(policy.valid) or days
    numbers = {name: number(line.get(name)) for name in NUMBERS}
    for name, member in (("earning", "of"), ("qualifying", "by")):
        if isinstance(line.get(member), dict):
            numbers[name] = number(line[member].get("value"))
    numbers["level"] = line.get("level") or None
    name = (line["rule"], line["partner"], line["payee"] or "", str(days), keys, line.get("kind", "final"))
    return name, line["status"], numbers


def same_number(ours, theirs):
    """Equal; or both are not stated by one side."""
    return ours is None or theirs is None or ours == theirs


def difference(case, ours, theirs):
    policy = Policy(case["policy"])
    left = dict((n, (s, v)) for n, s, v in (normal(line, policy) for line in ours))
    right = {}
    for line in theirs:
        name, status, numbers = normal(line, policy)
        if name in right:
            return f"{label(name)}: the engine has the line twice"
        right[name] = (status, numbers)
    for name in sorted(set(left) | set(right), key=str):
        if name not in right:
            status, numbers = left[name]
            return f"{label(name)}: no line by the engine; {status} {numbers['due']} by the reference"
        if name not in left:
            status, numbers = right[name]
            return f"{label(name)}: no line by the reference; {status} {numbers['due']} by the engine"
        (ours_status, ours_numbers), (theirs_status, theirs_numbers) = left[name], right[name]
        if theirs_numbers["level"] not in (None, ours_numbers["level"]):
            return f"{label(name)}: {ours_numbers['level']} by the reference, {theirs_numbers['level']} by the engine"
        if ours_status != theirs_status:
            return f"{label(name)}: {ours_status} by the reference, {theirs_status} by the engine"
        for field in ("due",) if ours_status == "blocked" else NUMBERS:
            if not same_number(ours_numbers[field], theirs_numbers[field]):
                return (
                    f"{label(name)}: {field} {ours_numbers[field]} by the reference, "
                    f"{theirs_numbers[field]} by the engine"
                )
    return None


def label(name):
    rule, partner, payee, period, keys, kind = name
    words = [rule, partner] + ([] if payee == partner else [f"to {payee}"]) + [period] + list(keys)
    return " ".join(str(w) for w in words + ([] if kind == "final" else [kind]))
