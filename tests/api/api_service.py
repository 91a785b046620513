"""The service as its clients meet it: the real application, store, workers and lexicons, in this process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx

from service.app import create_app
from service.settings import Settings

SUMY = (
    "Russian forces attacked Sumy with Shahed drones overnight, hitting a hospital and wounding three people, "
    "the regional governor said. Air defences shot down 20 of 26 drones."
)
SDEROT = "Rockets fired by Hamas from Gaza hit the Israeli town of Sderot on Monday, killing one man, police said."


@contextlib.asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Run the application for a while and yield a client of it.

    The application starts and stops in a task of its own, since a fixture may be torn down in another than the one it
    was set up in.
    """
    app = create_app(settings)
    started, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await stop.wait()

    life = asyncio.create_task(live())
    await asyncio.wait({life, asyncio.create_task(started.wait())}, return_when=asyncio.FIRST_COMPLETED)
    if life.done():
        life.result()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as client:
            yield client
    finally:
        stop.set()
        await life


async def submit(client: httpx.AsyncClient, text: str, **fields: str) -> dict[str, Any]:
    """Store an article and return it."""
    response = await client.post("/v1/articles", json={"text": text, **fields})
    assert response.status_code in (200, 201), response.text
    stored: dict[str, Any] = response.json()
    return stored


def assert_problem(response: httpx.Response, status: int, slug: str, *fields: str) -> dict[str, Any]:
    """Check that a response is the problem meant, naming these fields, and return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"]
    problem: dict[str, Any] = response.json()
    assert problem["type"] == f"urn:strikelog:problem:{slug}", problem
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"] == response.request.url.path
    assert [error["field"] for error in problem["errors"]] == list(fields), problem
    return problem
