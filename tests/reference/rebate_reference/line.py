# SPDX-License-Identifier: Apache-2.0
"""One line of a rule: does it qualify, what does it earn, which limits of its own hold it.

The status is the first that holds of: vetoed, a requirement failed, `by` missing, no band, amount
blocked, and then what limits do to it. Everything here is exact; nothing is rounded.
"""

from fractions import Fraction

from . import formulas, lookups, repaid
from .bands import find_band
from .nouns import pays_per_unit
from .pay import Cell, Worth, amount_of, reached_cells, terms_of
from .rows import day_of, is_row_line
from .scope import View
from .values import Level, Missing, Refused, missing
from .words import parse


class Line:
    """What a rule says for one earner, one period and one key."""

    def __init__(self, scope):
        self.scope = scope
        self.rule = scope.rule
        self.status = "payable"
        self.qualified = False
        self.reasons = []
        self.qualifying = None
        self.earning = None
        self.band = None
        self.rate = None
        self.level = None
        self.gross = Fraction(0)
        self.after_limits = Fraction(0)
        self.after_combination = None
        self.cap = None
        self.mirrors = False
        self.brought = None  # what one unit of the earning measure brought, see pay.Worth
        self.repaid = []  # of a line of returns: the lines that it takes back, and which part of each
        self.groups, self.winners = [], []

    def fail(self, status, why):
        self.status = status
        self.reasons.append(why)
        return self

    def block(self, why):
        self.qualified, self.after_limits = False, Fraction(0)
        return self.fail("blocked", why)

    def blocked(self):
        return self.status == "blocked"

    def first_date(self):
        """The day of the first row, as the rule dates it; of a combination that of its members' first row."""
        return min(self.days(), default=self.scope.whole.first)

    def days(self):
        if self.scope.rule.kind:
            return [day for group in self.groups for inner in group for day in inner.days()]
        view = View(self.scope)
        days = [day_of(row, view, True) for row in self.scope.rows()]
        return [day for day in days if not missing(day)]


def work_out(scope):
    """The line, with the rule's cap and floor; `lines` looks at several lines and comes later."""
    return scope.world.combine(scope) if scope.rule.kind else by_itself(scope)


def turned(value):
    return -value if isinstance(value, Fraction) else value


def by_itself(scope):
    line = Line(scope)
    rule, view = scope.rule, View(scope)
    from .rows import is_true

    for text in rule.qualify.get("veto", []):
        if is_true(parse(text), view):
            return line.fail("vetoed", text)
    for text in rule.qualify.get("require", []):
        if not is_true(parse(text), view):
            return line.fail("not_qualified", text)
    if "sets" in rule.pay:
        return level_line(line, view)
    of = earning_expression(rule)
    terms = terms_of(rule, view)
    m = earning(line, of, view)
    line.earning = m
    q, stated = qualifying(rule, terms, m, view)
    line.qualifying = q
    if missing(q) and (stated or "of" in rule.pay or needs_measure(terms)):
        line.earning = None if missing(m) else m
        return line.fail(q.cause, q.why)
    if missing(q):
        q = Fraction(0)
    k = find_band(terms.edges, q) if terms.edges else None
    if is_accrual(scope) and "accrue" in rule.when:
        rate, k = accrued(scope, terms, q, k)
        if rate is not None:
            line.qualified = True
            line.brought = Worth([{"rate": Cell(lambda view: rate, False)}], terms, of)
            return limited(line, m if missing(m) else m * rate, view)
    line.band = k
    if k is None:
        return no_band(line, terms, m, q, view, of)
    line.qualified = True
    baseline = formulas.evaluate(parse(rule.pay["baseline"]), view) if "baseline" in rule.pay else None
    if "ties" in rule.qualify and rule.qualify["ties"] == "share":
        gross = shared_prize(line, terms, q, m, baseline, view, of)
    else:
        line.brought = Worth([reached_cells(terms, k, q)], terms, of)
        gross = amount_of(terms, k, q, m, baseline, view, of)
    return limited(line, gross, view)


def is_accrual(scope):
    return not scope.world.is_closed(scope.rule, scope.span)


def accrued(scope, terms, q, k):
    """(a stated rate, the band) that a provision is made by: the one reached so far, the one that the figure would
    reach if it went on like this, or the one that the policy names."""
    how = scope.rule.when["accrue"]
    if isinstance(how, dict) and "rate" in how:
        return formulas.evaluate(parse(how["rate"]), View(scope)), k
    if isinstance(how, dict):
        return None, min(int(how["band"]), len(terms.edges)) - 1
    if how == "forecast" and not isinstance(q, Level) and any(edge is not None for edge, _ in terms.edges):
        return None, find_band(terms.edges, q / scope.elapsed)
    return None, k


