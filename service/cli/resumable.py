"""Work that was stopped and goes on when the command is run again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import click


@contextlib.contextmanager
def resumable() -> Iterator[None]:
    """Say how to go on when the block was interrupted, or lost a process that extracts."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield
    except KeyboardInterrupt as interrupt:
        raise click.ClickException("interrupted; run the command again to go on") from interrupt
    except BrokenProcessPool as error:
        raise click.ClickException(
            "an extracting process was ended from outside; run the command again to go on"
        ) from error
