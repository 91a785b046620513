"""The store as the service and the command line see it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

import msgspec
from msgspec import Struct

from schemas.access import ApiKey, Scope
from schemas.article import Article, ArticleIn, Extraction, content_hash
from schemas.changes import ChangePage
from schemas.counts import CountQuery, Counts
from schemas.event import Event
from schemas.query import ArticleFilter, ArticlePage, EventFilter, EventPage, StoredPage
from schemas.vocabularies import LocationPage, TermFilter, TermPage
from service.store.article_query import articles_after, count_articles, list_articles
from service.store.articles import add, decode_event, delete, find, get, get_event, replace
from service.store.changes import last_change, list_changes
from service.store.connection import BUSY_TIMEOUT, PATIENT_BUSY_TIMEOUT, open_writer
from service.store.counts import count_events
from service.store.errors import ExternalIdConflict, StoreClosed, StoreError
from service.store.keys import StoredKey, add_key, keys_that_hold, list_keys, revoke_key
from service.store.migrations import migrate
from service.store.proof import has_room, write_nothing
from service.store.query import list_events
from service.store.reader import Readers
from service.store.transaction import Transaction
from service.store.vocabularies import list_places, list_terms
from service.store.writer import GROUP, Writer

T = TypeVar("T")

PROOF_SECONDS = 0.5
"""How long a check waits for the proof that commits succeed again: probes have little patience."""

ARTICLE_BATCH = 64
"""Articles per read of a walk through all of them."""


class Health(Struct, frozen=True, kw_only=True):
    """What a readiness probe wants to know."""

    schema_version: int
    """How many migrations the database has."""
    change_seq: int
    """The number of the last change of the stored articles and events."""
    writes_queued: int


class Store:
    """Articles and their events in one SQLite database.

    Reads run on a few threads with read-only connections, each under a time limit. Writes run on one thread
    that commits in groups: when the call returns, the change is on disk. Every method may raise `StoreBusy`
    or `StoreClosed`, every read `StoreTimeout`, every write `WriteFailed`.
    """

    def __init__(self, path: Path, writer: Writer, readers: Readers, schema_version: int) -> None:
        self._path = path
        self._writer = writer
        self._readers = readers
        self._schema_version = schema_version

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        readers: int = 4,
        queue_size: int = 1000,
        read_timeout: float = 5.0,
        yielding: bool = False,
        on_commit: Callable[[int], object] | None = None,
    ) -> Self:
        """Open the database at `path`, creating or migrating it.

        Parameters
        ----------
        path
            The database file; its directory must exist and be on a local disk.
        readers
            Threads that read at the same time.
        queue_size
            Writes, and likewise reads, that may wait before `StoreBusy` is raised.
        read_timeout
            Seconds that one read may take.
        yielding
            Write in a way that lets a service beside write, too: it gets the database half of the time.
        on_commit
            Called after each commit, on the thread that writes, with the number of writes in it.

        Raises
        ------
        CannotOpen
            The file is no store (`NotAStore`), too new (`SchemaTooNew`), or cannot be opened.
        """
        connection = open_writer(path, PATIENT_BUSY_TIMEOUT if yielding else BUSY_TIMEOUT)
        try:
            schema_version = migrate(connection)
            read = Readers(path, threads=readers, queue_size=queue_size, timeout=read_timeout)
        except BaseException:
            connection.close()
            raise
        return cls(path, Writer(connection, queue_size, yielding=yielding, on_commit=on_commit), read, schema_version)

    def close(self) -> None:
        """Finish the writes that wait, then close. Closing twice is harmless."""
        # The writer last: only the last connection, and not one that only reads, copies the log into the database.
        self._readers.close()
        self._writer.close()

    async def add_article(self, article: ArticleIn, extraction: Extraction, received_at: str) -> tuple[Article, bool]:
        """Store an article with its events; return it and whether it is new.

        An article with the same text, publication date and source is returned as it is stored, with
        False, and nothing is written. `received_at` is an RFC 3339 date-time.

        Raises
        ------
        ExternalIdConflict
            The article's external id belongs to an article with other content.
        """
        return await self._write(partial(_add, article, extraction, received_at))

    def add_many(
        self, articles: Iterable[tuple[ArticleIn, Extraction, str]]
    ) -> Iterator[tuple[Article, bool] | ExternalIdConflict]:
        """Store many articles from a thread without an event loop; yield their results in order.

        Takes the arguments of `add_article`; waits where that would raise `StoreBusy`. A conflict is yielded,
        not raised, so that the rest goes on.
        """
        yield from map(_result, self._write_many(partial(_add, *submitted) for submitted in articles))

    def replace_many(self, extractions: Iterable[Extraction]) -> Iterator[Article | None]:
        """Replace the events of many articles as `replace_events` does, from a thread without an event loop.

        Yields the results in order; waits where that would raise `StoreBusy`.
        """
        writes = (partial(_replace, extraction) for extraction in extractions)
        return (future.result() for future in self._write_many(writes))

    async def replace_events(self, extraction: Extraction) -> Article | None:
        """Put a new extraction in the place of the article's events; None where there is no such article."""
        return await self._write(partial(_replace, extraction))

    async def delete_article(self, article_id: str) -> bool:
        """Remove an article and its events; return whether there was one."""
        return await self._write(lambda transaction: delete(transaction, article_id))

    async def get_article(self, article_id: str) -> Article | None:
        """Return the article with its events, None where there is none."""
        return await self._readers.run(lambda connection: get(connection, article_id))

    async def list_articles(self, query: ArticleFilter) -> ArticlePage:
        """Return one page of articles, the last received first.

        Raises
        ------
        BadFilter
            The cursor or the text searched for makes no sense (`BadCursor`, `BadText`).
        """
        return await self._readers.run(lambda connection: list_articles(connection, query))

    def walk_articles(self, *, not_by: str | None = None) -> Iterator[Article]:
        """Yield the articles with their events, the first received first, to a thread without an event loop.

        Those that the pipeline version `not_by` extracted are left out.
        """
        row = 0
        while batch := self._readers.submit(partial(_articles_after, row, not_by)).result():
            yield from (article for _, article in batch)
            row = batch[-1][0]

    def count_articles(self, *, not_by: str | None = None) -> int:
        """Return how many articles `walk_articles` would yield. Blocks."""
        return self._readers.submit(lambda connection: count_articles(connection, not_by)).result()

    async def get_event(self, event_id: str) -> Event | None:
        """Return the event, None where there is none."""
        return await self._readers.run(lambda connection: get_event(connection, event_id))

    async def list_events(self, query: EventFilter) -> EventPage:
        """Return one page of events.

        Walking `next` to the end visits every event that was there from the start exactly once, whatever is
        added meanwhile.

        Raises
        ------
        BadFilter
            The cursor or the text searched for makes no sense (`BadCursor`, `BadText`).
        """
        page = await self.list_stored_events(query)
        return EventPage(items=list(map(decode_event, page.items)), next=page.next, total=page.total)

    async def list_stored_events(self, query: EventFilter) -> StoredPage:
        """Return one page of events as `list_events` does, but each as the JSON that is stored."""
        return await self._readers.run(lambda connection: list_events(connection, query))

    async def walk_events(self, query: EventFilter) -> AsyncIterator[StoredPage]:
        """Yield the pages of all events that match, from the query's cursor on, each read on its own."""
        page = await self.list_stored_events(query)
        yield page
        while page.next is not None:
            page = await self.list_stored_events(msgspec.structs.replace(query, cursor=page.next, count_exact=False))
            yield page

    def export_events(self, query: EventFilter) -> Iterator[StoredPage]:
        """Yield pages as `walk_events` does, to a thread without an event loop."""
        page = self._readers.submit(partial(_list, query)).result()
        yield page
        while page.next is not None:
            asked = msgspec.structs.replace(query, cursor=page.next, count_exact=False)
            page = self._readers.submit(partial(_list, asked)).result()
            yield page

    async def count_events(self, query: CountQuery) -> Counts:
        """Return events counted by one or two dimensions.

        Raises
        ------
        BadFilter
            The text searched for makes no sense (`BadText`).
        """
        return await self._readers.run(lambda connection: count_events(connection, query))

    async def list_terms(self, query: TermFilter) -> TermPage:
        """Return one page of what events are filed under, what most have first; raise `BadCursor`."""
        return await self._readers.run(lambda connection: list_terms(connection, query))

    async def list_places(self, query: TermFilter) -> LocationPage:
        """Return one page of the places that events are at, as `list_terms` does."""
        return await self._readers.run(lambda connection: list_places(connection, query))

    @property
    def writes_queued(self) -> int:
        """How many writes wait, roughly."""
        return self._writer.queued

    async def list_changes(self, since: int, limit: int) -> ChangePage:
        """Return the changes of articles after the one with the number `since`, the first first; raise `BadSince`."""
        return await self._readers.run(lambda connection: list_changes(connection, since, limit))

    async def add_key(self, key_id: str, digest: bytes, scope: Scope, label: str | None) -> ApiKey:
        """Store an API key by the SHA-256 of its secret."""
        return await self._write(lambda transaction: add_key(transaction.connection, key_id, digest, scope, label))

    async def revoke_key(self, key_id: str) -> ApiKey | None:
        """Revoke an API key for good; None where there is no such key."""
        return await self._write(lambda transaction: revoke_key(transaction.connection, key_id))

    async def list_keys(self) -> list[ApiKey]:
        """Return all API keys, revoked ones too, the first made first."""
        return await self._readers.run(list_keys)

    async def keys_that_hold(self) -> dict[str, StoredKey]:
        """Return the API keys that are not revoked, by id."""
        return await self._readers.run(keys_that_hold)

    async def check(self) -> Health:
        """Read something and see that the writer lives; raise a `StoreError` where the store is not ready."""
        if not self._writer.alive:
            raise StoreClosed("the writer has ended")
        if self._readers.damage is not None:
            raise self._readers.damage
        if self._writer.fault is not None:
            await self._prove(self._writer.fault)
        return Health(
            schema_version=self._schema_version,
            change_seq=await self._readers.run(last_change),
            writes_queued=self.writes_queued,
        )

    async def _prove(self, fault: StoreError) -> None:
        """Raise what the last commit failed with, unless it is found that the next will not."""
        try:
            async with asyncio.timeout(PROOF_SECONDS):
                if not await asyncio.to_thread(has_room, self._path):
                    raise fault
                await self._write(write_nothing)
        except TimeoutError:
            raise fault from None

    def find_article(self, article: ArticleIn) -> Article | None:
        """Return the stored article with the same content, None where there is none. Blocks."""
        digest = content_hash(article)
        return self._readers.submit(lambda connection: find(connection, digest)).result()

    async def _write(self, run: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self._writer.submit(run))

    def _write_many(self, writes: Iterable[Callable[[Transaction], T]]) -> Iterator[Future[T]]:
        """Queue many writes; yield their futures in order, with a bounded number of them under way."""
        waiting: deque[Future[T]] = deque()
        for run in writes:
            waiting.append(self._writer.submit_waiting(run))
            while waiting and (len(waiting) >= 2 * GROUP or waiting[0].done()):
                yield waiting.popleft()
        yield from waiting


def _add(
    article: ArticleIn, extraction: Extraction, received_at: str, transaction: Transaction
) -> tuple[Article, bool]:
    return add(transaction, article, extraction, received_at)


def _replace(extraction: Extraction, transaction: Transaction) -> Article | None:
    return replace(transaction, extraction)


def _articles_after(row: int, not_by: str | None, connection: sqlite3.Connection) -> list[tuple[int, Article]]:
    return articles_after(connection, row, not_by, ARTICLE_BATCH)


def _list(query: EventFilter, connection: sqlite3.Connection) -> StoredPage:
    return list_events(connection, query)


def _result(future: Future[tuple[Article, bool]]) -> tuple[Article, bool] | ExternalIdConflict:
    try:
        return future.result()
    except ExternalIdConflict as conflict:
        return conflict
