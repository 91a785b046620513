"""Filling a database with a population, through the store's own writer.

The population is drawn in a process of its own: the writer then has a core to itself, as it has beside the workers that
extract.
"""

from __future__ import annotations

import multiprocessing
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.queues import Queue
from pathlib import Path

import msgspec
from population import Population

from schemas.article import ArticleIn, Extraction
from service.store import Store
from service.store.writer import GROUP

BATCH = 200
REPORT_SECONDS = 30.0

Submission = tuple[ArticleIn, Extraction, str]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Submission]).decode


def stored_events(path: Path) -> int:
    """Return how many events the database has; none where there is no database."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT events FROM term_sums WHERE term_id = 0").fetchone()
    return 0 if row is None else int(row[0])


def fill(path: Path, events: int) -> None:
    """Store events until the database has so many, new or begun before; print the rate as it goes."""
    there = stored_events(path)
    if there >= events:
        return
    store = Store.open(path, readers=1, queue_size=GROUP)
    began = last = time.perf_counter()
    worked = time.process_time()
    stored = reported = 0
    for result in store.add_many(_drawn(events - there, seed=1 + there)):
        assert isinstance(result, tuple)
        stored += len(result[0].events)
        now = time.perf_counter()
        if now - last > REPORT_SECONDS:
            rate, cost = (stored - reported) / (now - last), 1e6 * (time.process_time() - worked) / (stored - reported)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"  {there + stored:,} events, {rate:,.0f}/s, {cost:,.0f} µs of processor each, {memory} MB", flush=True
            )
            last, reported, worked = now, stored, time.process_time()
    store.close()
    seconds = time.perf_counter() - began
    print(f"filled: {stored:,} events in {seconds:,.0f} s, {stored / seconds:,.0f}/s", flush=True)


def _drawn(events: int, seed: int) -> Iterator[Submission]:
    context = multiprocessing.get_context("spawn")
    batches: Queue[bytes | None] = context.Queue(20)
    drawing = context.Process(target=_draw, args=(batches, events, seed), daemon=True)
    drawing.start()
    while (batch := batches.get()) is not None:
        yield from _decode(batch)
    drawing.join()


def _draw(batches: Queue[bytes | None], events: int, seed: int) -> None:
    waiting: list[Submission] = []
    for submission in Population(seed).submissions(events):
        waiting.append(submission)
        if len(waiting) == BATCH:
            batches.put(_encode(waiting))
            waiting = []
    batches.put(_encode(waiting))
    batches.put(None)
