"""Sums kept current: how many events, and how many killed, injured, launched and intercepted.

Every event adds the same *tally* to a few rows, in the transaction that files it: to each of its terms, to each pair of
a term and a span of days, and to each pair of its terms. Counts over everything are then read, not counted.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from service.store.records import FIGURES, UNKNOWN_DAY, Bounds

FACETS = (
    "actor",
    "attacker",
    "target",
    "weapon",
    "weapon_family",
    "event_type",
    "country",
    "admin1",
    "location",
    "target_type",
    "source",
)
"""The facets that events are counted by. The order numbers their pairs: new ones go to the end."""

MONTH = len(FACETS)
"""The number of the month in the pairs: it stands where a facet's does, and the month's number where a term's."""

EVERYTHING = 0
"""Stands for a term that all events have."""

TALLY = ("events", *(f"{figure}_{part}" for figure in FIGURES for part in ("known", "min", "max")))
"""The columns of a tally."""

LARGEST_SUMMAND = 1_000_000_000
"""A larger figure counts as this, so that sums stay within 64 bits."""

Tally = tuple[int, ...]


class Filed(NamedTuple):
    """What the sums need to know of one event.

    A weapon's row has what was launched and intercepted of that weapon.
    """

    day: int
    last_day: int
    killed: Bounds
    injured: Bounds
    launched: Bounds
    intercepted: Bounds
    terms: tuple[tuple[int, str], ...]
    """Ids and facets."""
    arms: Mapping[int, tuple[Bounds, Bounds]]
    """What was launched and intercepted, by the term of a type or family."""

    def tallies(self) -> tuple[Tally, dict[int, Tally]]:
        """Return what the event adds to a row, and what it adds to one about a weapon, by the weapon's term."""
        people: Tally = (1, *_summands(self.killed), *_summands(self.injured))
        armed: dict[int, Tally] = {
            term: (*people, *_summands(launched), *_summands(intercepted))
            for term, (launched, intercepted) in self.arms.items()
        }
        return (*people, *_summands(self.launched), *_summands(self.intercepted)), armed


def pair_number(first: int, second: int) -> int:
    """Return the number of a pair of facets, given theirs in order."""
    return first * 64 + second


def month_number(day: int) -> int:
    """Return the number of the month of a day, counted from year 0; 0 for an unknown day."""
    if day == UNKNOWN_DAY:
        return 0
    date = dt.date.fromordinal(day)
    return date.year * 12 + date.month - 1


def add(connection: sqlite3.Connection, events: Iterable[Filed]) -> None:
    """Add events to the sums."""
    _change(connection, list(events), 1)


def subtract(connection: sqlite3.Connection, events: Iterable[Filed]) -> None:
    """Take events out of the sums, and rows that are empty then out of the tables."""
    gone = list(events)
    _change(connection, gone, -1)
    spans = {(term, e.day, e.last_day) for e in gone for term in (EVERYTHING, *(term for term, _ in e.terms))}
    connection.executemany(
        "DELETE FROM span_sums WHERE term_id = ? AND day = ? AND last_day = ? AND events = 0", sorted(spans)
    )
    pairs = {row[:3] for e in gone for row in _pair_rows(e)}
    connection.executemany(
        "DELETE FROM pair_sums WHERE pair = ? AND term_id = ? AND other_id = ? AND events = 0", sorted(pairs)
    )


def _change(connection: sqlite3.Connection, events: list[Filed], sign: int) -> None:
    connection.executemany(_TERM_SUMS, (_signed(row, 1, sign) for e in events for row in _term_rows(e)))
    connection.executemany(_SPAN_SUMS, (_signed(row, 3, sign) for e in events for row in _span_rows(e)))
    connection.executemany(_PAIR_SUMS, (_signed(row, 3, sign) for e in events for row in _pair_rows(e)))


def _signed(row: tuple[int, ...], keys: int, sign: int) -> tuple[int, ...]:
    return row if sign > 0 else (*row[:keys], *(-value for value in row[keys:]))


def _term_rows(event: Filed) -> Iterator[tuple[int, ...]]:
    tally, armed = event.tallies()
    yield (EVERYTHING, *tally)
    for term, _ in event.terms:
        yield (term, *armed.get(term, tally))


def _span_rows(event: Filed) -> Iterator[tuple[int, ...]]:
    tally, armed = event.tallies()
    yield (EVERYTHING, event.day, event.last_day, *tally)
    for term, facet in event.terms:
        if facet in _NUMBERS:
            yield (term, event.day, event.last_day, *armed.get(term, tally))


def _pair_rows(event: Filed) -> Iterator[tuple[int, ...]]:
    tally, armed = event.tallies()
    counted = sorted((_NUMBERS[facet], term) for term, facet in event.terms if facet in _NUMBERS)
    counted.append((MONTH, month_number(event.day)))
    for (first, term), (second, other) in combinations(counted, 2):
        if first != second:
            # The number of a month may be that of a term, too; a month stands last, and has no arms.
            about = armed.get(term) or (armed.get(other) if second != MONTH else None) or tally
            yield (pair_number(first, second), term, other, *about)


def _summands(bounds: Bounds) -> tuple[int, int, int]:
    low, high = bounds
    if low < 0:
        return 0, 0, 0
    low = min(low, LARGEST_SUMMAND)
    return 1, low, max(low, min(high, LARGEST_SUMMAND))


_NUMBERS = {facet: number for number, facet in enumerate(FACETS)}


def _upsert(table: str, *keys: str) -> str:
    columns = (*keys, *TALLY)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        f" ON CONFLICT DO UPDATE SET {', '.join(f'{name} = {name} + excluded.{name}' for name in TALLY)}"
    )


_TERM_SUMS = _upsert("term_sums", "term_id")
_SPAN_SUMS = _upsert("span_sums", "term_id", "day", "last_day")
_PAIR_SUMS = _upsert("pair_sums", "pair", "term_id", "other_id")
