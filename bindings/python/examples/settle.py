# SPDX-License-Identifier: Apache-2.0
"""Settles the example programme, prints a statement and why its first amount is what it is."""

from pathlib import Path

import librebate

example = Path(__file__).parents[3] / "examples" / "channel-2025"
run = librebate.settle(example / "policy.json", example / "data")
statement = run.statement("P01")
print(statement)
print(statement.line("annual-target").explain())
