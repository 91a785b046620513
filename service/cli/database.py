"""The database of the commands that work on what is stored."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from service.store import Store


def existing(database: Path) -> Path:
    """Return the path of the database if there is one.

    Raises
    ------
    click.ClickException
        There is none: these commands never create it.
    """
    if not database.is_file():
        raise click.ClickException(f"no database at {database}; name it with --database or STRIKELOG_DATABASE")
    return database


@contextlib.contextmanager
def opened(database: Path) -> Iterator[Store]:
    """Open an existing database, beside a service that may be using it, without a limit to the time of a read.

    Raises
    ------
    click.ClickException
        There is none, or the store fails, here or in the block.
    """
    with _open(existing(database)) as store:
        yield store


@contextlib.contextmanager
def created(database: Path) -> Iterator[Store]:
    """Open a database as `opened` does, and create it, with its folder, where there is none."""
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"cannot make the folder of {database}: {error.strerror or error}") from error
    with _open(database) as store:
        yield store


@contextlib.contextmanager
def _open(database: Path) -> Iterator[Store]:
    from service.store import Store, StoreError

    try:
        store = Store.open(database, readers=1, read_timeout=math.inf, yielding=True)
        try:
            yield store
        finally:
            store.close()
    except StoreError as error:
        raise click.ClickException(str(error)) from error
