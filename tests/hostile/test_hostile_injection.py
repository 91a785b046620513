"""What is data stays data: SQL, formulas, header lines, paths and log lines, tried on every parameter and field.

Parameters, fields and operations are those of the contract: a new one is tried without a word here.
"""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from api_service import SUMY, submit

from service.api.contract.document import describe
from service.api.observing.logs import JsonFormatter, TextFormatter
from service.app import create_app
from service.formats.writers import FORMULA_STARTS
from service.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTRACT = describe(create_app(Settings()))

MARK = "injected"
SQL = ["' OR 1=1 --", "'; DROP TABLE articles; --", '" OR ""="', "%' UNION SELECT 1 --", '"* OR NEAR(a']
FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "\t=1", "＝1"]
HEADERS = [f"a\r\nX-{MARK}: 1", f"a\nX-{MARK}: 1\n\n<html>", f"a\u010d\u010aX-{MARK}: 1"]
PATHS = ["../../../../etc/passwd", "..\\..\\win.ini", "/etc/passwd", "file:///etc/passwd", "%2e%2e%2f"]
LOGS = [f'a\n{{"level":"error","message":"{MARK}"}}', f"a\u2028{MARK}", f"a\x1b[2J{MARK}", f"a\x85{MARK}", "%s%n"]
MARKUP = [f"<script>{MARK}</script>", f'"><img src=x onerror={MARK}>', "${jndi:ldap://x/a}", "{{7*7}}"]
PAYLOADS = [*SQL, *FORMULAS, *HEADERS, *PATHS, *LOGS, *MARKUP]


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in CONTRACT["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


PARAMETERS = [
    (method, path, parameter["name"], parameter["in"])
    for method, path, operation in operations()
    for parameter in operation.get("parameters", [])
]
FIELDS = sorted(CONTRACT["components"]["schemas"]["ArticleIn"]["properties"])


def assert_harmless(response: httpx.Response) -> None:
    """Check that an answer is one of the service's own, of one piece, whatever was sent."""
    assert response.status_code < 500, response.text
    for name, value in response.headers.raw:
        assert b"\r" not in value and b"\n" not in value
        assert not name.lower().startswith(f"x-{MARK}".encode())
    assert "root:" not in response.text
    assert response.headers["content-type"].partition(";")[0] in (
        "application/json", "application/problem+json", "application/x-ndjson", "application/geo+json", "text/csv",
        "text/plain",
    )  # fmt: skip
    assert response.headers["x-content-type-options"] == "nosniff"


def assert_one_line_each(caplog: pytest.LogCaptureFixture) -> None:
    """Check that every record is one line in both forms of the log, without what was sent."""
    for record in caplog.records:
        if record.name.startswith("strikelog"):
            for line in (JsonFormatter().format(record), TextFormatter().format(record)):
                assert len(line.splitlines()) == 1
                assert MARK not in line


@pytest.mark.parametrize(("method", "path", "name", "place"), PARAMETERS, ids=lambda part: str(part))
async def test_parameters(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, method: str, path: str, name: str, place: str
) -> None:
    article = await submit(client, SUMY, source="Injection wire")
    before = (await client.get("/v1/events?count=exact&limit=1")).json()["total"]
    assert before
    with caplog.at_level(logging.DEBUG, logger="strikelog"):
        for payload in PAYLOADS:
            target = path.replace("{" + name + "}", quote(payload, safe="")) if place == "path" else path
            query = {name: payload} if place == "query" else {}
            if name != "by" and path.endswith("/counts"):
                query["by"] = "month"
            body = {"content": SUMY, "headers": {"content-type": "text/plain"}} if method == "post" else {}
            response = await client.request(method, target, params=query, **body)  # type: ignore[arg-type]
            assert_harmless(response)
            if method == "get" and response.status_code == 200:
                found = response.json()
                ids = {item.get("article_id", item.get("id")) for item in found["items"]}
                assert article["id"] not in ids, f"{name}={payload!r} finds what it does not ask for"
                assert "by" not in found or found["total"]["events"] < before
            elif method != "post":
                assert response.status_code in (400, 404)
    assert_one_line_each(caplog)
    after = (await client.get("/v1/events?count=exact&limit=1")).json()["total"]
    assert after >= before if method == "post" else after == before


@pytest.mark.parametrize("field", FIELDS)
async def test_fields(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, field: str) -> None:
    with caplog.at_level(logging.DEBUG, logger="strikelog"):
        for number, payload in enumerate(PAYLOADS):
            text = f"{payload} {SUMY} {payload} {field} {number}." if field == "text" else f"{SUMY} {field} {number}."
            article = {"text": text, "source": "Injected fields", **({} if field == "text" else {field: payload})}
            response = await client.post("/v1/articles", json=article)
            assert_harmless(response)
            if response.status_code != 201:
                assert response.json()["errors"][0]["field"] == field
                continue
            stored = (await client.get(response.headers["location"])).json()
            assert stored[field] == article[field]
            assert stored["events"] == response.json()["events"]
            assert_harmless(await client.get(response.headers["location"] + "/explain"))
            line = await client.post(
                "/v1/articles/batch", content=json.dumps(article), headers={"content-type": "application/x-ndjson"}
            )
            assert_harmless(line)
            assert json.loads(line.text)["article_id"] == stored["id"]
    assert_one_line_each(caplog)
    for form in ("strikelog", "acled", "plover"):
        table = await client.get("/v1/events", params={"format": "csv", "schema": form})
        assert_harmless(table)
        for row in csv.reader(io.StringIO(table.text)):
            for cell in row:
                assert not cell.startswith(FORMULA_STARTS) or is_number(cell), cell


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


HEADER_NAMES = ["Accept", "Content-Type", "Content-Encoding", "If-None-Match", "X-Request-ID", "traceparent", "Origin",
                "Authorization", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Cookie", "User-Agent", "Referer",
                "Range", "X-HTTP-Method-Override"]  # fmt: skip


@pytest.mark.parametrize("header", HEADER_NAMES)
async def test_headers(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, header: str) -> None:
    await submit(client, SUMY, source="Injection wire")
    with caplog.at_level(logging.DEBUG, logger="strikelog"):
        for payload in PAYLOADS:
            for url in ("/v1/events?limit=1", "/v1/codebook", "/nowhere"):
                assert_harmless(await client.get(url, headers={header: payload.encode()}))
            assert_harmless(await client.post("/v1/extract", json={"text": SUMY}, headers={header: payload.encode()}))
    assert_one_line_each(caplog)


async def test_the_link_to_the_next_page_repeats_parameters_encoded(client: httpx.AsyncClient) -> None:
    for number in range(2):
        await submit(client, f"{SUMY} Linked {number}.", source="Injection wire")
    for payload in HEADERS + MARKUP:
        query = [("limit", "1"), ("source", "Injection wire"), ("source", payload)]
        response = await client.get("/v1/events", params=query)
        assert_harmless(response)
        link = response.headers["link"]
        assert link.count("<") == link.count(">") == 1
        assert quote(payload.split("<")[0].split('"')[0][:1], safe="") in link
