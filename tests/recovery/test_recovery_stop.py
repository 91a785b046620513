"""SIGTERM: what was accepted is answered, streams end as they should, and the service ends in time with 0."""

from __future__ import annotations

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api_service import SUMY
from recovery_server import LONG, assert_sound, running
from store_samples import random_event, submission
from test_api_batch import Sending

from service.store import Store


def test_requests_in_progress_are_answered(tmp_path: Path) -> None:
    database = tmp_path / "strikelog.db"
    rng = random.Random(3)
    store = Store.open(database, readers=1)
    for _ in store.add_many(submission(*(random_event(rng, 10 * n + k) for k in range(5))) for n in range(400)):
        pass
    store.close()
    with running(database, tmp_path / "log") as service, ThreadPoolExecutor(4) as pool:
        articles = [pool.submit(service.submit, f"{LONG} Stopped {number}.") for number in range(3)]
        with service.client.stream("GET", "/v1/events?format=ndjson") as events:
            lines = events.iter_lines()
            first = next(lines)
            time.sleep(0.3)
            service.process.terminate()
            assert len([first, *lines]) == 2000
        assert [article.result().status_code for article in articles] == [201] * 3
        assert service.process.wait(timeout=60) == 0
        assert service.said("stopping: requests in progress are answered")
    stored = Store.open(database, readers=1)
    assert stored.count_articles() == 403
    stored.close()


def test_a_batch_ends_behind_the_lines_received(tmp_path: Path) -> None:
    database = tmp_path / "strikelog.db"
    with running(database, tmp_path / "log") as service, Sending(service.client) as sending:
        for number in range(5):
            sending.send(json.dumps({"text": f"{SUMY} Line {number}."}).encode() + b"\n")
            assert sending.result()["status"] == 201
        sending.send(b'{"text": "a line that has no')
        service.process.terminate()
        assert sending.answer.read() == b"\r\n0\r\n\r\n"
        assert service.process.wait(timeout=30) == 0
    assert assert_sound(database, {}) == 5


def test_a_client_who_never_ends_is_broken_off_in_time(tmp_path: Path) -> None:
    with (
        running(tmp_path / "strikelog.db", tmp_path / "log", STRIKELOG_STOP_TIMEOUT="2") as service,
        Sending(service.client, path="/v1/articles", content_type="application/json") as sending,
    ):
        sending.send(b'{"text": "')
        time.sleep(0.2)
        began = time.monotonic()
        assert service.stop() == 0
        assert time.monotonic() - began < 20
