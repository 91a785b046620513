"""Answers: JSON, conditional on its ETag where it is of a single resource, and links between pages."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import msgspec
from litestar import Request, Response
from msgspec import Struct

from service.api.bodies import JSON


def json_answer(value: Struct, status: int = 200, headers: dict[str, str] | None = None) -> Response[bytes]:
    """Return a JSON answer."""
    return Response(msgspec.json.encode(value), status_code=status, media_type=JSON, headers=headers or {})


def conditional(request: Request[Any, Any, Any], value: Struct) -> Response[bytes]:
    """Return a JSON answer with an ETag, or 304 where the caller has that representation (RFC 9110, section 13).

    The tag is weak: the same content may be sent compressed or not.
    """
    body = msgspec.json.encode(value)
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if _matches(request.headers.get("if-none-match", ""), etag):
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


def next_link(
    request: Request[Any, Any, Any], public_url: str | None, cursor: str | int | None, *, parameter: str = "cursor"
) -> dict[str, str]:
    """Return the ``Link`` header to the next page, with every parameter of this one; empty on the last page."""
    if cursor is None:
        return {}
    pairs = parse_qsl(request.scope["query_string"].decode("ascii"), keep_blank_values=True)
    query = urlencode([(name, value) for name, value in pairs if name != parameter] + [(parameter, cursor)])
    base = public_url.rstrip("/") if public_url else str(request.base_url).rstrip("/")
    return {"Link": f'<{base}{quote(request.scope["path"])}?{query}>; rel="next"'}


def _matches(header: str, etag: str) -> bool:
    """Compare weakly, as `If-None-Match` does."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return etag.removeprefix("W/") in tags or "*" in tags
