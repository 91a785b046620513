"""API keys as text: how one is made, and how it is taken apart again.

A key is ``sl_``, its id, ``_`` and its secret: ``sl_5f0c6a1b2d3e_…``. The prefix lets scanners for leaked secrets
find it; the id names it in logs and commands.

The secret has 256 random bits, so that it cannot be guessed or found by trying. That is why its SHA-256 is what the
database keeps: slow hashes such as Argon2 protect passwords, which people choose among few, and would only make
each request slower here.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import NamedTuple

ID_BYTES = 6
SECRET_BYTES = 32

_KEY = re.compile(r"sl_([0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.ASCII)


class NewKey(NamedTuple):
    """A key that was just made."""

    id: str
    text: str
    """What its owner sends; nothing else has it."""
    digest: bytes
    """What the database keeps."""


def make_key() -> NewKey:
    """Return a new key from the random numbers of the operating system."""
    key_id, secret = secrets.token_hex(ID_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    return NewKey(key_id, f"sl_{key_id}_{secret}", _digest(secret))


def read_key(text: str) -> tuple[str, bytes] | None:
    """Return the id and the digest of a key, None where the text is none."""
    match = _KEY.fullmatch(text)
    return None if match is None else (match[1], _digest(match[2]))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
