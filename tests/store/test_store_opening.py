"""Opening: new files, old files, foreign files, newer files, two at once."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from store_samples import event, submission

from schemas.query import EventFilter
from service.store import CannotOpen, NotAStore, SchemaTooNew, Store


async def test_reopened_store_has_what_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    first = Store.open(path)
    article, _ = await first.add_article(*submission(event()))
    first.close()
    second = Store.open(path)
    assert await second.get_article(article.id) == article
    assert (await second.list_events(EventFilter(actors=("RU",)))).items == article.events
    assert (await second.check()).schema_version == 4
    second.close()


def test_schema_is_strict_and_durable(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    store = Store.open(path)
    connection = sqlite3.connect(path)
    loose = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%'"
    ).fetchall()
    mode = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    store.close()
    assert loose == []
    assert mode == ("wal",)


def test_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('strikelog', '999_from_the_future', '2030-01-01')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(SchemaTooNew, match="999_from_the_future"):
        Store.open(path)


def test_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NotAStore, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are notes, and long enough to have a header. " * 20)
    with pytest.raises(NotAStore, match="not an SQLite database"):
        Store.open(path)


def test_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="nowhere"):
        Store.open(tmp_path / "nowhere" / "test.db")


def _open_and_add(path: Path, barrier: object, number: int, results: object) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    store = Store.open(path)
    added = list(store.add_many([submission(event(), text=f"from process {number}")]))
    store.close()
    results.put(isinstance(added[0], tuple))  # type: ignore[attr-defined]


async def test_processes_open_an_empty_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(4), context.Queue()
    processes = [context.Process(target=_open_and_add, args=(path, barrier, number, results)) for number in range(4)]
    for process in processes:
        process.start()
    assert [results.get(timeout=60) for _ in processes] == [True] * 4
    for process in processes:
        process.join(10)
    store = Store.open(path)
    assert (await store.list_events(EventFilter(count_exact=True))).total == 4
    store.close()
