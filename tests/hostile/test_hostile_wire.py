"""What a client can do to a connection, done to a real service: the right status, and the service goes on as before."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from api_service import SUMY, assert_problem
from recovery_server import Service, running

MEGABYTE = 1_000_000
PLAIN = {"content-type": "text/plain"}
JSON = {"content-type": "application/json"}
EXTRACT = b"POST /v1/extract HTTP/1.1\r\nHost: test\r\nContent-Type: text/plain\r\n"
CHUNKED = EXTRACT + b"Transfer-Encoding: chunked\r\n\r\n"
NEXT = b"GET /livez HTTP/1.1\r\nHost: test\r\n\r\n"
LIVEZ = b"GET /livez HTTP/1.1\r\nHost: test\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("wire")
    with running(folder / "strikelog.db", folder / "log", STRIKELOG_BODY_TIMEOUT="2") as service:
        yield service
        assert service.readiness()[0] == 200
        assert not service.said('"level":"error"')


def peak_memory(process: int) -> int:
    """Return the most memory that a process has had, in bytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x"])
def test_compressed_bodies_are_refused_unread(service: Service, encoding: str) -> None:
    bomb = gzip.compress(b"a" * 20 * MEGABYTE)
    answer = service.client.post("/v1/extract", content=bomb, headers={**PLAIN, "content-encoding": encoding})
    assert_problem(answer, 415, "unsupported-media-type", "Content-Encoding")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 100_000, 422),
        (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
        (b'{"text": ' + b'{"a": ' * 100_000 + b"1" + b"}" * 100_001, 400),
        (b'{"text": "\xff"}', 400),
        (b'{"text": "\xed\xa0\x80"}', 400),
        (b'{"text": "\xc0\xaf"}', 400),
        (b'{"text": "\\ud800"}', 400),
        (b'{"text": "\\udc00\\ud800"}', 400),
        (b'{"text": "a\\u0000"}', 422),
        (b'{"text": "a\0"}', 400),
        (b'{"text": ' + b"9" * 900_000 + b"}", 422),
        (b'{"text": "a", ' + b", ".join(b'"%d": 0' % n for n in range(80_000)) + b"}", 422),
        (b'{"text": "' + b"\\u0061" * 150_000 + b'"}', 200),
        ('{"text": "\u202eRockets\u202c hit \u2066Sderot\u2069, killing\u200b two."}'.encode(), 200),
    ],
    ids=range(14),
)
def test_json(service: Service, body: bytes, status: int) -> None:
    answer = service.client.post("/v1/extract", content=body, headers=JSON)
    assert answer.status_code == status, answer.text[:300]
    assert len(answer.content) < 100_000


@pytest.mark.parametrize(
    "unit",
    ["a", "A.", "9", "9,", "\u0301", "é", '"', "(", "'", "-", "\n", "\u202e", "🇺🇦", "Sumy ", "killed 2 ", "on May 3 "],
)
def test_the_longest_text_of_one_thing(service: Service, unit: str) -> None:
    text = (unit * 200_000)[:200_000] if len((unit * 3).encode()) < 15 else unit * (200_000 // len(unit))
    answer = service.client.post("/v1/extract", content=("x" + text[1:]).encode()[:MEGABYTE], headers=PLAIN)
    assert answer.status_code == 200, answer.text[:300]


def test_large_bodies_are_refused_in_bounded_memory(service: Service) -> None:
    before = peak_memory(service.server)
    for _ in range(3):
        for body in (b"a" * 10 * MEGABYTE, (b"a" * MEGABYTE for _ in range(10))):
            with service.client.stream("POST", "/v1/extract", content=body, headers=PLAIN) as answer:
                assert answer.status_code == 413
    assert peak_memory(service.server) - before < 50 * MEGABYTE


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text",
        "text/plain/x",
        "text/plain; charset=utf-7",
        "*/*",
        "application/json;charset=utf-16",
        "a" * 4000,
        "é",
    ],
)
def test_other_types_of_body(service: Service, content_type: str) -> None:
    answer = service.client.post("/v1/extract", content=b"{}", headers={"content-type": content_type.encode()})
    assert_problem(answer, 415, "unsupported-media-type", "Content-Type")


def exchange(service: Service, data: bytes, *, end: bool = False) -> list[int]:
    """Send bytes on a connection of their own; return the statuses of all answers until it is closed or silent."""
    answers = b""
    with socket.create_connection(("127.0.0.1", service.client.base_url.port or 80)) as connection:
        connection.settimeout(30)
        try:
            connection.sendall(data)
            if end:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                answers += piece
                connection.settimeout(1)
        except (TimeoutError, ConnectionError):
            pass
    return [
        int(found[9:12]) for found in answers.split(b"\r\n") if found.startswith(b"HTTP/1.1 ") and found[9:12] != b"100"
    ]


