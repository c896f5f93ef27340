# SPDX-License-Identifier: Apache-2.0
"""The policy's calendar: which days 2025, 2025-Q3, 2025-H1 and 2025-06 are, and the periods of a rule.

With year_starts 04-01 and month_closes 25 the month called April 2025 runs from 26 March to 25 April
2025 and is the first of the year called 2025. A period is always two days, both included.
"""

import datetime
import functools
import re

from .values import Refused, Span, Unsupported

DAY = datetime.timedelta(days=1)
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def parse_day(text):
    if not re.match(r"^\d{4}-\d{2}-\d{2}$", text):
        raise ValueError(f"not a date: {text!r}")
    return datetime.date.fromisoformat(text)


def month_days(year, month):
    """How many days a calendar month has; month may run over 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (following - DAY).day


def add_months(day, months):
    """31 January plus one month is the last day of February."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(day.day, month_days(year, month)))


def whole_months(first, second):
    """How many whole months lie between two days; negative if the second is the earlier one."""
    if second < first:
        return -whole_months(second, first)
    months = (second.year - first.year) * 12 + second.month - first.month
    while add_months(first, months) > second:
        months -= 1
    return months


def shift_years(span, years):
    """The same span so many years away. The day after its end is moved, so that February ends with its month."""
    return Span(add_months(span.first, 12 * years), add_months(span.last + DAY, 12 * years) - DAY)


def nearest_monday(day):
    behind = day.isoweekday() - 1
    return day - behind * DAY if behind <= 3 else day + (7 - behind) * DAY


WEEKS = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}


