# SPDX-License-Identifier: Apache-2.0
"""Numbers: the table of rounding modes that the Java documentation prints for its RoundingMode, and shares."""

import unittest
from fractions import Fraction

from rebate_reference.exact import apportion, minor_unit, number_text, parse_number, round_to

# Input: up, down, ceiling, floor, half_up, half_down, half_even; as printed there.
PRINTED = {
    "5.5": (6, 5, 6, 5, 6, 5, 6),
    "2.5": (3, 2, 3, 2, 3, 2, 2),
    "1.6": (2, 1, 2, 1, 2, 2, 2),
    "1.1": (2, 1, 2, 1, 1, 1, 1),
    "1.0": (1, 1, 1, 1, 1, 1, 1),
    "-1.0": (-1, -1, -1, -1, -1, -1, -1),
    "-1.1": (-2, -1, -1, -2, -1, -1, -1),
    "-1.6": (-2, -1, -1, -2, -2, -2, -2),
    "-2.5": (-3, -2, -2, -3, -3, -2, -2),
    "-5.5": (-6, -5, -5, -6, -6, -5, -6),
}
MODES = ("up", "down", "ceiling", "floor", "half_up", "half_down", "half_even")


class Rounding(unittest.TestCase):
    def test_every_mode_as_printed(self):
        for text, row in PRINTED.items():
            for mode, expected in zip(MODES, row):
                self.assertEqual(round_to(parse_number(text), 1, mode), expected, (text, mode))

    def test_a_step_is_any_number(self):
        self.assertEqual(round_to(parse_number("12.34"), parse_number("0.05"), "half_up"), parse_number("12.35"))
        self.assertEqual(round_to(parse_number("1234"), 10, "half_even"), 1230)

    def test_minor_units_are_those_of_the_currency(self):
        self.assertEqual([minor_unit(c) for c in ("CNY", "JPY", "KWD")], [Fraction(1, 100), 1, Fraction(1, 1000)])


class Texts(unittest.TestCase):
    def test_numbers_are_plain_decimals_or_percentages(self):
        self.assertEqual(parse_number("2.5%"), Fraction(1, 40))
        for wrong in ("1e3", ".5", "1,000", "", "5 %", "--1"):
            with self.assertRaises(ValueError):
                parse_number(wrong)

    def test_text_is_exact(self):
        self.assertEqual(number_text(Fraction(-5, 4)), "-1.25")
        self.assertEqual(number_text(Fraction(1, 3)), "1/3")
        self.assertEqual(number_text(Fraction(0)), "0")


class Shares(unittest.TestCase):
    def test_the_first_of_equal_remainders_takes_the_cent(self):
        parts = apportion(Fraction(100), [1, 1, 1], "0.01")
        self.assertEqual([number_text(p) for p in parts], ["33.34", "33.33", "33.33"])

    def test_the_largest_remainder_takes_it_first(self):
        self.assertEqual(apportion(Fraction(10), [47, 16, 16, 12, 9], 1), [5, 2, 1, 1, 1])

    def test_less_than_nothing_is_the_mirror(self):
        self.assertEqual(apportion(Fraction(-100), [1, 1, 1], 1), [-34, -33, -33])

    def test_weights_of_nothing_are_equal(self):
        self.assertEqual(apportion(Fraction(3), [0, 0], 1), [2, 1])


if __name__ == "__main__":
    unittest.main()
