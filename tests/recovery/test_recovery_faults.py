"""What goes wrong around a service that runs: it is answered, said in the log and in `/readyz`, and passes."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from api_service import SUMY, assert_problem
from recovery_server import LONG, Service, assert_sound, eventually, limited, running
from test_api_batch import Sending


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("faults")
    with running(folder / "strikelog.db", folder / "log", STRIKELOG_EXTRACTION_TIMEOUT="3") as service:
        yield service


def assert_well(service: Service) -> None:
    """Check that the service is ready and stores an article."""
    eventually(lambda: service.readiness()[0] == 200)
    assert service.submit(f"{SUMY} All is well at {time.time()}.").status_code == 201


def test_a_disk_without_room_refuses_writes_and_nothing_else(service: Service) -> None:
    stored = service.submit(f"{SUMY} Before the disk was full.").json()
    largest = max(file.stat().st_size for file in service.database.parent.iterdir())
    with limited(service.server, resource.RLIMIT_FSIZE, largest + 4096):
        answers = [service.submit(f"{SUMY} Too much {number}.") for number in range(12)]
        refused = next(answer for answer in answers if answer.status_code != 201)
        assert_problem(refused, 503, "overloaded")
        assert int(refused.headers["retry-after"]) >= 1
        status, checks = service.readiness()
        assert status == 503
        assert checks["database"].startswith("the database could not commit")
        assert service.client.get(f"/v1/articles/{stored['id']}").json() == stored
        assert service.client.get("/v1/events").status_code == 200
    assert service.said("a group of 1 writes failed")
    assert_well(service)
    assert service.said("the database commits again")
    kept = [answer for answer in answers if answer.status_code == 201]
    for answer in kept:
        assert service.client.get(answer.headers["location"]).json() == answer.json()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own of 2 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("mounting a file system is not permitted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_file_system_that_is_full_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    database = small_disk / "strikelog.db"
    with running(database, tmp_path / "log") as service:
        stored = [service.submit(f"{SUMY} Before {number}.").json() for number in range(3)]
        ballast = small_disk / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        answers = [service.submit(f"{SUMY} During {number}.") for number in range(12)]
        assert 503 in {answer.status_code for answer in answers}
        status, checks = service.readiness()
        assert (status, checks["database"]) == (503, "the database could not commit: database or disk is full")
        ballast.unlink()
        assert_well(service)
        stored += [answer.json() for answer in answers if answer.status_code == 201]
        for article in stored:
            assert service.client.get(f"/v1/articles/{article['id']}").json() == article
        assert service.stop() == 0
    assert assert_sound(database, {}) == len(stored) + 1


def test_a_database_locked_by_another_process_is_waited_for_and_then_refused(service: Service) -> None:
    with contextlib.closing(sqlite3.connect(service.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = service.submit(f"{SUMY} While it was locked.")
        assert_problem(refused, 503, "overloaded")
        status, checks = service.readiness()
        assert (status, checks["database"]) == (503, "the database could not commit: database is locked")
        assert service.client.get("/v1/events").status_code == 200
        other.execute("ROLLBACK")
    assert_well(service)


def test_a_worker_killed_in_the_middle_of_an_article_is_replaced(service: Service) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(service.submit, f"{LONG} Killed.")
        time.sleep(0.2)
        killed = service.worker
        os.kill(killed, signal.SIGKILL)
        assert answer.result().status_code == 201
    assert service.said(f"worker {killed} ended with -9")
    assert_well(service)


def test_a_worker_that_hangs_is_ended_at_the_deadline(service: Service) -> None:
    hanging = service.worker
    os.kill(hanging, signal.SIGSTOP)
    assert_problem(service.submit(f"{SUMY} Hanging."), 503, "timeout")
    assert service.said(f"article over 3 s: worker {hanging} ended")
    assert_well(service)
    assert service.worker != hanging


def test_a_worker_without_memory_gives_the_article_to_another(service: Service) -> None:
    starved = service.worker
    in_use = int(Path(f"/proc/{starved}/statm").read_text().split()[0]) * resource.getpagesize()
    with limited(starved, resource.RLIMIT_AS, in_use + 1_000_000):
        answer = service.submit(f"{LONG} Memory.")
    assert answer.status_code == 201
    assert service.said("out of memory")
    assert service.said(f"worker {starved} ended with 1")
    assert_well(service)


def test_slow_clients_hold_no_worker(service: Service) -> None:
    with contextlib.ExitStack() as slow:
        for _ in range(3):
            article = slow.enter_context(Sending(service.client, path="/v1/articles", content_type="application/json"))
            article.send(b'{"text": "a')
            batch = slow.enter_context(Sending(service.client))
            batch.send(b'{"text": "b')
            # Its events are more than the buffers in between hold, and nobody reads them.
            unread = slow.enter_context(socket.create_connection(("127.0.0.1", service.client.base_url.port or 80)))
            unread.sendall(b"GET /v1/articles?limit=1000 HTTP/1.1\r\nHost: test\r\n\r\n")
        # None of these ends: held by one of them, the only worker would not be free in time.
        assert_well(service)


def test_after_all_this_the_database_is_sound(service: Service) -> None:
    assert service.stop() == 0
    assert assert_sound(service.database, {}) > 5
