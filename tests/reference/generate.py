# SPDX-License-Identifier: Apache-2.0
"""Random policies over all features that settle, as the judge asks engine and reference for them.

    case = make_case(4711)     # the same case for the same seed, on every machine
    case["policy"], case["files"], case["as_of"], case["features"]

Values are few and meet each other: sums that stand exactly on an edge, targets of zero, no prior year,
returns that open or close a band. Every seed wants four capabilities (capabilities.py) that are drawn from all
of them, and its first rules make room for those; the rest is left to the dice. So every two capabilities meet
in about one case of a thousand, however rare each of them is by itself.
"""

import random
from datetime import timedelta

import generate_data
from capabilities import CAPABILITIES
from generate_limits import gates, make_limit, policy_limit
from generate_pay import pay_part, pays_amounts_only
from generate_rules import add_rare_rules, make_combination, make_net_of
from generate_words import Words
from rebate_reference.fiscal import Calendar

WANTED = 8

# What a wanted capability decides about the rule that takes it up; two that decide differently need two rules.
NEEDS = {
    "noun:sellout": {"noun": "sellout"}, "noun:payment": {"noun": "payment"}, "noun:claim": {"noun": "claim"},
    "noun:own": {"noun": "visit"},
    "pay:rate": {"shape": "flat"}, "pay:per_unit": {"shape": "per_unit"}, "pay:amount": {"shape": "amount"},
    "pay:every": {"shape": "every"}, "pay:cut": {"shape": "cut", "noun": "sale"}, "pay:sets": {"shape": "sets"},
    "mode:retroactive": {"shape": "bands", "mode": "retroactive"},
    "mode:marginal": {"shape": "bands", "mode": "marginal"},
    "mode:excess": {"shape": "bands", "mode": "excess"},
    "mode:interpolated": {"shape": "bands", "mode": "interpolated"},
    "mode:own": {"shape": "bands", "mode": "marginal", "by": "itself", "own": True},
    "edge:above": {"shape": "bands", "mode": "retroactive", "edges": "above"},
    "edge:up_to": {"shape": "bands", "mode": "retroactive", "edges": "up_to"},
    "edge:below": {"shape": "bands", "mode": "retroactive", "edges": "below"},
    "table:matrix": {"shape": "matrix"}, "table:banded": {"shape": "banded-matrix"},
    "table:columns": {"shape": "matrix", "columns": True}, "table:declared": {"shape": "declared"},
    "table:band-key": {"shape": "banded-declared"}, "table:keys": {"shape": "declared", "keys": True},
    "table:csv": {"shape": "declared", "csv": True},
    "table:dated": {"shape": "declared", "dated": True, "noun": "sale"},
    "by:measure": {"shape": "bands", "by": "other", "mode": "retroactive", "noun": "sale"},
    "by:attainment": {"shape": "bands", "by": "attainment", "noun": "sale"},
    "by:growth": {"shape": "bands", "by": "growth", "noun": "sale"},
    "by:kpi": {"shape": "bands", "by": "kpi", "mode": "retroactive"},
    "by:days": {"shape": "bands", "by": "days", "mode": "retroactive", "noun": "payment", "each": "payment"},
    "by:score": {"shape": "bands", "by": "score", "mode": "retroactive"},
    "by:streak": {"shape": "bands", "by": "streak", "mode": "retroactive", "noun": "sale"},
    "by:rank": {"shape": "bands", "by": "rank", "mode": "retroactive", "noun": "sale"},
    "rank:share": {"shape": "bands", "by": "rank", "mode": "retroactive", "noun": "sale", "ties": "share"},
    "by:coverage": {"shape": "bands", "by": "coverage", "mode": "retroactive", "noun": "sale"},
    "target:each": {"shape": "bands", "by": "attainment", "noun": "sale", "target": "each", "each": "product.line"},
    "target:for": {"shape": "bands", "by": "attainment", "noun": "sale", "target": "for"},
    "target:is": {"shape": "bands", "by": "attainment", "noun": "sale", "target": "is"},
    "phased:linear": {"shape": "bands", "by": "attainment", "noun": "sale", "phased": "linear", "per": "quarter"},
    "phased:none": {"shape": "bands", "by": "attainment", "noun": "sale", "phased": "none", "per": "quarter"},
    "each:row": {"each": "row"}, "each:document": {"each": "sale.document", "noun": "sale"},
    "each:field": {"each": "field"},
    "each:list": {"each": ["product.line", "customer.region"], "noun": "sale"},
    "what:among": {"noun": "sale"}, "what:credit": {"noun": "sale"}, "when:first_months": {"noun": "sale"},
    "when:dated_by": {"noun": "sale"}, "when:accrue": {"shape": "bands", "mode": "retroactive"},
    "when:settle": {"per": "year"}, "when:advance": {"per": "year"},
    "returns:ignore": {"noun": "sale"}, "returns:restate": {"noun": "sale"},
    "returns:at_original_rate": {"noun": "sale", "steady": True}, "rows:returned": {"noun": "sale"},
    "per:days": {"per": "week"}, "per:half_month": {"per": "half_month"}, "per:month": {"per": "month"},
    "per:quarter": {"per": "quarter"}, "per:half": {"per": "half"}, "per:year": {"per": "year"},
    "per:policy": {"per": "policy"}, "per:range": {"per": "range"}, "per:several": {"per": "2 month"},
    "to:each": {"noun": "sale"}, "to:at_most": {"noun": "sale"},
    "w:so_far": {"noun": "sale", "each": "sale", "shape": "bands", "mode": "retroactive", "by": "so_far"},
    "limit:lines": {"each": "field"},
    "fund:draw": {"shape": "flat"}, "fund:earn": {"shape": "flat"},
    "currencies:rows": {"noun": "sale"}, "currencies:payout": {"noun": "sale"},
    "data:units": {"noun": "sale", "shape": "per_unit"},
    "data:prices": {"noun": "sale"}, "names:condition": {}, "names:measure": {"noun": "sale"},
}  # fmt: skip
for _name in CAPABILITIES:
    if _name[:2] in ("w:", "m:") and _name not in ("m:earned", "m:payable") and _name not in NEEDS:
        NEEDS[_name] = {"noun": "sale"}


