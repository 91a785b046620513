"""The wire form of articles: as submitted, as extracted, as stored."""

from __future__ import annotations

import hashlib
from typing import Any

from msgspec import Struct

from schemas.event import Event


class ArticleIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article as a caller submits it."""

    text: str
    title: str | None = None
    published_at: str | None = None
    """A date or RFC 3339 date-time; relative words resolve against its calendar date in the offset it carries."""
    source: str | None = None
    url: str | None = None
    language: str | None = None
    external_id: str | None = None


class Extraction(Struct, frozen=True, kw_only=True):
    """What the pipeline read out of one article."""

    article_id: str
    pipeline_version: str
    events: list[Event]
    mentions: dict[str, list[dict[str, Any]]] | None = None
    """Every mention found, by kind; null unless asked for."""


class Article(Struct, frozen=True, kw_only=True):
    """An article as stored, with its events."""

    id: str
    text: str
    title: str | None
    published_at: str | None
    source: str | None
    url: str | None
    language: str | None
    external_id: str | None
    content_hash: str
    received_at: str
    pipeline_version: str
    events: list[Event]


def content_hash(article: ArticleIn) -> str:
    """Return the SHA-256 (hex) of what makes an article the same: its text, publication date and source."""
    digest = hashlib.sha256()
    for part in (article.text, article.published_at or "", article.source or ""):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def article_id(article: ArticleIn) -> str:
    """Return the article's id: ``ar_`` and 24 hex digits of its content hash, so that a copy has the same id."""
    return "ar_" + content_hash(article)[:24]
