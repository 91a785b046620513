"""Fixtures: one service for the session, and settings for services of a test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from api_service import served

from service.settings import Settings


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """One service for all tests of the session; tests tell their articles apart by their source."""
    database = tmp_path_factory.mktemp("service") / "data" / "strikelog.db"
    async with served(Settings(database=database, extraction_workers=1)) as client:
        yield client


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a service of a test's own."""
    return Settings(database=tmp_path / "strikelog.db", extraction_workers=1)
