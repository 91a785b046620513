"""Learning that the service is to stop, while the server waits for the requests in progress to end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Iterator
from types import FrameType

logger = logging.getLogger("strikelog.app")

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextlib.contextmanager
def heeded(stopping: asyncio.Event) -> Iterator[None]:
    """Set the event when a signal asks the process to stop, beside what the server does then.

    The server says nothing to the application before the last request has ended, so that a request which goes on as
    long as its client likes would never end. Signals that nobody handles keep their effect.
    """
    loop = asyncio.get_running_loop()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def heed(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(_stop, stopping)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    handled = [number for number, handler in before.items() if callable(handler)]
    for number in handled:
        signal.signal(number, heed)
    try:
        yield
    finally:
        for number in handled:
            signal.signal(number, before[number])


def _stop(stopping: asyncio.Event) -> None:
    if not stopping.is_set():
        logger.info("stopping: requests in progress are answered, batches end behind the lines received")
        stopping.set()
