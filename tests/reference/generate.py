# SPDX-License-Identifier: Apache-2.0
"""Random policies over all features that settle, as the judge asks engine and reference for them.

    case = make_case(4711)     # the same case for the same seed, on every machine
    case["policy"], case["files"], case["as_of"], case["features"]

Values are few and meet each other: sums that stand exactly on an edge, targets of zero, no prior year,
returns that open or close a band. Every choice is noted as a feature, so that a run can say which
features, and which pairs of them, it has met.
"""

import random
from datetime import timedelta

import generate_data
from generate_extra import add_extras
from generate_words import Words
from rebate_reference.fiscal import Calendar

EDGES = {
    "net_sales": [0, 100, 200, 300, 500, 1000],
    "units": [0, 1, 5, 10, 20],
    "days": [-1, 0, 5, 10, 30],
    "ratio": ["50%", "80%", "100%", "120%"],
    "growth": ["-10%", "0%", "10%", "50%"],
    "count": [1, 2, 3, 5],
}
RATES = ["1%", "2%", "2.5%", "3%", "5%", "0.35%", "10%", "33.33%", "0%", "-4%"]
AMOUNTS = ["0", "10", "25.50", "100", "33.333", "-20", "0.005"]
PER_UNITS = ["1", "2.5", "0.125", "-3"]
MODES = ("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")


class Maker:
    """One case in the making: the dice, the features met, and what the policy needs of its data."""

    def __init__(self, seed):
        self.seed = seed
        self.dice = random.Random(seed)
        self.features = set()
        self.nouns = {"sale"}
        self.targets = {}
        self.kpis = set()
        self.tables = {}
        self.conditions = {}
        self.measures = {}
        self.has_fiscal_year = False
        self.per = "year"
        self.where = ""
        self.settles = False
        self.data = set()
        self.amounts_only = False
        self.words = Words(self)

    def chance(self, percent):
        return self.dice.randrange(100) < percent

    def pick(self, *choices):
        return self.dice.choice(choices)

    def choose(self, feature, *choices):
        """One of the choices, noted as feature:choice."""
        chosen = self.dice.choice(choices)
        self.features.add(f"{feature}:{chosen}")
        return chosen

    def note(self, feature):
        self.features.add(feature)

    def some(self, values, least, most):
        count = self.dice.randint(least, min(most, len(values)))
        return sorted(self.dice.sample(range(len(values)), count))


def make_case(seed):
    maker = Maker(seed)
    policy = make_policy(maker)
    files = generate_data.make_files(maker, policy)
    return {
        "seed": seed,
        "policy": policy,
        "files": files,
        "as_of": "2028-12-31",
        "features": sorted(maker.features),
    }


def make_policy(maker):
    calendar = {}
    kind = maker.choose("calendar", "plain", "plain", "april", "closes-25", "both", "closes-30")
    if kind in ("april", "both"):
        calendar["year_starts"] = "04-01"
    if kind in ("closes-25", "both"):
        calendar["month_closes"] = 25
    if kind == "closes-30":
        calendar["month_closes"] = 30
    valid = maker.choose("valid", "2025", "2025", "2025-H1", "2025-02-15..2025-12-31", "2025-01-01..2026-12-31")
    policy = {
        "librebate": 1,
        "policy": "case",
        "currency": maker.choose("currency", "CNY", "CNY", "JPY", "KWD"),
        "valid": valid,
        "tiers": ["bronze", "silver", "gold", "diamond"],
        "fields": {
            "kpi.score": "number", "visit.store": "text", "visit.grade": "text", "visit.score": "number",
            "product.size": "number",
        },
        "sets": {"core": ["L1", "L2"], "east_side": ["east", "north"]},
    }  # fmt: skip
    if calendar:
        maker.has_fiscal_year = True
        policy["calendar"] = calendar
    rules = []
    for number in range(maker.pick(1, 1, 2, 2, 3)):
        rules.append(make_rule(maker, f"r{number + 1}", policy))
    if maker.chance(30):
        rules += make_combination(maker, policy)
    if maker.chance(12):
        rules += make_net_of(maker, policy)
    add_extras(maker, policy, rules)
    maker.dice.shuffle(rules)
    policy["rules"] = rules
    for name, value in (
        ("conditions", maker.conditions), ("measures", maker.measures), ("targets", maker.targets),
        ("tables", maker.tables),
    ):  # fmt: skip
        if value:
            policy[name] = value
    return policy


# Rules.


