# SPDX-License-Identifier: Apache-2.0
"""Which line a return takes back: the one that the sale it reverses was in, of the same rule or combination."""

from .rows import day_of
from .scope import View
from .values import Span, missing


def reversed_lines(scope, lines):
    """For each row of a line of returns: the row, the line that it takes back and, in a combination, which part
    of it. None if one of the lines is not known. Sorted by the day of what is reversed, then its key."""
    found = []
    for row in scope.rows() if not scope.rule.kind else member_rows(scope):
        original = scope.world.original(row)
        if original is None:
            return None
        how = combined_line_of if scope.rule.kind else line_of_row
        taken = how(scope, row, original, lines)
        if taken is None:
            return None
        found.append((original.date, taken[0].scope.key_texts(), row, *taken))
    found.sort(key=lambda each: (each[0], each[1], each[2].order))
    return [each[2:] for each in found]


def line_of_row(scope, _, original, lines):
    """The line of the same rule and earner that the row stands in: one of these, or one of another period."""
    day = day_of(original, View(scope), True)
    if missing(day):
        return None
    if day not in scope.whole:
        lines = direct_lines_at(scope, day)
    for line in lines:
        if line.scope.earner.id == scope.earner.id and any(r.order == original.order for r in line.scope.rows()):
            return line, None
    return None


def line_of_sale(line, day, lines):
    """The line of the same earner and key, this one among them, in whose period a sale of that day was."""
    scope = line.scope
    if day > scope.span.last:
        return None
    for other in lines if day in scope.whole else direct_lines_at(scope, day):
        if (other.scope.earner.id, other.scope.key_texts()) == (scope.earner.id, scope.key_texts()):
            return other
    return None


def direct_lines_at(scope, day):
    """The lines of the scope's rule in the period of a day, as far as the scope has come."""
    for whole in scope.world.periods(scope.rule):
        if day in whole and whole.first <= scope.span.last:
            span = Span(whole.first, min(whole.last, scope.span.last))
            return scope.world.direct_lines(scope.rule, whole, span, scope.known)[0]
    return []


def combined_line_of(scope, row, original, lines):
    """The line of a combination that holds the member's line which the row takes back, and the part that the
    member gives back of that."""
    for inner in (line for group in scope.world.member_groups(scope) for line in group):
        if not holds_row(inner, row):
            continue
        taken = next((line for line, part in inner.repaid if holds_row(line, original)), None)
        if taken is None:
            continue
        part = next(part for line, part in inner.repaid if line is taken)
        day = taken.scope.whole.first
        for line in lines if day in scope.whole else direct_lines_at(scope, day):
            if any(same_line(taken, member) for group in line.groups for member in group):
                return line, part
    return None


def holds_row(line, row):
    rows = member_rows(line.scope) if line.rule.kind else line.scope.rows()
    return any(r.order == row.order for r in rows)


def same_line(one, other):
    return (one.rule.id, one.scope.whole, one.scope.earner.id, one.scope.key_texts()) == (
        other.rule.id, other.scope.whole, other.scope.earner.id, other.scope.key_texts()
    )  # fmt: skip


def member_rows(scope):
    """The rows that the members' lines inside a combination's line stand on."""
    lines = [line for group in scope.world.member_groups(scope) for line in group]
    return list({row.order: row for line in lines for row in line.scope.rows()}.values())
