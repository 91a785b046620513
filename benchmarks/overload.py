"""Ten times what a service can take: who is answered, how fast, and how soon it is well again.

First as many articles are sent as it takes; then ten times as many a second, each at its moment whatever became of
those before, and none again; then as at first. At every moment a refused article must have been told when to come
again.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import time
from collections.abc import Iterator
from pathlib import Path

from clients import SUBMIT, Met, encode, post, session, write
from reports import articles_of
from served import Served, Usage, served

from schemas.article import ArticleIn

SAMPLE_SECONDS = 5.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this mode."""
    parser.add_argument("--seconds", type=float, default=60, help="of the overload; before and after, a third of it")
    parser.add_argument("--times", type=float, default=10, help="how many times what it takes")
    parser.add_argument("--writers", type=int, default=8, help="connections before and after")


async def well(service: Served, seconds: float, writers: int, articles: Iterator[ArticleIn]) -> Met:
    """Send articles one after the other on a few connections."""
    met = Met()
    async with session(service.url) as client:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(write(client, articles, until, met) for _ in range(writers)))
    return met


async def flood(service: Served, seconds: float, per_second: float, articles: Iterator[ArticleIn]) -> Met:
    """Send so many articles a second, each at its moment; print what the service uses meanwhile."""
    met = Met()
    sending: set[asyncio.Task[object]] = set()
    sent = 0
    async with session(service.url) as client:
        began = sampled = time.perf_counter()
        while (now := time.perf_counter()) < began + seconds:
            # All that are due by now: a client that was held up itself sends the more afterwards.
            for article in itertools.islice(articles, int((now - began) * per_second) - sent):
                sent += 1
                task = asyncio.create_task(post(client, encode(article), met))
                sending.add(task)
                task.add_done_callback(sending.discard)
            await asyncio.sleep(1 / per_second)
            if now - sampled > SAMPLE_SECONDS:
                sampled = now
                print(f"  {now - began:4.0f} s, {len(sending)} unanswered:", service.usage(), flush=True)
        await asyncio.gather(*sending)
    return met


def measure(options: argparse.Namespace, database: Path) -> None:
    """Measure before, during and after, and print."""
    articles = articles_of(options.texts, seed=1)
    with served(database, options.workers) as service:
        asyncio.run(well(service, options.seconds / 3, options.writers, articles))
        before = asyncio.run(well(service, options.seconds / 3, options.writers, articles))
        rate = before.stored / (options.seconds / 3)
        print_met("before", before, options.seconds / 3)
        used, own = Usage.of(service.server), time.process_time()
        during = asyncio.run(flood(service, options.seconds, options.times * rate, articles))
        sent = during.statuses.total() / options.seconds
        print(f"sent {sent:.1f} articles/s, {sent / rate:.1f} times as many as before")
        print_met("during", during, options.seconds)
        print(
            f"{'':8} processor time: server {Usage.of(service.server).cpu_seconds - used.cpu_seconds:.1f} s,"
            f" client {time.process_time() - own:.1f} s"
        )
        began = time.perf_counter()
        first = asyncio.run(well(service, 0.001, 1, articles))
        print(f"the first article afterwards: {(time.perf_counter() - began) * 1000:.0f} ms, {dict(first.statuses)}")
        after = asyncio.run(well(service, options.seconds / 3, options.writers, articles))
        print_met("after", after, options.seconds / 3)
        print("at the end:", service.usage())


def print_met(when: str, met: Met, seconds: float) -> None:
    """Print how many articles were stored and refused, and how long that took."""
    print(f"{when:8} stored {met.stored / seconds:.1f}/s: {met.times(SUBMIT)}", flush=True)
    if met.refused:
        print(f"{'':8} refused {met.refused / seconds:.1f}/s, each with Retry-After: {met.times(f'{SUBMIT}, refused')}")
    if met.errors:
        print(f"{'':8} errors: {met.errors}")
