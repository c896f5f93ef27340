# SPDX-License-Identifier: Apache-2.0
"""Look-up tables: the declared ones and the small one that stands in a rule.

A declared row matches if every key it fixes matches; of the rows that match, the one that fixes the most
wins. A banded key ({"up_to": days}) makes bands of the rows that agree in all other keys.
"""

from . import formulas
from .bands import find_band
from .exact import looks_numeric, parse_number
from .facts import read_csv
from .values import Level, Missing, Refused, missing
from .words import parse

EDGES = ("from", "above", "up_to", "below")


def key_expressions(table):
    """Each key as (expression, edge word or None)."""
    keys = table["by"] if isinstance(table["by"], list) else [table["by"]]
    return [(parse(k), None) if isinstance(k, str) else (parse(k[w]), w) for k in keys for w in [edge_word(k)]]


def edge_word(key):
    return None if isinstance(key, str) else next(iter(key))


def gives(table):
    return table["gives"] if isinstance(table["gives"], list) else [table["gives"]]


def table_rows(table, world):
    """The rows as lists of cells: keys, values and, if dated, the range."""
    if "rows" in table:
        return table["rows"]
    keys = [node.text for node, _ in key_expressions(table)]
    rows = []
    for raw in read_csv(world.files[table["file"]]):
        cells = [raw[k] if k in raw else raw[k.split(".")[-1]] for k in keys] + [raw[g] for g in gives(table)]
        if "dated" in table:
            cells.append(f"{raw.get('valid_from') or '0001-01-01'}..{raw.get('valid_to') or '9999-12-31'}")
        rows.append(cells)
    return rows


def table_value(name, column, view):
    """What the table's name (or name.column) is worth. Seen from a line, a table that looks at rows is worth
    what it says for all of them, if it says the same."""
    world = view.scope.world
    table = world.policy.tables[name]
    if column is None and len(gives(table)) > 1:
        raise Refused(f"table {name} gives several values: say which")
    fixed = next((v for k, v in view.scope.key if k.text == f"{name}.{column}"), None)
    if fixed is not None and view.row is None:
        return fixed
    if view.row is not None or view.scope.pins is not None or not looks_at_rows(table, world.policy):
        return value_for(name, table, column, view)
    rows = view.group[1] if view.group is not None else view.scope.rows()
    values = [value_for(name, table, column, view.at(row)) for row in rows]
    if not values:
        return value_for(name, table, column, view)
    for value in values:
        if missing(value):
            return value
        if value != values[0]:
            return Missing("blocked", f"table {name} says different things for the rows of the line")
    return values[0]


def looks_at_rows(table, policy):
    from .pay import table_looks_at_rows

    return table_looks_at_rows(table, policy)


def value_for(name, table, column, view):
    """The cell of the row that matches, `otherwise`, or missing."""
    row = matching_row(table, view)
    if missing(row):
        return row
    if row is None:
        if "otherwise" in table:
            return cell(table["otherwise"])
        return Missing("blocked", f"no row of table {name}")
    at = len(key_expressions(table)) + gives(table).index(column or gives(table)[0])
    return cell(row[at])


def cell(value):
    """A number where it is written as one, else the text."""
    if isinstance(value, str) and looks_numeric(value):
        return parse_number(value)
    return parse_number(value) if isinstance(value, int) and not isinstance(value, bool) else value


def matching_row(table, view, skip_band=False):
    """The most specific row that matches; None if there is none."""
    keys = key_expressions(table)
    values = [formulas.evaluate(node, view) for node, _ in keys]
    day = formulas.evaluate(parse(table["dated"]), view) if "dated" in table else None
    candidates = []
    for row in table_rows(table, view.scope.world):
        if day is not None:
            if missing(day) or day not in view.scope.world.policy.calendar.named(row[-1]):
                continue
        if all(edge or plain_match(row[i], values[i]) for i, (_, edge) in enumerate(keys)):
            candidates.append(row)
    candidates = [row for row in candidates if band_match(row, candidates, keys, values)]
    if not candidates:
        return None
    fixed = [{i for i in range(len(keys)) if row[i] != "*"} for row in candidates]
    best = [i for i in range(len(candidates)) if not any(fixed[i] < other for other in fixed)]
    if len(best) != 1:
        raise Refused(f"two rows of a table match: {[candidates[i] for i in best]}")
    return candidates[best[0]]


def plain_match(written, value):
    if written == "*":
        return True
    if missing(value):
        return False
    if isinstance(value, Level):
        return value.name == written
    if isinstance(value, bool) or isinstance(written, bool):
        return value is written or str(written).lower() == str(value).lower()
    if isinstance(value, str):
        return str(written) == value
    return (not isinstance(written, str) or looks_numeric(written)) and parse_number(written) == value


def band_match(row, rows, keys, values):
    """Whether the row is the band that holds the value, among the rows with the same other keys."""
    for i, (_, word) in enumerate(keys):
        if word is None or row[i] == "*":
            continue
        if missing(values[i]):
            return False
        others = [r for r in rows if r[i] != "*" and all(r[j] == row[j] for j in range(len(keys)) if j != i)]
        bands = [(word, cell(r[i])) for r in others]
        held = find_band(bands, values[i])
        if held is None or others[held] is not row:
            return False
    return True


def banded_key(table):
    """The place, expression and word of the banded key of a declared table, or None."""
    banded = [(i, node, word) for i, (node, word) in enumerate(key_expressions(table)) if word is not None]
    if len(banded) > 1:
        raise Refused("a table in pay has one banded key at most")
    return banded[0] if banded else None


def band_rows(table, view):
    """The rows of a banded table that hold for everything but the banded key: the bands, as printed."""
    place, _, _ = banded_key(table)
    keys = key_expressions(table)
    values = [formulas.evaluate(node, view) if i != place else None for i, (node, _) in enumerate(keys)]
    rows = [
        row
        for row in table_rows(table, view.scope.world)
        if all(i == place or plain_match(row[i], values[i]) for i in range(len(keys)))
    ]
    fixed = [{i for i in range(len(keys)) if i != place and row[i] != "*"} for row in rows]
    return [row for row, f in zip(rows, fixed) if not any(f < other for other in fixed)]


# The small table of a rule.


def matrix_cells(matrix, view):
    """The cells of the row that `by` picks, as a list of expressions; None if there is no such row."""
    value = formulas.evaluate(parse(matrix["by"]), view)
    rows = matrix.get("rates") or matrix.get("per_units") or matrix.get("amounts")
    for written in rows:
        if written != "*" and plain_match(written, value):
            return as_list(rows[written])
    return as_list(rows["*"]) if "*" in rows else None


def as_list(value):
    return value if isinstance(value, list) else [value]


def matrix_pays(matrix):
    """rate, per_unit or amount: what the cells of a small table are."""
    return "rate" if "rates" in matrix else "per_unit" if "per_units" in matrix else "amount"


def matrix_edge(matrix):
    return next((word for word in EDGES if word in matrix), None)


def matrix_column(matrix, view):
    """Which of the named columns `across` picks; None if there is none. 0 without a second axis."""
    if "across" not in matrix:
        return 0
    value = formulas.evaluate(parse(matrix["across"]), view)
    for place, written in enumerate(matrix["columns"]):
        if written != "*" and plain_match(written, value):
            return place
    return matrix["columns"].index("*") if "*" in matrix["columns"] else None
