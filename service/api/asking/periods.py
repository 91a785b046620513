"""Days, weeks, months and years without events, put between those with some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from schemas.counts import MAX_GROUPS, PERIODS, Counts, Dimension, FigureSum, Group, Key
from service.api.problems import Kind, refused_field

NONE = FigureSum(min=0, max=0, unknown=0)


def filled(counts: Counts, date_from: dt.date | None, date_to: dt.date | None) -> Counts:
    """Return the counts with a group for every period, from the first day asked for or counted to the last.

    Beside a second dimension, each of its values has every period.

    Raises
    ------
    ApiProblem
        No dimension is a period, or there would be too many groups.
    """
    at = next((number for number, dimension in enumerate(counts.by) if dimension in PERIODS), None)
    if at is None:
        raise refused_field(
            Kind.INVALID_PARAMETER, "fill", "no dimension of time in by; accepted beside day, week, month or year"
        )
    if counts.truncated:
        raise _too_many(f"more than {MAX_GROUPS}")
    dated = [group for group in counts.items if group.keys[at].value is not None]
    periods = _periods(counts.by[at], [group.keys[at].value or "" for group in dated], date_from, date_to)
    others = list(dict.fromkeys(_other(group, at) for group in dated)) if len(counts.by) == 2 else [None]
    if len(periods) * len(others) > MAX_GROUPS:
        raise _too_many(f"{len(periods) * len(others)}")
    known = {(group.keys[at].value, _other(group, at)): group for group in dated}
    undated = [group for group in counts.items if group.keys[at].value is None]
    items = [known.get((period, other)) or _empty(period, other, at) for period in periods for other in others]
    return msgspec.structs.replace(counts, items=undated + items)


def _too_many(groups: str) -> Exception:
    return refused_field(
        Kind.INVALID_PARAMETER,
        "fill",
        f"{groups} groups; at most {MAX_GROUPS} are accepted: narrow the dates or take longer periods",
    )


def _other(group: Group, at: int) -> Key | None:
    return group.keys[1 - at] if len(group.keys) == 2 else None


def _empty(period: str, other: Key | None, at: int) -> Group:
    key = Key(value=period, label=period)
    keys = [key] if other is None else [key, other] if at == 0 else [other, key]
    return Group(keys=keys, events=0, killed=NONE, injured=NONE, launched=NONE, intercepted=NONE)


def _periods(by: Dimension, seen: Sequence[str], date_from: dt.date | None, date_to: dt.date | None) -> list[str]:
    """Return the periods from the first that is asked for or seen to the last, one more than is accepted at most."""
    bounds = [_name(by, day) for day in (date_from, date_to) if day is not None]
    names = sorted({*seen, *bounds})
    if not names:
        return []
    found: list[str] = []
    for name in _from(by, _first_day(by, names[0])):
        found.append(name)
        if name >= names[-1] or len(found) > MAX_GROUPS:
            break
    return found


def _from(by: Dimension, day: dt.date) -> Iterator[str]:
    while True:
        yield _name(by, day)
        try:
            day = _next(by, day)
        except (OverflowError, ValueError):
            return


def _name(by: Dimension, day: dt.date) -> str:
    if by is Dimension.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return day.isoformat()[: {Dimension.DAY: 10, Dimension.MONTH: 7, Dimension.YEAR: 4}[by]]


def _first_day(by: Dimension, name: str) -> dt.date:
    if by is Dimension.WEEK:
        return dt.date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
    return dt.date.fromisoformat(name + "-01-01"[len(name) - 4 :] if by is not Dimension.DAY else name)


def _next(by: Dimension, day: dt.date) -> dt.date:
    if by in (Dimension.DAY, Dimension.WEEK):
        return day + dt.timedelta(days=1 if by is Dimension.DAY else 7)
    if by is Dimension.YEAR:
        return dt.date(day.year + 1, 1, 1)
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
