"""Rules for durations, distances in time and recurring times: "three days ago", "the past 24 hours", "every week"."""

from __future__ import annotations

from datetime import date

from service.extraction.annotators.times.calendar import (
    Period,
    day_period,
    shift,
    shift_units,
    unit_period,
)
from service.extraction.annotators.times.days import day_named, weekday_period
from service.extraction.annotators.times.lexicon import (
    MONTH_VALUES,
    PARTS,
    SEASONS,
    SETS,
    UNITS,
    WAR_WORDS,
    WARS,
    WEEKDAY_VALUES,
)
from service.extraction.annotators.times.timeline import Reading, Timeline, unknown

YEARS = {"DE": 10, "CE": 100, "ML": 1000}
HALVES = {"Y": (6, "M"), "D": (12, "TH"), "TH": (30, "TM"), "TM": (30, "TS"), "DE": (5, "Y"), "CE": (50, "Y")}
OPEN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX", "TH": "XXXX-XX-XXTXX"}
VAGUE_DAYS = 3
"""Days that "recent days" and "the last few days" stand for (codebook, section 6)."""
MONTH_LENGTH = 31
FIGHTING = frozenset(
    "fighting clashes violence shelling bombardment bombardments bombing bombings strikes airstrikes attacks battles"
    " raids siege war conflict hostilities unrest".split()
)
FIGHTING_REACH, PERFECT_REACH = 4, 10
ENTERING = frozenset("entered enters entering into".split())
"""What makes a day's number the length of what has lasted to it."""
ENTERING_REACH = 2
WAR_REACH = 8
"""Tokens after a day's number within which the war stands that it is counted in: "of Russia's full-scale invasion"."""
LEADS = frozenset("for in of over after within took lasting last past by throughout during about take takes through"
                  " until since spent than and or some early".split())  # fmt: skip
RATES = frozenset("once twice times hours hour minutes days people dollars euros million billion thousand hundred"
                  " %".split())  # fmt: skip
BREAKS = frozenset("\n,.);:-")


def quantity(line: Timeline, i: int, j: int) -> float | None:
    """How many units the lexemes ``[i, j)`` before and around a unit say; None where they are vague."""
    letters = line.lexemes.letters[i:j]
    if "Z" in letters:
        number = next((k for k in range(i, j) if line.lexemes.letters[k] in "dn8y"), None)
        if number is not None:
            return line.lexemes.values[number] + 0.5
        return 1.5 if "&" in letters else 0.5
    for k in range(i, j):
        letter = line.lexemes.letters[k]
        if letter in "dn8y":
            return line.lexemes.values[k]
        if letter == "a":
            return 1.0
        if letter == "v":
            return 2.0 if "couple" in line.tokens(k) else None
    return None


def duration_value(count: float | None, unit: str) -> str:
    """Return the ISO 8601 duration, with X where the count is vague: "PT24H", "P2W", "PXM"."""
    if unit == "N":
        unit = "D"
    if unit == "F":
        count, unit = count * 2 if count else None, "W"
    if unit == "Q":
        count, unit = count * 3 if count else None, "M"
    if count is None:
        return f"PTX{unit[1:]}" if unit[0] == "T" else f"PX{unit}"
    if count % 1 == 0.5 and unit in HALVES and count < 1:
        whole, unit = HALVES[unit]
        count = float(whole)
    if unit in YEARS:
        count, unit = count * YEARS[unit], "Y"
    number = f"{count:.10g}"
    return f"PT{number}{unit[1:]}" if unit[0] == "T" else f"P{number}{unit}"


def unit_of(line: Timeline, i: int, j: int) -> tuple[str, int]:
    """The code of the unit in a stretch, and its lexeme."""
    at = next(k for k in range(i, j) if line.lexemes.letters[k] in "uUYJ")
    return UNITS[line.word(at)], at