class Maker:
    """One case in the making: the dice, the features met, and what the policy needs of its data."""

    def __init__(self, seed):
        self.seed = seed
        self.dice = random.Random(seed)
        self.features = set()
        self.wanted = set(self.dice.sample(CAPABILITIES, WANTED))
        self.is_rich = self.chance(75)
        self.slots = {}
        self.nouns = {"sale"}
        self.targets = {}
        self.kpis = set()
        self.tables = {}
        self.table_files = {}
        self.conditions = {}
        self.measures = {}
        self.scores = {}
        self.budgets = {}
        self.funds = {}
        self.has_fiscal_year = False
        self.per = "year"
        self.where = ""
        self.settles = False
        self.each = None
        self.data = set()
        self.amounts_only = False
        self.restates = False
        self.words = Words(self)

    def chance(self, percent):
        return self.dice.randrange(100) < percent

    def pick(self, *choices):
        return self.dice.choice(choices)

    def wants(self, name):
        """Whether the case still wants this capability; it is served then."""
        if name in self.wanted:
            self.wanted.discard(name)
            return True
        return False

    def take(self, name, percent):
        """Wanted, or by chance."""
        return self.wants(name) or self.chance(percent)

    def choose(self, feature, *choices):
        """One of the choices, noted as feature:choice; a wanted one, or the one that the rule's slot says."""
        chosen = self.dice.choice(choices)
        slot = self.slots.get(feature)
        if slot is not None and slot in choices:
            chosen = slot
        for choice in sorted(set(map(str, choices))):
            if slot is None and self.wants(f"{feature}:{choice}"):
                chosen = choice
                break
        self.features.add(f"{feature}:{chosen}")
        return chosen

    def note(self, feature):
        self.features.add(feature)

    def some(self, values, least, most):
        count = self.dice.randint(least, min(most, len(values)))
        return sorted(self.dice.sample(range(len(values)), count))

    def open_slots(self):
        """Takes up as many wanted capabilities as can stand in one rule."""
        self.slots = {}
        wanted = sorted(self.wanted)
        self.dice.shuffle(wanted)
        for name in wanted:
            needs = NEEDS.get(name)
            if needs is not None and all(self.slots.get(slot, value) == value for slot, value in needs.items()):
                self.slots.update(needs)
                if needs and name[:2] not in ("w:", "m:") and name in SERVED_BY_SLOTS:
                    self.wanted.discard(name)

    def still_wants_rules(self):
        return any(name in NEEDS for name in self.wanted)


