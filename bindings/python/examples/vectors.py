# SPDX-License-Identifier: Apache-2.0
"""Runs the golden vectors of all bindings: vectors.py FILE. See bindings/run-vectors."""

import sys
from pathlib import Path

import librebate


def answer(policy: str, folder: str) -> str:
    try:
        return librebate.settle(policy, folder).to_json()
    except librebate.InputError as error:
        return ",".join(error.codes)


vectors = Path(sys.argv[1]).read_text("utf-8").splitlines()
right = 0
for vector in vectors:
    policy, folder, expected = vector.split("\t")
    if answer(policy, folder).encode() == Path(expected).read_bytes():
        right += 1
    else:
        print("differs:", vector)
print(f"{right} of {len(vectors)}")
sys.exit(right != len(vectors) or not vectors)
