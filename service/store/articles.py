"""Writing articles with their events, and reading them back."""

from __future__ import annotations

import sqlite3

import msgspec

from schemas.article import Article, ArticleIn, Extraction, article_id, content_hash
from schemas.changes import ChangeKind
from schemas.event import Event
from service.store import records
from service.store.changes import log_change
from service.store.errors import ExternalIdConflict
from service.store.filing import file_events, remove_events
from service.store.transaction import Transaction

ARTICLE_COLUMNS = (
    "id, public_id, text, title, published_at, source, url, language, external_id, content_hash,"
    " received_at, pipeline_version"
)

decode_event = msgspec.json.Decoder(Event).decode

ArticleRow = tuple[int, str, str, str | None, str | None, str | None, str | None, str | None, str | None, str, str, str]


def add(transaction: Transaction, article: ArticleIn, extraction: Extraction, received_at: str) -> tuple[Article, bool]:
    """Insert the article with its events, or return the one that has the same content."""
    connection = transaction.connection
    digest = content_hash(article)
    if article.external_id is not None:
        _refuse_taken(connection, article.external_id, digest)
    stored = find(connection, digest)
    if stored is not None:
        return stored, False
    new = Article(
        id=article_id(article),
        text=article.text,
        title=article.title,
        published_at=article.published_at,
        source=article.source,
        url=article.url,
        language=article.language,
        external_id=article.external_id,
        content_hash=digest,
        received_at=received_at,
        pipeline_version=extraction.pipeline_version,
        events=extraction.events,
    )
    row = connection.execute(
        "INSERT INTO articles (public_id, content_hash, external_id, title, text, published_at, source, url,"
        " language, received_at, pipeline_version, published_day, source_key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.id,
            digest,
            new.external_id,
            new.title,
            new.text,
            new.published_at,
            new.source,
            new.url,
            new.language,
            received_at,
            new.pipeline_version,
            records.day_number(new.published_at),
            None if new.source is None else records.fold(new.source),
        ),
    ).lastrowid
    assert row is not None  # noqa: S101 - an INSERT has one
    transaction.add_article(row, new.title, new.text)
    file_events(transaction, row, new)
    log_change(connection, ChangeKind.ADDED, new.id)
    return new, True


def replace(transaction: Transaction, extraction: Extraction) -> Article | None:
    """Put the extraction's events in the place of those that the article has."""
    connection = transaction.connection
    found = connection.execute(
        f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE public_id = ?", (extraction.article_id,)
    ).fetchone()
    if found is None:
        return None
    remove_events(transaction, found[0])
    article = msgspec.structs.replace(_article(found, extraction.events), pipeline_version=extraction.pipeline_version)
    connection.execute("UPDATE articles SET pipeline_version = ? WHERE id = ?", (article.pipeline_version, found[0]))
    file_events(transaction, found[0], article)
    log_change(connection, ChangeKind.REPLACED, article.id)
    return article


def delete(transaction: Transaction, public_id: str) -> bool:
    """Delete the article with its events; return whether it was there."""
    connection = transaction.connection
    found = connection.execute("SELECT id FROM articles WHERE public_id = ?", (public_id,)).fetchone()
    if found is None:
        return False
    remove_events(transaction, found[0])
    # The index has no copy of the text: FTS5 has to be told what to forget.
    connection.execute(
        "INSERT INTO articles_fts (articles_fts, rowid, title, text)"
        " SELECT 'delete', id, title, text FROM articles WHERE id = ?",
        found,
    )
    connection.execute("DELETE FROM articles WHERE id = ?", found)
    log_change(connection, ChangeKind.DELETED, public_id)
    return True


def get(connection: sqlite3.Connection, public_id: str) -> Article | None:
    """Return the article of this id with its events."""
    return _read_one(connection, "public_id", public_id)


def find(connection: sqlite3.Connection, digest: str) -> Article | None:
    """Return the article of this content hash with its events."""
    return _read_one(connection, "content_hash", digest)


def read_articles(connection: sqlite3.Connection, rows: list[ArticleRow]) -> list[Article]:
    """Return the articles of the rows, which have `ARTICLE_COLUMNS`, with their events."""
    return [
        _article(
            row,
            [
                decode_event(body)
                for (body,) in connection.execute(
                    "SELECT b.body FROM events e JOIN event_bodies b ON b.event_id = e.id"
                    " WHERE e.article_id = ? ORDER BY e.id",
                    row[:1],
                )
            ],
        )
        for row in rows
    ]


def get_event(connection: sqlite3.Connection, public_id: str) -> Event | None:
    """Return the event of this id."""
    row = connection.execute(
        "SELECT b.body FROM events e JOIN event_bodies b ON b.event_id = e.id WHERE e.public_id = ?", (public_id,)
    ).fetchone()
    return None if row is None else decode_event(row[0])


def counter(connection: sqlite3.Connection, name: str) -> int:
    """Return the value of a counter."""
    value: int = connection.execute("SELECT value FROM counters WHERE name = ?", (name,)).fetchone()[0]
    return value


def _read_one(connection: sqlite3.Connection, column: str, value: str) -> Article | None:
    rows = connection.execute(f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE {column} = ?", (value,)).fetchall()
    return next(iter(read_articles(connection, rows)), None)


def _article(row: ArticleRow, events: list[Event]) -> Article:
    return Article(
        id=row[1],
        text=row[2],
        title=row[3],
        published_at=row[4],
        source=row[5],
        url=row[6],
        language=row[7],
        external_id=row[8],
        content_hash=row[9],
        received_at=row[10],
        pipeline_version=row[11],
        events=events,
    )


def _refuse_taken(connection: sqlite3.Connection, external_id: str, digest: str) -> None:
    holder = connection.execute(
        "SELECT public_id FROM articles WHERE external_id = ? AND content_hash <> ?", (external_id, digest)
    ).fetchone()
    if holder is not None:
        raise ExternalIdConflict(external_id, holder[0])
