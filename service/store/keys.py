"""The API keys: who may call, kept as digests of their secrets."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from schemas.access import ApiKey, Scope

COLUMNS = "id, scope, label, created_at, revoked_at"
NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"


class StoredKey(NamedTuple):
    """A key that holds, and the digest of its secret."""

    key: ApiKey
    digest: bytes


def add_key(connection: sqlite3.Connection, key_id: str, digest: bytes, scope: Scope, label: str | None) -> ApiKey:
    """Store a key and return it."""
    row = connection.execute(
        f"INSERT INTO api_keys (id, digest, scope, label, created_at) VALUES (?, ?, ?, ?, {NOW}) RETURNING {COLUMNS}",
        (key_id, digest, scope, label),
    ).fetchone()
    return _key(*row)


def list_keys(connection: sqlite3.Connection) -> list[ApiKey]:
    """Return all keys, revoked ones too, the first made first."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM api_keys ORDER BY created_at, id")
    return [_key(*row) for row in rows]


def keys_that_hold(connection: sqlite3.Connection) -> dict[str, StoredKey]:
    """Return the keys that are not revoked, by id."""
    rows = connection.execute(f"SELECT digest, {COLUMNS} FROM api_keys WHERE revoked_at IS NULL")
    return {row[0]: StoredKey(_key(*row), digest) for digest, *row in rows}


def revoke_key(connection: sqlite3.Connection, key_id: str) -> ApiKey | None:
    """Revoke a key and return it, None where there is no such key; one that is revoked keeps its time."""
    row = connection.execute(
        f"UPDATE api_keys SET revoked_at = coalesce(revoked_at, {NOW}) WHERE id = ? RETURNING {COLUMNS}", (key_id,)
    ).fetchone()
    return None if row is None else _key(*row)


def _key(key_id: str, scope: str, label: str | None, created_at: str, revoked_at: str | None) -> ApiKey:
    return ApiKey(id=key_id, scope=Scope(scope), label=label, created_at=created_at, revoked_at=revoked_at)
