# SPDX-License-Identifier: Apache-2.0
"""What an expression is worth, seen from a line.

evaluate(node, view) goes down the tree; a name is looked up first among the pins of an example, then as
a condition, a measure, a set or a table of the policy, then as a word of the format.
"""

from fractions import Fraction

from . import aggregates, figures, functions
from .fiscal import parse_day
from .lookups import table_value
from .values import (
    Level, Missing, Refused, Span, Unsupported, kleene_and, kleene_not, kleene_or, missing,
)  # fmt: skip
from .words import parse

BUILT_IN = {
    "net_sales": "sum(sale.net)",
    "gross_sales": "sum(sale.gross)",
    "units": "sum(sale.quantity)",
    "orders": "distinct(sale.document)",
    "customers": "distinct(sale.customer)",
    "sold_out": "sum(sellout.net)",
    "collected": "sum(payment.amount)",
    "approved_claims": "sum(min(claim.amount, claim.approved)).where(claim.status == 'approved')",
}
MODIFIERS = ("where", "during", "among", "within")
PER_KEY = ("count", "all", "sum", "smallest", "largest", "top")


def evaluate(node, view):
    pins = view.scope.pins
    if pins is not None and view.row is None and node.text in pins:
        return pins[node.text]
    return KINDS[node.kind](node, view)


def literal(node, view):
    return node.value


def list_of(node, view):
    return [evaluate(part, view) for part in node.parts]


def choice(node, view):
    condition = evaluate(node.parts[0], view)
    if missing(condition):
        return condition
    return evaluate(node.parts[1] if condition else node.parts[2], view)


def unary(node, view):
    value = evaluate(node.parts[0], view)
    if node.value == "!":
        return kleene_not(value)
    return value if missing(value) else -value


# Names and fields.


def name(node, view):
    word, policy = node.text, view.scope.world.policy
    if word == "it":
        return view.it
    if word == "as_of":
        return view.scope.as_of
    if word == "period":
        return view.scope.span
    if word in policy.conditions:
        return evaluate(parse(policy.conditions[word]), view)
    if word in policy.measures:
        return measure(word, parse(policy.measures[word]), view)
    if word in BUILT_IN:
        return measure(word, parse(BUILT_IN[word]), view)
    if word in policy.sets:
        return figures.set_values(policy, word, view)
    if word in policy.tables:
        return table_value(word, None, view)
    raise Refused(f"nothing is called {word!r}")


def measure(word, tree, view):
    """A named measure; where its window is not covered, history.csv may know it."""
    value = evaluate(tree, view)
    if missing(value) and value.cause == "no_baseline":
        known = figures.history(word, view)
        return value if known is None else known
    return value


def member(node, view):
    base = node.parts[0].text
    policy = view.scope.world.policy
    if base == "period":
        return figures.of_period(node.value, view.scope)
    if base in policy.tables:
        return table_value(base, node.value, view)
    if base in policy.nouns:
        return field(base, node.value, node.text, view)
    raise Refused(f"nothing is called {node.text!r}")


def field(noun, attribute, text, view):
    """A field of the row at hand, or of the line where all its rows agree."""
    scope = view.scope
    facts = scope.world.facts
    if noun == "partner":
        days = scope.attribute_days
        if scope.which == "row" and view.row is not None:
            days = row_day(view)
        if scope.earner is None:
            return Missing("blocked", "no partner here")
        return scope.earner.field(attribute, days, scope.which_end())
    if view.row is not None:
        value = of_row(noun, attribute, view.row, view)
        if value is not None:
            return value
        view = view.outside()
        if scope.pins is not None and text in scope.pins:
            return scope.pins[text]
    if view.group is not None:
        fixed, rows = view.group
        return fixed[text] if text in fixed else shared(noun, attribute, rows, view)
    for key, value in scope.key:
        if key.text == text:
            return value
    if scope.pins is not None:
        return Missing("blocked", f"{text} is not given")
    return shared(noun, attribute, scope.rows(), view)


def row_day(view):
    from .rows import attribute_day

    day = attribute_day(view.row, view)
    return Span(day, day)


def shared(noun, attribute, rows, view):
    """The value of a field that is the same on all rows; missing if it is not, or if there is no row."""
    values = [of_row(noun, attribute, row, view) for row in rows]
    if not values or values[0] is None:
        return Missing("blocked", f"{noun}.{attribute}: no row")
    for value in values:
        if missing(value) or value != values[0]:
            return value if missing(value) else Missing("blocked", f"{noun}.{attribute} differs between rows")
    return values[0]


def of_row(noun, attribute, row, view):
    """The field of a row, or of the product, customer, invoice or branch it points at; None if it has none."""
    scope = view.scope
    facts = scope.world.facts
    if noun == row.noun:
        return in_own_currency(row.get(attribute), attribute, row, scope)
    if noun == "product" and row.noun not in ("payment", "invoice"):
        days = row_day(view.at(row)) if scope.which == "row" else scope.attribute_days
        return facts.product_field(row.get("product"), attribute, days, scope.which_end())
    if noun == "customer":
        return facts.customer_field(row.get("customer"), attribute)
    if noun == "invoice" and row.noun == "payment":
        invoice = facts.invoices.get(row.fields.get("invoice"))
        return Missing("blocked", f"invoice of payment {row.id}") if invoice is None else invoice.get(attribute)
    if noun == "branch":
        branch = figures.branch_of(row, scope)
        if branch is None:
            return Missing("blocked", "no branch")
        return facts.partner_field(branch, attribute, scope.attribute_days, scope.which_end())
    return None


