# SPDX-License-Identifier: Apache-2.0
"""Random data for a random policy: few partners, few products, up to forty rows, many of them on an edge."""

import datetime

import generate_extra

START = datetime.date(2024, 1, 1)
NETS = ["100", "50", "200", "33.33", "99.99", "0.01", "100.00", "300", "0", "150.5", "66.67", "1000"]
QUANTITIES = ["1", "2", "5", "10", "3", "0"]
TARGETS = ["100", "200", "300", "500", "0", "250.5"]


def make_files(maker, policy):
    """The CSV files by name, with every noun that the policy's rules stand on."""
    partners = partner_rows(maker)
    ids = sorted({row["id"] for row in partners})
    files = {
        "partners.csv": table(
            partners, "id name kind tier region parent group joined rating currency valid_from valid_to"
        ),
        "products.csv": table(product_rows(maker), "id line category launched state margin_class weight size"),
        "customers.csv": table(customer_rows(maker), "id group region first_purchase"),
        "sales.csv": table(
            sale_rows(maker, ids),
            "id document date partner customer product quantity unit net gross cost currency region store staff type"
            " reverses promo shipped",
        ),
    }
    if maker.targets:
        keys = sorted({spec["each"] for spec in maker.targets.values() if "each" in spec})
        files["targets.csv"] = table(
            target_rows(maker, policy, ids), " ".join(["target partner period", *keys, "value"])
        )
    if maker.kpis:
        files["kpis.csv"] = table(kpi_rows(maker, ids), "kpi partner period value")
    makers = {"sellout": sellout_rows, "payment": payment_rows, "claim": claim_rows, "visit": visit_rows}
    for noun in sorted(maker.nouns - {"sale", "invoice"}):
        files.update(makers[noun](maker, ids))
    files.update(generate_extra.extra_files(maker, policy, partners))
    files.update(maker.table_files)
    return files


def table(rows, columns):
    """CSV text; a value that is None is blank."""
    names = columns.split()
    lines = [",".join(names)]
    lines += [",".join("" if row.get(n) is None else str(row[n]) for n in names) for row in rows]
    return "\n".join(lines) + "\n"


def partner_rows(maker):
    """Few partners. Of three cases in four the first is one whom most conditions admit, and who has rows."""
    rows = []
    count = maker.pick(1, 2, 2, 3, 4)
    dated = maker.wants("data:dated") or maker.chance(15)
    for number in range(count):
        id = f"P{number + 1}"
        base = {
            "id": id,
            "kind": maker.pick("dealer", "shop", "distributor", None),
            "tier": maker.pick("bronze", "silver", "gold", "diamond", None),
            "region": maker.pick("east", "west", "north", None),
            "parent": maker.pick(None, None, "P1") if number > 0 else None,
            "group": maker.pick("G1", "G1", "G2", None) if "groups" in maker.data else None,
            "currency": maker.pick("CNY", "USD", "JPY", "KWD", None) if "currencies" in maker.data else None,
            "joined": maker.pick(None, "2024-05-31", "2025-01-15", "2025-03-01"),
            "valid_from": maker.pick("2020-01-01", "2020-01-01", "2025-02-01"),
        }
        if number == 0 and maker.is_rich:
            base.update(kind="dealer", tier=maker.pick("silver", "gold"), region=maker.pick("east", "east", "west"))
            base.update(joined=maker.pick("2024-05-31", "2024-12-15"), valid_from="2020-01-01")
            base["group"] = base["group"] and "G1"
        if dated or maker.chance(12):
            maker.note("partner:dated")
            change = maker.pick("2025-03-31", "2025-04-01", "2025-06-15")
            later = dict(base, tier=maker.pick("gold", "bronze"), valid_from=next_day(change))
            later["valid_to"] = maker.pick(None, "2025-09-30")
            rows += [dict(base, valid_to=change), later]
        else:
            rows.append(base)
    return rows


def next_day(text):
    return (datetime.date.fromisoformat(text) + datetime.timedelta(days=1)).isoformat()


def product_rows(maker):
    rows = []
    for id in ("A", "B", "C", "D", "E")[: maker.pick(1, 2, 3, 5)]:
        rows.append({
            "id": id,
            "line": maker.pick("L1", "L2", "L3", None),
            "category": maker.pick("unit", "kit"),
            "launched": maker.pick(None, "2025-01-15", "2024-11-30", "2025-04-01"),
            "state": maker.pick("active", "eol"),
            "margin_class": maker.pick("A", "B", None),
            "weight": maker.pick("1", "2.5", "10", None),
            "size": maker.pick("1", "2", "0.5"),
        })  # fmt: skip
    return rows


