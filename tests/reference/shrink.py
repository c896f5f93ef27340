# SPDX-License-Identifier: Apache-2.0
"""Makes a failing case small: as long as the two sides still differ, leave out rules, members, rows, columns
of rows, partners, and replace values by plainer ones.
"""

import copy
import time

REQUIRED = ("id", "date", "partner", "product", "quantity", "net", "valid_from", "target", "period", "value", "kpi",
            "invoice", "amount")  # fmt: skip
PLAIN = {"net": ("100", "0"), "quantity": ("1", "0"), "value": ("100",), "date": ("2025-01-01",)}


def shrink(case, still_differs, seconds=20):
    """The smallest case found in this time. still_differs(case) -> bool."""
    until = time.monotonic() + seconds
    case = copy.deepcopy(case)
    changed = True
    while changed and time.monotonic() < until:
        changed = False
        for candidates in (whole_files, one_partner, smaller_policies, fewer_rows, plainer_rows):
            found = first_that(candidates(case), still_differs, until)
            while found is not None:
                case, changed = found, True
                found = first_that(candidates(case), still_differs, until)
    return case


def first_that(candidates, still_differs, until):
    for candidate in candidates:
        if time.monotonic() > until:
            return None
        if still_differs(candidate):
            return candidate
    return None


def whole_files(case):
    for name in sorted(case["files"]):
        if case["files"][name].count("\n") > 1 and name != "partners.csv":
            yield with_file(case, name, [case["files"][name].split("\n")[0]])


def one_partner(case):
    """Everybody's rows but one partner's go."""
    rows = case["files"]["partners.csv"].rstrip("\n").split("\n")[1:]
    partners = sorted({row.split(",")[0] for row in rows})
    for partner in partners if len(partners) > 1 else ():
        files = dict(case["files"])
        for name, text in files.items():
            header, *lines = text.rstrip("\n").split("\n")
            columns = header.split(",")
            at = columns.index("partner") if "partner" in columns else 0 if name == "partners.csv" else None
            if at is not None:
                files[name] = "\n".join([header] + [r for r in lines if r.split(",")[at] == partner]) + "\n"
        yield {**case, "files": files}


def with_policy(case, policy):
    return {**case, "policy": policy}


def smaller_policies(case):
    """One rule, one member of a rule, one declaration less."""
    policy = case["policy"]
    combined = {m for rule in policy["rules"] for m in members_of(rule)}
    for place in range(len(policy["rules"])):
        if len(policy["rules"]) > 1 and policy["rules"][place]["id"] not in combined:
            smaller = copy.deepcopy(policy)
            del smaller["rules"][place]
            yield with_policy(case, smaller)
    for place in range(len(policy["rules"])):
        for name in members_of(policy["rules"][place]):
            smaller = copy.deepcopy(policy)
            what = smaller["rules"][place]["what"]
            kind = next(k for k in ("sum_of", "best_of", "first_of") if k in what)
            what[kind].remove(name)
            smaller["rules"] = [rule for rule in smaller["rules"] if rule["id"] != name]
            if what[kind]:
                yield with_policy(case, smaller)
    for member in list(policy):
        if member not in ("librebate", "policy", "currency", "valid", "rules"):
            smaller = copy.deepcopy(policy)
            del smaller[member]
            yield with_policy(case, smaller)
    for path in paths(policy["rules"]):
        smaller = copy.deepcopy(policy)
        parent = smaller["rules"]
        for step in path[:-1]:
            parent = parent[step]
        if isinstance(parent, list) and len(parent) == 1:
            continue
        del parent[path[-1]]
        yield with_policy(case, smaller)


def members_of(rule):
    what = rule.get("what")
    return [m for k in ("sum_of", "best_of", "first_of") if isinstance(what, dict) for m in what.get(k, [])]


def paths(value, here=()):
    """The places of all members and items below, outer ones first, but not whole rules, ids and periods."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = []
    for step, part in items:
        path = here + (step,)
        if len(path) > 1 and step not in ("id", "per", "when"):
            yield path
        inner.append((part, path))
    for part, path in inner:
        yield from paths(part, path)


def fewer_rows(case):
    """Halves, quarters and single rows less."""
    for name in sorted(case["files"]):
        header, *rows = case["files"][name].rstrip("\n").split("\n")
        size = len(rows)
        while size >= 1:
            for start in range(0, len(rows), size):
                kept = rows[:start] + rows[start + size :]
                yield with_file(case, name, [header] + kept)
            size //= 2


def plainer_rows(case):
    """Cells blank or plain."""
    for name in sorted(case["files"]):
        header, *rows = case["files"][name].rstrip("\n").split("\n")
        columns = header.split(",")
        for place, row in enumerate(rows):
            cells = row.split(",")
            for at, column in enumerate(columns):
                for plain in PLAIN.get(column, ()) if column in REQUIRED else ("",):
                    if cells[at] != plain and not (cells[at] in PLAIN.get(column, ())):
                        changed = cells[:at] + [plain] + cells[at + 1 :]
                        yield with_file(case, name, [header] + rows[:place] + [",".join(changed)] + rows[place + 1 :])


def with_file(case, name, lines):
    return {**case, "files": {**case["files"], name: "\n".join(lines) + "\n"}}