def earning_expression(rule):
    """`of`, else units where only quantities are paid, else net sales; of a combination, its members."""
    if rule.kind:
        return None
    if "of" in rule.pay:
        return parse(rule.pay["of"])
    return parse("units") if pays_per_unit(rule, rule.world_policy) else parse("net_sales")


def earning(line, of, view):
    if of is None:
        return line.scope.world.members_earned(line.scope)
    value = formulas.evaluate(of, view)
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    if missing(value):
        return value
    raise Refused(f"{of.text} is not a number")


def qualifying(rule, terms, m, view):
    """The value that bands are looked up with, and whether the rule states it."""
    by = parse(rule.qualify["by"]) if "by" in rule.qualify else terms.by
    if by is None:
        return m, False
    q = formulas.evaluate(by, view)
    if missing(q) and "when_missing" in rule.qualify:
        q = formulas.evaluate(parse(rule.qualify["when_missing"]), view)
    return q, True


def needs_measure(terms):
    """Whether an unstated `by`, the earning measure, is needed at all."""
    if len(terms.edges) > 1 or (terms.edges and terms.edges[0][0] is not None):
        return True
    return any("rate" in cells or "per_unit" in cells for cells in terms.pays) or any(terms.every)


def no_band(line, terms, m, q, view, of):
    if terms.otherwise is not None:
        from .pay import band_pays

        line.qualified = True
        line.brought = Worth([terms.otherwise], terms, of)
        return limited(line, band_pays(terms.otherwise, Fraction(1), m, None, view, of), view)
    if terms.no_row:
        return line.fail("blocked", "no row of the table")
    return line.fail("not_qualified", "no band reached")


def limited(line, gross, view):
    """gross -> times -> cap -> floor."""
    if missing(gross):
        return line.block(gross.why)
    times = line.rule.pay.get("times", [])
    amount = gross
    for text in times if isinstance(times, list) else [times]:
        factor = formulas.evaluate(parse(text), view)
        if missing(factor):
            return line.block(factor.why)
        amount *= factor
    line.gross = amount
    limit = line.rule.limit
    if "cap" in limit:
        cap = formulas.evaluate(parse(limit["cap"]), view)
        if missing(cap):
            return line.block(cap.why)
        line.cap = max(cap, Fraction(0))
        if amount > line.cap:
            line.status = "used_up" if line.cap == 0 else "reduced"
            line.reasons.append("capped")
            amount = line.cap
    if "floor" in limit:
        floor = formulas.evaluate(parse(limit["floor"]), view)
        if missing(floor):
            return line.block(floor.why)
        if amount >= 0 or floor < 0:
            amount = max(amount, floor)
    line.after_limits = amount
    if line.brought is not None:
        line.brought.left = amount / gross if gross != 0 else Fraction(1)
    return line


# Prizes.


def shared_prize(line, terms, place, m, baseline, view, of):
    """Equal ranks share: each gets the mean of the prizes of the places they fill."""
    tied = view.scope.world.tied(view.scope)
    prizes, cells = [], []
    for i in range(tied):
        held = find_band(terms.edges, place + i)
        cells.append({} if held is None else reached_cells(terms, held, place + i))
        prize = Fraction(0) if held is None else amount_of(terms, held, place + i, m, baseline, view, of)
        if missing(prize):
            return prize
        prizes.append(prize)
    line.brought = Worth(cells, terms, of)
    return sum(prizes, Fraction(0)) / tied


# Levels.


def level_line(line, view):
    """The outcome is a level, at most so many steps from the present one, and no money."""
    from .figures import band_edge

    rule = line.rule
    bands = rule.pay["bands"]
    by = parse(rule.qualify["by"]) if "by" in rule.qualify else parse("net_sales")
    q = formulas.evaluate(by, view)
    if missing(q) and "when_missing" in rule.qualify:
        q = formulas.evaluate(parse(rule.qualify["when_missing"]), view)
    if missing(q):
        return line.fail(q.cause, q.why)
    line.qualifying = q
    held = find_band([band_edge(band, view) for band in bands], q)
    if held is None:
        return line.fail("not_qualified", "no band reached")
    noun, field = rule.pay["sets"].split(".")
    ladder = view.scope.world.policy.ladder(noun, field)
    place = ladder.index(bands[held]["level"])
    now = formulas.evaluate(parse(rule.pay["sets"]), view)
    if not missing(now):
        if "steps_down" in rule.limit:
            place = max(place, now.place - int(rule.limit["steps_down"]))
        if "steps_up" in rule.limit:
            place = min(place, now.place + int(rule.limit["steps_up"]))
    line.level = ladder[place]
    line.band, line.qualified = held, True
    return line