# Those that the slots alone bring about; the others are served where they are written.
SERVED_BY_SLOTS = {
    name for name in NEEDS
    if name.split(":")[0] in ("noun", "pay", "mode", "edge", "table", "by", "rank", "target", "phased", "each", "per")
} | {"w:so_far"}  # fmt: skip


def make_case(seed):
    maker = Maker(seed)
    policy = make_policy(maker)
    files = generate_data.make_files(maker, policy)
    late = "2028-12-31"
    as_of = maker.pick("2025-05-10", "2025-06-30", "2025-11-15") if maker.take("data:as_of", 6) else late
    if "when:accrue" in maker.data:
        as_of = maker.pick("2025-05-10", "2025-08-15", "2025-11-15")
    return {
        "seed": seed,
        "policy": policy,
        "files": files,
        "as_of": as_of,
        "features": sorted(maker.features),
    }


def make_calendar(maker):
    kind = maker.choose("calendar", "plain", "plain", "plain", "april", "closes-25", "both", "closes-30", "weeks")
    if maker.wants("calendar:weeks"):
        kind = "weeks"
    elif maker.wants("calendar:month_closes"):
        kind = "closes-25" if not maker.wants("calendar:year_starts") else "both"
    elif maker.wants("calendar:year_starts"):
        kind = "april"
    calendar = {}
    if kind in ("april", "both") or (kind == "weeks" and maker.chance(30)):
        calendar["year_starts"] = "04-01"
    if kind in ("closes-25", "both"):
        calendar["month_closes"] = 25
    if kind == "closes-30":
        calendar["month_closes"] = 30
    if kind == "weeks":
        calendar["weeks"] = maker.pick("4-4-5", "4-5-4", "5-4-4")
    return calendar


def make_policy(maker):
    calendar = make_calendar(maker)
    valid = maker.choose("valid", "2025", "2025", "2025-H1", "2025-02-15..2025-12-31", "2025-01-01..2026-12-31")
    if maker.wanted & {"per:days", "per:half_month"}:
        valid = maker.pick("2025-H1", "2025-H1", "2025-02-15..2025-05-31")
    policy = {
        "librebate": 1,
        "policy": "case",
        "currency": maker.choose("currency", "CNY", "CNY", "CNY", "JPY", "KWD"),
        "valid": valid,
        "tiers": ["bronze", "silver", "gold", "diamond"],
        "fields": {
            "kpi.score": "number", "visit.store": "text", "visit.grade": "text", "visit.score": "number",
            "product.size": "number", "sale.shipped": "date",
        },
        "sets": {"core": ["L1", "L2"], "east_side": ["east", "north"]},
    }  # fmt: skip
    if maker.wants("currency:minor"):
        policy["currency"] = maker.pick("JPY", "KWD")
    if calendar:
        maker.has_fiscal_year = True
        policy["calendar"] = calendar
    make_currencies(maker, policy)
    rules = []
    count = maker.pick(1, 1, 2, 2, 3)
    while len(rules) < count or (len(rules) < 5 and maker.still_wants_rules()):
        rules.append(make_rule(maker, f"r{len(rules) + 1}", policy))
    combined = {"what:sum_of", "what:best_of", "what:first_of"}
    if maker.chance(25) or maker.wanted & (combined | {"members:finer"}):
        rules += make_combination(maker, policy, make_rule, "all-in", "m")
    if maker.wanted & combined:
        rules += make_combination(maker, policy, make_rule, "beside", "n")
    if maker.chance(10) or maker.wanted & {"m:earned", "m:payable"}:
        rules += make_net_of(maker, policy, make_rule)
    add_rare_rules(maker, policy, rules)
    policy_limit(maker, policy, rules)
    maker.dice.shuffle(rules)
    policy["rules"] = rules
    for name, value in (
        ("conditions", maker.conditions), ("measures", maker.measures), ("targets", maker.targets),
        ("tables", maker.tables), ("scores", maker.scores), ("budgets", maker.budgets), ("funds", maker.funds),
    ):  # fmt: skip
        if value:
            policy[name] = value
    return policy


