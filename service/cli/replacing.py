"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click


@contextlib.contextmanager
def replacing(target: Path, *, database: Path) -> Iterator[Path]:
    """Yield the path of a file to write beside `target`, and put it in the place of `target` when the block is done.

    When the block fails, is interrupted or is ended by SIGTERM, what was written is removed, and `target` is as it was.
    What was there is replaced in one step; only the `database`, which must exist, never is.

    Raises
    ------
    click.ClickException
        `target` cannot be written, here or in the block, or is not a regular file.
    """
    # A link stays a link: what it leads to is replaced.
    target = target.resolve()
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    terminated = signal.signal(signal.SIGTERM, _exit)
    try:
        _refuse_unusable(target, database.resolve())
        partial.touch()
        yield partial
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise click.ClickException(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        signal.signal(signal.SIGTERM, terminated)
        partial.unlink(missing_ok=True)


def _refuse_unusable(target: Path, database: Path) -> None:
    parts = [database, *(database.with_name(database.name + ending) for ending in ("-wal", "-shm", "-journal"))]
    if target in parts or (target.exists() and target.samefile(database)):
        raise click.ClickException(f"{target} is the database itself, or a part of it; choose another file")
    if target.exists() and not target.is_file():
        raise click.ClickException(f"{target} is not a regular file; choose another")
    if not target.parent.is_dir():
        raise click.ClickException(f"cannot write {target}: no folder {target.parent}")


def _sync_folder(folder: Path) -> None:
    """Put the new name on disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exit(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