# Returns.


def only_returns(scope):
    """Whether the line is one row or document that takes back: its earning measure is below zero. A combination
    takes back where all lines of its members do."""
    noun = scope.noun
    if noun not in ("sale", "sellout"):
        return False
    if not any(node.text in (noun, f"{noun}.id", f"{noun}.document") for node, _ in scope.key):
        return False
    if scope.rule.kind:
        lines = [line for group in scope.world.member_groups(scope) for line in group]
        return bool(lines) and all(line.mirrors for line in lines)
    of = earning_expression(scope.rule)
    if "of" not in scope.rule.pay and noun != "sale":
        return False
    m = earning(Line(scope), of, View(scope))
    return not missing(m) and m < 0


def take_back(scope, pairs):
    """The line of returns: of each reversed line the part that came back; by its size where none is known."""
    return by_size(scope) if pairs is None else mirror_of(scope, pairs)


def by_size(scope):
    """The whole chain runs as if the return were the sale, and the sign is turned."""
    mirrored = scope.but(mirrors={row.order: row.mirrored() for row in scope.rows()})
    line = scope.world.combine(scope, turned=-1) if scope.rule.kind else by_itself(mirrored)
    line.mirrors = True
    line.gross, line.after_limits = -line.gross, -line.after_limits
    line.earning = turned(line.earning)
    return line


def mirror_of(scope, found):
    """-(amount of the reversed line after limits and combination) x the part of it that came back. By size where a
    part is not known; of an amount that is not known a part is not known either."""
    line = Line(scope)
    line.mirrors = True
    originals = list({id(original): original for _, original, _ in found}.values())
    for original in originals:
        orders = frozenset(row.order for row, other, _ in found if other is original)
        part = next(part for _, other, part in found if other is original)
        if not scope.rule.kind:
            part = returned_part(scope, original, orders if len(originals) > 1 else None)
        line.repaid.append((original, part))
    lacks_part = any(part is None or missing(part) for _, part in line.repaid)
    blocked = any(original.blocked() for original in originals)
    if lacks_part and (scope.rule.kind or not blocked):
        return by_size(scope)
    if scope.rule.kind:
        line.groups = scope.world.member_groups(scope)
        line.winners = winners_of_return(line.groups, originals[0].winners)
    if blocked:
        return line.block("the reversed line is blocked")
    line.qualified = any(original.qualified for original in originals)
    if not line.qualified or all(original.status == "not_qualified" for original in originals):
        line.status = originals[0].status
    line.gross = line.after_limits = sum((o.after_limits * part for o, part in line.repaid), Fraction(0))
    if not scope.rule.kind:
        line.earning = earning(line, earning_expression(scope.rule), View(scope))
    return line


def winners_of_return(groups, winners):
    """The members that won what is taken back; where none of them has a line of the return, the one that takes back
    most has to."""
    found = [place for place in winners if groups[place]]
    if found:
        return found
    able = [place for place, lines in enumerate(groups) if any(line.qualified for line in lines)]
    size = {place: -sum((line.after_limits for line in groups[place]), Fraction(0)) for place in able}
    return [max(able, key=lambda place: (size[place], -place))] if able else []


def returned_part(scope, original, orders):
    """Below zero: what came back over what the reversed line stood on."""
    of = earning_expression(scope.rule)
    back = earning(Line(scope), of, View(scope).but(only=orders))
    whole = earning(Line(original.scope), of, View(original.scope))
    if missing(back) or missing(whole):
        return back if missing(back) else whole
    if whole == 0:
        return Missing("blocked", "the reversed line stands on nothing")
    return back / whole


def charge_returns(line, lines):
    """Returns at the original rate: each is charged at what one unit of its part brought in the line of its sale."""
    scope = line.scope
    of = earning_expression(scope.rule)
    if of is None or is_row_line(scope):
        return
    view = View(scope).but(returns="only", trace=[])
    formulas.evaluate(of, view)
    charged, known = Fraction(0), True
    for row in {row.order: row for row in view.trace}.values():
        sale = repaid.line_of_sale(line, scope.world.original(row).date, lines)
        if sale is None:
            continue
        size = earning(line, of, view.but(only=frozenset([row.order])))
        known = known and not sale.blocked() and not missing(size)
        if known and sale.qualified and sale.brought is not None:
            charged += size * sale.brought.of_row(row, View(sale.scope))
    if charged == 0 and known or line.blocked():
        return
    if not known:
        line.block("what a return costs is not known")
        return
    line.after_limits = (line.after_limits if line.qualified else Fraction(0)) + charged
    line.qualified, line.status = True, "payable"
    line.reasons.append("returned")
