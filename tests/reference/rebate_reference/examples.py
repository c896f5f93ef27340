# SPDX-License-Identifier: Apache-2.0
"""The examples inside a policy, run as the contract's appendix: every expected figure against ours.

An example pins names ("net_sales": 900000) or gives small tables of rows and a period.
"""

from fractions import Fraction

from . import chain, formulas, settle
from .document import Policy
from .exact import looks_numeric, parse_number, round_to
from .facts import NOT_ROWS, NOUN_OF_FILE
from .fiscal import parse_day
from .line import by_itself
from .scope import Earner, Scope, View
from .values import Level, missing
from .words import parse
from .world import World

STATUSES = (
    "payable not_qualified vetoed superseded reduced used_up no_target no_baseline blocked carried below_minimum"
    " waiting provisional settled no_line"
).split()
ANY_DAY = None


class Answer:
    """What our side says for one line: the amount newly due, the status, the level."""

    def __init__(self, partner, payee, due, status, level=None, each=None, period=None, kind=None, gross=None):
        self.partner = partner
        self.payee = payee
        self.due = due
        self.status = status
        self.level = level
        self.each = each
        self.period = period
        self.kind = kind
        self.gross = gross


def run_example(policy, example, files=None):
    """The list of differences; empty if the example is right."""
    given = example["given"]
    with_rows = any(isinstance(v, list) for v in given.values())
    answers = run_rows(policy, example, files) if with_rows else run_pins(policy, example)
    wrong = []
    for rule_id, expected in example["expect"].items():
        wrong += compare(policy, rule_id, expected, answers(rule_id))
    return wrong


# Pinned names.


def pin_value(policy, name, value):
    if isinstance(value, bool):
        return value
    node = parse(name)
    if node.kind == "member":
        noun, field = node.parts[0].text, node.value
        ladder = policy.ladder(noun, field)
        if ladder is not None:
            return Level(value, ladder)
        kind = policy.field_type(noun, field)
        if kind == "date":
            return parse_day(value)
        if kind == "text" and policy.has_field(noun, field):
            return str(value)
    if isinstance(value, str):
        return parse_number(value) if looks_numeric(value) else value
    return Fraction(value)


def run_pins(policy, example):
    pins = {parse(name).text: pin_value(policy, name, v) for name, v in example["given"].items()}
    world = World(policy, {}, in_example=True)
    days = policy.valid
    if "period" in example:
        days = policy.calendar.named(example["period"])

    def answers(rule_id):
        rule = policy.rules[rule_id]
        earner = Earner(world.facts, "example", [])
        scope = Scope(world, rule, earner, days, days, rule.when["per"], days.last, days.last)
        scope.pins = pins
        for part in (rule.who, rule.what):
            if "where" in part and is_false(part["where"], scope):
                return []
        line = world.combine(scope) if rule.kind else by_itself(scope)
        due = chain.round_line(line, line.after_limits)
        return [Answer("example", "example", due, line.status, line.level, gross=line.gross)]

    return answers


def is_false(text, scope):
    """A condition that needs an unpinned name is taken to hold: the pins are a line that exists."""
    return formulas.evaluate(parse(text), View(scope.but(assuming=True))) is False


# Rows.


def run_rows(policy, example, files):
    tables = dict(example["given"])
    asked = policy.calendar.named(example["period"])
    as_of = parse_day(example["as_of"]) if "as_of" in example else None
    if as_of is None:
        as_of = max(chain_close(rule, asked) for rule in policy.rules.values())
    world = World(policy, tables, as_of, in_example=True, files=files)
    world.asked = asked
    entries = [e for e in settle.collect(world, None) if e.line.scope.span.last <= asked.last]
    settle.finish(world, entries)

    def answers(rule_id):
        rule = policy.rules[rule_id]
        if rule_id in policy.member_of:
            return member_answers(world, rule, asked)
        found = []
        for entry in entries:
            if entry.rule.id == rule_id and entry.line.scope.span.last in asked:
                scope = entry.line.scope
                for payee, due in entry.parts:
                    status = "below_minimum" if payee in entry.held else entry.status
                    found.append(
                        Answer(scope.earner.id, payee, due, status, entry.line.level, scope.key_texts(),
                               settle.period_name(entry.line, world), entry.kind, entry.line.gross)
                    )  # fmt: skip
        return found

    return answers


def chain_close(rule, asked):
    from .fiscal import DAY

    return asked.last + int(rule.when.get("close_after_days", 0)) * DAY


def member_answers(world, rule, asked):
    """A member of a combination is meant with what it earned by itself."""
    found = []
    for whole in world.periods(rule):
        if whole.last not in asked:
            continue
        for line in world.lines(rule, whole, whole, world.as_of):
            scope = line.scope
            due = round_to(line.after_limits, world.policy.cent, "half_up")
            found.append(
                Answer(scope.earner.id, scope.earner.id, due, line.status, line.level, scope.key_texts(),
                       settle.period_name(line, world), "final", line.gross)
            )  # fmt: skip
    return found


# Comparison.


def compare(policy, rule_id, expected, answers):
    if isinstance(expected, dict):
        wrong = []
        for whose, value in expected.items():
            chosen = [a for a in answers if a.payee == whose] or [a for a in answers if a.partner == whose]
            wrong += compare_one(f"{rule_id} of {whose}", value, chosen)
        return wrong
    if isinstance(expected, list):
        return [text for item in expected for text in compare_listed(policy, rule_id, item, answers)]
    return compare_one(rule_id, expected, answers)


def compare_one(what, value, answers):
    text = str(value)
    due = sum((a.due for a in answers), Fraction(0))
    found = ", ".join(f"{a.status} {a.due}" for a in answers) or "no line"
    if looks_numeric(text):
        return [] if due == parse_number(text) else [f"{what}: {text} expected, {found}"]
    if not answers:
        return [] if text in ("not_qualified", "no_line") else [f"{what}: {text} expected, no line"]
    if text in STATUSES:
        return [] if all(a.status == text for a in answers) else [f"{what}: {text} expected, {found}"]
    levels = {a.level for a in answers}
    return [] if levels == {text} else [f"{what}: {text} expected, {sorted(map(str, levels))}"]


def compare_listed(policy, rule_id, item, answers):
    """One expected line, with whichever members matter."""
    for answer in answers:
        if "partner" in item and answer.partner != item["partner"]:
            continue
        if "payee" in item and answer.payee != item["payee"]:
            continue
        if "each" in item and " · ".join(answer.each) != str(item["each"]):
            continue
        if "period" in item and item["period"] != answer.period:
            continue
        if "kind" in item and answer.kind != item["kind"]:
            continue
        wrong = []
        for name in ("due", "gross"):
            if name in item and getattr(answer, name) != parse_number(item[name]):
                wrong.append(f"{rule_id} {name}: {item[name]} expected, {getattr(answer, name)}")
        if "status" in item and answer.status != item["status"]:
            wrong.append(f"{rule_id}: {item['status']} expected, {answer.status}")
        return wrong
    return [f"{rule_id}: no line like {item}"]
