"""``strikelog export``."""

from __future__ import annotations

import asyncio
import csv
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from api_service import served
from click.testing import CliRunner, Result
from store_samples import event, random_event, submission

from schemas.vocabulary import EventType
from service.api.streams import BATCH
from service.cli import main
from service.settings import Settings
from service.store import Store

EVENTS = 2 * BATCH + 10


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "news.db"
    store = Store.open(path)
    rng = random.Random(5)
    articles = [submission(*(random_event(rng, 10 * n + k) for k in range(5))) for n in range(EVENTS // 5)]
    for _ in store.add_many(articles):
        pass
    store.close()
    return path


def export(database: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["export", "--database", str(database), *map(str, arguments)])


@pytest.mark.parametrize(
    ("options", "query"),
    [
        ([], "format=ndjson"),
        (["--format", "csv"], "format=csv"),
        (["--format", "csv", "--schema", "acled"], "format=csv&schema=acled"),
        (
            ["--actor", "Hamas", "--actor", "RU", "--weapon", "drone", "--date-from", "2025-03-04"],
            "format=ndjson&actor=Hamas,RU&weapon=drone&date_from=2025-03-04",
        ),
        (
            ["--country", "UA", "--date-to", "2025-03-08", "--filter", "event_type=shelling", "--filter", "q=market"],
            "format=ndjson&country=UA&date_to=2025-03-08&event_type=shelling&q=market",
        ),
    ],
)
def test_it_writes_what_the_service_answers(database: Path, tmp_path: Path, options: list[str], query: str) -> None:
    async def answered() -> bytes:
        async with served(Settings(database=database, extraction_workers=1)) as client:
            return (await client.get(f"/v1/events?{query}")).content

    output = tmp_path / "events"
    result = export(database, *options, "--output", output)
    assert result.exit_code == 0, result.output
    assert output.read_bytes() == asyncio.run(answered())
    assert output.stat().st_size > 1000
    assert export(database, *options).stdout_bytes == output.read_bytes()


def test_lists_are_one_document_with_every_event(database: Path) -> None:
    page = json.loads(export(database, "--format", "json").stdout)
    assert (len(page["items"]), page["next"]) == (EVENTS, None)
    collection = json.loads(export(database, "--format", "geojson").stdout)
    assert collection["type"] == "FeatureCollection"
    assert [feature["id"] for feature in collection["features"]] == [item["id"] for item in page["items"]]


def test_an_empty_database_gives_a_header_and_no_rows(tmp_path: Path) -> None:
    Store.open(tmp_path / "news.db").close()
    rows = list(csv.reader(export(tmp_path / "news.db", "--format", "csv").stdout.splitlines()))
    assert len(rows) == 1
    assert rows[0][0] == "id"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--date-from", "2025-02-30"], "date_from: '2025-02-30'"),
        (["--date-from", "2025-03-02", "--date-to", "2025-03-01"], "is after date_to 2025-03-01"),
        (["--country", "Ukraine"], "country"),
        (["--actor", "Hamass"], "actor: 'Hamass' is not known; did you mean Hamas"),
        (["--filter", "colour=red"], "colour: no such parameter"),
        (["--filter", "shelling"], "'shelling' is not NAME=VALUE"),
        (["--filter", "q=%%%"], "no letter and no digit"),
    ],
)
def test_a_bad_filter_is_named_and_nothing_is_written(
    database: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    output = tmp_path / "events.ndjson"
    output.write_text("before")
    result = export(database, *options, "--output", output)
    assert result.exit_code == 1
    assert said in result.stderr
    assert (output.read_text(), len(list(tmp_path.iterdir()))) == ("before", 1)


def test_files_that_cannot_be_written_are_named(database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    link = tmp_path / "link"
    link.symlink_to(database)
    for target, said in (
        (database, "is the database itself"),
        (link, "is the database itself"),
        (Path(f"{database}-wal"), "is the database itself"),
        (tmp_path / "none" / "events", "no folder"),
        (tmp_path, "is not a regular file"),
        (Path("/dev/null"), "is not a regular file"),
    ):
        result = export(database, "--output", target)
        assert (result.exit_code, said in result.stderr) == (1, True), (target, result.stderr)
    assert database.read_bytes() == before
    assert list(tmp_path.iterdir()) == [link]


def test_a_missing_database_is_not_created(tmp_path: Path) -> None:
    result = export(tmp_path / "none.db")
    assert result.exit_code == 1
    assert f"no database at {tmp_path / 'none.db'}" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_failure_in_the_middle_leaves_what_was_there(tmp_path: Path) -> None:
    database, output = tmp_path / "news.db", tmp_path / "events.csv"
    store = Store.open(database)
    for _ in store.add_many([submission(event("ev", event_type=EventType.SHELLING))]):
        pass
    store.close()
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE event_bodies SET body = '{'")
    connection.close()
    output.write_text("before")
    result = export(database, "--format", "csv", "--output", output)
    assert result.exit_code == 1
    assert output.read_text() == "before"
    assert not list(tmp_path.glob(".*.partial"))


def test_an_export_that_is_ended_leaves_nothing(database: Path, tmp_path: Path) -> None:
    # Slowed down, so that there is a middle.
    script = (
        "import time, service.formats.writers as writers\n"
        "rows = writers._NdjsonWriter.rows\n"
        "writers._NdjsonWriter.rows = lambda self, events: (time.sleep(0.5), rows(self, events))[1]\n"
        "from service.cli import main\n"
        "main()"
    )
    arguments = ["export", "--database", str(database), "--output", str(tmp_path / "events")]
    process = subprocess.Popen([sys.executable, "-c", script, *arguments])
    deadline = time.monotonic() + 30
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(tmp_path.glob(".events.*.partial"))
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
