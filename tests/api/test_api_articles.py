"""``/v1/articles``."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest
from api_service import SDEROT, SUMY, assert_problem, submit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_article_is_stored_once(client: httpx.AsyncClient) -> None:
    article = {"text": SUMY, "published_at": "2025-03-19", "source": "Once"}
    first = await client.post("/v1/articles", json=article)
    again = await client.post("/v1/articles", json={**article, "title": "Another title"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.headers["location"] == again.headers["location"] == f"/v1/articles/{first.json()['id']}"
    assert again.json() == first.json()


async def test_copies_submitted_at_the_same_time_are_stored_once(client: httpx.AsyncClient) -> None:
    article = {"text": SUMY, "source": "Racing"}
    answers = await asyncio.gather(*(client.post("/v1/articles", json=article) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.text for answer in answers}) == 1


async def test_a_stored_article_has_what_was_submitted(client: httpx.AsyncClient) -> None:
    submitted = {
        "text": SUMY,
        "title": "Drones hit Sumy",
        "published_at": "2025-03-19T07:30:00+02:00",
        "source": "Complete",
        "url": "https://example.org/sumy",
        "language": "en",
        "external_id": "complete-1",
    }
    article = await submit(client, **submitted)
    assert {name: article[name] for name in submitted} == submitted
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", article["received_at"])
    assert article["events"]
    assert (await client.get(f"/v1/articles/{article['id']}")).json() == article


async def test_raw_text_is_stored_with_its_query(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/v1/articles?published_at=2025-03-19T07:30:00+02:00&source=NBC%20News",
        content=SUMY.encode(),
        headers={"content-type": "text/plain; charset=utf-8"},
    )
    assert response.status_code == 201, response.text
    assert response.json()["source"] == "NBC News"
    assert response.json()["published_at"] == "2025-03-19T07:30:00+02:00"


async def test_blank_metadata_counts_as_absent(client: httpx.AsyncClient) -> None:
    article = await submit(client, SUMY, source="Blank", title=" ", url="", published_at="")
    assert (article["title"], article["url"], article["published_at"]) == (None, None, None)


async def test_an_external_id_belongs_to_one_article(client: httpx.AsyncClient) -> None:
    await submit(client, SUMY, source="External", external_id="ext-1")
    response = await client.post("/v1/articles", json={"text": SDEROT, "external_id": "ext-1"})
    assert_problem(response, 409, "conflict", "external_id")


async def test_a_deleted_article_is_gone_with_its_events(client: httpx.AsyncClient) -> None:
    article = await submit(client, SUMY, source="Deleted")
    path, event = f"/v1/articles/{article['id']}", f"/v1/events/{article['events'][0]['id']}"
    assert (await client.get(event)).status_code == 200
    gone = await client.delete(path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert_problem(await client.get(path), 404, "not-found", "article_id")
    assert_problem(await client.delete(path), 404, "not-found", "article_id")
    assert_problem(await client.get(event), 404, "not-found", "event_id")


async def test_a_representation_that_the_caller_has_is_not_sent_again(client: httpx.AsyncClient) -> None:
    article = await submit(client, SUMY, source="Conditional")
    for path in (f"/v1/articles/{article['id']}", f"/v1/events/{article['events'][0]['id']}"):
        etag = (await client.get(path)).headers["etag"]
        same = await client.get(path, headers={"If-None-Match": f'"other", {etag}'})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
        assert (await client.get(path, headers={"If-None-Match": "*"})).status_code == 304
        assert (await client.get(path, headers={"If-None-Match": '"other"'})).status_code == 200


async def test_single_resources_take_no_parameter(client: httpx.AsyncClient) -> None:
    for path in ("/v1/articles/ar_0", "/v1/events/ev_0"):
        assert_problem(await client.get(f"{path}?format=xml"), 400, "unknown-parameter", "format")


async def test_articles_are_listed_by_source_date_and_text(client: httpx.AsyncClient) -> None:
    early = await submit(client, SUMY, source="Listing", published_at="2025-03-19")
    late = await submit(client, SDEROT, source="Listing", published_at="2025-04-02")

    async def listed(**params: str) -> list[str]:
        response = await client.get("/v1/articles", params={"source": "Listing", **params})
        assert response.status_code == 200, response.text
        return [article["id"] for article in response.json()["items"]]

    assert await listed() == [late["id"], early["id"]]
    assert await listed(published_to="2025-03-31") == [early["id"]]
    assert await listed(published_from="2025-04-02", published_to="2025-04-02") == [late["id"]]
    assert await listed(q="Sderot") == [late["id"]]


async def test_pages_of_articles_link_to_the_next_with_every_filter(client: httpx.AsyncClient) -> None:
    stored = {(await submit(client, f"{SUMY} No. {n}.", source="Paged wire"))["id"] for n in range(5)}
    url: str | None = "/v1/articles?source=Paged%20wire&limit=2"
    seen: list[str] = []
    while url is not None:
        response = await client.get(url)
        seen += [article["id"] for article in response.json()["items"]]
        link = response.links.get("next")
        assert (link is None) == (response.json()["next"] is None)
        url = link["url"] if link else None
        if url is not None:
            assert url.startswith("http://test/v1/articles?source=Paged+wire&limit=2&cursor=")
    assert len(seen) == len(set(seen)) == 5
    assert set(seen) == stored


@pytest.mark.parametrize(
    ("query", "slug", "field"),
    [
        ("published_from=2025-04-01&published_to=2025-03-01", "invalid-parameter", "published_from"),
        ("cursor=nonsense", "invalid-cursor", "cursor"),
        ("q=%22%22", "invalid-parameter", "q"),
        ("sourc=x", "unknown-parameter", "sourc"),
        ("limit=0", "invalid-parameter", "limit"),
    ],
)
async def test_a_listing_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, query: str, slug: str, field: str
) -> None:
    assert_problem(await client.get(f"/v1/articles?{query}"), 400, slug, field)
