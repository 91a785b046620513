"""From `EventFilter` to SQL.

SQLite has no histogram to plan with, so the plan is made here. How many events have a term is kept current; for other
filters that an index answers, a count that stops early tells whether few match. Then there are three ways to a page:

1. *Few match one filter*: list these, check the others on each, sort.
2. *Many match each, or the few have one term, and the order is by date*: walk the dated postings of the rarest
   term, check the others on the way, and stop when the page is full.
3. *Otherwise*: walk the index of the order asked for, and check all filters on the way.

All three give the same rows in the same total order, so that a walk through the pages may change its way as
the data grows.

Points are dear to count, and how many events lie in a box says little of how many of a walk do: missiles go where the
power stations are. Before points are counted, the beginning of the walk is therefore tried. Often it has the page; else
it tells how long the whole walk would be.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from collections.abc import Container, Iterable
from math import isqrt
from typing import NamedTuple

from schemas.query import EventFilter, EventSort, StoredPage
from service.store import cursor
from service.store.articles import counter
from service.store.conditions import Condition, Fragment, conditions
from service.store.records import UNKNOWN_DAY
from service.store.summaries import EVERYTHING


def worth_looking_up(total: int, limit: int, step: int = 1) -> int:
    """Return how many matches are better looked up and sorted than met on a walk.

    A walk meets one of `n` matches every `total / n` rows, so that a page takes `limit * total / n` steps; a
    look-up takes `n`, each about three times as dear as a step, but where a `step` is dearer.
    """
    return isqrt(limit * total * step // LOOK_UP_STEPS)


LOOK_UP_STEPS = 3
"""How many steps of a walk a look-up is worth: it reads the row of an event, and is sorted."""

TRIED = 4
"""Steps of a walk that are tried for each event of the page, before more points than these are counted."""


LAST_DAY = dt.date.max.toordinal()


class Order(NamedTuple):
    """A total order of the events."""

    keys: tuple[str, ...]
    """Columns of ``events``, the last of which is ``id``."""
    indexed_by: str
    ascending: bool = False

    @property
    def by_date(self) -> bool:
        """Whether the postings of a term have this order, too."""
        return self.keys[0] == "day"


ORDERS = {
    EventSort.DATE_DESC: Order(("day", "id"), "events_by_day"),
    EventSort.DATE: Order(("day", "id"), "events_by_day", ascending=True),
    # Articles are numbered as they arrive; events are, too, but new ones when an article is read again.
    EventSort.RECEIVED_DESC: Order(("article_id", "id"), "events_by_article"),
    EventSort.KILLED_DESC: Order(("killed", "day", "id"), "events_by_killed"),
    EventSort.LAUNCHED_DESC: Order(("launched", "day", "id"), "events_by_launched"),
}


class Plan(NamedTuple):
    """Where the events come from, and what is checked on each."""

    source: Fragment
    """A FROM clause, with the table ``events`` as ``e`` where a check or the order needs it."""
    checks: tuple[Condition, ...]
    columns: dict[str, str] = {}  # noqa: RUF012 - a NamedTuple's default, never changed
    """Columns of another table of the source that hold the same as those of ``e``."""

    def column(self, name: str) -> str:
        """Return the expression for a column of ``events`` from which the source's index can be searched."""
        return self.columns.get(name, f"e.{name}")

    def where(self, more: Iterable[Fragment] = ()) -> Fragment:
        """Return the WHERE clause of the checks and some more."""
        return _where([*(self._check(condition.member) for condition in self.checks), *more])

    def _check(self, member: Fragment) -> Fragment:
        sql = member.sql.replace("{id}", self.column("id")).replace("{day}", self.column("day"))
        return Fragment(sql, member.parameters)


class Dates(NamedTuple):
    """The interval that an event's time must overlap, in days, and the earliest day that it may begin."""

    earliest: int
    first: int
    last: int

    def check(self, day: str, *, hidden: Container[str] = ()) -> Fragment:
        """Return the check, given the column to search; `hidden` are the comparisons not to search by."""
        sql, parameters = self.begin(day, hidden=hidden)
        return Fragment(f"{sql} AND e.last_day >= ?", (*parameters, self.first))

    def begin(self, day: str, *, hidden: Container[str] = ()) -> Fragment:
        """Return the check of the day that an event begins."""
        bounds = [("+" if comparison in hidden else "") + f"{day} {comparison} ?" for comparison in (">=", "<=")]
        return Fragment(" AND ".join(bounds), (self.earliest, self.last))

    @property
    def condition(self) -> Condition:
        """The interval as a condition like the others."""
        check = self.check("e.day")
        ids = Fragment(f"SELECT e.id AS event_id FROM events e WHERE {check.sql}", check.parameters)
        return Condition(check, ids, row=True)


