"""Batches: results in the order of the lines, bad lines beside good ones, back-pressure, connections that break."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import time
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any, Self

import httpx
import msgspec
import pytest
from api_service import SDEROT, SUMY, assert_problem, served
from test_api_server import serving

from service.api.batch import Line, read_lines
from service.api.ordered import in_order
from service.settings import Settings

NDJSON = {"content-type": "application/x-ndjson"}
BATCH = "/v1/articles/batch"


def line(text: str, **fields: str) -> bytes:
    return json.dumps({"text": text, **fields}).encode() + b"\n"


def results_of(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/x-ndjson"
    return [json.loads(found) for found in response.text.splitlines()]


async def pieces(data: bytes, size: int) -> AsyncGenerator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
async def test_lines_are_found_wherever_the_pieces_end(size: int) -> None:
    data = b"one\n\n \r\n12345678\n123456789\nsix\nseven"
    found = [found async for found in read_lines(pieces(data, size), limit=8)]
    assert found == [Line(1, b"one"), Line(4, b"12345678"), Line(5, None), Line(6, b"six"), Line(7, b"seven")]


async def test_work_is_done_at_once_and_handed_out_in_order() -> None:
    working = most = 0

    async def numbers() -> AsyncGenerator[int]:
        for number in range(12):
            yield number

    async def work(number: int) -> int:
        nonlocal working, most
        working += 1
        most = max(most, working)
        await asyncio.sleep(0.01 if number % 2 else 0)
        working -= 1
        return number

    assert [number async for number in in_order(numbers(), work, 3)] == list(range(12))
    assert most == 3


async def test_who_is_slow_to_take_results_is_not_asked_for_more_items() -> None:
    taken: list[int] = []

    async def endless() -> AsyncGenerator[int]:
        while True:
            taken.append(len(taken))
            yield taken[-1]

    async def work(number: int) -> int:
        return number

    results = in_order(endless(), work, 4)
    assert await anext(results) == 0
    await asyncio.sleep(0.01)
    assert len(taken) == 4
    assert await anext(results) == 1
    await asyncio.sleep(0.01)
    assert len(taken) == 5
    await results.aclose()


async def test_what_reading_raises_comes_after_the_results_before_it() -> None:
    async def broken() -> AsyncGenerator[int]:
        yield 1
        yield 2
        raise ConnectionError

    async def work(number: int) -> int:
        await asyncio.sleep(0.01)
        return number

    results = in_order(broken(), work, 9)
    assert [await anext(results), await anext(results)] == [1, 2]
    with pytest.raises(ConnectionError):
        await anext(results)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_bad_line_has_its_problem_and_stops_nothing(client: httpx.AsyncClient) -> None:
    body = b"".join([
        line(SUMY, source="Batch wire", external_id="batch-1"),
        b"\n",
        b"{not json\n",
        line("  ", source="Batch wire"),
        line(SUMY, source="Batch wire", headline="no such field"),
        b'{"text": "\xff"}\n',
        line("a" * 200_001),
        b'"' + b"a" * 1_000_000 + b'"\n',
        line(SDEROT, source="Batch wire", external_id="batch-1"),
        line(SDEROT, source="Batch wire", published_at="2024-01-16"),
        line(SUMY, source="Batch wire"),
    ])  # fmt: skip
    results = results_of(await client.post(BATCH, content=body, headers=NDJSON))
    expected = [(1, 201), (3, 400), (4, 422), (5, 422), (6, 400), (7, 413), (8, 413), (9, 409), (10, 201), (11, 200)]
    assert [(found["line"], found["status"]) for found in results] == expected
    for found in results:
        problem = found["problem"]
        if problem is None:
            stored = (await client.get(f"/v1/articles/{found['article_id']}")).json()
            assert len(stored["events"]) == found["events"] > 0
        else:
            assert (problem["status"], found["article_id"], found["events"]) == (found["status"], None, 0)
            assert problem["instance"] == BATCH
    assert results[3]["problem"]["errors"][0]["field"] == "headline"
    listed = (await client.get("/v1/articles?source=Batch%20wire")).json()["items"]
    assert {item["id"] for item in listed} == {results[0]["article_id"], results[8]["article_id"]}


@pytest.mark.asyncio(loop_scope="session")
async def test_a_batch_is_refused_whole_for_what_it_says_of_itself(client: httpx.AsyncClient) -> None:
    for headers in ({"content-type": "application/json"}, {**NDJSON, "content-encoding": "gzip"}):
        refused = await client.post(BATCH, content=line(SUMY), headers=headers)
        assert refused.status_code == 415
    assert_problem(
        await client.post(BATCH + "?source=x", content=b"", headers=NDJSON), 400, "unknown-parameter", "source"
    )
    assert results_of(await client.post(BATCH, content=b"", headers=NDJSON)) == []


async def test_more_batches_than_may_be_sent_at_a_time_are_refused(settings: Settings) -> None:
    async with served(msgspec.structs.replace(settings, batches=1)) as client:
        answers = await asyncio.gather(
            *(client.post(BATCH, content=line(f"{SUMY} {number}"), headers=NDJSON) for number in range(3))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 503, 503]
        refused = next(answer for answer in answers if answer.status_code == 503)
        assert_problem(refused, 503, "overloaded")
        assert int(refused.headers["retry-after"]) >= 1


async def test_a_batch_waits_where_the_queue_is_full(settings: Settings) -> None:
    async with served(msgspec.structs.replace(settings, extraction_queue=0)) as client:
        body = b"".join(line(f"{SUMY} Report {number}.") for number in range(30))
        assert [found["status"] for found in results_of(await client.post(BATCH, content=body, headers=NDJSON))] == [
            201
        ] * 30


async def test_a_batch_waits_for_a_worker_however_long(settings: Settings) -> None:
    async with served(msgspec.structs.replace(settings, extraction_timeout=0.3)) as client:
        body = line(SUMY) + line((SUMY + "\n\n") * 1100) + line(SDEROT)
        first, late, after = results_of(await client.post(BATCH, content=body, headers=NDJSON))
    assert [first["status"], late["status"], after["status"]] == [201, 503, 201]
    assert late["problem"]["type"] == "urn:strikelog:problem:timeout"


async def test_of_two_lines_for_one_place_the_first_has_it(settings: Settings) -> None:
    async with served(msgspec.structs.replace(settings, extraction_workers=2)) as client:
        slow = (SUMY + "\n\n") * 100
        body = line(slow, external_id="one") + line(SDEROT, external_id="one") + line(slow) + line(SUMY) + line(SUMY)
        results = results_of(await client.post(BATCH, content=body, headers=NDJSON))
    assert [found["status"] for found in results] == [201, 409, 200, 201, 200]


@pytest.mark.asyncio(loop_scope="session")
async def test_lines_may_end_in_any_way(client: httpx.AsyncClient) -> None:
    article = line(SUMY, source="Batch of ends").strip()
    body = b"\xef\xbb\xbf" + article + b"\r\n\n \r\n" + article
    results = results_of(await client.post(BATCH, content=body, headers=NDJSON))
    assert [(found["line"], found["status"]) for found in results] == [(1, 201), (4, 200)]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, httpx.Client]]:
    folder = tmp_path_factory.mktemp("batch")
    with serving(folder / "strikelog.db", folder / "log") as (_, client):
        yield folder / "strikelog.db", client


class Sending:
    """A batch on a connection of its own, or another body, sent piece by piece; closed with the block."""

    def __init__(
        self,
        client: httpx.Client,
        receive_buffer: int = 0,
        path: str = BATCH,
        content_type: str = "application/x-ndjson",
    ) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(120)
        self.socket.connect(("127.0.0.1", client.base_url.port or 80))
        head = f"POST {path} HTTP/1.1\r\nHost: test\r\nContent-Type: {content_type}\r\nConnection: close\r\n"
        self.socket.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n")
        self.answer = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.answer.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(b"%x\r\n%s\r\n" % (len(data), data))

    def send_end(self) -> None:
        self.socket.sendall(b"0\r\n\r\n")

    def result(self) -> dict[str, Any]:
        while not (found := self.answer.readline()).startswith(b"{"):
            assert found, "the answer has ended"
        result: dict[str, Any] = json.loads(found)
        return result


def test_results_come_while_the_rest_is_being_sent(service: tuple[Path, httpx.Client]) -> None:
    with Sending(service[1]) as sending:
        for number in range(1, 4):
            sending.send(line(f"{SUMY} Sent {number}."))
            result = sending.result()
            assert (result["line"], result["status"]) == (number, 201)
        sending.send_end()
        assert sending.answer.read().endswith(b"0\r\n\r\n")


def test_a_sender_who_is_too_fast_has_to_wait(service: tuple[Path, httpx.Client]) -> None:
    article = line(f"{SUMY} " * 1000)
    chunk = b"%x\r\n%s\r\n" % (len(article), article)
    with Sending(service[1]) as sending:
        sending.socket.setblocking(False)
        sent, deadline = 0, time.monotonic() + 1
        while time.monotonic() < deadline:
            try:
                sent += sending.socket.send(chunk[sent % len(chunk) :])
            except BlockingIOError:
                time.sleep(0.01)
        # No more than what the kernel holds on both sides, and a window of articles.
        assert sent < 40_000_000
        sending.socket.settimeout(30)
        assert sending.result()["status"] == 201


def test_who_does_not_read_the_results_has_to_wait(service: tuple[Path, httpx.Client]) -> None:
    with Sending(service[1], receive_buffer=4096) as sending:
        sending.socket.settimeout(1)
        with pytest.raises(TimeoutError):
            for _ in range(1000):
                sending.send(b"no JSON\n" * 10_000)
    assert service[1].get("/livez").status_code == 200


def test_a_batch_that_broke_off_is_sent_again_and_stored_once(service: tuple[Path, httpx.Client]) -> None:
    database, client = service
    lines = [line(f"{SUMY} Broken {number}.", source="Broken wire") for number in range(24)]
    for acknowledged in (0, 1, 7, 20):
        with Sending(client) as sending:
            sending.send(b"".join(lines[: acknowledged + 3]) + lines[acknowledged + 3][:40])
            results = [sending.result() for _ in range(acknowledged)]
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            stored = {row[0] for row in connection.execute("SELECT public_id FROM articles")}
        assert {result["article_id"] for result in results} <= stored
    results = results_of(client.post(BATCH, content=b"".join(lines), headers=NDJSON))
    assert [result["line"] for result in results] == list(range(1, 25))
    assert {result["status"] for result in results} <= {200, 201}
    assert len(client.get("/v1/articles?source=Broken%20wire").json()["items"]) == 24
    assert client.get("/readyz").status_code == 200
