"""The API keys that hold, as the service knows them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from hmac import compare_digest
from time import monotonic

from schemas.access import ApiKey
from service.keys import read_key
from service.store import StoredKey

KNOWN_SECONDS = 1.0
"""How long a key counts without another look at the database: a revocation takes effect within it."""

PAUSE_SECONDS = 0.1
"""The least time between two looks at the database, however many made-up keys come."""


class KeyRing:
    """Finds the key that a request presents.

    All keys that hold are read together, and kept for a second: a request costs a hash and a comparison.

    Parameters
    ----------
    load
        Reads the keys that hold, by id. What it raises is raised by `find`: no key counts while that cannot be known.
    """

    def __init__(self, load: Callable[[], Awaitable[Mapping[str, StoredKey]]]) -> None:
        self._load = load
        self._keys: Mapping[str, StoredKey] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def find(self, presented: str) -> ApiKey | None:
        """Return the key, None where it is none that holds.

        One that is not known is looked for in the database before it is refused, so that a new key works at once.
        """
        read = read_key(presented)
        if read is None:
            return None
        asked = monotonic()
        await self._know_since(asked - KNOWN_SECONDS)
        found = self._matching(*read)
        if found is None:
            await self._know_since(asked)
            found = self._matching(*read)
        return found

    async def is_empty(self) -> bool:
        """Whether no key holds."""
        await self._know_since(monotonic() - KNOWN_SECONDS)
        return not self._keys

    def _matching(self, key_id: str, digest: bytes) -> ApiKey | None:
        stored = self._keys.get(key_id)
        return stored.key if stored is not None and compare_digest(stored.digest, digest) else None

    async def _know_since(self, moment: float) -> None:
        """Read the keys, unless that was done since the moment."""
        if self._read_at >= moment:
            return
        async with self._reading:
            # What another request has read while this one waited is as good.
            if self._read_at >= moment:
                return
            await asyncio.sleep(max(0.0, self._read_at + PAUSE_SECONDS - monotonic()))
            began = monotonic()
            self._keys = await self._load()
            self._read_at = began
