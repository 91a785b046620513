"""The one thread that writes.

Jobs wait in a bounded queue. The thread takes what is there, up to `GROUP` jobs, runs them in one
transaction, each inside a savepoint of its own, and commits once: many writers share the wait for the disk and
the pages that they change, and a job that fails takes nobody with it. A job's future is resolved only after the commit.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

from service.store.errors import StoreBusy, StoreClosed, StoreDamaged, StoreError, WriteFailed, is_damage
from service.store.transaction import Transaction

T = TypeVar("T")

GROUP = 2048
"""Jobs per commit, at most: the more events, the more of them share the pages and sums that they change: 2 seconds."""

YIELDING_GROUP = 32
"""The same for a writer that yields: a short time in which others wait."""

FULL_QUEUE_PAUSE = 0.005
"""Seconds between two tries to queue a job: about the time of one commit."""

NO_COMMIT = "the database could not commit"
DAMAGED = "the database is damaged"

log = logging.getLogger("strikelog.store")


class Job(NamedTuple):
    """Something to do inside a transaction, and where its result goes."""

    run: Callable[[Transaction], Any]
    future: Future[Any]


class Writer:
    """A thread, its queue and the one connection that writes.

    One that yields rests after each group for as long as that took. Processes that wait for the lock of the database
    ask for it every now and then and do not queue: without a rest they may never find it free.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        queue_size: int,
        *,
        yielding: bool = False,
        on_commit: Callable[[int], object] | None = None,
    ) -> None:
        self._connection = connection
        self._transaction = Transaction(connection)
        self._yielding = yielding
        self._on_commit = on_commit
        self._jobs: queue.Queue[Job | None] = queue.Queue(queue_size)
        # Guards the order of "closed" and the last item of the queue: nothing is queued behind the None.
        self._door = threading.Lock()
        self._closed = False
        self.fault: StoreError | None = None
        """What the last commit failed with; None where it went well."""
        self._thread = threading.Thread(target=self._work, name="strikelog-writer", daemon=True)
        self._thread.start()

    @property
    def queued(self) -> int:
        """How many jobs wait, roughly."""
        return self._jobs.qsize()

    @property
    def alive(self) -> bool:
        """Whether the thread takes jobs."""
        return self._thread.is_alive() and not self._closed

    def submit(self, run: Callable[[Transaction], T]) -> Future[T]:
        """Queue a job; raise `StoreBusy` where the queue is full, `StoreClosed` after `close`."""
        job = Job(run, Future())
        with self._door:
            if not self.alive:
                raise StoreClosed("the store is closed")
            try:
                self._jobs.put_nowait(job)
            except queue.Full:
                raise StoreBusy(f"{self._jobs.maxsize} writes are waiting already") from None
        return job.future

    def submit_waiting(self, run: Callable[[Transaction], T]) -> Future[T]:
        """Queue a job as `submit` does, but wait for room. Not for an event loop."""
        while True:
            try:
                return self.submit(run)
            except StoreBusy:
                time.sleep(FULL_QUEUE_PAUSE)

    def close(self) -> None:
        """Let the jobs that wait finish, then end the thread and close the connection."""
        with self._door:
            if self._closed:
                return
            self._closed = True
        self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    def _work(self) -> None:
        last = False
        while not last:
            group, last = self._next_group()
            running = [job for job in group if job.future.set_running_or_notify_cancel()]
            if running:
                began = time.monotonic()
                self._commit(running)
                if self._yielding:
                    time.sleep(time.monotonic() - began)

    def _next_group(self) -> tuple[list[Job], bool]:
        """Wait for a job and take those behind it; also return whether the queue has come to its end."""
        group: list[Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == (YIELDING_GROUP if self._yielding else GROUP):
                return group, False
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _commit(self, group: list[Job]) -> None:
        """Run the jobs in one transaction and resolve their futures once it is on disk."""
        outcomes: list[tuple[Any, Exception | None]] = []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            outcomes.extend(self._run(job) for job in group)
            self._transaction.write()
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            log.exception("a group of %d writes failed", len(group))
            failure = StoreDamaged(DAMAGED) if is_damage(error) else WriteFailed(f"{NO_COMMIT}: {error}")
            failure.__cause__ = error
            self.fault = failure
            for job in group:
                job.future.set_exception(failure)
            self._transaction.forget()
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            return
        if self._on_commit is not None:
            self._on_commit(len(group))
        if self.fault is not None:
            log.info("the database commits again")
            self.fault = None
        for job, (result, problem) in zip(group, outcomes, strict=True):
            if problem is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(problem)

    def _run(self, job: Job) -> tuple[Any, Exception | None]:
        """Run one job inside a savepoint; return its result or why it failed."""
        mark = self._transaction.mark()
        self._connection.execute("SAVEPOINT job")
        try:
            result = job.run(self._transaction)
        except Exception as problem:
            # A full disk ends the whole transaction, and the savepoint with it: that is everybody's failure.
            # And so is a damaged file: what else of the group went well is not to be relied on.
            if not self._connection.in_transaction or is_damage(problem):
                raise
            self._transaction.undo(mark)
            self._connection.execute("ROLLBACK TO job")
            self._connection.execute("RELEASE job")
            if not isinstance(problem, StoreError):
                log.exception("a write failed")
            return None, problem
        self._connection.execute("RELEASE job")
        return result, None