class Search(NamedTuple):
    """A filter, taken apart."""

    query: EventFilter
    found: list[Condition]
    """All conditions but the one on dates."""
    dates: Dates | None
    narrowest: Condition | None
    """The condition that few events meet, if there is one."""
    rarest: Condition | None
    """The condition of one term that the fewest events meet, if there is one of one term."""

    def bounds(self, day: str) -> list[Fragment]:
        """Return the check on dates, if there is one, given the column to search."""
        return [] if self.dates is None else [self.dates.check(day)]

    @property
    def conditions(self) -> list[Condition]:
        """All of them."""
        return self.found if self.dates is None else [*self.found, self.dates.condition]


def list_events(connection: sqlite3.Connection, query: EventFilter) -> StoredPage:
    """Return the page that the query asks for, each event as its JSON.

    Raises
    ------
    BadFilter
        The cursor or the text searched for makes no sense.
    """
    after = cursor.read(query, len(ORDERS[query.sort].keys))
    search = _take_apart(connection, query)
    if search is None:
        return StoredPage(items=[], next=None, total=0 if query.count_exact else None)
    rows = _rows(connection, search, after)
    page = rows[: query.limit]
    more = len(rows) > query.limit
    return StoredPage(
        items=[_body(connection, row[-1]) for row in page],
        next=cursor.issue(query, page[-1]) if more else None,
        total=_count(connection, _planned(connection, search)) if query.count_exact else None,
    )


def _rows(connection: sqlite3.Connection, search: Search, after: tuple[int, ...] | None) -> list[tuple[int, ...]]:
    """Return the sort keys of the events of the page behind the key `after`, and of one more."""
    wanted = search.query.limit + 1
    pointed = any(condition.probe is not None for condition in search.found)
    if not pointed or ORDERS[search.query.sort].ascending:
        return _read(connection, page_selects(_planned(connection, search), after), wanted)
    tried = TRIED * search.query.limit
    narrowest = _narrowest(connection, search, tried)
    if narrowest is None:
        end = _end_of_walk(connection, search, after, tried)
        rows = _read(connection, page_selects(search, after, end), wanted)
        if end is None or len(rows) == wanted:
            return rows
        # The walk would meet the rest of the page at this rate.
        steps = tried * search.query.limit // max(1, len(rows))
        narrowest = _narrowest(connection, search, steps)
        if narrowest is None:
            return rows + _read(connection, page_selects(search, end), wanted - len(rows))
    return _read(connection, page_selects(search._replace(narrowest=narrowest), after), wanted)


def _read(connection: sqlite3.Connection, selects: Iterable[Fragment], most: int) -> list[tuple[int, ...]]:
    rows: list[tuple[int, ...]] = []
    for select in selects:
        rows += connection.execute(f"{select.sql} LIMIT ?", (*select.parameters, most - len(rows)))
        if len(rows) == most:
            break
    return rows


def _end_of_walk(
    connection: sqlite3.Connection, search: Search, after: tuple[int, ...] | None, steps: int
) -> tuple[int, ...] | None:
    """Return the sort key after so many steps of a walk; None where the whole is shorter."""
    order = ORDERS[search.query.sort]
    # The walk alone, without anything that is checked on the way.
    walked = [search.rarest] if search.rarest is not None and order.by_date else []
    plan = _walk(search._replace(found=walked, dates=None), order)
    more = [] if after is None else [_beyond(plan, order, after)]
    if search.dates is not None and order.by_date:
        more.append(search.dates.begin(plan.column("day"), hidden=() if after is None else ("<=",)))
    select = _select(plan, order, more)
    row: tuple[int, ...] | None = connection.execute(
        f"{select.sql} LIMIT 1 OFFSET ?", (*select.parameters, steps)
    ).fetchone()
    return row


def _body(connection: sqlite3.Connection, row: int) -> bytes:
    body: bytes = connection.execute(
        "SELECT CAST(body AS BLOB) FROM event_bodies WHERE event_id = ?", (row,)
    ).fetchone()[0]
    return body


