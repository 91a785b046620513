"""Extraction of many articles in several processes, in order."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import NamedTuple, Protocol, TypeVar

from schemas.article import ArticleIn, Extraction

AHEAD = 8
"""Articles per process that are handed out before the first of them is done."""

Extract = Callable[[ArticleIn], Extraction]


class Extractable(Protocol):
    """An article, and where it comes from."""

    @property
    def origin(self) -> str:
        """Where it comes from, for people: a file and a line, or an id."""
        ...

    @property
    def article(self) -> ArticleIn:
        """The article."""
        ...


Item = TypeVar("Item", bound=Extractable)


class Refused(NamedTuple):
    """Something that is no usable article: where it stands and why."""

    origin: str
    reason: str


def extract_many(
    items: Iterable[Item], extract: Extract, workers: int
) -> Generator[tuple[Item, Extraction] | Refused, None, None]:
    """Yield the extractions of the items in their order, made by ``workers`` processes; close it to end these.

    ``extract`` must be importable by name.

    Raises
    ------
    BrokenProcessPool
        If a process was ended from outside.
    """
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_follow_parent)
    under_way: deque[tuple[Item, Future[Extraction]]] = deque()
    try:
        for item in items:
            under_way.append((item, pool.submit(extract, item.article)))
            if len(under_way) >= workers * AHEAD:
                yield _outcome(*under_way.popleft())
        while under_way:
            yield _outcome(*under_way.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _outcome(item: Item, future: Future[Extraction]) -> tuple[Item, Extraction] | Refused:
    error = future.exception()
    if isinstance(error, BrokenProcessPool):
        raise error
    if error is not None:
        return Refused(item.origin, f"extraction failed: {type(error).__name__}: {error}")
    return item, future.result()


def _follow_parent() -> None:
    """Leave interrupts to the parent process, and end when it does, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