def _away(base: date, unit: str, count: float, sign: int) -> Period:
    """The period that lies some units from a day, at the grain of the unit."""
    if count == 0.5 and unit in HALVES:
        whole, unit = HALVES[unit]
        count = float(whole)
    there = shift_units(base, unit, sign * int(count + 0.5))
    if count % 1 == 0.5 and unit == "Y":
        there = shift_units(base, "M", sign * int(count * 12))
        return unit_period(there, "M")
    period = unit_period(there, "W" if unit == "F" else unit)
    if unit in ("W", "F") and count * (2 if unit == "F" else 1) == 1:
        return Period(period.value, there, there, "day")
    if unit in ("DE", "CE"):
        return Period(period.value, date(there.year, 1, 1), date(there.year, 12, 31), "year")
    if unit == "N":
        return Period(f"{there.isoformat()}TNI", there, shift(there, 1), "night")
    return period


def read_ago(line: Timeline, i: int, j: int) -> Reading | None:
    """A distance back from publication: "three days ago", "a year ago", "hours ago"."""
    unit, _ = unit_of(line, i, j)
    count = quantity(line, i, j)
    base = line.now
    if count is None:
        day = day_period(base) if base and unit[0] == "T" else None
        return Reading("DATE", day._replace(value="PAST_REF") if day else unknown("PAST_REF", "reference"))
    if base is None:
        return Reading("DATE", unknown(OPEN.get(unit, "XXXX")))
    if unit[0] == "T":
        hours = count if unit == "TH" else 0
        return Reading("TIME", day_period(shift(base, -int(hours // 24))))
    return Reading("DATE", _away(base, unit, count, -1))


def read_relative(line: Timeline, i: int, j: int) -> Reading | None:
    """A distance from the date named last: "two days later", "a day earlier", "a week before"."""
    letters = line.lexemes.letters
    doc, last = line.lexemes.doc, line.lexemes.last[j - 1]
    following = doc.lower[last] if last < len(doc.lower) else ""
    if letters[j - 1] in "bA" and letters[j] not in BREAKS and following.isalnum():
        return None
    if following == "than":
        return None
    unit, _ = unit_of(line, i, j)
    count = quantity(line, i, j)
    if letters[i] == "t" and j - i == 3:
        count = 1.0
    sign = -1 if letters[j - 1] in "Eb" else 1
    base = line.then if unit in "DWFN" or unit[0] == "T" else (line.context.begin if line.context else None)
    if count is None:
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        same_day = unit[0] == "T" and base is not None
        return Reading("DATE", Period(value, base, base, "day") if same_day else unknown(value, "reference"))
    if base is None:
        return Reading("DATE", unknown(OPEN.get(unit, "XXXX")))
    if unit[0] == "T":
        return Reading("TIME", day_period(shift(base, sign * int(count // 24 if unit == "TH" else 0))))
    return Reading("DATE", _away(base, unit, count, sign))


def read_day_beside(line: Timeline, i: int, j: int) -> Reading | None:
    """The day before or after another: "the day before yesterday", "the day after"."""
    sign = -1 if line.lexemes.letters[i + 2] == "b" else 1
    if j - i > 3:
        other = day_named(line, i + 3, j)
        base = other.begin if other else None
    else:
        doc, last = line.lexemes.doc, line.lexemes.last[j - 1]
        if last < len(doc.lower) and doc.lower[last].isalnum():
            return None
        base = line.then
    return Reading("DATE", day_period(shift(base, sign)) if base else unknown("XXXX-XX-XX"))


def back(line: Timeline, unit: str, count: float | None, base: date | None) -> Period | None:
    """The stretch of some units up to a day, as the codebook counts: "24 hours" is D-1 to D."""
    if base is None or (count is None and unit not in ("D", "TH")):
        return None
    if count is None:
        count = VAGUE_DAYS if unit == "D" else 0
    if unit[0] == "T":
        days = -int(-count // 24) if unit == "TH" else 0
        unit, count = "D", float(days)
    begin = shift_units(base, unit, -int(count + 0.5))
    grain = "day" if (base - begin).days <= 1 else "part"
    return Period(duration_value(count, unit), begin, base, grain)


def read_span_past(line: Timeline, i: int, j: int) -> Reading | None:
    """A period up to now: "the past 24 hours", "the last three days", "the past week"."""
    unit, at = unit_of(line, i, j)
    count = quantity(line, i, at)
    if not any(c in "dn8yv" for c in line.lexemes.letters[i:at]) and line.lexemes.letters[at] != "U":
        count = 1.0
    period = back(line, unit, count, line.now)
    value = duration_value(count, unit)
    return Reading("DURATION", period._replace(value=value) if period else unknown(value, "part"), span=True)


def read_span_next(line: Timeline, i: int, j: int) -> Reading | None:
    """A period from now on: "the next two weeks", "the coming days"."""
    unit, at = unit_of(line, i, j)
    if not any(c in "dn8yv" for c in line.lexemes.letters[i:at]):
        return Reading("DATE", unknown("FUTURE_REF", "reference"))
    return Reading("DURATION", unknown(duration_value(quantity(line, i, at), unit), "part"))


def read_recent(line: Timeline, i: int, j: int) -> Reading | None:
    """Recent days: D-3 to D; other recent units have no dates."""
    unit, _ = unit_of(line, i, j)
    period = back(line, unit, None, line.now) if unit == "D" else None
    return Reading("DATE", period._replace(value="PAST_REF") if period else unknown("PAST_REF", "reference"), span=True)


def read_duration(line: Timeline, i: int, j: int) -> Reading | None:
    """A length of time: "two weeks", "half an hour", "24-hour", "a decade"; with its days after "in" or "over"."""
    lexemes = line.lexemes
    doc, last, letters = lexemes.doc, lexemes.last[j - 1], lexemes.letters
    following = doc.lower[last : last + 2]
    if following[:1] == ["old"] or following[1:] == ["old"] or following == ["of", "age"]:
        return None
    unit, _ = unit_of(line, i, j)
    count = quantity(line, i, j)
    before = doc.lower[lexemes.first[i] - 1] if lexemes.first[i] else ""
    if before in ("aged", "age"):
        return None
    if letters[i:j] in ("aJ", "aY", "au"):
        if before in RATES or before[:1].isdigit():
            return Reading("SET", unknown(duration_value(1.0, unit), "set"))
        if before in ("on", "such", "what", "quite"):
            return None
    value = duration_value(count, unit)
    about = line.word(i)
    days = (count or 99) * {"D": 1, "W": 7, "F": 14, "TH": 1 / 24}.get(unit, 99)
    stated = (before in ("in", "within", "over") and letters[i:j] != "aJ") or about == "over"
    if days <= MONTH_LENGTH and ((stated and line.past(i, j)) or _up_to_now(line, i, j)):
        period = back(line, unit, count, line.published)
        if period is not None:
            return Reading("DURATION", period._replace(value=value), span=True)
    return Reading("DURATION", unknown(value, "part"))


def _up_to_now(line: Timeline, i: int, j: int) -> bool:
    """Whether a length of time is one of fighting up to now: "have shelled it for five days", "ten days of clashes"."""
    doc, first, last = line.lexemes.doc, line.lexemes.first[i], line.lexemes.last[j - 1]
    if doc.lower[last : last + 1] == ["of"]:
        return any(word in FIGHTING for word in doc.lower[last + 1 : last + 1 + FIGHTING_REACH])
    sentence = doc.sentences[doc.sentence_of[first]]
    if first == sentence.first or doc.lower[first - 1] != "for":
        return False
    return any(word in ("has", "have") for word in doc.lower[max(sentence.first, first - PERFECT_REACH) : first])


def _war_begun(line: Timeline, j: int) -> date | None:
    """The first day of the war that "of the war" names: of those begun, the one whose word the text has most."""
    doc, last = line.lexemes.doc, line.lexemes.last[j - 1]
    following = doc.lower[last : last + WAR_REACH]
    if following[:1] != ["of"] or WAR_WORDS.isdisjoint(following) or line.published is None:
        return None
    begun = [(len(doc.positions.get(word, ())), day) for day, word in WARS.items() if day <= line.published.isoformat()]
    told, day = max(begun, default=(0, ""))
    return date.fromisoformat(day) if told else None


def read_nth(line: Timeline, i: int, j: int) -> Reading | None:
    """The day or week that something has come to: "entered its third day" covers the three up to now.

    The day of a war ("on the first day of the invasion") is counted from its beginning.
    """
    doc, first = line.lexemes.doc, line.lexemes.first[i]
    began = _war_begun(line, j)
    if began is not None and line.word(j - 1) == "day":
        nth = next(int(line.lexemes.values[k]) for k in range(i, j) if line.lexemes.letters[k] == "o")
        return Reading("DATE", day_period(shift(began, nth - 1)))
    if not any(word in ENTERING for word in doc.lower[max(0, first - ENTERING_REACH) : first]):
        return None
    unit, at = unit_of(line, i, j)
    nth = next(int(line.lexemes.values[k]) for k in range(i, at) if line.lexemes.letters[k] == "o")
    days = {"D": 1, "W": 7}.get(unit, MONTH_LENGTH + 1) * nth
    if line.published is None or nth < 2 or days > MONTH_LENGTH:
        return None
    begin = shift(line.published, -((nth - 1) if unit == "D" else days))
    return Reading("DURATION", Period(duration_value(float(nth), unit), begin, line.published, "part"), span=True)


def read_duration_long(line: Timeline, i: int, j: int) -> Reading | None:
    """A length as an adjective: "week-long", "years-long", "daylong"."""
    word = line.word(i)
    unit = UNITS.get(word) or UNITS[word.removesuffix("long")]
    count = None if line.lexemes.letters[i] == "U" else 1.0
    return Reading("DURATION", unknown(duration_value(count, unit), "part"))


def read_duration_vague(line: Timeline, i: int, j: int) -> Reading | None:
    """Units without a number: "for weeks", "months of fighting"."""
    doc, first, last = line.lexemes.doc, line.lexemes.first[i], line.lexemes.last[i]
    sentence = doc.sentences[doc.sentence_of[first]]
    before = doc.lower[first - 1] if first > sentence.first else "for"
    following = doc.lower[last] if last < sentence.last else ""
    unit = UNITS[line.word(i)]
    if unit == "N" or not (before in LEADS or following in ("of", "after", "before")):
        return None
    return Reading("DURATION", unknown(duration_value(None, unit), "part"))


def read_set(line: Timeline, i: int, j: int) -> Reading | None:
    """Recurring times: "daily", "every week", "each Tuesday night", "on Sundays", "every two days", "per day"."""
    lexemes, letters = line.lexemes, line.lexemes.letters
    word = line.word(i)
    if letters[i] == "G":
        return Reading("SET", unknown(SETS[word], "set"))
    if letters[i] == "X":
        return _plural_weekday(line, i, j)
    word, letter = line.word(i + 1), letters[i + 1]
    if "other" in line.tokens(i) and word in UNITS:
        value = duration_value(2.0, UNITS[word])
    elif word in UNITS and letter in "uYJ":
        value = duration_value(1.0, UNITS[word]) if line.word(i) == "per" else OPEN.get(UNITS[word], "XXXX")
    elif letter in "dn8yv":
        value = duration_value(lexemes.values.get(i + 1), UNITS[line.word(j - 1)])
    elif letter == "W":
        value = f"XXXX-WXX-{WEEKDAY_VALUES[word]}" + (PARTS[line.tokens(i + 2)] if j > i + 2 else "")
    elif letter == "M":
        value = f"XXXX-{MONTH_VALUES[word]:02}"
    elif letter == "P":
        value = f"XXXX-XX-XX{PARTS[line.tokens(i + 1)]}"
    elif letter == "S":
        value = f"XXXX-{SEASONS[word]}"
    else:
        value = {"w": "XXXX-WXX-WE", "q": "XXXX-QX"}[letter]
    return Reading("SET", unknown(value, "set"))


def _plural_weekday(line: Timeline, i: int, j: int) -> Reading:
    """Sundays; or, where the apostrophe of "Thursday's bombardment" was lost, that day."""
    doc, first, last = line.lexemes.doc, line.lexemes.first[i], line.lexemes.last[j - 1]
    word = line.word(i)
    part = PARTS[line.tokens(i + 1)] if j > i + 1 else ""
    if word == "weekends":
        return Reading("SET", unknown("XXXX-WXX-WE", "set"))
    weekday = WEEKDAY_VALUES[word[:-1]]
    before = doc.lower[first - 1] if first else ""
    following = doc.lower[last] if last < len(doc.lower) else ""
    noun = following.isalpha() and following not in ("and", "or", "in", "at", "when", "to", "from", "during", "the")
    if not noun or before in ("on", "every", "most", "alternate"):
        return Reading("SET", unknown(f"XXXX-WXX-{weekday}{part}", "set"))
    return Reading("DATE", weekday_period(line, i, j, weekday, ""))
