"""Fixtures: one service for the tests that need no process of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from api_service import served

from service.settings import Settings


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """One service, in this process."""
    database = tmp_path_factory.mktemp("hostile") / "strikelog.db"
    async with served(Settings(database=database, extraction_workers=1)) as client:
        yield client
