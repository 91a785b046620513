"""Events counted by one or two dimensions: against a naive model, by whichever way they are counted."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_model import FILTERS, matches
from store_samples import event, random_event, submission

from schemas.counts import PERIODS, CountQuery, Counts, Dimension
from schemas.event import Count, Event, Weapon
from schemas.query import EventFilter, LocationTerm, WeaponTerm
from schemas.vocabulary import EventType, WeaponType
from service.store import Store, counts
from service.store.connection import open_reader
from service.store.query import take_apart
from service.store.records import location_key

SINGLE = [
    EventFilter(),
    EventFilter(date_from=dt.date(2025, 3, 4), date_to=dt.date(2025, 3, 7)),
    EventFilter(countries=("UA",)),
    EventFilter(countries=("UA",), date_from=dt.date(2025, 3, 8)),
    EventFilter(actors=("RU",)),
    EventFilter(event_types=(EventType.SHELLING,)),
    EventFilter(weapons=(WeaponTerm(type=WeaponType.DRONE),)),
    EventFilter(weapons=(WeaponTerm(type=WeaponType.MISSILE_CRUISE),)),
    EventFilter(locations=(LocationTerm(country="UA", admin1="Sumy Oblast"),)),
    EventFilter(sources=("Governor Ólafur",)),
    EventFilter(actors=("nobody",)),
]
BY = st.lists(st.sampled_from(Dimension), min_size=1, max_size=2, unique=True).filter(
    lambda by: len(set(by) & PERIODS) < 2
)


class Corpus:
    """A store and what is in it, not to be printed where a test fails."""

    def __init__(self, store: Store, events: list[Event]) -> None:
        self.store = store
        self.events = events


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    rng = random.Random(17)
    store = Store.open(tmp_path_factory.mktemp("counts") / "test.db", readers=1)
    events: list[Event] = []
    for result in store.add_many(
        submission(*(random_event(rng, 10 * n + k) for k in range(rng.randrange(4)))) for n in range(70)
    ):
        assert isinstance(result, tuple)
        events += result[0].events
    yield Corpus(store, events)
    store.close()


@given(by=BY, filters=st.sampled_from(SINGLE) | FILTERS)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_counts_are_those_of_the_naive_model(
    corpus: Corpus, by: list[Dimension], filters: EventFilter | dict[str, object]
) -> None:
    store, events = corpus.store, corpus.events
    wanted = filters if isinstance(filters, EventFilter) else EventFilter(**filters)  # type: ignore[arg-type]
    found = asyncio.run(store.count_events(CountQuery(filter=wanted, by=tuple(by))))
    assert as_rows(found) == naive(events, wanted, by)
    assert tally_of(found.total) == total(events, wanted)
    assert not found.truncated
    assert_in_order(found)


def as_rows(found: Counts) -> dict[tuple[str | None, ...], tuple[int, ...]]:
    rows = {tuple(f"{k.country or ''}{k.value}" for k in group.keys): tally_of(group) for group in found.items}
    assert len(rows) == len(found.items)
    return rows  # type: ignore[return-value]


def tally_of(tally: object) -> tuple[int, ...]:
    sums = [getattr(tally, name) for name in ("killed", "injured", "launched", "intercepted")]
    return (tally.events, *(number for s in sums for number in (s.min, s.max, s.unknown)))  # type: ignore[attr-defined]


def assert_in_order(found: Counts) -> None:
    period = next((n for n, dimension in enumerate(found.by) if dimension in PERIODS), None)
    if period is None:
        order = [-group.events for group in found.items]
    else:
        order = [(group.keys[period].value or "", -group.events) for group in found.items]  # type: ignore[misc]
    assert order == sorted(order)


def asked(events: list[Event], wanted: EventFilter) -> list[Event]:
    return [
        item
        for item in events
        if matches(item, wanted)
        and (not wanted.locations or any(p.country == "UA" and "Sumy" in p.name for p in item.locations))
        and (not wanted.sources or any(row.source in wanted.sources for row in item.attribution))
    ]


def naive(
    events: list[Event], wanted: EventFilter, by: list[Dimension]
) -> dict[tuple[str | None, ...], tuple[int, ...]]:
    sums: dict[tuple[str | None, ...], Counter[int]] = {}
    for item in asked(events, wanted):
        keys = [values(item, dimension) for dimension in by]
        for combined in ((a, b) for a in keys[0] for b in (keys[1] if len(by) == 2 else {""})):
            weapon = asked_for(wanted)
            for dimension in (Dimension.WEAPON_FAMILY, Dimension.WEAPON):
                if dimension in by:
                    weapon = (dimension, combined[by.index(dimension)])
            key = combined[: len(by)]
            sums.setdefault(key, Counter()).update(dict(enumerate(summands(item, weapon))))
    return {key: tuple(counter[n] for n in range(13)) for key, counter in sums.items()}


def total(events: list[Event], wanted: EventFilter) -> tuple[int, ...]:
    counter: Counter[int] = Counter()
    for item in asked(events, wanted):
        counter.update(dict(enumerate(summands(item, asked_for(wanted)))))
    return tuple(counter[n] for n in range(13))


def asked_for(wanted: EventFilter) -> tuple[Dimension, str | None] | None:
    if len(wanted.weapons) != 1:
        return None
    kind = str(wanted.weapons[0].type)
    return (Dimension.WEAPON if "." in kind else Dimension.WEAPON_FAMILY), kind


def summands(item: Event, weapon: tuple[Dimension, str | None] | None) -> list[int]:
    rows = item.weapons
    if weapon is not None:
        rows = [w for w in rows if weapon[1] == (w.type if weapon[0] is Dimension.WEAPON else w.type.family)]
    figures = [
        [row.count for row in item.casualties if row.outcome == "killed"],
        [row.count for row in item.casualties if row.outcome == "injured"],
        [w.launched for w in rows if w.launched],
        [w.intercepted for w in rows if w.intercepted],
    ]
    found = [1]
    for given_counts in figures:
        low = max((c.min or 0 for c in given_counts), default=0)
        uppers = [c.max for c in given_counts if c.max is not None]
        found += [low, max([low, *uppers]), 0 if given_counts else 1]
    return found


def values(item: Event, dimension: Dimension) -> set[str | None]:
    start = item.time.start
    day = None if start is None else dt.date.fromisoformat(start)
    match dimension:
        case Dimension.ACTOR:
            return {a.id for a in item.actors}
        case Dimension.ATTACKER:
            return {a.id for a in item.actors if a.role == "attacker"}
        case Dimension.TARGET_SIDE:
            return {a.id for a in item.actors if a.role == "target"}
        case Dimension.WEAPON:
            return {w.type.value for w in item.weapons}
        case Dimension.WEAPON_FAMILY:
            return {w.type.family for w in item.weapons}
        case Dimension.EVENT_TYPE:
            return {item.event_type.value}
        case Dimension.COUNTRY:
            return {p.country for p in item.locations if p.country}
        case Dimension.ADMIN1:
            own = {f"UA{p.name}" for p in item.locations if p.precision == "region"}
            return own | {f"{p.country}{p.admin1}" for p in item.locations if p.admin1}
        case Dimension.LOCATION:
            keys = ((p, location_key(p)) for p in item.locations)
            return {f"{p.country or ''}{key if key.isdigit() else p.name}" for p, key in keys}
        case Dimension.TARGET_TYPE:
            return {t.type.value for t in item.targets}
        case Dimension.SOURCE:
            return {row.source for row in item.attribution}
    if day is None:
        return {"None"}
    iso = day.isocalendar()
    return {
        {
            Dimension.DAY: day.isoformat(),
            Dimension.WEEK: f"{iso.year}-W{iso.week:02d}",
            Dimension.MONTH: day.isoformat()[:7],
            Dimension.YEAR: day.isoformat()[:4],
        }[dimension]
    }


async def test_more_groups_than_the_limit_are_cut_to_the_largest(store: Store) -> None:
    for attacker, number in (("RU", 3), ("UA", 1), ("hamas", 2)):
        for n in range(number):
            await store.add_article(*submission(event(f"{attacker}{n}", attacker=attacker)))
    found = await store.count_events(CountQuery(filter=EventFilter(), by=(Dimension.ATTACKER,), limit=2))
    assert [(group.keys[0].value, group.events) for group in found.items] == [("RU", 3), ("hamas", 2)]
    assert found.truncated
    assert found.total.events == 6


async def test_launched_of_a_group_is_that_of_its_weapon(store: Store) -> None:
    wave = event(
        weapons=(
            Weapon(type=WeaponType.DRONE, launched=Count(50, 50)),
            Weapon(type=WeaponType.DRONE_ONE_WAY, launched=Count(100, 100)),
            Weapon(type=WeaponType.MISSILE, launched=Count(7, None)),
        )
    )
    await store.add_article(*submission(wave))

    async def launched(by: Dimension, **filters: object) -> dict[str | None, int]:
        found = await store.count_events(CountQuery(filter=EventFilter(**filters), by=(by,)))  # type: ignore[arg-type]
        return {group.keys[0].value: group.launched.min for group in found.items}

    assert await launched(Dimension.WEAPON) == {"drone": 50, "drone.one_way": 100, "missile": 7}
    assert await launched(Dimension.WEAPON_FAMILY) == {"drone": 100, "missile": 7}
    assert await launched(Dimension.COUNTRY) == {"UA": 100}
    only_missiles = (WeaponTerm(type=WeaponType.MISSILE_CRUISE), WeaponTerm(type=WeaponType.MISSILE))
    assert await launched(Dimension.COUNTRY, weapons=only_missiles[1:]) == {"UA": 7}
    assert await launched(Dimension.COUNTRY, weapons=only_missiles[1:], confidence_min=0.1) == {"UA": 7}
    assert await launched(Dimension.COUNTRY, weapons=only_missiles) == {"UA": 100}


def explain(path: Path, query: CountQuery) -> list[str]:
    connection: sqlite3.Connection = open_reader(path)
    search = take_apart(connection, query.filter)
    assert search is not None
    taken = counts._Asked(query, search)
    select = counts._from_sums(taken) or counts._from_postings(taken)
    rows = connection.execute(f"EXPLAIN QUERY PLAN {select.sql} LIMIT 10", select.parameters).fetchall()
    connection.close()
    return [row[3] for row in rows]


@pytest.mark.parametrize(
    ("filters", "by", "step"),
    [
        (EventFilter(), (Dimension.COUNTRY,), "SEARCH s USING INTEGER PRIMARY KEY (rowid=?)"),
        (EventFilter(), (Dimension.MONTH,), "SEARCH s USING PRIMARY KEY (term_id=?)"),
        (
            EventFilter(date_from=dt.date(2025, 3, 1)),
            (Dimension.DAY,),
            "SEARCH s USING PRIMARY KEY (term_id=? AND day>?",
        ),
        (EventFilter(), (Dimension.ACTOR, Dimension.MONTH), "SEARCH s USING PRIMARY KEY (pair=?)"),
        (EventFilter(), (Dimension.ACTOR, Dimension.WEEK), "SEARCH s USING PRIMARY KEY (term_id=?)"),
        (EventFilter(), (Dimension.WEAPON, Dimension.ATTACKER), "SEARCH s USING PRIMARY KEY (pair=?)"),
        (EventFilter(countries=("UA",)), (Dimension.MONTH,), "SEARCH s USING PRIMARY KEY (term_id=?)"),
        (EventFilter(countries=("UA",)), (Dimension.SOURCE,), "SEARCH s USING PRIMARY KEY (pair=? AND term_id=?)"),
        (
            EventFilter(countries=("UA",)),
            (Dimension.ACTOR,),
            "SEARCH s USING INDEX pair_sums_turned (pair=? AND other_id=?)",
        ),
        (
            EventFilter(killed_min=1),
            (Dimension.ACTOR,),
            "SEARCH t0 USING COVERING INDEX event_terms_by_event (event_id=?)",
        ),
    ],
)
async def test_counts_are_read_from_the_sums_where_these_have_them(
    store: Store, tmp_path: Path, filters: EventFilter, by: tuple[Dimension, ...], step: str
) -> None:
    await store.add_article(*submission(event(killed=Count(1, 1))))
    assert any(found.startswith(step) for found in explain(tmp_path / "test.db", CountQuery(filter=filters, by=by)))
