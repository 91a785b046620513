"""Every filter is answered from an index, whichever way the page is built."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from store_samples import event, submission

from schemas.event import Count
from schemas.query import BoundingBox, EventFilter, EventSort, LocationTerm, Near, WeaponTerm
from schemas.vocabulary import EventType, Modality, TargetType, WeaponType
from service.store import Store, query
from service.store.connection import open_reader

TERM = "SEARCH event_terms USING PRIMARY KEY (term_id=?)"
WALKED_TERM = "SEARCH w USING PRIMARY KEY (term_id=?)"
BY_DAY = "SCAN e USING INDEX events_by_day"

# The filter, what finds its events when they are few, and what is walked when they are many.
PLANS = [
    (EventFilter(actors=("RU",)), WALKED_TERM, WALKED_TERM),
    (EventFilter(attackers=("RU",)), WALKED_TERM, WALKED_TERM),
    (EventFilter(targets=("UA",)), WALKED_TERM, WALKED_TERM),
    (EventFilter(weapons=(WeaponTerm(type=WeaponType.DRONE),)), WALKED_TERM, WALKED_TERM),
    (EventFilter(weapons=(WeaponTerm(type=WeaponType.DRONE_ONE_WAY),)), WALKED_TERM, WALKED_TERM),
    (EventFilter(weapons=(WeaponTerm(model="Shahed"),)), WALKED_TERM, WALKED_TERM),
    (EventFilter(locations=(LocationTerm(name="Sumy"),)), WALKED_TERM, WALKED_TERM),
    (EventFilter(locations=(LocationTerm(geonames_id=692194),)), WALKED_TERM, WALKED_TERM),
    (EventFilter(locations=(LocationTerm(country="UA", admin1="Sumy Oblast"),)), WALKED_TERM, WALKED_TERM),
    (EventFilter(countries=("UA",)), WALKED_TERM, WALKED_TERM),
    (EventFilter(countries=("UA", "FJ")), TERM, BY_DAY),
    (EventFilter(event_types=(EventType.AERIAL_STRIKE,)), WALKED_TERM, WALKED_TERM),
    (EventFilter(target_types=(TargetType.HEALTH,)), WALKED_TERM, WALKED_TERM),
    (EventFilter(modalities=(Modality.CLAIMED,)), WALKED_TERM, WALKED_TERM),
    (EventFilter(sources=("Governor Ólafur",)), WALKED_TERM, WALKED_TERM),
    (EventFilter(pipeline_version="1"), WALKED_TERM, WALKED_TERM),
    (
        EventFilter(date_from=dt.date(2025, 3, 1), date_to=dt.date(2025, 4, 1)),
        "SEARCH e USING INDEX events_by_day (day>? AND day<?)",
        "SEARCH e USING INDEX events_by_day (day>? AND day<?)",
    ),
    (EventFilter(killed_min=1), "SEARCH events USING INDEX events_by_killed (killed>?)", BY_DAY),
    (EventFilter(injured_min=1), "SEARCH events USING INDEX events_by_injured (injured>?)", BY_DAY),
    (EventFilter(launched_min=1), "SEARCH events USING INDEX events_by_launched (launched>?)", BY_DAY),
    (EventFilter(bbox=BoundingBox(30.0, 50.0, 36.0, 52.0)), "SCAN b VIRTUAL TABLE INDEX 2:D1B0D3B2", BY_DAY),
    (EventFilter(near=Near(50.0, 35.0, 200.0)), "SCAN b VIRTUAL TABLE INDEX 2:D1B0D3B2", BY_DAY),
    (EventFilter(q="clinic"), "SCAN events_fts VIRTUAL TABLE INDEX 0:M", BY_DAY),
]


@pytest.fixture
async def connection(store: Store, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    figures = {"killed": Count(3, 3), "injured": Count(3, 3)}
    await store.add_article(*submission(event(places=("Sumy", "Suva"), **figures)))
    reader = open_reader(tmp_path / "test.db")
    yield reader
    reader.close()


def explain(connection: sqlite3.Connection, filters: EventFilter, after: tuple[int, ...] | None) -> list[str]:
    search = query.take_apart(connection, filters)
    assert search is not None
    steps: list[str] = []
    for select in query.page_selects(search, after):
        rows = connection.execute(f"EXPLAIN QUERY PLAN {select.sql} LIMIT 51", select.parameters)
        # Whether the index also holds the answer is not the point here.
        steps += (row[3].replace("COVERING ", "") for row in rows)
    return steps


@pytest.mark.parametrize(("filters", "few", "many"), PLANS)
@pytest.mark.parametrize("after", [None, (739328, 7)], ids=["first page", "later page"])
def test_single_filters_use_their_index(
    connection: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    filters: EventFilter,
    few: str,
    many: str,
    after: tuple[int, ...] | None,
) -> None:
    assert any(step.startswith(few.removesuffix(")")) for step in explain(connection, filters, after))
    monkeypatch.setattr(query, "worth_looking_up", lambda total, limit, step: 0)
    steps = explain(connection, filters, after)
    # Behind a cursor the walk begins there.
    expected = many.replace("SCAN e USING INDEX events_by_day", "SEARCH e USING INDEX events_by_day") if after else many
    assert any(step.startswith(expected.removesuffix(")")) for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)
    if after is not None and "w USING" in many:
        assert any("day<?" in step or "(day,event_id)<" in step for step in steps)


@pytest.mark.parametrize("after", [None, (739328, 7)], ids=["first page", "later page"])
@pytest.mark.parametrize(
    "dated", [{}, {"date_from": dt.date(2025, 3, 1), "date_to": dt.date(2025, 4, 1)}], ids=["any day", "dated"]
)
@pytest.mark.parametrize(
    ("filters", "walked"),
    [
        ({"actors": ("RU",)}, "SEARCH w USING PRIMARY KEY (term_id=? AND (day,event_id)>(?,?)"),
        ({}, "SEARCH e USING INDEX events_by_day (day>?"),
    ],
    ids=["a term", "all"],
)
def test_a_trial_of_a_walk_ends_where_it_should(
    connection: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    filters: dict[str, tuple[str, ...]],
    walked: str,
    dated: dict[str, dt.date],
    after: tuple[int, ...] | None,
) -> None:
    monkeypatch.setattr(query, "worth_looking_up", lambda total, limit, step: 0)
    everywhere = BoundingBox(-180.0, -90.0, 180.0, 90.0)
    search = query.take_apart(connection, EventFilter(**filters, **dated, bbox=everywhere))  # type: ignore[arg-type]
    assert search is not None
    (select,) = query.page_selects(search, after, (739000, 1))
    steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {select.sql}", select.parameters)]
    assert steps[0].replace("COVERING ", "").startswith(walked)
    assert ("<" in steps[0]) == (after is not None or "date_to" in dated)


@pytest.mark.parametrize("sort", EventSort)
def test_orders_are_read_from_an_index(connection: sqlite3.Connection, sort: EventSort) -> None:
    order = query.ORDERS[sort]
    after = (5,) * len(order.keys)
    for steps in (
        explain(connection, EventFilter(sort=sort), None),
        explain(connection, EventFilter(sort=sort), after),
    ):
        assert all(f"USING INDEX {order.indexed_by}" in step for step in steps)
    assert all(step.startswith("SEARCH") for step in explain(connection, EventFilter(sort=sort), after))


def test_of_several_terms_the_rarest_is_walked_without_the_rows(connection: sqlite3.Connection) -> None:
    asked = EventFilter(actors=("RU",), countries=("UA",), event_types=(EventType.AERIAL_STRIKE,))
    steps = explain(connection, asked, None)
    assert steps[0].startswith("SEARCH w USING PRIMARY KEY (term_id=?")
    assert all(
        step.startswith("SEARCH t USING PRIMARY KEY (term_id=? AND day=? AND event_id=?)")
        or "w" in step
        or "CORRELATED" in step
        for step in steps[1:]
    )
    assert not any(" e " in step for step in steps)


def test_confidence_is_checked_on_the_way(connection: sqlite3.Connection) -> None:
    assert explain(connection, EventFilter(confidence_min=0.5), None) == [BY_DAY]
