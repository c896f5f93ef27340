# SPDX-License-Identifier: Apache-2.0
"""From what qualifies and what earns to the gross amount of a line.

A rule's bands, its table and a rate that stands alone are all brought into one form, Terms: edges, a mode
for each band, and what each band pays. A rate that looks at the product of a row cuts the earning measure:
each part is paid at its own rate, and the parts are added.
"""

from fractions import Fraction

from . import formulas, lookups
from .aggregates import OVER_ROWS
from .bands import along_the_line, bases, find_band, go_through, steps
from .figures import band_edge
from .rows import attribute_day
from .scope import View
from .values import Level, Missing, Refused, Unsupported, missing
from .words import parse

PAID = ("rate", "per_unit", "amount")


class Terms:
    """edges[i], modes[i] and pays[i] belong to band i; pays[i] maps rate, per_unit, amount to cells.
    `by` is the expression that a banded table qualifies by, `otherwise` what it pays outside its bands."""

    def __init__(self, edges, modes, pays, by=None, otherwise=None, every=None, no_row=False):
        self.edges = edges
        self.modes = modes
        self.pays = pays
        self.by = by
        self.otherwise = otherwise
        self.every = every or [None] * len(edges)
        self.no_row = no_row

    def part_of(self, row, view):
        """What the row's rates are told apart by, band by band."""
        inner = view.at(row)
        found = []
        for cells in self.pays + ([self.otherwise] if self.otherwise else []):
            found += [cell.part(inner) for name, cell in cells.items() if name != "amount" and cell.by_row]
        return found


class Cell:
    """Something to be paid: an expression, or a look-up, that may depend on the row."""

    def __init__(self, worth, by_row, keys=None):
        self.worth = worth
        self.by_row = by_row
        self.keys = keys  # of a table: what it is looked up by

    def part(self, view):
        if self.keys is None:
            value = self.worth(view)
            return None if missing(value) else value
        values = [formulas.evaluate(node, view) for node in self.keys]
        return [None if missing(value) else value for value in values]


def formula(text, policy, by_day=False):
    node = parse(text)
    return Cell(lambda view: formulas.evaluate(node, view), looks_at_rows(node, policy, by_day))


def asks_at_rows(rule):
    """With as_of row the partner's attributes are those of each row's day."""
    return rule.who.get("as_of") == "row"


def looks_at_rows(node, policy, by_day=False):
    """Whether the expression holds a row field outside aggregates, a product's or a customer's included; with
    by_day, one of the partner, too."""
    if node.kind == "call" and (node.value in OVER_ROWS or node.value in ("offered", "attainment", "growth")):
        return False
    if node.kind == "member" and node.parts[0].kind == "name":
        base = node.parts[0].text
        if base in policy.tables:
            return table_looks_at_rows(policy.tables[base], policy, by_day)
        return base in policy.nouns and (by_day or base != "partner")
    if node.kind == "name":
        if node.text in policy.tables:
            return table_looks_at_rows(policy.tables[node.text], policy, by_day)
        for named in (policy.conditions, policy.measures, formulas.BUILT_IN):
            if node.text in named:
                return looks_at_rows(parse(named[node.text]), policy, by_day)
        return False
    if node.kind == "method" and node.value in ("where", "during", "among", "within", "by"):
        return looks_at_rows(node.parts[0], policy, by_day)
    return any(looks_at_rows(part, policy, by_day) for part in node.parts)


def table_looks_at_rows(table, policy, by_day=False):
    nodes = [node for node, _ in lookups.key_expressions(table)]
    if "dated" in table:
        nodes.append(parse(table["dated"]))
    return any(looks_at_rows(node, policy, by_day) for node in nodes)


# Terms.


def terms_of(rule, view):
    policy = view.scope.world.policy
    pay = rule.pay
    mode = pay.get("mode", "retroactive")
    if "bands" in pay:
        return band_terms(pay["bands"], mode, view, policy)
    table = pay.get("table")
    if isinstance(table, str):
        return declared_terms(table, mode, view, policy)
    if table is not None:
        return matrix_terms(table, mode, view, policy)
    terms = band_terms([{k: v for k, v in pay.items() if k in PAID + ("every", "steps")}], mode, view, policy)
    if rule.kind and not terms.pays[0]:
        terms.pays[0]["rate"] = formula("100%", policy)
    return terms


