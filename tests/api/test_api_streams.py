"""Streams of events from a service of their own: whole, broken in the middle, left early."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from store_samples import event, random_event, submission
from test_api_server import serving

from service.api.streams import BATCH
from service.store import Store

EVENTS = 3 * BATCH + 7


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, httpx.Client]]:
    folder = tmp_path_factory.mktemp("streams")
    database = folder / "strikelog.db"
    store = Store.open(database, readers=1)
    rng = random.Random(3)
    articles = [submission(*(random_event(rng, 10 * n + k) for k in range(5))) for n in range(EVENTS // 5)]
    articles.append(submission(*(event(f"rest_{k}", start="1999-01-01") for k in range(EVENTS % 5))))
    for _ in store.add_many(articles):
        pass
    store.close()
    with serving(database, folder / "log") as (_, client):
        yield database, client


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_stream_has_every_event_once_in_order(service: tuple[Path, httpx.Client], encoding: str) -> None:
    _, client = service
    response = client.get("/v1/events?format=ndjson", headers={"Accept-Encoding": encoding})
    days = [json.loads(line)["time"]["start"] or "" for line in response.text.splitlines()]
    assert len(days) == EVENTS
    assert days == sorted(days, reverse=True)
    assert len(client.get("/v1/events?format=csv").text.split("\r\n")) == EVENTS + 2


def test_head_does_not_read_the_stream(service: tuple[Path, httpx.Client]) -> None:
    _, client = service
    head = client.head("/v1/events?format=csv")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_failure_in_the_middle_breaks_the_transfer(service: tuple[Path, httpx.Client], encoding: str) -> None:
    database, client = service
    with sqlite3.connect(database) as connection:
        (damaged, body) = connection.execute(
            "SELECT e.id, b.body FROM events e JOIN event_bodies b ON b.event_id = e.id WHERE e.day > 0"
            " ORDER BY e.day, e.id"
        ).fetchone()
        connection.execute("UPDATE event_bodies SET body = '{' WHERE event_id = ?", (damaged,))
    try:
        received = b""
        with (
            pytest.raises(httpx.RemoteProtocolError),
            client.stream("GET", "/v1/events?format=csv", headers={"Accept-Encoding": encoding}) as response,
        ):
            assert response.status_code == 200
            for chunk in response.iter_raw():
                received += chunk
        assert received
    finally:
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE event_bodies SET body = ? WHERE event_id = ?", (body, damaged))


def test_a_reader_that_leaves_early_does_no_harm(service: tuple[Path, httpx.Client]) -> None:
    _, client = service
    for _ in range(20):
        with client.stream("GET", "/v1/events?format=ndjson") as response:
            next(response.iter_lines())
    assert client.get("/v1/events?limit=1").status_code == 200
