"""The wire form of changes: what a mirror of the store follows."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class ChangeKind(StrEnum):
    """What happened to an article."""

    ADDED = "added"
    REPLACED = "replaced"
    DELETED = "deleted"


class Change(Struct, frozen=True, kw_only=True):
    """An article was added or deleted with its events, or its events were replaced."""

    seq: int
    """Grows from change to change; numbers may be missing."""
    kind: ChangeKind
    article_id: str
    """The article's id; of one that is deleted, all that is left."""
    at: str
    """When it was written: RFC 3339, in UTC."""


class ChangePage(Struct, frozen=True, kw_only=True):
    """One page of changes, the first first."""

    items: list[Change]
    next: int | None
    """The `since` of the page after this one; null on the last page."""
