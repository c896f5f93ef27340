#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Settles every recipe of examples/catalogue and compares it with what its page works out by hand.

    check.py build/dev/rebate                             all recipes
    check.py build/dev/rebate annual-target budget        these

A recipe is a folder with policy.json, data/, expected.csv and README.md. For each of them:
  - the command settles data/ to expected.csv, line by line: no line more, none less;
  - the reference evaluator does the same, on its own;
  - both find the policy's examples right;
  - the policy in its one spelling settles to the same bytes, and is spelled the same again;
  - what combinations share back to their members adds up to what they pay, and what a line pays to
    several payees adds up to the line;
  - both languages explain every line;
  - the page states every amount that is expected, and is a page; docs/CATALOGUE.md leads to it.
"""

import collections
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
INDEX = ROOT / "docs" / "CATALOGUE.md"
RECIPES = ROOT / "examples" / "catalogue"
sys.path.insert(0, str(ROOT / "tests" / "reference"))

from rebate_reference import settle as reference  # noqa: E402
from rebate_reference.document import read_policy  # noqa: E402
from rebate_reference.examples import run_example  # noqa: E402
from rebate_reference.facts import read_csv  # noqa: E402
from rebate_reference.values import Refused, Unsupported  # noqa: E402

IDENTITY = ("rule", "partner", "payee", "period", "each")
MAX_PAGE_LINES = 45
NUMBERS = ("due", "gross", "qualifying", "earning", "rounded")


class Recipe:
    def __init__(self, folder):
        self.folder = folder
        self.name = folder.name
        self.faults = []
        self.lines = 0

    def fault(self, text):
        self.faults.append(f"{self.name}: {text}")

    def text(self, name):
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else None


def run(rebate, recipe, *arguments):
    done = subprocess.run([rebate, *arguments], capture_output=True, cwd=recipe.folder, text=True, encoding="utf-8")
    if done.returncode != 0:
        recipe.fault(f"rebate {' '.join(map(str, arguments))} ends with {done.returncode}\n{done.stderr.strip()}")
        return None
    return done.stdout


def identity(line):
    return tuple(line.get(name) or "" for name in IDENTITY)


def by_identity(lines):
    """Lines by what they are. Who gets nothing of a line that is shared is no payee of it."""
    shared = collections.defaultdict(int)
    for line in lines:
        shared[identity({**line, "payee": ""})] += Fraction(line["due"]) != 0
    found = {}
    for line in lines:
        if Fraction(line["due"]) == 0:
            if shared[identity({**line, "payee": ""})]:
                continue
            line["payee"] = line["partner"]
        found[identity(line)] = line
    return found


def wanted_lines(recipe):
    """expected.csv by identity; a payee left out is the partner."""
    found = {}
    for row in csv.DictReader(io.StringIO(recipe.text("expected.csv"))):
        row["payee"] = row.get("payee") or row["partner"]
        if identity(row) in found:
            recipe.fault(f"expected.csv has {' '.join(identity(row))} twice")
        found[identity(row)] = row
    return found


def same(column, wanted, found):
    if column in NUMBERS:
        return found not in (None, "") and Fraction(wanted) == Fraction(found)
    return wanted == (found or "")


def compare(recipe, side, wanted, found):
    """Every expected cell that is not blank against a line of the same name."""
    for name in sorted(wanted.keys() | found.keys()):
        label = f"{side}: {' '.join(part for part in name if part)}"
        if name not in found:
            recipe.fault(f"{label}: no line; {wanted[name]['status']} {wanted[name]['due']} is expected")
        elif name not in wanted:
            recipe.fault(f"{label}: {found[name]['status']} {found[name]['due']} is not expected")
        else:
            for column, cell in wanted[name].items():
                if column in IDENTITY or cell == "":
                    continue
                if not same(column, cell, found[name].get(column)):
                    recipe.fault(f"{label}: {column} is {found[name].get(column)}, expected {cell}")


def in_one_form(line):
    """A member of a combination is not paid itself: its due is its share of what the combination pays."""
    each = line["each"]
    line["each"] = each or "" if each is None or isinstance(each, str) else "|".join(each)
    line["due"] = line.get("share", line["due"])
    return line


def by_reference(recipe):
    policy = read_policy(recipe.text("policy.json"))
    files = {path.name: path.read_text(encoding="utf-8") for path in (recipe.folder / "data").glob("*.csv")}
    tables = {name[:-4]: read_csv(text) for name, text in files.items()}
    for line in reference.settle(policy, tables, None, files):
        yield in_one_form(line)


def check_settlement(rebate, recipe, wanted):
    settled = run(rebate, recipe, "settle", "policy.json", "--data", "data", "--format", "json")
    if settled is None:
        return
    rows = json.loads(settled)["lines"]
    for row in rows:
        in_one_form(row)
    recipe.lines = len(rows)
    compare(recipe, "command", wanted, by_identity(rows))
    try:
        compare(recipe, "reference", wanted, by_identity(list(by_reference(recipe))))
    except (Refused, Unsupported) as reason:
        recipe.fault(f"reference: {reason}")
    check_sums(recipe, rows)
    check_spelling(rebate, recipe, settled)


def check_sums(recipe, rows):
    """Nothing is lost or made on the way from a line to its payees."""
    parts = collections.defaultdict(list)
    for row in rows:
        parts[identity({**row, "payee": ""})].append(row)
    for name, shares in parts.items():
        total = sum(Fraction(row["rounded"]) for row in shares)
        whole = Fraction(shares[0]["after_combination"])
        if len(shares) > 1 and shares[0]["status"] == "payable" and abs(total - whole) >= Fraction(1, 100):
            recipe.fault(f"{' '.join(name)}: the payees get {total} of {whole}")


def check_combinations(recipe, wanted):
    """The members of a combination get back what it pays, over all lines of the recipe."""
    policy = read_policy(recipe.text("policy.json")).document
    due = collections.defaultdict(Fraction)
    for line in wanted.values():
        due[line["rule"]] += Fraction(line["due"])
    for rule in policy["rules"]:
        what = rule.get("what", {})
        for kind in ("sum_of", "best_of", "first_of"):
            members = what.get(kind) if isinstance(what, dict) else None
            if members and sum(due[member] for member in members) != due[rule["id"]]:
                recipe.fault(f"{rule['id']} pays {due[rule['id']]}, its members {sum(due[m] for m in members)}")


def check_spelling(rebate, recipe, settled):
    once = run(rebate, recipe, "format", "policy.json")
    if once is None:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(once)
        file.flush()
        if run(rebate, recipe, "format", file.name) != once:
            recipe.fault("the policy is spelled otherwise when it is written a second time")
        if run(rebate, recipe, "settle", file.name, "--data", "data", "--format", "json") != settled:
            recipe.fault("the policy settles otherwise when it was read and written")


def check_examples(rebate, recipe):
    told = run(rebate, recipe, "check", "policy.json")
    policy = read_policy(recipe.text("policy.json"))
    examples = policy.document.get("examples", [])
    if not examples:
        recipe.fault("the policy has no example")
    counted = f"{len(examples)} example{'s' if len(examples) != 1 else ''}: {len(examples)} right"
    if told is not None and counted not in told:
        recipe.fault(f"command: {told.strip()}")
    for number, example in enumerate(examples):
        for difference in run_example(policy, example):
            recipe.fault(f"reference: example {number}: {difference}")


def check_explanations(rebate, recipe, wanted):
    for partner in sorted({line["partner"] for line in wanted.values()}):
        for language in ("en", "zh"):
            told = run(
                rebate, recipe, "explain", "policy.json", "--data", "data", "--partner", partner, "--lang", language
            )
            if told is not None and not told.strip():
                recipe.fault(f"nothing is explained to {partner} in {language}")


def check_page(recipe, wanted):
    page = recipe.text("README.md")
    if page is None:
        return recipe.fault("README.md is missing")
    if len(page.splitlines()) > MAX_PAGE_LINES:
        recipe.fault(f"README.md has {len(page.splitlines())} lines")
    numbers = {Fraction(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", page)}
    for name, line in wanted.items():
        if abs(Fraction(line["due"])) not in numbers:
            recipe.fault(f"README.md does not state the {line['due']} of {' '.join(p for p in name if p)}")
    if f"(../examples/catalogue/{recipe.name}/README.md)" not in INDEX.read_text(encoding="utf-8"):
        recipe.fault("docs/CATALOGUE.md does not lead to it")
    for word in ("Who", "When", "What", "Qualify", "Pay", "Limit"):
        if f"| {word} |" not in page:
            recipe.fault(f"README.md does not answer {word}")


def check(rebate, recipe):
    for name in ("policy.json", "expected.csv"):
        if recipe.text(name) is None:
            return recipe.fault(f"{name} is missing")
    wanted = wanted_lines(recipe)
    if not wanted:
        recipe.fault("nothing is expected")
    check_settlement(rebate, recipe, wanted)
    check_combinations(recipe, wanted)
    check_examples(rebate, recipe)
    check_explanations(rebate, recipe, wanted)
    check_page(recipe, wanted)


def main(arguments):
    rebate = pathlib.Path(arguments[0]).resolve()
    names = arguments[1:] or sorted(path.name for path in RECIPES.iterdir() if path.is_dir())
    faults, lines = [], 0
    for name in names:
        recipe = Recipe(RECIPES / name)
        check(rebate, recipe)
        faults += recipe.faults
        lines += recipe.lines
    print("\n".join(faults))
    print(f"{len(names)} recipes, {lines} lines, {len(faults)} faults")
    return 1 if faults or not names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
