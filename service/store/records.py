"""What the store files an event under: its days, figures, terms, points and words.

A *term* is a value that a filter can ask for exactly: ``attacker`` is ``RU``, ``weapon_family`` is ``drone``.
Containment is settled here, once, when the event is written: a drone.one_way is filed under its family,
a Shahed-136 under "Shahed", a village under its region and country. Every such filter is then one look-up.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from schemas.event import Count, Event, Location
from schemas.figures import Measure, casualty_figure, weapon_figure
from schemas.vocabulary import CasualtyOutcome, PlacePrecision, WeaponType

UNKNOWN_DAY = 0
UNKNOWN_COUNT = -1
LARGEST_COUNT = 2**63 - 1
"""The largest integer of SQLite; a larger count is stored as this in the columns, and as it is in the JSON."""

IMPRECISE = frozenset({PlacePrecision.REGION, PlacePrecision.COUNTRY})
"""Precisions of places whose point stands for a wide area."""

WEAPON_FACETS = ("weapon", "weapon_family")

FIGURES = ("killed", "injured", "launched", "intercepted")
"""What is summed, in the order of the columns of events and of tallies."""

NAMES_REMEMBERED = 30_000
"""Names whose folded form is kept in memory: some 6 MB. Most names come again and again."""

_PARTS = re.compile(r"[^\W\d_]+|\d+")


class Term(Struct, frozen=True):
    """A value of a facet, folded, and how it was written."""

    facet: str
    value: str
    label: str
    place: Location | None = None
    """Of a location: the place that it is."""


Bounds = tuple[int, int]
"""The lower and the upper bound of a figure, an open one taken for the other; ``UNKNOWN_COUNT`` twice without any."""


class Figures(Struct, frozen=True, kw_only=True):
    """The numbers that events are filtered, sorted and summed by."""

    day: int
    last_day: int
    killed: Bounds
    injured: Bounds
    launched: Bounds
    intercepted: Bounds


@lru_cache(maxsize=NAMES_REMEMBERED)
def fold(name: str) -> str:
    """Return the name without case, diacritics and punctuation, its words separated by single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in plain.casefold())
    return " ".join(words.split())


def model_parts(model: str) -> list[str]:
    """Split a designation into runs of letters and of digits: ``S-300V4`` into s, 300, v, 4."""
    return _PARTS.findall(fold(model))


def model_key(model: str) -> str:
    """Return the value of the ``model`` facet."""
    return " ".join(model_parts(model))


def day_number(date: str | None) -> int:
    """Return the day of an ISO 8601 date or date-time as a number, ``UNKNOWN_DAY`` for None.

    Raises
    ------
    ValueError
        It does not begin with a calendar date.
    """
    return UNKNOWN_DAY if date is None else dt.date.fromisoformat(date[:10]).toordinal()


def figures(event: Event) -> Figures:
    """Return the event's days and counts; a single known day stands for both ends."""
    start = event.time.start or event.time.end
    return Figures(
        day=day_number(start),
        last_day=day_number(event.time.end or start),
        killed=_bounds(casualty_figure(event, CasualtyOutcome.KILLED)),
        injured=_bounds(casualty_figure(event, CasualtyOutcome.INJURED)),
        launched=_bounds(weapon_figure(event, Measure.LAUNCHED)),
        intercepted=_bounds(weapon_figure(event, Measure.INTERCEPTED)),
    )


def arms(event: Event, term: Term) -> tuple[Bounds, Bounds] | None:
    """Return what was launched and intercepted of the weapons that the term names; None for other terms."""
    if term.facet not in WEAPON_FACETS:
        return None

    def named(weapon: WeaponType) -> bool:
        return term.value == (weapon if term.facet == "weapon" else weapon.family)

    return (
        _bounds(weapon_figure(event, Measure.LAUNCHED, named)),
        _bounds(weapon_figure(event, Measure.INTERCEPTED, named)),
    )


def _bounds(count: Count | None) -> Bounds:
    if count is None:
        return UNKNOWN_COUNT, UNKNOWN_COUNT
    low = min(count.min or 0, LARGEST_COUNT)
    return low, low if count.max is None else max(low, min(count.max, LARGEST_COUNT))


def terms(event: Event, *, outlet: str | None, pipeline_version: str) -> list[Term]:
    """Return the distinct terms of the event, in a fixed order."""
    found = [
        Term("event_type", event.event_type, event.event_type),
        Term("modality", event.modality, event.modality),
        Term("pipeline_version", pipeline_version, pipeline_version),
    ]
    for actor in event.actors:
        found += Term("actor", actor.id, actor.id), Term(actor.role, actor.id, actor.id)
    for weapon in event.weapons:
        found.append(Term("weapon", weapon.type, weapon.type))
        found.append(Term("weapon_family", weapon.type.family, weapon.type.family))
        found.extend(_model_terms(weapon.model or ""))
    for location in event.locations:
        found.extend(_location_terms(location))
    found += (Term("target_type", target.type, target.type) for target in event.targets)
    found += (Term("source", fold(row.source), row.source) for row in event.attribution)
    if outlet is not None:
        found.append(Term("outlet", fold(outlet), outlet))
    return list({(term.facet, term.value): term for term in reversed(found) if term.value}.values())


def _model_terms(model: str) -> Iterator[Term]:
    parts = model_parts(model)
    for end in range(1, len(parts)):
        yield Term("model_part", " ".join(parts[:end]), " ".join(parts[:end]))
    yield Term("model", model_key(model), model)


def _location_terms(location: Location) -> Iterator[Term]:
    yield Term("place", fold(location.name), location.name)
    yield Term("location", location_key(location), location.name, location)
    if location.country is None:
        return
    yield Term("country", location.country, location.country)
    if location.admin1 is not None:
        yield Term("admin1", admin1_key(location.country, location.admin1), location.admin1)
    if location.precision is PlacePrecision.REGION:
        yield Term("admin1", admin1_key(location.country, location.name), location.name)


def location_key(location: Location) -> str:
    """Return the value of the ``location`` facet: one for each place, whatever others share its name."""
    if location.geonames_id is not None:
        return str(location.geonames_id)
    return f"{location.country or ''} {fold(location.admin1 or '')}/{fold(location.name)}"


def admin1_key(country: str, admin1: str) -> str:
    """Return the value of the ``admin1`` facet: units of different countries may share a name."""
    return f"{country} {fold(admin1)}"


def points(event: Event) -> list[tuple[float, float, bool]]:
    """Return latitude, longitude and whether the point stands for a wide area, for each located place."""
    return [
        (place.latitude, place.longitude, place.precision in IMPRECISE)
        for place in event.locations
        if place.latitude is not None and place.longitude is not None
    ]


def evidence_text(event: Event) -> str:
    """Return the sentences that full text searches."""
    return "\n".join(sentence.text for sentence in event.evidence)


def names_text(event: Event) -> str:
    """Return the names that full text searches, one a line."""
    names: list[str | None] = []
    for actor in event.actors:
        names += actor.id, actor.name
    for location in event.locations:
        names += location.name, location.admin1
    names += (weapon.model for weapon in event.weapons)
    names += (target.text for target in event.targets)
    names += (row.source for row in event.attribution)
    return "\n".join(dict.fromkeys(name for name in names if name))
