"""A real server process, what can be done to it, and what is in its database afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
from api_service import SUMY
from test_api_server import SERVE, START_SECONDS, children_of, descendants_of, free_port, wait_until_ready

from schemas.article import ArticleIn
from schemas.event import Event
from schemas.query import EventFilter
from service.extraction import extract
from service.store import Store

LONG = (SUMY + "\n\n") * 450
"""An article that keeps a worker busy for a third of a second, or more."""


class Service:
    """The processes of a service, a client of it, and its files."""

    def __init__(self, database: Path, log: Path, **variables: str) -> None:
        self.database, self.log = database, log
        port = free_port()
        environment = {
            **os.environ,
            "STRIKELOG_DATABASE": str(database),
            "STRIKELOG_PORT": str(port),
            "STRIKELOG_EXTRACTION_WORKERS": "1",
            **variables,
        }
        with log.open("ab") as sink:
            self.process = subprocess.Popen(SERVE, env=environment, stdout=sink, stderr=sink)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)

    def wait_until_ready(self) -> None:
        wait_until_ready(self.process, self.client, self.log)

    @property
    def server(self) -> int:
        """The process that answers, a child of the one that was started."""
        return children_of(self.process.pid)[0]

    @property
    def worker(self) -> int:
        """The process that extracts."""
        return children_of(self.server)[0]

    def submit(self, text: str) -> httpx.Response:
        return self.client.post("/v1/articles", json={"text": text})

    def readiness(self) -> tuple[int, dict[str, str]]:
        answer = self.client.get("/readyz")
        return answer.status_code, answer.json()["checks"]

    def said(self, message: str) -> bool:
        """Whether a line of the log has the message."""
        return message in self.log.read_text()

    def kill(self) -> None:
        """End all processes at once, without a chance to do anything."""
        with contextlib.suppress(FileNotFoundError):
            for process in [self.process.pid, *descendants_of(self.process.pid)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        self.process.wait(timeout=30)

    def stop(self) -> int:
        """Ask the service to stop; return its exit code."""
        self.process.terminate()
        return self.process.wait(timeout=60)

    def close(self) -> None:
        self.client.close()
        if self.process.poll() is None:
            self.kill()


@contextlib.contextmanager
def running(database: Path, log: Path, **variables: str) -> Iterator[Service]:
    """Run a service until the block ends; it is killed then where it still runs."""
    service = Service(database, log, **variables)
    try:
        service.wait_until_ready()
        yield service
    finally:
        service.close()


@contextlib.contextmanager
def limited(process: int, kind: int, amount: int) -> Iterator[None]:
    """Set a limit of the system for a process until the block ends."""
    before = resource.prlimit(process, kind)
    resource.prlimit(process, kind, (amount, before[1]))
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(process, kind, before)


def refused_start(database: Path, **variables: str) -> str:
    """Start a service that cannot run; return what it says in the end."""
    environment = {**os.environ, "STRIKELOG_DATABASE": str(database), "STRIKELOG_PORT": str(free_port()), **variables}
    ended = subprocess.run(SERVE, env=environment, capture_output=True, text=True, timeout=START_SECONDS)
    assert ended.returncode != 0
    critical = [line for line in ended.stderr.splitlines() if '"level":"critical"' in line]
    assert critical, ended.stderr
    message: str = json.loads(critical[0])["message"]
    return message


def eventually(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def assert_sound(database: Path, acknowledged: dict[str, list[Event]]) -> int:
    """Check a database without a service: sound, with all that was acknowledged, and nothing half-stored.

    Returns how many articles it has.
    """
    with contextlib.closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        events = {row for (row,) in connection.execute("SELECT id FROM events")}
        for table, key in (("event_bodies", "event_id"), ("events_fts", "rowid"), ("event_terms", "event_id")):
            assert {row for (row,) in connection.execute(f"SELECT {key} FROM {table}")} == events, table
        (summed,) = connection.execute("SELECT coalesce(sum(events), 0) FROM term_sums WHERE term_id = 0").fetchone()
        assert summed == len(events)
        (changes,) = connection.execute("SELECT count(DISTINCT article_id) FROM changes").fetchone()
    store = Store.open(database, readers=1)
    try:
        articles = list(store.walk_articles())
        assert sum(len(page.items) for page in store.export_events(EventFilter())) == len(events)
    finally:
        store.close()
    stored = {article.id: article for article in articles}
    assert changes == len(stored)
    assert acknowledged.keys() <= stored.keys()
    for article in articles:
        expected = extract(ArticleIn(**{name: getattr(article, name) for name in ArticleIn.__struct_fields__}))
        assert article.events == acknowledged.get(article.id, expected.events) == expected.events
    return len(stored)
