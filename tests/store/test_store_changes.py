"""The log of changes: complete, in order, and of what was committed alone."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database
from store_samples import RECEIVED, event, extraction, random_event, submission

from schemas.article import Article
from schemas.changes import Change, ChangeKind
from service.store import BadSince, ExternalIdConflict, Store
from service.store.connection import open_writer
from service.store.migrations import migrations


class Mirror:
    """A copy of the articles that knows the store by its changes and single articles alone."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.seen = 0

    async def follow(self, store: Store, limit: int) -> None:
        """Read one page of changes and do the same."""
        for change in (await store.list_changes(self.seen, limit)).items:
            assert change.seq > self.seen
            self.seen = change.seq
            article = None if change.kind is ChangeKind.DELETED else await store.get_article(change.article_id)
            if article is None:
                self.articles.pop(change.article_id, None)
            else:
                self.articles[change.article_id] = article


@pytest.mark.parametrize("seed", range(3))
async def test_a_mirror_follows_random_changes_to_the_same_state(store: Store, seed: int) -> None:
    rng = random.Random(seed)
    submissions = [submission(random_event(rng, number)) for number in range(8)]
    stored: dict[str, Article] = {}
    mirror = Mirror()
    for step in range(120):
        article, found, received = rng.choice(submissions)
        match rng.choice(("add", "replace", "delete")):
            case "add":
                added, _ = await store.add_article(article, found, received)
                stored[added.id] = added
            case "replace":
                newer = extraction(article, random_event(rng, step), version=str(step))
                replaced = await store.replace_events(newer)
                assert (replaced is not None) == (found.article_id in stored)
                if replaced is not None:
                    stored[replaced.id] = replaced
            case "delete":
                assert await store.delete_article(found.article_id) == (found.article_id in stored)
                stored.pop(found.article_id, None)
        if rng.random() < 0.2:
            await mirror.follow(store, limit=rng.randrange(1, 8))
    while mirror.seen < (await store.check()).change_seq:
        await mirror.follow(store, limit=7)
    assert mirror.articles == stored


async def test_what_changed_nothing_is_no_change(store: Store) -> None:
    kept = submission(event(), external_id="x-1")
    await store.add_article(*kept)
    await store.add_article(*kept)
    with pytest.raises(ExternalIdConflict):
        await store.add_article(*submission(event(), external_id="x-1"))
    await store.delete_article("ar_none")
    await store.replace_events(submission(event())[1])
    (change,) = (await store.list_changes(0, 10)).items
    assert (change.seq, change.kind, change.article_id) == (1, ChangeKind.ADDED, kept[1].article_id)


async def test_pages_end_with_the_last_change(store: Store) -> None:
    assert (await store.list_changes(0, 10)).next is None
    for _ in range(4):
        await store.add_article(*submission(event()))
    pages = [await store.list_changes(since, 2) for since in (0, 2, 4)]
    assert [[change.seq for change in page.items] for page in pages] == [[1, 2], [3, 4], []]
    assert [page.next for page in pages] == [2, None, None]
    with pytest.raises(BadSince, match="5 is ahead of the last change, 4"):
        await store.list_changes(5, 2)


async def test_articles_from_before_the_log_are_in_it_as_added(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connection = open_writer(path)
    connection.execute("BEGIN")
    migrations.apply(Database(connection), stop_before="003_changes")
    connection.executemany(
        "INSERT INTO articles (public_id, content_hash, text, received_at, pipeline_version, published_day)"
        " VALUES (?1, ?1, ?1, ?2, '1', 0)",
        [(f"ar_{number}", RECEIVED) for number in range(3)],
    )
    connection.execute("COMMIT")
    connection.close()
    store = Store.open(path, readers=1)
    assert (await store.list_changes(0, 10)).items == [
        Change(seq=number + 1, kind=ChangeKind.ADDED, article_id=f"ar_{number}", at=RECEIVED) for number in range(3)
    ]
    store.close()


async def test_the_log_is_searched_by_its_number(store: Store, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "test.db")
    (step,) = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM changes WHERE seq > 5 ORDER BY seq LIMIT 3")
    connection.close()
    assert step[3].startswith("SEARCH")
