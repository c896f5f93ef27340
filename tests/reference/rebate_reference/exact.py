# SPDX-License-Identifier: Apache-2.0
"""Exact numbers as text, the seven ways to round, and sharing out to the last cent.

parse_number("2.5%")                         -> 1/40
round_to(Fraction("-2.5"), 1, "half_up")     -> -3      (a tie goes away from zero)
apportion(Fraction(100), [1, 1, 1], "0.01")  -> 33.34, 33.33, 33.33
"""

import functools
import re
from fractions import Fraction

ZERO = Fraction(0)
NUMBER = re.compile(r"^([+-]?)(\d+)(?:\.(\d+))?(%?)$")
MODES = ("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")
MINOR_UNITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3, "JOD": 3}


def looks_numeric(text):
    """True for "5", "-5.25" and "5%"; not for "1e3", ".5" or "1,000"."""
    return NUMBER.match(text) is not None


def parse_number(value):
    """The exact number behind an int, a Fraction or a decimal text, which may carry a percent sign."""
    if isinstance(value, str):
        return number_of(value)
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    raise ValueError(f"not a decimal number: {value!r}")


@functools.lru_cache(maxsize=100_000)
def number_of(value):
    found = NUMBER.match(value.strip())
    if found is None:
        raise ValueError(f"not a decimal number: {value!r}")
    sign, whole, part, percent = found.groups()
    number = Fraction(int(whole + (part or "")), 10 ** len(part or ""))
    if percent:
        number /= 100
    return -number if sign == "-" else number


def number_text(number):
    """The number as a plain decimal; as "p/q" if its decimals never end."""
    number = Fraction(number)
    if number.denominator == 1:
        return str(number.numerator)
    places, power = 0, 1
    while power % number.denominator != 0:
        places, power = places + 1, power * 10
        if places > 60:
            return f"{number.numerator}/{number.denominator}"
    digits = str(abs(number.numerator) * (power // number.denominator)).rjust(places + 1, "0")
    text = digits if places == 0 else digits[:-places] + "." + digits[-places:]
    return "-" + text if number < 0 else text


def fixed_text(number, places):
    """The number with exactly so many decimals; it must not need more."""
    scaled = Fraction(number) * 10**places
    if scaled.denominator != 1:
        raise ValueError(f"{number} does not fit {places} decimals")
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    text = digits if places == 0 else digits[:-places] + "." + digits[-places:]
    return "-" + text if scaled < 0 else text


def floor_number(number):
    return number.numerator // number.denominator


def ceil_number(number):
    return -((-number.numerator) // number.denominator)


def trunc_number(number):
    return floor_number(number) if number >= 0 else ceil_number(number)


def round_whole(number, mode):
    """The whole number beside `number` that the mode chooses. half_* differ only at the exact middle."""
    low = floor_number(number)
    if number == low:
        return low
    high = low + 1
    toward_zero, away = (low, high) if number > 0 else (high, low)
    if mode == "floor":
        return low
    if mode == "ceiling":
        return high
    if mode == "down":
        return toward_zero
    if mode == "up":
        return away
    middle = Fraction(2 * low + 1, 2)
    if number < middle:
        return low
    if number > middle:
        return high
    if mode == "half_up":
        return away
    if mode == "half_down":
        return toward_zero
    if mode == "half_even":
        return low if low % 2 == 0 else high
    raise ValueError(f"no such rounding mode: {mode}")


def round_to(number, step, mode):
    """The multiple of step that the mode chooses: round_to(12.34, 0.05, 'half_up') is 12.35."""
    return round_whole(Fraction(number) / step, mode) * Fraction(step)


def minor_unit(currency, extra=None):
    """The smallest coin of a currency: 0.01 for CNY, 1 for JPY, 0.001 for KWD."""
    places = (extra or {}).get(currency, MINOR_UNITS.get(currency, 2))
    return Fraction(1, 10**places)


def share_back(total, members, step):
    """Gives a result back to the members that it was made of: each times total / sum, in whole steps, the largest
    remainders first, equal ones by place. Members may be below zero; if they add up to zero, all get equal parts."""
    whole = sum(members, ZERO)
    if whole == 0:
        exact = [Fraction(total) / len(members) for _ in members]
    else:
        exact = [Fraction(total) * member / whole for member in members]
    parts = [trunc_number(x / step) * Fraction(step) for x in exact]
    left = total - sum(parts, ZERO)
    one = step if left > 0 else -step
    by_remainder = sorted(range(len(parts)), key=lambda i: (-abs(exact[i] - parts[i]), i))
    place = 0
    while parts and abs(left) >= step:
        parts[by_remainder[place % len(parts)]] += one
        left -= one
        place += 1
    return parts


def apportion(total, weights, step):
    """Splits total over the weights in whole steps; what is left goes to the largest remainders, equal
    remainders to the earlier place. The split of -x mirrors the split of x. All weights zero: equal parts.
    What is smaller than a step cannot be split and stays with the first place that it falls to."""
    step = Fraction(step)
    if total < 0:
        return [-part for part in apportion(-total, weights, step)]
    weights = [max(Fraction(w), ZERO) for w in weights]
    if not weights:
        return []
    if sum(weights) == 0:
        weights = [Fraction(1)] * len(weights)
    whole = sum(weights)
    exact = [total * w / whole for w in weights]
    parts = [floor_number(x / step) * step for x in exact]
    left = total - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(exact[i] - parts[i]), i))
    for i in by_remainder:
        if left < step:
            break
        parts[i] += step
        left -= step
    return parts
