"""``/v1/changes``."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio
from api_service import SDEROT, SUMY, assert_problem, served, submit

from service.settings import Settings


@pytest_asyncio.fixture
async def own(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A service of the test's own, since every test of the shared one adds to its changes."""
    async with served(settings) as client:
        yield client


async def test_changes_are_told_in_order_with_tombstones(own: httpx.AsyncClient) -> None:
    assert (await own.get("/v1/changes")).json() == {"items": [], "next": None}
    first, second = await submit(own, SUMY), await submit(own, SDEROT)
    await submit(own, SUMY)
    await own.delete(f"/v1/articles/{first['id']}")
    told: list[tuple[str, str]] = []
    url: str | None = "/v1/changes?limit=2"
    while url is not None:
        response = await own.get(url)
        assert response.status_code == 200, response.text
        page = response.json()
        told += [(change["kind"], change["article_id"]) for change in page["items"]]
        link = response.links.get("next")
        assert (link is None) == (page["next"] is None)
        url = link["url"] if link else None
    assert told == [("added", first["id"]), ("added", second["id"]), ("deleted", first["id"])]
    last = page["items"][-1]
    assert last["at"] >= second["received_at"]
    assert (await own.get(f"/v1/changes?since={last['seq']}")).json() == {"items": [], "next": None}
    ahead = await own.get(f"/v1/changes?since={last['seq'] + 1}")
    assert "the last change, 3" in assert_problem(ahead, 400, "invalid-parameter", "since")["detail"]
    for unusable in ("-1", "x", "99999999999999999999", ""):
        assert_problem(await own.get(f"/v1/changes?since={unusable}"), 400, "invalid-parameter", "since")