class Calendar:
    """Months that close on a day, or months of whole weeks. A year of weeks begins on the Monday nearest to the day
    that years start on; a 53rd week belongs to its last month."""

    def __init__(self, spec=None):
        spec = spec or {}
        starts = spec.get("year_starts", "01-01")
        self.start_month = int(starts[:2])
        self.weeks = WEEKS[spec["weeks"]] if "weeks" in spec else None
        self.start_day = int(starts[3:])
        if self.start_day != 1 and self.weeks is None:
            raise Unsupported("a year that does not start with a month")
        self.closes = int(spec.get("month_closes", 31))
        for name in ("month_end", "month_begin", "month_of", "containing", "named"):
            setattr(self, name, functools.lru_cache(maxsize=4096)(getattr(self, name)))

    # Months are counted from year 0: 2025-06 is 2025 * 12 + 5.

    def month_begin(self, index):
        if self.weeks is None:
            return self.month_end(index - 1) + DAY
        place = (index - (self.start_month - 1)) % 12
        year = (index - place - (self.start_month - 1)) // 12
        weeks = place // 3 * sum(self.weeks) + sum(self.weeks[: place % 3])
        return nearest_monday(datetime.date(year, self.start_month, self.start_day)) + 7 * weeks * DAY

    def month_end(self, index):
        if self.weeks is not None:
            return self.month_begin(index + 1) - DAY
        year, month = index // 12, index % 12 + 1
        return datetime.date(year, month, min(self.closes, month_days(year, month)))

    def months_span(self, index, count):
        return Span(self.month_begin(index), self.month_end(index + count - 1))

    def month_of(self, day):
        index = day.year * 12 + day.month - 1
        if self.weeks is None:
            return index if day <= self.month_end(index) else index + 1
        index += 2
        while self.month_begin(index) > day:
            index -= 1
        return index

    def moved(self, day, months):
        """The day so many months away; in months of weeks the day of the same place in its month."""
        if self.weeks is None:
            return add_months(day, months)
        index = self.month_of(day)
        month = self.months_span(index + months, 1)
        return min(month.first + (day - self.month_begin(index)), month.last)

    def years_away(self, span, years):
        """The same span so many years away. Whole half months keep their numbers; in a calendar of weeks whole weeks
        theirs, and other days their place in the month."""
        halves = [self.half_months(day) for day in (span.first, span.last)]
        if span.first in (h.first for h in halves[0]) and span.last in (h.last for h in halves[1]):
            return Span(self.half_end(span.first, years, 0), self.half_end(span.last, years, 1))
        if self.weeks is None:
            return shift_years(span, years)
        if span.first.isoweekday() == 1 and span.last.isoweekday() == 7:
            own, other = (self.year_of(span.first, by) for by in (0, years))
            week = min((span.first - own.first).days // 7, other.days() // 7 - 1)
            first = other.first + 7 * week * DAY
            return Span(first, first + (span.last - span.first))
        return self.months_away(span, 12 * years)

    def months_away(self, span, months):
        """A span that is no whole months, so many months away: what ends with a month ends with one."""
        return Span(self.moved(span.first, months), self.moved(span.last + DAY, months) - DAY)

    def year_of(self, day, years=0):
        """The year that holds the day, or one so many years away."""
        index = self.month_of(day)
        return self.months_span(index - (index - (self.start_month - 1)) % 12 + 12 * years, 12)

    def half_months(self, day, years=0):
        """The two halves of the month that holds the day, or of the one so many years away."""
        index = self.month_of(day) + 12 * years
        month, middle = self.months_span(index, 1), self.middle(index)
        return Span(month.first, middle), Span(middle + DAY, month.last)

    def middle(self, index):
        """The last day of the first half of a month."""
        return self.month_begin(index) + (13 if self.weeks else 14) * DAY

    def half_end(self, day, years, last):
        """The first or last day of the half month that holds the day, so many years away."""
        place = 0 if day in self.half_months(day)[0] else 1
        half = self.half_months(day, years)[place]
        return half.last if last else half.first

    def whole_months(self, span):
        """How many months of this calendar the span is, or 0 if it is not whole months."""
        first, last = self.month_of(span.first), self.month_of(span.last)
        return last - first + 1 if span == self.months_span(first, last - first + 1) else 0

    def year_first_month(self, year):
        return year * 12 + self.start_month - 1

    def containing(self, day, unit, policy_days=None):
        """The period of this unit that the day lies in."""
        count, name = split_unit(unit)
        if name == "policy":
            return policy_days
        if name == "day" or name == "week":
            length = count * (7 if name == "week" else 1)
            origin = datetime.date(2001, 1, 1) if count == 1 else policy_days.first
            behind = (day - origin).days % length
            return Span(day - behind * DAY, day + (length - behind - 1) * DAY)
        if name == "half_month":
            first, second = self.half_months(day)
            return first if day in first else second
        months = count * MONTHS_IN[name]
        index = self.month_of(day)
        into_year = (index - (self.start_month - 1)) % 12
        first = index - into_year
        start = first + into_year // months * months
        if months <= 12:
            return self.months_span(start, min(months, first + 12 - start))
        origin = self.month_of(policy_days.first)
        origin -= (origin - (self.start_month - 1)) % 12
        return self.months_span(index - (index - origin) % months, months)

    def before(self, span, unit, policy_days=None):
        """The period of this unit before the one that the span, which may be cut, begins in."""
        return self.containing(self.containing(span.first, unit, policy_days).first - DAY, unit, policy_days)

    def periods(self, unit, valid):
        """Every period of a rule, cut to the days the policy is valid on."""
        if unit == "policy":
            return [valid]
        if not is_unit(unit):
            cut = self.named(unit).cut(valid)
            return [cut] if cut else []
        found, day = [], valid.first
        while day <= valid.last:
            whole = self.containing(day, unit, valid)
            found.append(whole.cut(valid))
            day = whole.last + DAY
        return found

    def parts(self, whole, unit, valid):
        """The instalments of a period: the settle periods that end inside it, the last at its end."""
        return [Span(whole.first, part.last) for part in self.periods_inside(whole, unit, valid)]

    def periods_inside(self, whole, unit, valid):
        found, day = [], whole.first
        while day <= whole.last:
            part = self.containing(day, unit, valid).cut(whole)
            found.append(part)
            day = part.last + DAY
        return found

    def named(self, text):
        """The days of "2025", "2025-H1", "2025-Q3", "2025-06", "2025-06-01" or "2025-06-01..2025-08-31"."""
        if ".." in text:
            first, last = text.split("..")
            return Span(parse_day(first), parse_day(last))
        if re.match(r"^\d{4}$", text):
            return self.months_span(self.year_first_month(int(text)), 12)
        found = re.match(r"^(\d{4})-([QH])(\d)$", text)
        if found:
            months = 3 if found.group(2) == "Q" else 6
            first = self.year_first_month(int(found.group(1))) + (int(found.group(3)) - 1) * months
            return self.months_span(first, months)
        if re.match(r"^\d{4}-\d{2}$", text):
            return self.months_span(int(text[:4]) * 12 + int(text[5:]) - 1, 1)
        if re.match(r"^\d{4}-\d{2}-\d{2}$", text):
            return Span(parse_day(text), parse_day(text))
        raise Refused(f"not a range of days: {text!r}")

    def period_name(self, span, unit, valid):
        """A period that was cut to the policy's days keeps the name it has whole."""
        if is_unit(unit) and unit != "policy":
            return self.name(self.containing(span.first, unit, valid))
        return self.name(span if unit == "policy" else self.named(unit))

    def name(self, span):
        """The shortest name of a span: "2025-Q1", else "2025-01-01..2025-02-10"."""
        index = self.month_of(span.first)
        into_year = (index - (self.start_month - 1)) % 12
        year = (index - into_year - (self.start_month - 1)) // 12
        if span == self.months_span(index, 12) and into_year == 0:
            return f"{year:04d}"
        if span == self.months_span(index, 6) and into_year % 6 == 0:
            return f"{year:04d}-H{into_year // 6 + 1}"
        if span == self.months_span(index, 3) and into_year % 3 == 0:
            return f"{year:04d}-Q{into_year // 3 + 1}"
        if span == self.months_span(index, 1):
            return f"{index // 12:04d}-{index % 12 + 1:02d}"
        if span.first == span.last:
            return span.first.isoformat()
        return f"{span.first}..{span.last}"


def split_unit(unit):
    """ "2 week" is (2, "week")."""
    parts = unit.split(" ")
    return (int(parts[0]), parts[1]) if len(parts) == 2 else (1, unit)


def is_unit(text):
    return re.match(r"^(([1-9]\d* )?(day|week|half_month|month|quarter|half|year)|policy)$", text) is not None
