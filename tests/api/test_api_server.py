"""The service as a process of its own, on a loopback port with a database file."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from api_service import SUMY, assert_problem

START_SECONDS = 60.0
SERVE = [sys.executable, "-c", "from service.cli import main; main()", "serve"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(database: Path, log: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """Run the service until the block ends; its log goes to the file."""
    port = free_port()
    environment = {
        **os.environ,
        "STRIKELOG_DATABASE": str(database),
        "STRIKELOG_PORT": str(port),
        "STRIKELOG_EXTRACTION_WORKERS": "1",
        **variables,
    }
    with log.open("ab") as sink:
        process = subprocess.Popen(SERVE, env=environment, stdout=sink, stderr=sink)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            wait_until_ready(process, client, log)
            yield process, client
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_ready(process: subprocess.Popen[bytes], client: httpx.Client, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(httpx.TransportError):
            if client.get("/readyz").status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"not ready within {START_SECONDS:g} s:\n{log.read_text()}")


def children_of(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in listed]


def descendants_of(process: int) -> list[int]:
    children = children_of(process)
    return [*children, *(below for child in children for below in descendants_of(child))]


def test_what_is_stored_outlives_the_process(tmp_path: Path) -> None:
    database, log = tmp_path / "new folder" / "strikelog.db", tmp_path / "log"
    with serving(database, log) as (_, client):
        stored = client.post(
            "/v1/articles?published_at=2025-03-19&source=Wire",
            content=(part.encode() for part in SUMY.partition(" ")),
            headers={"content-type": "text/plain"},
        )
        assert stored.status_code == 201, stored.text
        assert client.get("/v1/events?attacker=Russia&location=Sumy&weapon=drone").json()["items"]
    with serving(database, log) as (_, client):
        assert client.get(stored.headers["location"]).json() == stored.json()
    assert "wounding" not in log.read_text(), "the log holds text of an article"


def test_the_limits_hold_on_the_wire(tmp_path: Path) -> None:
    with serving(tmp_path / "strikelog.db", tmp_path / "log", STRIKELOG_MAX_BODY_BYTES="1000") as (_, client):
        plain = {"content-type": "text/plain"}
        assert_problem(client.post("/v1/extract", content=b"a" * 1001, headers=plain), 413, "body-too-large")
        chunked = client.post("/v1/extract", content=(b"a" * 600 for _ in range(2)), headers=plain)
        assert_problem(chunked, 413, "body-too-large")
        head = client.head("/v1/events")
        assert (head.status_code, head.content) == (200, b"")
        assert_problem(client.get("/nowhere"), 404, "not-found")


def test_workers_end_when_the_service_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path / "strikelog.db", tmp_path / "log") as (process, _):
        family = descendants_of(process.pid)
        assert len(family) >= 2, "the server and a worker"
        for member in (process.pid, *children_of(process.pid)):
            os.kill(member, signal.SIGKILL)
        process.wait(timeout=30)
        deadline = time.monotonic() + 10
        while any(alive(member) for member in family) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [member for member in family if alive(member)]


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_database_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    database = tmp_path / "strikelog.db"
    database.write_bytes(b"this is no database" * 100)
    environment = {**os.environ, "STRIKELOG_DATABASE": str(database), "STRIKELOG_PORT": str(free_port())}
    ended = subprocess.run(SERVE, env=environment, capture_output=True, text=True, timeout=START_SECONDS)
    assert ended.returncode != 0
    assert str(database) in ended.stdout + ended.stderr
