# SPDX-License-Identifier: Apache-2.0
"""The judge judged: it agrees with the reference itself, and finds every deliberate mistake."""

import unittest

from compare import difference
from engines import Reference
from generate import make_case
from judge import judge_case, judge_one, kept_cases, still_differs
from mutants import MUTANTS
from shrink import shrink


class Generator(unittest.TestCase):
    def test_a_seed_is_a_case(self):
        self.assertEqual(make_case(17), make_case(17))
        self.assertNotEqual(make_case(17), make_case(18))


class Judge(unittest.TestCase):
    def test_it_agrees_with_itself(self):
        for seed in range(1, 60):
            outcome = judge_one(seed, Reference(), with_laws=False)
            self.assertIn(outcome.kind, ("agree", "reference unsupported", "reference refused"), seed)

    def test_it_finds_every_mutant(self):
        for name, mutant in MUTANTS.items():
            engine = Reference(mutant)
            found = next((s for s in range(1, 600) if judge_one(s, engine, False).kind == "differ"), None)
            self.assertIsNotNone(found, f"{name} is not found")

    def test_a_difference_is_made_small(self):
        engine = Reference(MUTANTS["from_is_above"])
        seed = next(s for s in range(1, 200) if judge_one(s, engine, False).kind == "differ")
        case = make_case(seed)
        small = shrink(case, lambda c: still_differs(c, engine), seconds=6)
        self.assertTrue(still_differs(small, engine))
        self.assertLess(size(small), size(case) / 2)

    def test_kept_cases_are_settled_by_the_reference(self):
        for case in kept_cases():
            self.assertEqual(judge_case(case, Reference(), False).kind, "agree", case["seed"])

    def test_the_laws_hold_for_the_reference(self):
        for seed in (3, 5, 8):
            outcome = judge_one(seed, OneLedger(), with_laws=True)
            self.assertIn(outcome.kind, ("agree", "reference refused"), (seed, outcome.text))


class OneLedger(Reference):
    """Answers further ledgers by putting their rows into the first."""

    def settle(self, case, **how):
        files = dict(case["files"])
        for part in how.get("parts", []):
            for name, text in part.items():
                files[name] += text.split("\n", 1)[1]
        return super().settle({**case, "files": files})


def size(case):
    return sum(len(text) for text in case["files"].values()) + len(str(case["policy"]))


if __name__ == "__main__":
    unittest.main()