def make_rule(maker, id, policy, member=False, per=None, each=None):
    """A rule with parts of its own choice; a member leaves out what members may not have."""
    noun = maker.choose("noun", "sale", "sale", "sale", "sale", "sellout", "payment", "claim", "visit")
    if each is not None:
        noun = "sale"
    maker.nouns.add(noun)
    if noun == "payment":
        maker.nouns.add("invoice")
    rule = {"id": id}
    who = make_who(maker)
    if who is not None:
        rule["who"] = who
    when = make_when(maker, noun, policy, member, per)
    rule["when"] = when
    maker.per = when if isinstance(when, str) else when["per"]
    maker.settles = isinstance(when, dict) and "settle" in when
    what = make_what(maker, noun, each)
    if isinstance(when, dict) and when.get("since") == "partner.joined" and isinstance(what, dict):
        what.pop("among", None)  # whose joining decides on the rows of others is not judged
    if what:
        rule["what"] = what
    where = what if isinstance(what, str) else what.get("where", "")
    maker.where = all_text(maker, where)
    pay_part(maker, rule, noun, policy)
    maker.amounts_only = pays_amounts_only(rule["pay"])
    gates(maker, rule, noun)
    limit = make_limit(maker, rule, noun, member)
    if limit:
        rule["limit"] = limit
    return rule


def make_who(maker):
    kind = maker.choose("who", "all", "all", "tier", "region", "kind", "parent", "kpi", "joined", "mixed")
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
    if condition is None:
        return None
    if maker.chance(25):
        return {"where": condition, "as_of": maker.choose("who.as_of", "start", "end")}
    return condition


def make_when(maker, noun, policy, member, per):
    short = policy["valid"] == "2025-H1"
    if per is None:
        choices = ["quarter", "quarter", "year", "year", "half", "policy", "month", "2 month", "range", "half_month"]
        if short:
            choices += ["week", "2 week"]
        per = maker.dice.choice(choices)
        maker.note(f"per:{per}")
        if per == "range":
            # A range across two years of a fiscal calendar has no target of a year, and is refused at load.
            per = "2025-Q2" if maker.has_fiscal_year else maker.pick("2025-Q2", "2025-03-10..2025-05-20")
    when = {"per": per}
    if maker.chance(12) and per in ("year", "policy", "quarter", "half"):
        maker.note("when.in")
        first = Calendar(policy.get("calendar")).named(policy["valid"]).first
        when["in"] = [
            f"{first + timedelta(a)}..{first + timedelta(b)}"
            for a, b in maker.pick([(30, 70)], [(0, 40), (89, 120)], [(31, 58)])
        ]
    elif maker.chance(10) and noun == "sale":
        maker.note("when.first_months")
        when["first_months"] = maker.pick(1, 3, 6)
        when["since"] = maker.pick("product.launched", "partner.joined")
    settles = {"year": ["quarter", "half", "month"], "policy": ["quarter"], "half": ["quarter", "2 month"]}
    if not member and per in settles and maker.chance(12):
        maker.note("when.settle")
        when["settle"] = maker.dice.choice(settles[per])
        if maker.chance(40):
            maker.note("when.advance")
            when["advance"] = maker.pick("80%", "50%")
    return when if len(when) > 1 else per


def make_what(maker, noun, each):
    what = {}
    if maker.chance(55):
        what["where"] = maker.words.condition(noun)
    if each is None and maker.chance(45):
        each = maker.words.key(noun)
    if each is not None:
        maker.note(f"each:{each if isinstance(each, str) else 'list'}")
        what["each"] = each
    if maker.chance(8) and noun == "sale" and "partner." not in all_text(maker, what.get("where", "")):
        what["among"] = maker.choose("among", "all", "below", "partner.region")
    if maker.chance(8) and noun == "sale":
        maker.note("returns:ignore")
        what["returns"] = "ignore"
    if list(what) == ["where"]:
        return what["where"]
    return what


def all_text(maker, condition):
    """The condition with the named ones that it may stand on. `partner` in a condition on the rows of others can be
    read in two ways, so the judge does not ask."""
    return condition + "".join(text for name, text in maker.conditions.items() if name in condition)


# What is paid.


