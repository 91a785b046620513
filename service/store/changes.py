"""The log of changes: a row for each article that was added, replaced or deleted, in the transaction that did it."""

from __future__ import annotations

import sqlite3

from schemas.changes import Change, ChangeKind, ChangePage
from service.store.errors import BadSince


def log_change(connection: sqlite3.Connection, kind: ChangeKind, article_id: str) -> None:
    """Write down that the article was changed now."""
    connection.execute(
        "INSERT INTO changes (kind, article_id, at) VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
        (kind, article_id),
    )


def last_change(connection: sqlite3.Connection) -> int:
    """Return the number of the last change, 0 where there was none."""
    seq: int = connection.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0]
    return seq


def list_changes(connection: sqlite3.Connection, since: int, limit: int) -> ChangePage:
    """Return the changes after the one with the number `since`, the first first.

    Raises
    ------
    BadSince
        The last change has a lower number.
    """
    last = last_change(connection)
    if since > last:
        raise BadSince(since, last)
    rows = connection.execute(
        "SELECT seq, kind, article_id, at FROM changes WHERE seq > ? ORDER BY seq LIMIT ?", (since, limit)
    )
    items = [Change(seq=seq, kind=ChangeKind(kind), article_id=article, at=at) for seq, kind, article, at in rows]
    return ChangePage(items=items, next=items[-1].seq if items and items[-1].seq < last else None)