def take_apart(connection: sqlite3.Connection, query: EventFilter) -> Search | None:
    """Return the conditions of the filter and which of them to start from; None where nothing can match."""
    search = _take_apart(connection, query)
    return None if search is None else _planned(connection, search)


def _planned(connection: sqlite3.Connection, search: Search) -> Search:
    """Return the search with the condition to start from."""
    return search._replace(narrowest=_narrowest(connection, search))


def _take_apart(connection: sqlite3.Connection, query: EventFilter) -> Search | None:
    found = conditions(connection, query)
    if found is None:
        return None
    terms = [condition for condition in found if condition.term is not None]
    rarest = min(terms, key=lambda condition: condition.size or 0, default=None)
    return Search(query, found, _dates(connection, query), None, rarest)


def page_selects(
    search: Search, after: tuple[int, ...] | None, until: tuple[int, ...] | None = None
) -> Iterable[Fragment]:
    """Yield selects without a limit: together, the sort keys of the events behind the key `after`, in order.

    They end with the key `until`, where one is given; the order is then not an ascending one.
    """
    order = ORDERS[search.query.sort]
    if search.narrowest is None or (order.by_date and search.narrowest is search.rarest):
        plan = _walk(search, order)
    else:
        plan = _look_up(search.narrowest, search.found)
    behind = [] if after is None else [_beyond(plan, order, after)]
    if until is not None:
        behind.append(_compared(plan, order, ">=", until))
    day = plan.column("day")
    if search.dates is not None:
        # A search in the index has one bound at each end. Where there is a key, that is the better one.
        begin, end = (">=", "<=") if order.ascending else ("<=", ">=")
        keys = ((begin, after), (end, until)) if order.by_date else ()
        hidden = [comparison for comparison, key in keys if key is not None]
        yield _select(plan, order, [*behind, search.dates.check(day, hidden=hidden)])
    elif not order.ascending:
        # Unknown days and counts are the smallest numbers, hence last.
        yield _select(plan, order, behind)
    elif after is None or after[0] != UNKNOWN_DAY:
        yield _select(plan, order, behind or [Fragment(f"{day} > ?", (UNKNOWN_DAY,))])
        yield _select(plan, order, [Fragment(f"{day} = ?", (UNKNOWN_DAY,))])
    else:
        undated = f"{day} = ? AND {plan.column('id')} > ?"
        yield _select(plan, order, [Fragment(undated, after)])


def _beyond(plan: Plan, order: Order, after: tuple[int, ...]) -> Fragment:
    return _compared(plan, order, ">" if order.ascending else "<", after)


def _compared(plan: Plan, order: Order, comparison: str, key: tuple[int, ...]) -> Fragment:
    # A comparison of row values is one search in the index of the order; the same spelt out with OR is a
    # scan.
    columns = ", ".join(plan.column(column) for column in order.keys)
    return Fragment(f"({columns}) {comparison} ({', '.join('?' * len(key))})", key)


def _select(plan: Plan, order: Order, more: list[Fragment]) -> Fragment:
    keys = [plan.column(key) for key in order.keys]
    direction = "ASC" if order.ascending else "DESC"
    where = plan.where(more)
    # Only the keys: a sort then moves a few numbers a row, and only the events of the page are read.
    return Fragment(
        f"SELECT {', '.join(keys)} FROM {plan.source.sql}{where.sql}"
        f" ORDER BY {', '.join(f'{key} {direction}' for key in keys)}",
        plan.source.parameters + where.parameters,
    )


def _look_up(narrow: Condition, others: list[Condition]) -> Plan:
    """Start from the events of one condition. CROSS JOIN forbids SQLite to turn the tables round."""
    ids = narrow.ids or Fragment("")
    checks = tuple(other for other in others if other != narrow)
    return Plan(Fragment(f"({ids.sql}) n CROSS JOIN events e ON e.id = n.event_id", ids.parameters), checks)


def _walk(search: Search, order: Order) -> Plan:
    """Start from an index that has the order."""
    walked = search.rarest if order.by_date else None
    if walked is None:
        return Plan(Fragment(f"events e INDEXED BY {order.indexed_by}"), tuple(search.found))
    row = search.dates is not None or any(condition.row for condition in search.found if condition is not walked)
    return _walk_term(search, walked, row=row)