def customer_rows(maker):
    return [
        {"id": id, "group": maker.pick("key", None), "region": maker.pick("west", "east"),
         "first_purchase": maker.pick(None, "2025-01-01", "2025-03-31", "2025-04-01")}
        for id in ("K1", "K2", "K3")
    ]  # fmt: skip


def day(maker):
    """A day of two years, often the first or last of a month or quarter, now and then of the very first month."""
    if maker.chance(5):
        return "2024-01-05"
    if maker.chance(40):
        return maker.pick(
            "2025-01-01", "2025-03-31", "2025-04-01", "2025-06-30", "2025-12-31", "2025-03-25", "2025-03-26",
            "2025-02-28", "2024-03-31", "2024-06-30", "2025-02-14", "2025-02-15",
        )  # fmt: skip
    year = maker.pick(2025, 2025, 2025, 2024)
    return (datetime.date(year, 1, 1) + datetime.timedelta(days=maker.dice.randrange(300))).isoformat()


def sale_rows(maker, partners):
    rows = []
    returns = 40 if maker.wants("rows:returned") else 18
    for number in range(maker.pick(8, 12, 16, 24) if maker.is_rich else maker.pick(1, 4, 8, 12, 18, 28)):
        row = {
            "id": f"S{number + 1}",
            "document": maker.pick(f"O{number // 2}", f"O{number}"),
            "date": "2024-01-05" if number == 0 and maker.is_rich and maker.chance(70) else day(maker),
            "partner": somebody(maker, partners),
            "customer": maker.pick("K1", "K2", "K3", "K9", None),
            "product": maker.pick("A", "A", "B", "C", "D", "Z"),
            "quantity": maker.dice.choice(QUANTITIES),
            "unit": maker.pick(None, "box", "piece", "pallet") if "units" in maker.data else None,
            "net": maker.dice.choice(NETS),
            "gross": maker.pick("113", "56.5", "0"),
            "cost": "40" if maker.chance(92) else None,
            "region": maker.pick("east", "west", None),
            "store": maker.pick("S1", "S2", None),
            "staff": maker.pick(*partners, "W1", None),
            "currency": maker.pick("USD", "EUR", None, None) if "currencies" in maker.data else None,
            "shipped": maker.pick(None, "2025-03-31", "2025-04-02", "2025-01-20", "2025-07-01", "2024-12-31"),
            "type": maker.pick(None, None, "sale"),
            "promo": maker.pick(None, "spring"),
        }
        special = maker.dice.randrange(100)
        if special < returns and rows:
            take_back(maker, row, rows)
        elif special < returns + 5:
            maker.note("type:demo")
            row["type"] = "demo"
        elif special < returns + 10:
            maker.note("type:negative-blank")
            row.update(type=None, net="-" + row["net"], quantity="-" + row["quantity"])
        elif special < returns + 13:
            maker.note("type:correction")
            row.update(type="correction", net=maker.pick("-10", "10"), quantity="0")
        rows.append(row)
        if maker.chance(4):
            maker.note("row:duplicate")
            rows.append(dict(row))
        if maker.chance(2):
            maker.note("row:conflict")
            rows.append(dict(row, net="77"))
        if maker.chance(2):
            maker.note("row:unknown-partner")
            rows.append(dict(row, id=f"X{number}", partner="NOBODY", reverses=None))
    return [negative_text(row) for row in rows]


def somebody(maker, partners):
    """Whose row it is: the first partner's more often than others'."""
    return partners[0] if maker.is_rich and maker.chance(45) else maker.dice.choice(partners)


def negative_text(row):
    """-0 is written 0."""
    for name in ("net", "quantity", "gross"):
        if row[name] in ("-0", "-0.00"):
            row[name] = "0"
    return row


def take_back(maker, row, rows):
    """A return of all or a part of an earlier sale, with or without saying of which."""
    original = maker.dice.choice(rows)
    kind = maker.choose("return", "reverses", "reverses", "unknown", "cancel", "wrong-sign")
    row.update(product=original["product"], customer=original["customer"], partner=original["partner"])
    row.update(region=original["region"], store=original["store"], promo=original["promo"])
    row["type"] = "cancel" if kind == "cancel" else "return"
    part = maker.pick(1, 1, 2)
    net = original["net"].lstrip("-")
    row["net"] = "-" + (net if part == 1 else maker.pick("10", "25.5", "50"))
    row["quantity"] = "-" + original["quantity"].lstrip("-")
    row["gross"] = "-" + original["gross"].lstrip("-") if maker.chance(97) else original["gross"].lstrip("-")
    if kind == "wrong-sign":
        row["net"] = "12"
    if kind == "reverses" and original.get("reverses") is None:
        row["reverses"] = original["id"]
        row["document"] = maker.pick(row["document"], "R" + row["id"])


