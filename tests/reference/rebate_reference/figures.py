# SPDX-License-Identifier: Apache-2.0
"""Figures of a line that are no sum of rows: targets and attainment, growth, KPIs, scores, ranks, prices.

attainment('annual') looks at the target's own measure in the target's own period up to the end of the
rule's; of the rule it sees the earner only.
"""

from fractions import Fraction

from . import formulas
from .bands import find_band
from .exact import parse_number
from .facts import read_csv
from .fiscal import parse_day
from .scope import View, key_text
from .values import Level, Missing, Refused, Span, Unsupported, missing
from .words import Node, parse


def of_period(word, scope):
    """period.start and its like; inside an instalment the period ends with it, only elapsed knows the whole."""
    if scope.pins is not None and f"period.{word}" in scope.pins:
        return scope.pins[f"period.{word}"]
    calendar, span = scope.world.policy.calendar, scope.span
    month = calendar.month_of(span.last)
    into_year = (month - (calendar.start_month - 1)) % 12
    answers = {
        "start": lambda: span.first,
        "end": lambda: span.last,
        "days": lambda: Fraction(span.days()),
        "elapsed": lambda: scope.elapsed,
        "month": lambda: Fraction(month % 12 + 1),
        "quarter": lambda: Fraction(into_year // 3 + 1),
        "year": lambda: Fraction((month - into_year) // 12),
    }
    if word not in answers:
        raise Refused(f"period has no {word}")
    return answers[word]()


def set_values(policy, word, view):
    values = policy.sets[word]
    if isinstance(values, dict):
        rows = read_csv(view.scope.world.files[values["file"]])
        return [row[values["column"]] for row in rows if row[values["column"]] is not None]
    return [v if isinstance(v, str) else parse_number(v) for v in values]


def branch_of(row, scope):
    """The earner's direct child through which a row came."""
    facts, child = scope.world.facts, row.partner
    seen = set()
    while child is not None and child not in seen:
        seen.add(child)
        above = facts.parent_of(child, scope.attribute_days, scope.which_end())
        if above in scope.earner.members:
            return child
        child = above
    return None


def history(word, view):
    """A figure of history.csv for exactly this window; only where the rule narrows nothing."""
    from .rows import window

    scope = view.scope
    rule = scope.rule
    if view.wheres or view.within or view.among or view.keys or scope.earner is None:
        return None
    if rule is not None and not view.unfiltered:
        if "where" in rule.what or rule.each or "in" in rule.when or "credit" in rule.what:
            return None
    days, _ = window(view)
    calendar = scope.world.policy.calendar
    for raw in scope.world.facts.tables.get("history", []):
        if raw["measure"] == word and raw["partner"] == scope.earner.id and calendar.named(raw["period"]) == days:
            return parse_number(raw["value"])
    return None


# Targets.


def target_period(spec, scope):
    policy = scope.world.policy
    unit = spec["per"]
    days = (
        policy.calendar.containing(scope.whole.last, unit, policy.valid)
        if unit.split(" ")[-1] in UNITS
        else (policy.calendar.named(unit))
    )
    days = days.cut(policy.valid) or days
    if not scope.whole.inside(days):
        raise Refused("the target's period does not contain the rule's")
    return days


UNITS = ("day", "week", "half_month", "month", "quarter", "half", "year", "policy")


def target_figure(name, view):
    """The figure on file or worked out, phased; missing if there is none or it is zero."""
    scope = view.scope
    policy = scope.world.policy
    spec = policy.targets[name]
    days = target_period(spec, scope)
    if "is" in spec:
        inner = scope.but(whole=days, span=days, unit=spec["per"], own_days=days)
        value = formulas.evaluate(parse(spec["is"]), targets_view(spec, inner, view))
    else:
        value = on_file(name, spec, days, view)
    if missing(value):
        return value
    if value == 0:
        return Missing("no_target", f"target {name} is zero")
    return value * phase(spec, days, scope)


def targets_view(spec, inner, view):
    """A target's own outlook: of the rule it sees the earner alone, and the key if it has one figure a key."""
    keys = tuple((parse(text), formulas.evaluate(parse(text), view)) for text in each_of(spec))
    return View(inner).but(unfiltered=True, of_target=True, keys=keys)


def on_file(name, spec, days, view):
    scope = view.scope
    whose = formulas.evaluate(parse(spec["for"]), view) if "for" in spec else scope.earner.id
    keys = each_of(spec)
    calendar, valid = scope.world.policy.calendar, scope.world.policy.valid
    for raw in scope.world.facts.tables.get("targets", []):
        if raw["target"] != name or missing(whose) or raw["partner"] != key_text(whose):
            continue
        period = calendar.named(raw["period"])
        if (period.cut(valid) or period) != days:
            continue
        if all(key_cell(raw, text) == key_text(formulas.evaluate(parse(text), view)) for text in keys):
            return parse_number(raw["value"])
    return Missing("no_target", f"no target {name} for {scope.earner.id} in {days}")


def each_of(spec):
    each = spec.get("each")
    return [] if each is None else each if isinstance(each, list) else [each]


def key_cell(raw, text):
    return raw[text] if text in raw else raw.get(text.split(".")[-1])


def phase(spec, days, scope):
    """Which part of the figure counts when the rule's period, or the instalment, ends before the target's."""
    if scope.span.last >= days.last or spec.get("phased", "none") == "none":
        return Fraction(1)
    if spec["phased"] != "linear":
        raise Unsupported("a target phased by a file")
    rule = scope.rule
    unit = rule.when.get("settle", "start")
    if unit == "start":
        unit = rule.when["per"]
    if unit not in UNITS and unit.split(" ")[-1] not in UNITS:
        raise Refused("a target phased by a rule of one range")
    parts = scope.world.policy.calendar.periods_inside(days, unit, scope.world.policy.valid)
    return Fraction(sum(1 for part in parts if part.last <= scope.span.last), len(parts))


def target(node, view):
    return target_figure(node.parts[0].value, view.outside())


def attainment(node, view):
    name = node.parts[0].value
    view = view.outside()
    figure = target_figure(name, view)
    if missing(figure):
        return figure
    scope = view.scope
    spec = scope.world.policy.targets[name]
    days = Span(target_period(spec, scope).first, scope.span.last)
    own = days if scope.own_days == scope.span else None
    inner = scope.but(span=days, own_days=own)
    reached = formulas.evaluate(parse(spec.get("of", "net_sales")), targets_view(spec, inner, view))
    return reached if missing(reached) else reached / figure


# Growth, streaks, ranks.


def last_year(measure):
    text = measure.text if measure.kind not in ("binary", "unary", "choice") else f"({measure.text})"
    return Node("method", "during", [measure, Node("name", "last_year", [], "last_year")], f"{text}.during(last_year)")


def growth(node, view):
    """This period over the same period last year, less 1; no baseline where that is missing or not above zero."""
    now = formulas.evaluate(node.parts[0], view)
    if missing(now):
        return now
    before = formulas.evaluate(last_year(node.parts[0]), view)
    if missing(before):
        return before
    if before <= 0:
        return Missing("no_baseline", f"{node.parts[0].text} of last year is {before}")
    return now / before - 1


def streak(node, view):
    """For how many periods in a row, this one last, the condition holds; at most n."""
    from .rows import earlier

    scope = view.scope
    at_most = int(formulas.evaluate(node.parts[1], view))
    if scope.span != scope.whole:
        raise Unsupported("streak inside an instalment")
    days, count = scope.whole, 0
    while count < at_most:
        inner = scope.but(whole=days, span=days, own_days=days if count == 0 else None)
        if formulas.evaluate(node.parts[0], View(inner)) is not True:
            break
        count += 1
        days = earlier(scope, count)
    return Fraction(count)


def rank(node, view):
    return view.scope.world.rank(node, view.scope)


# Figures on file.


def kpi(node, view):
    """Of the line's own period, else of the shortest KPI period that contains it."""
    scope = view.scope
    name = node.parts[0].value
    calendar = scope.world.policy.calendar
    found = []
    for raw in scope.world.facts.tables.get("kpis", []):
        if raw["kpi"] == name and scope.earner is not None and raw["partner"] == scope.earner.id:
            days = calendar.named(raw["period"])
            if scope.span.inside(days):
                found.append((days.days(), parse_number(raw["value"])))
    if not found:
        return Missing("blocked", f"no kpi {name}")
    return min(found)[1]


def score(node, view):
    spec = view.scope.world.policy.scores[node.parts[0].value]
    for text in spec.get("veto", []):
        if formulas.evaluate(parse(text), view) is True:
            return Fraction(0)
    total = Fraction(0)
    for item in spec["items"]:
        value = formulas.evaluate(parse(item["of"]), view)
        if missing(value) and "when_missing" in item:
            value = formulas.evaluate(parse(item["when_missing"]), view)
        if missing(value):
            return value
        if "bands" in item:
            edges = [band_edge(band, view) for band in item["bands"]]
            held = find_band(edges, value)
            value = Fraction(0) if held is None else formulas.evaluate(parse(item["bands"][held]["score"]), view)
        total += value * parse_number(item["weight"])
    return total


def band_edge(band, view, ladder=None):
    """(word, value) of a band's edge; a level's edge is a text."""
    for word in ("from", "above", "up_to", "below", "at"):
        if word in band:
            value = band[word]
            if ladder is not None and isinstance(value, str) and value in ladder:
                return word, value
            return word, formulas.evaluate(parse(value), view)
    return None, None


def grade(node, view):
    spec = view.scope.world.policy.scores[node.parts[0].value]
    value = score(node, view)
    pinned = view.scope.pins or {}
    value = pinned.get(f"score({node.parts[0].text})", value)
    if missing(value):
        return value
    bands = spec["grades"]
    held = find_band([band_edge(band, view) for band in bands], value)
    if held is None:
        return Missing("blocked", "no grade")
    return Level(bands[held]["level"], [band["level"] for band in bands])


def offered(node, view):
    """How many values the field has in the product master in this period."""
    scope = view.scope
    facts = scope.world.facts
    field = node.parts[0].value
    values = set()
    for product in facts.products:
        value = facts.product_field(product, field, scope.attribute_days, scope.which_end())
        if not missing(value):
            values.add(value)
    return Fraction(len(values))


def price(node, view):
    values = [formulas.evaluate(part, view) for part in node.parts]
    for value in values:
        if missing(value):
            return value
    name, product, day = values
    day = parse_day(day) if isinstance(day, str) else day
    best = None
    for raw in view.scope.world.facts.tables.get("prices", []):
        if raw["list"] != name or raw["product"] != product or parse_day(raw["valid_from"]) > day:
            continue
        if raw.get("valid_to") and parse_day(raw["valid_to"]) < day:
            continue
        if best is None or raw["valid_from"] > best["valid_from"]:
            best = raw
    if best is None:
        return Missing("blocked", f"no {name} price of {product} on {day}")
    return parse_number(best["price"])


def convert(node, view):
    values = [formulas.evaluate(part, view) for part in node.parts]
    for value in values:
        if missing(value):
            return value
    amount, currency, day = values
    rate = view.scope.world.rate(view.scope.world.policy.currency, currency, day)
    return rate if missing(rate) else amount * rate


def balance(node, view):
    return view.scope.world.balance(node.parts[0].value, view.scope)


def days_in(node, view):
    days = view.scope.world.policy.calendar.named(node.parts[0].value).cut(view.scope.span)
    return Fraction(days.days() if days else 0)


# Other rules.


def earned(node, view):
    if view.window is not None or view.among is not None:
        raise Unsupported(f"{node.text} with a window or among")
    return view.scope.world.earned(node.parts[0].value, view.scope)


def payable(node, view):
    if view.window is not None or view.among is not None:
        raise Unsupported(f"{node.text} with a window or among")
    return view.scope.world.payable(node.parts[0].value, view.scope)


FIGURES = {
    "target": target, "attainment": attainment, "growth": growth, "streak": streak, "rank": rank, "kpi": kpi,
    "score": score, "grade": grade, "offered": offered, "price": price, "convert": convert, "balance": balance,
    "days_in": days_in, "earned": earned, "payable": payable,
}  # fmt: skip
