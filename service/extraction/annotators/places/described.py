"""Places that the text describes: "the Ukrainian capital", "the village of Hroza", "the Saltivka district of Kharkiv".

A settlement or neighbourhood that the gazetteer does not know is still a place if the text says what it lies in: it
takes the point of the unit that holds it.
"""

from __future__ import annotations

from bisect import bisect_left

from service.extraction.annotators.places.cues import Cues
from service.extraction.annotators.places.spans import Toponym
from service.extraction.document import DASHES, Document
from service.extraction.gazetteer import Candidate, Gazetteer
from service.extraction.gazetteer.entries import distance_km
from service.extraction.gazetteer.names import ARTICLES, name_key

SETTLED = frozenset("village town settlement hamlet city suburb kibbutz neighbourhood neighborhood district".split())
QUARTERS = frozenset("district neighbourhood neighborhood suburb quarter".split())
NEARBY_KM = 60.0
"""How far from the town that the text puts it near a settlement may lie."""
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


def find_unknown(
    doc: Document, found: list[Toponym], gazetteer: Gazetteer, cues: Cues, stage: str | None
) -> list[Toponym]:
    """Return settlements that the gazetteer lacks, with the toponym that holds each in ``inside``.

    What holds it follows ("the village of X in the Y region"), is the country before ("the Syrian town of X"), or
    ``stage``, the country where the article plays.
    """
    lower, words = doc.lower, doc.words
    starts = [toponym.start for toponym in found]
    covered = {i for toponym in found if not toponym.unfinished for i in range(toponym.first, toponym.last)}
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
            bearers = holder.candidates
        else:
            holder, code = None, nation(doc, first, cues) or stage
            state = gazetteer.country(code) if code is not None else None
            bearers = (state,) if state is not None else ()
        if bearers:
            name = name_key(doc.text[doc.starts[first] : doc.ends[last - 1]])
            known = () if word in QUARTERS else _respelt(name, bearers, gazetteer)
            toponym = Toponym(first, last, name if known else "", known or bearers)
            toponym.head, toponym.shape = ("city" if known else "unknown"), word
            toponym.inside = [holder] if holder is not None else []
            toponym.score = 9.0
            unknown.append(toponym)
    return unknown


def _respelt(name: str, bearers: tuple[Candidate, ...], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return the towns that the name resembles, in or near one of the bearers of the name that holds it."""
    similar = gazetteer.resembling(name, frozenset(c.country for c in bearers if c.country))
    return tuple(
        c
        for c in similar
        if any(
            outer.id in c.held_by or distance_km(outer.latitude, outer.longitude, c.latitude, c.longitude) < NEARBY_KM
            for outer in bearers
        )
    )


def nation(doc: Document, first: int, cues: Cues) -> str | None:
    """Return the country of the demonym before a settlement's noun: "the Syrian town of X", "the Iraqi city of"."""
    if first < 3 or doc.lower[first - 1] != "of" or doc.lower[first - 2] not in SETTLED:
        return None
    for i in range(first - 3, max(-1, first - 6), -1):
        word = doc.lower[i]
        if word in cues.demonyms and doc.words[i][0].isupper():
            return cues.demonyms[word]
        if word not in ("port", "border", "coastal") and not word.endswith("ern"):
            return None
    return None


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
    if doc.words[last - 1] in DASHES:
        return last
    while first > max(begin, last - 5):
        if words[first - 1] in DASHES and first - 2 > begin and doc.lower[first - 2] in ARTICLES:
            first -= 2  # "the Bab al-Maqam neighbourhood"
            continue
        if not (words[first - 1][0].isupper() and words[first - 1].isalpha()):
            break
        if doc.lower[first - 1] in cues.function_words or doc.lower[first - 1] in cues.demonyms:
            break
        first -= 1
    return first
