"""Far more articles than the service can take: a bounded number waits, the rest is refused at once, and it passes."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import httpx
from api_service import SUMY, assert_problem
from recovery_server import Service, assert_sound, running

SENT = 40
QUEUE = 3
ROUNDS = 3


def memory(process: int) -> int:
    """Return the bytes of a process that are in memory and no mapped files."""
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon"))


async def flood(service: Service, number: int) -> list[httpx.Response]:
    """Send many articles at once while the worker stands still, and let it go on when only those that wait are left.

    Returns the answers in the order in which they came.
    """
    answers: list[httpx.Response] = []
    url, unlimited = service.client.base_url, httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=unlimited) as client:

        async def submit(text: str) -> None:
            answers.append(await client.post("/v1/articles", json={"text": text}))

        os.kill(service.worker, signal.SIGSTOP)
        try:
            sent = [asyncio.create_task(submit(f"{SUMY} Flood {number}, {article}.")) for article in range(SENT)]
            async with asyncio.timeout(60):
                while len(answers) < SENT - QUEUE - 1:
                    await asyncio.sleep(0.01)
        finally:
            os.kill(service.worker, signal.SIGCONT)
        await asyncio.gather(*sent)
    return answers


def test_an_overload_is_refused_at_once_and_leaves_nothing_behind(tmp_path: Path) -> None:
    database = tmp_path / "strikelog.db"
    limits = {"STRIKELOG_EXTRACTION_QUEUE": str(QUEUE), "STRIKELOG_EXTRACTION_TIMEOUT": "120"}
    in_use: list[int] = []
    with running(database, tmp_path / "log", **limits) as service:
        for number in range(ROUNDS):
            *refused, first, second, third, fourth = asyncio.run(flood(service, number))
            for answer in refused:
                assert_problem(answer, 503, "overloaded")
                assert int(answer.headers["retry-after"]) >= 1
            assert [answer.status_code for answer in (first, second, third, fourth)] == [201] * (QUEUE + 1)
            assert service.submit(f"{SUMY} After flood {number}.").status_code == 201
            assert service.readiness()[0] == 200
            in_use.append(memory(service.server))
        assert service.stop() == 0
    assert in_use[-1] < in_use[0] + 10_000_000
    assert assert_sound(database, {}) == ROUNDS * (QUEUE + 2)
