"""``GET /metrics``."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from api_service import SUMY, assert_problem, served
from prometheus_client.parser import text_string_to_metric_families
from test_api_server import children_of, free_port

from service.app import create_app
from service.settings import Auth, Settings


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with served(settings) as client:
        yield client


async def series(client: httpx.AsyncClient) -> dict[tuple[Any, ...], float]:
    """Return the value of each series by its name and the values of its labels, in the order of their names."""
    response = await client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(response.text)
    return {
        (s.name, *(s.labels[name] for name in sorted(s.labels))): s.value for family in families for s in family.samples
    }


async def test_requests_are_counted_by_route_method_and_class(client: httpx.AsyncClient) -> None:
    for method, path in (
        ("GET", "/v1/articles/ar_1"),
        ("GET", "/v1/articles/ar_2"),
        ("DELETE", "/v1/articles/ar_2"),
        ("GET", "/v1/events?limit=1"),
        ("HEAD", "/v1/events"),
        ("GET", "/v1/events?limit=none"),
        ("GET", "/v1/events?format=csv"),
        ("GET", "/made/up/1"),
        ("GET", "/made/up/2"),
        ("PATCH", "/v1/events"),
        ("BREW", "/v1/events"),
    ):
        await client.request(method, path)
    found = await series(client)
    requests = {key[1:]: value for key, value in found.items() if key[0] == "strikelog_requests_total"}
    assert requests == {
        ("GET", "/v1/articles/{article_id}", "4xx"): 2,
        ("DELETE", "/v1/articles/{article_id}", "4xx"): 1,
        ("GET", "/v1/events", "2xx"): 3,
        ("GET", "/v1/events", "4xx"): 1,
        ("GET", "unmatched", "4xx"): 2,
        ("PATCH", "unmatched", "4xx"): 1,
        ("other", "unmatched", "4xx"): 1,
    }
    assert found["strikelog_request_duration_seconds_count", "/v1/events"] == 4
    assert found["strikelog_request_duration_seconds_bucket", "+Inf", "/v1/events"] == 4
    again = await series(client)
    assert again["strikelog_requests_total", "GET", "/metrics", "2xx"] == 1


async def test_extractions_are_timed_and_their_events_counted(client: httpx.AsyncClient) -> None:
    for text in (SUMY, "All was calm.", ""):
        await client.post("/v1/extract", json={"text": text})
    found = await series(client)
    assert found["strikelog_extraction_duration_seconds_count",] == 2
    assert found["strikelog_extraction_duration_seconds_sum",] > 0
    assert found["strikelog_events_per_article_count",] == 2
    assert found["strikelog_events_per_article_bucket", "0.0"] == 1
    assert found["strikelog_events_per_article_sum",] >= 1
    assert found["strikelog_extraction_workers",] == 1
    assert found["strikelog_extraction_queue_articles",] == 0
    assert found["strikelog_store_queue_writes",] == 0


async def test_a_worker_that_dies_is_counted(settings: Settings) -> None:
    others = children_of(os.getpid())
    async with served(settings) as client:
        await client.post("/v1/extract", json={"text": SUMY})
        assert (await series(client))["strikelog_extraction_worker_restarts_total",] == 0
        (worker,) = set(children_of(os.getpid())) - set(others)
        os.kill(worker, signal.SIGKILL)
        while (await series(client))["strikelog_extraction_workers",]:
            await asyncio.sleep(0.02)
        assert (await client.post("/v1/extract", json={"text": SUMY})).status_code == 200
        assert (await series(client))["strikelog_extraction_worker_restarts_total",] == 1


async def test_what_is_stored_is_told(client: httpx.AsyncClient, settings: Settings) -> None:
    await client.post("/v1/articles", json={"text": SUMY})
    found = await series(client)
    assert found["strikelog_store_commit_writes_count",] == found["strikelog_store_commit_writes_sum",] == 1
    wal = settings.database.with_name(settings.database.name + "-wal")
    assert found["strikelog_database_size_bytes", "database"] == settings.database.stat().st_size
    assert found["strikelog_database_size_bytes", "wal"] == wal.stat().st_size > 0


async def test_two_applications_count_apart(client: httpx.AsyncClient, settings: Settings) -> None:
    create_app(settings)
    await client.get("/livez")
    assert (await series(client))["strikelog_requests_total", "GET", "/livez", "2xx"] == 1


async def test_metrics_on_a_port_of_their_own_are_on_no_other(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    apart = msgspec.structs.replace(settings, metrics_port=port, auth=Auth.ON)
    async with served(apart) as client, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as scraper:
        assert_problem(await client.get("/metrics"), 404, "not-found")
        assert "/metrics" not in (await client.get("/openapi.json")).json()["paths"]
        await client.get("/livez")
        found = await series(scraper)
        assert found["strikelog_requests_total", "GET", "/livez", "2xx"] == 1
        assert found["strikelog_database_size_bytes", "database"] == settings.database.stat().st_size
        with pytest.raises(ExceptionGroup):
            async with served(msgspec.structs.replace(apart, database=settings.database.with_name("other.db"))):
                pass
        assert f"cannot start: cannot listen on 127.0.0.1 port {port} for the metrics: Address already" in caplog.text
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics")
