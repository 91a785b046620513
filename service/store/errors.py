"""What can go wrong in the store.

    StoreError
    ├── StoreBusy             the queue of writes or of reads is full; try again later
    ├── StoreTimeout          a read ran longer than the time limit
    ├── StoreClosed           the store was closed before the call, or while it waited
    ├── StoreDamaged          the database file is not what was written to it
    ├── WriteFailed           the database could not commit (disk full, locked by another process)
    ├── BackupFailed          the database could not be copied, or the copy is damaged
    ├── ExternalIdConflict    the external id is taken by an article with other content
    ├── BadFilter
    │   ├── BadCursor         the cursor is damaged, or belongs to another filter or order
    │   ├── BadSince          the number of a change that has not happened
    │   └── BadText           the text searched for has no word in it
    └── CannotOpen
        ├── NotAStore         the file is not a database, or one of another program
        └── SchemaTooNew      a later version of the program has changed the schema

Messages stand alone and may be shown to a caller, except those of ``WriteFailed``, ``BackupFailed`` and ``CannotOpen``,
which name files.
"""

# ruff: noqa: N818 - the names say what is the case, as those of httpx do

from __future__ import annotations

import sqlite3


class StoreError(Exception):
    """The root of every error that the store raises on purpose."""


class StoreBusy(StoreError):
    """The queue is full; nothing was done, and the call may be repeated later."""


class StoreTimeout(StoreError):
    """The read was stopped at its time limit."""


class StoreClosed(StoreError):
    """The store is closed."""


class WriteFailed(StoreError):
    """The transaction could not be committed; nothing of it is stored."""


class BackupFailed(StoreError):
    """The database could not be copied, or the copy is damaged."""


class StoreDamaged(StoreError):
    """The file of the database is damaged: it has to be replaced by a backup."""


def is_damage(error: BaseException) -> bool:
    """Return whether SQLite found something in the file that it has not written."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class ExternalIdConflict(StoreError):
    """The external id belongs to an article with other content."""

    def __init__(self, external_id: str, article_id: str) -> None:
        super().__init__(f"external_id {external_id!r} belongs to article {article_id}, which has other content")
        self.external_id = external_id
        self.article_id = article_id
        """The id of the article that has the external id."""


class BadFilter(StoreError):
    """The filter cannot be answered."""


class BadCursor(BadFilter):
    """The cursor is damaged, or was issued for another filter or order."""


class BadSince(BadFilter):
    """The number of a change that has not happened: it is from another store, or from one since restored."""

    def __init__(self, since: int, last: int) -> None:
        super().__init__(f"{since} is ahead of the last change, {last}; accepted: 0 to {last}")


class BadText(BadFilter):
    """The text to search for has no letter and no digit in it."""


class CannotOpen(StoreError):
    """The database cannot be opened."""


class NotAStore(CannotOpen):
    """The file is not an SQLite database, or one that belongs to another program."""


class SchemaTooNew(CannotOpen):
    """The database has migrations that this version of the program does not know."""
