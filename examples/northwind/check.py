#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Settles the Northwind programme with the command and works it out again from the CSV files, row by
# row, in exact fractions: every rule of every customer, and of every order or order line where the
# rule looks at these. Then it reads what the command says about each amount.
#
#   check.py build/release/rebate FOLDER      # with partners.csv, products.csv and sales.csv
import collections
import csv
import datetime
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
AMERICAS = {"Argentina", "Brazil", "Canada", "Mexico", "USA", "Venezuela"}


def percent(text):
    return Fraction(text) / 100


def cents(amount):
    """To the cent, halves away from zero."""
    twice = abs(amount) * 200
    rounded = (twice.numerator + twice.denominator) // (2 * twice.denominator)
    return Fraction(rounded if amount >= 0 else -rounded, 100)


def reached(value, steps):
    """What the last step gives whose bound the value reaches; steps are (bound, result)."""
    return next((result for bound, result in reversed(steps) if value >= bound), None)


def slices(value, steps):
    """Each slice at its own rate; steps are (bound, rate)."""
    total = Fraction(0)
    for i, (bound, rate) in enumerate(steps):
        end = steps[i + 1][0] if i + 1 < len(steps) else value
        total += max(Fraction(0), min(value, Fraction(end)) - bound) * rate
    return total


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def read(folder):
    products = {row["product_id"]: row for row in rows_of(folder, "products")}
    customers = {row["partner_id"]: row for row in rows_of(folder, "partners")}
    lines = collections.defaultdict(list)
    for row in rows_of(folder, "sales"):
        product = products[row["product_id"]]
        lines[row["partner_id"]].append({
            "id": row["txn_id"], "order": row["invoice_id"], "date": day(row["date"]),
            "required": day(row["required_date"]), "shipped": day(row["shipped_date"]),
            "units": int(row["quantity"]), "list": Fraction(row["list_amount"]),
            "net": Fraction(row["net_amount"]), "line": product["line"],
            "state": product["lifecycle"],
        })
    return customers, lines


