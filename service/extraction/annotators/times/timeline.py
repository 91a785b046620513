"""The state of reading time expressions in a text, and what all rules share.

Relative words resolve against the publication date; "the next day", "a week later", "that year" against the date that
the text named last. In a narrative (a text without publication date, or one about years long past) underspecified
dates do so too, as in the historical texts of WikiWars.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from service.extraction.annotators.times.calendar import Period, day_period, make, third
from service.extraction.annotators.times.lexer import Lexemes
from service.extraction.annotators.times.tense import is_future, is_past

SOON = 45
"""Days after publication within which a date without year is ahead unless a verb in the past says otherwise."""


class Reading(NamedTuple):
    """What a rule made of a match: TIMEX3 type and the period; ``night`` and ``span`` as in ``TimeMention``."""

    type: str
    period: Period
    span: bool = False
    relative: bool = True
    trim: int = 0
    """Lexemes to leave out at the left of the extent ("3 and 5 May") or, if negative, at the right."""
    refers: date | None = None
    """The day that later relative words refer to."""


class Timeline:
    """The state of the reading: publication date, and the period and day that the text named last."""

    __slots__ = ("day", "day_sentence", "last", "lexemes", "narrative", "published")

    def __init__(self, lexemes: Lexemes, published: date | None, *, narrative: bool) -> None:
        self.lexemes = lexemes
        self.published = published
        self.narrative = narrative
        self.last: Period | None = None
        self.day: date | None = None
        self.day_sentence = -1

    def note(self, reading: Reading, sentence: int) -> None:
        """Remember a reading as the date that relative words may refer to."""
        period = reading.period
        if reading.type not in ("DATE", "TIME") or period.begin is None:
            return
        day = reading.refers or (period.begin if period.grain in ("day", "night") else None)
        if day is not None:
            self.day = day
            self.day_sentence = sentence
            self.last = day_period(day)
        elif reading.type == "DATE":
            self.last = period
            if self.narrative:
                self.day = None

    @property
    def now(self) -> date | None:
        """The date that "yesterday" and "last week" count from."""
        return self.published

    @property
    def here(self) -> date | None:
        """The date that seasons, holidays and weekdays count from: in a narrative, the one named last."""
        return (self.last.begin if self.narrative and self.last else None) or self.published

    @property
    def then(self) -> date | None:
        """The date that "a day later" counts from."""
        return self.day or (None if self.narrative else self.published)

    @property
    def context(self) -> Period | None:
        """The period that "that year" refers to."""
        if self.last is not None:
            return self.last
        return day_period(self.published) if self.published else None

    def word(self, k: int) -> str:
        """The folded first token of a lexeme."""
        return self.lexemes.doc.lower[self.lexemes.first[k]]

    def tokens(self, k: int) -> tuple[str, ...]:
        """The folded tokens of a lexeme."""
        return tuple(self.lexemes.doc.lower[self.lexemes.first[k] : self.lexemes.last[k]])

    def future(self, i: int, j: int) -> bool:
        """Whether the clause speaks of what is to come."""
        return is_future(self.lexemes.doc, self.lexemes.first[i], self.lexemes.last[j - 1])

    def past(self, i: int, j: int) -> bool:
        """Whether a verb in the past stands in the clause."""
        return is_past(self.lexemes.doc, self.lexemes.first[i], self.lexemes.last[j - 1])


def unknown(value: str, grain: str = "day") -> Period:
    """Return a period that has a TIMEX3 value and no dates."""
    return Period(value, None, None, grain)


def _year_reference(line: Timeline, letters: str) -> int | None:
    """The year that "last year", "that year", "the following year" name, given the letters before the unit."""
    context = line.context
    if letters in ("l", "s", "N"):
        base = line.now
        return base.year + {"l": -1, "s": 0, "N": 1}[letters] if base else None
    if context is None or context.begin is None:
        return None
    return context.begin.year + {"F": 1, "N": 1, "V": -1}.get(letters[-1:], 0)


def year_named(line: Timeline, i: int, j: int) -> tuple[bool, int | None]:
    """The year that a stretch names: (named, year)."""
    letters = line.lexemes.letters
    for k in range(i, j):
        if letters[k] == "y":
            return True, int(line.lexemes.values[k])
        if letters[k] == "8":
            return True, 1900 + int(line.lexemes.values[k])
        if letters[k] == "Y":
            return True, _year_reference(line, "".join(c for c in letters[max(i, k - 2) : k] if c in "lshFVNm")[-1:])
    return False, None


def _borrowed(line: Timeline, j: int) -> int | None:
    """The year of the date that this one is coordinated with: "on 3 May and 5 June 2014"."""
    letters = line.lexemes.letters
    k, limit = j, min(len(letters) - 2, j + 10)
    while k < limit and letters[k] in "2&-/,>tdoMzei[]fW|":
        k += 1
    if k < limit and letters[k] == "y" and letters[k - 1] in "dM,o" and k > j + 1 and letters[j] in "2&-/,>|":
        return int(line.lexemes.values[k])
    if k < limit and k > j and letters[j] in "2&-/" and letters[k] in "lshm" and letters[k + 1] == "Y":
        return _year_reference(line, letters[k])
    return None


def nearest_year(line: Timeline, i: int, j: int, month: int, day: int | None) -> int | None:
    """The year of a date without one: the nearest in the past, unless the clause looks ahead."""
    borrowed = _borrowed(line, j)
    if borrowed is not None:
        return borrowed
    if line.narrative and line.last is not None and line.last.begin is not None:
        last = line.last.begin
        fresh = line.last.grain in ("day", "month", "part")
        return last.year + (1 if fresh and month < last.month - 6 else 0)
    now = line.published
    if now is None:
        return None
    ahead = (month, day or 1) > (now.month, now.day) if day else month > now.month
    if not ahead:
        following = line.future(i, j) and (now.year * 12 + now.month) - (now.year * 12 + month) > 6
        return now.year + 1 if following else now.year
    there = make(now.year, month, min(day or 1, 28)) or now
    coming = line.future(i, j) or (day is not None and is_soon(line, i, j, there))
    return now.year if coming else now.year - 1


def is_soon(line: Timeline, i: int, j: int, day: date) -> bool:
    """Whether a day after publication is near enough to be meant, no verb in the past standing by."""
    return line.published is not None and (day - line.published).days <= SOON and not line.past(i, j)


def modified(line: Timeline, i: int, j: int, period: Period) -> Period:
    """Apply early, mid, late, "the end of" to a month, year or other period."""
    letters = line.lexemes.letters
    for k in range(i, j):
        letter = letters[k]
        if letter in "ezi":
            return third(period, letter)
        if letter == "%":
            word = line.word(k)
            return third(period, {"end": "i", "close": "i", "middle": "z"}.get(word, "e"))
        if letter in "EI" and period.begin and period.until and line.now and period.begin <= line.now <= period.until:
            begin, until = (line.now, period.until) if letter == "I" else (period.begin, line.now)
            return Period(period.value, begin, until, "part")
        if letter not in "t-@!f":
            break
    return period
