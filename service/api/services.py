"""What the handlers work with, opened when the service starts and closed when it stops."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from schemas.article import Article, ArticleIn, Extraction, article_id
from service.api.access.keyring import KeyRing
from service.api.asking.names import Names
from service.api.extracting.workers import ExtractionPool
from service.api.observing.metrics import Metrics
from service.settings import Settings
from service.store import CannotOpen, Store

SWITCH_SECONDS = 0.0005
"""How long a thread may keep the interpreter when another wants it: a tenth of the usual. The threads of the store let
go of it at each call of SQLite, some hundred times an article, and would wait so long to get it back each time."""


@dataclass(frozen=True)
class Services:
    """The settings, the store, the keys, the pool that extracts, the names of queries, and what is measured."""

    settings: Settings
    store: Store
    keys: KeyRing
    pool: ExtractionPool
    names: Names
    metrics: Metrics
    batches: asyncio.Semaphore
    """One place for each batch that may be sent at the same time."""
    stopping: asyncio.Event
    """Set once the process was asked to stop; requests in progress are still answered."""

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, settings: Settings, metrics: Metrics) -> AsyncIterator[Self]:
        """Open everything; close it again in reverse order.

        Raises
        ------
        CannotOpen
            The database cannot be opened.
        """
        try:
            settings.database.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotOpen(f"cannot make the folder of {settings.database}: {error.strerror or error}") from error
        store = await asyncio.to_thread(
            Store.open,
            settings.database,
            readers=settings.database_readers,
            read_timeout=settings.query_timeout,
            on_commit=metrics.committed,
        )
        pool = ExtractionPool(
            workers=settings.worker_count,
            queue=settings.extraction_queue,
            timeout=settings.extraction_timeout,
            lexicon_dir=settings.lexicon_dir,
            metrics=metrics,
        )
        try:
            pool.start()
            names = await asyncio.to_thread(Names.load, settings.lexicon_dir)
            # The lexicons are hundreds of thousands of objects that stay: to look through them for garbage would hold
            # every request up for a tenth of a second now and then.
            gc.collect()
            gc.freeze()
            sys.setswitchinterval(SWITCH_SECONDS)
            yield cls(
                settings=settings,
                store=store,
                keys=KeyRing(store.keys_that_hold),
                pool=pool,
                names=names,
                metrics=metrics,
                batches=asyncio.Semaphore(settings.batches),
                stopping=asyncio.Event(),
            )
        finally:
            await pool.close()
            await asyncio.to_thread(store.close)

    async def submit(self, article: ArticleIn) -> tuple[Article, bool]:
        """Store an article with its events where it is not stored yet; return it and whether it is new.

        Raises
        ------
        ApiProblem
            The article could not be extracted from.
        StoreError
            It could not be stored.
        """
        found = await self.find_or_extract(article)
        return (found, False) if isinstance(found, Article) else await self.add(article, found)

    async def find_or_extract(self, article: ArticleIn, *, of_batch: bool = False) -> Article | Extraction:
        """Return the article as it is stored already, else what is extracted from it.

        An article of a batch waits its turn where another would be refused because too many wait.
        """
        stored = await self.store.get_article(article_id(article))
        return stored or await self.pool.extract(article, of_batch=of_batch)

    async def add(self, article: ArticleIn, extraction: Extraction) -> tuple[Article, bool]:
        """Store an article with what was extracted from it; return it and whether it is new."""
        received_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return await self.store.add_article(article, extraction, received_at)
