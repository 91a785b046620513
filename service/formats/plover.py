"""Events in the columns and codes of PLOVER, as the POLECAT dataset has them.

Columns that Strikelog has no values for are left out; those of POLECAT that are kept have its names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemas.event import Actor, Event
from schemas.vocabulary import ActorKind, ActorRole, PlacePrecision
from service.formats.columns import Cell, Column, View, actors, event_day, first_location, of_place, sources
from service.formats.countries import alpha3, country_name
from service.formats.losses import common_losses, unsaid_casualties

QUAD_MATERIAL_CONFLICT = "MATERIAL CONFLICT"
"""ASSAULT, COERCE and SABOTAGE are all of this quarter of the scheme."""

SECTORS = {
    ActorKind.STATE: "MIL",
    ActorKind.COALITION: "MIL",
    ActorKind.GROUP: "REB",
    ActorKind.UNKNOWN: "UAF",
}

TOWNS = frozenset({PlacePrecision.SITE, PlacePrecision.CITY, PlacePrecision.DISTRICT})


def _actor(role: ActorRole, value: Callable[[Actor], Cell]) -> Callable[[Event], Cell]:
    def of(event: Event) -> Cell:
        actor = next(iter(actors(event, role)), None)
        return None if actor is None else value(actor)

    return of


def _canonical(actor: Actor) -> Cell:
    return country_name(actor.id) if actor.kind is ActorKind.STATE else actor.id


def _side(role: ActorRole, prefix: str) -> Iterator[Column]:
    what = "side that acts" if role is ActorRole.ATTACKER else "side attacked"
    yield Column(f"{prefix} Name", "actors", f"The first {what}", _actor(role, _canonical))
    yield Column(f"{prefix} Country", "actors", "ISO 3166-1 alpha-3", _actor(role, lambda a: alpha3(a.country)))
    yield Column(f"Primary {prefix} Sector", "actors", "MIL, REB or UAF", _actor(role, lambda a: SECTORS[a.kind]))
    yield Column(f"{prefix} Name Raw", "actors", "Its name in the article", _actor(role, lambda a: a.name))


def _city(event: Event) -> str | None:
    place = first_location(event)
    return place.name if place is not None and place.precision in TOWNS else None


def _province(event: Event) -> str | None:
    place = first_location(event)
    if place is None:
        return None
    return place.name if place.precision is PlacePrecision.REGION else place.admin1


def _country(event: Event) -> str | None:
    place = first_location(event)
    return None if place is None else alpha3(place.country)


def _losses(event: Event) -> Iterator[str]:
    if event.time.start != event.time.end:
        yield f"time: {event.time.start} to {event.time.end}, {event.time.precision}"
    if any(actor.kind is ActorKind.STATE for actor in event.actors):
        yield "sector: a state's army, police and government are not told apart"
    yield from unsaid_casualties(event, None)
    yield from common_losses(event)
    if event.evidence:
        yield "evidence: the sentences it rests on"


PLOVER = View(
    (
        Column("Event ID", "id", "Our id of the event", lambda e: e.id),
        Column("Event Date", "time", "The day; of a night, its morning", event_day),
        Column("Event Type", "codes", "Event", lambda e: e.codes.plover.event),
        Column("Event Mode", "codes", "Mode", lambda e: e.codes.plover.mode),
        Column("Quad Code", "codes", "Always MATERIAL CONFLICT", lambda e: QUAD_MATERIAL_CONFLICT),
        *_side(ActorRole.ATTACKER, "Actor"),
        *_side(ActorRole.TARGET, "Recipient"),
        Column("Placename", "locations", "The first place that has a point", of_place("name")),
        Column("City", "locations", "The place, where it is a town or in one", _city),
        Column("Province", "locations", "First-order unit", _province),
        Column("Country", "locations", "ISO 3166-1 alpha-3", _country),
        Column("Latitude", "locations", "WGS 84 degrees", of_place("latitude")),
        Column("Longitude", "locations", "WGS 84 degrees", of_place("longitude")),
        Column("GeoNames ID", "locations", "GeoNames id", of_place("geonames_id")),
        Column("Source", "attribution", "Who is cited", lambda e: "; ".join(sources(e)) or None),
        Column("lossy", "", "What the row cannot say", lambda e: list(_losses(e))),
    )
)
