"""``strikelog reextract``, and the run behind it."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from store_samples import RECEIVED, event, extraction, submission

from schemas.article import Article, ArticleIn, Extraction, article_id
from schemas.query import ArticleFilter, EventFilter
from service.cli import main
from service.extraction import pipeline_version
from service.reextracting import Changes, compare, reextract
from service.store import Store

SHELLED = "Russian artillery shelled the town of Nikopol on Tuesday, killing one person, police said."
CALM = "The library opens at nine."


def run(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["reextract", "--database", str(database), "--workers", "1", *arguments])


def stored(database: Path) -> dict[str, Article]:
    store = Store.open(database)
    try:
        page = asyncio.run(store.list_articles(ArticleFilter(limit=1000)))
    finally:
        store.close()
    return {article.text: article for article in page.items}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Two articles of an older version: an event of the first is new to it, the one of the second was none."""
    path = tmp_path / "news.db"
    store = Store.open(path)
    articles = [
        submission(text=SHELLED, published_at="2024-05-01", title="Shells", external_id="a"),
        submission(event("ev"), text=CALM),
    ]
    for _ in store.add_many(articles):
        pass
    store.close()
    return path


def test_the_current_pipeline_takes_the_place_of_older_ones(database: Path) -> None:
    before = stored(database)
    result = run(database)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        f"2 articles read again with {pipeline_version()}",
        "2 articles changed, 0 deleted meanwhile, 0 failed",
        "1 events added, 1 removed, 0 the same, 0 the same but for their confidence",
    ]
    after = stored(database)
    assert [event.event_type for event in after[SHELLED].events] == ["shelling"]
    assert after[CALM].events == []
    for text, article in after.items():
        untouched = msgspec.structs.replace(article, events=[], pipeline_version="1")
        assert untouched == msgspec.structs.replace(before[text], events=[])
        assert article.pipeline_version == pipeline_version()
    store = Store.open(database)
    try:
        assert asyncio.run(store.list_events(EventFilter(q="clinic"))).items == []
        assert len(asyncio.run(store.list_events(EventFilter(q="Nikopol"))).items) == 1
    finally:
        store.close()


def test_what_is_current_is_read_again_on_request_only(database: Path) -> None:
    run(database)
    assert run(database).stdout.startswith("0 articles read again")
    before = stored(database)
    again = run(database, "--all").stdout.splitlines()
    assert again[0].startswith("2 articles read again")
    assert again[1:] == [
        "0 articles changed, 0 deleted meanwhile, 0 failed",
        "0 events added, 0 removed, 1 the same, 0 the same but for their confidence",
    ]
    assert stored(database) == before


def test_a_dry_run_tells_and_changes_nothing(database: Path) -> None:
    before = stored(database)
    result = run(database, "--dry-run")
    assert result.stdout.splitlines()[0] == f"2 articles read again with {pipeline_version()}, nothing stored"
    assert "1 events added, 1 removed" in result.stdout
    assert stored(database) == before


def test_a_run_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    store = Store.open(database)
    for _ in store.add_many(submission(text=f"Report {number}. {SHELLED}") for number in range(400)):
        pass
    store.close()
    command = [sys.executable, "-c", "from service.cli import main; main()", "reextract", "--workers", "1"]
    process = subprocess.Popen([*command, "--database", str(database)])
    deadline = time.monotonic() + 60
    while process.poll() is None and done(database) == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    survived = done(database)
    assert 0 < survived < 400
    assert f"{400 - survived} articles read again" in run(database).stdout
    assert done(database) == 400


def done(database: Path) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT count(*) FROM articles WHERE pipeline_version <> '1'").fetchone()
    return int(found[0])


def test_a_missing_database_is_not_created(tmp_path: Path) -> None:
    result = run(tmp_path / "none.db")
    assert (result.exit_code, "no database at" in result.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def extract_or_fail(article: ArticleIn) -> Extraction:
    if "boom" in article.text:
        raise ArithmeticError("no such number")
    return Extraction(article_id=article_id(article), pipeline_version="2", events=[])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "test.db")
    yield opened
    opened.close()


def test_an_article_that_fails_keeps_its_events(store: Store) -> None:
    added = store.add_many(submission(event("ev"), text=text) for text in ("a", "boom", "b"))
    failing = [result[0] for result in added if isinstance(result, tuple)][1]
    seen: list[None] = []
    summary = reextract(store.walk_articles(), store, extract_or_fail, 1, on_done=lambda: seen.append(None))
    assert (summary.articles, summary.changed, len(seen)) == (2, 2, 3)
    assert [(refused.origin, refused.reason) for refused in summary.refused] == [
        (failing.id, "extraction failed: ArithmeticError: no such number")
    ]
    assert list(store.walk_articles(not_by="2")) == [failing]


def test_an_article_that_is_deleted_meanwhile_stays_deleted(store: Store) -> None:
    for _ in store.add_many(submission(event("ev"), text=text) for text in "abc"):
        pass

    def deleting() -> Iterator[Article]:
        for article in store.walk_articles():
            if article.text == "b":
                asyncio.run(store.delete_article(article.id))
            yield article

    summary = reextract(deleting(), store, extract_or_fail, 1)
    assert (summary.articles, summary.deleted, summary.events) == (2, 1, Changes(removed=2))
    assert [article.text for article in store.walk_articles()] == ["a", "c"]


def test_a_reader_sees_all_events_of_an_article_or_all_of_the_new_ones(store: Store) -> None:
    article = ArticleIn(text="Waves.")
    versions = {
        name: extraction(article, *(event(f"ev_{k}") for k in range(size)), version=name)
        for name, size in (("1", 3), ("2", 7))
    }
    asyncio.run(store.add_article(article, versions["1"], RECEIVED))
    stop = threading.Event()
    seen: list[tuple[str, int]] = []

    def read() -> None:
        while not stop.is_set():
            (found,) = store.walk_articles()
            seen.append((found.pipeline_version, len(found.events)))

    reading = threading.Thread(target=read)
    reading.start()
    for _ in store.replace_many(versions["12"[k % 2]] for k in range(300)):
        pass
    stop.set()
    reading.join()
    assert set(seen) <= {("1", 3), ("2", 7)}
    assert seen


def test_events_are_compared_without_ids_and_waves_by_what_they_say() -> None:
    replace = msgspec.structs.replace
    wave, part, other = event("w"), event("p", places=("Suva",)), event("o", start="2025-01-01")
    before = [wave, replace(part, part_of="w"), other]
    renamed = [replace(wave, id="x"), replace(part, id="y", part_of="x"), replace(other, id="z")]
    assert compare(before, renamed) == Changes(same=3)
    assert compare(before, [replace(part, part_of=None), wave]) == Changes(same=1, added=1, removed=2)
    weighed = [wave, replace(part, part_of="w", confidence=0.1), other]
    assert compare(before, weighed) == Changes(same=2, reweighed=1)
    assert compare(before, [replace(wave, confidence=0.1), *before[1:]]) == Changes(same=2, reweighed=1)
    assert compare([other, other], [other]) == Changes(same=1, removed=1)
    assert Changes(same=1, added=2) + Changes(same=3, removed=4) == Changes(same=4, added=2, removed=4)
