# SPDX-License-Identifier: Apache-2.0
"""Laws that hold for every settlement, whatever it says. Each changes the question in a way that must not
change the answer: the order of rows, the number of threads, how the ledger is split, rows of somebody else,
the order of members in the policy's JSON.
"""

import random

SPLIT = ("sales.csv", "sellout.csv", "claims.csv", "visits.csv")
WHOLE = ("payments.csv", "invoices.csv")


def laws(case):
    """(name, changed case, further members of the request)."""
    dice = random.Random(case["seed"] * 7 + 1)
    yield "rows in another order", {**case, "files": shuffled(case["files"], dice)}, {}
    for threads in (2, 16):
        yield f"{threads} threads", case, {"threads": threads}
    if not points_elsewhere(case["files"]):
        first, parts = split(case["files"], dice)
        yield "split in two and merged", {**case, "files": first}, {"parts": parts}
    yield "rows of a noun that no rule names", {**case, "files": {**case["files"], **unrelated(case)}}, {}
    yield "members of the policy in another order", {**case, "policy": reordered(case["policy"], dice)}, {}
    yield "read, written and read again", case, {"round_trip": True}


def shuffled(files, dice):
    changed = {}
    for name, text in files.items():
        header, *rows = text.rstrip("\n").split("\n")
        dice.shuffle(rows)
        changed[name] = "\n".join([header] + rows) + "\n"
    return changed


def points_elsewhere(files):
    """Rows that take back others, and rows with one id, must lie in one ledger."""
    for name in SPLIT:
        if name in files:
            header, *rows = files[name].rstrip("\n").split("\n")
            columns = header.split(",")
            ids = [row.split(",")[0] for row in rows]
            if len(set(ids)) != len(ids):
                return True
            if "reverses" in columns:
                at = columns.index("reverses")
                if any(row.split(",")[at] for row in rows):
                    return True
    return False


def split(files, dice):
    first = dict(files)
    second = {name: files[name].split("\n")[0] + "\n" for name in WHOLE if name in files}
    for name in SPLIT:
        if name in files:
            header, *rows = files[name].rstrip("\n").split("\n")
            halves = ([], [])
            for row in rows:
                halves[dice.randrange(2)].append(row)
            first[name] = "\n".join([header] + halves[0]) + "\n"
            second[name] = "\n".join([header] + halves[1]) + "\n"
    return first, [second]


def unrelated(case):
    partners = case["files"]["partners.csv"].split("\n")[1].split(",")[0]
    rows = [f"ZZ{i},2025-0{i + 1}-15,{partners},10" for i in range(5)]
    return {"stages.csv": "\n".join(["id,date,partner,value"] + rows) + "\n"}


def reordered(value, dice):
    """The same JSON with the members of its objects in another order; columns of a matrix keep theirs."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: reordered(value[name], dice) for name in names}
    return [reordered(part, dice) for part in value] if isinstance(value, list) else value
