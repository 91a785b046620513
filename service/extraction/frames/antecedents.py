"""Antecedents: the named place that a description stands for ("the city", "the region", "this village", "the capital").

A definite noun of place without a name of its own takes the latest named place of its kind before it, within a few
sentences; "the capital" the latest capital named; "the south of the country" and "the country's east" are parts of the
latest country named. A description that no name precedes stands for nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import takewhile

from msgspec.structs import replace

from schemas.vocabulary import PlacePrecision
from service.extraction.annotators.places.cues import load_cues
from service.extraction.document import DASHES, fold
from service.extraction.frames.clauses import Clause, Index
from service.extraction.geography import PART_SHIFT, part_point
from service.extraction.mentions import PlaceMention

SETTLEMENTS = frozenset("city town village settlement".split())
UNITS = frozenset("region province oblast governorate".split())
DEFINITE = frozenset("the this that its".split())
QUALIFIERS = frozenset(
    "besieged divided embattled occupied captured same southern northern eastern western central southeastern"
    " northeastern southwestern northwestern coastal port industrial border frontline strategic historic devastated"
    " nearby whole entire annexed key".split()
)
FRONTS = frozenset(["front", "fronts"])
"""Nouns that a direction makes a part of the country: "along the eastern and southern fronts"."""
POINTS = frozenset([PlacePrecision.CITY, PlacePrecision.DISTRICT])
HEADLESS = frozenset("council hall mayor centre center administration authorities officials governor police".split())
"""Nouns that a noun of place only qualifies ("the city council")."""
LINKS = frozenset("the and , - centre center in part".split())
PART_REACH = 8
"""Tokens of a list of parts."""
REACH = 4
"""Sentences back within which the name must stand."""


def described(index: Index, clause: Clause, capitals: frozenset[str]) -> list[tuple[int, int, PlaceMention]]:
    """Return the descriptions of places in the clause, by their tokens, each as a mention of what it stands for.

    ``capitals`` holds the folded names that "the capital" may stand for.
    """
    doc = index.doc
    found: list[tuple[int, int, PlaceMention]] = []
    for i in range(clause.first + 1, clause.last):
        word = doc.lower[i]
        if (word == "country" and doc.lower[i - 1] == "the") or word in FRONTS:
            found += _parts(index, clause, i)
        if word not in SETTLEMENTS and word not in UNITS and word != "capital":
            continue
        first = _article(doc.lower, clause.first, i)
        if first < 0 or i in index.places.at or _named(index, i):
            continue
        place = _antecedent(index, first, word, capitals)
        if place is not None:
            mention = replace(
                place, start=doc.starts[first], end=doc.ends[i], relation=None, parents=(), precision=_unshifted(place)
            )
            found.append((first, i + 1, mention))
    return found


def _parts(index: Index, clause: Clause, noun: int) -> list[tuple[int, int, PlaceMention]]:
    """Return the parts of the country that "the north, south and centre of the country" names."""
    lower = index.doc.lower
    if lower[noun] in FRONTS:
        tokens = range(noun - 1, max(clause.first, noun - 1 - PART_REACH), -1)
    elif lower[noun - 2 : noun] == ["of", "the"]:
        tokens = range(noun - 3, max(clause.first, noun - 3 - PART_REACH), -1)
    elif lower[noun + 1 : noun + 2] in (["'s"], ["’s"]):
        tokens = range(noun + 2, min(clause.last, noun + 2 + PART_REACH))
    else:
        return []
    directions = load_cues().directions
    named = [
        i for i in takewhile(lambda i: lower[i] in directions or lower[i] in LINKS, tokens) if lower[i] in directions
    ]
    country = _country(index, noun) if named else None
    return [] if country is None else [(i, i + 1, _part(index, country, i)) for i in sorted(named)]


def _part(index: Index, country: PlaceMention, i: int) -> PlaceMention:
    """Return the part of the country that lies in the direction that the token names."""
    doc = index.doc
    east, north, side = load_cues().directions[doc.lower[i]]
    latitude, longitude, radius = country.latitude or 0.0, country.longitude or 0.0, country.radius_km or 0.0
    latitude, longitude = part_point(latitude, longitude, radius, east, north)
    return replace(
        country, start=doc.starts[i], end=doc.ends[i], name=f"{side} {country.name}", precision=PlacePrecision.REGION,
        latitude=round(latitude, 5), longitude=round(longitude, 5), radius_km=round(radius * PART_SHIFT, 1),
        geonames_id=None, relation="part", parents=(),
    )  # fmt: skip


def _country(index: Index, first: int) -> PlaceMention | None:
    """Return the latest country named before the token."""
    doc = index.doc
    for n in range(bisect_right(index.places.starts, first) - 1, -1, -1):
        begin, _, place = index.places.spans[n]
        if doc.sentence_of[first] - doc.sentence_of[begin] > REACH:
            return None
        if place.precision is PlacePrecision.COUNTRY:
            return place
    return None


def _unshifted(place: PlaceMention) -> PlacePrecision:
    return PlacePrecision.CITY if place.precision is PlacePrecision.DISTRICT else place.precision


def _article(lower: list[str], limit: int, noun: int) -> int:
    """Return the token of the article that makes the noun definite, or -1."""
    i = noun - 1
    while i > limit and noun - i < 4 and (lower[i] in QUALIFIERS or lower[i] == "-"):
        i -= 1
    return i if i >= limit and lower[i] in DEFINITE else -1


def _named(index: Index, noun: int) -> bool:
    """Whether a name follows the noun ("the city of Izium", "the capital, Kyiv") or the noun qualifies another."""
    doc = index.doc
    if noun + 1 >= len(doc.lower):
        return False
    after = doc.lower[noun + 1]
    if after == "of" or after in HEADLESS or (after in DASHES and doc.starts[noun + 1] == doc.ends[noun]):
        return True
    return any(i in index.places.at for i in ((noun + 1, noun + 2) if after == "," else (noun + 1,)))


def _antecedent(index: Index, first: int, noun: str, capitals: frozenset[str]) -> PlaceMention | None:
    """Return the latest place before the token that the noun may stand for."""
    doc = index.doc
    places = index.places.spans
    sentence = doc.sentence_of[first]
    for n in range(bisect_right(index.places.starts, first) - 1, -1, -1):
        begin, _, place = places[n]
        if sentence - doc.sentence_of[begin] > REACH:
            return None
        if place.relation == "dateline":
            continue
        if noun in UNITS:
            if place.precision is PlacePrecision.REGION and place.relation != "part":
                return place
        elif (
            place.precision in POINTS
            and place.relation != "near"
            and (noun != "capital" or fold(place.name) in capitals)
        ):
            return place
    return None
