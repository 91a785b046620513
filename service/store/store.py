"""The store as the service and the command line see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from msgspec import Struct

from schemas.article import Article, ArticleIn, Extraction
from schemas.event import Event
from schemas.query import ArticleFilter, ArticlePage, EventFilter, EventPage
from service.store.errors import ExternalIdConflict


class Health(Struct, frozen=True, kw_only=True):
    """What a readiness probe wants to know."""

    schema_version: int
    """How many migrations the database has."""
    change_seq: int
    """A number that grows with every change of the stored articles and events."""
    writes_queued: int


class Store:
    """Articles and their events in one SQLite database.

    Reads run on a few threads with read-only connections, each under a time limit. Writes run on one thread
    that commits in groups: when the call returns, the change is on disk. Every method may raise `StoreBusy`
    or `StoreClosed`, every read `StoreTimeout`, every write `WriteFailed`.
    """

    @classmethod
    def open(cls, path: Path, *, readers: int = 4, queue_size: int = 1000, read_timeout: float = 5.0) -> Self:
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

        Raises
        ------
        CannotOpen
            The file is no store (`NotAStore`), too new (`SchemaTooNew`), or cannot be opened.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Finish the writes that wait, then close. Closing twice is harmless."""
        raise NotImplementedError

    async def add_article(
        self, article: ArticleIn, extraction: Extraction, received_at: str
    ) -> tuple[Article, bool]:
        """Store an article with its events; return it and whether it is new.

        An article with the same text, publication date and source is returned as it is stored, with
        False, and nothing is written. `received_at` is an RFC 3339 date-time.

        Raises
        ------
        ExternalIdConflict
            The article's external id belongs to an article with other content.
        """
        raise NotImplementedError

    def add_many(
        self, articles: Iterable[tuple[ArticleIn, Extraction, str]]
    ) -> Iterator[tuple[Article, bool] | ExternalIdConflict]:
        """Store many articles from a thread without an event loop; yield their results in order.

        Takes the arguments of `add_article`; waits where that would raise `StoreBusy`. A conflict is yielded,
        not raised, so that the rest goes on.
        """
        raise NotImplementedError

    async def replace_events(self, extraction: Extraction) -> Article | None:
        """Put a new extraction in the place of the article's events; None where there is no such article."""
        raise NotImplementedError

    async def delete_article(self, article_id: str) -> bool:
        """Remove an article and its events; return whether there was one."""
        raise NotImplementedError

    async def get_article(self, article_id: str) -> Article | None:
        """Return the article with its events, None where there is none."""
        raise NotImplementedError

    async def list_articles(self, query: ArticleFilter) -> ArticlePage:
        """Return one page of articles, the last received first.

        Raises
        ------
        BadFilter
            The cursor or the text searched for makes no sense (`BadCursor`, `BadText`).
        """
        raise NotImplementedError

    async def get_event(self, event_id: str) -> Event | None:
        """Return the event, None where there is none."""
        raise NotImplementedError

    async def list_events(self, query: EventFilter) -> EventPage:
        """Return one page of events.

        Walking `next` to the end visits every event that was there from the start exactly once, whatever is
        added meanwhile.

        Raises
        ------
        BadFilter
            The cursor or the text searched for makes no sense (`BadCursor`, `BadText`).
        """
        raise NotImplementedError

    async def check(self) -> Health:
        """Read something and see that the writer lives; raise a `StoreError` where the store is not ready."""
        raise NotImplementedError

    def find_article(self, article: ArticleIn) -> Article | None:
        """Return the stored article with the same content, None where there is none. Blocks."""
        raise NotImplementedError
