#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Tells whether everything in this folder still agrees:
#   - data/ is what generate.py writes;
#   - the command finds the policy right, with all its examples;
#   - expected/settlement.csv is what the command settles, to the byte;
#   - every line of it is what the contract gives by hand: worked out below from data/, row by row, in
#     exact fractions, without anything of the command;
#   - expected/statement.*.txt and explain.*.txt are what the command prints for people.
#
#   check.py build/release/rebate
#   check.py build/release/rebate --update     # rewrites expected/; then read the difference
import argparse
import collections
import csv
import datetime
import difflib
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data")
EXPECTED = os.path.join(HERE, "expected")
EXPLAINED = ["P01", "P06", "P08"]  # a distributor with everything, a newcomer, nothing but credits
STATEMENT_OF = "P05"  # whose tier rose in July

# ---- the contract by hand ------------------------------------------------------------------------

LINES = ["L01", "L02", "L03", "L04"]
LINE_RATES = {"L01": "3", "L02": "4", "L03": "5", "L04": "3.5"}
PRODUCT_RATES = {"F-520": "6", "A-072": "8"}
MATCH = {"diamond": 70, "gold": 50, "silver": 40, "bronze": 30}


def percent(number):
    return Fraction(number) / 100


def cents(amount):
    """To the cent, halves away from zero."""
    twice = abs(amount) * 200
    rounded = (twice.numerator + twice.denominator) // (2 * twice.denominator)
    return Fraction(rounded if amount >= 0 else -rounded, 100)


