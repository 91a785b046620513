"""Quantities: bare numbers, their bounds, and what kind of number each is.

Counts follow section 4 of the codebook: "at least N" {N, null}, "up to N" {null, N}, "dozens" {24, null},
"about N" {N, N}, "between A and B" {A, B}. A bound belongs to its own number only.
"""

from __future__ import annotations

from typing import Any

from schemas.event import Count
from service.extraction.annotators.numbers.grammar import (
    CARDINALS,
    HYPHENS,
    MULTIPLIERS,
    NUMBERS,
    PEOPLE,
    PLURAL_FACTORS,
    PLURALS,
    SUFFIXES,
    VAGUE,
    Reading,
    glued,
    read_digits,
    read_words,
    words,
)
from service.extraction.annotators.numbers.kinds import (
    COUNTED,
    CURRENCIES,
    MEASURES,
    PERCENT,
    SYMBOLS,
    UNITS,
    special_kind,
)
from service.extraction.document import Document
from service.extraction.mentions import NumberMention

ZERO = words(NUMBERS["zero"]["words"])
ZERO_IDIOMS = words(NUMBERS["zero"]["idioms"])
ORDINALS = words(NUMBERS["ordinals"]["words"])
FRACTIONS = words(NUMBERS["ordinals"]["fractions"])
ONE = Count(1, 1)
AGES = 12
"""How far back a list of ages may begin, in tokens."""
Bounds = dict[str, list[tuple[tuple[str, ...], str]]]


def _bounds(table: dict[str, Any], at: int) -> Bounds:
    """Index bound phrases by their last (``at=-1``) or first (``at=0``) word, longest first."""
    index: Bounds = {}
    for bound, phrases in table.items():
        for phrase in phrases:
            parts = tuple(phrase.split())
            index.setdefault(parts[at], []).append((parts, bound))
    for found in index.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return index


BEFORE = _bounds(NUMBERS["bounds"], -1)
AFTER = _bounds(NUMBERS["bounds_after"], 0)


def annotate_numbers(doc: Document) -> None:
    """Set ``doc.numbers``: every quantity, ordinal, measure and code, sorted and without overlaps."""
    found: list[NumberMention] = []
    lower, floor, i, count = doc.lower, 0, 0, len(doc.words)
    while i < count:
        word = lower[i]
        if word in STARTERS or doc.words[i][0].isdigit():
            last = _annotate(doc, i, floor, found)
            if last > i:
                floor = i = last
                continue
        i += 1
    doc.numbers = found


def _annotate(doc: Document, i: int, floor: int, found: list[NumberMention]) -> int:
    """Add the number at the token, if there is one; return the token after it (``i`` if none)."""
    limit = doc.sentences[doc.sentence_of[i]].last
    word = doc.lower[i]
    if doc.words[i][0].isdigit():
        return _digits(doc, i, floor, limit, found)
    if word in ORDINALS:
        second = word == "second" and i and doc.lower[i - 1] in ("split", "per")
        return i if second else _add(doc, i, i, i + 1, Count(None, None), "ordinal", found)
    if word in ZERO:
        return _zero(doc, i, limit, found)
    if word == "one" and i + 1 < limit and doc.lower[i + 1] == "more":
        return _add(doc, i, i, i + 2, ONE, "article", found)
    reading = read_words(doc, i, limit)
    if reading is not None:
        named = word in CARDINALS and i and doc.lower[i - 1] == "war" and doc.words[i - 1][0].isupper()
        if named and doc.words[i][0].isupper() and not doc.shouting:
            return _add(doc, i, i, reading.last, Count(None, None), "code", found)
        return _quantity(doc, i, reading, floor, limit, found)
    return _vague(doc, i, floor, limit, found)


def _add(doc: Document, start: int, number: int, last: int, count: Count, kind: str, found: list[NumberMention]) -> int:
    found.append(
        NumberMention(
            start=doc.starts[start], end=doc.ends[last - 1], number_start=doc.starts[number], count=count, kind=kind
        )
    )
    return last


