"""Events in the columns and codes of ACLED (codebook of 2023, columns of the export).

One row an event, where ACLED has one for each place and day. Columns that Strikelog has no values for are empty:
``assoc_actor_1``, ``assoc_actor_2``, ``region``, ``admin2``, ``admin3``, ``source_scale``, ``tags`` and ``timestamp``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from schemas.event import Actor, Count, Event
from schemas.figures import casualty_figure
from schemas.vocabulary import (
    ActorKind,
    ActorRole,
    CasualtyGroup,
    CasualtyOutcome,
    PlacePrecision,
    TargetType,
    TimePrecision,
)
from service.formats.columns import Column, View, actors, distinct, event_day, first_location, of_place, sources
from service.formats.countries import country_name, numeric
from service.formats.losses import common_losses, unsaid_casualties

STRATEGIC = "Strategic developments"
CIVILIANS = "Violence against civilians"
CIVILIAN_GROUPS = frozenset({CasualtyGroup.CIVILIAN, CasualtyGroup.CHILD})

GEO_PRECISION = {
    PlacePrecision.SITE: 1,
    PlacePrecision.CITY: 1,
    PlacePrecision.DISTRICT: 2,
    PlacePrecision.REGION: 3,
    PlacePrecision.COUNTRY: 3,
    PlacePrecision.SEA: 3,
}
"""Codebook, section 5. ACLED has no code for a country alone: 3 is its least exact."""

WEEK_DAYS = 7


def _year(event: Event) -> int | None:
    date = event_day(event)
    return None if date is None else int(date[:4])


def _time_precision(event: Event) -> int | None:
    start, end = event.time.start, event.time.end
    if start is None or end is None:
        return None
    if event.time.precision in (TimePrecision.DAY, TimePrecision.NIGHT):
        return 1
    days = (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days + 1
    return 1 if days == 1 else 2 if days <= WEEK_DAYS else 3


def _disorder(event: Event) -> str:
    return STRATEGIC if event.codes.acled.event_type == STRATEGIC else "Political violence"


def _at_civilians(event: Event) -> bool:
    return (
        event.codes.acled.event_type == CIVILIANS
        or any(target.type is TargetType.CIVILIANS for target in event.targets)
        or any(row.of in CIVILIAN_GROUPS and row.count != Count(0, 0) for row in event.casualties)
    )


def _first(event: Event, role: ActorRole) -> Actor | None:
    return next(iter(actors(event, role)), None)


def _actor(event: Event, role: ActorRole) -> str | None:
    actor = _first(event, role)
    if _civilians_only(event, role):
        place = first_location(event)
        home = country_name(place.country) if place and place.country else None
        return "Civilians" if home is None else f"Civilians ({home})"
    if actor is None:
        return None
    return actor.name or (country_name(actor.id) if actor.kind is ActorKind.STATE else actor.id)


def _inter(event: Event, role: ActorRole) -> str | None:
    """Return ACLED's kind of actor. It codes a state's forces abroad as external, unknown armed groups as militias."""
    actor = _first(event, role)
    if _civilians_only(event, role):
        return "Civilians"
    if actor is None:
        return None
    if actor.kind is ActorKind.STATE:
        home = {place.country for place in event.locations}
        return "State forces" if actor.id in home else "External/Other forces"
    return {
        ActorKind.COALITION: "External/Other forces",
        ActorKind.GROUP: "Rebel group",
        ActorKind.UNKNOWN: "Political militia",
    }[actor.kind]


def _civilians_only(event: Event, role: ActorRole) -> bool:
    return role is ActorRole.TARGET and event.codes.acled.event_type == CIVILIANS


def _interaction(event: Event) -> str | None:
    sides = distinct([_inter(event, ActorRole.ATTACKER), _inter(event, ActorRole.TARGET)])
    return "-".join(sides) or None


def _fatalities(event: Event) -> int:
    """Return the killed; ACLED writes 0 for none and for not known alike."""
    count = casualty_figure(event, CasualtyOutcome.KILLED)
    return 0 if count is None else count.min or 0


def _iso(event: Event) -> int | None:
    place = first_location(event)
    return None if place is None else numeric(place.country)


def _country(event: Event) -> str | None:
    place = first_location(event)
    return None if place is None else country_name(place.country)


def _geo_precision(event: Event) -> int | None:
    place = first_location(event)
    return None if place is None else GEO_PRECISION[place.precision]


def _losses(event: Event) -> Iterator[str]:
    killed = casualty_figure(event, CasualtyOutcome.KILLED)
    if event.time.start != event.time.end:
        yield f"time: {event.time.start} to {event.time.end}, {event.time.precision}"
    if killed is None:
        yield "fatalities: 0 stands for not known"
    elif killed.min != killed.max:
        yield f"fatalities: from {killed.min or 0} to {'more' if killed.max is None else killed.max}"
    yield from unsaid_casualties(event, CasualtyOutcome.KILLED)
    if any(actor.kind is ActorKind.GROUP for actor in event.actors):
        yield "inter: rebels, militias and gangs are not told apart"
    yield from common_losses(event)


def _empty(name: str) -> Column:
    return Column(name, "", "always empty", lambda event: None)


ACLED = View(
    (
        Column("event_id_cnty", "id", "Our id of the event", lambda e: e.id),
        Column("event_date", "time", "The day; of a night, its morning", event_day),
        Column("year", "time", "Its year", _year),
        Column("time_precision", "time", "1 day, 2 week, 3 month or longer", _time_precision),
        Column("disorder_type", "codes", "Political violence or Strategic developments", _disorder),
        Column("event_type", "codes", "Event type", lambda e: e.codes.acled.event_type),
        Column("sub_event_type", "codes", "Sub-event type", lambda e: e.codes.acled.sub_event_type),
        Column("actor1", "actors", "The first attacker", lambda e: _actor(e, ActorRole.ATTACKER)),
        _empty("assoc_actor_1"),
        Column("inter1", "actors", "Its kind", lambda e: _inter(e, ActorRole.ATTACKER)),
        Column("actor2", "actors", "The first side attacked", lambda e: _actor(e, ActorRole.TARGET)),
        _empty("assoc_actor_2"),
        Column("inter2", "actors", "Its kind", lambda e: _inter(e, ActorRole.TARGET)),
        Column("interaction", "actors", "The two kinds", _interaction),
        Column(
            "civilian_targeting",
            "targets",
            "Whether civilians were its main or only target",
            lambda e: "Civilian targeting" if _at_civilians(e) else None,
        ),
        Column("iso", "locations", "ISO 3166-1 numeric", _iso),
        _empty("region"),
        Column("country", "locations", "Country", _country),
        Column("admin1", "locations", "First-order unit", of_place("admin1")),
        _empty("admin2"),
        _empty("admin3"),
        Column("location", "locations", "The first place that has a point", of_place("name")),
        Column("latitude", "locations", "WGS 84 degrees", of_place("latitude")),
        Column("longitude", "locations", "WGS 84 degrees", of_place("longitude")),
        Column(
            "geo_precision", "locations", "1 place, 2 near it or its district, 3 region or less exact", _geo_precision
        ),
        Column("source", "attribution", "Who is cited", lambda e: "; ".join(sources(e)) or None),
        _empty("source_scale"),
        Column("notes", "evidence", "The sentences it rests on", lambda e: " ".join(s.text for s in e.evidence)),
        Column("fatalities", "casualties", "Killed, the lower bound; 0 where not known", _fatalities),
        _empty("tags"),
        _empty("timestamp"),
        Column("lossy", "", "What the row cannot say", lambda e: list(_losses(e))),
    )
)
