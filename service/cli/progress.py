"""How far a command is, on a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def progress(label: str, total: int, *, shown: bool = True) -> Iterator[Callable[[int], object]]:
    """Show a bar on standard error, where that is a terminal; yield what advances it by a number of steps."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as bars:
        bar = bars.add_task("", total=total)
        yield lambda steps: bars.advance(bar, steps)
