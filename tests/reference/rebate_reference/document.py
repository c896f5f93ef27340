# SPDX-License-Identifier: Apache-2.0
"""A policy document with every short form written out and every default filled in.

    "what": "product.line == 'L01'"   becomes   {"where": "product.line == 'L01'"}

Nothing is checked here beyond what the evaluator trips over: checking is the loader's part.
"""

import json

from .exact import minor_unit, parse_number
from .fiscal import Calendar, is_unit
from .values import Refused
from .words import parse

FIRST_MEMBER = {"who": "where", "when": "per", "what": "where", "qualify": "by", "pay": "rate"}
COMBINATIONS = ("sum_of", "best_of", "first_of")
PARTNER_FIELDS = "id name kind tier region parent group joined left rating currency area choice"
NOUN_FIELDS = {
    "partner": PARTNER_FIELDS,
    "branch": PARTNER_FIELDS,
    "product": "id name line category brand model launched state margin_class weight list cost",
    "customer": "id name group region kind first_purchase",
    "sale": "id document line date posted partner customer product quantity unit net tax gross list cost price"
    " currency region store staff ship_to type reverses promo registration",
    "sellout": "id document line date posted partner customer product quantity net price region store staff"
    " pickup_partner serial reverses",
    "payment": "id date posted partner invoice amount settles kind",
    "invoice": "id date due net gross open",
    "claim": "id kind project fund date posted partner status requested approved amount spent proof proof_date"
    " expires product quantity store",
    "stage": "id deal name date posted partner customer status value registered expires",
    "activity": "id kind date posted partner staff store product quantity amount passed ref active_on",
    "stock": "id date posted partner product quantity value",
    "adjustment": "id date posted partner rule period amount reason text approved_by approved_on document",
}
DATES = (
    "date posted joined left first_purchase launched registered expires proof_date due approved_on active_on"
    " valid_from valid_to"
).split()
NUMBERS = (
    "quantity net tax gross list cost price amount settles requested approved spent value weight area open"
).split()


class Rule:
    """One rule with its six parts as plain dictionaries, expressions still as text."""

    def __init__(self, spec):
        self.id = spec["id"]
        self.who = spec.get("who", {})
        self.when = spec.get("when", {})
        self.what = spec.get("what", {})
        self.qualify = spec.get("qualify", {})
        self.pay = spec.get("pay", {})
        self.limit = spec.get("limit", {})
        self.kind = next((k for k in COMBINATIONS if k in self.what), None)
        self.members = self.what.get(self.kind, []) if self.kind else []
        if "per" not in self.when:
            raise Refused(f"rule {self.id} has no period")
        each = self.what.get("each")
        self.each = [] if each is None else each if isinstance(each, list) else [each]


class Policy:
    def __init__(self, document):
        self.document = document
        self.id = document["policy"]
        self.currency = document["currency"]
        self.calendar = Calendar(document.get("calendar"))
        self.valid = self.calendar.named(document["valid"])
        self.tiers = document.get("tiers", [])
        self.fields = document.get("fields", {})
        self.sets = document.get("sets", {})
        self.conditions = {k: named(v) for k, v in document.get("conditions", {}).items()}
        self.measures = {k: named(v) for k, v in document.get("measures", {}).items()}
        self.targets = document.get("targets", {})
        self.scores = document.get("scores", {})
        self.tables = document.get("tables", {})
        self.funds = document.get("funds", {})
        self.budgets = document.get("budgets", {})
        self.currencies = document.get("currencies")
        self.limit = document.get("limit", {})
        self.rules = {}
        for spec in document["rules"]:
            rule = Rule(fill_in(spec, document.get("defaults", {})))
            self.rules[rule.id] = rule
        self.member_of = {m: r.id for r in self.rules.values() for m in r.members}
        self.minor_units = (self.currencies or {}).get("minor_units")
        self.types_written, self.kinds = {}, {}
        # Everything that stands before a dot as a noun, those that the policy adds included.
        self.nouns = set(NOUN_FIELDS) | {name.split(".")[0] for name in self.fields}
        self.row_nouns = self.nouns - {"partner", "branch", "product", "customer", "kpi"}
        self.cent = minor_unit(self.currency, self.minor_units)

    def ladder(self, noun, field):
        """The levels of a field, lowest first, or None."""
        if noun in ("partner", "branch") and field == "tier" and self.tiers:
            return self.tiers
        declared = self.fields.get(f"{'partner' if noun == 'branch' else noun}.{field}")
        return declared if isinstance(declared, list) else None

    def field_type(self, noun, field):
        """date, number, flag or text."""
        found = self.kinds.get((noun, field))
        if found is None:
            found = self.kinds[noun, field] = self.find_type(noun, field)
        return found

    def find_type(self, noun, field):
        declared = self.fields.get(f"{'partner' if noun == 'branch' else noun}.{field}")
        if isinstance(declared, list):
            return "text"
        if declared in ("number", "money", "quantity"):
            return "number"
        if declared is not None:
            return declared
        if field in DATES:
            return "date"
        if field == "passed":
            return "flag"
        if field == "line" or (noun == "payment" and field == "open"):
            return "text"
        return "number" if field in NUMBERS else "text"

    def has_field(self, noun, field):
        return field in NOUN_FIELDS.get(noun, "").split() or f"{noun}.{field}" in self.fields


def named(value):
    return value if isinstance(value, str) else value["is"]


def full_form(part, value):
    return dict(value) if isinstance(value, dict) else {FIRST_MEMBER[part]: value}


def fill_in(spec, defaults):
    """The rule with what `defaults` says for the members it does not state itself, one level deep."""
    filled = dict(spec)
    combination = isinstance(spec.get("what"), dict) and any(k in spec["what"] for k in COMBINATIONS)
    for part in ("who", "when", "what", "qualify", "pay", "limit"):
        own = full_form(part, spec[part]) if part in spec else {}
        if part in defaults and not (combination and part in ("what", "pay")):
            own = {**full_form(part, defaults[part]), **own}
        filled[part] = own
    return filled


def read_policy(text_or_document):
    """JSON with every number kept exact."""
    if isinstance(text_or_document, dict):
        return Policy(text_or_document)
    return Policy(read_json(text_or_document))


def read_json(text):
    return json.loads(text, parse_float=parse_number, parse_int=int)


def pay_expressions(rule):
    """Every expression of `pay` that can hold a row field or a measure, as trees."""
    pay = rule.pay
    for place in (pay, *pay.get("bands", [])):
        for member in ("rate", "per_unit", "amount"):
            if member in place:
                yield parse(place[member])


def settle_unit(rule):
    unit = rule.when.get("settle")
    if unit is not None and unit != "start" and not is_unit(unit):
        raise Refused(f"rule {rule.id} cannot settle by {unit!r}")
    return unit
