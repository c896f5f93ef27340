# SPDX-License-Identifier: Apache-2.0
"""What a random rule pays: rates, amounts, bands, tables, rates that cut the rows, levels; and to whom."""

EDGES = {
    "net_sales": [0, 100, 200, 300, 500, 1000],
    "units": [0, 1, 5, 10, 20],
    "days": [-1, 0, 5, 10, 30],
    "ratio": ["50%", "80%", "100%", "120%"],
    "growth": ["-10%", "0%", "10%", "50%"],
    "count": [1, 2, 3, 5],
    "score": [0, 50, 60, "79.996", 80],
}
RATES = ["1%", "2%", "2.5%", "3%", "5%", "0.35%", "10%", "33.33%", "0%", "-4%"]
AMOUNTS = ["0", "10", "25.50", "100", "33.333", "-20", "0.005"]
PER_UNITS = ["1", "2.5", "0.125", "-3"]


def pay_part(maker, rule, noun, policy, member):
    keyed = maker.each
    shape = maker.choose(
        "shape", "flat", "flat", "per_unit", "amount", "every", "bands", "bands", "bands", "bands", "matrix",
        "banded-matrix", "declared", "banded-declared", "cut", "sets",
    )  # fmt: skip
    together = isinstance(rule.get("who"), dict) and "together" in rule["who"]
    if shape == "sets" and (member or together or noun not in ("sale", "claim", "payment")):
        shape = "flat"
    if noun == "visit":
        shape = maker.pick("amount", "bands") if shape not in ("amount", "bands") else shape
    if maker.slots.get("steady") and shape in ("amount", "every", "sets"):
        shape = "flat"
    of = maker.words.earning(noun, keyed)
    if (
        of is not None
        and keyed in ("sale", "sale.id", "sale.document")
        and any(word in maker.measures.get(of, of) for word in (".among(", ".within("))
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
    elif shape == "sets":
        level_pay(maker, rule, noun)
        return
    else:
        table_pay(maker, rule, noun, of, shape)
    if maker.take("pay:times", 12):
        maker.note("times")
        times = maker.pick("50%", "120%", "partner.tier >= 'gold' ? 120% : 100%", "-1", ["50%", "80%"])
        if not isinstance(rule["pay"], dict):
            rule["pay"] = {"rate": rule["pay"]}
        rule["pay"]["times"] = times
    if not member:
        pay_to(maker, rule, noun, together)


def pays_amounts_only(pay):
    places = [pay] + pay.get("bands", []) if isinstance(pay, dict) else []
    return (
        isinstance(pay, dict)
        and "of" not in pay
        and "table" not in pay
        and not any("rate" in place or "per_unit" in place or "every" in place for place in places)
    )


def simple(of, pay):
    """The short form where it exists."""
    if of is not None:
        return {"of": of, **pay}
    return pay["rate"] if list(pay) == ["rate"] else pay


def band_pay(maker, rule, noun, of, keyed):
    mode = maker.choose("mode", "retroactive", "retroactive", "marginal", "excess", "interpolated")
    if maker.slots.get("steady") and "mode" not in maker.slots:
        mode = maker.pick("retroactive", "interpolated")
    if maker.slots.get("by") == "attainment" and mode in ("marginal", "excess"):
        of = None  # slices are of the target's own measure
    by, kind = maker.words.qualifying(noun, of, mode, keyed)
    pay = {} if of is None else {"of": of}
    if kind == "increment":
        pay["of"] = "net_sales - net_sales.during(last_year)"
        kind = "growth"
    if noun == "visit" and by is None:
        by, kind = "count(visit)", "count"
    if kind == "rank":
        rule["qualify"] = {"by": by, "ties": maker.choose("ties", "same", "share")}
    elif by is not None:
        rule["qualify"] = by
    pay["mode"] = mode
    if mode == "excess" and maker.chance(60):
        maker.note("baseline")
        pay["baseline"] = maker.dice.choice(EDGES[kind])
    pay["bands"] = make_bands(maker, mode, kind, noun, by is None)
    rule["pay"] = pay


def make_bands(maker, mode, kind, noun, by_itself):
    if kind == "rank":
        names = ("amount",) if maker.chance(60) else ("rate",)
        return [{"up_to": place, **payout(maker, names)} for place in maker.pick([1, 2, 4], [1, 3], [2])]
    edges = EDGES[kind]
    if mode in ("marginal", "excess"):
        edges = [e for e in edges if not str(e).startswith("-")]
    picked = [edges[i] for i in maker.some(edges, 2 if maker.slots.get("own") else 1, 4)]
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
    own = mode in ("marginal", "retroactive") and by_itself and len(bands) > 1
    if own and (maker.slots.get("own") or maker.chance(15)):
        maker.note("band:own-mode")
        bands[maker.dice.randrange(len(bands))]["mode"] = "retroactive" if mode == "marginal" else "marginal"
    return bands


def payouts(maker, mode, noun):
    choice = maker.choose("payout", "rate", "rate", "amount", "rate+amount", "every")
    if maker.slots.get("steady"):
        choice = "rate"
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


def level_pay(maker, rule, noun):
    """The outcome is a level and no money."""
    bands = [{"level": "bronze"}, {"from": 100, "level": "silver"}, {"above": 300, "level": "diamond"}]
    by = {"sale": maker.pick("net_sales", "units", "kpi('score')"), "claim": "approved_claims", "payment": "collected"}[
        noun
    ]
    if by.startswith("kpi"):
        maker.kpis.add("score")
    rule["qualify"] = by
    rule["pay"] = {"sets": "partner.tier", "bands": bands[maker.pick(0, 1) :]}


# Tables.

TABLE_VALUES = {
    "partner.tier": ["bronze", "silver", "gold", "diamond"], "partner.region": ["east", "west", "north"],
    "product.line": ["L1", "L2", "L3"], "product.margin_class": ["A", "B", "C"],
}  # fmt: skip


def table_pay(maker, rule, noun, of, shape):
    by = maker.choose("table.by", "partner.tier", "partner.region", "product.line", "product.margin_class")
    if noun not in ("sale", "sellout"):
        by = maker.pick("partner.tier", "partner.region")
    wants_columns = shape == "matrix" and (maker.wants("table:columns") or maker.slots.get("columns"))
    if wants_columns and by == "partner.region":
        by = "partner.tier"
    if by.startswith("product") and noun == "sale":
        of = None
    if shape == "matrix" and maker.chance(12) and not maker.restates:
        grade_pay(maker, rule, of)
        return
    values = TABLE_VALUES[by]
    rows = [v for v in values if maker.chance(85)] or values
    star = maker.chance(50)
    pay = {} if of is None else {"of": of}
    if shape == "matrix":
        rates = {v: maker.dice.choice(RATES) for v in rows + (["*"] if star else [])}
        pay["table"] = {"by": by, "rates": rates}
        if wants_columns or (maker.chance(25) and by != "partner.region"):
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
        maker.tables[name] = declared(maker, by, rows, star, shape == "banded-declared", of or "net_sales", noun)
        if shape == "banded-declared":
            pay["mode"] = "retroactive"
        pay["table"] = name
        if isinstance(maker.tables[name].get("rows"), list) and (maker.slots.get("csv") or maker.chance(12)):
            to_file(maker, name)
    rule["pay"] = pay


def grade_pay(maker, rule, of):
    """A table by the grade of a scorecard."""
    maker.note("table:grade")
    maker.words.score()
    amounts = {"high": "50", "middle": "20.005", **({"low": "1"} if maker.chance(60) else {})}
    rule["pay"] = {"table": {"by": "grade('card')", "amounts": amounts}}
    if maker.chance(50):
        rates = {"high": "5%", "middle": "2%", **({"low": "1%"} if maker.chance(60) else {})}
        rule["pay"] = {**({} if of is None else {"of": of}), "table": {"by": "grade('card')", "rates": rates}}


def declared(maker, by, rows, star, banded, across, noun):
    table = {"by": by if not banded else [by, {maker.pick("from", "up_to", "above", "below"): across}], "gives": "rate"}
    edges = [EDGES["net_sales"][i] for i in maker.some(EDGES["net_sales"], 1, 3)] if banded else [None]
    table["rows"] = []
    for value in rows + (["*"] if star and not banded else []):
        for edge in edges:
            cells = [value] + ([edge] if banded else []) + [maker.dice.choice(RATES)]
            table["rows"].append(cells)
    dated = maker.slots.get("dated") and noun == "sale"
    if not banded and not dated and (maker.slots.get("keys") or maker.chance(35)):
        maker.note("table:two-keys")
        more = maker.pick(["partner.kind"], ["partner.kind"], ["partner.kind", "partner.parent"])
        if noun == "sale" and maker.chance(25):
            more = ["partner.kind", "partner.parent", "product.category"]
        stars = ["*"] * len(more)
        table["by"] = [by] + more
        table["rows"] = [[r[0], *stars, r[1]] for r in table["rows"]]
        special = [table["rows"][0][0], "shop"] + {1: [], 2: ["*"], 3: ["*", "unit"]}[len(more)]
        table["rows"].append(special + ["7%"])
    elif not banded and noun == "sale" and (dated or maker.chance(12)):
        maker.note("table:dated")
        table["dated"] = "sale.date"
        ranges = maker.pick(["2024-01-01..2026-12-31"], ["2024-01-01..2025-03-31", "2025-04-01..2026-12-31"])
        table["rows"] = [
            row + [days] if place == 0 else [row[0], maker.dice.choice(RATES), days]
            for row in table["rows"]
            for place, days in enumerate(ranges)
        ]  # fmt: skip
    if maker.chance(40):
        maker.note("table:otherwise")
        table["otherwise"] = maker.pick("0%", "1%")
    return table


def to_file(maker, name):
    """The table as a CSV file beside the policy: a column a key, then its value, then the days of validity."""
    table = maker.tables[name]
    keys = table["by"] if isinstance(table["by"], list) else [table["by"]]
    columns = [key if isinstance(key, str) else next(iter(key.values())) for key in keys] + [table["gives"]]
    if any("(" in column for column in columns):
        return
    maker.note("table:csv")
    rows = [list(map(str, row)) for row in table.pop("rows")]
    if "dated" in table:
        columns += ["valid_from", "valid_to"]
        rows = [row[:-1] + row[-1].split("..") for row in rows]
    maker.table_files[f"{name}.csv"] = "\n".join(",".join(row) for row in [columns] + rows) + "\n"
    maker.tables[name] = {"file": f"{name}.csv", **table}


# Who is paid.


def pay_to(maker, rule, noun, together):
    """`pay.to` in its four forms. A pool needs one, for money."""
    kind = next((k for k in ("at_most", "each", "table", "shares", "field") if maker.wants(f"to:{k}")), None)
    if kind is None and together:
        kind = maker.pick("each", "each", "at_most", "table")
    if kind is None and maker.chance(6):
        kind = maker.pick("field", "shares", "each", "at_most", "table")
    if kind is None:
        return
    if noun not in ("sale", "sellout") and kind in ("each", "at_most"):
        kind = "table" if together else "shares"
    if together and kind in ("field", "shares"):
        kind = "table"
    to = make_payee(maker, rule, noun, kind)
    maker.note(f"to:{kind}")
    if not isinstance(rule["pay"], dict):
        rule["pay"] = {"rate": rule["pay"]}
    rule["pay"]["to"] = to


def make_payee(maker, rule, noun, kind):
    if kind == "field":
        fields = ["partner.parent", "partner.parent", "partner.region"]
        if maker.each == "customer.id":
            fields.append("customer.group")
        return maker.dice.choice(fields)
    if kind == "shares":
        return maker.pick(
            [{"to": "partner.id", "share": "60%"}, {"to": "partner.parent", "share": "40%"}],
            [{"to": "partner.parent", "share": "has(partner.parent) ? 33.33% : 0%"},
             {"to": "partner.id", "share": "has(partner.parent) ? 66.67% : 100%"}],
            [{"to": "partner.id", "share": "50%"}, {"to": "partner.region", "share": "25%"},
             {"to": "partner.parent", "share": "25%"}],
            [{"to": "partner.parent", "share": "50%"}, {"to": "partner.id", "share": "25%"},
             {"to": "partner.parent", "share": "25%"}],
        )  # fmt: skip
    if kind == "table":
        by = maker.pick("partner.region", "partner.tier")
        name = f"p{len(maker.tables) + 1}"
        rows = []
        for value in TABLE_VALUES[by][: maker.pick(2, 3)]:
            rows += [[value, payee, share] for payee, share in maker.pick(
                [("W1", "66.67%"), ("W2", "33.33%")], [("W1", "100%")], [("P1", "50%"), ("P2", "30%"), ("W1", "20%")],
            )]  # fmt: skip
        maker.tables[name] = {"by": [by, "payee"], "gives": "share", "rows": rows}
        return {"table": name}
    key, by = {"sale": ("sale", "net_sales"), "sellout": ("sellout", "sold_out")}[noun]
    to = {
        "each": maker.pick(f"{key}.partner", f"{key}.store", f"{key}.store"),
        "by": maker.pick(by, by, f"max({by}, 0)", f"count({key})"),
    }
    if kind == "at_most":
        to["at_most"] = maker.pick("5", "1.005", f"2% * {by}", f"max(1% * {by}, 1)", "0")
    return to
