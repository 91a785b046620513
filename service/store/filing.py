"""Filing events where filters find them, and taking them out again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from schemas.article import Article
from schemas.event import Event
from service.store import records
from service.store.records import FIGURES, UNKNOWN_COUNT
from service.store.summaries import Filed, tally
from service.store.transaction import Transaction

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Event).decode

FIGURE_COLUMNS = tuple(column for figure in FIGURES for column in (figure, f"{figure}_max"))
"""The columns of the figures of an event."""

NO_ARMS = ((UNKNOWN_COUNT, UNKNOWN_COUNT), (UNKNOWN_COUNT, UNKNOWN_COUNT))
"""Of a weapon of which neither figure is known: not stored."""


FILED_AT_ONCE = 1000
"""Events that are filed again before what finds them is written."""


def file_events(transaction: Transaction, article_row: int, article: Article) -> None:
    """Store the article's events with all that finds and counts them."""
    for event in article.events:
        _file(transaction, article_row, article, event)


def remove_events(transaction: Transaction, article_row: int) -> None:
    """Delete the article's events and every row that finds them. Terms stay: another event will want them."""
    transaction.write_article(article_row)
    connection = transaction.connection
    rows = [row for (row,) in connection.execute("SELECT id FROM events WHERE article_id = ?", (article_row,))]
    for row in rows:
        transaction.remove_event(_filed(connection, row))
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
    transaction = Transaction(connection)
    stored = connection.execute(
        "SELECT e.id, b.body, a.source, a.pipeline_version FROM events e"
        " JOIN event_bodies b ON b.event_id = e.id JOIN articles a ON a.id = e.article_id ORDER BY e.id"
    )
    for number, (row, body, outlet, version) in enumerate(stored, 1):
        event = _decode(body)
        numbers = records.figures(event)
        columns = ", ".join(f"{column} = ?" for column in FIGURE_COLUMNS)
        connection.execute(f"UPDATE events SET {columns} WHERE id = ?", (*_figures(numbers), row))
        terms = records.terms(event, outlet=outlet, pipeline_version=version)
        transaction.file_event(row, _with_terms(transaction, row, event, numbers, terms))
        if number % FILED_AT_ONCE == 0:
            transaction.write()
    transaction.write()


def _file(transaction: Transaction, article_row: int, article: Article, event: Event) -> None:
    connection = transaction.connection
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
    _insert_points(transaction, row, event)
    terms = records.terms(event, outlet=article.source, pipeline_version=article.pipeline_version)
    words = article.title or "", records.evidence_text(event), records.names_text(event)
    transaction.add_event(article_row, row, words, _with_terms(transaction, row, event, numbers, terms))


def _figures(numbers: records.Figures) -> tuple[int, ...]:
    """Return the values of `FIGURE_COLUMNS`."""
    return (*numbers.killed, *numbers.injured, *numbers.launched, *numbers.intercepted)


def _with_terms(
    transaction: Transaction, row: int, event: Event, numbers: records.Figures, terms: list[records.Term]
) -> Filed:
    """Store the arms of the event; return what its terms and the sums need of it."""
    ids = [(_term_id(transaction, term), term) for term in terms]
    arms = {term_id: arm for term_id, term in ids if (arm := records.arms(event, term)) is not None}
    transaction.connection.executemany(
        "INSERT INTO event_arms (event_id, term_id, launched, launched_max, intercepted, intercepted_max)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [(row, term_id, *arm[0], *arm[1]) for term_id, arm in arms.items() if arm != NO_ARMS],
    )
    return Filed(
        numbers.day,
        numbers.last_day,
        tuple((term_id, term.facet) for term_id, term in ids),
        tally(numbers.killed, numbers.injured, numbers.launched, numbers.intercepted),
        {term_id: tally(numbers.killed, numbers.injured, *arm) for term_id, arm in arms.items()},
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
    unarmed = tally(killed, injured, *NO_ARMS)
    return Filed(
        day,
        last_day,
        tuple(terms),
        tally(killed, injured, launched, intercepted),
        {term: unarmed for term, facet in terms if facet in records.WEAPON_FACETS}
        | {term: tally(killed, injured, (low, high), (least, most)) for term, low, high, least, most in arms},
    )


def _pairs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    return zip(numbers[::2], numbers[1::2], strict=True)


def _insert_points(transaction: Transaction, event_row: int, event: Event) -> None:
    for latitude, longitude, imprecise in records.points(event):
        point = transaction.connection.execute(
            "INSERT INTO event_points (event_id, latitude, longitude, imprecise) VALUES (?, ?, ?, ?)",
            (event_row, latitude, longitude, imprecise),
        ).lastrowid
        assert point is not None  # noqa: S101 - an INSERT has one
        transaction.add_point(point, latitude, longitude)


def _term_id(transaction: Transaction, term: records.Term) -> int:
    """Return the id of the term, which is stored if it is new."""
    key = term.facet, term.value
    known = transaction.term_ids.get(key)
    if known is None:
        known = transaction.term_ids[key] = _stored_term(transaction.connection, term)
    return known


def _stored_term(connection: sqlite3.Connection, term: records.Term) -> int:
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
