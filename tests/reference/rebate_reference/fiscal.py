# SPDX-License-Identifier: Apache-2.0
"""The policy's calendar: which days 2025, 2025-Q3, 2025-H1 and 2025-06 are, and the periods of a rule.

With year_starts 04-01 and month_closes 25 the month called April 2025 runs from 26 March to 25 April
2025 and is the first of the year called 2025. A period is always two days, both included.
"""

import datetime
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


class Calendar:
    def __init__(self, spec=None):
        spec = spec or {}
        self.start_month = int(spec.get("year_starts", "01-01")[:2])
        if not spec.get("year_starts", "01-01").endswith("-01"):
            raise Unsupported("a year that does not start with a month")
        if "weeks" in spec:
            raise Unsupported("a calendar of weeks")
        self.closes = int(spec.get("month_closes", 31))

    # Months are counted from year 0: 2025-06 is 2025 * 12 + 5.

    def month_end(self, index):
        year, month = index // 12, index % 12 + 1
        return datetime.date(year, month, min(self.closes, month_days(year, month)))

    def months_span(self, index, count):
        return Span(self.month_end(index - 1) + DAY, self.month_end(index + count - 1))

    def month_of(self, day):
        index = day.year * 12 + day.month - 1
        return index if day <= self.month_end(index) else index + 1

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
            month = self.months_span(self.month_of(day), 1)
            middle = month.first + 14 * DAY
            return Span(month.first, middle) if day <= middle else Span(middle + DAY, month.last)
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
        """The period of this unit that ends the day before the span begins."""
        return self.containing(span.first - DAY, unit, policy_days)

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
    """"2 week" is (2, "week")."""
    parts = unit.split(" ")
    return (int(parts[0]), parts[1]) if len(parts) == 2 else (1, unit)


def is_unit(text):
    return re.match(r"^(([1-9]\d* )?(day|week|half_month|month|quarter|half|year)|policy)$", text) is not None
