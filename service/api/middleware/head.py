"""HEAD wherever GET is."""

from __future__ import annotations

import asyncio

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, ReceiveMessage, Scope, Send


class HeadAsGet:
    """Answer HEAD as GET with the body left out: the same status and headers (RFC 9110, section 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != ScopeType.HTTP or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        ended = asyncio.Event()

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                if ended.is_set():
                    return
                # The first piece of a stream is the last that is wanted: to what streams, the client has gone.
                ended.set()
                message = {"type": "http.response.body", "body": b"", "more_body": False}
            await send(message)

        async def receive_until_ended() -> ReceiveMessage:
            waiting = asyncio.ensure_future(receive())
            done = asyncio.ensure_future(ended.wait())
            try:
                await asyncio.wait({waiting, done}, return_when=asyncio.FIRST_COMPLETED)
                return {"type": "http.disconnect"} if ended.is_set() else waiting.result()
            finally:
                waiting.cancel()
                done.cancel()

        as_get = {**scope, "method": "GET"}
        try:
            await self.app(as_get, receive_until_ended, send_without_body)  # type: ignore[arg-type]
        finally:
            # What the router has found is wanted outside, too.
            scope["path_template"] = as_get.get("path_template")  # type: ignore[typeddict-item]
