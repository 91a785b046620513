"""Filing events where filters find them, and taking them out again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from schemas.article import Article
from schemas.event import Event
from service.store import records, summaries
from service.store.records import FIGURES, UNKNOWN_COUNT
from service.store.summaries import Filed

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Event).decode

FIGURE_COLUMNS = tuple(column for figure in FIGURES for column in (figure, f"{figure}_max"))
"""The columns of the figures of an event."""

NO_ARMS = ((UNKNOWN_COUNT, UNKNOWN_COUNT), (UNKNOWN_COUNT, UNKNOWN_COUNT))
"""Of a weapon of which neither figure is known: not stored."""


def file_events(connection: sqlite3.Connection, article_row: int, article: Article) -> None:
    """Store the article's events with all that finds and counts them."""
    filed = [_file(connection, article_row, article, event) for event in article.events]
    summaries.add(connection, filed)


def remove_events(connection: sqlite3.Connection, article_row: int) -> None:
    """Delete the article's events and every row that finds them. Terms stay: another event will want them."""
    rows = [row for (row,) in connection.execute("SELECT id FROM events WHERE article_id = ?", (article_row,))]
    summaries.subtract(connection, [_filed(connection, row) for row in rows])
    events = "(SELECT id FROM events WHERE article_id = ?)"
    for statement in (
        f"DELETE FROM event_boxes WHERE id IN (SELECT id FROM event_points WHERE event_id IN {events})",
        f"DELETE FROM event_points WHERE event_id IN {events}",
        f"DELETE FROM event_terms WHERE event_id IN {events}",
        f"DELETE FROM event_arms WHERE event_id IN {events}",
        f"DELETE FROM event_bodies WHERE event_id IN {events}",
        f"DELETE FROM events_fts WHERE rowid IN {events}",
        "DELETE FROM events WHERE article_id = ?",
    ):
        connection.execute(statement, (article_row,))


def file_again(connection: sqlite3.Connection) -> None:
    """File every stored event under its terms and add it to the sums; for events that are filed under nothing."""
    stored = connection.execute(
        "SELECT e.id, b.body, a.source, a.pipeline_version FROM events e"
        " JOIN event_bodies b ON b.event_id = e.id JOIN articles a ON a.id = e.article_id ORDER BY e.id"
    )
    for row, body, outlet, version in stored:
        event = _decode(body)
        numbers = records.figures(event)
        columns = ", ".join(f"{column} = ?" for column in FIGURE_COLUMNS)
        connection.execute(f"UPDATE events SET {columns} WHERE id = ?", (*_figures(numbers), row))
        terms = records.terms(event, outlet=outlet, pipeline_version=version)
        summaries.add(connection, [_file_terms(connection, row, event, numbers, terms)])


def _file(connection: sqlite3.Connection, article_row: int, article: Article, event: Event) -> Filed:
    numbers = records.figures(event)
    row = connection.execute(
        f"INSERT INTO events (public_id, article_id, day, last_day, confidence, {', '.join(FIGURE_COLUMNS)})"
        f" VALUES (?, ?, ?, ?, ?, {', '.join('?' * len(FIGURE_COLUMNS))})",
        (
            event.id,
            article_row,
            numbers.day,
            numbers.last_day,
            event.confidence,
            *_figures(numbers),
        ),
    ).lastrowid
    assert row is not None  # noqa: S101 - an INSERT has one
    connection.execute("INSERT INTO event_bodies (event_id, body) VALUES (?, ?)", (row, _encode(event).decode()))
    connection.execute(
        "INSERT INTO events_fts (rowid, title, evidence, names) VALUES (?, ?, ?, ?)",
        (row, article.title or "", records.evidence_text(event), records.names_text(event)),
    )
    connection.execute(
        "UPDATE counters SET value = ?1 WHERE name = 'longest_span' AND value < ?1",
        (numbers.last_day - numbers.day,),
    )
    _insert_points(connection, row, event)
    terms = records.terms(event, outlet=article.source, pipeline_version=article.pipeline_version)
    return _file_terms(connection, row, event, numbers, terms)


