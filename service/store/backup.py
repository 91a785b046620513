"""A copy of the database of one moment, made while others read and write it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from service.store.connection import APPLICATION_ID, open_reader
from service.store.errors import BackupFailed, NotAStore

STEP_PAGES = 2560
"""Pages between two reports of progress: 10 MB."""


class Backup(Struct, frozen=True, kw_only=True):
    """What a copy holds, as read from it."""

    articles: int
    events: int
    size: int
    """In bytes."""


def copy_database(database: Path, target: Path, on_progress: Callable[[int, int], object]) -> None:
    """Copy the database into the empty file `target`; call `on_progress` with the pages copied and those in all.

    The copy has the state of the moment at which it began. It is one file, not in WAL mode until a service opens it.

    Raises
    ------
    NotAStore
        The database is not one of ours.
    BackupFailed
        The database could not be read or the copy not written.
    """
    try:
        with closing(open_reader(database)) as source, closing(sqlite3.connect(target, isolation_level=None)) as copy:
            # Within one read transaction, what is written meanwhile does not make the copy begin again.
            source.execute("BEGIN")
            if source.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise NotAStore(f"{database} is the database of another program")
            # A copy that fails is thrown away: it needs no journal.
            copy.execute("PRAGMA journal_mode = OFF")
            source.backup(copy, pages=STEP_PAGES, progress=lambda _, left, total: on_progress(total - left, total))
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise BackupFailed(f"cannot copy {database}: {error}") from error


def verify(copy: Path) -> Backup:
    """Check every page and index of a copy, opened read-only, and return what it holds.

    Raises
    ------
    BackupFailed
        The copy is damaged.
    """
    try:
        with closing(open_reader(copy)) as connection:
            found = [message for (message,) in connection.execute("PRAGMA integrity_check(1)")]
            if found != ["ok"]:
                raise BackupFailed(f"the copy is damaged: {found[0]}")
            articles, events = connection.execute(
                "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM events)"
            ).fetchone()
    except sqlite3.Error as error:
        raise BackupFailed(f"the copy is damaged: {error}") from error
    return Backup(articles=articles, events=events, size=copy.stat().st_size)
