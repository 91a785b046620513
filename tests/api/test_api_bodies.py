"""Bodies that are refused, and how."""

from __future__ import annotations

import httpx
import pytest
from api_service import SUMY, assert_problem

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATHS = ["/v1/extract", "/v1/articles"]
JSON = {"content-type": "application/json"}
PLAIN = {"content-type": "text/plain"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("body", "status", "slug", "fields"),
    [
        (b"", 400, "malformed-body", []),
        (b"{", 400, "malformed-body", []),
        (b'{"text": "a"} b', 400, "malformed-body", []),
        (b'{"text": "\xff"}', 400, "malformed-body", []),
        (b'{"text": "\\ud800"}', 400, "malformed-body", []),
        (b'{"text": NaN}', 400, "malformed-body", []),
        (b"[" * 100_000, 422, "invalid-field", ["body"]),
        (b'{"text":' * 100_000, 422, "invalid-field", ["text"]),
        (b'{"text": "a", "x":' + b'{"x":' * 100_000, 422, "invalid-field", ["x"]),
        (b"null", 422, "invalid-field", ["body"]),
        (b'"text"', 422, "invalid-field", ["body"]),
        (b"{}", 422, "invalid-field", ["text"]),
        (b'{"text": null}', 422, "invalid-field", ["text"]),
        (b'{"text": 1}', 422, "invalid-field", ["text"]),
        (b'{"text": "a", "titel": "b"}', 422, "invalid-field", ["titel"]),
        (b'{"text": "a", "title": 5}', 422, "invalid-field", ["title"]),
        (b'{"text": ""}', 422, "empty-text", ["text"]),
        (b'{"text": " \\n\\u00a0 "}', 422, "empty-text", ["text"]),
        (b'{"text": "a\\u0000b"}', 422, "invalid-field", ["text"]),
        (b'{"text": "a", "published_at": "2025-02-30"}', 422, "invalid-field", ["published_at"]),
        (b'{"text": "a", "published_at": "2025-03-01T10:00"}', 422, "invalid-field", ["published_at"]),
        (b'{"text": "a", "published_at": "yesterday"}', 422, "invalid-field", ["published_at"]),
        (b'{"text": "a", "url": "javascript:alert(1)"}', 422, "invalid-field", ["url"]),
        (b'{"text": "a", "language": "english please"}', 422, "invalid-field", ["language"]),
        (b'{"text": "a", "source": "' + b"s" * 501 + b'"}', 422, "invalid-field", ["source"]),
    ],
)
async def test_json_that_is_no_article_is_refused(
    client: httpx.AsyncClient, path: str, body: bytes, status: int, slug: str, fields: list[str]
) -> None:
    assert_problem(await client.post(path, content=body, headers=JSON), status, slug, *fields)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("body", "status", "slug", "fields"),
    [
        (b"", 422, "empty-text", ["text"]),
        (b" \n ", 422, "empty-text", ["text"]),
        (b"\xff\xfe", 400, "malformed-body", []),
        (b"a\0b", 422, "invalid-field", ["text"]),
        (b"a" * 200_001, 413, "text-too-long", ["text"]),
        (b"a" * 1_000_001, 413, "body-too-large", []),
    ],
)
async def test_raw_text_that_is_no_article_is_refused(
    client: httpx.AsyncClient, path: str, body: bytes, status: int, slug: str, fields: list[str]
) -> None:
    assert_problem(await client.post(path, content=body, headers=PLAIN), status, slug, *fields)


async def test_a_body_of_unknown_length_has_the_same_limit(client: httpx.AsyncClient) -> None:
    async def chunks() -> object:
        for _ in range(11):
            yield b"a" * 100_000

    response = await client.post("/v1/extract", content=chunks(), headers=PLAIN)
    assert_problem(response, 413, "body-too-large")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "text/html",
        "application/jsonp",
        "text/plain; charset=windows-1251",
        "application/json; charset=utf-16",
        "",
    ],
)
async def test_other_content_types_are_refused(client: httpx.AsyncClient, path: str, content_type: str) -> None:
    response = await client.post(path, content=b'{"text": "a"}', headers={"content-type": content_type})
    problem = assert_problem(response, 415, "unsupported-media-type", "Content-Type")
    assert "accepted, in UTF-8: application/json for one object, text/plain" in problem["detail"]


async def test_a_compressed_body_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/extract", content=b"x", headers={**PLAIN, "content-encoding": "gzip"})
    assert_problem(response, 415, "unsupported-media-type", "Content-Encoding")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "slug", "field"),
    [
        ("publised_at=2025-03-19", "unknown-parameter", "publised_at"),
        ("published_at=2025-02-30", "invalid-parameter", "published_at"),
        ("published_at=", "invalid-parameter", "published_at"),
        ("published_at=null", "invalid-parameter", "published_at"),
        ("title=a&title=b", "repeated-parameter", "title"),
        ("text=a", "unknown-parameter", "text"),
    ],
)
async def test_the_fields_of_a_raw_text_are_checked(
    client: httpx.AsyncClient, path: str, query: str, slug: str, field: str
) -> None:
    assert_problem(await client.post(f"{path}?{query}", content=SUMY, headers=PLAIN), 400, slug, field)


async def test_the_fields_of_a_json_article_do_not_belong_into_the_query(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/articles?source=x", json={"text": SUMY})
    assert_problem(response, 400, "unknown-parameter", "source")


async def test_an_unusable_text_parameter_is_reported_before_the_body_is_read(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/extract?include=everything", json={"text": SUMY})
    problem = assert_problem(response, 400, "invalid-parameter", "include")
    assert "accepted: one of mentions" in problem["detail"]
