"""Reading bare numbers out of tokens: digits with separators, number words, multipliers.

Used by the annotators of numbers and of time expressions. The rules of number words are those of Quirk et al.,
A Comprehensive Grammar of the English Language, 6.63-6.68.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from service.extraction.document import Document
from service.extraction.lexicon.tables import read_table

NUMBERS = read_table("numbers.toml")


def words(text: str | Iterable[str]) -> frozenset[str]:
    """Return the words of a lexicon line as a set."""
    return frozenset(text.split() if isinstance(text, str) else text)


CARDINALS: dict[str, int] = dict(NUMBERS["cardinals"])
MULTIPLIERS: dict[str, int] = dict(NUMBERS["multipliers"])
SUFFIXES: dict[str, int] = dict(NUMBERS["suffixes"])
PLURALS: dict[str, int] = dict(NUMBERS["plurals"])
VAGUE: dict[str, int] = dict(NUMBERS["vague"])
PLURAL_FACTORS = {"dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9}
HYPHENS = frozenset("-‐‑–")
PEOPLE = words("people men women children troops police personnel civilians")
LARGEST = 10**15
"""Digits beyond this are codes (telephone or account numbers) and no counts."""


class Reading(NamedTuple):
    """A bare number: its value, the token after it, and whether the text is vague about it."""

    value: float
    last: int
    vague: bool = False


def digits_value(word: str) -> float | None:
    """Return the value of a digit token, or None if it is no plain number (a clock, a list of figures)."""
    if word.isdigit():
        return _bounded(float(int(word))) if len(word) < 17 and word.isascii() else None
    whole, _, rest = word.partition(",")
    if rest:
        groups, _, decimals = rest.partition(".")
        parts = groups.split(",")
        if len(whole) > 3 or any(len(part) != 3 for part in parts) or not (decimals == "" or decimals.isdigit()):
            return None
        return _from(whole + "".join(parts), decimals)
    whole, _, rest = word.partition(".")
    parts = rest.split(".")
    if len(parts) > 1 or (len(rest) == 3 and 0 < len(whole) <= 3 and whole[0] != "0"):
        return _from(whole + "".join(parts), "") if all(len(part) == 3 for part in parts) else None
    return _from(whole, rest)


def _from(whole: str, decimals: str) -> float | None:
    plain = whole + decimals
    if not plain.isascii() or not plain.isdigit() or len(plain) > 16:
        return None
    return _bounded(float(f"{whole}.{decimals or 0}"))


def _bounded(value: float) -> float | None:
    return value if value <= LARGEST else None


def glued(doc: Document, i: int) -> bool:
    """Whether the token stands directly against the one before it."""
    return 0 < i < len(doc.starts) and doc.ends[i - 1] == doc.starts[i]


def read_digits(doc: Document, i: int, limit: int) -> Reading | None:
    """Read a number in digits at the token, with "1 200 000" and a multiplier after it ("1.5 million")."""
    word = doc.words[i]
    value = digits_value(word)
    if value is None:
        return None
    last = i + 1
    text, starts, ends = doc.text, doc.starts, doc.ends
    if word.isdigit() and len(word) <= 3:
        joined = word
        while last < limit and len(doc.words[last]) == 3 and doc.words[last].isdigit() and len(joined) < 13:
            gap = text[ends[last - 1] : starts[last]]
            if not (gap in ("\u00a0", "\u202f", "\u2009") or (gap == " " and doc.words[last] == "000")):
                break
            joined += doc.words[last]
            last += 1
        value = float(int(joined))
    return _multiply(doc, value, last, limit)


def _multiply(doc: Document, value: float, last: int, limit: int) -> Reading:
    vague = False
    lower = doc.lower
    while last < limit:
        word = lower[last]
        at = last
        if word in HYPHENS and last + 1 < limit and lower[last + 1] in MULTIPLIERS and glued(doc, last):
            at += 1
            word = lower[at]
        factor = MULTIPLIERS.get(word) or PLURAL_FACTORS.get(word) if word not in ("scores", "dozens") else None
        if factor is None:
            break
        value *= factor
        last = at + 1
        if value > LARGEST:
            return Reading(float(LARGEST), last, vague)
    return Reading(value, last, vague)


def read_words(doc: Document, i: int, limit: int) -> Reading | None:
    """Read a number in words at the token: "twenty-three", "a hundred and five", "half a million", "two dozen"."""
    lower = doc.lower
    word = lower[i]
    following = lower[i + 1] if i + 1 < limit else ""
    if word in ("a", "an"):
        if following in MULTIPLIERS:
            return _spelled(doc, i + 1, limit, 1.0)
        if following in HALVES and i + 2 < limit:
            j = i + 3 if lower[i + 2] in HYPHENS and i + 3 < limit else i + 2
            if lower[j] in MULTIPLIERS:
                return Reading(MULTIPLIERS[lower[j]] / 2, j + 1)
        return None
    if word in HALVES:
        j = i + 1
        while j < limit and j < i + 3 and (lower[j] in ("a", "-") or lower[j] in HYPHENS):
            j += 1
        if j < limit and lower[j] in MULTIPLIERS:
            return Reading(MULTIPLIERS[lower[j]] / 2, j + 1)
        return None
    if word in CARDINALS or word in MULTIPLIERS:
        return _spelled(doc, i, limit, 0.0)
    return None


HALVES = frozenset(["half"])


def _spelled(doc: Document, i: int, limit: int, current: float) -> Reading | None:
    lower, total, j, previous = doc.lower, 0.0, i, 0
    while j < limit:
        word = lower[j]
        value = CARDINALS.get(word)
        if value is not None:
            tens = previous >= 20 and previous % 10 == 0 and value < 10
            if not (current == 0 or tens or (current % 100 == 0 and previous == 0)):
                break
            current += value
            previous = value
            j += 1
        elif word in MULTIPLIERS and current <= LARGEST:
            factor = MULTIPLIERS[word]
            if current == 0:
                return None if j == i else Reading(total, j)
            if factor >= 1000:
                total += current * factor
                current = 0.0
            else:
                current *= factor
            previous = 0
            j += 1
            if total > LARGEST:
                return Reading(float(LARGEST), j)
        elif word in HYPHENS and j + 1 < limit and glued(doc, j) and glued(doc, j + 1):
            if not (previous >= 20 and 0 < CARDINALS.get(lower[j + 1], 0) < 10) and lower[j + 1] not in MULTIPLIERS:
                break
            j += 1
        elif word == "and" and j + 1 < limit and previous == 0 and j > i and CARDINALS.get(lower[j + 1], 0):
            if total + current < 100:
                break
            j += 1
        else:
            break
    return Reading(total + current, j) if j > i and total + current else None
