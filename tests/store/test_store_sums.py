"""The sums that are kept current, and the step that first makes them."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from sqlite_utils import Database
from store_samples import RECEIVED, event, extraction, random_event, submission

from schemas.article import ArticleIn, Extraction
from schemas.event import Count, Event, Weapon
from schemas.query import EventFilter
from schemas.vocabulary import WeaponType
from service.store import Store, records
from service.store.connection import open_reader, open_writer
from service.store.migrations import migrations
from service.store.summaries import EVERYTHING, FACETS, MONTH, TALLY, month_number

Submission = tuple[ArticleIn, Extraction, str]

SUMS = ("term_sums", "span_sums", "pair_sums")


def contents(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """Return the sums with terms by facet and value, so that databases can be compared."""
    connection = open_reader(path)
    names = {EVERYTHING: "everything"} | {
        row: f"{facet} {value}" for row, facet, value in connection.execute("SELECT id, facet, value FROM terms")
    }
    found: dict[str, set[tuple[object, ...]]] = {table: set() for table in (*SUMS, "places", "event_arms", "events")}
    tally = ", ".join(TALLY)
    for term, *rest in connection.execute(f"SELECT term_id, {tally} FROM term_sums WHERE events > 0"):
        found["term_sums"].add((names[term], *rest))
    for term, *rest in connection.execute(f"SELECT term_id, day, last_day, {tally} FROM span_sums"):
        found["span_sums"].add((names[term], *rest))
    for pair, term, other, *rest in connection.execute(f"SELECT pair, term_id, other_id, {tally} FROM pair_sums"):
        second = other if pair % 64 == MONTH else names[other]
        found["pair_sums"].add((pair, names[term], second, *rest))
    for term, *rest in connection.execute("SELECT * FROM places"):
        found["places"].add((names[term], *rest))
    columns = "launched, launched_max, intercepted, intercepted_max"
    for name, term, *rest in connection.execute(
        f"SELECT e.public_id, a.term_id, {', '.join('a.' + c for c in columns.split(', '))}"
        " FROM event_arms a JOIN events e ON e.id = a.event_id"
    ):
        found["event_arms"].add((name, names[term], *rest))
    for row in connection.execute(
        f"SELECT public_id, day, last_day, killed, killed_max, injured_max, {columns} FROM events"
    ):
        found["events"].add(row)
    connection.close()
    return found


def fresh(path: Path, submissions: list[Submission]) -> dict[str, set[tuple[object, ...]]]:
    store = Store.open(path, readers=1)
    for _ in store.add_many(submissions):
        pass
    store.close()
    return contents(path)


async def test_sums_are_those_of_what_is_stored_whatever_was_removed(tmp_path: Path) -> None:
    rng = random.Random(11)
    path = tmp_path / "changed.db"
    store = Store.open(path, readers=1)
    submissions = [submission(*(random_event(rng, 10 * n + k) for k in range(4))) for n in range(30)]
    kept = []
    for number, (article, found, _) in enumerate(submissions):
        stored, _ = await store.add_article(article, found, RECEIVED)
        if number % 3 == 0:
            await store.delete_article(stored.id)
        elif number % 3 == 1:
            again = extraction(article, random_event(rng, 1000 + number), version="2")
            await store.replace_events(again)
            kept.append((article, again, RECEIVED))
        else:
            kept.append((article, found, RECEIVED))
    store.close()
    assert contents(path) | {"places": set()} == fresh(tmp_path / "fresh.db", kept) | {"places": set()}


def test_the_numbers_of_months_are_in_order() -> None:
    days = [0, 1, 31, 32, 365, 366, 739328]
    assert [month_number(day) for day in days] == [0, 12, 12, 13, 23, 24, 12 * 2025 + 2]


async def test_weapons_are_summed_by_what_was_launched_of_them(store: Store, tmp_path: Path) -> None:
    wave = event(
        weapons=(
            Weapon(type=WeaponType.DRONE_ONE_WAY, launched=Count(100, 100), intercepted=Count(90, None)),
            Weapon(type=WeaponType.MISSILE, launched=Count(7, 9)),
        ),
        killed=Count(None, 4),
    )
    await store.add_article(*submission(wave))
    sums = {row[0]: row[1:] for row in contents(tmp_path / "test.db")["term_sums"]}
    assert sums["weapon_family drone"] == (1, 1, 0, 4, 0, 0, 0, 1, 100, 100, 1, 90, 90)
    assert sums["weapon missile"] == (1, 1, 0, 4, 0, 0, 0, 1, 7, 9, 0, 0, 0)
    assert sums["country UA"][7:] == (1, 100, 100, 1, 90, 90)


async def test_figures_beyond_reason_do_not_overflow_the_sums(store: Store) -> None:
    for number in range(3):
        await store.add_article(*submission(event(f"e{number}", killed=Count(10**30, None))))
    assert len((await store.list_events(EventFilter())).items) == 3


def test_a_database_of_the_first_step_is_brought_up_to_date(tmp_path: Path) -> None:
    rng = random.Random(5)
    submissions = [submission(*(random_event(rng, 10 * n + k) for k in range(3))) for n in range(8)]
    old = tmp_path / "old.db"
    first_step(old, submissions)
    store = Store.open(old, readers=1)
    store.close()
    assert contents(old) == fresh(tmp_path / "new.db", submissions)
    store = Store.open(old, readers=1)
    events = [item for _, found, _ in submissions for item in found.events]
    names = {item.id for item in events}
    listed: list[Event] = []
    for page in store.export_events(EventFilter(limit=5)):
        listed += (msgspec.json.decode(body, type=Event) for body in page.items)
    store.close()
    assert Counter(item.id for item in listed) == Counter(names)


def first_step(path: Path, submissions: list[Submission]) -> None:
    """Make a database as the first step left it, with articles and events but for the terms, which are made anew."""
    connection = open_writer(path)
    connection.execute("BEGIN")
    migrations.apply(Database(connection), stop_before="002_sums_and_places")
    for article, found, received in submissions:
        row = connection.execute(
            "INSERT INTO articles (public_id, content_hash, text, source, received_at, pipeline_version, published_day)"
            " VALUES (?, ?, ?, ?, ?, ?, 0)",
            (found.article_id, found.article_id, article.text, article.source, received, found.pipeline_version),
        ).lastrowid
        for item in found.events:
            start = item.time.start
            days = [records.day_number(start), records.day_number(item.time.end or start)]
            killed = max((c.count.min or 0 for c in item.casualties if c.outcome == "killed"), default=-1)
            connection.execute(
                "INSERT INTO events (public_id, article_id, day, last_day, killed, injured, launched, confidence, body)"
                " VALUES (?, ?, ?, ?, ?, -1, -1, ?, ?)",
                (item.id, row, *days, killed, item.confidence, msgspec.json.encode(item).decode()),
            )
    connection.execute("COMMIT")
    connection.close()


def test_every_facet_that_is_counted_has_its_number() -> None:
    assert len(set(FACETS)) == len(FACETS) == MONTH < 64


@pytest.mark.parametrize("table", SUMS)
def test_sums_are_read_by_their_keys(tmp_path: Path, table: str) -> None:
    Store.open(tmp_path / "plan.db", readers=1).close()
    connection = sqlite3.connect(tmp_path / "plan.db")
    key = "pair = 1 AND other_id" if table == "pair_sums" else "term_id"
    (step,) = connection.execute(f"EXPLAIN QUERY PLAN SELECT events FROM {table} WHERE {key} = 5")
    assert step[3].startswith("SEARCH")
    connection.close()
