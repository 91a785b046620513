"""Half an hour of writing and reading at a moderate pace: memory, open files and the database's log by the minute."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from clients import QUERIES, SUBMIT, Met, encode, post, read, session
from reports import articles_of
from served import Served, Usage, served

from schemas.article import ArticleIn


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this mode."""
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--articles", type=float, default=20, help="articles a second, at most")
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--reads", type=float, default=10, help="queries a second")
    parser.add_argument("--every", type=float, default=60, help="seconds between two lines")


class Sample(NamedTuple):
    """What the service uses at a moment."""

    server: Usage
    workers: Usage
    log_mb: float


async def write_at(service: Served, articles: Iterator[ArticleIn], per_second: float, until: float, met: Met) -> None:
    """Send articles one after the other, so many a second at most."""
    async with session(service.url) as client:
        while (began := time.perf_counter()) < until:
            await post(client, encode(next(articles)), met)
            await asyncio.sleep(max(0.0, began + 1 / per_second - time.perf_counter()))


async def watch(service: Served, every: float, until: float, met: Met) -> list[Sample]:
    """Print and return what the service uses, again and again."""
    began = time.perf_counter()
    samples: list[Sample] = []
    while time.perf_counter() + every / 2 < until:
        stored = met.stored
        await asyncio.sleep(every)
        samples.append(Sample(Usage.of(service.server), Usage.of(*service.workers), service.log_mb))
        print(
            f"{(time.perf_counter() - began) / 60:5.1f} min: {(met.stored - stored) / every:.1f} articles/s;"
            f" database {service.database.stat().st_size / 1e6:.0f} MB; {service.usage()}",
            flush=True,
        )
    return samples


async def soak(service: Served, options: argparse.Namespace) -> tuple[Met, list[Sample]]:
    """Write, read and watch until the time is over."""
    met = Met()
    articles = articles_of(options.texts, seed=1)
    until = time.perf_counter() + options.minutes * 60
    pace = options.articles / options.writers
    async with session(service.url) as client:
        *_, samples = await asyncio.gather(
            *(write_at(service, articles, pace, until, met) for _ in range(options.writers)),
            read(client, options.reads, until, met, seed=1),
            watch(service, options.every, until, met),
        )
    return met, samples


def measure(options: argparse.Namespace, database: Path) -> None:
    """Soak the service and print how its second half differs from its first."""
    with served(database, options.workers) as service:
        met, samples = asyncio.run(soak(service, options))
    half = len(samples) // 2
    for name, of in (
        ("memory of the server, MB", lambda sample: sample.server.memory_mb),
        ("memory of the workers, MB", lambda sample: sample.workers.memory_mb),
        ("open files of the server", lambda sample: sample.server.files),
        ("write-ahead log, MB", lambda sample: sample.log_mb),
    ):
        values = [of(sample) for sample in samples]
        first, second = statistics.mean(values[:half]), statistics.mean(values[half:])
        print(f"{name:28} halves {first:.1f} and {second:.1f}, most {max(values):.1f}, last {values[-1]:.1f}")
    print(f"{met.stored} articles stored: {met.times(SUBMIT)}")
    print(f"queries: {met.times(*QUERIES)}")
    print(f"errors: {met.errors or 'none'}")
