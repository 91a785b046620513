"""A client of a batch that goes away, or says nothing any more, leaves its place to the next."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
from collections.abc import Iterator

import pytest
from api_service import SUMY
from recovery_server import LONG, Service, eventually, running
from test_api_batch import BATCH, NDJSON, Sending, line

LINES = 60


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("vanish")
    with running(
        folder / "strikelog.db", folder / "log", STRIKELOG_BATCHES="1", STRIKELOG_BATCH_TIMEOUT="3"
    ) as service:
        yield service


def has_room(service: Service) -> bool:
    """Whether a batch finds a place."""
    return service.client.post(BATCH, content=b"", headers=NDJSON).status_code == 200


def stored(service: Service, outlet: str) -> int:
    return len(service.client.get(f"/v1/articles?source={outlet}&limit=1000").json()["items"])


@contextlib.contextmanager
def standing_still(process: int) -> Iterator[None]:
    """Let a process do nothing meanwhile, so that nothing depends on how fast it is."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def reset(sending: Sending) -> None:
    """Let the connection end with RST instead of FIN."""
    sending.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize("abrupt", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize("begun", [b"", b'{"text": "half a li'], ids=["without a line", "in a line"])
def test_a_client_that_vanishes_while_it_sends(service: Service, begun: bytes, abrupt: bool) -> None:
    with Sending(service.client) as sending:
        sending.send(line(SUMY) + begun)
        assert sending.result()["status"] in (200, 201)
        assert not has_room(service)
        if abrupt:
            reset(sending)
    eventually(lambda: has_room(service))


@pytest.mark.parametrize("abrupt", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize("text", [LONG[:9000], LONG], ids=["all in the buffers", "more than the buffers hold"])
def test_what_a_client_that_vanished_has_sent_is_not_worked_off(service: Service, text: str, abrupt: bool) -> None:
    outlet = f"{len(text)} {abrupt}"
    with standing_still(service.worker), Sending(service.client, receive_buffer=4096) as sending:
        sending.socket.settimeout(2)
        with contextlib.suppress(TimeoutError):
            for number in range(LINES):
                sending.send(line(f"{text} {number}.", source=outlet))
            sending.send_end()
        assert not has_room(service)
        if abrupt:
            reset(sending)
    eventually(lambda: has_room(service))
    assert stored(service, outlet) < LINES


def test_a_client_that_says_nothing_any_more(service: Service) -> None:
    with Sending(service.client) as sending:
        sending.send(line(SUMY) + b'{"text": "the rest never co')
        assert sending.result()["status"] in (200, 201)
        assert not has_room(service)
        eventually(lambda: has_room(service))
        assert sending.answer.read().endswith(b"0\r\n\r\n")


def test_a_client_that_takes_no_results(service: Service) -> None:
    with Sending(service.client, receive_buffer=4096) as sending:
        sending.socket.settimeout(1)
        with pytest.raises(TimeoutError):
            for _ in range(1000):
                sending.send(b"no JSON\n" * 10_000)
        assert not has_room(service)
        eventually(lambda: has_room(service))
    assert service.said("the client of a batch is gone")
