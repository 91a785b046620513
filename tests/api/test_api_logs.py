"""The log: what it tells of a request, and what it never tells."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from api_service import SDEROT, SUMY
from litestar.routes import HTTPRoute
from test_api_access import bearer
from test_api_server import serving

from service.api.middleware.trace_context import read_trace_id
from service.api.observing.logs import JsonFormatter, TextFormatter
from service.app import create_app
from service.keys import make_key
from service.settings import Settings
from service.store import StoreError

in_session = pytest.mark.asyncio(loop_scope="session")

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


async def logged(caplog: pytest.LogCaptureFixture, client: httpx.AsyncClient, *asked: Any, **how: Any) -> Any:
    caplog.clear()
    with caplog.at_level(logging.DEBUG, logger="strikelog"):
        await client.request(*asked, **how)
    (record,) = [record for record in caplog.records if record.name == "strikelog.access"]
    return json.loads(JsonFormatter().format(record))


@in_session
async def test_a_line_names_the_route_and_not_the_path(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    for method, path, route, status in (
        ("GET", "/v1/articles/ar_secret", "/v1/articles/{article_id}", 404),
        ("HEAD", "/v1/articles/ar_secret", "/v1/articles/{article_id}", 404),
        ("GET", "/v1/events?q=secret", "/v1/events", 200),
        ("GET", "/secret", "unmatched", 404),
        ("PUT", "/v1/events", "unmatched", 405),
        ("GET", "/livez", "/livez", 200),
    ):
        line = await logged(caplog, client, method, path)
        assert (line["method"], line["route"], line["status"]) == (method, route, status)
        assert "secret" not in json.dumps(line)
    assert (await logged(caplog, client, "SECRET", "/livez"))["method"] == "other"


@in_session
async def test_events_extracted_are_counted(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    fields = {"published_at": "2025-03-19", "source": "Log wire"}
    extracted = await logged(caplog, client, "POST", "/v1/extract", json={"text": SUMY, **fields})
    assert extracted["events"] >= 1
    calm = await logged(caplog, client, "POST", "/v1/extract", json={"text": "All was calm."})
    assert calm["events"] == 0
    stored = await logged(caplog, client, "POST", "/v1/articles", json={"text": SUMY, **fields})
    assert (stored["status"], stored["events"]) == (201, extracted["events"])
    again = await logged(caplog, client, "POST", "/v1/articles", json={"text": SUMY, **fields})
    assert (again["status"], "events" in again) == (200, False)
    lines = [json.dumps({"text": f"{text} Again {n}.", **fields}) for n, text in enumerate((SUMY, SUMY, ""))]
    batch = await logged(
        caplog,
        client,
        "POST",
        "/v1/articles/batch",
        content="\n".join(lines),
        headers={"content-type": "application/x-ndjson"},
    )
    assert batch["events"] >= 2 * extracted["events"]
    assert "events" not in await logged(caplog, client, "GET", "/v1/events")


@in_session
async def test_a_trace_is_named(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    line = await logged(caplog, client, "GET", "/v1/events", headers={"traceparent": PARENT})
    assert line["trace_id"] == TRACE
    twice = await logged(caplog, client, "GET", "/v1/events", headers=[("traceparent", PARENT)] * 2)
    assert "trace_id" not in twice


@pytest.mark.parametrize(
    ("header", "trace_id"),
    [
        (PARENT, TRACE),
        (f"00-{TRACE}-00f067aa0ba902b7-00", TRACE),
        (f"cc-{TRACE}-00f067aa0ba902b7-01", TRACE),
        (f"cc-{TRACE}-00f067aa0ba902b7-01-what-the-future-may-bring", TRACE),
        (f"00-{TRACE}-00f067aa0ba902b7-01-more", None),
        (f"cc-{TRACE}-00f067aa0ba902b7-01.more", None),
        (f"ff-{TRACE}-00f067aa0ba902b7-01", None),
        (f"00-{'0' * 32}-00f067aa0ba902b7-01", None),
        (f"00-{TRACE}-{'0' * 16}-01", None),
        (f"00-{TRACE.upper()}-00f067aa0ba902b7-01", None),
        (f"00-{TRACE[:-1]}-00f067aa0ba902b7-01", None),
        (f"00-{TRACE}-00f067aa0ba902b7", None),
        (f" {PARENT}", None),
        ("", None),
        ("secret", None),
    ],
)
def test_a_trace_is_read_only_where_it_is_sound(header: str, trace_id: str | None) -> None:
    assert read_trace_id(header.encode()) == trace_id


@in_session
@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
async def test_a_fault_is_logged_without_what_it_quotes(
    client: httpx.AsyncClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    formatter: logging.Formatter,
) -> None:
    async def fail(*_: object) -> None:
        try:
            raise OSError(28, "No space left on device")
        except OSError as error:
            raise ValueError(f"cannot use {SDEROT}") from error

    monkeypatch.setattr("service.api.counts.event_filter", fail)
    with caplog.at_level(logging.DEBUG, logger="strikelog"):
        answer = await client.get("/v1/events/counts?by=month", headers={"traceparent": PARENT})
    assert answer.status_code == 500
    (record,) = [record for record in caplog.records if record.name == "strikelog.api"]
    line = formatter.format(record)
    assert "Sderot" not in line
    for said in (TRACE, "/v1/events/counts", answer.headers["x-request-id"], "builtins.ValueError", "in fail"):
        assert said in line
    assert line.index("builtins.OSError: [Errno 28] No space left on device") < line.index("builtins.ValueError")


def test_exceptions_that_lead_to_one_another_in_a_circle_end() -> None:
    first, second = StoreError("secret"), ValueError("secret")
    first.__context__, second.__context__ = second, first
    told = JsonFormatter().formatException((StoreError, first, None))
    assert told.count("ValueError") == 5
    assert "secret" not in told


def test_neither_a_key_nor_the_text_of_an_article_is_ever_logged(tmp_path: Path) -> None:
    """Send both in every place that a caller can fill, to every route, with keys asked for and without."""
    key, other = make_key().text, make_key().text
    log = tmp_path / "log"
    words = SDEROT.split()
    templates = [
        (method, route.path_format)
        for route in create_app(Settings()).routes
        if isinstance(route, HTTPRoute)
        for method in route.route_handler_map
    ]
    bodies = [
        ("text/plain", SDEROT),
        ("application/json", json.dumps({"text": SDEROT, "title": key, "source": key})),
        ("application/json", json.dumps({"text": [SDEROT], SDEROT: key})),
        ("application/json", '{"text": "' + SDEROT),
        ("application/x-ndjson", json.dumps({"text": SDEROT, "external_id": key}) + "\n{" + SDEROT),
        (key, SDEROT),
    ]
    said = quote(f"{key} {SDEROT}", safe="")
    headers = {
        **bearer(other),
        "x-request-id": key,
        "traceparent": SDEROT,
        "x-forwarded-for": key,
        "user-agent": SDEROT,
    }
    sent = 0
    for auth in ("off", "on"):
        variables = {"STRIKELOG_LOG_LEVEL": "debug", "STRIKELOG_AUTH": auth}
        with serving(tmp_path / "strikelog.db", log, **variables) as (_, client):
            for method, template in [*templates, ("GET", "/{nowhere}"), (f"SL{words[0].upper()}", "/livez")]:
                path = re.sub(r"\{.*?\}", said, template)
                asked = [(f"{path}?q={said}&{said}", bodies[0]), *((path, body) for body in bodies)]
                for url, (content_type, body) in asked if auth == "off" else asked[:2]:
                    client.request(method, url, content=body, headers={**headers, "content-type": content_type})
                    sent += 1
    lines = log.read_text()
    assert lines.count('"strikelog.access"') >= sent
    assert '"status":500' not in lines
    for secret in (key, other, key.split("_", 2)[2], other.split("_", 2)[2], *filter(lambda w: len(w) > 5, words)):
        assert secret not in lines, secret
