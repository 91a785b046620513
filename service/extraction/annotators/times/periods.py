"""Rules for months, years and other periods: "late January", "last week", "the third quarter", "the 1990s"."""

from __future__ import annotations

from datetime import date

from service.extraction.annotators.times.calendar import (
    Period,
    century_period,
    decade_period,
    half_period,
    month_period,
    quarter_period,
    season_period,
    shift,
    shift_months,
    shift_units,
    unit_period,
    weekend_period,
    year_period,
)
from service.extraction.annotators.times.lexicon import MONTH_VALUES, REFERENCES, SEASONS, UNITS
from service.extraction.annotators.times.nights import day_in_question
from service.extraction.annotators.times.timeline import Reading, Timeline, modified, nearest_year, unknown, year_named


def read_month(line: Timeline, i: int, j: int) -> Reading | None:
    """A month, with or without year, whole or in part: "late January", "May 2014", "in April", "last March"."""
    letters = line.lexemes.letters
    at = next(k for k in range(i, j) if letters[k] == "M")
    month = MONTH_VALUES[line.word(at)]
    named, year = year_named(line, at, j)
    mark = next((c for c in letters[i:at] if c in "lNsVFp"), "")
    if not named:
        year = nearest_year(line, i, j, month, None)
        now = line.now
        if now and mark in ("l", "p", "V"):
            year = now.year - (month >= now.month)
        elif now and mark in ("N", "F"):
            year = now.year + (month <= now.month)
        elif now and mark == "s":
            year = now.year
    if year is None:
        return Reading("DATE", unknown(f"XXXX-{month:02}", "month"))
    return Reading("DATE", modified(line, i, at, month_period(year, month)), relative=not named)


def read_year(line: Timeline, i: int, j: int) -> Reading | None:
    """A year, whole or in part: "in 2022", "late 2014", "the end of 1941", "fiscal 2013"."""
    year = int(next(line.lexemes.values[k] for k in range(i, j) if line.lexemes.letters[k] == "y"))
    return Reading("DATE", modified(line, i, j - 1, year_period(year)), relative=False)


def read_year_span(line: Timeline, i: int, j: int) -> Reading | None:
    """Two years written as one: "2014-15"."""
    values = line.lexemes.values
    year, other = int(values[i]), int(values[i + 2])
    other += year // 100 * 100
    if other <= year or (line.lexemes.doc.words[line.lexemes.first[i + 2]].startswith("0") and other > year + 1):
        return None
    period = year_period(year)
    return Reading("DATE", Period(period.value, period.begin, date(other, 12, 31), "part"), relative=False, trim=-2)


def read_year_bc(line: Timeline, i: int, j: int) -> Reading | None:
    """A year before Christ, outside the calendar of ISO dates: "44 BC" is BC0044."""
    return Reading("DATE", unknown(f"BC{int(line.lexemes.values[i]):04}", "year"))


def read_decade(line: Timeline, i: int, j: int) -> Reading | None:
    """A decade: "the 1990s", "the early '90s", "the sixties"."""
    letters = line.lexemes.letters
    at = next(k for k in range(i, j) if letters[k] == "x")
    first = line.lexemes.first[at]
    years = line.lexemes.values.get(at)
    if years is None:
        tens = line.word(at)
        if "t" not in letters[i:at]:
            return None
        years = {"twenties": 20.0, "thirties": 30.0, "forties": 40.0, "fifties": 50.0, "sixties": 60.0}.get(
            tens, {"seventies": 70.0, "eighties": 80.0, "nineties": 90.0}.get(tens, 0.0)
        )
    before = line.lexemes.doc.lower[first - 1] if first else ""
    if years < 100 and "t" not in letters[i:at] and before not in ("'", "’", "‘"):
        return None
    decade = int(years) // 10 + (190 if years < 100 else 0)
    return Reading("DATE", modified(line, i, at, decade_period(decade)), relative=False)


def read_century(line: Timeline, i: int, j: int) -> Reading | None:
    """A century: "the 19th century", "the early 20th century"."""
    at = next(k for k in range(i, j) if line.lexemes.letters[k] == "o")
    if UNITS.get(line.word(j - 1)) != "CE" or not 1 <= line.lexemes.values[at] <= 30:
        return None
    return Reading("DATE", modified(line, i, at, century_period(int(line.lexemes.values[at]))), relative=False)


