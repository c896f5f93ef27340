#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Writes data/: twelve partners, fourteen products and two years of trade, the same bytes every time.
# Most of it is drawn; what each partner is there to show is set on purpose and stands in STORIES.
#
#   generate.py [FOLDER]
import datetime
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MASK = (1 << 64) - 1

# What a partner shows, as the part of its target that its 2025 sales come to, in ten-thousandths
# (a third number is cents that are missing from it), or why it has no target.
STORIES = {
    "P01": (10400, 0),         # in the middle of a band; two dealers below it
    "P02": (9000, 0),          # exactly on the 90 % bound
    "P03": (8000, -1),         # one cent under the 80 % bound
    "P04": (12700, 0),         # above the last bound; the second quarter grew by exactly 10 %
    "P05": (9650, 0),          # silver, gold from July on
    "P06": "no target",        # joined in May: no target, nothing to grow from
    "P07": "no target",        # an old partner whom nobody gave a target; pays late
    "P08": "no target",        # gave back what it bought the year before: nothing but credits
    "P09": (10000, 0),         # exactly on the 100 % bound
    "P10": (12000, -1),        # one cent under the 120 % bound
    "P11": "a target of zero", # sells outside its region
    "P12": (12000, 0),         # exactly on the 120 % bound; left at the end of September
}

PARTNERS = [  # id, name, kind, region, parent, joined, [(tier, from, to)], monthly size in rows
    ("P01", "江畔电器 Riverside", "distributor", "east", "", "2019-03-01", [("gold", "2024-01-01", "")], 11),
    ("P02", "Northgate Trading", "dealer", "north", "", "2020-06-15", [("silver", "2024-01-01", "")], 9),
    ("P03", "云岭商贸 Yunling", "dealer", "west", "", "2022-02-01", [("bronze", "2024-01-01", "")], 7),
    ("P04", "Harbour Home, Ltd.", "dealer", "east", "", "2018-01-01", [("diamond", "2024-01-01", "")], 14),
    ("P05", "晨光家电 Dawnlight", "dealer", "south", "", "2021-09-01",
     [("silver", "2024-01-01", "2025-06-30"), ("gold", "2025-07-01", "")], 10),
    ("P06", "Meridian Appliances", "dealer", "west", "", "2025-05-15", [("bronze", "2025-05-15", "")], 8),
    ("P07", "古城百货 Old Town", "dealer", "north", "", "2017-04-01", [("silver", "2024-01-01", "")], 8),
    ("P08", "Lakeside Stores", "dealer", "south", "", "2021-01-01", [("bronze", "2024-01-01", "")], 6),
    ("P09", "柳湾电器 Willow Bay", "dealer", "east", "P01", "2020-01-01", [("silver", "2024-01-01", "")], 9),
    ("P10", "Three Bridges", "dealer", "east", "P01", "2023-01-01", [("bronze", "2024-01-01", "")], 8),
    ("P11", "海岸贸易 Seacoast", "dealer", "south", "", "2019-11-01", [("silver", "2024-01-01", "")], 9),
    ("P12", "Summit \"Best\" Homeware", "dealer", "north", "", "2020-05-01",
     [("gold", "2024-01-01", "2025-09-30")], 9),
]

PRODUCTS = [  # id, name, line, category, launched, list price in cents
    ("F-210", "Fridge 210 L", "L01", "cooling", "2022-03-01", 189900),
    ("F-380", "Fridge 380 L", "L01", "cooling", "2023-03-01", 329900),
    ("F-520", "Fridge 520 L, French door", "L01", "cooling", "2024-09-01", 589900),
    ("F-150", "Chest freezer 150 L", "L01", "cooling", "2021-05-01", 129900),
    ("W-080", "Washer 8 kg", "L02", "laundry", "2022-01-01", 169900),
    ("W-100", "Washer 10 kg", "L02", "laundry", "2023-06-01", 249900),
    ("W-D10", "Washer-dryer 10 kg", "L02", "laundry", "2024-10-01", 429900),
    ("A-026", "Air conditioner 1.0 hp", "L03", "climate", "2022-04-01", 219900),
    ("A-035", "Air conditioner 1.5 hp", "L03", "climate", "2022-04-01", 269900),
    ("A-072", "Air conditioner 3.0 hp", "L03", "climate", "2024-03-01", 649900),
    ("K-R20", "Rice cooker", "L04", "kitchen", "2021-01-01", 39900),
    ("K-M23", "Microwave oven", "L04", "kitchen", "2021-01-01", 59900),
    ("K-H70", "Range hood", "L04", "kitchen", "2023-02-01", 199900),
    ("X-DSP", "Display stand", "L09", "display", "2020-01-01", 25000),
]
SOLD = [product for product in PRODUCTS if product[2] != "L09"]
REGIONS = ["east", "north", "south", "west"]


