"""Whether the database can be written again after a commit failed, found out by writing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from service.store.transaction import Transaction

ROOM_BYTES = 1_000_000
"""What has to find room beside the database: more than an article with its events needs."""


def has_room(database: Path) -> bool:
    """Return whether the file system of the database takes another file, which is gone at once. Blocks."""
    try:
        with tempfile.TemporaryFile(dir=database.parent) as file:
            file.write(bytes(ROOM_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True


def write_nothing(transaction: Transaction) -> None:
    """Write a counter as it is: a commit, and no change."""
    transaction.connection.execute("UPDATE counters SET value = value WHERE name = 'longest_span'")