def read_ordinal_period(line: Timeline, i: int, j: int) -> Reading | None:
    """A part counted off a month or year: "the first week of March", "the second half of 2022"."""
    letters = line.lexemes.letters
    at = next(k for k in range(i, j) if letters[k] in "ol")
    cut = letters.index("f", at, j)
    nth = int(line.lexemes.values[at]) if letters[at] == "o" else -1
    whole = read_month(line, cut + 1, j) if "M" in letters[cut:j] else _whole_year(line, cut + 1, j)
    if whole is None or whole.period.begin is None or whole.period.until is None:
        return whole
    begin, until, unit = whole.period.begin, whole.period.until, UNITS.get(line.word(cut - 1), "")
    if letters[cut - 1] == "Z":
        if whole.period.grain == "year" and nth in (1, 2):
            return whole._replace(period=half_period(begin.year, nth))
        middle = shift(begin, (until - begin).days // 2)
        half = (begin, middle) if nth == 1 else (shift(middle, 1), until)
        return whole._replace(period=Period(whole.period.value, *half, "part"))
    count = int(line.lexemes.values.get(cut - 2, 1)) if letters[cut - 1] == "U" else 1
    if unit not in ("D", "W", "M"):
        return None
    if nth > 0:
        first = shift_units(begin, unit, (nth - 1) * count)
        last = shift(shift_units(first, unit, count), -1)
    else:
        first, last = shift(shift_units(shift(until, 1), unit, -count), 0), until
    if last > until or first > last:
        return None
    value = first.isoformat() if first == last else whole.period.value
    return whole._replace(period=Period(value, first, last, "day" if first == last else "part"))


def _whole_year(line: Timeline, i: int, j: int) -> Reading | None:
    named, year = year_named(line, i, j)
    if not named:
        return None
    if year is None and line.here and line.lexemes.letters[i] == "t":
        year = line.here.year
    return Reading("DATE", year_period(year) if year else unknown("XXXX", "year"))


def read_quarter(line: Timeline, i: int, j: int) -> Reading | None:
    """A quarter of a year: "the third quarter", "Q3 2012", "last quarter"."""
    letters, values = line.lexemes.letters, line.lexemes.values
    counted = next((int(values[k]) for k in range(i, j) if letters[k] in "o3"), 0)
    now = line.here
    named, year = year_named(line, i, j)
    if not counted:
        mark = next(c for c in letters[i:j] if c in "lsNVF")
        if now is None:
            return Reading("DATE", unknown("XXXX-QX", "quarter"))
        there = shift_months(now, 3 * {"l": -1, "V": -1, "N": 1, "F": 1}.get(mark, 0))
        return Reading("DATE", unit_period(there, "Q"))
    if counted > 4:
        return None
    if not named and now is not None:
        year = now.year - (counted * 3 - 2 > now.month and not line.future(i, j))
    if year is None:
        return Reading("DATE", unknown(f"XXXX-Q{counted}", "quarter"))
    return Reading("DATE", quarter_period(year, counted), relative=not named)


def read_period(line: Timeline, i: int, j: int) -> Reading | None:
    """A period by a pointing word: "last week", "this year", "that day", "the following month", "earlier this week"."""
    letters = line.lexemes.letters
    unit = UNITS[line.word(j - 1)]
    mark = next((c for c in letters[i:j] if c in "lshVNFmp"), "s")
    if unit[0] == "T":
        return None
    chained = mark in "hVFm" or (mark == "N" and ("t" in letters[i : j - 1] or unit == "D"))
    if unit == "D" and mark in "slp":
        return None
    base = (line.then if unit in "DW" else (line.context.begin if line.context else None)) if chained else line.now
    if base is None:
        return Reading("DATE", unknown({"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX"}.get(unit, "XXXX")))
    count = {"l": -1, "p": -1, "V": -1, "N": 1, "F": 1}.get(mark, 0)
    period = unit_period(shift_units(base, unit, count), unit)
    current = mark == "s" and period.until is not None
    if current and not any(c in "ezi%EI" for c in letters[i:j]) and period.begin:
        period = period._replace(until=max(base, period.begin))
    return Reading("DATE", modified(line, i, j, period), span=current and unit in ("Y", "M", "W"))


def read_period_in(line: Timeline, i: int, j: int) -> Reading | None:
    """A part of the current period: "earlier in the week", "later in the day", "the end of the year"."""
    unit = UNITS[line.word(j - 1)]
    if unit[0] == "T":
        return None
    base = day_in_question(line, i) if unit == "D" else line.now
    if base is None:
        return Reading("DATE", unknown("XXXX"))
    return Reading("DATE", modified(line, i, j, unit_period(base, unit)))


def read_weekend(line: Timeline, i: int, j: int) -> Reading | None:
    """A weekend: the last Saturday and Sunday, or the coming one if the tense or the end of the week says so."""
    letters = line.lexemes.letters
    mark = next((c for c in letters[i : j - 1] if c in "slVNFph"), "")
    base = line.then if mark in "VFh" and mark else line.now
    if base is None:
        return Reading("DATE", unknown("XXXX-WXX-WE"))
    week = base if base.isoweekday() >= 6 and mark not in ("l", "V") else shift(base, -7)
    if mark in ("N", "F"):
        week = shift(base, 7 if base.isoweekday() >= 6 else 0)
    elif base.isoweekday() < 6:
        ahead = mark == "s" and base.isoweekday() >= 3 and not line.past(i, j)
        week = base if line.future(i, j) or ahead else week
    elif base.isoweekday() == 6 and line.lexemes.doc.lower[line.lexemes.first[i] - 1] == "over" and mark != "s":
        week = shift(base, -7)
    return Reading("DATE", weekend_period(week))


def read_season(line: Timeline, i: int, j: int) -> Reading | None:
    """A season: "summer 2014", "last winter", "the spring of that year"."""
    letters = line.lexemes.letters
    at = next(k for k in range(i, j) if letters[k] == "S")
    season = SEASONS[line.word(at)]
    named, year = year_named(line, at, j)
    mark = next((c for c in letters[i:at] if c in "lsNVFhr"), "")
    if mark == "r":
        return Reading("SET", unknown(f"XXXX-{season}"))
    now = line.here
    if not named and now is not None:
        begins = season_period(now.year, season).begin
        started = begins is not None and begins <= now
        year = now.year - (0 if started or mark == "s" or line.narrative else 1)
        inside = season_period(year, season)
        if mark == "l" and inside.until and inside.until >= now:
            year -= 1
        if mark in ("N", "F") and started:
            year += 1
    if year is None:
        return Reading("DATE", unknown(f"XXXX-{season}", "season"))
    return Reading("DATE", modified(line, i, at, season_period(year, season)), relative=not named)


def read_reference(line: Timeline, i: int, j: int) -> Reading | None:
    """Words for the present, past or future as such."""
    return Reading("DATE", unknown(REFERENCES[line.tokens(i)], "reference"))
