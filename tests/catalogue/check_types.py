#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rebate types that pricing software names, each as a policy with two worked values.

    check_types.py build/dev/rebate

For each policy of tests/golden/rebate_types the command and the reference evaluator find all its
examples right, one of them on the very bound ("Exactly ..."), also when the policy was read and
written; and docs/CATALOGUE.md lists it.
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "reference"))

from rebate_reference.document import read_policy  # noqa: E402
from rebate_reference.examples import run_example  # noqa: E402

EXPECTED_TYPES = 26


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    return done.stdout + done.stderr


def faults_of(rebate, file, listed):
    policy = read_policy(file.read_text(encoding="utf-8"))
    examples = policy.document["examples"]
    titles = [example["title"] for example in examples]
    if len(examples) < 2 or not any(title.startswith("Exactly") for title in titles):
        yield "two worked values are needed, one exactly on the bound"
    told = output(rebate, "check", file)
    if f"{len(examples)} right, 0 wrong" not in told:
        yield told.strip()
    for example in examples:
        for difference in run_example(policy, example):
            yield f"reference: {example['title']}: {difference}"
    once = read_policy(output(rebate, "format", file))
    if any(run_example(once, example) for example in once.document["examples"]):
        yield "the examples come out otherwise when the policy was read and written"
    if file.name not in listed:
        yield "docs/CATALOGUE.md does not list it"


def main(rebate):
    files = sorted((ROOT / "tests" / "golden" / "rebate_types").glob("*.json"))
    listed = (ROOT / "docs" / "CATALOGUE.md").read_text(encoding="utf-8")
    faults = [f"{file.name}: {fault}" for file in files for fault in faults_of(rebate, file, listed)]
    print("\n".join(faults))
    print(f"{len(files)} rebate types, {len(faults)} faults")
    return 1 if faults or len(files) != EXPECTED_TYPES else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
