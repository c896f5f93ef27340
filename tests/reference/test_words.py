# SPDX-License-Identifier: Apache-2.0
"""Expressions: how they bind, how they are spelt again, and what a missing value does to them."""

import unittest
from fractions import Fraction

from rebate_reference.values import Missing, Refused, kleene_and, kleene_not, kleene_or
from rebate_reference.words import parse

GONE = Missing("blocked", "gone")


class Grammar(unittest.TestCase):
    def test_what_binds_stronger(self):
        self.assertEqual(parse("a || b && !c == d + e * f").text, "a || b && !c == d + e * f")
        self.assertEqual(parse("(a + b) * c").text, "(a + b) * c")
        self.assertEqual(parse("a - (b - c)").text, "a - (b - c)")
        self.assertEqual(parse("x ? y : z ? u : v").parts[2].kind, "choice")

    def test_a_percent_sign_is_a_hundredth(self):
        self.assertEqual(parse("2.5%").value, Fraction(1, 40))

    def test_modifiers_chain(self):
        node = parse("net_sales.where(product.line in ['L1', 'L2']).during(last_year)")
        self.assertEqual((node.kind, node.value), ("method", "during"))

    def test_nonsense_is_refused(self):
        for text in ("a +", "(a", "a b", "in", "a ＞ b", "'open"):
            with self.assertRaises(Refused):
                parse(text)


class Logic(unittest.TestCase):
    def test_kleene(self):
        self.assertIs(kleene_or(GONE, True), True)
        self.assertIs(kleene_and(GONE, False), False)
        self.assertIs(kleene_and(True, GONE), GONE)
        self.assertIs(kleene_or(False, GONE), GONE)
        self.assertIs(kleene_not(GONE), GONE)

    def test_the_first_cause_stays(self):
        first, second = Missing("no_target", "1"), Missing("blocked", "2")
        self.assertIs(kleene_and(first, second), first)


if __name__ == "__main__":
    unittest.main()