MONEY = ("net", "tax", "gross", "list", "cost", "price", "amount", "settles")


def in_own_currency(value, attribute, row, scope):
    """Money of a row in the policy's currency: at the rate of the row's date, or of the end of the line's period."""
    policy = scope.world.policy
    currency = row.fields.get("currency")
    if attribute not in MONEY or missing(value) or currency in (None, policy.currency):
        return value
    if policy.currencies is None:
        raise Unsupported(f"{row.noun} {row.id} is in {currency}")
    rate = scope.world.rate(
        currency, policy.currency, row.date if policy.currencies["convert"] == "rows" else scope.end
    )
    return rate if missing(rate) else value * rate


# Two sides.


def binary(node, view):
    sign = node.value
    left = evaluate(node.parts[0], view)
    if sign == "&&":
        return False if left is False else kleene_and(left, evaluate(node.parts[1], view))
    if sign == "||":
        return True if left is True else kleene_or(left, evaluate(node.parts[1], view))
    right = evaluate(node.parts[1], view)
    if missing(left):
        return left
    if missing(right):
        return right
    if sign == "in":
        return inside(left, right, view)
    if sign in ("+", "-", "*", "/"):
        return arithmetic(sign, left, right, node)
    left, right = alike(left, right)
    if sign == "==":
        return left == right
    if sign == "!=":
        return left != right
    if isinstance(left, str):
        raise Refused(f"texts have no order: {node.text}")
    if sign == "<":
        return left < right
    if sign == "<=":
        return left <= right
    if sign == ">":
        return left > right
    return left >= right


def arithmetic(sign, left, right, node):
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    if right == 0:
        return Missing("blocked", f"division by zero: {node.text}")
    return Fraction(left) / right


def alike(left, right):
    """Both sides as values that can be compared: quoted dates as dates, levels as places on their ladder."""
    if isinstance(left, Level) or isinstance(right, Level):
        ladder = left.ladder if isinstance(left, Level) else right.ladder
        return place_on(ladder, left), place_on(ladder, right)
    if isinstance(left, str) and not isinstance(right, str) and hasattr(right, "year"):
        return parse_day(left), right
    if isinstance(right, str) and not isinstance(left, str) and hasattr(left, "year"):
        return left, parse_day(right)
    return left, right


def place_on(ladder, value):
    text = value.name if isinstance(value, Level) else value
    if text not in ladder:
        raise Refused(f"{text!r} is no level of {ladder}")
    return ladder.index(text)


def inside(value, container, view):
    """A date in a range, or a value in a list or set."""
    if isinstance(container, str):
        container = view.scope.world.policy.calendar.named(container)
    if isinstance(container, Span):
        return (parse_day(value) if isinstance(value, str) else value) in container
    return any(not missing(item) and same(value, item) for item in container)


def same(left, right):
    if isinstance(left, Level) or isinstance(right, Level):
        return left == right
    left, right = alike(left, right)
    return (
        type(left) is type(right)
        and left == right
        or (isinstance(left, (int, Fraction)) and isinstance(right, (int, Fraction)) and left == right)
    )


# Calls and modifiers.


def call(node, view):
    if node.value in aggregates.OVER_ROWS:
        return aggregates.over_rows(node, view)
    if node.value == "unfiltered":
        return evaluate(node.parts[0], view.outside().but(unfiltered=True))
    if node.value in figures.FIGURES:
        return figures.FIGURES[node.value](node, view)
    if node.value in functions.FUNCTIONS:
        return functions.call(node.value, node.parts, view)
    raise Refused(f"no function {node.value!r}")


def method(node, view):
    inner, args = node.parts[0], node.parts[1:]
    word = node.value
    if word == "where":
        return evaluate(inner, view.outside().but(wheres=view.wheres + (args[0],)))
    if word in ("during", "among", "within"):
        changed = {"during": "window", "among": "among", "within": "within"}[word]
        return evaluate(inner, view.outside().but(**{changed: args[0]}))
    if word in PER_KEY and inner.kind == "method" and inner.value == "by":
        return aggregates.per_key(word, inner, args, view)
    if word in functions.FUNCTIONS:
        return functions.call(word, [inner] + args, view)
    raise Refused(f"no modifier {word!r}")


def index(node, view):
    items, at = evaluate(node.parts[0], view), evaluate(node.parts[1], view)
    if missing(items) or missing(at):
        return items if missing(items) else at
    if at.denominator != 1 or not 0 <= at < len(items):
        return Missing("blocked", f"no item {at}")
    return items[int(at)]


KINDS = {
    "number": literal, "text": literal, "flag": literal, "list": list_of, "choice": choice, "unary": unary,
    "name": name, "member": member, "binary": binary, "call": call, "method": method, "index": index,
}  # fmt: skip
