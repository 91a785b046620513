"""``GET /v1/events``: filters by their public names, pages, refusals."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from api_service import SDEROT, SUMY, assert_problem, submit

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIRE = "Events wire"


@pytest_asyncio.fixture(loop_scope="session")
async def stored(client: httpx.AsyncClient) -> dict[str, str]:
    """The ids of the articles that the queries below choose from, by what they tell of."""
    sumy = await submit(client, SUMY, source=WIRE, published_at="2025-03-19")
    sderot = await submit(client, SDEROT, source=WIRE, published_at="2024-01-16")
    assert len(sumy["events"]) == len(sderot["events"]) == 1
    return {"sumy": sumy["id"], "sderot": sderot["id"]}


async def asked(client: httpx.AsyncClient, query: str) -> list[str]:
    response = await client.get(f"/v1/events?source=Events%20wire&{query}")
    assert response.status_code == 200, response.text
    return [event["article_id"] for event in response.json()["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=-date", ["sumy", "sderot"]),
        ("sort=date", ["sderot", "sumy"]),
        ("actor=RU", ["sumy"]),
        ("actor=Moscow", ["sumy"]),
        ("attacker=Hamas", ["sderot"]),
        ("attacker=Hamas,Russia&sort=date", ["sderot", "sumy"]),
        ("attacker=Hamas&attacker=Russia", ["sumy", "sderot"]),
        ("target=IL", ["sderot"]),
        ("target=RU", []),
        ("date_from=2025-01-01", ["sumy"]),
        ("date_from=2025-03-19&date_to=2025-03-19", ["sumy"]),
        ("date_to=2024-12-31", ["sderot"]),
        ("datetime=2025-03-01/2025-03-31", ["sumy"]),
        ("datetime=2025-03-01T/..", ["sumy"]),
        ("datetime=2030-01-01/..", []),
        ("weapon=drone", ["sumy"]),
        ("weapon=drone.one_way", ["sumy"]),
        ("weapon=Shahed", ["sumy"]),
        ("weapon=artillery,drone&sort=date", ["sderot", "sumy"]),
        ("location=Sumy", ["sumy"]),
        ("location=Sumy%20Oblast", ["sumy"]),
        ("location=Ukraine", ["sumy"]),
        ("location=692194", ["sumy"]),
        ("country=IL", ["sderot"]),
        ("country=il,UA", ["sumy", "sderot"]),
        ("bbox=30,44,41,53", ["sumy"]),
        ("bbox=34,31,35,32", ["sderot"]),
        ("bbox=170,-10,-170,10", []),
        ("near=50.9,34.8&radius_km=25", ["sumy"]),
        ("near=50.9,34.8&radius_km=25&include_imprecise=true", ["sumy"]),
        ("event_type=aerial_strike", ["sumy"]),
        ("event_type=shelling,aerial_strike", ["sumy", "sderot"]),
        ("target_type=health", ["sumy"]),
        ("killed_min=1", ["sderot"]),
        ("injured_min=3", ["sumy"]),
        ("injured_min=50", []),
        ("confidence_min=0", ["sumy", "sderot"]),
        ("q=hospital", ["sumy"]),
        ("actor=RU&weapon=drone&location=Sumy&date_from=2025-03-18&injured_min=1", ["sumy"]),
        ("actor=RU&country=IL", []),
    ],
)
async def test_events_by_each_filter(
    client: httpx.AsyncClient, stored: dict[str, str], query: str, found: list[str]
) -> None:
    assert await asked(client, query) == [stored[name] for name in found]


async def test_events_by_article(client: httpx.AsyncClient, stored: dict[str, str]) -> None:
    assert await asked(client, f"article_id={stored['sderot']}") == [stored["sderot"]]


async def test_events_by_pipeline_version(client: httpx.AsyncClient, stored: dict[str, str]) -> None:
    version = (await client.get(f"/v1/articles/{stored['sumy']}")).json()["pipeline_version"]
    both = (await client.get("/v1/events", params={"source": WIRE, "pipeline_version": version})).json()
    assert len(both["items"]) == 2
    assert await asked(client, "pipeline_version=0") == []


@pytest.mark.parametrize(
    ("query", "parameter", "suggested"),
    [
        ("actor=Rusia", "actor", "Russia"),
        ("attacker=Hammas", "attacker", "Hamas"),
        ("target=Isreal", "target", "Israel"),
        ("weapon=Sahed", "weapon", "Shahed"),
        ("location=Kyivv", "location", "Kyiv"),
        ("location=Smuy", "location", "Sumy"),
    ],
)
async def test_a_name_that_is_not_known_finds_nothing_and_says_what_is_close(
    client: httpx.AsyncClient, stored: dict[str, str], query: str, parameter: str, suggested: str
) -> None:
    response = await client.get(f"/v1/events?{query}")
    assert response.status_code == 200
    page = response.json()
    assert (page["items"], page["next"]) == ([], None)
    (unknown,) = page["did_you_mean"]
    assert (unknown["parameter"], unknown["value"]) == (parameter, query.partition("=")[2])
    assert suggested in unknown["suggestions"]
    assert f"{parameter}={suggested}" in response.headers["x-did-you-mean"]
    assert (await client.get("/v1/events", params={parameter: suggested})).json()["did_you_mean"] == []


async def test_a_source_that_nobody_is_comes_back_with_those_of_the_store(
    client: httpx.AsyncClient, stored: dict[str, str]
) -> None:
    page = (await client.get("/v1/events?source=Events%20wier")).json()
    assert page["items"] == []
    assert page["did_you_mean"] == [{"parameter": "source", "value": "Events wier", "suggestions": ["Events wire"]}]
    assert (await client.get("/v1/events?source=EVENTS%20wire")).json()["did_you_mean"] == []


async def test_an_unknown_name_beside_known_ones_leaves_these(
    client: httpx.AsyncClient, stored: dict[str, str]
) -> None:
    page = (await client.get("/v1/events?source=Events%20wire&attacker=RU,Plughland&target=Xyzzyqux,UA")).json()
    assert [event["article_id"] for event in page["items"]] == [stored["sumy"]]
    assert [(unknown["parameter"], unknown["value"]) for unknown in page["did_you_mean"]] == [
        ("attacker", "Plughland"),
        ("target", "Xyzzyqux"),
    ]


async def test_fields_keep_the_members_asked_for(client: httpx.AsyncClient, stored: dict[str, str]) -> None:
    page = (await client.get("/v1/events?source=Events%20wire&fields=id,time&fields=casualties")).json()
    whole = (await client.get("/v1/events?source=Events%20wire")).json()
    kept = [{name: event[name] for name in ("id", "time", "casualties")} for event in whole["items"]]
    assert page["items"] == kept


async def test_one_event_is_the_one_in_the_list(client: httpx.AsyncClient, stored: dict[str, str]) -> None:
    (event,) = (await client.get(f"/v1/events?article_id={stored['sumy']}")).json()["items"]
    assert (await client.get(f"/v1/events/{event['id']}")).json() == event


async def test_the_total_is_counted_when_asked(client: httpx.AsyncClient, stored: dict[str, str]) -> None:
    page = (await client.get("/v1/events", params={"source": WIRE, "limit": 1})).json()
    counted = (await client.get("/v1/events", params={"source": WIRE, "limit": 1, "count": "exact"})).json()
    assert (page["total"], counted["total"], len(counted["items"])) == (None, 2, 1)


async def test_the_next_page_keeps_every_filter(client: httpx.AsyncClient, stored: dict[str, str]) -> None:
    query = "source=Events%20wire&country=UA&country=IL&event_type=shelling,aerial_strike&limit=1&sort=date"
    first = await client.get(f"/v1/events?{query}")
    link = first.links["next"]["url"]
    sent = parse_qs(urlsplit(link).query)
    assert sent.pop("cursor") == [first.json()["next"]]
    assert sent == parse_qs(query)
    second = await client.get(link)
    assert second.json()["next"] is None
    assert "next" not in second.links
    found = [event["article_id"] for page in (first, second) for event in page.json()["items"]]
    assert found == [stored["sderot"], stored["sumy"]]


async def test_a_cursor_of_another_query_is_refused(client: httpx.AsyncClient, stored: dict[str, str]) -> None:
    cursor = (await client.get("/v1/events?source=Events%20wire&limit=1")).json()["next"]
    response = await client.get("/v1/events", params={"country": "UA", "cursor": cursor})
    assert_problem(response, 400, "invalid-cursor", "cursor")


@pytest.mark.parametrize(
    ("query", "slug", "fields"),
    [
        ("date_from=2025-04-01&date_to=2025-03-01", "invalid-parameter", ["date_from"]),
        ("datetime=2025-03-01&date_from=2025-03-01", "invalid-parameter", ["datetime"]),
        ("near=50,30", "invalid-parameter", ["radius_km"]),
        ("radius_km=5", "invalid-parameter", ["near"]),
        ("country=ZZ", "unknown-name", ["country"]),
        ("country=UKR", "invalid-parameter", ["country"]),
        ("event_type=war", "invalid-parameter", ["event_type"]),
        ("killed_min=99999999999999999999", "invalid-parameter", ["killed_min"]),
        ("cursor=nonsense", "invalid-cursor", ["cursor"]),
        ("q=%22%22", "invalid-parameter", ["q"]),
        ("sort=name", "invalid-parameter", ["sort"]),
        ("format=xml", "invalid-parameter", ["format"]),
        ("schema=gdelt", "invalid-parameter", ["schema"]),
        ("fields=id,colour", "invalid-parameter", ["fields"]),
        ("fields=id&schema=acled", "invalid-parameter", ["fields"]),
        ("count=all", "invalid-parameter", ["count"]),
        ("limit=0", "invalid-parameter", ["limit"]),
        ("bbox=30,53,41,44", "invalid-parameter", ["bbox"]),
        ("datetime=../..", "invalid-parameter", ["datetime"]),
        ("confidence_min=1.5", "invalid-parameter", ["confidence_min"]),
    ],
)
async def test_a_query_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, query: str, slug: str, fields: list[str]
) -> None:
    assert_problem(await client.get(f"/v1/events?{query}"), 400, slug, *fields)


@pytest.mark.parametrize("q", ['"', "a OR", "NEAR(", "a*", "-a", "col:x", "'; drop table events; --", "\u202e", "🚀"])
async def test_any_text_to_search_for_is_read_or_refused(client: httpx.AsyncClient, q: str) -> None:
    assert (await client.get("/v1/events", params={"q": q})).status_code in (200, 400)


async def test_of_many_unknown_names_the_first_have_suggestions(client: httpx.AsyncClient) -> None:
    unknown = [f"Ukrane{'x' * number}" for number in range(40)]
    response = await client.get("/v1/events", params={"location": ",".join(unknown), "actor": "Rusia"})
    found = response.json()["did_you_mean"]
    assert [(one["parameter"], one["value"]) for one in found] == [
        ("actor", "Rusia"),
        *(("location", name) for name in unknown),
    ]
    assert found[0]["suggestions"][0] == "Russia"
    assert not any(one["suggestions"] for one in found[5:])


async def test_a_name_has_an_end(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/events", params={"location": "a" * 201})
    problem = assert_problem(response, 400, "invalid-parameter", "location")
    assert problem["detail"].endswith("accepted: text of 1 to 200 characters")