def pay_part(maker, rule, noun, policy):
    keyed = isinstance(rule.get("what"), dict) and rule["what"].get("each")
    shape = maker.choose(
        "pay", "flat", "flat", "per_unit", "amount", "every", "bands", "bands", "bands", "bands", "matrix",
        "banded-matrix", "declared", "banded-declared", "cut",
    )  # fmt: skip
    if noun == "visit":
        shape = maker.pick("amount", "bands")
    of = maker.words.earning(noun, keyed)
    if of is not None and keyed in ("sale", "sale.id", "sale.document") and any(
        word in maker.measures.get(of, of) for word in (".among(", ".within(")
    ):
        of = None  # the sign of a return is not judged where its measure looks beyond its own row or document
    if shape == "flat":
        rule["pay"] = simple(of, {"rate": maker.dice.choice(RATES)})
    elif shape == "per_unit":
        rule["pay"] = {"per_unit": maker.dice.choice(PER_UNITS)}
        rule["pay"]["of"] = maker.words.quantity(noun)
        if rule["pay"]["of"] is None:
            rule["pay"] = simple(of, {"rate": maker.dice.choice(RATES)})
    elif shape == "amount":
        rule["pay"] = {"amount": maker.pick(*AMOUNTS, maker.words.amount(noun))}
        if noun == "visit":
            rule["pay"]["amount"] = maker.dice.choice(AMOUNTS)
    elif shape == "every":
        pay = {"every": maker.pick(7, 50, 100, "33.3"), "amount": maker.dice.choice(AMOUNTS[:4])}
        if maker.chance(50):
            pay["steps"] = maker.choose("steps", "full", "started")
        rule["pay"] = simple(of, pay)
    elif shape == "bands":
        band_pay(maker, rule, noun, of, keyed)
    elif shape == "cut":
        cut_pay(maker, rule, noun, of)
    else:
        table_pay(maker, rule, noun, of, shape)
    if maker.chance(15):
        maker.note("times")
        times = maker.pick("50%", "120%", "partner.tier >= 'gold' ? 120% : 100%", "-1", ["50%", "80%"])
        if not isinstance(rule["pay"], dict):
            rule["pay"] = {"rate": rule["pay"]}
        rule["pay"]["times"] = times


def pays_amounts_only(pay):
    places = [pay] + pay.get("bands", []) if isinstance(pay, dict) else []
    return isinstance(pay, dict) and "of" not in pay and "table" not in pay and not any(
        "rate" in place or "per_unit" in place or "every" in place for place in places
    )


def simple(of, pay):
    """The short form where it exists."""
    if of is not None:
        return {"of": of, **pay}
    return pay["rate"] if list(pay) == ["rate"] else pay


def band_pay(maker, rule, noun, of, keyed):
    mode = maker.choose("mode", "retroactive", "retroactive", "marginal", "excess", "interpolated")
    by, kind = maker.words.qualifying(noun, of, mode, keyed)
    pay = {} if of is None else {"of": of}
    if kind == "increment":
        pay["of"] = "net_sales - net_sales.during(last_year)"
        kind = "growth"
    if noun == "visit" and by is None:
        by, kind = "count(visit)", "count"
    if by is not None:
        rule["qualify"] = by
    pay["mode"] = mode
    if mode == "excess" and maker.chance(60):
        maker.note("baseline")
        pay["baseline"] = maker.dice.choice(EDGES[kind])
    pay["bands"] = make_bands(maker, mode, kind, noun, by is None)
    rule["pay"] = pay


def make_bands(maker, mode, kind, noun, by_itself):
    edges = EDGES[kind]
    if mode in ("marginal", "excess"):
        edges = [e for e in edges if not str(e).startswith("-")]
    picked = [edges[i] for i in maker.some(edges, 1, 4)]
    side = "at" if mode == "interpolated" else maker.choose("edges", "from", "above", "up_to", "below", "mixed")
    names = payouts(maker, mode, noun)
    bands = []
    for place, edge in enumerate(picked):
        word = side if side != "mixed" else maker.pick("from", "above")
        bands.append({word: edge, **payout(maker, names)})
    open_end = maker.chance(30) and mode not in ("interpolated", "excess")
    if open_end and side in ("up_to", "below"):
        bands.append(payout(maker, names))
        maker.note("band:last-open")
    elif open_end:
        bands.insert(0, payout(maker, names))
        maker.note("band:first-open")
    if mode in ("marginal", "retroactive") and by_itself and len(bands) > 1 and maker.chance(15):
        maker.note("band:own-mode")
        bands[maker.dice.randrange(len(bands))]["mode"] = "retroactive" if mode == "marginal" else "marginal"
    return bands


def payouts(maker, mode, noun):
    choice = maker.choose("payout", "rate", "rate", "amount", "rate+amount", "every")
    if noun == "visit":
        return ("amount",)
    if choice == "every" and mode == "interpolated":
        return ("rate",)
    return {"rate": ("rate",), "amount": ("amount",), "rate+amount": ("rate", "amount"), "every": ("every",)}[choice]


