"""From `TermFilter` to SQL: what occurs in the store, and how often."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from schemas.vocabularies import LocationPage, StoredPlace, StoredTerm, TermFilter, TermPage
from schemas.vocabulary import PlacePrecision
from service.store import cursor
from service.store.conditions import Value

LAST_LETTER = "\U0010ffff"


def list_terms(connection: sqlite3.Connection, query: TermFilter) -> TermPage:
    """Return the page that the query asks for.

    Raises
    ------
    BadCursor
        The cursor makes no sense.
    """
    rows, following = _page(connection, query, "t.facet, t.value, t.label", "")
    return TermPage(
        items=[
            StoredTerm(facet=facet, value=value, label=label, events=events)
            for facet, value, label, _, events, _ in rows
        ],
        next=following,
    )


def list_places(connection: sqlite3.Connection, query: TermFilter) -> LocationPage:
    """Return the page of places that the query asks for; raise as `list_terms` does."""
    columns = "p.name, p.country, p.admin1, p.precision, p.latitude, p.longitude, p.geonames_id"
    rows, following = _page(connection, query, columns, " JOIN places p ON p.term_id = t.id")
    return LocationPage(
        items=[
            StoredPlace(
                name=name,
                country=country,
                admin1=admin1,
                precision=PlacePrecision(precision),
                latitude=latitude,
                longitude=longitude,
                geonames_id=geonames_id,
                events=events,
            )
            for name, country, admin1, precision, latitude, longitude, geonames_id, _, events, _ in rows
        ],
        next=following,
    )


def _page(
    connection: sqlite3.Connection, query: TermFilter, columns: str, join: str
) -> tuple[list[tuple[Any, ...]], str | None]:
    """Return the rows of a page, their last columns the rank, the number of events and the term, and the cursor."""
    after = cursor.read(query, 3)
    checks = ["t.facet IN (SELECT value FROM json_each(?))", "s.events > 0"]
    parameters: list[Value] = []
    chosen, rank = "", "0"
    if query.values is not None:
        chosen, rank = _CHOSEN, "c.rank"
        parameters.append(json.dumps(query.values))
        # Nothing begins with the last letter.
        prefix = LAST_LETTER if query.name_prefix is None else query.name_prefix
        parameters += prefix, prefix + LAST_LETTER
    parameters.append(json.dumps(query.facets))
    if query.value_prefix is not None:
        checks.append("t.value >= ? AND t.value < ?")
        parameters += query.value_prefix, query.value_prefix + LAST_LETTER
    if after is not None:
        checks.append(f"({rank}, -s.events, t.id) > (?, -?, ?)")
        parameters.extend(after)
    rows = connection.execute(
        f"SELECT {columns}, {rank} AS place, s.events, t.id FROM {chosen}terms t{' ON t.id = c.id' if chosen else ''}"
        f" JOIN term_sums s ON s.term_id = t.id{join}"
        f" WHERE {' AND '.join(checks)} ORDER BY place, s.events DESC, t.id LIMIT ?",
        (*parameters, query.limit + 1),
    ).fetchall()
    page = rows[: query.limit]
    more = len(rows) > query.limit
    return page, cursor.issue(query, page[-1][-3:]) if more else None


_CHOSEN = (
    "(SELECT id, min(rank) AS rank FROM ("
    "SELECT n.id, json_extract(v.value, '$[2]') AS rank FROM json_each(?) v CROSS JOIN terms n"
    " ON n.facet = json_extract(v.value, '$[0]') AND n.value = json_extract(v.value, '$[1]')"
    " UNION ALL SELECT term_id, 0 FROM places WHERE name_key >= ? AND name_key < ?"
    ") GROUP BY id) c CROSS JOIN "
)
"""The terms asked for, each with its lowest rank."""
