"""What is kept until the end of a commit: found by all filters, counted, and forgotten with the job that it is of."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from store_samples import event, extraction, submission
from test_store_sums import contents, fresh

from schemas.query import BoundingBox, EventFilter
from service.store import Store
from service.store.articles import add, delete, replace
from service.store.connection import open_writer
from service.store.migrations import migrate
from service.store.transaction import Transaction
from service.store.writer import Writer

ANYWHERE = BoundingBox(-180, -90, 180, 90)


def commit_together(path: Path, *jobs: Callable[[Transaction], object]) -> list[BaseException | None]:
    """Run the jobs in one commit; return what each failed with."""
    connection = open_writer(path)
    migrate(connection)
    writer = Writer(connection, len(jobs) + 1)
    release = threading.Event()
    held = writer.submit(lambda _: release.wait(10))
    futures = [writer.submit(job) for job in jobs]
    release.set()
    assert held.result(10)
    problems = [future.exception(10) for future in futures]
    writer.close()
    return problems


async def found(path: Path) -> set[tuple[str, ...]]:
    """Return the texts of the events that each kind of index finds."""
    store = Store.open(path)
    answers = set()
    for query in (
        EventFilter(),
        EventFilter(attackers=("RU",)),
        EventFilter(bbox=ANYWHERE),
        EventFilter(q="drones"),
    ):
        answers.add(tuple(sorted(item.evidence[0].text for item in (await store.list_events(query)).items)))
    store.close()
    return answers


async def test_articles_of_one_commit_are_replaced_and_deleted(tmp_path: Path) -> None:
    kept, changed, gone = (submission(event(evidence=f"Drones {name}.")) for name in ("kept", "changed", "gone"))
    again = extraction(changed[0], event(evidence="Drones again.", attacker="RU"), version="2")
    problems = commit_together(
        tmp_path / "one.db",
        *(partial(_add, submitted) for submitted in (kept, changed, gone)),
        lambda transaction: replace(transaction, again),
        lambda transaction: delete(transaction, gone[1].article_id),
    )
    assert problems == [None] * 5
    assert await found(tmp_path / "one.db") == {("Drones again.", "Drones kept.")}
    assert contents(tmp_path / "one.db") == fresh(tmp_path / "two.db", [kept, (changed[0], again, changed[2])])


async def test_a_job_that_fails_takes_nothing_of_the_others_with_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, never, last = (submission(event(evidence=f"Drones {name}.")) for name in ("first", "never", "last"))

    def fail(transaction: Transaction) -> None:
        add(transaction, *never)
        # What is kept of the first is written for it to be deleted, and rolled back.
        delete(transaction, first[1].article_id)
        raise ArithmeticError

    problems = commit_together(tmp_path / "one.db", partial(_add, first), fail, partial(_add, last))
    assert [type(problem) for problem in problems] == [type(None), ArithmeticError, type(None)]
    assert "a write failed" in caplog.text
    assert await found(tmp_path / "one.db") == {("Drones first.", "Drones last.")}
    assert contents(tmp_path / "one.db") == fresh(tmp_path / "two.db", [first, last])


async def test_a_commit_that_fails_leaves_nothing_for_the_next(tmp_path: Path) -> None:
    connection = open_writer(tmp_path / "one.db")
    migrate(connection)
    writer = Writer(connection, 100)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    many = [submission(event(evidence=f"Drones lost {number}.")) for number in range(40)]
    lost = [writer.submit(partial(_add, submitted)) for submitted in many]
    assert all(future.exception(10) is not None for future in lost)
    writer.submit(lambda transaction: transaction.connection.execute("PRAGMA max_page_count = 1000000")).result(10)
    last = submission(event(evidence="Drones last."))
    writer.submit(partial(_add, last)).result(10)
    writer.close()
    assert await found(tmp_path / "one.db") == {("Drones last.",)}
    assert contents(tmp_path / "one.db") == fresh(tmp_path / "two.db", [last])


def _add(submitted: tuple, transaction: Transaction) -> None:  # type: ignore[type-arg]
    assert add(transaction, *submitted)[1]
