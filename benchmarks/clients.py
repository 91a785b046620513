"""Clients of a service: writers of articles and of batches, readers, and what they met."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator

import aiohttp
import msgspec

from schemas.article import ArticleIn
from schemas.batch import BatchResult

QUERIES = {
    "events, the last": "/v1/events",
    "events by side and weapon": "/v1/events?attacker=RU&weapon=drone",
    "events of a place": "/v1/events?location=Kharkiv&limit=20",
    "events by words": "/v1/events?q=hospital&limit=20",
    "counts by month": "/v1/events/counts?by=month&country=UA",
    "locations, type-ahead": "/v1/locations?q=k",
}
"""What people and dashboards ask, by name."""

SUBMIT = "POST /v1/articles"

JSON = {"content-type": "application/json"}
NDJSON = {"content-type": "application/x-ndjson"}
LINES_PER_BATCH = 200

encode = msgspec.json.Encoder().encode
decode_result = msgspec.json.Decoder(BatchResult).decode


class Met:
    """What clients met: how long answers took by what was asked, in seconds, and the statuses."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.statuses: Counter[str] = Counter()
        self.stored = 0
        self.refused = 0
        """Articles that were told when to come again."""

    @property
    def errors(self) -> dict[str, int]:
        """Everything that was neither answered nor refused as it should be, with how often."""
        found = Counter(self.statuses) - Counter({"200": self.statuses["200"], "201": self.statuses["201"]})
        return dict(found - Counter({"503": self.refused}))

    def percentile(self, per_cent: float, *asked: str) -> float:
        """Return a percentile of the times that these took, in milliseconds; NaN where none was asked."""
        taken = sorted(one for name in asked for one in self.taken[name])
        return taken[min(len(taken) - 1, int(len(taken) * per_cent / 100))] * 1000 if taken else math.nan

    def times(self, *asked: str) -> str:
        """Return percentiles of the times that these took, for people."""
        p50, p99, most = (self.percentile(per_cent, *asked) for per_cent in (50, 99, 100))
        return f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, most {most:.0f} ms"


def session(url: str) -> aiohttp.ClientSession:
    """Return a client without limits of its own."""
    return aiohttp.ClientSession(
        url,
        connector=aiohttp.TCPConnector(limit=0),
        timeout=aiohttp.ClientTimeout(total=120),
        headers={"accept-encoding": "identity"},
    )


async def post(client: aiohttp.ClientSession, body: bytes, met: Met) -> int:
    """Send one article; return after how many seconds to try again, 0 where it was taken."""
    began = time.perf_counter()
    try:
        async with client.post("/v1/articles", data=body, headers=JSON) as answer:
            await answer.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        met.statuses[type(error).__name__] += 1
        return 1
    met.statuses[str(answer.status)] += 1
    met.stored += answer.status == 201
    retry_after = int(answer.headers.get("Retry-After", 0))
    met.refused += bool(retry_after)
    met.taken[f"{SUBMIT}, refused" if answer.status == 503 else SUBMIT].append(time.perf_counter() - began)
    return retry_after


async def write(client: aiohttp.ClientSession, articles: Iterator[ArticleIn], until: float, met: Met) -> None:
    """Send articles one after the other until the time comes."""
    while time.perf_counter() < until:
        await asyncio.sleep(await post(client, encode(next(articles)), met))


async def write_batches(client: aiohttp.ClientSession, articles: Iterator[ArticleIn], until: float, met: Met) -> None:
    """Send batches one after the other until the time comes, reading the results meanwhile."""

    async def lines() -> AsyncIterator[bytes]:
        for _ in range(LINES_PER_BATCH):
            if time.perf_counter() > until:
                return
            yield encode(next(articles)) + b"\n"

    while time.perf_counter() < until:
        async with client.post("/v1/articles/batch", data=lines(), headers=NDJSON) as answer:
            if answer.status != 200:
                met.statuses[str(answer.status)] += 1
                await asyncio.sleep(1)
                continue
            async for line in answer.content:
                status = decode_result(line).status
                met.statuses[str(status)] += 1
                met.stored += status == 201


async def read(client: aiohttp.ClientSession, per_second: float, until: float, met: Met, seed: int) -> None:
    """Ask queries at moments that do not depend on the answers (Poisson), until the time comes."""
    rng = random.Random(seed)
    moment = time.perf_counter()
    asking: set[asyncio.Task[None]] = set()
    while (moment := moment + rng.expovariate(per_second)) < until:
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        task = asyncio.create_task(ask(client, rng.choice(list(QUERIES)), met))
        asking.add(task)
        task.add_done_callback(asking.discard)
    await asyncio.gather(*asking)


async def ask(client: aiohttp.ClientSession, name: str, met: Met) -> None:
    """Ask one query."""
    began = time.perf_counter()
    try:
        async with client.get(QUERIES[name]) as answer:
            await answer.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        met.statuses[type(error).__name__] += 1
        return
    met.statuses[str(answer.status)] += 1
    met.taken[name].append(time.perf_counter() - began)
