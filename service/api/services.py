"""What the handlers work with, opened when the service starts and closed when it stops."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Self

from service.api.metrics import Metrics
from service.api.names import Names
from service.api.workers import ExtractionPool
from service.settings import Settings
from service.store import Store


@dataclass(frozen=True)
class Services:
    """The settings, the store, the pool that extracts, the names that queries may use, and what is measured."""

    settings: Settings
    store: Store
    pool: ExtractionPool
    names: Names
    metrics: Metrics

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, settings: Settings, metrics: Metrics) -> AsyncIterator[Self]:
        """Open everything; close it again in reverse order.

        Raises
        ------
        CannotOpen
            The database cannot be opened.
        """
        settings.database.parent.mkdir(parents=True, exist_ok=True)
        store = await asyncio.to_thread(
            Store.open,
            settings.database,
            readers=settings.database_readers,
            read_timeout=settings.query_timeout,
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
            yield cls(settings, store, pool, await asyncio.to_thread(Names.load, settings.lexicon_dir), metrics)
        finally:
            await pool.close()
            await asyncio.to_thread(store.close)
