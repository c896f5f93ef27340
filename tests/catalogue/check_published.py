#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Figures that manuals, standards and other projects' test suites publish, each as a policy.

    check_published.py build/dev/rebate

The tables of tests/golden/published hold cases: a name, the document that prints the figures, what the
policy declares, its rules, and the published figures as examples. For each of them the command and the
reference evaluator find all examples right, also when the policy was read and written.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLES = ROOT / "tests" / "golden" / "published"
sys.path.insert(0, str(ROOT / "tests" / "reference"))

from rebate_reference.document import read_policy  # noqa: E402
from rebate_reference.examples import run_example  # noqa: E402

FEWEST_CASES = 40
OF_THE_TABLE = ("name", "source")


def document(case):
    """The policy of a case. What a case leaves out is as usual: dollars, and the year 2025."""
    usual = {"librebate": 1, "policy": case["name"], "currency": "USD", "valid": "2025"}
    return {**usual, **{member: case[member] for member in case if member not in OF_THE_TABLE}}


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    return done.stdout + done.stderr


def faults_of(rebate, case, file):
    file.write_text(json.dumps(document(case), ensure_ascii=False, indent=1), encoding="utf-8")
    count = len(case["examples"])
    told = output(rebate, "check", file)
    if f"{count} right, 0 wrong" not in told:
        yield f"command: {told.strip()}"
        return
    as_written = output(rebate, "format", file)
    for side, text in (("reference", file.read_text(encoding="utf-8")), ("reference, as written", as_written)):
        policy = read_policy(text)
        for number, example in enumerate(case["examples"]):
            for difference in run_example(policy, example):
                yield f"{side}: example {number}: {difference}"


def main(rebate):
    cases = [case for table in sorted(TABLES.glob("*.json")) for case in json.loads(table.read_text(encoding="utf-8"))]
    names = [case["name"] for case in cases]
    faults = [f"{name}: there are two of this name" for name in sorted(set(names)) if names.count(name) > 1]
    faults += [f"{case['name']}: says not where it is published" for case in cases if not case.get("source")]
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            file = pathlib.Path(folder) / f"{case['name']}.json"
            faults += [f"{case['name']}: {fault}" for fault in faults_of(rebate, case, file)]
    print("\n".join(faults))
    examples = sum(len(case["examples"]) for case in cases)
    print(f"{len(cases)} published cases, {examples} examples, {len(faults)} faults")
    return 1 if faults or len(cases) < FEWEST_CASES else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
