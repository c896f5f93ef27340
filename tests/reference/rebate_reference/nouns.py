# SPDX-License-Identifier: Apache-2.0
"""Which noun a rule stands on: the one in pay.of; where only amounts are paid the one in each, where or
qualify; else sale. Row fields outside aggregates decide before those inside.
"""

from . import formulas
from .aggregates import OVER_ROWS, nouns_of, table_nouns
from .document import COMBINATIONS
from .lookups import gives, matrix_pays
from .values import Refused
from .words import parse


def noun_of_rule(rule, policy):
    if any(kind in rule.what for kind in COMBINATIONS):
        return first_noun([rule.each and [parse(text) for text in rule.each] or []], policy) or "sale"
    if "of" in rule.pay:
        found = of_nouns(parse(rule.pay["of"]), policy)
        if found:
            return single(found, rule, [parse(text) for text in rule.each], policy)
    elif not only_amounts(rule, policy):
        return "sale"
    qualify = [rule.qualify.get("by")] + rule.qualify.get("require", []) + rule.qualify.get("veto", [])
    places = [
        [parse(text) for text in rule.each],
        [parse(text) for text in [rule.what.get("where")] + qualify if text is not None],
    ]
    return first_noun(places, policy) or "sale"


def only_amounts(rule, policy):
    """True where nothing but fixed sums is paid: no rate, no per_unit, no every."""
    pay = rule.pay
    for place in (pay, *pay.get("bands", [])):
        if "rate" in place or "per_unit" in place or "every" in place:
            return False
    table = pay.get("table")
    if isinstance(table, str):
        return not {"rate", "per_unit"} & set(gives(policy.tables[table]))
    return table is None or matrix_pays(table) == "amount"


def pays_per_unit(rule, policy):
    """True where quantities are paid and nothing else: then the earning measure is units."""
    pay = rule.pay
    places = (pay, *pay.get("bands", []))
    rate = any("rate" in place or "every" in place for place in places)
    unit = any("per_unit" in place for place in places)
    table = pay.get("table")
    if isinstance(table, str):
        columns = gives(policy.tables[table])
        rate, unit = rate or "rate" in columns, unit or "per_unit" in columns
    elif table is not None:
        rate, unit = rate or matrix_pays(table) == "rate", unit or matrix_pays(table) == "per_unit"
    return unit and not rate


def of_nouns(node, policy):
    outside = outside_aggregates(node, policy)
    return outside or nouns_of(node, policy)


def outside_aggregates(node, policy):
    if node.kind == "call" and (node.value in OVER_ROWS or node.value == "unfiltered"):
        return set()
    if node.kind == "member" and node.parts[0].kind == "name":
        base = node.parts[0].text
        if base in policy.tables:
            return table_nouns(base, policy)
        return {base} if base in policy.row_nouns else set()
    if node.kind == "name":
        if node.text in policy.tables:
            return table_nouns(node.text, policy)
        for named in (policy.conditions, policy.measures, formulas.BUILT_IN):
            if node.text in named:
                return outside_aggregates(parse(named[node.text]), policy)
        return set()
    if node.kind == "method" and node.value in ("where", "during", "among", "within", "by"):
        return outside_aggregates(node.parts[0], policy)
    found = set()
    for part in node.parts:
        found |= outside_aggregates(part, policy)
    return found


def single(found, rule, each, policy):
    if "payment" in found:
        found.discard("invoice")
    if len(found) > 1:
        keyed = first_noun([each], policy)
        if keyed in found:
            return keyed
        raise Refused(f"rule {rule.id} has two nouns: {sorted(found)}")
    return next(iter(found))


def first_noun(places, policy):
    for nodes in places:
        found = set()
        for node in nodes:
            found |= nouns_of(node, policy)
        if "payment" in found:
            found.discard("invoice")
        if len(found) > 1:
            raise Refused(f"two candidate nouns: {sorted(found)}")
        if found:
            return found.pop()
    return None
