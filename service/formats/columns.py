"""The flat row of an event: one row an event, one column a value, as CSV and GeoJSON show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from schemas.event import Actor, Count, Event, Location
from schemas.figures import Measure, casualty_figure, weapon_figure
from schemas.vocabulary import ActorRole, CasualtyOutcome, TimePrecision

Cell = str | int | float | list[str] | None


@dataclass(frozen=True)
class Column:
    """A column: its name, the member of the event that it is made of, what it says, and how it is made."""

    name: str
    member: str
    meaning: str
    value: Callable[[Event], Cell]


@dataclass(frozen=True)
class View:
    """Events as rows of these columns."""

    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]

    def row(self, event: Event) -> dict[str, Cell]:
        """Return the event as a row."""
        return {column.name: column.value(event) for column in self.columns}

    def only(self, members: Iterable[str]) -> View:
        """Return the view with the columns that are made of the given members of an event."""
        wanted = frozenset(members)
        return View(tuple(column for column in self.columns if column.member in wanted))


def first_location(event: Event) -> Location | None:
    """Return the place that stands for the event: the first that has a point, else the first."""
    located = (place for place in event.locations if place.latitude is not None)
    return next(located, event.locations[0] if event.locations else None)


def actors(event: Event, role: ActorRole) -> list[Actor]:
    """Return the actors in a role."""
    return [actor for actor in event.actors if actor.role is role]


def event_day(event: Event) -> str | None:
    """Return the one day that other datasets date the event by: of a night, the morning on which it is reported."""
    return event.time.end if event.time.precision is TimePrecision.NIGHT else event.time.start


def sources(event: Event) -> list[str]:
    """Return who is cited, each once."""
    return distinct(row.source for row in event.attribution)


def distinct(values: Iterable[str | None]) -> list[str]:
    """Return the values that are there, each once, in order."""
    return list(dict.fromkeys(value for value in values if value))


def of_place(name: str) -> Callable[[Event], Cell]:
    """Return the value of a column that holds a member of the place that stands for the event."""

    def value(event: Event) -> Cell:
        place = first_location(event)
        cell: Cell = None if place is None else getattr(place, name)
        return cell

    return value


def _of_actors(role: ActorRole, name: str) -> Callable[[Event], Cell]:
    return lambda event: distinct(getattr(actor, name) for actor in actors(event, role))


def _bounds(name: str, member: str, what: str, figure: Callable[[Event], Count | None]) -> tuple[Column, Column]:
    def bound(end: str) -> Callable[[Event], Cell]:
        def value(event: Event) -> Cell:
            count = figure(event)
            cell: Cell = None if count is None else getattr(count, end)
            return cell

        return value

    return (
        Column(f"{name}_min", member, f"{what}: the largest lower bound that a row gives", bound("min")),
        Column(f"{name}_max", member, f"{what}: the largest upper bound; empty where it is open", bound("max")),
    )


def _killed_and_so_on() -> Iterable[Column]:
    for outcome in CasualtyOutcome:
        yield from _bounds(outcome, "casualties", f"People {outcome}", partial(casualty_figure, outcome=outcome))


def _launched_and_so_on() -> Iterable[Column]:
    words = {
        Measure.LAUNCHED: "Weapons launched",
        Measure.INTERCEPTED: "Weapons intercepted",
        Measure.SUPPRESSED: "Weapons suppressed or lost",
        Measure.HIT: "Weapons that reached a target",
    }
    for measure, what in words.items():
        yield from _bounds(measure, "weapons", what, partial(weapon_figure, measure=measure))


FLAT = View(
    (
        Column("id", "id", "Id of the event", lambda e: e.id),
        Column("article_id", "article_id", "Id of its article", lambda e: e.article_id),
        Column("event_type", "event_type", "What happened", lambda e: e.event_type.value),
        Column("modality", "modality", "How the article stands to it", lambda e: e.modality.value),
        Column("date_start", "time", "First day", lambda e: e.time.start),
        Column("date_end", "time", "Last day", lambda e: e.time.end),
        Column("date_precision", "time", "How exactly the time is known", lambda e: e.time.precision.value),
        Column("date_text", "time", "The time as the article has it", lambda e: e.time.text),
        Column("location", "locations", "The first place that has a point", of_place("name")),
        Column("country", "locations", "Its country, ISO 3166-1 alpha-2", of_place("country")),
        Column("admin1", "locations", "Its first-order unit", of_place("admin1")),
        Column("location_precision", "locations", "How exactly it is known", of_place("precision")),
        Column("latitude", "locations", "WGS 84 degrees", of_place("latitude")),
        Column("longitude", "locations", "WGS 84 degrees", of_place("longitude")),
        Column("radius_km", "locations", "How far off the point may be", of_place("radius_km")),
        Column("geonames_id", "locations", "Its GeoNames id", of_place("geonames_id")),
        Column("locations", "locations", "All places", lambda e: distinct(place.name for place in e.locations)),
        Column("attackers", "actors", "Ids of the sides that act", _of_actors(ActorRole.ATTACKER, "id")),
        Column("attacker_names", "actors", "Their names in the article", _of_actors(ActorRole.ATTACKER, "name")),
        Column("target_sides", "actors", "Ids of the sides attacked", _of_actors(ActorRole.TARGET, "id")),
        Column("target_side_names", "actors", "Their names in the article", _of_actors(ActorRole.TARGET, "name")),
        Column("weapons", "weapons", "Types of the weapons", lambda e: distinct(row.type for row in e.weapons)),
        Column("weapon_models", "weapons", "Their designations", lambda e: distinct(row.model for row in e.weapons)),
        *_launched_and_so_on(),
        Column("target_types", "targets", "Kinds of object hit", lambda e: distinct(row.type for row in e.targets)),
        Column(
            "targets", "targets", "The objects in the article's words", lambda e: distinct(t.text for t in e.targets)
        ),
        *_killed_and_so_on(),
        Column("sources", "attribution", "Who is cited", sources),
        Column("part_of", "part_of", "Id of the wave that it belongs to", lambda e: e.part_of),
        Column("evidence", "evidence", "The sentences it rests on", lambda e: " ".join(s.text for s in e.evidence)),
        Column("confidence", "confidence", "Share of such events that are right", lambda e: e.confidence),
        Column("acled_event_type", "codes", "ACLED event type", lambda e: e.codes.acled.event_type),
        Column("acled_sub_event_type", "codes", "ACLED sub-event type", lambda e: e.codes.acled.sub_event_type),
        Column("plover_event", "codes", "PLOVER event", lambda e: e.codes.plover.event),
        Column("plover_mode", "codes", "PLOVER mode", lambda e: e.codes.plover.mode),
    )
)
