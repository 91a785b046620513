"""Filling a database with a population, through the store's own writer.

The population is drawn in a process of its own: the writer then has a core to itself, as it has beside the workers that
extract.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator
from multiprocessing.queues import Queue
from pathlib import Path

import msgspec
from population import Population

from schemas.article import ArticleIn, Extraction
from service.store import Store

BATCH = 200
REPORT_SECONDS = 30.0

Submission = tuple[ArticleIn, Extraction, str]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Submission]).decode


def fill(path: Path, events: int, seed: int = 1) -> float:
    """Store so many events in a new database; print the rate as it goes and return it, in events a second."""
    store = Store.open(path, readers=1)
    began = last = time.perf_counter()
    stored = 0
    for result in store.add_many(_drawn(events, seed)):
        assert isinstance(result, tuple)
        stored += len(result[0].events)
        if time.perf_counter() - last > REPORT_SECONDS:
            last = time.perf_counter()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"  {stored:,} events, {stored / (last - began):,.0f}/s, {memory} MB of memory", flush=True)
    store.close()
    return stored / (time.perf_counter() - began)


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
