"""From rows of counts to groups: what terms and periods stand for, and sums as figures."""

from __future__ import annotations

import datetime as dt
import sqlite3

from schemas.counts import PERIODS, Dimension, FigureSum, Group, Key, Tally
from service.store.conditions import Value

Row = tuple[Value, ...]


def read_groups(connection: sqlite3.Connection, by: tuple[Dimension, ...], rows: list[Row]) -> list[Group]:
    """Return the groups of rows that have the keys, as the sums have them, and then a tally."""
    names = _Names(connection)
    found = []
    for row in rows:
        keys = [names.key(dimension, value) for dimension, value in zip(by, row, strict=False)]
        tally = read_tally(row[len(by) :])
        found.append(
            Group(
                keys=keys,
                events=tally.events,
                killed=tally.killed,
                injured=tally.injured,
                launched=tally.launched,
                intercepted=tally.intercepted,
            )
        )
    periods = [number for number, dimension in enumerate(by) if dimension in PERIODS]
    # The sort keeps the order of what is equal: in a period, the groups with the most events first.
    for number in periods:
        found.sort(key=lambda group: group.keys[number].value or "")
    return found


class _Names:
    """What the keys of groups stand for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[Value, Key] = {}

    def key(self, dimension: Dimension, value: Value) -> Key:
        """Return the key of a period or of a term."""
        if dimension in PERIODS:
            text = None if value is None else _period(dimension, value)
            return Key(value=text, label=text or "no date")
        if value not in self._known:
            self._known[value] = self._read(dimension, value)
        return self._known[value]

    def _read(self, dimension: Dimension, term: Value) -> Key:
        value, label, country = self._connection.execute(
            "SELECT t.value, t.label, p.country FROM terms t LEFT JOIN places p ON p.term_id = t.id WHERE t.id = ?",
            (term,),
        ).fetchone()
        if dimension is Dimension.LOCATION:
            return Key(value=value if value.isdigit() else label, label=label, country=country)
        if dimension is Dimension.ADMIN1:
            return Key(value=label, label=label, country=value[:2])
        return Key(value=label if dimension is Dimension.SOURCE else value, label=label)


def _period(dimension: Dimension, value: Value) -> str:
    """Return the name of a period: given by that, by the number of the week, or by the number of the month or year."""
    if not isinstance(value, int):
        return str(value)
    if dimension is Dimension.WEEK:
        year, week, _ = dt.date.fromordinal(value * 7 + 1).isocalendar()
        return f"{year:04d}-W{week:02d}"
    return f"{value:04d}" if dimension is Dimension.YEAR else f"{value // 12:04d}-{value % 12 + 1:02d}"


def read_tally(row: Row) -> Tally:
    """Return the tally of a row of its columns."""
    events, *sums = map(int, row)
    killed, injured, launched, intercepted = (
        FigureSum(min=sums[at + 1], max=sums[at + 2], unknown=events - sums[at]) for at in range(0, len(sums), 3)
    )
    return Tally(events=events, killed=killed, injured=injured, launched=launched, intercepted=intercepted)