def _figures(numbers: records.Figures) -> tuple[int, ...]:
    """Return the values of `FIGURE_COLUMNS`."""
    return (*numbers.killed, *numbers.injured, *numbers.launched, *numbers.intercepted)


def _file_terms(
    connection: sqlite3.Connection, row: int, event: Event, numbers: records.Figures, terms: list[records.Term]
) -> Filed:
    """File the event under its terms; return what the sums need of it."""
    ids = [(_term_id(connection, term), term) for term in terms]
    connection.executemany(
        "INSERT INTO event_terms (term_id, day, event_id) VALUES (?, ?, ?)",
        [(term_id, numbers.day, row) for term_id, _ in ids],
    )
    arms = {term_id: arm for term_id, term in ids if (arm := records.arms(event, term)) is not None}
    connection.executemany(
        "INSERT INTO event_arms (event_id, term_id, launched, launched_max, intercepted, intercepted_max)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [(row, term_id, *arm[0], *arm[1]) for term_id, arm in arms.items() if arm != NO_ARMS],
    )
    return Filed(
        numbers.day,
        numbers.last_day,
        numbers.killed,
        numbers.injured,
        numbers.launched,
        numbers.intercepted,
        tuple((term_id, term.facet) for term_id, term in ids),
        arms,
    )


def _filed(connection: sqlite3.Connection, row: int) -> Filed:
    """Return what the sums were told of a stored event, from what is stored and not from what would be filed today."""
    day, last_day, *figures = connection.execute(
        f"SELECT day, last_day, {', '.join(FIGURE_COLUMNS)} FROM events WHERE id = ?", (row,)
    ).fetchone()
    terms = connection.execute(
        "SELECT t.id, t.facet FROM event_terms e JOIN terms t ON t.id = e.term_id WHERE e.event_id = ?", (row,)
    ).fetchall()
    arms = connection.execute(
        "SELECT term_id, launched, launched_max, intercepted, intercepted_max FROM event_arms WHERE event_id = ?",
        (row,),
    )
    killed, injured, launched, intercepted = _pairs(figures)
    return Filed(
        day,
        last_day,
        killed,
        injured,
        launched,
        intercepted,
        tuple(terms),
        {term: NO_ARMS for term, facet in terms if facet in records.WEAPON_FACETS}
        | {term: ((low, high), (least, most)) for term, low, high, least, most in arms},
    )


def _pairs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    return zip(numbers[::2], numbers[1::2], strict=True)


def _insert_points(connection: sqlite3.Connection, event_row: int, event: Event) -> None:
    for latitude, longitude, imprecise in records.points(event):
        point = connection.execute(
            "INSERT INTO event_points (event_id, latitude, longitude, imprecise) VALUES (?, ?, ?, ?)",
            (event_row, latitude, longitude, imprecise),
        ).lastrowid
        connection.execute(
            "INSERT INTO event_boxes (id, west, east, south, north) VALUES (?, ?, ?, ?, ?)",
            (point, longitude, longitude, latitude, latitude),
        )


def _term_id(connection: sqlite3.Connection, term: records.Term) -> int:
    found = connection.execute(
        "SELECT id FROM terms WHERE facet = ? AND value = ?", (term.facet, term.value)
    ).fetchone()
    if found is not None:
        return int(found[0])
    row = connection.execute(
        "INSERT INTO terms (facet, value, label) VALUES (?, ?, ?)", (term.facet, term.value, term.label)
    ).lastrowid
    assert row is not None  # noqa: S101 - an INSERT has one
    if term.place is not None:
        place = term.place
        connection.execute(
            "INSERT INTO places (term_id, name_key, name, country, admin1, precision, latitude, longitude, geonames_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                records.fold(place.name),
                place.name,
                place.country,
                place.admin1,
                place.precision,
                place.latitude,
                place.longitude,
                place.geonames_id,
            ),
        )
    return row