def read(name):
    with open(os.path.join(DATA, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def month_of(date):
    return date[:7]


def quarter_of(date):
    return f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}"


def half_of(date):
    return f"{date[:4]}-H{1 if date[5:7] <= '06' else 2}"


def last_year(quarter):
    return f"{int(quarter[:4]) - 1}{quarter[4:]}"


class Partner:
    def __init__(self, id):
        self.id = id
        self.tiers = []  # (tier, first day, last day)
        self.region = self.kind = self.parent = ""

    def tier_on(self, date):
        return next((tier for tier, first, last in self.tiers if first <= date <= last), None)

    def last_tier(self):
        return self.tiers[-1][0]

    def is_valid_in(self, first, last):
        return any(a <= last and b >= first for _, a, b in self.tiers)


class Books:
    """The data files, as a person would look things up in them."""

    def __init__(self):
        self.partners = {}
        for row in read("partners.csv"):
            partner = self.partners.setdefault(row["id"], Partner(row["id"]))
            partner.tiers.append((row["tier"], row["valid_from"], row["valid_to"] or "9999-12-31"))
            partner.region, partner.kind, partner.parent = row["region"], row["kind"], row["parent"]
        self.line_of = {row["id"]: row["line"] for row in read("products.csv")}
        self.customer_kind = {row["id"]: row["kind"] for row in read("customers.csv")}
        self.targets = {row["partner"]: Fraction(row["value"]) for row in read("targets.csv")}
        self.reports = {(row["partner"], row["period"]): int(row["value"]) for row in read("kpis.csv")}
        self.invoiced = {row["id"]: datetime.date.fromisoformat(row["date"]) for row in read("invoices.csv")}
        self.sales = collections.defaultdict(list)
        for row in read("sales.csv"):
            self.sales[row["partner"]].append(row)
        self.payments = collections.defaultdict(list)
        for row in read("payments.csv"):
            self.payments[row["partner"]].append(row)
        self.claims = collections.defaultdict(list)
        for row in read("claims.csv"):
            self.claims[row["partner"]].append(row)


def net(rows):
    return sum((Fraction(row["net"]) for row in rows), Fraction(0))


class Contract:
    def __init__(self, books):
        self.books = books
        self.lines = {}  # (partner, rule, period, key) -> (status, due)

    def line(self, rule, period, status, amount=0, key=""):
        self.lines[self.partner.id, rule, period, key] = (status, cents(Fraction(amount)))

    def work_out(self):
        for self.partner in self.books.partners.values():
            sales = self.books.sales[self.partner.id]
            self.sales = [row for row in sales if row["date"][:4] == "2025"]
            self.by_quarter = collections.defaultdict(list)
            for row in sales:
                self.by_quarter[quarter_of(row["date"])].append(row)
            self.year()
            for number, (first, last) in enumerate(
                    [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")], 1):
                if self.partner.is_valid_in(f"2025-{first}", f"2025-{last}"):
                    self.quarter(f"2025-Q{number}")
            self.prompt_payment()
        return self.lines

    def year(self):
        total = net(self.sales)
        target = self.books.targets.get(self.partner.id)
        if not target:
            self.line("annual-target", "2025", "no_target")
        else:
            bands = [(80, 2), (90, 3), (100, 5), (120, 8)]
            rate = max((rate for bound, rate in bands if total * 100 >= target * bound), default=0)
            self.line("annual-target", "2025", "payable" if rate else "not_qualified", total * percent(rate))

        approved = sum((min(Fraction(row["amount"]), Fraction(row["approved"]))
                        for row in self.books.claims[self.partner.id]
                        if row["kind"] == "co-marketing" and row["status"] == "approved"), Fraction(0))
        match = approved * percent(MATCH[self.partner.last_tier()])
        cap = max(Fraction(0), total * percent(2))
        amount = cents(min(match, cap))
        if amount > cap:  # rounding does not pass a cap
            amount -= Fraction(1, 100)
        self.line("co-marketing", "2025", "reduced" if match > cap else "payable", amount)

        golden = [row for row in self.sales if self.partner.tier_on(row["date"]) in ("gold", "diamond")]
        if golden:
            self.line("gold-months", "2025", "payable", net(golden) * percent("0.5"))

        for half, first, last in (("2025-H1", "2025-01-01", "2025-06-30"), ("2025-H2", "2025-07-01", "2025-12-31")):
            if not self.partner.is_valid_in(first, last):
                continue
            units = sum(int(row["quantity"]) for row in self.sales if half_of(row["date"]) == half and
                        self.books.customer_kind.get(row["customer"]) == "project")
            amount = max(0, min(units, 30) - 10) * Fraction("12.5") + max(0, units - 30) * 20
            self.line("project-units", half, "payable" if units >= 10 else "not_qualified", amount)

    def growth(self, now, before, rates):
        """Status and exact amount of a growth rebate."""
        if before <= 0:
            return "no_baseline", Fraction(0)
        rate = max((Fraction(rate) for bound, rate in rates if now * 100 >= before * (100 + bound)), default=0)
        return ("payable", now * rate / 100) if rate else ("not_qualified", Fraction(0))

    def quarter(self, quarter):
        rows, rows_before = self.by_quarter[quarter], self.by_quarter[last_year(quarter)]
        line_growth = {}
        for line in LINES:
            own = [row for row in rows if self.books.line_of[row["product"]] == line]
            if not own:
                continue
            rates = {row["product"]: PRODUCT_RATES.get(row["product"], LINE_RATES[line]) for row in own}
            self.line("product-rebate", quarter, "payable",
                      sum(Fraction(row["net"]) * percent(rates[row["product"]]) for row in own), line)
            before = net(row for row in rows_before if self.books.line_of[row["product"]] == line)
            line_growth[line] = self.growth(net(own), before, [(10, "1"), (20, "2")])
        overall = self.growth(net(rows), net(rows_before), [(10, "1.2"), (20, "2")])
        self.quarter_growth(quarter, line_growth, overall)

        collected = sum((Fraction(row["amount"]) for row in self.books.payments[self.partner.id]
                         if quarter_of(row["date"]) == quarter), Fraction(0))
        gross = sum((Fraction(row["gross"]) for row in rows), Fraction(0))
        is_met = collected >= gross * percent(90)
        self.line("collection", quarter, "payable" if is_met else "not_qualified",
                  net(rows) * percent("0.5") if is_met else 0)

        outside = sum(row["region"] != self.partner.region for row in rows if row["type"] != "return")
        reports = self.books.reports.get((self.partner.id, quarter))
        status = "vetoed" if outside >= 3 else "payable" if reports is not None and reports >= 3 else "not_qualified"
        self.line("data-bonus", quarter, status, 2000 if status == "payable" else 0)

        if self.partner.kind == "distributor":
            below = [row for other in self.books.partners.values()
                     if self.partner.id in (other.id, other.parent)
                     for row in self.books.sales[other.id]
                     if quarter_of(row["date"]) == quarter and self.books.line_of[row["product"]] in LINES]
            self.line("network", quarter, "payable", net(below) * percent("0.5"))

    def quarter_growth(self, quarter, line_growth, overall):
        """The better of the two; the members are lines of nothing, told apart by their status."""
        line_sum = sum((amount for _, amount in line_growth.values()), Fraction(0))
        lines_compete = any(status == "payable" for status, _ in line_growth.values())
        overall_competes = overall[0] == "payable"
        lines_win = lines_compete and (not overall_competes or line_sum >= overall[1])
        for line, (status, _) in line_growth.items():
            self.line("growth-by-line", quarter,
                      "superseded" if status == "payable" and not lines_win else status, 0, line)
        self.line("growth-overall", quarter,
                  "superseded" if overall_competes and lines_win else overall[0])
        if not lines_compete and not overall_competes:
            self.line("quarter-growth", quarter, "not_qualified")
        else:
            self.line("quarter-growth", quarter, "payable", line_sum if lines_win else overall[1])

    def prompt_payment(self):
        for row in self.books.payments[self.partner.id]:
            month = month_of(row["date"])
            # Who has left earns no more, whatever is paid later.
            if row["date"][:4] != "2025" or not self.partner.is_valid_in(f"{month}-01", f"{month}-31"):
                continue
            days = (datetime.date.fromisoformat(row["date"]) - self.books.invoiced[row["invoice"]]).days
            rate = next((rate for last, rate in [(0, 5), (10, 4), (20, 3), (30, 2)] if days <= last), 0)
            self.line("prompt-payment", month, "payable" if rate else "not_qualified",
                      Fraction(row["settles"]) * percent(rate), row["id"])


# ---- comparing -----------------------------------------------------------------------------------


def run(rebate, *arguments):
    result = subprocess.run([rebate, *arguments], capture_output=True, cwd=HERE)
    if result.returncode != 0:
        print(result.stderr.decode())
        raise SystemExit(f"rebate {' '.join(arguments)} failed with {result.returncode}")
    return result.stdout.decode("utf-8")


def contents(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def compare(name, expected, found):
    """The number of differences, which are printed."""
    if expected == found:
        return 0
    difference = difflib.unified_diff(expected.splitlines(), found.splitlines(), "expected", "found", n=0,
                                      lineterm="")
    print(f"{name} differs:")
    print("\n".join(list(difference)[:30]))
    return 1


def check_data():
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, os.path.join(HERE, "generate.py"), folder], check=True)
        for name in sorted(set(os.listdir(folder)) | set(os.listdir(DATA))):
            wrong += compare(f"data/{name}", contents(os.path.join(DATA, name)), contents(os.path.join(folder, name)))
    return wrong


def check_policy(rebate):
    told = run(rebate, "check", "policy.json")
    print(told.strip())
    return 0 if " 0 wrong" in told else 1


def check_settlement(settlement):
    rows = list(csv.DictReader(settlement.splitlines()))
    found = {(row["partner"], row["rule"], row["period"], row["each"]): (row["status"], Fraction(row["due"]))
             for row in rows}
    by_hand = Contract(Books()).work_out()
    wrong = [f"{' '.join(key)}: by hand {by_hand.get(key)}, settled {found.get(key)}"
             for key in sorted(by_hand.keys() | found.keys()) if by_hand.get(key) != found.get(key)]
    print(f"{len(rows)} lines, {len(by_hand)} worked out by hand, {len(wrong)} differences")
    print("\n".join(wrong[:30]))
    return len(wrong)


def main():
    parser = argparse.ArgumentParser(description="Tells whether everything in this folder agrees.")
    parser.add_argument("rebate", help="the command")
    parser.add_argument("--update", action="store_true", help="write expected/ anew")
    arguments = parser.parse_args()
    rebate = os.path.abspath(arguments.rebate)

    outputs = {"settlement.csv": run(rebate, "settle", "policy.json", "--data", "data", "--format", "csv")}
    for language in ("en", "zh"):
        outputs[f"statement.{STATEMENT_OF}.{language}.txt"] = run(
            rebate, "settle", "policy.json", "--data", "data", "--partner", STATEMENT_OF, "--lang", language)
        for partner in EXPLAINED:
            outputs[f"explain.{partner}.{language}.txt"] = run(
                rebate, "explain", "policy.json", "--data", "data", "--partner", partner, "--lang", language)
    if arguments.update:
        os.makedirs(EXPECTED, exist_ok=True)
        for name, text in outputs.items():
            with open(os.path.join(EXPECTED, name), "w", encoding="utf-8", newline="") as file:
                file.write(text)

    wrong = check_data() + check_policy(rebate) + check_settlement(outputs["settlement.csv"])
    for name, text in outputs.items():
        wrong += compare(f"expected/{name}", contents(os.path.join(EXPECTED, name)), text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
