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

import generate_data
from capabilities import CAPABILITIES
from generate_limits import gates, make_limit, policy_limit
from generate_needs import NEEDS, SERVED_BY_SLOTS
from generate_pay import pay_part, pays_amounts_only
from generate_rules import add_rare_rules, make_combination, make_net_of
from generate_when import make_when, make_who
from generate_words import Words

WANTED = 8


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
