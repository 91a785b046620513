"""The pool of worker processes: queue, deadline, crash."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections import deque
from collections.abc import AsyncIterator

import msgspec
import pytest
from api_service import SUMY, assert_problem, served

from schemas.article import ArticleIn
from service.api.extracting.workers import ExtractionPool
from service.api.observing.metrics import Metrics
from service.api.problems import ApiProblem, Kind
from service.settings import Settings

SHORT = ArticleIn(text=SUMY)
LONG = ArticleIn(text=(SUMY + "\n\n") * 900)


@contextlib.asynccontextmanager
async def pool_of(workers: int, *, queue: int = 8, timeout: float = 60) -> AsyncIterator[ExtractionPool]:
    pool = ExtractionPool(workers=workers, queue=queue, timeout=timeout, metrics=Metrics())
    pool.start()
    try:
        async with asyncio.timeout(60):
            while not pool.ready:
                await asyncio.sleep(0.02)
        yield pool
    finally:
        await pool.close()


async def refused(pool: ExtractionPool, article: ArticleIn) -> Kind:
    with pytest.raises(ApiProblem) as caught:
        await pool.extract(article)
    return caught.value.kind


async def test_workers_extract_alike() -> None:
    async with pool_of(2) as pool:
        found = await asyncio.gather(*(pool.extract(SHORT) for _ in range(6)))
        assert len({msgspec.json.encode(extraction) for extraction in found}) == 1
        assert pool.pipeline_version == found[0].pipeline_version


async def test_workers_refuse_what_the_queue_cannot_hold() -> None:
    async with pool_of(1, queue=1) as pool:
        busy = [asyncio.create_task(pool.extract(LONG)) for _ in range(2)]
        await asyncio.sleep(0.01)
        assert await refused(pool, SHORT) is Kind.OVERLOADED
        await asyncio.gather(*busy)
        assert (await pool.extract(SHORT)).article_id


async def test_who_has_waited_longest_is_next_though_others_ask_all_the_time() -> None:
    async with pool_of(1) as pool, asyncio.timeout(60):
        early = [asyncio.create_task(pool.extract(SHORT, of_batch=True)) for _ in range(3)]
        late: deque[asyncio.Task[object]] = deque()
        while not all(task.done() for task in early):
            late.append(asyncio.create_task(pool.extract(SHORT, of_batch=True)))
            if len(late) > 20:
                late.popleft().cancel()
            await asyncio.sleep(0)
        assert not any(task.done() for task in late)
        for task in late:
            task.cancel()


async def test_articles_of_batches_wait_without_a_place_in_the_queue() -> None:
    async with pool_of(1, queue=1) as pool:
        of_batch = [asyncio.create_task(pool.extract(SHORT, of_batch=True)) for _ in range(5)]
        await asyncio.sleep(0)
        assert pool.waiting == 4
        assert (await pool.extract(SHORT)).article_id
        assert len({(await extraction).article_id for extraction in of_batch}) == 1
        assert pool.waiting == 0


async def test_workers_end_an_article_over_the_deadline_and_go_on() -> None:
    async with pool_of(1, timeout=0.05) as pool:
        before = pool.process_ids
        assert await refused(pool, LONG) is Kind.TIMEOUT
        async with asyncio.timeout(60):
            while not pool.ready:
                await asyncio.sleep(0.02)
        assert pool.process_ids != before


async def test_a_worker_that_was_killed_is_replaced() -> None:
    async with pool_of(1) as pool:
        (victim,) = pool.process_ids
        os.kill(victim, signal.SIGKILL)
        assert (await pool.extract(SHORT)).article_id
        assert pool.process_ids != [victim]


async def test_an_article_whose_worker_was_killed_is_tried_once_more() -> None:
    async with pool_of(1) as pool:
        (victim,) = pool.process_ids
        extraction = asyncio.create_task(pool.extract(LONG))
        await asyncio.sleep(0.01)
        os.kill(victim, signal.SIGKILL)
        assert (await extraction).article_id


async def test_a_request_that_is_given_up_leaves_its_worker_whole() -> None:
    async with pool_of(1) as pool:
        given_up = asyncio.create_task(pool.extract(LONG))
        await asyncio.sleep(0.01)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        expected = await pool.extract(SHORT)
        assert (await pool.extract(SHORT)) == expected
        assert expected.article_id != (await pool.extract(LONG)).article_id


async def test_workers_end_with_the_pool() -> None:
    async with pool_of(2) as pool:
        processes = pool.process_ids
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


async def test_an_overloaded_service_says_when_to_try_again(settings: Settings) -> None:
    tight = msgspec.structs.replace(settings, extraction_queue=0)
    async with served(tight) as client:
        async with asyncio.timeout(60):
            while (await client.get("/readyz")).status_code != 200:
                await asyncio.sleep(0.02)
        answers = await asyncio.gather(*(client.post("/v1/extract", json={"text": LONG.text}) for _ in range(4)))
        taken = [answer for answer in answers if answer.status_code == 200]
        refusals = [answer for answer in answers if answer.status_code != 200]
        assert taken
        assert refusals
        for answer in refusals:
            assert_problem(answer, 503, "overloaded")
            assert int(answer.headers["retry-after"]) >= 1
