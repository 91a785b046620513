"""API keys, and what they allow."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Scope(StrEnum):
    """What a key allows; each scope includes the ones before it."""

    READ = "read"
    """Read articles, events, vocabularies and metrics; extract from a text without storing it."""
    WRITE = "write"
    """Also store articles."""
    ADMIN = "admin"
    """Also remove articles."""

    def includes(self, other: Scope) -> bool:
        """Whether a key with this scope may do what needs the other."""
        ranks = list(Scope)
        return ranks.index(self) >= ranks.index(other)


class ApiKey(Struct, frozen=True, kw_only=True):
    """A key as it is listed: everything but its secret, which is not kept."""

    id: str
    """12 hexadecimal digits; the log names the key by it."""
    scope: Scope
    label: str | None
    """Whose key it is, or what for."""
    created_at: str
    """RFC 3339, UTC."""
    revoked_at: str | None
    """RFC 3339, UTC; null while the key holds."""