def _zero(doc: Document, i: int, limit: int, found: list[NumberMention]) -> int:
    lower = doc.lower
    following = lower[i + 1] if i + 1 < limit else ""
    if lower[i] == "no":
        if following in ("one", "-") and i + 2 < limit and (following == "one" or lower[i + 2] == "one"):
            return _add(doc, i, i, i + (2 if following == "one" else 3), Count(0, 0), "zero", found)
        if not following[:1].isalpha() or following in ZERO_IDIOMS:
            return i
    return _add(doc, i, i, i + 1, Count(0, 0), "zero", found)


def _vague(doc: Document, i: int, floor: int, limit: int, found: list[NumberMention]) -> int:
    """Articles and vague amounts: "a", "several", "dozens", "tens of thousands", "a couple", "both"."""
    lower = doc.lower
    word = lower[i]
    following = lower[i + 1] if i + 1 < limit else ""
    if word in ("a", "an"):
        if following in ("couple", "pair"):
            return _add(doc, i, i, i + 2, Count(2, 2), "vague", found)
        if following == "few":
            return _scaled(doc, i, i + 2, 3, floor, limit, found)
        if following in ("number", "lot", "little", "bit", "estimated", "minimum", "maximum", ""):
            return i
        if doc.words[i] == "A" and following[0].isdigit():
            return i
        return _add(doc, i, i, i + 1, ONE, "article", found)
    if word == "another":
        fresh = following[:1].isdigit() or following in CARDINALS or following in VAGUE or following in PLURALS
        return i if fresh else _add(doc, i, i, i + 1, ONE, "article", found)
    if word == "both":
        return _add(doc, i, i, i + 1, Count(2, 2), "vague", found)
    if word in VAGUE:
        return _scaled(doc, i, i + 1, VAGUE[word], floor, limit, found)
    if word in ("tens", "hundreds", "thousands") and following == "of" and i + 2 < limit:
        factor = PLURAL_FACTORS.get(lower[i + 2])
        if factor is not None and factor >= 100:
            small = {"tens": 20, "hundreds": 200, "thousands": 2000}[word]
            return _bounded(doc, i, i + 3, small * factor, floor, found)
    if word in PLURALS and (word != "scores" or following in SCORED or (i and lower[i - 1] in COUNTED)):
        return _bounded(doc, i, i + 1, PLURALS[word], floor, found)
    return i


SCORED = words("of more were are have dead killed injured wounded others had missing feared")


def _scaled(doc: Document, i: int, last: int, least: int, floor: int, limit: int, found: list[NumberMention]) -> int:
    """Several, a few: with the multiplier that may follow ("several hundred")."""
    factor = MULTIPLIERS.get(doc.lower[last], 0) if last < limit else 0
    if factor:
        return _bounded(doc, i, last + 1, least * factor, floor, found)
    if last < limit and doc.lower[last] in MEASURES:
        return _add(doc, i, i, last, Count(least, None), "measure", found)
    return _bounded(doc, i, last, least, floor, found)


def _bounded(doc: Document, i: int, last: int, least: int, floor: int, found: list[NumberMention]) -> int:
    start, _ = _bound_before(doc, i, floor)
    measured = last < len(doc.lower) and (doc.lower[last] in MEASURES or _of_measure(doc, last))
    return _add(doc, start, i, last, Count(least, None), "measure" if measured else "vague", found)


def _of_measure(doc: Document, last: int) -> bool:
    return doc.lower[last] == "of" and last + 1 < len(doc.lower) and doc.lower[last + 1] in UNITS


def _bound_before(doc: Document, i: int, floor: int) -> tuple[int, str]:
    """Return the first token of the bound that ends before ``i`` and its kind (``i`` and "" if none)."""
    lower = doc.lower
    first = max(floor, doc.sentences[doc.sentence_of[i]].first)
    start, kind = i, ""
    while start > first:
        for parts, bound in BEFORE.get(lower[start - 1], ()):
            at = start - len(parts)
            if at >= first and tuple(lower[at:start]) == parts:
                start, kind = at, kind if kind and bound == "about" else bound
                break
        else:
            break
        if kind != "about":
            break
    return start, kind


