"""What browsers are told: security headers, and other origins."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import pytest_asyncio
from api_service import SUMY, assert_problem, served
from litestar.connection import ASGIConnection
from litestar.routes import HTTPRoute
from test_api_server import serving

from service.api.access.origins import refuse_other_origins
from service.api.problems import ApiProblem, Kind
from service.app import create_app
from service.settings import Auth, Settings
from service.store import Store

in_session = pytest.mark.asyncio(loop_scope="session")

MAP = "https://map.example.org"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """A service that asks for keys and lets one other origin in."""
    settings = Settings(
        database=tmp_path_factory.mktemp("browsers") / "strikelog.db",
        extraction_workers=1,
        auth=Auth.ON,
        cors_origins=(MAP, "http://localhost:3000"),
    )
    async with served(settings) as client:
        yield client


def assert_guarded(answer: httpx.Response) -> None:
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] in ("no-store", "no-cache")
    for name in ("x-content-type-options", "content-security-policy", "cache-control"):
        assert len(answer.headers.get_list(name)) == 1


@in_session
async def test_every_answer_is_guarded(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for method, path, status in (
        ("GET", "/livez", 200),
        ("HEAD", "/version", 200),
        ("GET", "/docs", 200),
        ("GET", "/openapi.json", 200),
        ("GET", "/v1/events", 401),
        ("GET", "/nowhere", 404),
        ("PUT", "/livez", 405),
    ):
        answer = await client.request(method, path)
        assert answer.status_code == status, path
        assert_guarded(answer)

    async def fail(store: Store) -> None:
        raise RuntimeError

    monkeypatch.setattr(Store, "check", fail)
    answer = await client.get("/version")
    assert answer.status_code == 500
    assert_guarded(answer)


def test_a_real_server_sends_them_too(tmp_path: Path) -> None:
    with serving(tmp_path / "strikelog.db", tmp_path / "log", STRIKELOG_MAX_BODY_BYTES="100") as (_, client):
        plain = {"content-type": "text/plain"}
        for answer, status in (
            (client.get("/v1/events"), 200),
            (client.get("/v1/events?format=csv"), 200),
            (client.get("/v1/codebook"), 200),
            (client.get("/nowhere"), 404),
            (client.delete("/v1/events"), 405),
            (client.post("/v1/extract", content=b"a" * 101, headers=plain), 413),
        ):
            assert answer.status_code == status
            assert_guarded(answer)
            assert "access-control-allow-origin" not in answer.headers
        preflight = client.options("/v1/events", headers={"origin": MAP, "access-control-request-method": "GET"})
        assert "access-control-allow-origin" not in preflight.headers


@in_session
async def test_the_policy_of_the_page_lets_its_own_script_and_style_work_and_nothing_else(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/docs")
    policy = {name: values for name, *values in map(str.split, answer.headers["content-security-policy"].split(";"))}
    for tag in ("style", "script"):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", answer.text, re.S)
        hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline]
        assert policy[f"{tag}-src"] == hashes
        assert len(hashes) == 1
        assert answer.text.count(f"<{tag}") == 1, "one that has attributes is not in the policy"
    assert policy["connect-src"] == ["'self'"]
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == ["'none'"]
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", answer.text), "what the policy forbids"


def preflight(**more: str) -> dict[str, Any]:
    return {"headers": {"origin": MAP, "access-control-request-method": "GET", **more}}


@in_session
async def test_an_origin_that_is_named_may_ask(client: httpx.AsyncClient) -> None:
    asked = await client.options(
        "/v1/events", **preflight(**{"access-control-request-headers": "authorization, traceparent"})
    )
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == MAP
    assert "authorization" in asked.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in asked.headers
    refused = await client.get("/v1/events", headers={"origin": MAP})
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == MAP
    assert "x-request-id" in refused.headers["access-control-expose-headers"].lower()
    assert_guarded(refused)


@in_session
@pytest.mark.parametrize("origin", ["https://evil.example", f"{MAP}.evil.example", "http://map.example.org", "null"])
async def test_another_origin_may_not(client: httpx.AsyncClient, origin: str) -> None:
    asked = await client.options("/v1/events", **preflight(origin=origin))
    assert asked.status_code == 400
    assert "access-control-allow-origin" not in asked.headers
    assert "access-control-allow-origin" not in (await client.get("/v1/events", headers={"origin": origin})).headers


def test_every_operation_that_is_no_get_has_the_guard() -> None:
    guarded = {
        (route.path_format, method): refuse_other_origins in (handler.guards or ())
        for route in create_app(Settings()).routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if method not in ("GET", "OPTIONS")
    }
    assert len(guarded) == 4
    assert all(guarded.values()), guarded


THERE = "https://evil.example"


@pytest.mark.parametrize(
    ("headers", "allowed", "passes"),
    [
        ({}, (), True),
        ({"sec-fetch-site": "same-origin", "origin": "http://test"}, (), True),
        ({"sec-fetch-site": "none"}, (), True),
        ({"sec-fetch-site": "cross-site", "origin": THERE}, (), False),
        ({"sec-fetch-site": "same-site", "origin": "http://localhost:3000"}, (), False),
        ({"sec-fetch-site": "cross-site", "origin": "null"}, (), False),
        ({"origin": "http://test"}, (), True),
        ({"origin": "http://test:81"}, (), False),
        ({"origin": THERE}, (), False),
        ({"origin": "null"}, (), False),
        ({"sec-fetch-site": "cross-site", "origin": MAP}, (MAP,), True),
        ({"sec-fetch-site": "cross-site", "origin": THERE}, (MAP,), False),
        ({"sec-fetch-site": "cross-site", "origin": THERE}, ("*",), True),
    ],
)
async def test_a_page_of_another_origin_is_told_from_the_rest(
    headers: dict[str, str], allowed: tuple[str, ...], passes: bool
) -> None:
    app = create_app(Settings())
    app.state.services = SimpleNamespace(settings=Settings(cors_origins=allowed))
    raw = [(name.encode(), value.encode()) for name, value in {"host": "test", **headers}.items()]
    connection: Any = ASGIConnection({"type": "http", "headers": raw, "litestar_app": app, "state": {}})  # type: ignore[arg-type]
    handler: Any = None
    if passes:
        await refuse_other_origins(connection, handler)
    else:
        with pytest.raises(ApiProblem) as refused:
            await refuse_other_origins(connection, handler)
        assert refused.value.kind is Kind.CROSS_ORIGIN


async def test_a_service_without_keys_stores_nothing_for_a_page_of_another_origin(tmp_path: Path) -> None:
    async with served(Settings(database=tmp_path / "strikelog.db", extraction_workers=1)) as client:
        page = {"origin": THERE, "content-type": "text/plain"}
        assert_problem(await client.post("/v1/articles", content=SUMY, headers=page), 403, "cross-origin")
        assert_problem(await client.delete("/v1/articles/ar_0", headers=page), 403, "cross-origin")
        own = {"origin": "http://test", "content-type": "text/plain"}
        assert (await client.post("/v1/articles", content=SUMY, headers=own)).status_code == 201
        assert len((await client.get("/v1/articles", headers=page)).json()["items"]) == 1