def payout(maker, names):
    paid = {}
    if "rate" in names:
        paid["rate"] = maker.dice.choice(RATES)
    if "amount" in names:
        paid["amount"] = maker.dice.choice(AMOUNTS)
    if "every" in names:
        paid["every"] = maker.pick(10, 50, 100)
        paid["amount"] = maker.dice.choice(AMOUNTS[:4])
        paid["steps"] = maker.pick("full", "started")
    return paid


def cut_pay(maker, rule, noun, of):
    """A rate that looks at row fields and cuts a sum."""
    if noun not in ("sale", "sellout"):
        rule["pay"] = simple(of, {"rate": maker.dice.choice(RATES)})
        return
    rate = maker.pick(
        "product.line == 'L1' ? 2% : 1%",
        "product.line in core ? 3% : 0.5%",
        "product.state == 'eol' ? 10% : product.margin_class == 'A' ? 5% : 1%",
    )
    total = {"sale": maker.pick(None, "sum(sale.net)", "net_sales.where(product.line in core)")}
    rule["pay"] = simple(total.get(noun, "sold_out"), {"rate": rate})
    if maker.chance(30):
        maker.note("cut:bands")
        rule["pay"] = {
            **({"of": "sold_out"} if noun == "sellout" else {}),
            "mode": maker.pick("retroactive", "marginal"),
            "bands": [{"from": 0, "rate": rate}, {"from": maker.pick(100, 300), "rate": "product.size * 1%"}],
        }


def table_pay(maker, rule, noun, of, shape):
    by = maker.choose("table.by", "partner.tier", "partner.region", "product.line", "product.margin_class")
    if noun not in ("sale", "sellout"):
        by = maker.pick("partner.tier", "partner.region")
    values = {
        "partner.tier": ["bronze", "silver", "gold", "diamond"], "partner.region": ["east", "west", "north"],
        "product.line": ["L1", "L2", "L3"], "product.margin_class": ["A", "B", "C"],
    }[by]  # fmt: skip
    if by.startswith("product") and noun == "sale":
        of = None
    rows = [v for v in values if maker.chance(85)] or values
    star = maker.chance(50)
    pay = {} if of is None else {"of": of}
    if shape == "matrix":
        rates = {v: maker.dice.choice(RATES) for v in rows + (["*"] if star else [])}
        pay["table"] = {"by": by, "rates": rates}
        if maker.chance(30) and by != "partner.region":
            maker.note("table:columns")
            columns = ["east", "west"] + (["*"] if maker.chance(50) and not star else [])
            pay["table"] = {
                "by": by, "across": "partner.region", "columns": columns,
                "rates": {v: [maker.dice.choice(RATES) for _ in columns] for v in rates},
            }  # fmt: skip
    elif shape == "banded-matrix":
        pay["mode"] = maker.pick("retroactive", "retroactive", "marginal")
        word = maker.pick("from", "above", "up_to", "below")
        edges = [EDGES["net_sales"][i] for i in maker.some(EDGES["net_sales"], 1, 3)]
        across = of or "net_sales"
        if maker.chance(40) and pay["mode"] == "retroactive" and noun == "sale":
            across, edges = maker.words.attainment(), EDGES["ratio"]
        pay["table"] = {
            "by": by, "across": across, word: edges,
            "rates": {v: [maker.dice.choice(RATES) for _ in edges] for v in rows + (["*"] if star else [])},
        }  # fmt: skip
    else:
        name = f"t{len(maker.tables) + 1}"
        maker.tables[name] = declared(maker, by, rows, star, shape == "banded-declared", of or "net_sales")
        if shape == "banded-declared":
            pay["mode"] = "retroactive"
        pay["table"] = name
    rule["pay"] = pay


def declared(maker, by, rows, star, banded, across):
    table = {"by": by if not banded else [by, {maker.pick("from", "up_to", "above", "below"): across}], "gives": "rate"}
    edges = [EDGES["net_sales"][i] for i in maker.some(EDGES["net_sales"], 1, 3)] if banded else [None]
    table["rows"] = []
    for value in rows + (["*"] if star and not banded else []):
        for edge in edges:
            cells = [value] + ([edge] if banded else []) + [maker.dice.choice(RATES)]
            table["rows"].append(cells)
    if not banded and maker.chance(40):
        maker.note("table:two-keys")
        table["by"] = [by, "partner.kind"]
        table["rows"] = [[r[0], "*", r[1]] for r in table["rows"]] + [[table["rows"][0][0], "shop", "7%"]]
    if maker.chance(40):
        maker.note("table:otherwise")
        table["otherwise"] = maker.pick("0%", "1%")
    return table


# Gates and limits.