def _bound_after(doc: Document, last: int, limit: int) -> tuple[int, str]:
    """Return the token after the bound that begins at ``last``, and its kind."""
    lower = doc.lower
    if last >= limit:
        return last, ""
    if lower[last] == "+" and glued(doc, last):
        return last + 1, "min"
    at = last + 1 if lower[last] == "," or (lower[last] in HYPHENS and glued(doc, last)) else last
    for parts, bound in AFTER.get(lower[at], ()) if at < limit else ():
        end = at + len(parts)
        odd = parts[0] == "odd"
        if tuple(lower[at:end]) == parts and end <= limit and (not odd or at > last):
            if parts == ("at", "least") and end < limit and (lower[end][0].isdigit() or lower[end] in CARDINALS):
                break
            return end, bound
    return last, ""


def _quantity(doc: Document, i: int, reading: Reading, floor: int, limit: int, found: list[NumberMention]) -> int:
    """A cardinal with its bounds, or a measure, a percentage, a sum of money or an age."""
    last = reading.last
    kind = _kind_after(doc, i, last, limit)
    value = int(reading.value)
    if kind == "cardinal" and (value != reading.value or value > 10**12):
        kind = "measure"
    pair = _pair(doc, i, reading, floor, limit, kind)
    if pair is not None:
        start, last, low, high, kind = pair
        return _add(doc, start, i, last, Count(low, high), kind, found)
    start, bound = _bound_before(doc, i, floor)
    after, late = _bound_after(doc, last, limit)
    bound = bound or late
    count = Count(None if bound == "max" else value, None if bound == "min" else value)
    return _add(doc, start, i, after, count, kind, found)


def _pair(
    doc: Document, i: int, reading: Reading, floor: int, limit: int, kind: str
) -> tuple[int, int, int, int, str] | None:
    """Read "between A and B", "from A to B", "A to B", "A-B", "A or B" whose first number ends before ``last``."""
    lower, last = doc.lower, reading.last
    if last + 1 >= limit:
        return None
    link, before = lower[last], lower[i - 1] if i > floor else ""
    joins = (
        link in ("to", "or")
        or (link == "and" and before == "between")
        or (link in HYPHENS and (glued(doc, last) == glued(doc, last + 1)))
    )
    if not joins:
        return None
    second = read_digits(doc, last + 1, limit) if lower[last + 1][0].isdigit() else read_words(doc, last + 1, limit)
    if second is None or second.value <= reading.value or lower[last + 1] in ("a", "an", "half"):
        return None
    if before == "from" and i >= 2 and lower[i - 2] in CHANGES:
        return None
    low, high = reading.value, second.value
    for factor in (1000.0, 1_000_000.0, 100.0, 12.0, 1e9):  # "two to three thousand", "5-10 million"
        if low < high / factor < factor and low * factor < high and high % factor == 0 and last - i == 1:
            spelled = lower[second.last - 1] in MULTIPLIERS
            low = low * factor if spelled and MULTIPLIERS[lower[second.last - 1]] == factor else low
    kind = _kind_after(doc, last + 1, second.last, limit) if kind == "cardinal" else kind
    if kind == "cardinal" and (low != int(low) or high != int(high)):
        kind = "measure"
    start = i - 1 if before in ("between", "from") else _bound_before(doc, i, floor)[0]
    return start, second.last, int(low), int(high), kind


CHANGES = words("rose risen rise rising increased increase increasing up climbed grew jumped fell fallen down dropped"
                " reduced decreased raised lowered revised changed went moved soared doubled updated")  # fmt: skip