def target_rows(maker, policy, partners):
    """Figures for partners, pools or the values of `for`; blank keys where the target has no `each`."""
    rows = []
    whose = {"partner.region": ("east", "west"), "partner.tier": ("bronze", "silver", "gold")}
    pools = ["G1", "G2", "east", "west"] if "groups" in maker.data else []
    for name, spec in sorted(maker.targets.items()):
        if "is" in spec:
            continue
        years = ["2025", "2026"] if spec["per"] == "year" else [policy["valid"]]
        periods = years if spec["per"] != "quarter" else ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
        for partner in whose.get(spec.get("for"), list(partners) + pools):
            for period in periods:
                for key in KEYS_OF_TARGETS.get(spec.get("each"), (None,)):
                    if maker.chance(85):
                        row = {
                            "target": name,
                            "partner": partner,
                            "period": period,
                            "value": maker.dice.choice(TARGETS),
                        }
                        rows.append(row if key is None else {**row, spec["each"]: key})
                    else:
                        maker.note("target:missing")
    return rows


KEYS_OF_TARGETS = {"product.line": ("L1", "L2"), "sale.store": ("S1", "S2")}


def kpi_rows(maker, partners):
    rows = []
    for partner in partners:
        for period in ("2025", "2025-Q1", "2025-Q2", "2025-04"):
            if maker.chance(80 if maker.is_rich else 45):
                value = maker.pick("80", "79.99", "100", "90" if maker.is_rich else "0", "50")
                rows.append({"kpi": "score", "partner": partner, "period": period, "value": value})
    return rows


def sellout_rows(maker, partners):
    rows = []
    for number in range(maker.pick(5, 8, 12) if maker.is_rich else maker.pick(2, 5, 12)):
        sign = "-" if maker.chance(10) else ""
        rows.append({
            "id": f"U{number}", "document": f"B{number // 2}", "date": day(maker),
            "partner": somebody(maker, partners), "product": maker.pick("A", "B", "C", "Z"),
            "quantity": sign + maker.pick("1", "2", "5"), "net": sign + maker.pick("100", "51", "50", "33.33"),
            "region": maker.pick("east", "west", None), "store": maker.pick("S1", "S2", "S3", None),
            "serial": maker.pick(None, "n"),
        })  # fmt: skip
    columns = "id document date partner product quantity net region store serial"
    return {"sellout.csv": table(rows, columns)}


def payment_rows(maker, partners):
    invoices, payments = [], []
    for number in range(5):
        invoices.append({
            "id": f"I{number}", "date": maker.pick("2025-01-10", "2025-02-20", "2025-03-21", "2025-05-31"),
            "partner": somebody(maker, partners), "due": maker.pick("2025-03-31", "2025-06-30", None),
        })  # fmt: skip
    for number in range(maker.pick(5, 8, 12) if maker.is_rich else maker.pick(2, 5, 12)):
        payments.append({
            "id": f"Y{number}",
            "date": maker.pick("2025-01-20", "2025-03-31", "2025-04-01", "2025-02-25", "2025-01-10"),
            "partner": somebody(maker, partners), "invoice": f"I{maker.dice.randrange(6)}",
            "amount": maker.pick("100", "33.33", "-50", "200"), "settles": maker.pick("100", "102", "34.01", None),
            "kind": maker.pick(None, "transfer", "advance"),
        })  # fmt: skip
    return {
        "invoices.csv": table(invoices, "id date partner due"),
        "payments.csv": table(payments, "id date partner invoice amount settles kind"),
    }


def claim_rows(maker, partners):
    rows = [
        {"id": f"C{number}", "kind": maker.pick("ad", "fair"), "project": maker.pick("J1", "J2", None),
         "date": day(maker), "partner": somebody(maker, partners),
         "status": maker.pick("approved", "approved", "rejected"),
         "amount": maker.pick("100", "80", "64.50"), "approved": maker.pick("100", "50", "0"),
         "spent": maker.pick("100", "50", None), "proof": maker.pick(None, "photo"),
         "proof_date": maker.pick(None, "2025-03-31", "2025-04-01", "2025-02-20", "2025-08-30")}
        for number in range(maker.pick(5, 8, 10) if maker.is_rich else maker.pick(2, 5, 10))
    ]  # fmt: skip
    return {"claims.csv": table(rows, "id kind project date partner status amount approved spent proof proof_date")}


def visit_rows(maker, partners):
    rows = [
        {"id": f"V{number}", "date": day(maker), "partner": somebody(maker, partners),
         "store": maker.pick("S1", "S2", None), "grade": maker.pick("A", "B"),
         "score": maker.pick("50", "100", "79.5", None)}
        for number in range(maker.pick(5, 8, 10) if maker.is_rich else maker.pick(2, 5, 10))
    ]  # fmt: skip
    return {"visits.csv": table(rows, "id date partner store grade score")}
