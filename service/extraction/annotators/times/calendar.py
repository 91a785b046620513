"""Calendar arithmetic for time expressions: periods, their TIMEX3 values and their first and last days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

EARLIEST, LATEST = date(1, 1, 8), date(9999, 12, 1)


class Period(NamedTuple):
    """A stretch of the calendar: its TIMEX3 value, first and last day, and grain (day, week, month, year …)."""

    value: str
    begin: date | None
    until: date | None
    grain: str


def shift(day: date, days: int) -> date:
    """Return the date some days later; dates outside the calendar are clamped to its ends."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, EARLIEST.toordinal()), LATEST.toordinal()))


def shift_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month if it is shorter."""
    index = min(max(day.year * 12 + day.month - 1 + months, 13), 9999 * 12)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def make(year: int, month: int, day: int) -> date | None:
    """Return the date, or None if there is none such."""
    if not (1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def day_period(day: date) -> Period:
    """Return the day as a period."""
    return Period(day.isoformat(), day, day, "day")


def week_period(day: date) -> Period:
    """Return the ISO week, Monday to Sunday, that holds the day."""
    year, week, weekday = day.isocalendar()
    first = shift(day, 1 - weekday)
    return Period(f"{year:04}-W{week:02}", first, shift(first, 6), "week")


def weekend_period(day: date) -> Period:
    """Return the Saturday and Sunday of the ISO week that holds the day."""
    saturday = shift(day, 6 - day.isoweekday())
    return Period(f"{week_period(day).value}-WE", saturday, shift(saturday, 1), "weekend")


def month_period(year: int, month: int) -> Period:
    """Return a month."""
    first = date(year, month, 1)
    return Period(f"{year:04}-{month:02}", first, date(year, month, monthrange(year, month)[1]), "month")


def quarter_period(year: int, quarter: int) -> Period:
    """Return a quarter of a year, 1 to 4."""
    last = month_period(year, quarter * 3).until
    return Period(f"{year:04}-Q{quarter}", date(year, quarter * 3 - 2, 1), last, "quarter")


def half_period(year: int, half: int) -> Period:
    """Return the first or second half of a year."""
    last = month_period(year, half * 6).until
    return Period(f"{year:04}-H{half}", date(year, half * 6 - 5, 1), last, "half")


def year_period(year: int) -> Period:
    """Return a year."""
    return Period(f"{year:04}", date(year, 1, 1), date(year, 12, 31), "year")


SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def season_period(year: int, season: str) -> Period:
    """Return a meteorological season of the northern hemisphere; winter runs from December into the next year."""
    first = date(year, SEASON_MONTHS[season], 1)
    return Period(f"{year:04}-{season}", first, shift(shift_months(first, 3), -1), "season")


def decade_period(decade: int) -> Period:
    """Return a decade, by its first year over ten."""
    return Period(f"{decade:03}", date(decade * 10, 1, 1), date(decade * 10 + 9, 12, 31), "decade")


def century_period(century: int) -> Period:
    """Return a century by its ordinal: 19 for the nineteenth, whose TIMEX3 value is 18."""
    first = max((century - 1) * 100, 1)
    return Period(f"{century - 1:02}", date(first, 1, 1), date(century * 100 - 1, 12, 31), "century")


def unit_period(day: date, unit: str) -> Period:
    """Return the day, week, month, quarter, year, decade or century that holds the day, by its unit code."""
    if unit == "W":
        return week_period(day)
    if unit == "M":
        return month_period(day.year, day.month)
    if unit == "Q":
        return quarter_period(day.year, (day.month + 2) // 3)
    if unit == "Y":
        return year_period(day.year)
    if unit == "DE":
        return decade_period(day.year // 10)
    if unit == "CE":
        return century_period(day.year // 100 + 1)
    return day_period(day)


def shift_units(day: date, unit: str, count: int) -> date:
    """Return the day some units later; units of the clock count in whole days."""
    days = {"D": 1, "N": 1, "W": 7, "F": 14}.get(unit)
    if days is not None:
        return shift(day, days * count)
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}.get(unit)
    if months is not None:
        return shift_months(day, months * max(min(count, 10**5), -(10**5)))
    hours = {"TH": 24, "TM": 1440, "TS": 86400}[unit]
    return shift(day, count // hours if count > 0 else -(-count // hours))


def third(period: Period, which: str) -> Period:
    """Return the early (``e``), middle (``z``) or late (``i``) third of a period; months split at the 10th and 20th."""
    begin, until = period.begin, period.until
    if begin is None or until is None or period.grain in ("day", "weekend"):
        return period
    if period.grain == "month":
        first, last = {"e": (1, 10), "z": (11, 20), "i": (21, until.day)}[which]
        return period._replace(begin=begin.replace(day=first), until=begin.replace(day=last), grain="part")
    length = (until - begin).days + 1
    if period.grain == "year":
        month = {"e": 1, "z": 5, "i": 9}[which]
        end = month_period(begin.year, month + 3).until
        return period._replace(begin=date(begin.year, month, 1), until=end, grain="part")
    step = {"e": 0, "z": 1, "i": 2}[which]
    return period._replace(
        begin=shift(begin, length * step // 3), until=shift(begin, length * (step + 1) // 3 - 1), grain="part"
    )


def easter(year: int, *, orthodox: bool) -> date:
    """Return Easter Sunday in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    if orthodox:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return shift(date(year, month, day + 1), year // 100 - year // 400 - 2)
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holiday(rule: str, year: int) -> date | None:
    """Return the day of a holiday in a year by its rule in ``lexicon/times.toml``."""
    if " " in rule:
        return next((date.fromisoformat(day) for day in rule.split()[1:] if int(day[:4]) == year), None)
    if rule[0] in "EO":
        return shift(easter(year, orthodox=rule[0] == "O"), int(rule[1:]))
    if ":" in rule:
        month, nth, weekday = (int(part) for part in rule.split(":"))
        if nth < 0:
            last = date(year, month, monthrange(year, month)[1])
            return shift(last, -((last.isoweekday() - weekday) % 7))
        first = date(year, month, 1)
        return shift(first, (weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    if len(rule) == 10:
        return date.fromisoformat(rule)
    month, day = (int(part) for part in rule.split("-"))
    return make(year, month, day)