def band_terms(bands, mode, view, policy):
    ladder = None
    edges = [band_edge(band, view, all_levels(policy)) for band in bands]
    by_day = asks_at_rows(view.scope.rule)
    pays = [
        {name: formula(band[name], policy, by_day and name != "amount") for name in PAID if name in band}
        for band in bands
    ]
    every = [(band["every"], band.get("steps") == "started") if "every" in band else None for band in bands]
    return Terms(edges, [band.get("mode", mode) for band in bands], pays, every=every)


def all_levels(policy):
    names = set(policy.tiers)
    for declared in policy.fields.values():
        if isinstance(declared, list):
            names |= set(declared)
    return names


def matrix_terms(matrix, mode, view, policy):
    pays = lookups.matrix_pays(matrix)
    word = lookups.matrix_edge(matrix)
    by_day = asks_at_rows(view.scope.rule)
    by_row = looks_at_rows(parse(matrix["by"]), policy, by_day)

    def at(column):
        def worth(view):
            cells = lookups.matrix_cells(matrix, view)
            place = lookups.matrix_column(matrix, view) if column is None else column
            if cells is None or place is None:
                return Missing("blocked", "no cell of the table")
            return formulas.evaluate(parse(cells[place]), view)

        return worth

    if word is None:
        if "across" in matrix:
            by_row = by_row or looks_at_rows(parse(matrix["across"]), policy, by_day)
        keys = [parse(matrix[name]) for name in ("by", "across") if name in matrix]
        return Terms([(None, None)], [mode], [{pays: Cell(at(None), by_row, keys)}])
    edges = [(word, formulas.evaluate(parse(edge), view)) for edge in matrix[word]]
    cells = [{pays: Cell(at(i), by_row, [parse(matrix["by"])])} for i in range(len(edges))]
    return Terms(edges, [mode] * len(edges), cells, by=parse(matrix["across"]))


def declared_terms(name, mode, view, policy):
    table = policy.tables[name]
    columns = [c for c in lookups.gives(table) if c in PAID]
    banded = lookups.banded_key(table)
    by_day = asks_at_rows(view.scope.rule)
    by_row = any(
        looks_at_rows(node, policy, by_day) for i, (node, _) in enumerate(lookups.key_expressions(table))
        if banded is None or i != banded[0]
    ) or ("dated" in table and looks_at_rows(parse(table["dated"]), policy, by_day))  # fmt: skip
    keys = [node for i, (node, _) in enumerate(lookups.key_expressions(table)) if banded is None or i != banded[0]]
    looked_up = {c: Cell(lambda view, c=c: lookups.table_value(name, c, view), by_row, keys) for c in columns}
    if banded is None:
        return Terms([(None, None)], [mode], [looked_up])
    if by_row:
        if mode != "retroactive":
            raise Unsupported("slices of a table whose other keys cut the rows")
        return Terms([(None, None)], [mode], [looked_up])
    place, node, word = banded
    rows = lookups.band_rows(table, view)
    first = len(lookups.key_expressions(table))
    pays = []
    for row in rows:
        cells = {c: row[first + lookups.gives(table).index(c)] for c in columns}
        pays.append({c: Cell(lambda view, v=v: lookups.cell(v), False) for c, v in cells.items()})
    otherwise = looked_up if "otherwise" in table else None
    edges = [(word, lookups.cell(row[place])) if row[place] != "*" else (None, None) for row in rows]
    return Terms(edges, [mode] * len(rows), pays, by=node, otherwise=otherwise, no_row=not rows)


# Amounts.


def amount_of(terms, k, q, m, baseline, view, of):
    """What bands 0..k pay for the earning measure m; missing if a part of it is."""
    factors = bases(terms.edges, terms.modes, k, q, baseline)
    paid = []
    kept = max((i for i in range(k + 1) if terms.modes[i] != "marginal"), default=0)
    for place, factor in enumerate(factors):
        if place < kept:
            paid.append(Fraction(0))  # replaced by a later band: what it would pay is not asked
            continue
        cells = reached_cells(terms, k, q) if place == k else terms.pays[place]
        pays = band_pays(cells, factor, m, terms.every[place], view, of)
        if missing(pays):
            return pays
        paid.append(pays)
    return go_through(paid, terms.modes[: k + 1])


def reached_cells(terms, k, q):
    """What the reached band pays per unit; between two points, what lies between."""
    if terms.modes[k] == "interpolated" and k + 1 < len(terms.edges):
        return between_points(terms, k, q)
    return terms.pays[k]


