"""Each filter of events, one by one, and all of them against a naive model."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_model import FILTERS, Row, naive
from store_samples import event, random_event, submission

from schemas.event import Count, Event
from schemas.query import BoundingBox, EventFilter, EventSort, LocationTerm, Near, WeaponTerm
from schemas.vocabulary import EventType, Modality, TargetType, WeaponType
from service.store import BadCursor, BadText, Store, query
from service.store.conditions import box_around
from service.store.connection import great_circle_km

DAY = dt.date(2025, 3, 18)

MATCHING = [
    EventFilter(actors=("RU",)),
    EventFilter(actors=("hamas", "UA")),
    EventFilter(attackers=("RU",)),
    EventFilter(targets=("UA",)),
    EventFilter(date_from=DAY, date_to=DAY),
    EventFilter(date_from=dt.date(2025, 3, 19)),
    EventFilter(date_to=DAY),
    EventFilter(weapons=(WeaponTerm(type=WeaponType.DRONE_ONE_WAY),)),
    EventFilter(weapons=(WeaponTerm(type=WeaponType.DRONE),)),
    EventFilter(weapons=(WeaponTerm(model="shahed 136"),)),
    EventFilter(weapons=(WeaponTerm(model="Shahed"), WeaponTerm(type=WeaponType.BOMB))),
    EventFilter(locations=(LocationTerm(name="SUMY"),)),
    EventFilter(locations=(LocationTerm(geonames_id=692194),)),
    EventFilter(locations=(LocationTerm(country="UA", admin1="sumy oblast"),)),
    EventFilter(locations=(LocationTerm(country="UA"),)),
    EventFilter(countries=("PL", "UA")),
    EventFilter(bbox=BoundingBox(34.0, 50.0, 35.0, 51.0)),
    EventFilter(bbox=BoundingBox(34.8003, 50.9216, 34.8003, 50.9216)),
    EventFilter(near=Near(51.0, 34.8, 9.0)),
    EventFilter(event_types=(EventType.AERIAL_STRIKE,)),
    EventFilter(target_types=(TargetType.HEALTH,)),
    EventFilter(modalities=(Modality.CLAIMED, Modality.DENIED)),
    EventFilter(sources=("governor olafur",)),
    EventFilter(sources=("the daily TEST",)),
    EventFilter(pipeline_version="1"),
    EventFilter(killed_min=2),
    EventFilter(killed_min=0),
    EventFilter(injured_min=0),
    EventFilter(launched_min=24),
    EventFilter(confidence_min=0.8),
    EventFilter(q="CLINIC drones"),
    EventFilter(q='"a clinic" reykjavik'),
    EventFilter(q="Shahed-136 sumy northern headline"),
]
MISSING = [
    EventFilter(actors=("hamas",)),
    EventFilter(attackers=("UA",)),
    EventFilter(targets=("RU",)),
    EventFilter(date_from=dt.date(2025, 3, 20)),
    EventFilter(date_to=dt.date(2025, 3, 17)),
    EventFilter(weapons=(WeaponTerm(type=WeaponType.MISSILE),)),
    EventFilter(weapons=(WeaponTerm(model="Shahed-13"),)),
    EventFilter(weapons=(WeaponTerm(model="136"),)),
    EventFilter(locations=(LocationTerm(name="Sum"),)),
    EventFilter(locations=(LocationTerm(country="RU", admin1="Sumy Oblast"),)),
    EventFilter(countries=("ua",)),
    EventFilter(bbox=BoundingBox(34.8004, 50.0, 35.0, 51.0)),
    EventFilter(near=Near(51.0, 34.8, 8.0)),
    EventFilter(article_id="ar_0"),
    EventFilter(pipeline_version="2"),
    EventFilter(killed_min=3),
    EventFilter(injured_min=1),
    EventFilter(launched_min=25),
    EventFilter(confidence_min=0.81),
    EventFilter(q='"drones clinic"'),
    EventFilter(q="clinic OR nothing"),
    EventFilter(actors=("RU",), countries=("PL",)),
]


@pytest.fixture(params=[2000, 0], ids=["looked up", "walked"])
def plan(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with either way to a page: no match counts as few where FEW is 0."""
    monkeypatch.setattr(query, "worth_looking_up", lambda total, limit, step: request.param)


@pytest.mark.usefixtures("plan")
async def test_filters_find_and_leave_out(store: Store) -> None:
    drone = msgspec.structs.replace(event().weapons[0], launched=Count(24, None))
    wanted = event(
        end="2025-03-19",
        weapons=(drone,),
        places=("Sumy", "Reykjavík"),
        killed=Count(2, 5),
        injured=Count(None, 9),
    )
    stored, _ = await store.add_article(*submission(wanted, title="Headline"))
    await store.add_article(*submission(msgspec.structs.replace(wanted, actors=[], time=event(start=None).time)))
    for filters in [*MATCHING, EventFilter(article_id=stored.id)]:
        page = await store.list_events(msgspec.structs.replace(filters, count_exact=True))
        assert stored.events[0] in page.items, filters
        assert page.total == len(page.items), filters
    for filters in MISSING:
        page = await store.list_events(msgspec.structs.replace(filters, count_exact=True))
        assert page.items == [], filters
        assert page.total == 0, filters


