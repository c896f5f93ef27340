# SPDX-License-Identifier: Apache-2.0
"""The calendar: months that close on the 25th, years that start in April, windows that never drift."""

import datetime
import unittest

from rebate_reference.fiscal import Calendar, add_months, shift_years, whole_months
from rebate_reference.values import Span

day = datetime.date.fromisoformat


def span(text):
    first, last = text.split("..")
    return Span(day(first), day(last))


class Months(unittest.TestCase):
    def test_a_month_after_31_january_is_the_last_of_february(self):
        self.assertEqual(add_months(day("2025-01-31"), 1), day("2025-02-28"))
        self.assertEqual(add_months(day("2024-01-31"), 1), day("2024-02-29"))

    def test_whole_months_count_that_day(self):
        self.assertEqual(whole_months(day("2025-01-31"), day("2025-02-28")), 1)
        self.assertEqual(whole_months(day("2025-01-15"), day("2025-04-14")), 2)
        self.assertEqual(whole_months(day("2025-01-15"), day("2025-04-15")), 3)

    def test_last_years_february_has_its_29_days(self):
        self.assertEqual(shift_years(span("2025-02-01..2025-02-28"), -1), span("2024-02-01..2024-02-29"))


class Names(unittest.TestCase):
    def test_closing_on_the_25th_with_a_year_from_april(self):
        calendar = Calendar({"year_starts": "04-01", "month_closes": 25})
        self.assertEqual(calendar.named("2025-04"), span("2025-03-26..2025-04-25"))
        self.assertEqual(calendar.named("2025-Q1"), span("2025-03-26..2025-06-25"))
        self.assertEqual(calendar.named("2025"), span("2025-03-26..2026-03-25"))
        self.assertEqual(calendar.name(span("2025-03-26..2025-06-25")), "2025-Q1")

    def test_closing_on_the_30th_does_not_drift(self):
        calendar = Calendar({"month_closes": 30})
        self.assertEqual(calendar.named("2025-02"), span("2025-01-31..2025-02-28"))
        self.assertEqual(calendar.named("2025-03"), span("2025-03-01..2025-03-30"))


class Periods(unittest.TestCase):
    def test_periods_are_cut_to_the_valid_days_and_keep_their_names(self):
        calendar, valid = Calendar(), span("2025-02-15..2025-12-31")
        periods = calendar.periods("quarter", valid)
        self.assertEqual(periods[0], span("2025-02-15..2025-03-31"))
        self.assertEqual(calendar.period_name(periods[0], "quarter", valid), "2025-Q1")
        self.assertEqual(len(periods), 4)

    def test_two_months_count_from_the_year_two_weeks_from_the_first_day(self):
        calendar, valid = Calendar(), span("2025-02-15..2025-04-30")
        self.assertEqual([str(p) for p in calendar.periods("2 month", valid)],
                         ["2025-02-15..2025-02-28", "2025-03-01..2025-04-30"])  # fmt: skip
        self.assertEqual(calendar.periods("2 week", valid)[1], span("2025-03-01..2025-03-14"))

    def test_weeks_begin_on_monday(self):
        weeks = Calendar().periods("week", span("2025-01-01..2025-01-12"))
        self.assertEqual([str(w) for w in weeks], ["2025-01-01..2025-01-05", "2025-01-06..2025-01-12"])


if __name__ == "__main__":
    unittest.main()
