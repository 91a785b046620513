"""``GET /v1/events`` in each format: which is chosen, pages, headers, compression."""

from __future__ import annotations

import csv
import gzip
import io
import json

import httpx
import pytest
import pytest_asyncio
from api_service import SDEROT, SUMY, assert_problem, submit

from service.formats import FLAT
from service.formats.acled import ACLED

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUERY = "/v1/events?source=Formats%20wire"


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def stored(client: httpx.AsyncClient) -> None:
    for text, day in ((SUMY, "2025-03-19"), (SDEROT, "2024-01-16")):
        await submit(client, text, source="Formats wire", published_at=day)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/geo+json", "application/geo+json"),
        ("text/csv", "text/csv; header=present; charset=utf-8"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/*", "application/json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("application/json;q=0.5, text/csv", "text/csv; header=present; charset=utf-8"),
    ],
)
async def test_the_accept_header_chooses(client: httpx.AsyncClient, accept: str, media_type: str) -> None:
    response = await client.get(QUERY, headers={"Accept": accept})
    assert response.headers["content-type"] == media_type
    assert "Accept" in response.headers["vary"]


async def test_the_parameter_goes_before_the_header(client: httpx.AsyncClient) -> None:
    response = await client.get(f"{QUERY}&format=csv", headers={"Accept": "application/json"})
    assert response.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("accept", ["application/xml", ";;;", "a", "*", ",", "text/csv;q=1e999", "image/*, text/html"])
async def test_a_header_that_accepts_no_format_is_refused(client: httpx.AsyncClient, accept: str) -> None:
    response = await client.get(QUERY, headers={"Accept": accept})
    assert_problem(response, 406, "not-acceptable", "Accept")


async def test_all_formats_tell_of_the_same_events(client: httpx.AsyncClient) -> None:
    events = (await client.get(QUERY)).json()["items"]
    assert len(events) == 2
    ids = [event["id"] for event in events]
    lines = (await client.get(f"{QUERY}&format=ndjson")).text.splitlines()
    assert [json.loads(line) for line in lines] == events
    rows = csv.DictReader(io.StringIO((await client.get(f"{QUERY}&format=csv")).text, newline=""))
    assert [row["id"] for row in rows] == ids
    assert rows.fieldnames == FLAT.names
    features = (await client.get(f"{QUERY}&format=geojson")).json()["features"]
    assert [feature["id"] for feature in features] == ids


@pytest.mark.parametrize("form", ["csv", "ndjson"])
async def test_flat_formats_give_a_page_where_a_limit_is_given(client: httpx.AsyncClient, form: str) -> None:
    first = await client.get(f"{QUERY}&format={form}&limit=1&count=exact")
    assert first.headers["x-total-count"] == "2"
    second = await client.get(first.links["next"]["url"])
    assert "next" not in second.links
    whole = (await client.get(f"{QUERY}&format={form}")).text
    header = 1 if form == "csv" else 0
    assert first.text + "".join(second.text.splitlines(keepends=True)[header:]) == whole


async def test_a_stream_goes_on_from_a_cursor_and_counts(client: httpx.AsyncClient) -> None:
    cursor = (await client.get(f"{QUERY}&limit=1")).json()["next"]
    rest = await client.get(f"{QUERY}&format=ndjson&cursor={cursor}&count=exact")
    assert len(rest.text.splitlines()) == 1
    assert rest.headers["x-total-count"] == "2"


@pytest.mark.parametrize("form", ["json", "geojson", "csv", "ndjson"])
async def test_names_that_are_not_known_are_told_in_every_format(client: httpx.AsyncClient, form: str) -> None:
    response = await client.get(f"/v1/events?actor=Rusia&format={form}")
    assert response.status_code == 200
    assert "actor=Russia" in response.headers["x-did-you-mean"]


async def test_a_mistake_in_a_query_to_stream_is_a_problem(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get(f"{QUERY}&format=csv&cursor=x"), 400, "invalid-cursor", "cursor")


@pytest.mark.parametrize("schema", ["acled", "plover"])
@pytest.mark.parametrize("form", ["json", "geojson", "csv", "ndjson"])
async def test_other_schemas_come_in_every_format(client: httpx.AsyncClient, schema: str, form: str) -> None:
    response = await client.get(f"{QUERY}&schema={schema}&format={form}")
    assert response.status_code == 200
    assert "lossy" in response.text


async def test_acled_rows_are_items_of_a_page(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"{QUERY}&schema=acled&limit=1")).json()
    assert list(page["items"][0]) == ACLED.names
    assert page["next"]


@pytest.mark.parametrize("form", ["json", "csv", "ndjson"])
async def test_answers_are_compressed_for_those_who_can_read_it(client: httpx.AsyncClient, form: str) -> None:
    plain = await client.get(f"{QUERY}&format={form}", headers={"Accept-Encoding": "identity"})
    async with client.stream("GET", f"{QUERY}&format={form}", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join([chunk async for chunk in packed.aiter_raw()])
    assert packed.headers["content-encoding"] == "gzip"
    assert {"accept", "accept-encoding"} <= {name.strip().lower() for name in packed.headers["vary"].split(",")}
    assert gzip.decompress(raw) == plain.content


@pytest.mark.parametrize("form", ["json", "csv", "ndjson"])
async def test_head_of_a_list_has_no_body(client: httpx.AsyncClient, form: str) -> None:
    head = await client.head(f"{QUERY}&format={form}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == (await client.get(f"{QUERY}&format={form}")).headers["content-type"]
