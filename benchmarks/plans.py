"""The plain SQL of a page: every way that the store could take, on a bare connection, and which is the fastest."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

from schemas.query import EventFilter
from service.store import query
from service.store.connection import open_reader


class _Timing(Protocol):
    @property
    def p50(self) -> float: ...


Timed = Callable[[Callable[[], object], int], _Timing]
"""Runs something so many times at most."""


def best_plan(database: Path, wanted: EventFilter, repeat: int, timed: Timed) -> float:
    """Return the median in milliseconds of the fastest way to the page, its events included."""
    connection = open_reader(database)
    best = float("inf")
    for search in _ways(connection, wanted):
        # A way that has no chance is left after a second.
        connection.set_progress_handler(_deadline(1.0), 10_000)
        try:
            _page(connection, search)
        except sqlite3.OperationalError:
            continue
        finally:
            connection.set_progress_handler(None, 0)
        best = min(best, timed(lambda search=search: _page(connection, search), repeat).p50)
    connection.close()
    return best


def own_plan(database: Path, wanted: EventFilter, repeat: int, timed: Timed) -> float:
    """Return the median in milliseconds of the page as the store reads it, planning and cursor included."""
    with closing(open_reader(database)) as connection:
        return timed(lambda: query.list_events(connection, wanted), repeat).p50


def _ways(connection: sqlite3.Connection, wanted: EventFilter) -> Iterator[query.Search]:
    search = query.take_apart(connection, wanted)
    if search is None:
        return
    for rarest in (None, *(c for c in search.found if c.term is not None)):
        yield search._replace(narrowest=None, rarest=rarest)
    for narrowest in search.conditions:
        if narrowest.ids is not None:
            yield search._replace(narrowest=narrowest, rarest=None)


def _page(connection: sqlite3.Connection, search: query.Search) -> list[bytes]:
    limit = search.query.limit
    rows: list[tuple[int, ...]] = []
    for select in query.page_selects(search, None):
        rows += connection.execute(f"{select.sql} LIMIT ?", (*select.parameters, limit + 1 - len(rows)))
    body = "SELECT CAST(body AS BLOB) FROM event_bodies WHERE event_id = ?"
    return [connection.execute(body, row[-1:]).fetchone()[0] for row in rows[:limit]]


def _deadline(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
