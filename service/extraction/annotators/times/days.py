"""Rules for days: dates with and without year, weekdays, holidays, dates in digits, days of one month."""

from __future__ import annotations

from datetime import date

from service.extraction.annotators.times.calendar import (
    Period,
    day_period,
    holiday,
    make,
    month_period,
    shift,
    shift_months,
)
from service.extraction.annotators.times.lexicon import (
    HOLIDAYS,
    MONTH_VALUES,
    NAMED_DAY_WORDS,
    NAMED_DAYS,
    UNITS,
    WEEKDAY_VALUES,
)
from service.extraction.annotators.times.timeline import (
    Reading,
    Timeline,
    is_soon,
    nearest_year,
    unknown,
    year_named,
)

THROUGHOUT = frozenset("during over throughout".split())
"""What before a feast of several days makes it all of them."""


def dated(line: Timeline, i: int, j: int) -> Period | None:
    """A month and day, with the year that is named or nearest."""
    letters, values = line.lexemes.letters, line.lexemes.values
    month = next(MONTH_VALUES[line.word(k)] for k in range(i, j) if letters[k] == "M")
    day = int(next(values[k] for k in range(i, j) if letters[k] in "do"))
    named, year = year_named(line, i, j)
    if not named:
        year = _named_day(line, j, month, day) or nearest_year(line, i, j, month, day)
        weekday = next((WEEKDAY_VALUES[line.word(k)] for k in range(i, j) if letters[k] == "W"), None)
        if year and weekday:
            tries = [make(y, month, day) for y in (year, year + 1, year - 1)]
            year = next((d.year for d in tries if d and d.isoweekday() == weekday), year)
    if year is None:
        return unknown(f"XXXX-{month:02}-{day:02}") if make(2000, month, day) else None
    found = make(year, month, day)
    return day_period(found) if found else None


def _named_day(line: Timeline, j: int, month: int, day: int) -> int | None:
    """The year of a day that the press names without it: "the September 11 attacks"."""
    year = NAMED_DAYS.get(f"{month:02}-{day:02}")
    doc, last = line.lexemes.doc, line.lexemes.last[j - 1]
    if year is None or last >= len(doc.lower) or doc.lower[last] not in NAMED_DAY_WORDS:
        return None
    return year if line.published is None or line.published > date(year, month, day) else None


def _weekday(line: Timeline, i: int, j: int) -> Period:
    """A weekday by what stands before and after it: "last Friday", "Tuesday of last week"."""
    letters = line.lexemes.letters
    at = next(k for k in range(i, j) if letters[k] == "W")
    weekday = WEEKDAY_VALUES[line.word(at)]
    unit = next((k for k in range(at, j) if letters[k] == "u"), None)
    if unit is not None and UNITS[line.word(unit)] == "W" and line.now:
        weeks = {"l": -1, "N": 1, "V": -1}.get(letters[unit - 1], 0)
        return day_period(shift(line.now, weekday - line.now.isoweekday() + 7 * weeks))
    return weekday_period(line, i, j, weekday, next((c for c in letters[i:at] if c in "lsNVFph"), ""))


def weekday_period(line: Timeline, i: int, j: int, weekday: int, mark: str) -> Period:
    """The nearest such weekday on or before publication, unless the tense is future; in a narrative, the next.

    ``mark`` is the letter of a pointing word before it ("last", "next" …), or "".
    """
    base = (line.then if mark in ("V", "F") else None) or (line.now if mark else line.here)
    if base is None:
        return unknown(f"XXXX-WXX-{weekday}")
    back = (base.isoweekday() - weekday) % 7
    if mark in ("F", "N") or (line.narrative and not mark):
        return day_period(shift(base, (7 - back) if back or mark else 0))
    if mark in ("l", "V", "p"):  # "last Wednesday" said on a Thursday is not the day before
        return day_period(shift(base, -(back if back > 1 else back + 7)))
    ahead = (mark == "s" and not line.past(i, j)) or line.future(i, j)
    return day_period(shift(base, (7 - back) % 7 if ahead else -back))


