"""Articles a second that a service stores, beside what the bare pipeline does, and what readers wait meanwhile.

Each repeat takes in turns, for so many seconds each: the bare pipeline in as many processes as the service has
workers; readers alone; writers of single articles beside the readers; writers of batches beside the readers.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Coroutine, Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from clients import QUERIES, Met, read, session, write, write_batches
from reports import articles_of
from served import Served, Usage, served

from schemas.article import ArticleIn

BATCH_WRITERS = 2


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this mode."""
    parser.add_argument("--seconds", type=float, default=20, help="of each span")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--writers", type=int, default=8, help="connections that send single articles")
    parser.add_argument("--reads", type=float, default=20, help="queries a second")


class Span(NamedTuple):
    """Some time under load: what clients met, and seconds of processor time."""

    seconds: float
    met: Met
    server: float
    workers: float
    client: float

    @property
    def rate(self) -> float:
        """Articles stored per second."""
        return self.met.stored / self.seconds

    def waits(self, *asked: str) -> tuple[float, float]:
        """Return the median and the 99th percentile of the time that queries took, in milliseconds."""
        return self.met.percentile(50, *asked), self.met.percentile(99, *asked)


class Bare(NamedTuple):
    """What the bare pipeline does: articles a second, and seconds of processor time of each."""

    rate: float
    cost: float


class Pipeline:
    """The bare pipeline in processes of its own, which wait between runs."""

    def __init__(self, processes: int, texts: Path | None) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        for number in range(processes):
            here, there = context.Pipe()
            context.Process(target=_extract, args=(there, texts, number), daemon=True).start()
            self._pipes.append(here)
        for pipe in self._pipes:
            pipe.recv()

    def run(self, seconds: float) -> Bare:
        """Extract for so long."""
        for pipe in self._pipes:
            pipe.send(seconds)
        results = [pipe.recv() for pipe in self._pipes]
        articles = sum(count for count, _, _ in results)
        return Bare(sum(count / taken for count, taken, _ in results), sum(cpu for _, _, cpu in results) / articles)

    def close(self) -> None:
        """End the processes."""
        for pipe in self._pipes:
            pipe.send(None)


def _extract(pipe: Connection, texts: Path | None, number: int) -> None:
    from service.extraction import extract

    articles = articles_of(texts, seed=1000 + number)
    extract(next(articles))
    pipe.send(None)
    for seconds in iter(pipe.recv, None):
        began, cpu = time.perf_counter(), time.process_time()
        count = 0
        while time.perf_counter() - began < seconds:
            extract(next(articles))
            count += 1
        pipe.send((count, time.perf_counter() - began, time.process_time() - cpu))


async def drive(service: Served, options: argparse.Namespace, articles: Iterator[ArticleIn], writing: str) -> Span:
    """Read, and write ``articles`` or ``batches`` beside it, for the time of a span."""
    met = Met()
    async with session(service.url) as client:
        server, workers, own = Usage.of(service.server), Usage.of(*service.workers), time.process_time()
        began = time.perf_counter()
        until = began + options.seconds
        tasks: list[Coroutine[Any, Any, None]] = [read(client, options.reads, until, met, seed=1)]
        if writing == "articles":
            tasks += [write(client, articles, until, met) for _ in range(options.writers)]
        elif writing == "batches":
            tasks += [write_batches(client, articles, until, met) for _ in range(BATCH_WRITERS)]
        await asyncio.gather(*tasks)
        return Span(
            time.perf_counter() - began,
            met,
            Usage.of(service.server).cpu_seconds - server.cpu_seconds,
            Usage.of(*service.workers).cpu_seconds - workers.cpu_seconds,
            time.process_time() - own,
        )


def measure(options: argparse.Namespace, database: Path) -> None:
    """Measure in turns and print."""
    articles = articles_of(options.texts, seed=1)
    spans: dict[str, list[Span]] = {"nothing": [], "articles": [], "batches": []}
    ratios: dict[str, list[float]] = {"articles": [], "batches": []}
    with served(database, options.workers) as service, closing(Pipeline(options.workers, options.texts)) as pipeline:
        warmed = asyncio.run(drive(service, options, articles, "articles"))
        if not warmed.met.stored:
            raise SystemExit(f"nothing was stored: {warmed.met.errors}")
        print("at the start:", service.usage(), flush=True)
        print(f"{'written':10} {'articles/s':>10} {'bare':>7} {'ratio':>6}   ms of processor time of an article")
        for _ in range(options.repeat):
            bare = pipeline.run(options.seconds)
            for writing, done in spans.items():
                span = asyncio.run(drive(service, options, articles, writing))
                done.append(span)
                if writing in ratios:
                    ratios[writing].append(span.rate / bare.rate)
                    print_rate(writing, span, bare, spans["nothing"][-1])
        for writing, found in ratios.items():
            print(f"{writing:10} ratio {statistics.median(found):.2f} (median of {len(found)})")
        print_reads(spans)
        print("at the end:", service.usage())
    errors = [span.met.errors for done in spans.values() for span in done if span.met.errors]
    print(f"errors: {errors or 'none'}")


def print_rate(writing: str, span: Span, bare: Bare, alone: Span) -> None:
    """Print what was stored, and what it cost beside the bare pipeline; what the readers cost alone is taken off."""
    used = {
        "workers": span.workers,
        "server": span.server - alone.server,
        "client": span.client - alone.client,
    }
    costs = ", ".join(f"{name} {seconds / span.met.stored * 1000:.2f}" for name, seconds in used.items())
    print(
        f"{writing:10} {span.rate:10.1f} {bare.rate:7.1f} {span.rate / bare.rate:6.2f}   bare {bare.cost * 1000:.2f},"
        f" {costs}",
        flush=True,
    )


def print_reads(spans: dict[str, list[Span]]) -> None:
    """Print how long queries took, alone and beside writers: medians of the repeats."""
    print(f"{'query, ms':26} {'alone: p50':>12} {'p99':>7}", end="")
    print(*(f"{f'{writing}: p50':>15} {'p99':>7} {'ratio':>6}" for writing in ("articles", "batches")))
    for name, asked in {**{name: (name,) for name in QUERIES}, "all": tuple(QUERIES)}.items():
        alone, *others = (median_waits(done, asked) for done in spans.values())
        print(f"{name:26} {alone[0]:12.1f} {alone[1]:7.1f}", end="")
        print(*(f"{p50:15.1f} {p99:7.1f} {p99 / alone[1]:6.1f}" for p50, p99 in others))


def median_waits(spans: list[Span], asked: tuple[str, ...]) -> tuple[float, float]:
    """Return the median over spans of the median and of the 99th percentile, in milliseconds."""
    p50, p99 = (statistics.median(found) for found in zip(*(span.waits(*asked) for span in spans), strict=True))
    return p50, p99
