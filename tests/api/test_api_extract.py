"""``POST /v1/extract``."""

from __future__ import annotations

import httpx
import pytest
from api_service import SUMY

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAIN = {"content-type": "text/plain"}


async def test_extract_answers_alike_for_json_and_for_raw_text(client: httpx.AsyncClient) -> None:
    as_json = await client.post("/v1/extract", json={"text": SUMY, "published_at": "2025-03-19", "source": "Wire"})
    as_text = await client.post("/v1/extract?published_at=2025-03-19&source=Wire", content=SUMY, headers=PLAIN)
    assert as_json.status_code == as_text.status_code == 200
    assert as_json.json() == as_text.json()


async def test_extract_finds_the_event_and_points_into_the_text(client: httpx.AsyncClient) -> None:
    found = (await client.post("/v1/extract", json={"text": SUMY, "published_at": "2025-03-19"})).json()
    assert found["mentions"] is None
    assert found["pipeline_version"]
    (event,) = found["events"]
    assert event["event_type"] == "aerial_strike"
    assert event["article_id"] == found["article_id"]
    assert {actor["id"] for actor in event["actors"] if actor["role"] == "attacker"} == {"RU"}
    assert {location["name"] for location in event["locations"]} == {"Sumy"}
    for evidence in event["evidence"]:
        assert SUMY[evidence["start"] : evidence["end"]] == evidence["text"]


async def test_extract_adds_mentions_when_asked(client: httpx.AsyncClient) -> None:
    for response in (
        await client.post("/v1/extract?include=mentions", json={"text": SUMY}),
        await client.post("/v1/extract?include=mentions", content=SUMY, headers=PLAIN),
    ):
        mentions = response.json()["mentions"]
        assert mentions["places"]
        for kind, found in mentions.items():
            for mention in found:
                start, end = mention["span"]
                assert SUMY[start:end] == mention["text"], kind


async def test_extract_counts_code_points(client: httpx.AsyncClient) -> None:
    text = "🚀🚀 Ukraїne: " + SUMY
    found = (await client.post("/v1/extract", json={"text": text})).json()
    for event in found["events"]:
        for evidence in event["evidence"]:
            assert text[evidence["start"] : evidence["end"]] == evidence["text"]


async def test_extract_drops_a_byte_order_mark(client: httpx.AsyncClient) -> None:
    marked = await client.post("/v1/extract", content=b"\xef\xbb\xbf" + SUMY.encode(), headers=PLAIN)
    plain = await client.post("/v1/extract", content=SUMY, headers=PLAIN)
    assert marked.json() == plain.json()


async def test_extract_finds_nothing_in_peace(client: httpx.AsyncClient) -> None:
    found = await client.post("/v1/extract", json={"text": "The library opens at nine. Tea is served."})
    assert (found.status_code, found.json()["events"]) == (200, [])


async def test_extract_stores_nothing(client: httpx.AsyncClient) -> None:
    text = f"{SUMY} This one is only looked at."
    found = (await client.post("/v1/extract", json={"text": text})).json()
    assert (await client.get(f"/v1/articles/{found['article_id']}")).status_code == 404


async def test_extract_takes_the_longest_text_allowed(client: httpx.AsyncClient) -> None:
    text = (SUMY + " ") * (200_000 // (len(SUMY) + 1))
    response = await client.post("/v1/extract", content=text.ljust(200_000), headers=PLAIN)
    assert response.status_code == 200, response.text[:300]