@pytest.mark.parametrize(
    ("data", "statuses"),
    [
        (EXTRACT + b"Content-Length: -1\r\n\r\nabc" + NEXT, [400]),
        (EXTRACT + b"Content-Length: abc\r\n\r\nabc" + NEXT, [400]),
        (EXTRACT + b"Content-Length: +3\r\n\r\nabc" + NEXT, [400]),
        (EXTRACT + b"Content-Length: 3, 3\r\n\r\nabc" + NEXT, [400]),
        (EXTRACT + b"Content-Length: 99999999999999999999999\r\n\r\nabc" + NEXT, [400]),
        (EXTRACT + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd" + NEXT, [400]),
        (EXTRACT + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + NEXT, [200]),
        (EXTRACT + b"Transfer-Encoding: chunked\r\nContent-Length: 70\r\n\r\n0\r\n\r\n" + NEXT, [422]),
        (EXTRACT + b"Transfer-Encoding: xchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + NEXT, [400]),
        (EXTRACT + b"Transfer-Encoding: chunked, identity\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + NEXT, [400]),
        (EXTRACT + b"Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", [415]),
        (EXTRACT + b"Transfer-Encoding : chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + NEXT, [400]),
        (CHUNKED.replace(b"1.1", b"1.0") + b"3\r\nabc\r\n0\r\n\r\n" + NEXT, [400]),
        (CHUNKED + b"fffffffffffffffffff\r\nabc\r\n0\r\n\r\n" + NEXT, [400]),
        (CHUNKED + b"-3\r\nabc\r\n0\r\n\r\n" + NEXT, [400]),
        (CHUNKED + b"3;" + b"a" * 200_000 + b"\r\nabc\r\n0\r\n\r\n" + NEXT, [400]),
        (CHUNKED + b"3\nabc\n0\n\n" + NEXT, [400]),
        (CHUNKED + b"3\r\nabc\r\n0\r\n" + b"X: y\r\n" * 100_000 + b"\r\n" + NEXT, [400]),
        (LIVEZ + b"X: a\r\n b\r\n\r\n" + NEXT, [400]),
        (LIVEZ + b"X: a\rY: b\r\n\r\n" + NEXT, [400]),
        (LIVEZ + b"X: a\0b\r\n\r\n" + NEXT, [400]),
        (LIVEZ + b"X: " + b"a" * 3 * MEGABYTE + b"\r\n\r\n" + NEXT, [431]),
        (LIVEZ + b"".join(b"X%d: a\r\n" % number for number in range(5000)) + b"\r\n" + NEXT, [431]),
        (b"GET /v1/events?q=" + b"a" * 3 * MEGABYTE + b" HTTP/1.1\r\nHost: test\r\n\r\n" + NEXT, [431]),
        (b"GET /v1/events?q=" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: test\r\n\r\n", [400]),
        (b"GET /v1/events?" + b"q=a&" * 15_000 + b" HTTP/1.1\r\nHost: test\r\n\r\n", [400]),
        (b"GET /v1/events?limit=1 HTTP/1.1\r\nHost: a\"<b>\r\n\r\n", [400]),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20 + b"\r\n\r\n" + NEXT, [400]),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + NEXT, []),
        (b"CONNECT elsewhere:80 HTTP/1.1\r\nHost: elsewhere:80\r\n\r\n", [404]),
        (b"TRACE /livez HTTP/1.1\r\nHost: test\r\n\r\n", [405]),
        (LIVEZ + b"Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n", [200]),
    ],
    ids=range(32),
)  # fmt: skip
def test_requests_of_doubtful_length_or_shape(service: Service, data: bytes, statuses: list[int]) -> None:
    """What two servers may read as one request and as two has one answer, and the connection is closed."""
    assert exchange(service, data) == statuses


def test_a_body_that_breaks_off(service: Service) -> None:
    assert exchange(service, EXTRACT + b"Content-Length: 30\r\n\r\nabc", end=True) == [400]


def test_a_body_that_comes_too_slowly(service: Service) -> None:
    slow = [socket.create_connection(("127.0.0.1", service.client.base_url.port or 80)) for _ in range(100)]
    try:
        for connection in slow:
            connection.settimeout(30)
            connection.sendall(EXTRACT + b"Content-Length: 30\r\n\r\nabc")
        # Who is slow is in nobody's way.
        assert service.client.post("/v1/extract", content=SUMY, headers=PLAIN).json()["events"]
        for connection in slow:
            assert connection.recv(65536).startswith(b"HTTP/1.1 408 ")
    finally:
        for connection in slow:
            connection.close()


def test_deep_and_wide_lines_of_a_batch_are_refused_alone(service: Service) -> None:
    lines = [
        b"[" * 100_000,
        b'{"text": "' + b"a" * 2 * MEGABYTE + b'"}',
        b'{"text": "\\ud800"}',
        b"\0",
        b'{"text": "ok"}',
    ]
    answer = service.client.post(
        "/v1/articles/batch", content=b"\n".join(lines), headers={"content-type": "application/x-ndjson"}
    )
    assert [json.loads(line)["status"] for line in answer.text.splitlines()] == [422, 413, 400, 400, 201]


def test_the_service_is_as_it_was(service: Service) -> None:
    with httpx.Client(base_url=service.client.base_url, timeout=30) as client:
        assert client.post("/v1/extract", content=SUMY, headers=PLAIN).json()["events"]
    assert peak_memory(service.server) < 1000 * MEGABYTE
