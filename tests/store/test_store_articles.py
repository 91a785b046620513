"""Articles in, articles out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from store_samples import event, extraction, submission

from schemas.article import ArticleIn, Extraction
from schemas.query import ArticleFilter, EventFilter, EventSort
from service.store import BadCursor, ExternalIdConflict, Store
from service.store.connection import open_writer


async def test_add_returns_what_get_reads_back(store: Store) -> None:
    article, read, received = submission(
        event("a"),
        event("b", start=None, places=()),
        text="Überfall in Reykjavík \0 \U0001f680",
        title="A night of drones",
        published_at="2025-03-19T23:30:00+02:00",
        url="https://example.org/1",
        language="en",
        external_id="x-1",
    )
    stored, created = await store.add_article(article, read, received)
    assert created
    assert stored.events == read.events
    assert stored.received_at == received
    assert await store.get_article(stored.id) == stored
    assert await store.get_event(read.events[1].id) == read.events[1]
    assert store.find_article(article) == stored


async def test_get_knows_nothing_of_other_ids(store: Store) -> None:
    assert await store.get_article("ar_0") is None
    assert await store.get_event("ev_0") is None
    assert store.find_article(ArticleIn(text="never seen")) is None
    assert await store.delete_article("ar_0") is False
    assert await store.replace_events(Extraction(article_id="ar_0", pipeline_version="1", events=[])) is None


async def test_add_stores_the_same_content_once(store: Store) -> None:
    article, read, received = submission(event(), external_id="x-1")
    first, created = await store.add_article(article, read, received)
    before = (await store.check()).change_seq
    again = msgspec.structs.replace(article, title="Another title")
    second, created_again = await store.add_article(again, read, "2026-01-01T00:00:00Z")
    assert (created, created_again) == (True, False)
    assert second == first
    assert (await store.list_events(EventFilter(count_exact=True))).total == 1
    assert (await store.check()).change_seq == before == 1


async def test_add_refuses_an_external_id_with_other_content(store: Store) -> None:
    first, _ = await store.add_article(*submission(event(), external_id="x-1"))
    with pytest.raises(ExternalIdConflict) as caught:
        await store.add_article(*submission(event(), external_id="x-1"))
    assert caught.value.article_id == first.id
    assert len((await store.list_articles(ArticleFilter())).items) == 1


async def test_delete_leaves_no_row_behind(store: Store, tmp_path: Path) -> None:
    kept, _ = await store.add_article(*submission(event(), text="kept"))
    gone, _ = await store.add_article(*submission(event("b", places=("Suva", "Sumy")), text="gone"))
    assert await store.delete_article(gone.id)
    assert await store.get_article(gone.id) is None
    assert (await store.list_events(EventFilter())).items == kept.events
    assert (await store.list_articles(ArticleFilter(q="gone"))).items == []
    store.close()
    connection = open_writer(tmp_path / "test.db")
    tables = ("events", "event_points", "event_boxes", "events_fts", "articles", "articles_fts")
    counts = [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables]
    orphans = connection.execute(
        "SELECT count(*) FROM event_terms WHERE event_id NOT IN (SELECT id FROM events)"
    ).fetchone()[0]
    connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    connection.execute("INSERT INTO events_fts (events_fts) VALUES ('integrity-check')")
    healthy = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    assert counts == [1] * 6
    assert orphans == 0
    assert healthy == [("ok",)]


async def test_replace_puts_new_events_in_the_place_of_the_old(store: Store) -> None:
    article, read, received = submission(event("a"), event("b"))
    stored, _ = await store.add_article(article, read, received)
    newer = extraction(article, event("c", attacker="hamas"), version="2")
    replaced = await store.replace_events(newer)
    assert replaced == await store.get_article(stored.id)
    assert replaced is not None
    assert replaced.pipeline_version == "2"
    assert (await store.list_events(EventFilter())).items == newer.events
    assert (await store.list_events(EventFilter(attackers=("RU",)))).items == []
    assert (await store.list_events(EventFilter(pipeline_version="2"))).items == newer.events


async def test_list_articles_filters_and_pages_from_the_last_received(store: Store) -> None:
    added = []
    for number in range(7):
        article, _ = await store.add_article(
            *submission(
                text=f"Café report {number}",
                source="Daily  TEST" if number % 2 else "Other",
                published_at=f"2025-03-{number + 1:02}T10:00:00Z" if number else None,
            )
        )
        added.append(article)
    newest = added[::-1]
    assert (await store.list_articles(ArticleFilter())).items == newest
    assert (await store.list_articles(ArticleFilter(source="daily test"))).items == newest[1::2]
    published = ArticleFilter(published_from=dt.date(2025, 3, 2), published_to=dt.date(2025, 3, 4))
    assert (await store.list_articles(published)).items == added[3:0:-1]
    assert (await store.list_articles(ArticleFilter(q="cafe 4"))).items == [added[4]]
    query = ArticleFilter(limit=3)
    walked = []
    while True:
        page = await store.list_articles(query)
        walked += page.items
        if page.next is None:
            break
        query = msgspec.structs.replace(query, cursor=page.next)
    assert walked == newest
    with pytest.raises(BadCursor):
        await store.list_articles(msgspec.structs.replace(query, source="Other"))


async def test_articles_are_in_the_order_of_arrival_whatever_the_clock_says(store: Store) -> None:
    arrived = []
    for received_at in ("2025-03-20T08:00:00Z", "2025-03-20T07:00:00Z", "1999-01-01T00:00:00Z"):
        article, found, _ = submission(event())
        stored, _ = await store.add_article(article, found, received_at)
        arrived.append(stored.id)
    listed = await store.list_articles(ArticleFilter())
    assert [article.id for article in listed.items] == arrived[::-1]
    newest = await store.list_events(EventFilter(sort=EventSort.RECEIVED_DESC))
    assert [item.article_id for item in newest.items] == arrived[::-1]
    changes = await store.list_changes(0, 10)
    assert [change.article_id for change in changes.items] == arrived