def _holiday(line: Timeline, i: int, j: int) -> Period:
    letters = line.lexemes.letters
    at = next(k for k in range(i, j) if letters[k] == "H")
    rule = HOLIDAYS[line.tokens(at)]
    _, year = year_named(line, i, j)
    if year is None and len(rule) == 10:
        return day_period(date.fromisoformat(rule))
    here = line.here
    if year is None and here is not None:
        year = here.year
        near = holiday(rule, year)
        if near is not None and not line.narrative:
            ahead = line.future(i, j) or is_soon(line, i, j, near)
            year += (near <= here and letters[i] == "N") - (near > here and not ahead)
    found = holiday(rule, year) if year else None
    if found is None:
        return unknown("XXXX" if ":" in rule or " " in rule or rule[0] in "EO" else f"XXXX-{rule}")
    first = line.lexemes.first[i]
    if " " in rule and first and line.lexemes.doc.lower[first - 1] in THROUGHOUT:
        return Period(f"P{rule.split()[0]}D", found, shift(found, int(rule.split()[0]) - 1), "part")
    return day_period(found)


def _numeric(line: Timeline, k: int) -> Period | None:
    """A date in digits: ISO, or day and month in the order that makes it nearest to publication."""
    lexemes = line.lexemes
    doc = lexemes.doc
    text = doc.text[doc.starts[lexemes.first[k]] : doc.ends[lexemes.last[k] - 1]]
    parts = [int(part) for part in text.replace("/", "-").replace(".", "-").split("-")]
    if len(parts) == 2:
        return month_period(parts[0], parts[1])
    if parts[0] > 99:
        found = make(parts[0], parts[1], parts[2]) or make(parts[0], parts[2], parts[1])
        return day_period(found) if found else None
    american, european = make(parts[2], parts[0], parts[1]), make(parts[2], parts[1], parts[0])
    if american and european and line.published:
        now = line.published
        found = min((european, american), key=lambda day: (day > now, abs((now - day).days)))
    else:
        found = european if "." in text else american or european
        found = found or american
    return day_period(found) if found else None


def day_named(line: Timeline, i: int, j: int) -> Period | None:
    """The day that a stretch names, by date, weekday, deictic word, digits or holiday."""
    letters = line.lexemes.letters[i:j]
    if "k" in letters:
        return _numeric(line, i + letters.index("k"))
    if "M" in letters and ("d" in letters or "o" in letters):
        return dated(line, i, j)
    if "H" in letters:
        return _holiday(line, i, j)
    if "W" in letters:
        return _weekday(line, i, j)
    offset = {"yesterday": -1, "today": 0, "tomorrow": 1}[line.word(i + letters.index("D"))]
    base = line.now
    return day_period(shift(base, offset)) if base else unknown("XXXX-XX-XX")


def read_day(line: Timeline, i: int, j: int) -> Reading | None:
    """A day by any name, with what stands before it: "early Tuesday", "5 June 1967", "yesterday", "last Friday"."""
    period = day_named(line, i, j)
    if period is None:
        return None
    letters = line.lexemes.letters[i:j]
    explicit = "k" in letters or "y" in letters or "8" in letters
    return Reading("DATE", period, relative=not explicit)


def read_day_range(line: Timeline, i: int, j: int) -> Reading | None:
    """Days of one month: "3-5 May", "between 3 and 5 May", "May 3-5"; the extent is the date that names the month."""
    letters, values = line.lexemes.letters, line.lexemes.values
    if letters[i] == "M":
        named, year = year_named(line, i, j)
        first = dated(line, i, i + 2)
        if named and year and first and first.begin:
            found = make(year, first.begin.month, first.begin.day)
            first = day_period(found) if found else None
        other = int(values[i + 3])
        trim = -(j - i - 2)
    else:
        link = next(k for k in range(i, j) if letters[k] in "2>&/-")
        first = day_named(line, link + 1, j)
        if "M" not in letters[link:j]:
            return None
        other = int(values[link - 1])
        trim = link + 1 - i
    if first is None or first.begin is None:
        return Reading("DATE", first, trim=trim) if first else None
    end = make(first.begin.year, first.begin.month, other)
    if end is None:
        return None
    begin, until = min(first.begin, end), max(first.begin, end)
    return Reading("DATE", Period(first.value, begin, until, "part"), trim=trim, refers=until)


def read_day_of_month(line: Timeline, i: int, j: int) -> Reading | None:
    """A day by its number alone: "on the 5th", in the month named last, else the nearest in the past."""
    number = int(line.lexemes.values[i + 1])
    context = line.last.begin if line.last is not None else None
    base = context or line.published
    if base is None:
        return Reading("DATE", unknown(f"XXXX-XX-{number:02}"))
    found = make(base.year, base.month, number)
    if found is not None and context is None and found > base and not line.future(i, j):
        before = shift_months(base, -1)
        found = make(before.year, before.month, number)
    return Reading("DATE", day_period(found)) if found else None
