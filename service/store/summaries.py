"""Sums kept current: how many events, and how many killed, injured, launched and intercepted.

Every event adds the same *tally* to a few rows, in the transaction that files it: to each of its terms, to each pair of
a term and a span of days, and to each pair of its terms. Counts over everything are then read, not counted.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import struct
from collections.abc import Callable, Iterable, Mapping
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


class Filed(NamedTuple):
    """What the sums need to know of one event."""

    day: int
    last_day: int
    terms: tuple[tuple[int, str], ...]
    """Ids and facets."""
    tally: int
    """What the event adds to a row, packed."""
    armed: Mapping[int, int]
    """The same by the term of a type or family of weapons: launched and intercepted are then of these alone."""


def tally(killed: Bounds, injured: Bounds, launched: Bounds, intercepted: Bounds) -> int:
    """Return what an event with these figures adds to a row of sums, packed."""
    return _packed((1, *_summands(killed), *_summands(injured), *_summands(launched), *_summands(intercepted)))


def pair_number(first: int, second: int) -> int:
    """Return the number of a pair of facets, given theirs in order."""
    return first * 64 + second


def month_number(day: int) -> int:
    """Return the number of the month of a day, counted from year 0; 0 for an unknown day."""
    if day == UNKNOWN_DAY:
        return 0
    date = dt.date.fromordinal(day)
    return date.year * 12 + date.month - 1


def change(connection: sqlite3.Connection, added: list[Filed], removed: list[Filed]) -> None:
    """Add events to the sums and take others out, and rows that are empty then out of the tables."""
    for table, keys, rows in (
        ("term_sums", ("term_id",), _term_rows),
        ("span_sums", ("term_id", "day", "last_day"), _span_rows),
        ("pair_sums", ("pair", "term_id", "other_id"), _pair_rows),
    ):
        more, less = _summed(rows, added), _summed(rows, removed)
        for key, tally in less.items():
            more[key] = more.get(key, 0) - tally
        connection.executemany(_upsert(table, *keys), ((*key, *_unpacked(more[key])) for key in sorted(more)))
        if table != "term_sums":
            empty = " AND ".join(f"{key} = ?" for key in keys)
            connection.executemany(f"DELETE FROM {table} WHERE {empty} AND events = 0", sorted(less))


Row = tuple[tuple[int, ...], int]
"""The key of a row of sums, and a tally packed."""


def _summed(rows: Callable[[Filed], Iterable[Row]], events: list[Filed]) -> dict[tuple[int, ...], int]:
    """Return the sums of what the events add to each row."""
    sums: dict[tuple[int, ...], int] = {}
    for event in events:
        for key, tally in rows(event):
            sums[key] = sums.get(key, 0) + tally
    return sums


def _term_rows(event: Filed) -> list[Row]:
    tally, armed = event.tally, event.armed
    return [((EVERYTHING,), tally), *(((term,), armed.get(term, tally)) for term, _ in event.terms)]


def _span_rows(event: Filed) -> list[Row]:
    tally, armed, span = event.tally, event.armed, (event.day, event.last_day)
    counted = (((term, *span), armed.get(term, tally)) for term, facet in event.terms if facet in _NUMBERS)
    return [((EVERYTHING, *span), tally), *counted]


def _pair_rows(event: Filed) -> list[Row]:
    tally, armed = event.tally, event.armed
    counted = sorted((_NUMBERS[facet], term) for term, facet in event.terms if facet in _NUMBERS)
    ends = [(number, term, armed.get(term)) for number, term in counted]
    # The number of a month may be that of a term, too, but a month has no arms.
    ends.append((MONTH, month_number(event.day), None))
    return [
        ((pair_number(first, second), term, other), arms or others or tally)
        for (first, term, arms), (second, other, others) in combinations(ends, 2)
        if first != second
    ]


_LAYOUT = struct.Struct(f"<{len(TALLY)}q")
_HALF = int.from_bytes(_LAYOUT.pack(*[-(2**63)] * len(TALLY)), "little")
"""2⁶³ in every place: with it added, no place of a packed tally is negative."""


def _packed(tally: tuple[int, ...]) -> int:
    """Return a tally as one large number, 64 bits for each of its own: two are then added in one step."""
    return int.from_bytes(_LAYOUT.pack(*tally), "little")


def _unpacked(packed: int) -> tuple[int, ...]:
    """Return the tally in a sum or difference of packed ones."""
    # Then each place is turned back into two's complement.
    return _LAYOUT.unpack(((packed + _HALF) ^ _HALF).to_bytes(_LAYOUT.size, "little"))


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
