"""The filters of events, each as SQL in two forms.

*ids* lists the events that match, for when they are few: they are looked up and sorted. *member* says
whether one event matches, for when they are many: the events are walked in the order asked for, and the
page is full after a few. Which form is better depends on how many match, see `service.store.query`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from math import asin, cos, degrees, radians, sin
from typing import NamedTuple

from schemas.query import BoundingBox, EventFilter, LocationTerm, Near, WeaponTerm
from service.store import records
from service.store.connection import EARTH_RADIUS_KM
from service.store.text_search import match_expression

Value = str | int | float
Facet = tuple[str, str]


class Fragment(NamedTuple):
    """A piece of SQL and its parameters."""

    sql: str
    parameters: tuple[Value, ...] = ()


class Condition(NamedTuple):
    """One filter."""

    member: Fragment
    """An expression over an event, given by ``{id}`` and ``{day}``; over the row ``e`` of ``events`` where `row`."""
    ids: Fragment | None = None
    """A select of one column ``event_id`` without repeats; None where no index finds the events."""
    term: int | None = None
    """The term, where the condition is that the event has this one: ``event_terms`` then has the matching
    events in the order of their dates."""
    row: bool = False
    """Whether the row of the event is needed to tell."""
    size: int | None = None
    """How many events match at most, where that is known."""
    step: int = 1
    """How many times dearer `member` is than a look-up in an index."""
    probe: Fragment | None = None
    """A select of as many rows as match at most, cheaper than `ids`; None where `ids` is cheap."""
    facet: str | None = None
    """The facet of the term, if it is of one term."""


def conditions(connection: sqlite3.Connection, query: EventFilter) -> list[Condition] | None:
    """Return the conditions of the filter, those on dates apart; None where nothing can match.

    Raises
    ------
    BadText
        ``q`` has no word.
    """
    found: list[Condition] = []
    for alternatives in _facets(query):
        sizes = _term_sizes(connection, alternatives)
        if not sizes:
            # No event is filed under any of them.
            return None
        facet = alternatives[0][0] if len(alternatives) == 1 else None
        found.append(_has_term(sorted(sizes), sum(sizes.values()), facet))
    if query.article_id is not None:
        row = connection.execute("SELECT id FROM articles WHERE public_id = ?", (query.article_id,)).fetchone()
        if row is None:
            return None
        found.append(_column("article_id", "=", row[0]))
    for column, bound in (
        ("killed", query.killed_min),
        ("injured", query.injured_min),
        ("launched", query.launched_min),
    ):
        if bound is not None:
            # Zero asks for events with a figure: an unknown one is stored as -1.
            found.append(_column(column, ">=", min(max(bound, 0), records.LARGEST_COUNT)))
    if query.confidence_min is not None:
        # Most events pass any bound that is asked for in earnest, so that an index would be of no use.
        found.append(Condition(Fragment("e.confidence >= ?", (query.confidence_min,)), row=True))
    if query.bbox is not None:
        found.append(_inside_box(query.bbox, imprecise=query.include_imprecise))
    if query.near is not None:
        found.append(_inside_circle(query.near, imprecise=query.include_imprecise))
    if query.q is not None:
        found.append(_has_words(query.q))
    return found


def _facets(query: EventFilter) -> Iterator[list[Facet]]:
    """Yield the alternatives of each filter that asks for terms, the likely rarest filter first."""
    fields: tuple[Iterable[Facet], ...] = (
        (("pipeline_version", version) for version in (query.pipeline_version,) if version is not None),
        (_location_facet(term) for term in query.locations),
        (facet for term in query.weapons for facet in _weapon_facets(term)),
        ((facet, records.fold(name)) for name in query.sources for facet in ("source", "outlet")),
        (("target_type", value) for value in query.target_types),
        (("attacker", actor) for actor in query.attackers),
        (("target", actor) for actor in query.targets),
        (("actor", actor) for actor in query.actors),
        (("country", country) for country in query.countries),
        (("event_type", value) for value in query.event_types),
        (("modality", value) for value in query.modalities),
    )
    for field in fields:
        alternatives = list(field)
        if alternatives:
            yield alternatives


def _weapon_facets(term: WeaponTerm) -> list[Facet]:
    if term.type is not None:
        return [("weapon" if "." in term.type else "weapon_family", term.type)]
    model = records.model_key(term.model or "")
    return [("model", model), ("model_part", model)]


def _location_facet(term: LocationTerm) -> Facet:
    if term.geonames_id is not None:
        return "location", str(term.geonames_id)
    if term.name is not None:
        return "place", records.fold(term.name)
    country = term.country or ""
    if term.admin1 is not None:
        return "admin1", records.admin1_key(country, term.admin1)
    return "country", country


def _term_sizes(connection: sqlite3.Connection, alternatives: list[Facet]) -> dict[int, int]:
    """Return how many events each term of these has; terms without any are left out."""
    found: dict[int, int] = {}
    for facet in alternatives:
        found.update(
            connection.execute(
                "SELECT t.id, s.events FROM terms t JOIN term_sums s ON s.term_id = t.id"
                " WHERE t.facet = ? AND t.value = ? AND s.events > 0",
                facet,
            )
        )
    return found


def _has_term(ids: list[int], size: int, facet: str | None) -> Condition:
    among = f"({', '.join('?' * len(ids))})"
    return Condition(
        # With the day known, too, this is one look-up in the primary key for each alternative.
        Fragment(
            f"EXISTS (SELECT 1 FROM event_terms t WHERE t.term_id IN {among} AND t.day = {{day}}"
            " AND t.event_id = {id})",
            tuple(ids),
        ),
        Fragment(
            f"SELECT {'' if len(ids) == 1 else 'DISTINCT '}event_id FROM event_terms WHERE term_id IN {among}",
            tuple(ids),
        ),
        ids[0] if len(ids) == 1 else None,
        size=size,
        facet=facet,
    )


def _column(column: str, operator: str, value: Value) -> Condition:
    return Condition(
        # The unary plus keeps the planner from leaving the order asked for to use the column's index.
        Fragment(f"+e.{column} {operator} ?", (value,)),
        Fragment(f"SELECT id AS event_id FROM events WHERE {column} {operator} ?", (value,)),
        row=True,
        # Each check reads a row, which is most of what a look-up does.
        step=2,
    )


def _has_words(text: str) -> Condition:
    expression = match_expression(text)
    return Condition(
        Fragment("EXISTS (SELECT 1 FROM events_fts WHERE events_fts MATCH ? AND rowid = {id})", (expression,)),
        Fragment("SELECT rowid AS event_id FROM events_fts WHERE events_fts MATCH ?", (expression,)),
        # Each check makes a query of its own out of the words.
        step=120,
    )


def _inside_box(box: BoundingBox, *, imprecise: bool) -> Condition:
    between = "p.longitude BETWEEN ? AND ?"
    if box.west > box.east:
        between = "(p.longitude >= ? OR p.longitude <= ?)"
    exact = Fragment(f"{between} AND p.latitude BETWEEN ? AND ?", (box.west, box.east, box.south, box.north))
    return _has_point(exact, box, imprecise=imprecise)


def _inside_circle(near: Near, *, imprecise: bool) -> Condition:
    exact = Fragment(
        "great_circle_km(?, ?, p.latitude, p.longitude) <= ?",
        (near.latitude, near.longitude, near.radius_km),
    )
    return _has_point(exact, box_around(near), imprecise=imprecise)


def _has_point(exact: Fragment, box: BoundingBox, *, imprecise: bool) -> Condition:
    """Return the condition that a point of the event is `exact`, given a box that holds all such points."""
    if not imprecise:
        exact = Fragment(f"{exact.sql} AND p.imprecise = 0", exact.parameters)
    parts = _split(box)
    # The R*Tree keeps 32-bit floats, rounded outward: it offers candidates, the columns decide.
    candidates = " OR ".join("(b.east >= ? AND b.west <= ? AND b.north >= ? AND b.south <= ?)" for _ in parts)
    corners = tuple(corner for part in parts for corner in (part.west, part.east, part.south, part.north))
    return Condition(
        Fragment(
            f"EXISTS (SELECT 1 FROM event_points p WHERE p.event_id = {{id}} AND {exact.sql})",
            exact.parameters,
        ),
        Fragment(
            "SELECT DISTINCT p.event_id FROM event_boxes b CROSS JOIN event_points p ON p.id = b.id"
            f" WHERE ({candidates}) AND {exact.sql}",
            corners + exact.parameters,
        ),
        # Each check looks for the points of the event.
        step=2,
        probe=Fragment(f"SELECT b.id FROM event_boxes b WHERE {candidates}", corners),
    )


def _split(box: BoundingBox) -> list[BoundingBox]:
    """Return the box in parts that do not cross the antimeridian."""
    if box.west <= box.east:
        return [box]
    return [
        BoundingBox(box.west, box.south, 180.0, box.north),
        BoundingBox(-180.0, box.south, box.east, box.north),
    ]


def box_around(near: Near) -> BoundingBox:
    """Return the smallest box of degrees that holds the circle, a metre wider for rounding's sake."""
    angle = (near.radius_km + 0.001) / EARTH_RADIUS_KM
    south = near.latitude - degrees(angle)
    north = near.latitude + degrees(angle)
    if south <= -90 or north >= 90 or angle >= radians(90):
        # A pole lies inside, and with it every meridian.
        return BoundingBox(-180.0, max(south, -90.0), 180.0, min(north, 90.0))
    reach = degrees(asin(min(1.0, sin(angle) / cos(radians(near.latitude)))))
    west, east = near.longitude - reach, near.longitude + reach
    return BoundingBox(west + 360 if west < -180 else west, south, east - 360 if east > 180 else east, north)
