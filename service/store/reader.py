"""The few threads that read."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from service.store.connection import open_reader
from service.store.errors import StoreBusy, StoreClosed, StoreDamaged, StoreTimeout, is_damage

T = TypeVar("T")

STEPS_BETWEEN_CHECKS = 2000
"""Steps of SQLite's virtual machine between two looks at the clock: some 20 microseconds."""


class Readers:
    """Threads with a read-only connection each, and the time limit of what they do."""

    def __init__(self, path: Path, *, threads: int, queue_size: int, timeout: float) -> None:
        self._timeout = timeout
        self._queue_size = queue_size
        # A slot is held from the call until its end: those that run and those that wait.
        self._slots = threading.BoundedSemaphore(queue_size + threads)
        self._connections: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        self._all = [open_reader(path) for _ in range(threads)]
        for connection in self._all:
            self._connections.put(connection)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="strikelog-reader")
        self.damage: StoreDamaged | None = None
        """What a read found damaged in the file; it stays until the store is opened anew."""
        self.closed = False
        """Whether `close` was called: reads that have not begun are turned away."""

    async def run(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """Run `read` on a thread, inside one read transaction: all its statements see the same state."""
        return await asyncio.wrap_future(self.submit(read))

    def submit(self, read: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Queue `read`; raise `StoreBusy` where too many wait, `StoreClosed` after `close`."""
        if self.closed:
            raise StoreClosed("the store is closed")
        if not self._slots.acquire(blocking=False):
            raise StoreBusy(f"{self._queue_size} reads are waiting already")
        try:
            future = self._pool.submit(self._read, read)
        except RuntimeError as error:
            self._slots.release()
            raise StoreClosed("the store is closed") from error
        future.add_done_callback(lambda _: self._slots.release())
        return future

    def close(self) -> None:
        """Let the reads that run finish, turn away those that wait, and close the connections."""
        self.closed = True
        self._pool.shutdown()
        for connection in self._all:
            connection.close()

    def _read(self, read: Callable[[sqlite3.Connection], T]) -> T:
        if self.closed:
            raise StoreClosed("the store was closed while the read waited")
        connection = self._connections.get()
        try:
            return self._limited(connection, read)
        finally:
            self._connections.put(connection)

    def _limited(self, connection: sqlite3.Connection, read: Callable[[sqlite3.Connection], T]) -> T:
        deadline = time.monotonic() + self._timeout
        connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_CHECKS)
        try:
            connection.execute("BEGIN")
            return read(connection)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise StoreTimeout(f"the query took longer than {self._timeout:g} s") from error
            if is_damage(error):
                self.damage = StoreDamaged("the database is damaged")
                raise self.damage from error
            raise
        finally:
            connection.set_progress_handler(None, 0)
            if connection.in_transaction:
                connection.execute("ROLLBACK")
