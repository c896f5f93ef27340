# SPDX-License-Identifier: Apache-2.0
"""Runs the golden vectors of all bindings: vectors.py FILE. See bindings/run-vectors."""

import sys
from pathlib import Path

import librebate


def codes(policy: str) -> str:
    try:
        librebate.Policy(policy)
    except librebate.InputError as error:
        return ",".join(error.codes)
    return ""


vectors = Path(sys.argv[1]).read_text("utf-8").splitlines()
right = 0
for vector in vectors:
    kind, policy, *rest = vector.split("\t")
    if kind == "settle":
        is_right = (
            librebate.settle(policy, rest[0]).to_json().encode() == Path(rest[1]).read_bytes()
        )
    else:
        is_right = codes(policy) == rest[0]
    right += is_right
    if not is_right:
        print("differs:", vector)
print(f"{right} of {len(vectors)}")
sys.exit(right != len(vectors) or not vectors)
