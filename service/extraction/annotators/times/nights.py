"""Rules for nights and parts of days: "overnight", "last night", "Tuesday night", "at dawn", "07:00"."""

from __future__ import annotations

from datetime import date

from service.extraction.annotators.times.calendar import Period, shift
from service.extraction.annotators.times.days import dated, day_named
from service.extraction.annotators.times.lexer import CLOCK, Lexemes
from service.extraction.annotators.times.lexicon import PARTS
from service.extraction.annotators.times.timeline import Reading, Timeline


def _part_value(line: Timeline, i: int, j: int) -> str:
    """The TIMEX3 value of the part of the day or the clock time in a stretch ("" if none)."""
    letters, lexemes = line.lexemes.letters, line.lexemes
    for k in range(i, j):
        if letters[k] in "PQ":
            part = PARTS.get(line.tokens(k), "")
        elif letters[k] in "CT":
            part = "TNI" if letters[k] == "T" else ""
        else:
            continue
        if letters[k] != "C" and not any(c in "Cc" for c in letters[i:j]):
            return part
    return _clock_value(lexemes, i, j)


def _clock_value(lexemes: Lexemes, i: int, j: int) -> str:
    letters, doc = lexemes.letters, lexemes.doc
    for k in range(i, j):
        word = doc.words[lexemes.first[k]]
        meridiem = doc.lower[lexemes.first[k + 1]] if k + 1 < j and letters[k + 1] == "c" else ""
        if letters[k] == "C":
            match = CLOCK.fullmatch(word)
            hour, minute = (int(match[1]), match[2]) if match else (int(word[:2]), word[2:])
            return f"T{_hour(hour, meridiem):02}:{minute}"
        if letters[k] in "dn" and meridiem and lexemes.values.get(k, 99) <= 24:
            after = "".join(PARTS.get((doc.lower[lexemes.first[m]],), "") for m in range(k, j) if letters[m] == "P")
            late = "p.m." if after in ("TAF", "TEV") else meridiem
            return f"T{_hour(int(lexemes.values[k]), late):02}:00"
    return ""


def _hour(hour: int, meridiem: str) -> int:
    if meridiem.startswith("p") and hour < 12:
        return hour + 12
    return 0 if meridiem.startswith("a") and hour == 12 else hour


def read_day_part(line: Timeline, i: int, j: int) -> Reading | None:
    """A part or clock time of a named day: "Tuesday night", "7 a.m. on Friday", "the night of 5 March"."""
    period = day_named(line, i, j)
    if period is None:
        return None
    part = _part_value(line, i, j)
    if not part and "c" in line.lexemes.letters[i:j]:
        return None
    if "T" in period.value or period.grain != "day":
        return Reading("TIME", period)
    explicit = "y" in line.lexemes.letters[i:j]
    return Reading("TIME", period._replace(value=period.value + part), relative=not explicit)


def _night(first: date | None, last: date | None) -> Period:
    value = f"{first.isoformat()}TNI" if first else "XXXX-XX-XXTNI"
    return Period(value, first, last, "night")


def _before(line: Timeline, period: Period) -> Reading:
    day = period.begin
    return Reading("TIME", _night(shift(day, -1) if day else None, day), refers=day)


def read_overnight(line: Timeline, i: int, j: int) -> Reading | None:
    """Overnight: D-1 to D; "overnight Friday": Friday to Saturday if published later, else Thursday to Friday."""
    if j - i == 1:
        now = line.published or line.then
        return Reading("TIME", _night(shift(now, -1) if now else None, now), refers=now)
    period = day_named(line, i + 1, j)
    if period is None:
        return None
    day = period.begin
    if day and (line.published is None or line.published > day):
        return Reading("TIME", _night(day, shift(day, 1)), refers=day)
    return _before(line, period)


def read_into(line: Timeline, i: int, j: int) -> Reading | None:
    """Overnight into Wednesday: Tuesday to Wednesday."""
    period = day_named(line, i + 1, j)
    return _before(line, period) if period else None


def read_night_pair(line: Timeline, i: int, j: int) -> Reading | None:
    """Two days joined by a night: "the night of Tuesday to Wednesday", "Thursday night into Friday"."""
    letters = line.lexemes.letters
    if "P" in letters[i:j] and not any(
        PARTS.get(line.tokens(k)) in ("TNI", "TEV") for k in range(i, j) if letters[k] == "P"
    ):
        return None
    link = max((k for k in range(i + 1, j - 1) if letters[k] in "2>&/-"), default=0)
    if not link:
        return None
    month_first = "M" in letters[i:link] and "M" not in letters[link:j] and "W" not in letters[link:j]
    if month_first:
        first = dated(line, i, link)
        return Reading("TIME", _night(first.begin, shift(first.begin, 1) if first.begin else None)) if first else None
    second = day_named(line, link + 1, j)
    return _before(line, second) if second else None


def read_deictic_part(line: Timeline, i: int, j: int) -> Reading | None:
    """A part of the day by a pointing word: "this morning", "last night", "that night", "the previous night"."""
    letters = line.lexemes.letters[i:j]
    part = _part_value(line, i, j)
    mark = next((c for c in letters if c in "slhVNFm"), "s")
    night = part == "TNI"
    if mark in "sl":
        now = line.now
        if mark == "s" or now is None:
            return Reading("TIME", _stamp(now, part))
        return Reading("TIME", _night(shift(now, -1), now) if night else _stamp(shift(now, -1), part), refers=now)
    then = line.then
    if then is None:
        return Reading("TIME", _stamp(None, part))
    if mark == "V":
        before = shift(then, -1)
        return Reading("TIME", _night(before, then) if night else _stamp(before, part), refers=then)
    return Reading("TIME", _stamp(shift(then, 1) if mark in "NF" else then, part))


def _stamp(day: date | None, part: str) -> Period:
    return Period(f"{day.isoformat() if day else 'XXXX-XX-XX'}{part}", day, day, "day")


def read_part(line: Timeline, i: int, j: int) -> Reading | None:
    """A part of the day alone: "in the morning", "at dawn", "during the night", "07:00" on the day in question."""
    letters = line.lexemes.letters
    doc, first = line.lexemes.doc, line.lexemes.first[i]
    part = _part_value(line, i, j)
    if not part:
        return None
    before = doc.lower[first - 1] if first else ""
    now = day_in_question(line, i)
    if part == "TNI" and letters[i] == "t" and before in ("during", "in", "through", "throughout", "over", "into"):
        return Reading("TIME", _night(shift(now, -1) if now else None, now), refers=now)
    return Reading("TIME", _stamp(now, part))


def day_in_question(line: Timeline, i: int) -> date | None:
    """The day named last in the same sentence, else the day of publication (in a narrative, the last day)."""
    if line.narrative:
        return line.day
    sentence = line.lexemes.doc.sentence_of[line.lexemes.first[i]]
    if line.day is not None and line.day_sentence == sentence:
        return line.day
    return line.published


def read_tonight(line: Timeline, i: int, j: int) -> Reading | None:
    """Tonight: the day of publication."""
    return Reading("TIME", _stamp(line.published, "TNI"))
