"""The store against a naive model: random writes, queries, and walks that go on while others write."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from store_model import FILTERS, Row, matches, naive, order
from store_samples import RECEIVED, extraction, random_event
from test_store_changes import Mirror

from schemas.article import Article, ArticleIn, article_id
from schemas.counts import CountQuery, Dimension
from schemas.event import Event
from schemas.query import ArticleFilter, EventFilter, EventSort
from service.store import Store

ARTICLES = [ArticleIn(text=f"Report {number}.", source="The Daily Test") for number in range(8)]
"""Few, so that the same one is added twice, removed, and added again."""

SEEDS = st.integers(0, 2**32)
LIMITS = st.integers(1, 7)


class Walk:
    """A reader on the way from page to page, and what it has to see."""

    def __init__(self, wanted: EventFilter, rows: list[Row]) -> None:
        self.wanted = wanted
        self.due = {row.number for row in rows if matches(row.event, wanted)}
        self.seen: list[Row] = []


class StoreAndModel(RuleBasedStateMachine):
    """Does the same to the store and to lists of what it should hold."""

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder / "test.db", readers=1)
        self.runner = asyncio.Runner()
        self.articles: dict[str, tuple[int, Article]] = {}
        self.rows: dict[str, Row] = {}
        self.walks: list[Walk] = []
        self.mirror = Mirror()
        self.numbers = 0

    def teardown(self) -> None:
        self.store.close()
        self.runner.close()
        shutil.rmtree(self.folder)

    def number(self) -> int:
        self.numbers += 1
        return self.numbers

    def remember(self, article_row: int, article: Article) -> None:
        self.articles[article.id] = article_row, article
        for event in article.events:
            self.rows[event.id] = Row(article_row, self.number(), event)

    def forget(self, article: str) -> None:
        for event in self.articles[article][1].events:
            gone = self.rows.pop(event.id)
            for walk in self.walks:
                walk.due.discard(gone.number)

    @rule(article=st.sampled_from(ARTICLES), seed=SEEDS, events=st.integers(0, 4))
    def add(self, article: ArticleIn, seed: int, events: int) -> None:
        rng, version = random.Random(seed), str(self.number())
        found = extraction(article, *(random_event(rng, number) for number in range(events)), version=version)
        stored, created = self.runner.run(self.store.add_article(article, found, RECEIVED))
        assert created == (article_id(article) not in self.articles)
        if created:
            assert stored.events == found.events
            self.remember(self.number(), stored)
        else:
            assert stored == self.articles[stored.id][1]

    @rule(article=st.sampled_from(ARTICLES))
    def delete(self, article: ArticleIn) -> None:
        identifier = article_id(article)
        deleted = self.runner.run(self.store.delete_article(identifier))
        assert deleted == (identifier in self.articles)
        if deleted:
            self.forget(identifier)
            del self.articles[identifier]

    @rule(article=st.sampled_from(ARTICLES), seed=SEEDS, events=st.integers(0, 4))
    def extract_again(self, article: ArticleIn, seed: int, events: int) -> None:
        rng, version, identifier = random.Random(seed), str(self.number()), article_id(article)
        found = extraction(article, *(random_event(rng, number) for number in range(events)), version=version)
        replaced = self.runner.run(self.store.replace_events(found))
        assert (replaced is None) == (identifier not in self.articles)
        if replaced is not None:
            assert (replaced.events, replaced.pipeline_version) == (found.events, version)
            self.forget(identifier)
            self.remember(self.articles[identifier][0], replaced)

    @rule(filters=FILTERS, sort=st.sampled_from(EventSort), limit=LIMITS)
    def query(self, filters: dict[str, Any], sort: EventSort, limit: int) -> None:
        wanted = EventFilter(**filters, sort=sort, limit=limit, count_exact=True)
        expected = naive(self.rows.values(), wanted)
        page = self.runner.run(self.store.list_events(wanted))
        assert [event.id for event in page.items] == [event.id for event in expected[:limit]]
        assert page.items == expected[:limit]
        assert page.total == len(expected)
        assert (page.next is None) == (len(expected) <= limit)

    @rule(filters=FILTERS)
    def count(self, filters: dict[str, Any]) -> None:
        wanted = EventFilter(**filters)
        matching = [row.event for row in self.rows.values() if matches(row.event, wanted)]
        counts = self.runner.run(self.store.count_events(CountQuery(filter=wanted, by=(Dimension.ATTACKER,))))
        assert counts.total.events == len(matching)
        assert {group.keys[0].value: group.events for group in counts.items} == Counter(map(attacker, matching))

    @precondition(lambda self: len(self.walks) < 4)
    @rule(filters=FILTERS, sort=st.sampled_from(EventSort), limit=LIMITS)
    def start_a_walk(self, filters: dict[str, Any], sort: EventSort, limit: int) -> None:
        self.walks.append(Walk(EventFilter(**filters, sort=sort, limit=limit), list(self.rows.values())))

    @precondition(lambda self: self.walks)
    @rule(which=st.integers(0, 3))
    def turn_a_page(self, which: int) -> None:
        walk = self.walks[which % len(self.walks)]
        page = self.runner.run(self.store.list_events(walk.wanted))
        for event in page.items:
            assert event == self.rows[event.id].event
            assert matches(event, walk.wanted)
            walk.seen.append(self.rows[event.id])
        keys = [order(row, walk.wanted.sort) for row in walk.seen]
        assert keys == sorted(set(keys), reverse=walk.wanted.sort is not EventSort.DATE)
        if page.next is None:
            assert walk.due <= {row.number for row in walk.seen}
            self.walks.remove(walk)
        else:
            walk.wanted = msgspec.structs.replace(walk.wanted, cursor=page.next)

    @rule(limit=LIMITS)
    def follow(self, limit: int) -> None:
        self.runner.run(self.mirror.follow(self.store, limit))

    @rule()
    def catch_up(self) -> None:
        self.runner.run(self.mirror.follow(self.store, 1000))
        assert self.mirror.articles == {identifier: article for identifier, (_, article) in self.articles.items()}

    @rule()
    def close_and_open_again(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder / "test.db", readers=1)

    @invariant()
    def articles_are_those_of_the_model(self) -> None:
        page = self.runner.run(self.store.list_articles(ArticleFilter()))
        expected = sorted(self.articles.values(), key=lambda known: known[0], reverse=True)
        assert page.items == [article for _, article in expected]


def attacker(event: Event) -> str:
    return next(actor.id for actor in event.actors if actor.role == "attacker")


StoreAndModel.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestStoreAndModel = StoreAndModel.TestCase
