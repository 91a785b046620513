"""``/v1/articles/{id}/explain``."""

from __future__ import annotations

import httpx
import pytest
from api_service import SUMY, assert_problem, submit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_explanation_leads_to_the_stored_events(client: httpx.AsyncClient) -> None:
    article = await submit(client, SUMY, source="Explain wire", published_at="2025-03-19")
    response = await client.get(f"/v1/articles/{article['id']}/explain")
    assert response.status_code == 200, response.text
    explanation = response.json()
    assert explanation["article_id"] == article["id"]
    assert explanation["pipeline_version"] == article["pipeline_version"]
    assert [candidate["event_id"] for candidate in explanation["candidates"]] == [e["id"] for e in article["events"]]
    assert [sentence["text"] for sentence in explanation["sentences"]] == [
        SUMY[slice(*sentence["span"])] for sentence in explanation["sentences"]
    ]


async def test_what_is_not_stored_is_not_explained(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/v1/articles/ar_none/explain"), 404, "not-found", "article_id")
    assert_problem(await client.get("/v1/articles/ar_none/explain?x=1"), 400, "unknown-parameter", "x")
