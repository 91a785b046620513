"""The writer: groups, failures, full queues, and readers beside it."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import msgspec
import pytest
from store_samples import event, submission

from schemas.article import ArticleIn
from schemas.query import EventFilter, EventSort
from service.store import (
    ExternalIdConflict,
    Store,
    StoreBusy,
    StoreClosed,
    StoreTimeout,
    WriteFailed,
)
from service.store.connection import open_writer
from service.store.reader import Readers
from service.store.transaction import Transaction
from service.store.writer import Writer


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "plain.db"
    connection = open_writer(path)
    connection.execute("CREATE TABLE numbers (number INTEGER PRIMARY KEY) STRICT")
    connection.close()
    return path


def insert(number: int) -> Callable[[Transaction], int]:
    def run(transaction: Transaction) -> int:
        transaction.connection.execute("INSERT INTO numbers VALUES (?)", (number,))
        return number

    return run


def held(writer: Writer) -> tuple[threading.Event, Future[None]]:
    """Occupy the writer until the event is set, so that what is queued meanwhile forms one group."""
    started, release = threading.Event(), threading.Event()

    def run(_: Transaction) -> None:
        started.set()
        assert release.wait(10)

    future = writer.submit(run)
    assert started.wait(10)
    return release, future


def stored(path: Path) -> list[int]:
    connection = sqlite3.connect(path)
    rows = [row[0] for row in connection.execute("SELECT number FROM numbers ORDER BY number")]
    connection.close()
    return rows


def test_group_commit_keeps_the_jobs_beside_a_failing_one(database: Path, caplog: pytest.LogCaptureFixture) -> None:
    statements: list[str] = []
    connection = open_writer(database)
    connection.set_trace_callback(statements.append)
    writer = Writer(connection, 100)
    release, _ = held(writer)
    futures = [writer.submit(insert(number)) for number in (1, 2, 2, 3)]
    release.set()
    assert [futures[0].result(10), futures[1].result(10), futures[3].result(10)] == [1, 2, 3]
    with pytest.raises(sqlite3.IntegrityError):
        futures[2].result(10)
    writer.close()
    assert stored(database) == [1, 2, 3]
    assert statements.count("COMMIT") == 2  # the job that held the writer, and one for all four
    assert "a write failed" in caplog.text


def test_job_is_answered_after_its_commit(database: Path) -> None:
    writer = Writer(open_writer(database), 10)
    seen: list[list[int]] = []
    future = writer.submit(insert(1))
    future.add_done_callback(lambda _: seen.append(stored(database)))
    future.result(10)
    writer.close()
    assert seen == [[1]]


def test_commit_that_fails_fails_the_whole_group(database: Path, caplog: pytest.LogCaptureFixture) -> None:
    connection = open_writer(database)
    connection.execute("PRAGMA busy_timeout = 50")
    writer = Writer(connection, 10)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(WriteFailed):
        writer.submit(insert(1)).result(10)
    other.execute("ROLLBACK")
    other.close()
    assert writer.submit(insert(2)).result(10) == 2
    writer.close()
    assert stored(database) == [2]
    assert "a group of 1 writes failed" in caplog.text


def test_full_database_fails_the_group_and_not_the_writer(database: Path, caplog: pytest.LogCaptureFixture) -> None:
    connection = open_writer(database)
    connection.execute("CREATE TABLE blobs (content BLOB)")
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 10}")
    writer = Writer(connection, 10)
    release, _ = held(writer)
    small = writer.submit(insert(1))
    large = writer.submit(lambda job: job.connection.execute("INSERT INTO blobs VALUES (zeroblob(1000000))"))
    release.set()
    with pytest.raises((WriteFailed, sqlite3.OperationalError)):
        large.result(10)
    assert small.exception(10) is None or isinstance(small.exception(), WriteFailed)
    assert writer.submit(insert(2)).result(10) == 2
    writer.close()
    assert stored(database) == ([2] if small.exception() else [1, 2])
    assert caplog.records


def test_full_queue_is_busy_and_close_finishes_what_waits(database: Path) -> None:
    writer = Writer(open_writer(database), 2)
    release, _ = held(writer)
    futures = [writer.submit(insert(number)) for number in (1, 2)]
    with pytest.raises(StoreBusy):
        writer.submit(insert(3))
    cancelled = futures[1].cancel()
    closing = threading.Thread(target=writer.close)
    closing.start()
    release.set()
    closing.join(10)
    assert cancelled
    assert futures[0].result(0) == 1
    assert stored(database) == [1]
    with pytest.raises(StoreClosed):
        writer.submit(insert(4))


async def test_reads_are_stopped_at_the_time_limit(database: Path) -> None:
    readers = Readers(database, threads=1, queue_size=1, timeout=0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(StoreTimeout):
        await readers.run(lambda connection: connection.execute(endless).fetchone())
    assert await readers.run(lambda connection: connection.execute("SELECT 1").fetchone()) == (1,)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await readers.run(lambda connection: connection.execute("DELETE FROM numbers"))
    readers.close()
    with pytest.raises(StoreClosed):
        await readers.run(lambda connection: connection.execute("SELECT 1").fetchone())


async def test_reads_beyond_the_queue_are_busy(database: Path) -> None:
    readers = Readers(database, threads=1, queue_size=1, timeout=5)
    release = threading.Event()
    futures = [readers.submit(lambda _: release.wait(10)) for _ in range(2)]
    with pytest.raises(StoreBusy):
        readers.submit(lambda _: None)
    release.set()
    assert [future.result(10) for future in futures] == [True, True]
    assert await readers.run(lambda _: "room again") == "room again"
    release.clear()
    started = threading.Event()

    def hold(_: sqlite3.Connection) -> bool:
        started.set()
        return release.wait(10)

    running, waiting = readers.submit(hold), readers.submit(hold)
    assert started.wait(10)
    closing = threading.Thread(target=readers.close)
    closing.start()
    while not readers.closed:
        await asyncio.sleep(0.001)
    release.set()
    closing.join(10)
    assert running.result(0)
    assert isinstance(waiting.exception(0), StoreClosed)


async def test_store_closes_twice_and_refuses_work(store: Store) -> None:
    store.close()
    store.close()
    for call in (
        store.add_article(*submission(event())),
        store.list_events(EventFilter()),
        store.check(),
    ):
        with pytest.raises(StoreClosed):
            await call


async def test_writers_and_readers_at_once_lose_nothing(store: Store) -> None:
    async def add(number: int) -> str:
        article, created = await store.add_article(*submission(event(), event("b"), text=f"text {number % 40}"))
        assert article.events[0].article_id == article.id
        return article.id if created else ""

    async def read() -> None:
        page = await store.list_events(EventFilter(limit=1000, count_exact=True))
        # One read sees one state: the count and the page agree, and articles come whole.
        assert page.total == len(page.items)
        assert len(page.items) % 2 == 0

    results = await asyncio.gather(*(add(n) if n % 3 else read() for n in range(150)))
    assert len({name for name in results if name}) == len([name for name in results if name])
    page = await store.list_events(EventFilter(limit=1000))
    assert len({item.article_id for item in page.items}) == len([name for name in results if name])
    assert (await store.check()).writes_queued == 0


@pytest.mark.parametrize("sort", EventSort)
async def test_walk_visits_what_was_there_once_while_events_are_added(store: Store, sort: EventSort) -> None:
    days = [None, "2025-03-01", "2025-03-05", "2025-03-09"]
    before: list[str] = []
    for day in days * 5:
        article, _ = await store.add_article(*submission(event(start=day), event("b", start=day)))
        before += (item.id for item in article.events)
    query, seen = EventFilter(sort=sort, limit=3), []
    while True:
        page = await store.list_events(query)
        seen += (item.id for item in page.items)
        if page.next is None:
            break
        query = msgspec.structs.replace(query, cursor=page.next)
        if len(seen) < 60:
            await store.add_article(*submission(event(start=days[len(seen) % 4])))
    assert len(seen) == len(set(seen))
    assert set(before) <= set(seen)


def test_add_many_yields_results_in_order_and_goes_on_after_a_conflict(store: Store) -> None:
    batch = [submission(event(), external_id=f"x-{number % 290}") for number in range(300)]
    batch.append(batch[0])
    results = list(store.add_many(batch))
    assert len(results) == 301
    for (article, _, _), result in zip(batch[:290], results[:290], strict=True):
        assert isinstance(result, tuple)
        assert (result[0].text, result[1]) == (article.text, True)
    assert all(isinstance(result, ExternalIdConflict) for result in results[290:300])
    assert isinstance(results[300], tuple)
    assert results[300][1] is False
    assert store.find_article(ArticleIn(text="none")) is None


def test_a_writer_that_yields_lets_another_process_write(database: Path) -> None:
    stop = threading.Event()

    def slowly(number: int) -> Callable[[Transaction], int]:
        def run(transaction: Transaction) -> int:
            time.sleep(0.001)
            return insert(number)(transaction)

        return run

    def flood(writer: Writer) -> None:
        for number in itertools.count(1000):
            if stop.is_set():
                return
            writer.submit_waiting(slowly(number))

    flooded = Writer(open_writer(database), 200, yielding=True)
    other = Writer(open_writer(database), 10)
    flooding = threading.Thread(target=flood, args=(flooded,))
    flooding.start()
    try:
        began = time.monotonic()
        for number in range(20):
            assert other.submit(insert(number)).result() == number
        assert time.monotonic() - began < 10
    finally:
        stop.set()
        flooding.join()
        flooded.close()
        other.close()