@pytest.mark.usefixtures("plan")
async def test_boxes_and_circles_cross_the_antimeridian_and_the_pole(store: Store) -> None:
    stored, _ = await store.add_article(
        *submission(*(event(name, places=(name,)) for name in ("Suva", "Apia", "Sumy Oblast", "Reykjavík")))
    )
    suva, apia, region, reykjavik = stored.events

    async def found(**filters: object) -> list[Event]:
        page = await store.list_events(EventFilter(**filters))  # type: ignore[arg-type]
        return sorted(page.items, key=lambda item: stored.events.index(item))

    assert await found(bbox=BoundingBox(170.0, -30.0, -170.0, 0.0)) == [suva, apia]
    assert await found(bbox=BoundingBox(-170.0, -30.0, 170.0, 0.0)) == []
    assert await found(near=Near(-16.0, -179.0, 1000.0)) == [suva, apia]
    assert await found(near=Near(89.0, 100.0, 3000.0)) == [reykjavik]
    assert await found(bbox=BoundingBox(33.0, 50.0, 35.0, 52.0)) == []
    assert await found(bbox=BoundingBox(33.0, 50.0, 35.0, 52.0), include_imprecise=True) == [region]
    assert await found(near=Near(51.0, 34.0, 1.0), include_imprecise=True) == [region]


@pytest.mark.parametrize("text", ["", "  ", '"', "&& ()", "\0"])
async def test_q_without_a_word_is_refused(store: Store, text: str) -> None:
    with pytest.raises(BadText):
        await store.list_events(EventFilter(q=text))


@given(text=st.text(max_size=30))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_q_never_reaches_the_engine_as_syntax(corpus: tuple[Store, list[Event]], text: str) -> None:
    try:
        asyncio.run(corpus[0].list_events(EventFilter(q=text)))
    except BadText:
        assert not any(c.isalnum() for c in text)


async def test_cursor_of_another_filter_or_order_is_refused(store: Store) -> None:
    await store.add_article(*submission(event("a"), event("b"), event("c")))
    page = await store.list_events(EventFilter(limit=1))
    assert page.next is not None
    bigger = await store.list_events(EventFilter(limit=2, cursor=page.next))
    assert len(bigger.items) == 2
    for wrong in (
        EventFilter(cursor=page.next, actors=("RU",)),
        EventFilter(cursor=page.next, sort=EventSort.DATE),
        EventFilter(cursor=page.next, sort=EventSort.KILLED_DESC),
        EventFilter(cursor=page.next[:-2]),
        EventFilter(cursor=page.next + "x"),
        EventFilter(cursor=""),
        EventFilter(cursor="é"),
        EventFilter(cursor="!!!!"),
    ):
        with pytest.raises(BadCursor):
            await store.list_events(wrong)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Event]]]:
    rng = random.Random(7)
    path: Path = tmp_path_factory.mktemp("corpus") / "test.db"
    store = Store.open(path, readers=1)
    events: list[Event] = []
    submissions = [
        submission(*(random_event(rng, number * 10 + place) for place in range(rng.randrange(4))))
        for number in range(80)
    ]
    for result in store.add_many(submissions):
        assert isinstance(result, tuple)
        events += result[0].events
    yield store, events
    store.close()


@given(
    filters=FILTERS,
    sort=st.sampled_from(EventSort),
    limit=st.integers(1, 40),
    few=st.sampled_from([0, 20, 2000]),
    tried=st.sampled_from([0, 1, 4]),
)
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
def test_pages_are_the_naive_answer_in_order(
    corpus: tuple[Store, list[Event]],
    filters: dict[str, object],
    sort: EventSort,
    limit: int,
    few: int,
    tried: int,
) -> None:
    store, events = corpus
    wanted = EventFilter(**filters, sort=sort, limit=limit, count_exact=True)  # type: ignore[arg-type]
    expected = naive((Row(number, number, item) for number, item in enumerate(events)), wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(query, "worth_looking_up", lambda total, limit, step: few)
        patch.setattr(query, "TRIED", tried)
        walked, totals = asyncio.run(walk(store, wanted))
    assert [item.id for item in walked] == [item.id for item in expected]
    assert totals == {len(expected)}


async def walk(store: Store, wanted: EventFilter) -> tuple[list[Event], set[int | None]]:
    items: list[Event] = []
    totals: set[int | None] = set()
    while True:
        page = await store.list_events(wanted)
        items += page.items
        totals.add(page.total)
        assert len(page.items) <= wanted.limit
        if page.next is None:
            return items, totals
        assert len(page.items) == wanted.limit
        wanted = msgspec.structs.replace(wanted, cursor=page.next)


@given(
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    other_latitude=st.floats(-90, 90),
    other_longitude=st.floats(-180, 180),
)
def test_box_around_a_circle_holds_its_edge(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> None:
    radius = great_circle_km(latitude, longitude, other_latitude, other_longitude)
    box = box_around(Near(latitude, longitude, radius))
    assert box.south <= other_latitude <= box.north
    if box.west <= box.east:
        assert box.west <= other_longitude <= box.east
    else:
        assert other_longitude >= box.west or other_longitude <= box.east


async def test_counts_beyond_64_bits_are_stored_and_compared(store: Store) -> None:
    huge = event(killed=Count(10**30, None))
    stored, _ = await store.add_article(*submission(huge))
    page = await store.list_events(EventFilter(killed_min=10**40, sort=EventSort.KILLED_DESC))
    assert page.items == stored.events


def test_great_circle_agrees_with_known_distances() -> None:
    # A degree of a great circle, a quarter of one, and half of one.
    assert great_circle_km(0, 0, 0, 1) == pytest.approx(111.195, abs=0.001)
    assert great_circle_km(0, 0, 90, 0) == pytest.approx(10007.557, abs=0.001)
    assert great_circle_km(0, 0, 0, 180) == pytest.approx(20015.115, abs=0.001)