def _kind_after(doc: Document, i: int, last: int, limit: int) -> str:
    """Tell by what stands around a number what it counts."""
    lower = doc.lower
    before = lower[i - 1] if i else ""
    if before in SYMBOLS:
        return "money"
    at = last + 1 if last + 1 < limit and lower[last] in HYPHENS and glued(doc, last) else last
    following = lower[at] if at < limit else ""
    if before in ("aged", "age", "ages", "magnitude") or _in_ages(doc, i):
        return "measure"
    if following in PERCENT or (following == "per" and at + 1 < limit and lower[at + 1] == "cent"):
        return "percent"
    if following in CURRENCIES or (following == "us" and at + 1 < limit and lower[at + 1] in CURRENCIES):
        return "money"
    if following in MEASURES and (following != "m" or glued(doc, at) or last > i + 1):
        return "measure"
    if following in FRACTIONS and (at > last or following.endswith("s")):
        return "measure"
    if following == "of" and at + 1 < limit and lower[at + 1] in CURRENCIES:
        return "money"
    enclosed = before == "," and following in (",", ".", "") and i >= 2 and last == i + 1
    if enclosed and doc.words[i][0].isdigit() and doc.words[i - 2][:1].isupper() and len(doc.words[i]) <= 2:
        return "measure"  # an age in apposition: "Ivan Petrov, 43, said"
    return "cardinal"


def _in_ages(doc: Document, i: int) -> bool:
    """Whether a number stands in a list of ages: "aged 15, 11 and six"."""
    lower, k = doc.lower, i
    while k >= 2 and i - k < AGES and lower[k - 1] in (",", "and", "to", "or"):
        k -= 2
        if not (lower[k][0].isdigit() or lower[k] in CARDINALS):
            return False
    return k < i and lower[k - 1] in ("aged", "ages")


def _digits(doc: Document, i: int, floor: int, limit: int, found: list[NumberMention]) -> int:
    """A token that begins with a digit: clock, date, year, ordinal, designation or quantity."""
    word, lower = doc.words[i], doc.lower
    nothing = Count(None, None)
    kind = special_kind(doc, i, limit)
    if kind:
        decade = kind == "year" and i + 1 < limit and lower[i + 1] == "s" and glued(doc, i + 1)
        return _add(doc, i, i, i + 1 + decade, nothing, kind, found)
    reading = read_digits(doc, i, limit)
    if reading is None:
        return _add(doc, i, i, i + 1, nothing, "code", found)
    last = reading.last
    if last < limit and glued(doc, last) and lower[last][0].isalpha():
        factor = _suffix(doc, i, last, limit)
        if factor:
            reading = Reading(reading.value * factor, last + 1)
        elif lower[last] not in UNITS and lower[last] not in PERCENT:
            return _add(doc, i, i, last + 1, nothing, "year" if lower[last] == "s" else "code", found)
    elif last < limit and lower[last] in ("bn", "mn", "mln", "bln", "tn"):
        reading = Reading(reading.value * SUFFIXES[lower[last]], last + 1)
    elif (
        last == i + 1
        and "." in word
        and lower[i - 1 if i else 0] not in SYMBOLS
        and reading.value != int(reading.value)
    ):
        kind = _kind_after(doc, i, last, limit)
        return _add(doc, i, i, last, nothing, "measure" if kind == "cardinal" else kind, found)
    return _quantity(doc, i, reading, floor, limit, found)


def _suffix(doc: Document, i: int, last: int, limit: int) -> int:
    """The factor of a suffix glued to digits: "3.5k", "$5m", "2bn" (0 if it is none)."""
    suffix = doc.lower[last]
    factor = SUFFIXES.get(suffix, 0)
    if suffix != "m" or (i and doc.lower[i - 1] in SYMBOLS):
        return factor
    following = doc.lower[last + 1] if last + 1 < limit else ""
    return factor if following in PEOPLE or (following.endswith("s") and following not in MEASURES) else 0


STARTERS = (
    frozenset(CARDINALS) | frozenset(PLURALS) | frozenset(VAGUE) | ZERO | ORDINALS
    | words("a an another both half tens")
)  # fmt: skip
