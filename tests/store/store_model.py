"""What the store should answer, as plainly as can be: a list of events that is filtered and sorted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from hypothesis import strategies as st

from schemas.event import Event
from schemas.query import BoundingBox, EventFilter, EventSort, Near, WeaponTerm
from schemas.vocabulary import EventType, Modality, PlacePrecision, WeaponType
from service.store.connection import great_circle_km

FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "actors": st.sampled_from([("RU",), ("hamas", "IL")]),
        "attackers": st.sampled_from([("RU",), ("UA", "hamas")]),
        "targets": st.sampled_from([("UA",), ("IL", "RU")]),
        "date_from": st.dates(dt.date(2025, 2, 25), dt.date(2025, 4, 15)),
        "date_to": st.dates(dt.date(2025, 2, 25), dt.date(2025, 4, 15)),
        "weapons": st.sampled_from(
            [(WeaponTerm(type=WeaponType.DRONE),), (WeaponTerm(model="Kh"), WeaponTerm(model="shahed"))]
        ),
        "countries": st.sampled_from([("UA",), ("FJ", "WS", "IS")]),
        "bbox": st.sampled_from([BoundingBox(170.0, -30.0, -20.0, 70.0), BoundingBox(30.0, 50.0, 35.0, 52.0)]),
        "near": st.sampled_from([Near(50.0, 30.0, 500.0), Near(-15.0, 180.0, 1500.0)]),
        "include_imprecise": st.booleans(),
        "event_types": st.just((EventType.SHELLING,)),
        "modalities": st.just((Modality.CLAIMED,)),
        "killed_min": st.integers(0, 4),
        "launched_min": st.integers(0, 4),
        "confidence_min": st.sampled_from([0.6, 0.9]),
        "q": st.sampled_from(["clinic", "market shells"]),
    },
)


class Row(NamedTuple):
    """An event as it arrived: later articles have higher numbers, and so have later events."""

    article: int
    number: int
    event: Event


def naive(rows: Iterable[Row], wanted: EventFilter) -> list[Event]:
    """Return the events that match, in order."""
    matching = [row for row in rows if matches(row.event, wanted)]
    matching.sort(key=lambda row: order(row, wanted.sort), reverse=wanted.sort is not EventSort.DATE)
    return [row.event for row in matching]


def order(row: Row, sort: EventSort) -> tuple[Any, ...]:
    """Return what an event is sorted by: ascending for ``date``, descending for the others."""
    day = row.event.time.start or ""
    match sort:
        case EventSort.DATE_DESC:
            return day, row.number
        case EventSort.DATE:
            return day or "9", row.number
        case EventSort.RECEIVED_DESC:
            return row.article, row.number
        case EventSort.KILLED_DESC:
            return count(row.event, "killed"), day, row.number
        case EventSort.LAUNCHED_DESC:
            return launched(row.event), day, row.number


def count(item: Event, outcome: str) -> int:
    return max((row.count.min or 0 for row in item.casualties if row.outcome == outcome), default=-1)


def launched(item: Event) -> int:
    return max((row.launched.min or 0 for row in item.weapons if row.launched), default=-1)


def matches(item: Event, wanted: EventFilter) -> bool:
    attackers = {actor.id for actor in item.actors if actor.role == "attacker"}
    targets = {actor.id for actor in item.actors if actor.role == "target"}
    points = [
        place
        for place in item.locations
        if place.latitude is not None and (wanted.include_imprecise or place.precision is not PlacePrecision.REGION)
    ]
    interval = wanted.date_from is not None or wanted.date_to is not None
    return (
        (not wanted.actors or bool((attackers | targets) & set(wanted.actors)))
        and (not wanted.attackers or bool(attackers & set(wanted.attackers)))
        and (not wanted.targets or bool(targets & set(wanted.targets)))
        and (not interval or overlaps(item, wanted))
        and (not wanted.weapons or any(has_weapon(item, term) for term in wanted.weapons))
        and (not wanted.countries or any(place.country in wanted.countries for place in item.locations))
        and (wanted.bbox is None or any(in_box(place, wanted.bbox) for place in points))
        and (wanted.near is None or any(in_circle(place, wanted.near) for place in points))
        and (not wanted.event_types or item.event_type in wanted.event_types)
        and (not wanted.modalities or item.modality in wanted.modalities)
        and (wanted.killed_min is None or count(item, "killed") >= wanted.killed_min)
        and (wanted.launched_min is None or launched(item) >= wanted.launched_min)
        and (wanted.confidence_min is None or item.confidence >= wanted.confidence_min)
        and (wanted.article_id is None or item.article_id == wanted.article_id)
        and (wanted.q is None or all(word in words(item) for word in wanted.q.split()))
    )


def words(item: Event) -> set[str]:
    text = item.evidence[0].text + " " + " ".join(target.text for target in item.targets)
    return set(text.casefold().replace(".", " ").split())


def overlaps(item: Event, wanted: EventFilter) -> bool:
    start, end = item.time.start, item.time.end
    if start is None or end is None:
        return False
    return (wanted.date_to is None or start <= wanted.date_to.isoformat()) and (
        wanted.date_from is None or end >= wanted.date_from.isoformat()
    )


def has_weapon(item: Event, term: WeaponTerm) -> bool:
    if term.type is not None:
        return any(term.type in (row.type, row.type.family) for row in item.weapons)
    return any((row.model or "").casefold().startswith(str(term.model).casefold()) for row in item.weapons)


def in_box(place: object, box: BoundingBox) -> bool:
    latitude, longitude = place.latitude, place.longitude  # type: ignore[attr-defined]
    inside = (
        box.west <= longitude <= box.east if box.west <= box.east else longitude >= box.west or longitude <= box.east
    )
    return bool(inside and box.south <= latitude <= box.north)


def in_circle(place: object, near: Near) -> bool:
    latitude, longitude = place.latitude, place.longitude  # type: ignore[attr-defined]
    return great_circle_km(near.latitude, near.longitude, latitude, longitude) <= near.radius_km