def make_currencies(maker, policy):
    """Rows in other currencies, and payment in the partner's."""
    how = None
    if maker.wants("currencies:rows") or maker.chance(4):
        how = "rows"
    elif maker.wants("currencies:payout") or maker.chance(4):
        how = "payout"
    if how is None:
        return
    maker.note(f"currencies:{how}")
    maker.data.add("currencies")
    policy["currencies"] = {"convert": how, "rates": "exchange-rates.csv"}
    if maker.chance(60):
        maker.note("currencies:pay_in")
        policy["currencies"]["pay_in"] = "partner.currency"
    if maker.chance(40):
        policy["currencies"]["minor_units"] = {"KWD": 3, "JPY": 0}


# Rules.


def make_rule(maker, id, policy, member=False, per=None, each=None):
    """A rule with parts of its own choice; a member leaves out what members may not have."""
    maker.open_slots()
    if each is not None or per is not None:
        maker.slots = {k: v for k, v in maker.slots.items() if k not in ("noun", "each", "per")}
    noun = maker.choose("noun", "sale", "sale", "sale", "sale", "sale", "sellout", "payment", "claim", "visit")
    if each is not None:
        noun = "sale"
    maker.nouns.add(noun)
    if noun == "payment":
        maker.nouns.add("invoice")
    maker.each = each if each is not None else make_key(maker, noun)
    maker.where = ""
    rule = {"id": id}
    who = make_who(maker, member)
    if who is not None:
        rule["who"] = who
    when = make_when(maker, noun, policy, member, per)
    if isinstance(who, dict) and "together" in who and isinstance(when, dict) and when.get("since") == "partner.joined":
        when["since"] = "product.launched"  # a pool has joined when all of it did, or each when it did
    rule["when"] = when
    maker.per = when if isinstance(when, str) else when["per"]
    maker.settles = isinstance(when, dict) and "settle" in when
    what = make_what(maker, noun, member)
    if isinstance(who, dict) and "together" in who and "partner." in all_text(maker, where_of(what)):
        what = {name: part for name, part in what.items() if name != "where"} if isinstance(what, dict) else {}
    if isinstance(who, dict) and who.get("as_of") == "row" and isinstance(what, dict):
        what.pop("among", None)  # nor who judges the rows of others: the earner, or who sold
        what.pop("credit", None)
    if isinstance(when, dict) and when.get("since") == "partner.joined" and isinstance(what, dict):
        what.pop("among", None)  # whose joining decides on the rows of others is not judged
        what.pop("credit", None)
    if what:
        rule["what"] = what
    where = where_of(what)
    maker.where = all_text(maker, where)
    by_row = isinstance(who, dict) and who.get("as_of") == "row"
    credits = isinstance(what, dict) and "credit" in what
    if by_row or credits or isinstance(when, dict) and when.get("since") == "partner.joined":
        maker.where += " partner."  # nor whose joining decides in a measure over the rows of others
    maker.restates = isinstance(what, dict) and what.get("returns") == "restate"
    pay_part(maker, rule, noun, policy, member)
    if isinstance(rule.get("qualify"), dict) and "ties" in rule["qualify"] and isinstance(when, dict):
        when.pop("accrue", None)  # a rank is not forecast
    add_original_rate(maker, rule, noun)
    maker.amounts_only = pays_amounts_only(rule["pay"])
    if maker.amounts_only and noun != "sale" and isinstance(when, dict):
        when.pop("dated_by", None)  # it alone does not make a noun
    gates(maker, rule, noun)
    limit = make_limit(maker, rule, noun, policy, member)
    if limit:
        rule["limit"] = limit
    return rule


