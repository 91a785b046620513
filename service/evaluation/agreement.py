"""When two values of a slot are the same: exactly for types, sides and counts, with tolerance for others."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date

from service.evaluation.annotation import Place, Time
from service.evaluation.fillers import Filler

TOWN_KM = 25.0
"""How far apart two points of one town, site or district may lie."""
REGION_KM = 75.0
"""How far apart two points of one region or sea may lie."""
EARTH_DIAMETER_KM = 12742.0
SPREAD = ("region", "sea")
FILLER_WORDS = frozenset({"the", "of", "s", "and", "a", "an", "in", "for"})
SOURCE_OVERLAP = 0.5
"""The share of common words from which two names are one source."""
WORD = re.compile("[a-z0-9]+")


def agrees(gold: Filler, predicted: Filler) -> bool:
    """Whether two fillers fill the same slot with the same value."""
    if gold.slot != predicted.slot:
        return False
    ours, theirs = gold.value, predicted.value
    if isinstance(ours, Place) and isinstance(theirs, Place):
        return same_place(ours, theirs)
    if isinstance(ours, Time) and isinstance(theirs, Time):
        return same_date(ours, theirs)
    if gold.slot == "source" and isinstance(ours, str) and isinstance(theirs, str):
        return same_source(ours, theirs)
    return gold.slot != "source" and ours == theirs


def same_place(gold: Place, predicted: Place) -> bool:
    """Whether two places are the same.

    A country agrees only with itself. Other places agree by name, unless their countries differ, or by points
    within `TOWN_KM` (two regions or seas: within `REGION_KM`); a region never agrees with a point inside it
    by distance.
    """
    if "country" in (gold.precision, predicted.precision):
        return gold.precision == predicted.precision and gold.country == predicted.country
    countries_differ = bool(gold.country and predicted.country) and gold.country != predicted.country
    if plain(gold.name) == plain(predicted.name) and not countries_differ:
        return True
    spread = gold.precision in SPREAD
    if spread != (predicted.precision in SPREAD):
        return False
    distance = distance_km(gold, predicted)
    return distance is not None and distance <= (REGION_KM if spread else TOWN_KM)


def same_date(gold: Time, predicted: Time) -> bool:
    """Whether two spans of days overlap and differ in length by a day at most; impossible dates never do."""
    ours, theirs = _days(gold), _days(predicted)
    if ours is None or theirs is None:
        return False
    overlap = min(ours[1], theirs[1]) - max(ours[0], theirs[0]) + 1
    return overlap >= 1 and abs((ours[1] - ours[0]) - (theirs[1] - theirs[0])) <= 1


def same_source(gold: str, predicted: str) -> bool:
    """Whether two names are one source: the words of one are among the other's, or half of all are common."""
    ours, theirs = (set(plain(name).split()) - FILLER_WORDS for name in (gold, predicted))
    if not ours or not theirs:
        return False
    common = len(ours & theirs)
    return common == min(len(ours), len(theirs)) or common / len(ours | theirs) >= SOURCE_OVERLAP


def distance_km(one: Place, other: Place) -> float | None:
    """Return the great-circle distance (haversine), or None if a coordinate is missing."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half_chord = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(half_chord)))


def plain(name: str | None) -> str:
    """Return a name in lower case, without accents, its ASCII letters and digits in words one space apart."""
    ascii_only = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    return " ".join(WORD.findall(ascii_only))


def _days(time: Time) -> tuple[int, int] | None:
    """Return the first and last day as ordinals, or None if there is no start or a date is impossible."""
    if not time.start:
        return None
    try:
        return date.fromisoformat(time.start).toordinal(), date.fromisoformat(time.end or time.start).toordinal()
    except ValueError:
        return None
