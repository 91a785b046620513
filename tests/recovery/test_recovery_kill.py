"""The service killed at random moments under load: what it acknowledged is there, whole, and it starts again.

Ten rounds; more by hand: ``STRIKELOG_TEST_KILL_ROUNDS=200 pytest tests/recovery/test_recovery_kill.py -s``.
"""

from __future__ import annotations

import json
import os
import random
import threading
from pathlib import Path

import httpx
import msgspec
from api_service import SUMY
from recovery_server import Service, assert_sound, running

from schemas.article import Article
from schemas.event import Event

ROUNDS = int(os.environ.get("STRIKELOG_TEST_KILL_ROUNDS", "10"))


class Load:
    """Writers of single articles, of a batch, and one who deletes; they go on until the connection breaks."""

    def __init__(self, service: Service, first: int) -> None:
        self.url = service.client.base_url
        self.first = first
        self.stored: dict[str, list[Event]] = {}
        self.batched: list[str] = []
        self.writers = [threading.Thread(target=self.write, args=(number,)) for number in range(3)]
        self.writers.append(threading.Thread(target=self.send_batch))

    def text(self, writer: int, number: int) -> str:
        return f"{SUMY} Report {self.first}-{writer}-{number}."

    def write(self, writer: int) -> None:
        with httpx.Client(base_url=self.url, timeout=30) as client:
            for number in range(10_000):
                try:
                    answer = client.post("/v1/articles", json={"text": self.text(writer, number)})
                except httpx.TransportError:
                    return
                if answer.status_code == 201:
                    article = msgspec.json.decode(answer.content, type=Article)
                    self.stored[article.id] = article.events

    def send_batch(self) -> None:
        lines = (json.dumps({"text": self.text(9, number)}).encode() + b"\n" for number in range(300))
        headers = {"content-type": "application/x-ndjson", "accept-encoding": "identity"}
        try:
            with httpx.stream(
                "POST", self.url.join("/v1/articles/batch"), content=b"".join(lines), headers=headers, timeout=30
            ) as answer:
                for line in answer.iter_lines():
                    self.batched.append(json.loads(line)["article_id"])
        except httpx.TransportError:
            return


def test_nothing_acknowledged_is_lost_when_the_service_is_killed(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    print(f"seed {seed}")
    database, log = tmp_path / "strikelog.db", tmp_path / "log"
    acknowledged: dict[str, list[Event]] = {}
    batched: list[str] = []
    for number in range(ROUNDS):
        with running(database, log) as service:
            load = Load(service, number)
            for writer in load.writers:
                writer.start()
            threading.Event().wait(rng.uniform(0.05, 0.6))
            service.kill()
            for writer in load.writers:
                writer.join()
        acknowledged |= load.stored
        batched += load.batched
        if number % 10 == 9 or number == ROUNDS - 1:
            articles = assert_sound(database, acknowledged)
            print(f"round {number + 1}: {articles} articles, {len(acknowledged)} and {len(batched)} acknowledged")
    assert acknowledged
    assert batched
    with running(database, log) as service:
        for article in batched:
            assert service.client.get(f"/v1/articles/{article}").status_code == 200
