"""Work on many items at once, a bounded number at a time, with the results in the order of the items."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


async def in_order(
    items: AsyncGenerator[Item], work: Callable[[Item], Awaitable[Result]], window: int
) -> AsyncGenerator[Result, None]:
    """Yield the result of the work on each item, in the order of the items.

    An item is taken only when fewer than ``window`` are between that and the moment when the caller asks for what
    comes after its result: who is slow to take results is slow to be asked for items. A result is yielded as soon as
    it is there and those before it are gone, however long the next item is in coming.

    Raises
    ------
    Exception
        What the work raised, or the iteration over the items once all results are yielded.
    """
    room = asyncio.Semaphore(window)
    under_way: asyncio.Queue[asyncio.Future[Result] | None] = asyncio.Queue()
    working: set[asyncio.Future[Result]] = set()

    async def take() -> None:
        try:
            async with aclosing(items):
                await room.acquire()
                async for item in items:
                    task = asyncio.ensure_future(work(item))
                    working.add(task)
                    under_way.put_nowait(task)
                    await room.acquire()
        finally:
            under_way.put_nowait(None)

    taking = asyncio.create_task(take())
    try:
        while (task := await under_way.get()) is not None:
            yield await task
            working.discard(task)
            room.release()
        await taking
    finally:
        taking.cancel()
        for task in working:
            task.cancel()
        await asyncio.gather(taking, *working, return_exceptions=True)