def where_of(what):
    return what if isinstance(what, str) else what.get("where", "")


def make_who(maker, member=False):
    kind = maker.choose("who", *["all"] * 8, "tier", "region", "kind", "parent", "kpi", "joined", "mixed")
    as_of = "start" if maker.wants("who:start") else "row" if maker.wants("who:row") else None
    together = not member and maker.take("who:together", 3)
    if kind == "all" and (maker.wants("who:where") or as_of is not None):
        kind = maker.pick("tier", "region", "mixed")
    condition = {
        "all": None,
        "tier": maker.pick("partner.tier >= 'silver'", "partner.tier == 'gold'", "partner.tier < 'diamond'"),
        "region": maker.pick("partner.region == 'east'", "partner.region in east_side"),
        "kind": "partner.kind in ['dealer', 'shop']",
        "parent": maker.pick("has(partner.parent)", "!has(partner.parent)"),
        "kpi": "kpi('score') >= 80",
        "joined": "months(partner.joined, period.end) >= 3",
        "mixed": "partner.tier >= 'silver' || partner.region == 'west' && !(partner.kind == 'shop')",
    }[kind]
    if kind == "kpi":
        maker.kpis.add("score")
    who = {} if condition is None else {"where": condition}
    if as_of is None and maker.chance(20):
        as_of = maker.pick("start", "end") if together else maker.pick("start", "end", "row")
    if who and as_of is not None and not (as_of == "row" and (together or kind in ("kpi", "joined"))):
        maker.note(f"who.as_of:{as_of}")
        who["as_of"] = as_of
    if together:
        maker.note("who.together")
        maker.data.add("groups")
        who["together"] = maker.pick("partner.group", "partner.group", "partner.region")
    if not who:
        return None
    return condition if list(who) == ["where"] else who


def make_when(maker, noun, policy, member, per):
    short = policy["valid"] == "2025-H1"
    if per is None:
        choices = ["quarter", "quarter", "year", "year", "half", "policy", "month", "2 month", "range", "half_month"]
        if short or maker.slots.get("per") == "week":
            choices += ["week", "2 week", "10 day"]
        per = maker.slots.get("per") or maker.dice.choice(choices)
        if per == "week":
            per = maker.pick("week", "2 week", "10 day")
        maker.note(f"per:{per}")
        if per == "range":
            # A range across two years of a fiscal calendar has no target of a year, and is refused at load.
            per = "2025-Q2" if maker.has_fiscal_year else maker.pick("2025-Q2", "2025-03-10..2025-05-20")
    when = {"per": per}
    if per in ("year", "policy", "quarter", "half") and maker.take("when:in", 8):
        maker.note("when.in")
        first = Calendar(policy.get("calendar")).named(policy["valid"]).first
        when["in"] = [
            f"{first + timedelta(a)}..{first + timedelta(b)}"
            for a, b in maker.pick([(30, 90)], [(0, 40), (89, 120)], [(0, 58)])
        ]
    elif noun == "sale" and maker.take("when:first_months", 8):
        maker.note("when.first_months")
        when["first_months"] = maker.pick(1, 3, 6, 12)
        when["since"] = maker.pick("product.launched", "partner.joined", "customer.first_purchase")
    settles = {"year": ["quarter", "half", "month"], "policy": ["quarter"], "half": ["quarter", "2 month"]}
    if not member and per in settles and (maker.wanted & {"when:settle", "when:advance"} or maker.chance(10)):
        maker.note("when.settle")
        maker.wanted.discard("when:settle")
        when["settle"] = maker.dice.choice(settles[per])
        if maker.take("when:advance", 40):
            maker.note("when.advance")
            when["advance"] = maker.pick("80%", "50%")
    if noun in ("sale", "claim") and maker.take("when:dated_by", 5):
        maker.note("when.dated_by")
        when["dated_by"] = {"sale": "sale.shipped", "claim": "claim.proof_date"}[noun]
    if not member and maker.take("when:late", 4):
        maker.note("when.close_after_days")
        when["close_after_days"] = maker.pick(3, 10, 45)
    if not member and maker.slots.get("mode") == "retroactive" and maker.take("when:accrue", 3):
        maker.note("when.accrue")
        maker.data.add("when:accrue")
        when["accrue"] = maker.pick("actual", "forecast", {"rate": "3.5%"}, {"band": 1}, {"band": 2})
    return when if len(when) > 1 else per


