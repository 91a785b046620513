"""From `CountQuery` to SQL: events counted by one or two dimensions.

Where the sums that are kept current have the answer (everything, an interval of dates, or one term), it is read from
them. Otherwise the events that match are gone through, and their postings say which groups each is in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from schemas.counts import PERIODS, CountQuery, Counts, Dimension
from service.store.conditions import Condition, Fragment, Value
from service.store.count_groups import read_groups, read_tally
from service.store.query import Search, matching, take_apart
from service.store.records import FIGURES, UNKNOWN_DAY, WEAPON_FACETS
from service.store.summaries import EVERYTHING, FACETS, LARGEST_SUMMAND, MONTH, TALLY, pair_number

ORDINAL_OF_JULIAN = 1721424.5
"""What to add to a day of ours for the Julian day at its midnight, from which SQLite makes dates."""

ARMS = ("launched", "intercepted")

_MONTH = "strftime('%Y-%m', {day} + " + str(ORDINAL_OF_JULIAN) + ")"

PERIOD = {
    Dimension.DAY: "strftime('%Y-%m-%d', {day} + " + str(ORDINAL_OF_JULIAN) + ")",
    # 0001-01-01 was a Monday.
    Dimension.WEEK: "({day} - 1) / 7",
    Dimension.MONTH: _MONTH,
    Dimension.YEAR: f"substr({_MONTH}, 1, 4)",
}
"""How days are gathered into periods."""

OF_MONTHS = frozenset({Dimension.MONTH, Dimension.YEAR})
"""Periods that are made of months."""


def count_events(connection: sqlite3.Connection, query: CountQuery) -> Counts:
    """Return the groups that the query asks for.

    Raises
    ------
    BadFilter
        The text searched for makes no sense.
    """
    search = take_apart(connection, query.filter)
    if search is None:
        return Counts(by=list(query.by), items=[], truncated=False, total=read_tally((0,) * len(TALLY)))
    asked = _Asked(query, search)
    groups = _from_sums(asked) or _from_postings(asked)
    rows = connection.execute(f"{groups.sql} LIMIT ?", (*groups.parameters, query.limit + 1)).fetchall()
    total = _total(asked)
    return Counts(
        by=list(query.by),
        items=read_groups(connection, query.by, rows[: query.limit]),
        truncated=len(rows) > query.limit,
        total=read_tally(connection.execute(total.sql, total.parameters).fetchone()),
    )


class _Asked:
    """A query and its filter, taken apart."""

    def __init__(self, query: CountQuery, search: Search) -> None:
        self.by = query.by
        self.dates = search.dates
        self.search = search
        self.facets = [_facet(dimension) for dimension in query.by if dimension not in PERIODS]
        self.period = next((dimension for dimension in query.by if dimension in PERIODS), None)

    @property
    def only(self) -> Condition | None:
        """The one condition, if there is one alone besides dates."""
        return self.search.found[0] if len(self.search.found) == 1 else None

    @property
    def term(self) -> int | None:
        """The term that stands for all that matches, dates apart; None where none does."""
        if not self.search.found:
            return EVERYTHING
        return self.only.term if self.only is not None and self.only.facet in FACETS else None

    def order(self, keys: int) -> str:
        """Return the ORDER BY of groups: the largest first."""
        return f" ORDER BY events DESC, {', '.join(map(str, range(1, keys + 1)))}"

    def span(self) -> Fragment:
        """Return the check of the dates on a row of ``span_sums``."""
        if self.dates is None:
            return Fragment("")
        bounds = (self.dates.earliest, self.dates.last, self.dates.first)
        return Fragment(" AND s.day >= ? AND s.day <= ? AND s.last_day >= ?", bounds)


def _facet(dimension: Dimension) -> str:
    return "target" if dimension is Dimension.TARGET_SIDE else dimension.value


def _from_sums(asked: _Asked) -> Fragment | None:
    """Return the select of the groups from the sums; None where they do not have the answer."""
    if asked.term is None:
        return None
    if not asked.facets:
        return _spans_of(asked, asked.term)
    if asked.term == EVERYTHING:
        if len(asked.facets) == 2:
            return _pairs(asked) if asked.dates is None else None
        if asked.period is None:
            return _terms(asked) if asked.dates is None else _spans(asked)
        by_month = asked.dates is None and asked.period in OF_MONTHS
        return _months(asked) if by_month else _spans(asked)
    if asked.by == (asked.by[0],) and asked.dates is None:
        return _pairs_with(asked, asked.term)
    return None


def _terms(asked: _Asked) -> Fragment:
    return Fragment(
        f"SELECT t.id, {_columns('s')} FROM terms t JOIN term_sums s ON s.term_id = t.id"
        f" WHERE t.facet = ? AND s.events > 0{asked.order(1)}",
        (asked.facets[0],),
    )


def _spans_of(asked: _Asked, term: int) -> Fragment:
    assert asked.period is not None  # noqa: S101 - without a facet it is the dimension
    span = asked.span()
    return Fragment(
        f"SELECT {_period(asked.period, 's.day')}, {_summed('s')} FROM span_sums s WHERE s.term_id = ?{span.sql}"
        f" GROUP BY 1{asked.order(1)}",
        (term, *span.parameters),
    )


def _spans(asked: _Asked) -> Fragment:
    span = asked.span()
    keys = [("t.id" if dimension not in PERIODS else _period(dimension, "s.day")) for dimension in asked.by]
    return Fragment(
        f"SELECT {', '.join(keys)}, {_summed('s')} FROM terms t CROSS JOIN span_sums s ON s.term_id = t.id"
        f" WHERE t.facet = ?{span.sql} GROUP BY {_numbers(keys)}{asked.order(len(keys))}",
        (asked.facets[0], *span.parameters),
    )


def _months(asked: _Asked) -> Fragment:
    pair = pair_number(FACETS.index(asked.facets[0]), MONTH)
    by_year = asked.period is Dimension.YEAR
    period = "nullif(s.other_id / 12, 0)" if by_year else "nullif(s.other_id, 0)"
    keys = ["s.term_id" if dimension not in PERIODS else period for dimension in asked.by]
    # A month has one row for each term, which are not to be gathered.
    tally, gathered = (_summed("s"), f" GROUP BY {_numbers(keys)}") if by_year else (_columns("s"), "")
    return Fragment(
        f"SELECT {', '.join(keys)}, {tally} FROM pair_sums s WHERE s.pair = ?{gathered}{asked.order(2)}", (pair,)
    )


def _pairs(asked: _Asked) -> Fragment:
    first, second = sorted(map(FACETS.index, asked.facets))
    turned = FACETS.index(asked.facets[0]) != first
    keys = "s.other_id, s.term_id" if turned else "s.term_id, s.other_id"
    return Fragment(
        f"SELECT {keys}, {_columns('s')} FROM pair_sums s WHERE s.pair = ?{asked.order(2)}",
        (pair_number(first, second),),
    )


def _pairs_with(asked: _Asked, term: int) -> Fragment | None:
    """Return the groups of one facet among the events that have a term of another."""
    given, wanted = (asked.only.facet if asked.only else None) or "", asked.facets[0]
    if given == wanted or {given, wanted} <= set(WEAPON_FACETS):
        return None
    first, second = sorted((FACETS.index(given), FACETS.index(wanted)))
    fixed, key, index = "s.term_id", "s.other_id", ""
    if FACETS[first] == wanted:
        # Without statistics, SQLite would read the whole pair.
        fixed, key, index = "s.other_id", "s.term_id", " INDEXED BY pair_sums_turned"
    return Fragment(
        f"SELECT {key}, {_columns('s')} FROM pair_sums s{index} WHERE s.pair = ? AND {fixed} = ?{asked.order(1)}",
        (pair_number(first, second), term),
    )


def _from_postings(asked: _Asked) -> Fragment:
    """Return the select of the groups from the events that match and their postings."""
    joins: list[str] = []
    parameters: list[Value] = []
    keys: list[str] = []
    for number, dimension in enumerate(asked.by):
        if dimension in PERIODS:
            keys.append(_period(dimension, "m.day"))
            continue
        keys.append(f"t{number}.term_id")
        # Each posting of the event is in the index by event; those of the facet are wanted.
        joins.append(
            f" CROSS JOIN event_terms t{number} INDEXED BY event_terms_by_event ON t{number}.event_id = m.id"
            f" CROSS JOIN terms f{number} ON f{number}.id = t{number}.term_id AND f{number}.facet = ?"
        )
        parameters.append(_facet(dimension))
    matched, armed = _matched(asked), _armed(asked)
    arms = _arms_of(armed)
    return Fragment(
        f"SELECT {', '.join(keys)}, {_counted(armed is not None)} FROM ({matched.sql}) m{''.join(joins)}{arms.sql}"
        f" GROUP BY {_numbers(keys)}{asked.order(len(keys))}",
        (*matched.parameters, *parameters, *arms.parameters),
    )


def _total(asked: _Asked) -> Fragment:
    if asked.term is not None:
        if asked.dates is None:
            return Fragment(f"SELECT {_summed('s')} FROM term_sums s WHERE s.term_id = ?", (asked.term,))
        span = asked.span()
        return Fragment(
            f"SELECT {_summed('s')} FROM span_sums s WHERE s.term_id = ?{span.sql}", (asked.term, *span.parameters)
        )
    matched, armed = _matched(asked), _asked_weapon(asked)
    arms = _arms_of(armed)
    return Fragment(
        f"SELECT {_counted(armed is not None)} FROM ({matched.sql}) m{arms.sql}",
        matched.parameters + arms.parameters,
    )


def _matched(asked: _Asked) -> Fragment:
    found = matching(asked.search)
    columns = ", ".join(f"e.{figure}, e.{figure}_max" for figure in FIGURES)
    return Fragment(f"SELECT e.id, e.day, {columns} FROM {found.sql}", found.parameters)


def _armed(asked: _Asked) -> Fragment | None:
    """Return the term whose arms a group has: of the dimension that is a weapon, else of the weapon asked for."""
    for facet in WEAPON_FACETS:
        for number, dimension in enumerate(asked.by):
            if _facet(dimension) == facet:
                return Fragment(f"t{number}.term_id")
    return _asked_weapon(asked)


def _asked_weapon(asked: _Asked) -> Fragment | None:
    """Return the one type or family of weapons that the filter asks for."""
    terms = [c.term for c in asked.search.found if c.term is not None and c.facet in WEAPON_FACETS]
    return Fragment("?", (terms[0],)) if terms else None


def _arms_of(armed: Fragment | None) -> Fragment:
    """Return the join of what was launched and intercepted of a term's weapons; nothing without a term."""
    if armed is None:
        return Fragment("")
    return Fragment(f" LEFT JOIN event_arms a ON a.event_id = m.id AND a.term_id = {armed.sql}", armed.parameters)


def _counted(armed: bool) -> str:
    """Return the columns of a tally over events ``m``, with arms ``a`` in the place of theirs."""
    columns = ["count(*) AS events"]
    for figure in FIGURES:
        low, high = (
            (f"coalesce(a.{figure}, -1)", f"coalesce(a.{figure}_max, -1)")
            if armed and figure in ARMS
            else (f"m.{figure}", f"m.{figure}_max")
        )
        columns.append(f"coalesce(sum({low} >= 0), 0)")
        columns += (f"coalesce(sum(max(0, min({bound}, {LARGEST_SUMMAND}))), 0)" for bound in (low, high))
    return ", ".join(columns)


def _columns(table: str) -> str:
    return ", ".join(f"{table}.{column} AS {column}" for column in TALLY)


def _summed(table: str) -> str:
    return ", ".join(f"coalesce(sum({table}.{column}), 0) AS {column}" for column in TALLY)


def _period(dimension: Dimension, day: str) -> str:
    return f"CASE WHEN {day} > {UNKNOWN_DAY} THEN {PERIOD[dimension].replace('{day}', day)} END"


def _numbers(keys: Sequence[str]) -> str:
    return ", ".join(str(number) for number, _ in enumerate(keys, 1))