def _walk_term(search: Search, walked: Condition, *, row: bool) -> Plan:
    """Start from the postings of a term; `row` is whether the rows of the events are needed."""
    others = (condition for condition in search.found if condition is not walked)
    return Plan(
        Fragment(f"event_terms w{' CROSS JOIN events e ON e.id = w.event_id' if row else ''}"),
        (Condition(Fragment("w.term_id = ?", (walked.term or 0,))), *others),
        {"day": "w.day", "id": "w.event_id"},
    )


def _stored(connection: sqlite3.Connection) -> int:
    """Return how many events there are."""
    row = connection.execute("SELECT events FROM term_sums WHERE term_id = ?", (EVERYTHING,)).fetchone()
    return 0 if row is None else int(row[0])


def _dates(connection: sqlite3.Connection, query: EventFilter) -> Dates | None:
    if query.date_from is None and query.date_to is None:
        return None
    first = UNKNOWN_DAY + 1 if query.date_from is None else query.date_from.toordinal()
    last = LAST_DAY if query.date_to is None else query.date_to.toordinal()
    # An event that ends on or after the first day began, at the earliest, the longest stored span before
    # it: with this bound the search in the index is closed at both ends.
    earliest = max(UNKNOWN_DAY + 1, first - counter(connection, "longest_span"))
    return Dates(earliest, first, last)


def _narrowest(connection: sqlite3.Connection, search: Search, steps: int = sys.maxsize) -> Condition | None:
    """Return the condition that the fewest events meet, None where each is met by too many to look them up.

    `steps` is how many a walk to the end of the page takes, where that is known.
    """
    total, limit = _stored(connection), search.query.limit
    best, fewest = None, sys.maxsize
    # Those whose number is known first: the others are never counted beyond the best so far.
    # In the order of dates a walk begins and ends at those asked for.
    candidates = search.found if ORDERS[search.query.sort].by_date else search.conditions
    for condition in sorted(candidates, key=lambda condition: condition.size is None):
        if condition.ids is None:
            continue
        few = min(fewest, worth_looking_up(total, limit, condition.step), steps * condition.step // LOOK_UP_STEPS)
        count = condition.size
        if count is None:
            probe = condition.probe or condition.ids
            count = connection.execute(
                f"SELECT count(*) FROM ({probe.sql} LIMIT ?)", (*probe.parameters, few)
            ).fetchone()[0]
        if count < few:
            best, fewest = condition, count
    return best


def matching(search: Search) -> Fragment:
    """Return the FROM and WHERE of all events that match, with ``events`` as ``e``."""
    every = search.conditions
    # Words and points are dear to check: better to start from these, wherever they are asked for.
    dear = next((c for c in search.found if c.ids is not None and c.size is None and not c.row), None)
    start = search.narrowest or dear
    if start is not None and start is not search.rarest:
        plan, more = _look_up(start, every), []
    elif search.rarest is not None:
        plan, more = _walk_term(search, search.rarest, row=True), search.bounds("w.day")
    elif search.dates is not None:
        plan, more = Plan(Fragment("events e"), tuple(search.found)), search.bounds("e.day")
    else:
        start = next((c for c in search.found if c.ids is not None), None)
        plan, more = (Plan(Fragment("events e"), tuple(every)) if start is None else _look_up(start, every)), []
    where = plan.where(more)
    return Fragment(f"{plan.source.sql}{where.sql}", plan.source.parameters + where.parameters)


def _count(connection: sqlite3.Connection, search: Search) -> int:
    """Return how many events match. The time limit of the read is the only bound on the effort."""
    if not search.conditions:
        return _stored(connection)
    only = search.conditions[0] if len(search.conditions) == 1 else None
    if only is not None and only.term is not None:
        return only.size or 0
    if only is not None and only.ids is not None:
        sql, parameters = f"({only.ids.sql})", only.ids.parameters
    else:
        sql, parameters = matching(search)
    total: int = connection.execute(f"SELECT count(*) FROM {sql}", parameters).fetchone()[0]
    return total


def _where(checks: Iterable[Fragment]) -> Fragment:
    sql = " AND ".join(check.sql for check in checks)
    parameters = tuple(value for check in checks for value in check.parameters)
    return Fragment(f" WHERE {sql}" if sql else "", parameters)