class Draws:
    """Whole numbers from a 64-bit state, alike on every machine (SplitMix64)."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        x = self.state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
        return ((x ^ (x >> 31)) * bound) >> 64

    def one_in(self, chances):
        return self.below(chances) == 0


def cents(amount):
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{amount // 100}.{amount % 100:02}"


def with_tax(net):
    """13 % on top, to the cent, halves away from zero."""
    size = (abs(net) * 113 + 50) // 100
    return size if net >= 0 else -size


def last_of_month(year, month):
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)


class Sale:
    def __init__(self, date, partner, product, quantity, net, region, customer="", type="sale", reverses=""):
        self.id = ""
        self.document = ""
        self.date, self.partner, self.product, self.quantity, self.net = date, partner, product, quantity, net
        self.region, self.customer, self.type, self.reverses = region, customer, type, reverses

    def fields(self):
        reversed_id = self.reverses.id if self.reverses else ""
        return [self.id, self.document, self.date, self.partner, self.customer, self.product, self.quantity,
                cents(self.net), cents(with_tax(self.net)), self.region, self.type, reversed_id]


def customers():
    for i in range(30):
        region = REGIONS[i % 4]
        kind = "project" if i % 5 == 0 else "retail"
        yield [f"C{i + 1:03}", f"{region.capitalize()} {'site' if kind == 'project' else 'home'} {i + 1}",
               region, kind]


def sales_of(partner, draws):
    """Two years of sales and returns, without the rows that land on a bound."""
    id, _, _, region, _, joined, tiers, size = partner
    last_day = datetime.date.fromisoformat(tiers[-1][2] or "2025-12-31")
    rows = []
    for month in range(24):
        year, month = 2024 + month // 12, month % 12 + 1
        for _ in range(size - 2 + draws.below(5)):
            day = datetime.date(year, month, 1 + draws.below(last_of_month(year, month).day))
            if str(day) < joined or day > last_day or (id == "P08" and year == 2025):
                continue
            product = SOLD[draws.below(len(SOLD))]
            quantity = 1 + draws.below(12 if product[2] == "L04" else 5)
            off = 62 + draws.below(22)  # per cent of the list price that a dealer pays
            if year == 2025:
                quantity += draws.below(2)
            net = quantity * (product[5] * off // 100)
            customer = f"C{1 + draws.below(30):03}" if draws.one_in(2) else ""
            where = region
            if draws.one_in(40) or (id == "P11" and draws.one_in(6)):
                where = REGIONS[draws.below(4)]
            row = Sale(day, id, product[0], quantity, net, where, customer)
            rows.append(row)
            if draws.one_in(30) and id != "P08":
                back = min(last_day, day + datetime.timedelta(3 + draws.below(40)))
                part = 1 + draws.below(quantity)
                rows.append(Sale(back, id, product[0], -part, -(net // quantity * part), where, customer,
                                 "return", row))
    if id == "P08":
        for row in rows[-9:]:
            back = row.date + datetime.timedelta(40 + draws.below(40))
            rows.append(Sale(back, id, row.product, -row.quantity, -row.net, row.region, row.customer,
                             "return", row))
    return rows


def in_range(rows, first, last):
    return sum(row.net for row in rows if first <= str(row.date) <= last)


def corrections(partner, rows):
    """What is booked by hand so that a figure lands where its story wants it; also the target."""
    id, _, _, region, _, _, tiers, _ = partner
    story = STORIES[id]
    if id == "P04":
        # The second quarter of 2024 to a whole ten cents, that of 2025 to 110 % of it.
        before = in_range(rows, "2024-04-01", "2024-06-30")
        rows.append(Sale(datetime.date(2024, 6, 28), id, "K-R20", 0, -(before % 10), region, "", "correction"))
        goal = (before - before % 10) * 11 // 10
        now = in_range(rows, "2025-04-01", "2025-06-30")
        rows.append(Sale(datetime.date(2025, 6, 28), id, "K-R20", 0, goal - now, region, "", "correction"))
    if story == "no target":
        return None
    if story == "a target of zero":
        return 0
    ratio, missing = story
    total = in_range(rows, "2025-01-01", "2025-12-31")
    target = (total * 10000 // ratio + 50000) // 100000 * 100000
    if ratio % 1000 == 0:
        day = datetime.date.fromisoformat(tiers[-1][2] or "2025-12-30")
        rows.append(Sale(day, id, "K-R20", 0, target * ratio // 10000 + missing - total, region, "", "correction"))
    return target


def numbered(rows):
    """In order of date, with ids, and a document per partner and day."""
    order = sorted(range(len(rows)), key=lambda i: (rows[i].date, rows[i].partner, i))
    documents = {}
    for number, i in enumerate(order, 1):
        row = rows[i]
        row.id = f"S{number:05}"
        prefix = {"sale": "O", "return": "R", "correction": "K"}[row.type]
        key = (row.date, row.partner, row.type)
        row.document = documents.setdefault(key, f"{prefix}{len(documents) + 1:05}")
    return [rows[i] for i in order]


# When a partner pays, in days after the invoice; a partner that is not here pays within 45.
DAYS_TO_PAY = {
    "P01": [0, 8, 10, 11, 9],   # in advance, exactly on the tenth day, one day later
    "P02": [18, 20, 21, 16],
    "P03": [28, 30, 31, 45],
    "P04": [0, 0, 5, 10],
    "P07": [47, 62, 75, 90],
}


def invoices_and_payments(partner, rows, draws):
    """An invoice of every month with something to pay, and its payments, sometimes two."""
    id = partner[0]
    invoices, payments = [], []
    for month in range(24):
        year, month = 2024 + month // 12, month % 12 + 1
        day = last_of_month(year, month)
        in_month = [row for row in rows if (row.date.year, row.date.month) == (year, month)]
        gross = sum(with_tax(row.net) for row in in_month)
        if gross <= 0:
            continue
        net = sum(row.net for row in in_month)
        number = f"I{year % 100}{month:02}-{id}"
        invoices.append([number, day, id, day + datetime.timedelta(30), cents(net), cents(gross)])
        usual = DAYS_TO_PAY.get(id)
        wait = usual[len(invoices) % len(usual)] if usual else draws.below(46)
        parts = [(wait, gross)]
        if draws.one_in(4):
            first = gross // 3
            parts = [(wait, first), (wait + 7 + draws.below(20), gross - first)]
        for part, (days, amount) in enumerate(parts, 1):
            paid = day + datetime.timedelta(days)
            if paid <= datetime.date(2025, 12, 31):
                key = f"B{year % 100}{month:02}-{id}-{part}"
                payments.append([key, paid, id, number, cents(amount), cents(amount)])
    return invoices, payments


def claims(draws):
    """Three or four a partner. An approval may be for less; a rejected claim counts for nothing."""
    number = 0
    for id, *_ in PARTNERS:
        if id in ("P06", "P08"):
            continue
        for _ in range(3 + draws.below(2)):
            number += 1
            date = datetime.date(2025, 1 + draws.below(9), 1 + draws.below(28))
            amount = 200000 + draws.below(1600000)
            if id == "P04":
                amount *= 3  # more than two per cent of its sales can match
            status = "rejected" if draws.one_in(6) else "approved"
            approved = 0 if status == "rejected" else amount if draws.below(3) else amount // 10000 * 8000
            kind = "display" if draws.one_in(7) else "co-marketing"
            yield [f"M{number:03}", kind, date, id, status, cents(amount), cents(approved)]


def kpis(draws):
    """Sell-out reports handed in, of three a quarter; P07 handed in nothing that anybody wrote down."""
    for id, *_ in PARTNERS:
        for quarter in range(1, 5):
            if id == "P07" or (id == "P06" and quarter == 1) or (id == "P12" and quarter == 4):
                continue
            reports = 3 if id in ("P01", "P04", "P11") or draws.below(4) else draws.below(3)
            yield ["sellout_reports", id, f"2025-Q{quarter}", reports]


def quoted(value):
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        for row in [header.split(), *rows]:
            file.write(",".join(map(quoted, row)) + "\n")


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "data")
    os.makedirs(folder, exist_ok=True)
    sales, invoices, payments, targets = [], [], [], []
    for number, partner in enumerate(PARTNERS):
        draws = Draws(2025 * 100 + number)
        rows = sales_of(partner, draws)
        target = corrections(partner, rows)
        if target is not None:
            targets.append(["annual", partner[0], 2025, cents(target)])
        sales += rows
        its_invoices, its_payments = invoices_and_payments(partner, rows, draws)
        invoices += its_invoices
        payments += its_payments

    write(folder, "partners.csv", "id name kind tier region parent joined valid_from valid_to",
          [[id, name, kind, tier, region, parent, joined, first, last]
           for id, name, kind, region, parent, joined, tiers, _ in PARTNERS for tier, first, last in tiers])
    write(folder, "products.csv", "id name line category launched list",
          [[*product[:5], cents(product[5])] for product in PRODUCTS])
    write(folder, "customers.csv", "id name region kind", customers())
    write(folder, "targets.csv", "target partner period value", targets)
    write(folder, "kpis.csv", "kpi partner period value", kpis(Draws(7)))
    write(folder, "sales.csv",
          "id document date partner customer product quantity net gross region type reverses",
          [row.fields() for row in numbered(sales)])
    write(folder, "invoices.csv", "id date partner due net gross", sorted(invoices, key=lambda row: (row[1], row[0])))
    write(folder, "payments.csv", "id date partner invoice amount settles",
          sorted(payments, key=lambda row: (row[1], row[0])))
    write(folder, "claims.csv", "id kind date partner status amount approved", claims(Draws(11)))


if __name__ == "__main__":
    main()
