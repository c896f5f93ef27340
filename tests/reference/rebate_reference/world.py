# SPDX-License-Identifier: Apache-2.0
"""All lines of a policy over its facts: earners, periods, keys, combinations, and what rules ask of each other.

lines(rule, whole, to, known) are the lines of one rule in one period, seen up to the day `to`, from the rows
known by the day `known`. They are exact: after the rule's limits, before rounding.
"""

from fractions import Fraction

from . import formulas
from .document import settle_unit
from .facts import Facts
from .fiscal import DAY
from .line import by_itself, charge_returns, only_returns, take_back, work_out
from .nouns import noun_of_rule
from .repaid import member_rows, reversed_lines
from .rows import is_true, key_of, rows_seen
from .scope import Earner, Scope, View, key_text
from .values import Missing, Refused, Span, missing
from .words import parse


class World:
    def __init__(self, policy, tables, as_of=None, in_example=False, files=None):
        self.policy = policy
        self.facts = Facts(policy, tables, in_example)
        self.files = files or {}
        self.as_of = as_of
        self.missed = []
        self.notebook = {}
        self.nouns = {}
        self.asked = None
        for rule in policy.rules.values():
            rule.world_policy = policy

    def noun(self, rule):
        if rule.id not in self.nouns:
            self.nouns[rule.id] = noun_of_rule(rule, self.policy)
        return self.nouns[rule.id]

    def count_missing(self, condition, value):
        self.missed.append((condition.text, value.why))

    def original(self, row):
        """The row that this one takes back, if it is known."""
        name = row.fields.get("reverses")
        if name is None:
            return None
        return next((r for r in self.facts.rows.get(row.noun, []) if r.id == name), None)

    # Periods and scopes.

    def periods(self, rule):
        return self.policy.calendar.periods(rule.when["per"], self.policy.valid)

    def close(self, rule, last):
        return last + int(rule.when.get("close_after_days", 0)) * DAY

    def is_closed(self, rule, span):
        """Whether a period or instalment is settled by now; before that it is an accrual."""
        if self.as_of is None:
            return True
        if settle_unit(rule) == "start":
            return span.first <= self.as_of
        return self.close(rule, span.last) <= self.as_of

    def is_ahead(self, whole):
        """Whether a period has not begun by now: it has no lines."""
        return self.as_of is not None and not self.facts.in_example and whole.first > self.as_of

    def elapsed(self, rule, whole, span):
        """Instalments ended over instalments of the period; for an accrual, days so far over days."""
        if not self.is_closed(rule, span):
            gone = (min(self.as_of, whole.last) - whole.first).days + 1
            return Fraction(max(gone, 1), whole.days())
        unit = settle_unit(rule)
        if unit is None or unit == "start":
            return Fraction(1)
        parts = self.policy.calendar.periods_inside(whole, unit, self.policy.valid)
        return Fraction(sum(1 for part in parts if part.last <= span.last), len(parts))

    def scope(self, rule, earner, whole, span, known):
        close = self.close(rule, span.last)
        as_of = close if self.as_of is None else min(self.as_of, close)
        return Scope(self, rule, earner, whole, span, rule.when["per"], known, as_of, self.elapsed(rule, whole, span))

    def earners(self, rule, whole, span, known):
        """Everybody that is valid on a day of the period and that `who` admits, in the order of ids."""
        admitted = []
        for partner in sorted(self.facts.partners):
            if not self.facts.partner_valid(partner, span):
                continue
            earner = Earner(self.facts, partner, [partner])
            if self.admits(rule, self.scope(rule, earner, whole, span, known)):
                admitted.append(partner)
        if "together" not in rule.who:
            return [Earner(self.facts, p, [p]) for p in admitted]
        pools = {}
        for partner in admitted:
            scope = self.scope(rule, Earner(self.facts, partner, [partner]), whole, span, known)
            value = formulas.evaluate(parse(rule.who["together"]), View(scope))
            if not missing(value):
                pools.setdefault(key_text(value), []).append(partner)
        return [Earner(self.facts, id, pools[id]) for id in sorted(pools)]

    def admits(self, rule, scope):
        if "where" not in rule.who:
            return True
        if rule.who.get("as_of") == "row":
            return bool(scope.rows())
        return is_true(parse(rule.who["where"]), View(scope))

    def keyed_scopes(self, rule, whole, span, known):
        """One scope for every line: each earner, and each key that has a row."""
        for earner in self.earners(rule, whole, span, known):
            scope = self.scope(rule, earner, whole, span, known)
            if not rule.each:
                yield scope
                continue
            nodes = [parse(text) for text in rule.each]
            for values in self.keys(rule, nodes, scope):
                yield scope.but(key=tuple(zip(nodes, values)))

    def keys(self, rule, nodes, scope):
        found = {}
        if rule.kind:
            for line in self.member_lines(scope, rule.members):
                values = line_key(line, nodes)
                if values is not None:
                    found[tuple(map(key_text, values))] = values
        else:
            seen = rows_seen(scope.noun, View(scope).but(returns="with"))
            for row, _ in seen if not missing(seen) else []:
                values = [key_of(node, row, View(scope)) for node in nodes]
                if not any(missing(v) for v in values):
                    found[tuple(map(key_text, values))] = values
        return [found[text] for text in sorted(found)]

    # Lines.

    def lines(self, rule, whole, span, known):
        """All lines of a rule in a period; what takes other lines back comes after them."""
        name = (rule.id, whole, span, known, self.as_of)
        if name not in self.notebook:
            direct, backs = self.direct_lines(rule, whole, span, known)
            found = direct + [take_back(scope, reversed_lines(scope, direct)) for scope in backs]
            if rule.what.get("returns") == "at_original_rate":
                for line in direct:
                    charge_returns(line, direct)
            self.notebook[name] = sorted(found, key=lambda line: (line.scope.earner.id, line.scope.key_texts()))
        return self.notebook[name]

    def direct_lines(self, rule, whole, span, known):
        """The lines that take nothing back, and the scopes of those that do."""
        scopes = list(self.keyed_scopes(rule, whole, span, known))
        backs = [scope for scope in scopes if only_returns(scope)]
        direct = [work_out(scope) for scope in scopes if scope not in backs]
        return self.limit_lines(rule, direct), backs

    def limit_lines(self, rule, lines):
        """limit.lines: at most so many per earner and period, by first date, then key."""
        if "lines" not in rule.limit:
            return lines
        taken = {}
        for line in sorted(lines, key=lambda line: (line.scope.earner.id, line.first_date(), line.scope.key_texts())):
            if not line.qualified:
                continue
            earner = line.scope.earner.id
            allowed = formulas.evaluate(parse(rule.limit["lines"]), View(line.scope))
            if missing(allowed):
                line.block(allowed.why)
            elif taken.get(earner, 0) >= allowed:
                line.after_limits = Fraction(0)
                line.brought = None
                line.fail("used_up", "lines")
            else:
                taken[earner] = taken.get(earner, 0) + 1
        return lines

    # Rules on rules.

    def member_lines(self, scope, names):
        """The lines of other rules inside this one: their period within ours, their key within our key."""
        found = []
        for name in names:
            rule = self.policy.rules[name]
            for whole in self.periods(rule):
                if not whole.inside(scope.whole) or whole.first > scope.span.last or self.is_ahead(whole):
                    continue
                span = Span(whole.first, min(whole.last, scope.span.last))
                for line in self.lines(rule, whole, span, scope.known):
                    if line.scope.earner.id == scope.earner.id and key_inside(line, scope):
                        found.append(line)
        return found

    def earned(self, name, scope):
        if scope.pins is not None:
            return self.pinned_result(name, scope, rounded=False)
        return sum_lines(self.member_lines(scope, [name]), name)

    def payable(self, name, scope):
        if scope.pins is not None:
            return self.pinned_result(name, scope, rounded=True)
        from .chain import after_everything

        total = Fraction(0)
        for line in self.member_lines(scope, [name]):
            if line.blocked():
                return Missing("blocked", f"{name} is blocked")
            total += after_everything(line)
        return total

    def pinned_result(self, name, scope, rounded):
        from .chain import round_line

        line = self.pinned_line(self.policy.rules[name], scope)
        if line.blocked():
            return Missing("blocked", f"{name} is blocked")
        return round_line(line, line.after_limits) if rounded else line.after_limits

    def pinned_line(self, rule, scope):
        inner = Scope(self, rule, scope.earner, scope.whole, scope.span, rule.when["per"], scope.known, scope.as_of)
        inner.pins = scope.pins
        return self.combine(inner) if rule.kind else by_itself(inner)

    def members_earned(self, scope):
        """The earning measure of a combination, worked out by combine() before."""
        return scope.members_earned if scope.members_earned is not None else Fraction(0)

    def member_groups(self, scope):
        names = scope.rule.members
        if scope.pins is not None:
            return [[self.pinned_line(self.policy.rules[name], scope)] for name in names]
        return [self.member_lines(scope, [name]) for name in names]

    def combine(self, scope, turned=1):
        """sum_of adds, best_of takes the larger amount, first_of the first listed that qualified. With turned
        -1 the members are returns and compete by their size."""
        rule = scope.rule
        groups = self.member_groups(scope)
        amounts = [sum((line.after_limits for line in lines), Fraction(0)) * turned for lines in groups]
        blocked = [any(line.blocked() for line in lines) for lines in groups]
        qualified = [any(line.qualified for line in lines) for lines in groups]
        winners = list(range(len(groups)))
        if rule.kind == "best_of":
            able = [i for i in winners if qualified[i]]
            winners = [max(able, key=lambda i: (amounts[i], -i))] if able else []
        elif rule.kind == "first_of":
            winners = [i for i in winners if qualified[i]][:1]
        before_the_winner = range(winners[0] + 1) if rule.kind == "first_of" and winners else range(len(groups))
        if any(blocked[i] for i in before_the_winner):
            earned = Missing("blocked", "a member is blocked")
        else:
            earned = sum((amounts[i] for i in winners), Fraction(0))
        line = by_itself(scope.but(members_earned=earned))
        line.groups, line.winners = groups, winners
        if not any(qualified) and line.status == "payable" and line.after_limits == 0:
            line.fail("not_qualified", "no member qualified").qualified = False
        return line

    # Ranks.

    def rank(self, node, scope):
        """1 and how many do better; only lines that pass require and veto compete."""
        mine = self.rank_values(node, scope)
        if any(missing(v) for v in mine):
            return next(v for v in mine if missing(v))
        better = sum(1 for other in self.rivals(node, scope) if other > mine)
        return Fraction(1 + better)

    def tied(self, scope):
        node = next(n for n in parse(scope.rule.qualify["by"]).walk() if n.kind == "call" and n.value == "rank")
        mine = self.rank_values(node, scope)
        return max(1, sum(1 for other in self.rivals(node, scope) if other == mine))

    def rank_values(self, node, scope):
        return [formulas.evaluate(part, View(scope)) for part in node.parts]

    def rivals(self, node, scope):
        found = []
        rule = scope.rule
        for other in self.keyed_scopes(rule, scope.whole, scope.span, scope.known):
            if only_returns(other):
                continue  # what takes back takes no place
            view = View(other)
            if any(is_true(parse(t), view) for t in rule.qualify.get("veto", [])):
                continue
            if not all(is_true(parse(t), view) for t in rule.qualify.get("require", [])):
                continue
            values = self.rank_values(node, other)
            if not any(missing(v) for v in values):
                found.append(values)
        return found

    # Money of other currencies, and funds.

    def rate(self, source, target, day):
        if source == target:
            return Fraction(1)
        from .exact import parse_number
        from .fiscal import parse_day

        best = None
        for raw in self.facts.tables.get("exchange-rates", []):
            if raw["from"] == source and raw["to"] == target and parse_day(raw["date"]) <= day:
                if best is None or raw["date"] > best["date"]:
                    best = raw
        if best is None:
            return Missing("blocked", f"no rate {source} to {target} on {day}")
        return parse_number(best["rate"])

    def balance(self, fund, scope):
        from .funds import balance_for

        return balance_for(self, fund, scope)


def sum_lines(lines, name):
    total = Fraction(0)
    for line in lines:
        if line.blocked():
            return Missing("blocked", f"{name} is blocked")
        total += line.after_limits
    return total


def line_key(line, nodes):
    """The values of another rule's key expressions on a line; None where its rows do not agree."""
    own = {node.text: value for node, value in line.scope.key}
    values = []
    for node in nodes:
        if node.text in own:
            values.append(own[node.text])
            continue
        found = [key_of(node, row, View(line.scope)) for row in line.scope.rows()]
        if not found or any(missing(v) or v != found[0] for v in found):
            return None
        values.append(found[0])
    return values


def key_inside(line, scope):
    if not scope.key:
        return True
    values = line_key(line, [node for node, _ in scope.key])
    return values is not None and values == [value for _, value in scope.key]
