"""Opening SQLite connections: one that writes, several that read."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from service.store.errors import CannotOpen, NotAStore

APPLICATION_ID = 0x53744C67
"""``StLg`` in the file's header, so that the database of another program is never taken for ours."""

BUSY_TIMEOUT = 5.0
"""Seconds to wait for the lock of another process, as Litestream asks of programs beside it."""

PATIENT_BUSY_TIMEOUT = 60.0
"""The same for work that nobody waits for, beside a service that writes all the time."""

WRITER_CACHE_KIB = 131_072
"""128 MB: the pages of the sums and the upper ones of the indexes, which every event changes."""

READER_MAP_BYTES = 2_147_418_112
"""As much of the database as SQLite maps at most: what is mapped is read without a call."""

READER_CACHE_KIB = 32_768
"""32 MB for each reader, for the rest."""

CHECKPOINT_PAGES = 8000
"""32 MB of the log before it is copied into the database: many events change the same pages."""

EARTH_RADIUS_KM = 6371.0088
"""The mean radius of the earth (IUGG)."""

MINIMUM_SQLITE = (3, 37, 0)
"""The first version with STRICT tables."""


def open_writer(path: Path, busy_timeout: float = BUSY_TIMEOUT) -> sqlite3.Connection:
    """Open `path` for writing, create it if need be, and set it to WAL.

    A commit is on disk when it returns (``synchronous=FULL``). `busy_timeout` is how many seconds it waits for the lock
    of another process.
    """
    if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
        raise CannotOpen(f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or later is needed")
    try:
        connection = sqlite3.connect(path, timeout=busy_timeout, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise CannotOpen(f"cannot open {path}: {error}") from error
    try:
        _claim(connection, path)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Open an existing store that cannot be written through this connection."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro",
        uri=True,
        timeout=BUSY_TIMEOUT,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA mmap_size = {READER_MAP_BYTES}")
    connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
    connection.create_function("great_circle_km", 4, great_circle_km, deterministic=True)
    return connection


def great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance of two points in degrees, in kilometres (haversine formula)."""
    here, there = radians(latitude), radians(other_latitude)
    half = sin((there - here) / 2) ** 2
    half += cos(here) * cos(there) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


def _claim(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse the file of another program; mark an empty one as ours and set it to WAL."""
    deadline = time.monotonic() + BUSY_TIMEOUT
    while True:
        try:
            owner = _pragma(connection, "application_id")
            empty = _pragma(connection, "schema_version") == 0
            if owner != APPLICATION_ID:
                if owner or not empty:
                    raise NotAStore(f"{path} is the database of another program")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # The change to WAL does not wait for locks as other statements do: when two processes open
            # an empty file at once, one of them is turned away and has to try again.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise CannotOpen(f"cannot open {path}: {error}") from error
            time.sleep(0.02)
        except sqlite3.DatabaseError as error:
            raise NotAStore(f"{path} is not an SQLite database: {error}") from error
        else:
            return


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    with closing(connection.execute(f"PRAGMA {name}")) as rows:
        return int(rows.fetchone()[0])
