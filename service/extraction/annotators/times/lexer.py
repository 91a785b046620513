"""From tokens to the alphabet of the time grammar: each lexeme is one letter, everything else a blank.

The letters: ``M`` month, ``W`` weekday, ``X`` weekdays, ``d`` day of the month in digits, ``o`` ordinal, ``j`` "the
5th" alone, ``y`` year, ``8`` two-digit year, ``n`` other number, ``v`` vague number, ``k`` numeric date, ``x`` decade,
``u`` unit, ``U`` units, ``Y`` year, ``J`` day, ``q`` quarter, ``3`` "Q3", ``w`` weekend, ``P`` part of the day, ``Q``
noon, dawn …, ``C`` clock, ``c`` a.m., p.m., ``L`` time zone, ``D`` today …, ``T`` tonight, ``O`` overnight, ``S``
season, ``H`` holiday, ``R`` now, recently …, ``G`` daily …, ``l`` last, ``p`` past, ``V`` previous, ``N`` next, ``F``
following, ``5`` coming, ``4`` recent, ``s`` this, ``h`` that, ``m`` same, ``e i z`` early, late, mid, ``E I`` earlier,
later, ``%`` end of, ``g b A`` ago, before, after, ``Z`` half, ``B`` about, at least …, ``t`` the, ``a`` a, ``f`` of,
``r`` every, ``9`` fiscal, ``6`` long, ``7`` yearlong, ``*`` BC, and ``& 2 | > [ ] @ ~ ! , . - / '`` for links. A
newline ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from service.extraction.annotators.numbers.grammar import (
    CARDINALS,
    HYPHENS,
    MULTIPLIERS,
    NUMBERS,
    glued,
    read_digits,
    read_words,
    words,
)
from service.extraction.annotators.numbers.kinds import counted_after_month, is_year
from service.extraction.annotators.times.lexicon import (
    CLASSES,
    MONTH_ABBREVIATIONS,
    ORDINALS,
    PAPERS,
    PHRASES,
    VAGUE_AMOUNTS,
    WEEKDAY_ABBREVIATIONS,
)
from service.extraction.document import Document

MONTH_FRAMES = words("in of since until till by during last next this early late mid - – each every through")
SEASON_FRAMES = words(
    "in this last next the that early late mid each every of following previous since until by during"
)
CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?:[:.][0-5]\d)?")


class Lexemes:
    """The lexemes of a document: their letters as one string, and for each its tokens ``[first, last)``.

    ``values`` holds, by lexeme, the value of a number.
    """

    __slots__ = ("doc", "first", "last", "letters", "values")

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.first: list[int] = []
        self.last: list[int] = []
        self.values: dict[int, float] = {}
        letters: list[str] = []
        get, lower = CLASSES.get, doc.lower
        telling = [i for word, at in doc.positions.items() if word in LEXICAL or "0" <= word[0] <= "9" for i in at]
        telling.sort()
        marks = iter([*telling, len(lower)])
        mark = next(marks)
        for sentence in doc.sentences:
            i, limit = sentence.first, sentence.last
            while i < limit:
                while mark < i:
                    mark = next(marks)
                if mark > i:  # words that say nothing of time
                    last = min(mark, limit)
                    letters.append(" " * (last - i))
                    self.first.extend(range(i, last))
                    self.last.extend(range(i + 1, last + 1))
                    i = last
                    continue
                word = lower[i]
                letter, last = get(word, " "), i + 1
                if "0" <= word[0] <= "9" >= doc.words[i][0]:
                    letter, last = self._digits(i, limit, len(self.first))
                elif word in PHRASES or letter in CHECKED or word in NUMERALS:
                    letter, last = self._word(i, limit, letter, len(self.first))
                letters.append(letter)
                self.first.append(i)
                self.last.append(last)
                i = last
            letters.append("\n")
            self.first.append(limit)
            self.last.append(limit)
        self.letters = "".join(letters)

    def _word(self, i: int, limit: int, letter: str, at: int) -> tuple[str, int]:
        doc, lower = self.doc, self.doc.lower
        for parts, kind in PHRASES.get(lower[i], ()):
            last = i + len(parts)
            if last <= limit and tuple(lower[i:last]) == parts:
                return self._phrase(i, last, limit, kind, letter, at)
        if lower[i] in NUMERALS:
            reading = read_words(doc, i, limit)
            if reading is not None:
                self.values[at] = reading.value
                return "n", reading.last
            if lower[i] in TENS and i + 2 < limit and lower[i + 1] in HYPHENS and lower[i + 2] in ORDINALS:
                self.values[at] = CARDINALS[lower[i]] + ORDINALS[lower[i + 2]]
                return "o", i + 3
        if lower[i] in ORDINALS:
            self.values[at] = ORDINALS[lower[i]]
            return "o", i + 1
        if lower[i] in VAGUE_AMOUNTS:
            return ("v", i + 2) if i + 2 < limit and lower[i + 1] == "of" else (" ", i + 1)
        check = CHECKED.get(letter)
        return (letter if check is None or check(doc, i, limit) else " "), i + 1

    def _phrase(self, i: int, last: int, limit: int, kind: str, letter: str, at: int) -> tuple[str, int]:
        doc, lower = self.doc, self.doc.lower
        following = lower[last] if last < limit else ""
        if kind == "R" and lower[i] == "the" and not self._bare(last, following):
            return letter, i + 1
        if kind == "3":
            self.values[at] = float(lower[last - 1])
        if kind == "v" and lower[i] == "a" and following == "of":
            return "v", last + 1
        if kind == "H" and lower[i] in CLASSES and CLASSES[lower[i]] == "M" and doc.words[i].islower():
            return letter, i + 1
        return kind, last

    def _bare(self, last: int, following: str) -> bool:
        """Whether "the past", "the future" stand alone and do not describe a noun."""
        return not following[:1].isalnum() or following in BARE_FOLLOWERS

    def _digits(self, i: int, limit: int, at: int) -> tuple[str, int]:
        doc = self.doc
        word, lower = doc.words[i], doc.lower
        before = lower[i - 1] if i else ""
        if glued(doc, i) and (before[0].isalpha() or _designated(doc, i)):
            return " ", i + 1
        if before in CURRENCY:
            return " ", i + 1
        if word[-1].isalpha():
            value = int(word[:-2]) if len(word) <= 4 else 0
            self.values[at] = value
            if 0 < value <= 31 and before == "the" and self._alone(i, limit):
                return "j", i + 1
            return ("o" if 0 < value < 100 else " "), i + 1
        for parts, kind in PHRASES.get(word, ()):
            if tuple(lower[i : i + len(parts)]) == parts:
                return kind, i + len(parts)
        following = lower[i + 1] if i + 1 < limit else ""
        if ":" in word or (following in MERIDIEMS and "." in word):
            return ("C" if CLOCK.fullmatch(word) else " "), i + 1
        if following in ("-", "/") or ("." in word and word.count(".") == 2):
            last = numeric_date(doc, i, limit)
            if last:
                return "k", last
        if word.isdigit() and len(word) == 4 and following not in CLOCKS and is_year(doc, i, limit):
            self.values[at] = float(word)
            decade = following in ("s", "'s", "’s") and word[3] == "0" and glued(doc, i + 1)
            return ("x", i + 2) if decade else ("y", i + 1)
        return self._count(i, limit, at, following)

    def _alone(self, i: int, limit: int) -> bool:
        """Whether an ordinal after "the" stands for a day: "on the 5th, they left", but not "on the 5th floor"."""
        lower = self.doc.lower
        if i < 2 or lower[i - 2] not in ("on", "by", "until", "till"):
            return False
        following = lower[i + 1] if i + 1 < limit else "."
        return following in ".,;:)" or following in DAY_FOLLOWERS

    def _count(self, i: int, limit: int, at: int, following: str) -> tuple[str, int]:
        doc = self.doc
        word = doc.words[i]
        if len(word) == 2 and word[1] == "0" and following == "s" and glued(doc, i + 1):
            self.values[at] = float(word)
            return "x", i + 2
        if word.isdigit() and len(word) == 4 and following in CLOCKS and word < "2400":
            self.values[at] = float(word)
            return ("C" if word[2] < "6" else " "), i + 1
        reading = read_digits(doc, i, limit)
        if reading is None:
            return " ", i + 1
        if following in ("%", "km", "percent") or (
            glued(doc, i + 1) and following not in ALLOWED_SUFFIXES and following[:1].isalpha()
        ):
            return " ", i + 1
        self.values[at] = reading.value
        if word.isdigit() and len(word) <= 2 and reading.last == i + 1:
            counted = i and counted_after_month(doc, i - 1, i + 1, limit)
            if 1 <= reading.value <= 31 and not counted:
                return "d", i + 1
            return ("8" if reading.value > 31 and self._short_year(i, following) else "n"), i + 1
        return "n", reading.last

    def _short_year(self, i: int, following: str) -> bool:
        """Whether two digits can be a year: "May '68", "12-May-89", "in May 89."; not "on March 3, 47 people died"."""
        before = self.doc.lower[i - 1] if i else ""
        if before in APOSTROPHES or before in HYPHENS or before == "/":
            return True
        return before != "," and not following[:1].isalnum()


BARE_FOLLOWERS = words("and but that which who when is was will has have had can may of for to in with as")
DAY_FOLLOWERS = words("the they he she it we when after and but at in a an")
APOSTROPHES = frozenset("'’")
CURRENCY = words(NUMBERS["units"]["symbols"])
CLOCKS = words("hours hrs gmt utc zulu")
MERIDIEMS = words("a.m. p.m. am pm gmt utc")
ALLOWED_SUFFIXES = words("am pm a.m. p.m. th st nd rd h s hrs hr gmt")
NUMERALS = frozenset(CARDINALS) | frozenset(MULTIPLIERS) | words("half a an")
LEXICAL = frozenset(CLASSES) | frozenset(PHRASES) | NUMERALS
"""All words, digits aside, that can be more than a blank."""
TENS = frozenset(word for word, value in CARDINALS.items() if value >= 20)


def _designated(doc: Document, i: int) -> bool:
    """Whether glued digits stand behind a hyphen and letters ("Kh-101"), a decimal point or a sign."""
    before = doc.lower[i - 1]
    if before in HYPHENS:
        stem = doc.lower[i - 2] if i >= 2 else ""
        joined = i >= 2 and doc.ends[i - 2] == doc.starts[i - 1]
        return (
            joined and stem[:1].isalpha() and stem not in ("mid", "pre", "post") and CLASSES.get(stem) not in ("M", "W")
        )
    return before in "#_.&=\\@:"


def numeric_date(doc: Document, i: int, limit: int) -> int:
    """Return the token after a date in digits ("2014-05-03", "12/06/1989", "3.5.2014"), or 0."""
    words_, ends, starts = doc.words, doc.ends, doc.starts
    if "." in words_[i]:
        parts = words_[i].split(".")
        plausible = len(parts) == 3 and len(parts[2]) == 4 and len(parts[0]) <= 2 >= len(parts[1])
        return i + 1 if plausible and all(parts) and int(parts[1]) <= 31 and int(parts[0]) <= 31 else 0
    last = i
    while last + 2 < limit and last < i + 4 and words_[last + 1] == words_[i + 1]:
        if ends[last] != starts[last + 1] or ends[last + 1] != starts[last + 2] or not words_[last + 2].isdigit():
            break
        last += 2
    if last == i + 4:
        lengths = [len(words_[j]) for j in (i, i + 2, i + 4)]
        if (lengths[0] == 4 and max(lengths[1:]) <= 2) or (max(lengths[:2]) <= 2 and lengths[2] == 4):
            return last + 1 if _plausible([int(words_[j]) for j in (i, i + 2, i + 4)]) else 0
        return 0
    iso_month = last == i + 2 and len(words_[i]) == 4 and len(words_[i + 2]) == 2 and words_[i + 1] == "-"
    if iso_month and "1900" <= words_[i] <= "2099" and words_[i + 2] <= "12" and words_[i + 2][0] in "01":
        return last + 1 if words_[i + 2] != "00" else 0
    return 0


def _plausible(parts: list[int]) -> bool:
    year, *rest = sorted(parts, reverse=True)
    return 1000 <= year <= 2099 and 1 <= min(rest) <= 12 and max(rest) <= 31


def _dated(doc: Document, i: int, limit: int) -> bool:
    """Whether a number that can be a day or a year stands beside a month or weekday."""
    lower = doc.lower
    after = i + 1
    while after < limit and after < i + 3 and lower[after] in (".", ",", "the", "-"):
        after += 1
    if after < limit and lower[after][0].isdigit() and ":" not in lower[after]:
        return len(lower[after].rstrip("stndrh")) <= 4 and "," not in lower[after] and "." not in lower[after]
    before = i - 1
    while before >= 0 and before > i - 3 and lower[before] in ("of", "-", ","):
        before -= 1
    return before >= 0 and len(lower[before].rstrip("stndrh")) <= 2 and lower[before][0].isdigit()


def _month(doc: Document, i: int, limit: int) -> bool:
    """Tell months from the modal verb, the verb "march", names and adjectives."""
    word, lower = doc.words[i], doc.lower[i]
    if lower in MONTH_ABBREVIATIONS:
        return not word.islower() and _dated(doc, i, limit)
    if lower not in ("may", "march", "april", "june", "august"):
        return True
    before = doc.lower[i - 1] if i else ""
    if _dated(doc, i, limit) and not (lower in ("may", "march") and word.islower() and before[:1].isalpha()):
        return True
    framed = before in MONTH_FRAMES
    if word.islower() or doc.shouting:
        return framed and before in ("in", "since", "last", "early", "late") and (doc.shouting or lower != "may")
    if framed:
        return True
    following = doc.words[i + 1] if i + 1 < limit else ""
    linked = before in ("and", "to", "or", "between", "from", "before", "after", ",") and i >= 2
    listed = linked and (
        CLASSES.get(doc.lower[i - 2]) in ("M", "y", "d") or before in ("from", "between", "before", "after")
    )
    relative = following.lower() in ("last", "this", "next", "of") or (listed and not following[:1].isupper())
    if lower in ("may", "march"):
        return (relative and following.lower() != "of") or (i + 1 < limit and CLASSES.get(doc.lower[i + 1]) == "M")
    name = following[:1].isupper() and CLASSES.get(following.lower(), " ") not in "MWd" and before not in ("", ",")
    return not name


def _weekday(doc: Document, i: int, limit: int) -> bool:
    if doc.lower[i] not in WEEKDAY_ABBREVIATIONS:
        following = doc.words[i + 1] if i + 1 < limit else ""
        return doc.shouting or not (following[:1].isupper() and doc.lower[i + 1] in PAPERS)
    if doc.words[i].islower():
        return False
    after = i + 1
    while after < limit and after < i + 3 and doc.lower[after] in (".", ","):
        after += 1
    dated = after < limit and (doc.lower[after][0].isdigit() or CLASSES.get(doc.lower[after]) == "M")
    return dated and doc.lower[i - 1 if i else i] != "the"


def _season(doc: Document, i: int, limit: int) -> bool:
    before = doc.lower[i - 1] if i else ""
    following = doc.lower[i + 1] if i + 1 < limit else ""
    year = following.isdigit() and len(following) == 4
    if doc.lower[i] in ("spring", "fall"):
        ahead = doc.lower[i + 2] if i + 2 < limit else ""
        if doc.lower[i] == "fall":
            yearly = year or (following == "of" and ahead.isdigit())
            return yearly or (before in ("last", "this", "next", "that") and following not in ("in", "of", "from"))
        if following == "of" and not (ahead.isdigit() or ahead in ("that", "the", "last", "this")):
            return False
        if before == "the" and not year and following != "of":
            return i >= 2 and doc.lower[i - 2] in SEASON_FRAMES
    return year or before in SEASON_FRAMES


def _zone(doc: Document, i: int, limit: int) -> bool:
    return doc.words[i].isupper() or doc.words[i] in ("local", "zulu", "Zulu")


def _capital(doc: Document, i: int, limit: int) -> bool:
    return doc.words[i].isupper()


def _meridiem(doc: Document, i: int, limit: int) -> bool:
    return (i > 0 and doc.lower[i - 1][0].isdigit()) or doc.lower[i] == "o'clock"


def _now(doc: Document, i: int, limit: int) -> bool:
    return not (doc.lower[i] == "now" and i + 1 < limit and doc.lower[i + 1] in HYPHENS)


def _numeral(doc: Document, i: int, limit: int) -> bool:
    return doc.lower[i] in ORDINALS or doc.lower[i] in ("few", "several", "many")


def _deictic(doc: Document, i: int, limit: int) -> bool:
    """Not the name of a newspaper: "USA TODAY", "Russia Today"."""
    word = doc.words[i]
    if doc.shouting or word.islower():
        return True
    return not (i > doc.sentences[doc.sentence_of[i]].first and doc.words[i - 1][0].isupper())


def _adverb(doc: Document, i: int, limit: int) -> bool:
    """Not the name of a newspaper: "the Daily Courier", "Courier Weekly"."""
    if doc.shouting or doc.words[i].islower():
        return True
    following = doc.words[i + 1] if i + 1 < limit else ""
    return i == doc.sentences[doc.sentence_of[i]].first and not following[:1].isupper()


CHECKED: dict[str, Callable[[Document, int, int], bool]] = {
    "M": _month,
    "W": _weekday,
    "S": _season,
    "L": _zone,
    "*": _capital,
    "c": _meridiem,
    "D": _deictic,
    "G": _adverb,
    "R": _now,
    "o": _numeral,
    "v": _numeral,
}