class Worth:
    """What one unit of the earning measure brought in a line: rate and per_unit of the band reached (of shared places
    the mean), times what the limits left of all that the bands paid."""

    def __init__(self, bands, terms, of):
        self.bands = [[cells[name] for name in ("rate", "per_unit") if name in cells] for cells in bands]
        self.terms = terms
        self.of = of
        self.left = Fraction(1)

    def of_row(self, row, view):
        """At the rate of the row's own part; a part that the line does not have brought nothing."""
        if any(cell.by_row for cells in self.bands for cell in cells):
            part = self.terms.part_of(row, view)
            if not any(self.terms.part_of(other, view) == part for other in earning_rows(self.of, view)):
                return Fraction(0)
        total = Fraction(0)
        for cells in self.bands:
            for cell in cells:
                value = cell.worth(view.at(row) if cell.by_row else view)
                total += Fraction(0) if missing(value) else value
        return total / len(self.bands) * self.left


def between_points(terms, k, q):
    def worth(name):
        def interpolated(view):
            here, there = terms.pays[k][name].worth(view), terms.pays[k + 1][name].worth(view)
            if missing(here) or missing(there):
                return here if missing(here) else there
            return along_the_line({"v": here}, {"v": there}, terms.edges[k][1], terms.edges[k + 1][1], q)["v"]

        return interpolated

    return {
        name: Cell(worth(name), cell.by_row or terms.pays[k + 1][name].by_row)
        for name, cell in terms.pays[k].items()
        if name in terms.pays[k + 1]
    }


def band_pays(cells, factor, m, every, view, of):
    """amount + rate x base + per_unit x base, or amount for each full or started `every` of the base."""
    total = Fraction(0)
    for name, cell in cells.items():
        if name == "amount":
            part = cell.worth(view)
            if every is not None and not missing(part):
                part = stepped(part, factor, m, every, view)
        elif missing(m):
            return Missing("blocked", m.why)
        elif factor is None:
            continue
        else:
            part = rated(cell, m, view, of)
            part = part if missing(part) else part * factor
        if missing(part):
            return Missing("blocked", part.why)
        total += part
    return total


def stepped(amount, factor, m, every, view):
    if factor is None:
        return Fraction(0)
    size = formulas.evaluate(parse(every[0]), view)
    if missing(size) or missing(m):
        return size if missing(size) else m
    if size <= 0:
        return Missing("blocked", "every is not above zero")
    return amount * steps(m * factor, size, every[1])


def rated(cell, m, view, of):
    """rate x earning measure; where the rate looks at rows, each part at its own rate."""
    if not cell.by_row or view.scope.pins is not None:
        value = cell.worth(view)
        return value if missing(value) else value * m
    rows = earning_rows(of, view)
    if not rows:
        return Fraction(0) if m == 0 else Missing("blocked", "a rate by row without a row")
    values = [
        (row, cell.worth(view.at(row))) for row in sorted(rows, key=lambda row: (attribute_day(row, view), row.id))
    ]
    for _, value in values:
        if missing(value):
            return value
    if all(value == values[0][1] for _, value in values):
        return values[0][1] * m
    return cut(values, view, of)


def earning_rows(of, view):
    """The rows that the earning measure adds up; of a measure without aggregates, the rows of the line."""
    if not adds_up(of, view):
        return view.scope.rows()
    trace = []
    formulas.evaluate(of, view.but(trace=trace))
    return list({row.order: row for row in trace if row.noun == view.scope.noun}.values())


def adds_up(node, view):
    """Whether the expression holds an aggregate over the rule's own noun."""
    from .aggregates import noun_in

    policy = view.scope.world.policy
    for part in node.walk():
        if part.kind == "call" and part.value in OVER_ROWS:
            noun = part.parts[0].text if part.value == "count" else noun_in(part.parts[0], view)
            if noun == view.scope.noun:
                return True
        for named in (policy.measures, formulas.BUILT_IN):
            if part.kind == "name" and part.text in named and adds_up(parse(named[part.text]), view):
                return True
    return False


def cut(values, view, of):
    """Oldest first: what the measure grows by with each run of rows, at the rate of that run. For a sum this is
    the sum of the run; min(sum, 110) is filled up to 110 and no further."""
    if any(part.kind == "call" and part.value in ("earned", "payable") for part in of.walk()):
        raise Unsupported("a rate by row on what is net of another rule")
    total, before, seen = Fraction(0), Fraction(0), set()
    for i, (row, value) in enumerate(values):
        seen.add(row.order)
        if i + 1 < len(values) and values[i + 1][1] == value:
            continue
        now = formulas.evaluate(of, view.but(only=frozenset(seen)))
        if missing(now):
            return now
        total += (now - before) * value
        before = now
    return total