def gates(maker, rule, noun):
    keyed = isinstance(rule.get("what"), dict) and rule["what"].get("each")
    for gate, percent in (("require", 25), ("veto", 15)):
        if not maker.chance(percent):
            continue
        maker.note(gate)
        if "qualify" not in rule or isinstance(rule["qualify"], str):
            rule["qualify"] = {"by": rule["qualify"]} if "qualify" in rule else {}
        rule["qualify"][gate] = [maker.words.gate(noun, keyed) for _ in range(maker.pick(1, 1, 2))]
    by = rule["qualify"].get("by") if isinstance(rule.get("qualify"), dict) else rule.get("qualify")
    if by is not None and maker.chance(20):
        maker.note("when_missing")
        stated = rule["qualify"] if isinstance(rule["qualify"], dict) else {"by": by}
        rule["qualify"] = {**stated, "when_missing": "0"}


def make_limit(maker, rule, noun, member):
    limit = {}
    if maker.chance(25):
        maker.note("cap")
        cap = maker.pick("10", "2.345", "0", "2% * net_sales", "partner.tier >= 'gold' ? 50 : 5", "-5")
        limit["cap"] = cap
    if maker.chance(15):
        maker.note("floor")
        limit["floor"] = maker.pick("5", "0", "-3", "1.005")
    keyed = isinstance(rule.get("what"), dict) and rule["what"].get("each")
    if keyed and maker.chance(20):
        maker.note("lines")
        limit["lines"] = maker.pick("1", "2", "partner.tier >= 'silver' ? 2 : 1")
    if member:
        return limit
    if maker.chance(25):
        mode = maker.choose("round", *MODES)
        limit["round"] = {"to": maker.pick("1", "0.1", "0.05", "10", "0.01"), "mode": mode}
    if maker.chance(10):
        maker.note("minimum")
        limit["minimum"] = maker.pick("5", "50")
    return limit


# Rules on rules.


def make_combination(maker, policy):
    kind = maker.choose("combination", "sum_of", "best_of", "first_of")
    per = maker.pick("quarter", "year", "policy")
    each = maker.pick(None, None, None, "sale", "product.line", "sale.document")
    members = []
    for number in range(maker.pick(1, 2, 2, 3) if kind == "sum_of" else maker.pick(2, 2, 3)):
        inner = per
        if each is None and per == "year" and maker.chance(30):
            maker.note("combination:finer-period")
            inner = "quarter"
        key = each
        members.append(make_rule(maker, f"m{number + 1}", policy, member=True, per=inner, each=key))
    rule = {"id": "all-in", "when": per, "what": {kind: [m["id"] for m in members]}}
    if each is not None:
        maker.note(f"combination:each-{each}")
        rule["what"]["each"] = each
    who = make_who(maker) if maker.chance(20) else None
    if who is not None:
        rule["who"] = who
    if maker.chance(25):
        maker.note("combination:times")
        rule["pay"] = {"rate": "100%", "times": maker.pick("50%", "150%")}
    elif maker.chance(20):
        maker.note("combination:bands")
        rule["pay"] = {"mode": maker.pick("retroactive", "marginal"), "bands": [
            {"from": 0, "rate": "100%"}, {"from": maker.pick(10, 20), "rate": "50%"}]}  # fmt: skip
    if maker.chance(15):
        maker.note("combination:require")
        maker.per, maker.amounts_only = per, False
        rule["qualify"] = {"require": [maker.words.gate("sale", None)]}
    limit = {}
    if maker.chance(30):
        maker.note("combination:cap")
        limit["cap"] = maker.pick("10", "7.77", "1% * net_sales" if each is None else "3")
    if maker.chance(20):
        maker.note("combination:floor")
        limit["floor"] = maker.pick("2", "-1")
    if limit:
        rule["limit"] = limit
    return members + [rule]


def make_net_of(maker, policy):
    """A rule on what is left of sales after another rule."""
    maker.note("earned")
    each = maker.pick(None, "sale.document", "product.line")
    first = make_rule(maker, "first", policy, member=True, per="quarter", each=maker.pick("sale", each))
    if isinstance(first.get("what"), dict):
        first["what"].pop("among", None)
    second = {
        "id": "second",
        "when": maker.pick("quarter", "year") if each is None else "quarter",
        "pay": {"of": "net_sales - earned('first')", "mode": maker.pick("retroactive", "marginal"),
                "bands": [{"from": 0, "rate": "1%"}, {"from": maker.pick(100, 300), "rate": "2%"}]},
    }  # fmt: skip
    if each is not None:
        second["what"] = {"each": each}
    return [first, second]

