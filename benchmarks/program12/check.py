#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Settles a small data set of generate.py with the command and works the twelve rules out again from
# the CSV files, row by row, in exact fractions. Every partner, rule and period has to agree.
#
#   check.py build/release/rebate
#   check.py build/release/rebate --data /tmp/program12      # of any size, in memory
import argparse
import collections
import csv
import datetime
import os
import subprocess
import sys
import tempfile
from decimal import Decimal
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
MATCH = {"diamond": 70, "gold": 50, "silver": 40, "bronze": 30}  # per cent of a claim


def percent(number):
    return Fraction(number) / 100


def cents(amount):
    """To the cent, halves away from zero."""
    twice = abs(amount) * 200
    rounded = (twice.numerator + twice.denominator) // (2 * twice.denominator)
    return Fraction(rounded if amount >= 0 else -rounded, 100)


def read(folder, name):
    with open(os.path.join(folder, name), encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))


def days(text):
    return datetime.date.fromisoformat(text).toordinal()


class Expected:
    """What each partner, rule and period should be due, and how often each outcome came up."""

    def __init__(self):
        self.due = {}
        self.outcomes = collections.Counter()

    def set(self, partner, rule, period, amount, outcome):
        self.due[partner, rule, period] = cents(amount)
        self.outcomes[rule, outcome] += 1


def reached(value, steps, otherwise):
    """The last step whose bound the value reaches."""
    return next((step for step in reversed(steps) if value >= step[0]), (None, otherwise))


def work_out(folder):
    expected = Expected()
    products = {row["id"]: row for row in read(folder, "products.csv")}
    targets = {row["partner"]: Fraction(row["value"]) for row in read(folder, "targets.csv")}
    claims = collections.defaultdict(Fraction)
    for row in read(folder, "claims.csv"):
        if row["status"] == "approved":
            claims[row["partner"]] += Fraction(row["amount"])
    sales = collections.defaultdict(list)
    for row in read(folder, "sales.csv"):
        sales[row["partner"]].append(row)
    for partner in read(folder, "partners.csv"):
        work_out_partner(expected, partner, sales[partner["id"]], products, targets, claims)
    return expected


def work_out_partner(expected, partner, rows, products, targets, claims):
    id = partner["id"]
    total = collections.defaultdict(Fraction)  # by (what, period)
    lines = collections.defaultdict(set)
    for row in rows:
        product = products[row["product"]]
        net = Fraction(row["net"])
        year, month = int(row["date"][:4]), int(row["date"][5:7])
        quarter = f"{year}-Q{(month + 2) // 3}"
        total["net", quarter] += net
        if year != 2025:
            continue
        total["net", "2025"] += net
        lines[quarter].add(product["line"])
        if product["line"] == "L10":
            total["units", quarter] += int(row["quantity"])
        if product["line"] in ("L01", "L02", "L03", "L04"):
            total["special", "2025"] += net
        if 0 <= days(row["date"]) - days(product["launched"]) < 180:
            total["launch", "2025"] += net
        if product["state"] == "eol":
            total["clearance", quarter] += net
        waited = days(row["paid_date"]) - days(row["date"])
        discount = 2 if waited <= 10 else 1 if waited <= 20 else 0
        total["cash", "2025"] += cents(net * percent(discount))
        expected.outcomes["cash", discount] += 1
        if month in (1, 2, 11):
            total["off-season", "2025"] += net
        if row["region"] != partner["region"]:
            total["penalty", "2025"] += net
        if product["margin_class"] == "A":
            total["tilt", "2025"] += net

    net = total["net", "2025"]
    steps = [(percent(80), 2), (percent(90), 3), (percent(100), 5), (percent(120), 8)]
    rate = reached(net / targets[id], steps, 0)[1]
    expected.set(id, "target", "2025", net * percent(rate), rate)
    for rule, rate in (("special", 5), ("launch", 6), ("cash", 100), ("off-season", "1.5"),
                       ("penalty", -3)):
        expected.set(id, rule, "2025", total[rule, "2025"] * percent(rate), "paid")
    expected.set(id, "clearance", "2025-Q4", total["clearance", "2025-Q4"] * percent(4), "paid")
    if partner["tier"] in ("gold", "diamond"):
        expected.set(id, "tilt", "2025", total["tilt", "2025"] * percent("1.2"), "paid")
    for q in range(1, 5):
        this, last = f"2025-Q{q}", f"2024-Q{q}"
        now, before = total["net", this], total["net", last]
        rate = 0
        if before > 0:
            rate = reached(now / before, [(percent(110), 1), (percent(120), 2)], 0)[1]
        expected.set(id, "growth", this, now * percent(rate), rate)
        units = total["units", this]
        amount = max(0, min(units, 30) - 10) * Fraction("1.5") + max(0, units - 30) * Fraction("2.5")
        expected.set(id, "units", this, amount, (units > 10) + (units > 30))
        rate = 1 if len(lines[this]) >= 20 else 0
        expected.set(id, "coverage", this, now * percent(rate), rate)
    match, cap = claims[id] * percent(MATCH[partner["tier"]]), max(0, cents(net * percent(2)))
    expected.set(id, "co-marketing", "2025", min(match, cap), "capped" if cap < match else "paid")


OUTCOMES = {
    ("target", 0), ("target", 2), ("target", 3), ("target", 5), ("target", 8), ("growth", 0),
    ("growth", 1), ("growth", 2), ("units", 0), ("units", 1), ("units", 2), ("coverage", 0),
    ("coverage", 1), ("cash", 0), ("cash", 1), ("cash", 2), ("co-marketing", "paid"),
    ("co-marketing", "capped"), ("tilt", "paid"),
}


def settle(rebate, folder):
    command = [rebate, "settle", os.path.join(HERE, "policy.json"), "--data", folder, "--format", "csv"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {(row["partner"], row["rule"], row["period"]): Fraction(row["due"])
            for row in csv.DictReader(output.splitlines())}


def check(rebate, folder, wants_all_outcomes):
    expected, found = work_out(folder), settle(rebate, folder)
    wrong = []
    for key in sorted(expected.due.keys() | found.keys()):
        if expected.due.get(key) != found.get(key):
            wrong.append(f"{' '.join(key)}: expected {expected.due.get(key)}, found {found.get(key)}")
    if wants_all_outcomes:
        wrong += [f"no partner with {outcome}" for outcome in OUTCOMES - expected.outcomes.keys()]
    sums = collections.defaultdict(Fraction)
    for (_, rule, _), due in found.items():
        sums[rule] += due
    for rule, due in sums.items():
        print(f"{rule:13} {Decimal(due.numerator) / Decimal(due.denominator):>16,.2f}")
        if wants_all_outcomes and due == 0:
            wrong.append(f"{rule} pays nothing")
    print(f"{len(found)} lines compared, {len(wrong)} complaints")
    print("\n".join(wrong[:20]))
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description="Works the twelve rules out again and compares.")
    parser.add_argument("rebate", help="the command")
    parser.add_argument("--data", help="a folder of generate.py; default: a small one is made")
    arguments = parser.parse_args()
    if arguments.data:
        return check(arguments.rebate, arguments.data, wants_all_outcomes=False)
    with tempfile.TemporaryDirectory() as folder:
        generate = [sys.executable, os.path.join(HERE, "generate.py"), "--rows", "6000", "--seed", "2",
                    "--partners", "24", "--products", "300", folder]
        subprocess.run(generate, check=True)
        return check(arguments.rebate, folder, wants_all_outcomes=True)


if __name__ == "__main__":
    sys.exit(main())
