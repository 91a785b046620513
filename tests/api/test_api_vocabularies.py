"""``/v1/actors``, ``/v1/weapons``, ``/v1/locations``: counts, type-ahead, pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from api_service import SDEROT, SUMY, assert_problem, served, submit

from service.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="session")

KYIV = "Russian missiles killed two people in Kyiv on Monday, the mayor said."
KRAKOW = "Gunmen shot dead three soldiers in Kraków on Monday, officials said."


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def own(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """A service of the module's own, so that counts are known."""
    database = tmp_path_factory.mktemp("vocabularies") / "strikelog.db"
    async with served(Settings(database=database, extraction_workers=1)) as client:
        for text, day in ((SUMY, "2025-03-19"), (SUMY, "2025-03-21"), (SDEROT, "2024-01-16"), (KYIV, "2025-01-14")):
            await submit(client, text, published_at=day)
        await submit(client, KRAKOW, published_at="2025-01-14")
        yield client


async def listed(client: httpx.AsyncClient, path: str, **query: str) -> list[dict[str, Any]]:
    response = await client.get(path, params=query)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    if "q" not in query:
        assert [item["events"] for item in items] == sorted((item["events"] for item in items), reverse=True)
    return items


async def test_actors_come_with_names_and_counts(own: httpx.AsyncClient) -> None:
    items = await listed(own, "/v1/actors")
    russia = next(item for item in items if item["id"] == "RU")
    assert russia == {"id": "RU", "name": "Russia", "kind": "state", "country": "RU", "events": 3}


@pytest.mark.parametrize(
    ("path", "q", "member", "found"),
    [
        ("/v1/actors", "russ", "id", "RU"),
        ("/v1/actors", "Mosc", "id", "RU"),
        ("/v1/actors", "HAM", "id", "hamas"),
        ("/v1/actors", "ua", "id", "UA"),
        ("/v1/weapons", "shah", "value", "Shahed"),
        ("/v1/weapons", "dro", "value", "drone"),
        ("/v1/weapons", "one-way", "value", "drone.one_way"),
        ("/v1/locations", "sum", "name", "Sumy"),
        ("/v1/locations", "Kie", "name", "Kyiv"),
        ("/v1/locations", "Kiev", "name", "Kyiv"),
        ("/v1/locations", "krak", "name", "Kraków"),
        ("/v1/locations", "KRAKÓ", "name", "Kraków"),
    ],
)
async def test_type_ahead_forgives_case_accents_and_old_spellings(
    own: httpx.AsyncClient, path: str, q: str, member: str, found: str
) -> None:
    names = [item[member] for item in await listed(own, path, q=q)]
    assert found in names


async def test_type_ahead_leaves_the_rest_out(own: httpx.AsyncClient) -> None:
    assert [item["name"] for item in await listed(own, "/v1/locations", q="sum")] == ["Sumy"]
    assert await listed(own, "/v1/actors", q="xyzzy") == []
    assert await listed(own, "/v1/weapons", q="xyzzy") == []
    assert await listed(own, "/v1/locations", q="...") == []


async def test_a_name_of_its_own_comes_before_an_alias(own: httpx.AsyncClient) -> None:
    sides = [item["id"] for item in await listed(own, "/v1/actors", q="russia")]
    assert sides[0] == "RU"
    for day in ("2024-02-05", "2024-03-04"):
        await submit(own, "Ukrainian soldiers killed two Hamas fighters near Aden on Monday.", published_at=day)
    everywhere = {item["id"]: item["events"] for item in await listed(own, "/v1/actors")}
    assert everywhere["UA"] > everywhere["RU"]
    assert [item["id"] for item in await listed(own, "/v1/actors", q="russia")] == sides


async def test_weapons_are_families_types_and_models(own: httpx.AsyncClient) -> None:
    items = await listed(own, "/v1/weapons")
    kinds = {(item["value"], item["kind"]): item for item in items}
    assert kinds[("drone", "family")]["events"] == 2
    assert kinds[("drone.one_way", "type")]["label"] == "One-way attack drone"
    for item in items:
        events = (await own.get("/v1/events", params={"weapon": item["value"], "count": "exact"})).json()
        if item["kind"] != "type" or "." in item["value"]:
            assert events["total"] >= item["events"]


async def test_locations_have_what_a_map_needs(own: httpx.AsyncClient) -> None:
    (sumy,) = await listed(own, "/v1/locations", q="Sumy")
    assert (sumy["country"], sumy["admin1"], sumy["geonames_id"], sumy["events"]) == ("UA", "Sumy Oblast", 692194, 2)
    assert sumy["latitude"] == pytest.approx(50.9, abs=0.1)


@pytest.mark.parametrize("path", ["/v1/actors", "/v1/weapons", "/v1/locations"])
async def test_lists_come_in_pages(own: httpx.AsyncClient, path: str) -> None:
    whole = await listed(own, path)
    walked: list[dict[str, Any]] = []
    url = f"{path}?limit=1"
    while url:
        response = await own.get(url)
        walked += response.json()["items"]
        url = response.links.get("next", {}).get("url", "")
    assert walked == whole
    assert len(whole) > 2


async def test_what_was_removed_is_listed_no_more(own: httpx.AsyncClient) -> None:
    article = await submit(
        own, "Houthi fighters fired missiles at Eilat on Monday, police said.", published_at="2024-05-07"
    )
    assert await listed(own, "/v1/actors", q="houthi")
    await own.delete(f"/v1/articles/{article['id']}")
    assert await listed(own, "/v1/actors", q="houthi") == []


@pytest.mark.parametrize(
    ("query", "slug", "field"),
    [
        ("q=", "invalid-parameter", "q"),
        ("q=" + "a" * 101, "invalid-parameter", "q"),
        ("limit=0", "invalid-parameter", "limit"),
        ("cursor=x", "invalid-cursor", "cursor"),
        ("actor=RU", "unknown-parameter", "actor"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/actors", "/v1/weapons", "/v1/locations"])
async def test_vocabulary_queries_that_make_no_sense_are_refused(
    own: httpx.AsyncClient, path: str, query: str, slug: str, field: str
) -> None:
    assert_problem(await own.get(f"{path}?{query}"), 400, slug, field)
