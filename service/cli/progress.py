"""How far a command is, on a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """A bar that is shown."""

    def __init__(self, bars: Progress, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def advance(self, steps: int = 1) -> None:
        """Say that some more steps are done."""
        self._bars.advance(self._task, steps)

    def reach(self, done: int, total: int) -> None:
        """Say how many steps are done in all, and of how many."""
        self._bars.update(self._task, completed=done, total=total)


@contextlib.contextmanager
def progress(label: str, total: int | None, *, shown: bool = True) -> Iterator[Bar]:
    """Show a bar on standard error, where that is a terminal; without a total it only shows that work goes on."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not (shown and console.is_terminal)) as bars:
        yield Bar(bars, bars.add_task("", total=total))
