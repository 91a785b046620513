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
        (b'{"text":' * 100_000, 400, "malformed-body", []),
        (b'{"text": "a", "x":' + b'{"x":' * 100_000, 400, "malformed-body", []),
        (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400, "malformed-body", []),
        (b"null", 422, "invalid-field", ["body"]),
        (b'"text"', 422, "invalid-field", ["body"]),
        (b"{}", 422, "invalid-field", ["text"]),
        (b'{"text": null}', 422, "invalid-field", ["text"]),
        (b'{"text": 1}', 422, "invalid-field", ["text"]),
        (b'{"text": "a", "titel": "b"}', 422, "invalid-field", ["titel"]),
        (b'{"text": "a", "title": 5}', 422, "invalid-field", ["title"]),
        (b'{"title": 5, "url": [], "titel": "b"}', 422, "invalid-field", ["text", "title", "url", "titel"]),
        (b'{"text": 1, "text": "a"}', 422, "invalid-field", ["body"]),
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


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"[]", "body: an array; accepted: an object, an article"),
        (b"{}", "text: missing; accepted: a string, the text of an article"),
        (b'{"text": null}', "text: null; accepted: a string, the text of an article"),
        (b'{"text": "a", "title": 5}', "title: a number; accepted: null or a string, text of 1 to 2000 characters"),
        (
            b'{"text": "a", "language": {"en": true}, "titel": 1}',
            "language: an object; accepted: null or a string, a BCP 47 language tag such as en, of at most 35 "
            "characters; titel: no such field here; did you mean 'title'? accepted: text, title, published_at, source, "
            "url, language, external_id",
        ),
    ],
)
async def test_json_of_other_types_is_told_what_would_be_right(
    client: httpx.AsyncClient, body: bytes, detail: str
) -> None:
    problem = assert_problem(
        answer := await client.post("/v1/extract", content=body, headers=JSON),
        422,
        "invalid-field",
        *(error["field"] for error in answer.json()["errors"]),
    )
    assert problem["detail"] == detail


async def test_a_refusal_is_short_however_long_what_is_refused(client: httpx.AsyncClient) -> None:
    members = ", ".join(f'"{"x" * 1000}{number}": 0' for number in range(900))
    answer = await client.post("/v1/extract", content=f'{{"text": "a", {members}}}'.encode(), headers=JSON)
    assert answer.status_code == 422
    assert len(answer.content) < 20_000


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


async def test_a_body_in_a_coding_that_nobody_undoes_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/extract", content=b"x", headers={**PLAIN, "transfer-encoding": "gzip, chunked"})
    assert_problem(response, 415, "unsupported-media-type", "Transfer-Encoding")


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
