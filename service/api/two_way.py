"""A body that is read while its answer is sent, and an end to both when the client is gone or says nothing any more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable

from litestar.response.streaming import ASGIStreamingResponse
from litestar.types import Message, Receive, Scope, Send

from service.api.observing.logs import known_of

logger = logging.getLogger("strikelog.two_way")


class BrokenOffError(Exception):
    """The body goes no further, and its last line may be half of one."""


class TwoWayStream(ASGIStreamingResponse):
    """A stream that is made of the body of the request while that is still being sent.

    The framework's own would read the body, and throw it away, to learn whether the client is still there.

    Parameters
    ----------
    answer
        Makes the stream of the pieces of the body. Where the service is to stop, or the client sends nothing for too
        long, these end with a ``BrokenOffError``. The stream is closed where it is when the client is gone.
    stopping
        Set once the service is to stop.
    patience
        Seconds to wait for the next piece of the body, and for the client to take a piece of the answer.
    ended
        Called once, when the stream has come to its end or was given up.
    """

    def __init__(
        self,
        answer: Callable[[AsyncIterator[bytes]], AsyncGenerator[bytes]],
        *,
        stopping: asyncio.Event,
        patience: float,
        media_type: str,
        ended: Callable[[], None],
    ) -> None:
        self._answer = answer(self._received())
        super().__init__(iterator=self._answer, media_type=media_type)
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue(1)
        self._stopping = stopping
        self._patience = patience
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the headers and the stream."""
        self._known = known_of(scope)
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()

    async def send_body(self, send: Send, receive: Receive) -> None:
        """Send the stream to its end, or for as long as the client is there."""

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(self._patience):
                await send(message)

        sending = asyncio.create_task(self._stream(send_in_time))
        listening = asyncio.create_task(self._listen(receive))
        try:
            await asyncio.wait({sending, listening}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done() and not isinstance(sending.exception(), TimeoutError):
                sending.result()
            else:
                logger.info("the client of a batch is gone", extra=self._known)
        finally:
            for task in (sending, listening):
                task.cancel()
            await asyncio.gather(sending, listening, return_exceptions=True)
            await self._answer.aclose()

    async def _listen(self, receive: Receive) -> None:
        """Hand the body on, piece by piece and None at its end, until the client is gone."""
        while (message := await receive())["type"] == "http.request":
            await self._pieces.put(message["body"])
            if not message["more_body"]:
                await self._pieces.put(None)

    async def _received(self) -> AsyncIterator[bytes]:
        """Yield the body piece by piece.

        Raises
        ------
        BrokenOffError
            The service is to stop, or the client sent nothing for too long.
        """
        stop = asyncio.create_task(self._stopping.wait())
        try:
            while (piece := await self._next_before(stop)) is not None:
                yield piece
        finally:
            stop.cancel()

    async def _next_before(self, stop: asyncio.Task[bool]) -> bytes | None:
        piece = asyncio.create_task(self._pieces.get())
        try:
            await asyncio.wait({piece, stop}, timeout=self._patience, return_when=asyncio.FIRST_COMPLETED)
            if not piece.done():
                raise BrokenOffError
            return piece.result()
        finally:
            piece.cancel()
