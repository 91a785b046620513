"""What holds for every request: problems, request ids, HEAD, the log."""

from __future__ import annotations

import json
import logging

import httpx
import pytest
from api_service import assert_problem

LISTS = [
    "/v1/articles",
    "/v1/events",
    "/v1/events?format=geojson",
    "/v1/events/counts?by=month",
    "/v1/actors",
    "/v1/weapons",
    "/v1/locations?q=k",
    "/v1/codebook",
]

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_path_that_does_not_exist_is_a_problem(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/v2/events"), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/events", {"GET", "HEAD"}),
        ("GET", "/v1/extract", {"POST"}),
        ("POST", "/v1/articles/ar_0", {"DELETE", "GET", "HEAD"}),
    ],
)
async def test_a_method_that_a_path_lacks_is_a_problem_that_names_the_others(
    client: httpx.AsyncClient, method: str, path: str, allowed: set[str]
) -> None:
    response = await client.request(method, path)
    assert_problem(response, 405, "method-not-allowed")
    assert allowed <= set(response.headers["allow"].split(", "))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/articles", "GET, HEAD, OPTIONS, POST"),
        ("/v1/articles/ar_0", "DELETE, GET, HEAD, OPTIONS"),
        ("/v1/extract", "OPTIONS, POST"),
    ],
)
async def test_options_names_every_method_of_a_path(client: httpx.AsyncClient, path: str, allowed: str) -> None:
    response = await client.options(path)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("sent", ["abc-123_X.y", "a" * 64])
async def test_a_sane_request_id_is_kept(client: httpx.AsyncClient, sent: str) -> None:
    response = await client.get("/livez", headers={"X-Request-ID": sent})
    assert response.headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "a" * 65, "two words", 'quo"te', "semi;colon"])
async def test_another_request_id_is_replaced(client: httpx.AsyncClient, sent: str) -> None:
    response = await client.get("/nowhere", headers={"X-Request-ID": sent})
    assert response.headers["x-request-id"] != sent
    assert len(response.headers["x-request-id"]) == 32


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/version", "/openapi.json", "/docs", "/nowhere", *LISTS])
async def test_head_answers_as_get_without_a_body(client: httpx.AsyncClient, path: str) -> None:
    got, head = await client.get(path), await client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    for name in ("content-type", "content-length"):
        assert head.headers[name] == got.headers[name]


async def test_the_log_has_one_line_per_request_without_its_query(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="strikelog"):
        await client.get("/v1/articles", params={"q": "secret"}, headers={"X-Request-ID": "logged-1"})
    (record,) = [record for record in caplog.records if record.name == "strikelog.access"]
    assert record.__dict__["request_id"] == "logged-1"
    assert (record.__dict__["method"], record.__dict__["route"], record.__dict__["status"]) == (
        "GET",
        "/v1/articles",
        200,
    )
    assert record.__dict__["bytes"] > 0
    assert "secret" not in str(record.__dict__)


async def test_probes_that_succeed_are_quiet(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="strikelog"):
        await client.get("/livez")
    assert [record for record in caplog.records if record.name == "strikelog.access"] == []


async def test_liveness(client: httpx.AsyncClient) -> None:
    response = await client.get("/livez")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_version(client: httpx.AsyncClient) -> None:
    versions = (await client.get("/version")).json()
    assert versions["version"]
    assert versions["schema_version"] >= 1


async def test_the_page_loads_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    response = await client.get("/docs")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "http://" not in response.text
    assert "https://" not in response.text


async def test_the_contract_is_served_in_both_forms(client: httpx.AsyncClient) -> None:
    assert json.loads((await client.get("/openapi.json")).text)["openapi"].startswith("3.1")
    as_yaml = await client.get("/openapi.yaml")
    assert as_yaml.headers["content-type"] == "application/yaml"
    assert as_yaml.text.startswith("openapi: 3.1")