def make_key(maker, noun):
    """The key of a rule, or None."""
    slot = maker.slots.get("each")
    if slot is None:
        return maker.words.key(noun) if maker.chance(40) else None
    if slot == "row":
        return noun
    if slot == "field":
        fields = {
            "sellout": "sellout.store",
            "payment": "payment.invoice",
            "claim": "claim.project",
            "visit": "visit.store",
        }
        return fields.get(noun) or maker.pick("product.line", "customer.id", "sale.store")
    return slot


def make_what(maker, noun, member):
    what = {}
    each = maker.each
    if maker.take("what:where", 30):
        what["where"] = maker.words.condition(noun)
    if each is not None:
        maker.note(f"each:{each if isinstance(each, str) else 'list'}")
        what["each"] = each
    if noun == "sale" and "partner." not in all_text(maker, what.get("where", "")):
        if maker.take("what:among", 6):
            what["among"] = maker.choose("among", "all", "below", "partner.region")
        elif each != "sale.document" and maker.take("what:credit", 3):
            maker.note("what.credit")
            what["credit"] = maker.pick(
                "sale.staff", [{"to": "sale.partner", "share": "60%"}, {"to": "sale.staff", "share": "40%"}],
                [{"to": "sale.staff", "share": "25%"}],
            )  # fmt: skip
    if noun == "sale":
        for how, percent in (("ignore", 6), ("restate", 3)):
            if "returns" not in what and maker.take(f"returns:{how}", percent):
                maker.note(f"returns:{how}")
                what["returns"] = how
    if list(what) == ["where"]:
        return what["where"]
    return what


def add_original_rate(maker, rule, noun):
    """Returns at the original rate need one rate for the sale that they reverse: no slices, steps or amounts. The
    judge asks for it on plain sums, at rates that do not look at the day."""
    pay, what = rule["pay"], rule.get("what", {})
    if noun != "sale" or (isinstance(what, dict) and "returns" in what):
        return
    shape = pay if isinstance(pay, dict) else {"rate": pay}
    places = [shape] + shape.get("bands", [])
    steady = shape.get("mode", "retroactive") in ("retroactive", "interpolated") and "sets" not in shape
    table = shape.get("table")
    if isinstance(table, dict) and "amounts" in table or isinstance(table, str) and "dated" in maker.tables[table]:
        return
    of = shape.get("of", "net_sales")
    if not steady or maker.measures.get(of, of) not in PLAIN_SUMS:
        return
    if any(set(place) & {"amount", "every"} for place in places) or any("mode" in place for place in places[1:]):
        return
    if not maker.take("returns:at_original_rate", 2):
        return
    maker.note("returns:at_original_rate")
    what = what if isinstance(what, dict) else {"where": what}
    rule["what"] = {**what, "returns": "at_original_rate"}


PLAIN_SUMS = (
    "net_sales", "gross_sales", "units", "sum(sale.net)", "sum(sale.net - sale.cost)",
    "net_sales.where(product.line in core)", "sum(sale.quantity * product.weight)",
)  # fmt: skip


def all_text(maker, condition):
    """The condition with the named ones that it may stand on. `partner` in a condition on the rows of others can be
    read in two ways, so the judge does not ask."""
    return condition + "".join(text for name, text in maker.conditions.items() if name in condition)