def rows_of(folder, name):
    with open(os.path.join(folder, name + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def total(rows, what="net"):
    return sum((row[what] for row in rows), Fraction(0))


def by_period(rows, months):
    """Rows of 1997 by the number of their quarter (3) or half year (6)."""
    periods = {number: [] for number in range(1, 12 // months + 1)}
    for row in rows:
        periods[(row["date"].month - 1) // months + 1].append(row)
    return periods


def work_out(folder):
    """{(customer, rule, period, key): due}, amounts of zero left out."""
    customers, all_lines = read(folder)
    due = collections.defaultdict(Fraction)
    by_country = collections.defaultdict(dict)
    for id, customer in customers.items():
        year = [row for row in all_lines[id] if row["date"].year == 1997]
        half_before = total(row for row in all_lines[id] if row["date"].year == 1996)
        by_country[customer["country"]][id] = total(year)
        for rule, period, key, amount in rules_of(customer, year, half_before):
            due[id, rule, period, key] += cents(amount)
    for country, members in by_country.items():
        pool = cents(slices(sum(members.values()), [(20000, percent("0.5")), (60000, percent(1))]))
        if pool:
            for id, amount in share(pool, members).items():
                due[id, "country", "1997", ""] += amount
    return {key: amount for key, amount in due.items() if amount}


def rules_of(customer, year, half_before):
    net = total(year)
    if half_before > 0:
        steps = [(percent(10), percent(1)), (percent(25), percent(2)), (percent(50), percent(3))]
        rate = reached(net / (2 * half_before) - 1, steps) or 0
        yield "growth", "1997", "", min(net * rate, Fraction(800))
    elif net >= 500:
        yield "welcome", "1997", "", Fraction(25)
    if customer["country"] in AMERICAS:
        orders = collections.defaultdict(Fraction)
        for row in year:
            orders[row["order"]] += row["net"]
        steps = [(1000, percent(2)), (2500, percent("3.5"))]
        large = sum(amount * (reached(amount, steps) or 0) for amount in orders.values())
        steps = [(2000, percent(2)), (20000, percent(3))]
        volume = (net - 2000) * (reached(net, steps) or 0)
        yield "americas", "1997", "", max(large, volume)
    else:
        volume = slices(net, [(0, percent(1)), (3000, percent(2)), (10000, percent(3))])
        steps = [(6, percent("1.5")), (8, percent("2.5"))]
        breadth = net * (reached(len({row["line"] for row in year}), steps) or 0)
        yield "europe", "1997", "", max(volume, breadth)
    beverages = [row for row in year if row["line"] == "Beverages" and row["date"].month <= 6]
    yield "beverages", "1997-H1", "", total(beverages) * percent(2)
    for quarter, rows in by_period(year, 3).items():
        units = total((row for row in rows if row["line"] == "Dairy Products"), "units")
        steps = [(30, Fraction("0.10")), (100, Fraction("0.25"))]
        yield "dairy", f"1997-Q{quarter}", "", slices(units, steps)
        for row in rows:
            if row["shipped"] and row["shipped"] > row["required"]:
                late = (row["shipped"] - row["required"]).days
                rate = percent(5 if late > 7 else 2)
                yield "late", f"1997-Q{quarter}", row["id"], row["net"] * rate
    ended = [row for row in year if row["state"] == "discontinued" and row["date"].month >= 10]
    yield "clearance", "1997-Q4", "", total(ended) * percent(4)
    yield "summer", "1997", "", total(r for r in year if r["date"].month in (6, 7, 8)) * percent(1)
    for half, rows in by_period(year, 6).items():
        full = total(row for row in rows if row["net"] == row["list"])
        if rows and full / total(rows) >= percent(80):
            yield "list-price", f"1997-H{half}", "", full * percent("0.5")


def share(amount, weights):
    """Cents by largest remainders; equal ones by id."""
    count = amount * 100
    exact = {id: count * weight / sum(weights.values()) for id, weight in weights.items()}
    parts = {id: part.numerator // part.denominator for id, part in exact.items()}
    left = int(count - sum(parts.values()))
    for id in sorted(exact, key=lambda id: (parts[id] - exact[id], id))[:left]:
        parts[id] += 1
    return {id: Fraction(part, 100) for id, part in parts.items()}


def call(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def settled(lines):
    found = collections.defaultdict(Fraction)
    for line in lines:
        if line["paid"] and Fraction(line["due"]):
            found[line["payee"], line["rule"], line["period"], line["each"] or ""] += Fraction(line["due"])
    return dict(found)


def unexplained(rebate, folder):
    """Lines whose explanation does not give their amount, or that pay nothing without a reason."""
    wrong, count = [], 0
    partners = sorted({row["partner_id"] for row in rows_of(folder, "partners")}
                      | {row["country"] for row in rows_of(folder, "partners")})
    for partner in partners:
        text = call(rebate, "explain", os.path.join(HERE, "policy.json"), "--data", folder,
                    "--partner", partner, "--format", "json")
        for line in json.loads(text):
            count += 1
            said = json.dumps(line["explanation"], ensure_ascii=False)
            # A better one is paid in its place, and has to be named.
            owed = "is higher" if line["line"]["status"] == "superseded" else \
                f"{float(line['line']['due']):,.2f}"
            if owed not in said or len(line["explanation"]) < 2:
                wrong.append(f"{partner} {line['line']['rule']}: {said}")
    return wrong, count


def main():
    if len(sys.argv) != 3:
        sys.exit("check.py REBATE FOLDER")
    rebate, given = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        for name in ("partners.csv", "products.csv", "sales.csv"):
            os.symlink(os.path.join(given, name), os.path.join(folder, name))
        os.symlink(os.path.join(HERE, "data.json"), os.path.join(folder, "data.json"))
        text = call(rebate, "settle", os.path.join(HERE, "policy.json"), "--data", folder,
                    "--format", "json")
        found, expected = settled(json.loads(text)["lines"]), work_out(folder)
        wrong = [f"{' '.join(key)}: expected {expected.get(key, 0)}, found {found.get(key, 0)}"
                 for key in sorted(expected.keys() | found.keys())
                 if expected.get(key) != found.get(key)]
        sums = collections.defaultdict(Fraction)
        for (_, rule, _, _), amount in found.items():
            sums[rule] += amount
        for rule, amount in sums.items():
            print(f"{rule:12} {float(amount):>12,.2f}")
        print(f"{'due':12} {float(sum(sums.values())):>12,.2f}")
        print(f"{len(expected)} amounts worked out, {len(wrong)} differences")
        unclear, count = unexplained(rebate, folder)
        print(f"{count} lines explained, {len(unclear)} of them without their amount or reason")
        print("\n".join((wrong + unclear)[:20]))
        return 1 if wrong or unclear else 0


if __name__ == "__main__":
    sys.exit(main())
