"""Places that the text describes: "the Ukrainian capital", "the village of Hroza", "the Saltivka district of Kharkiv".

A settlement or neighbourhood that the gazetteer does not know is still a place if the text says what it lies in: it
takes the point of the unit that holds it.
"""

from __future__ import annotations

from bisect import bisect_left

from service.extraction.annotators.places_cues import Cues
from service.extraction.annotators.places_spans import Toponym
from service.extraction.document import DASHES, Document
from service.extraction.gazetteer import Gazetteer

SETTLED = frozenset("village town settlement hamlet city suburb kibbutz neighbourhood neighborhood district".split())
QUARTERS = frozenset("district neighbourhood neighborhood suburb quarter".split())
REACH = 12
"""Tokens after an unknown name within which the place that holds it must stand."""


def find_capitals(doc: Document, found: list[Toponym], gazetteer: Gazetteer, cues: Cues) -> list[Toponym]:
    """Return the capitals named by their country: "the Lebanese capital", "Syria's capital", "the capital of Iraq"."""
    lower, words = doc.lower, doc.words
    by_end = {toponym.last: toponym for toponym in found}
    by_start = {toponym.first: toponym for toponym in found}
    capitals: list[Toponym] = []
    for i, word in enumerate(lower):
        if word != "capital" or i == 0:
            continue
        country, first = None, i - 1
        if lower[i - 1] in cues.demonyms and words[i - 1][0].isupper():
            country = cues.demonyms[lower[i - 1]]
        elif lower[i - 1] in ("'s", "’s") and i - 1 in by_end:
            country, first = by_end[i - 1].candidates[0].country, i
        if country is None or country not in cues.capitals:
            continue
        key = cues.capitals[country]
        bearers = tuple(c for c in gazetteer.lookup_key(key) if c.country == country and c.kind == "city")
        following = by_start.get(i + 1) or (by_start.get(i + 2) if words[i + 1 : i + 2] == [","] else None)
        if not bearers or (words[i + 1 : i + 2] == ["of"]) or (following and following.key == key):
            continue
        capital = Toponym(i, i + 1, key, bearers[:1])
        capital.start, capital.head = first, "city"
        capital.score = 9.0
        capitals.append(capital)
    return capitals


def find_unknown(doc: Document, found: list[Toponym], cues: Cues) -> list[Toponym]:
    """Return settlements that the gazetteer lacks, with the toponym that holds each in ``inside``."""
    lower, words = doc.lower, doc.words
    starts = [toponym.start for toponym in found]
    covered = {i for toponym in found for i in range(toponym.first, toponym.last)}
    unknown: list[Toponym] = []
    for i, word in enumerate(lower):
        if word not in SETTLED or doc.shouting:
            continue
        first, last = _name_start(doc, i, cues), i
        if word not in QUARTERS or first == last or lower[i + 1 : i + 2] not in (["of"], ["in"]):
            if lower[i + 1 : i + 2] != ["of"] or i + 2 >= len(words) or not words[i + 2][0].isupper():
                continue
            first, last = i + 2, _name_end(doc, i + 2)
        if first >= last or any(k in covered for k in range(first, last)) or lower[first] in cues.demonyms:
            continue
        nearest = bisect_left(starts, last)
        holder = found[nearest] if nearest < len(found) and starts[nearest] <= last + REACH else None
        if holder is not None and doc.sentence_of[holder.first] == doc.sentence_of[first]:
            toponym = Toponym(first, last, "", holder.candidates)
            toponym.head, toponym.shape, toponym.inside = "unknown", word, [holder]
            toponym.score = 9.0
            unknown.append(toponym)
    return unknown


def _name_end(doc: Document, i: int) -> int:
    """Return the token after a run of capitalised words and hyphens, of four at most."""
    words, limit = doc.words, min(i + 5, doc.sentences[doc.sentence_of[i]].last)
    while i < limit and (words[i][0].isupper() or (words[i] in DASHES and doc.starts[i] == doc.ends[i - 1])):
        i += 1
    return i


def _name_start(doc: Document, last: int, cues: Cues) -> int:
    """Return the first token of the capitalised words that end before the token."""
    words, first = doc.words, last
    begin = doc.sentences[doc.sentence_of[last]].first
    while first > max(begin, last - 4) and words[first - 1][0].isupper() and words[first - 1].isalpha():
        if doc.lower[first - 1] in cues.function_words or doc.lower[first - 1] in cues.demonyms:
            break
        first -= 1
    return first
