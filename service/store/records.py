"""What the store files an event under: its days, figures, terms, points and words.

A *term* is a value that a filter can ask for exactly: ``attacker`` is ``RU``, ``weapon_family`` is ``drone``.
Containment is settled here, once, when the event is written: a drone.one_way is filed under its family,
a Shahed-136 under "Shahed", a village under its region and country. Every such filter is then one look-up.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

from schemas.event import Count, Event, Location
from schemas.vocabulary import CasualtyOutcome, PlacePrecision

UNKNOWN_DAY = 0
UNKNOWN_COUNT = -1
LARGEST_COUNT = 2**63 - 1
"""The largest integer of SQLite; a larger count is stored as this in the columns, and as it is in the JSON."""

IMPRECISE = frozenset({PlacePrecision.REGION, PlacePrecision.COUNTRY})
"""Precisions of places whose point stands for a wide area."""

_PARTS = re.compile(r"[^\W\d_]+|\d+")


class Term(Struct, frozen=True):
    """A value of a facet, folded, and how it was written."""

    facet: str
    value: str
    label: str


class Figures(Struct, frozen=True, kw_only=True):
    """The numbers that events are filtered and sorted by."""

    day: int
    last_day: int
    killed: int
    injured: int
    launched: int


def fold(name: str) -> str:
    """Return the name without case, diacritics and punctuation, its words separated by single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in plain.casefold())
    return " ".join(words.split())


def model_parts(model: str) -> list[str]:
    """Split a designation into runs of letters and of digits: ``S-300V4`` into s, 300, v, 4."""
    return _PARTS.findall(fold(model))


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
        killed=_casualties(event, CasualtyOutcome.KILLED),
        injured=_casualties(event, CasualtyOutcome.INJURED),
        launched=_largest(weapon.launched for weapon in event.weapons),
    )


def _casualties(event: Event, outcome: CasualtyOutcome) -> int:
    return _largest(row.count for row in event.casualties if row.outcome is outcome)


def _largest(counts: Iterable[Count | None]) -> int:
    """Return the largest lower bound. Rows are never summed: they may be parts of one another."""
    largest = max((count.min or 0 for count in counts if count is not None), default=UNKNOWN_COUNT)
    return min(largest, LARGEST_COUNT)


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
    yield Term("model", " ".join(parts), model)


def _location_terms(location: Location) -> Iterator[Term]:
    yield Term("place", fold(location.name), location.name)
    if location.geonames_id is not None:
        yield Term("geonames", str(location.geonames_id), location.name)
    if location.country is None:
        return
    yield Term("country", location.country, location.country)
    if location.admin1 is not None:
        yield Term("admin1", admin1_key(location.country, location.admin1), location.admin1)
    if location.precision is PlacePrecision.REGION:
        yield Term("admin1", admin1_key(location.country, location.name), location.name)


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
