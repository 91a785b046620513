"""A request id on every response."""

from __future__ import annotations

import re
import secrets

from litestar.types import ASGIApp, Message, Receive, Scope, Send

HEADER = b"x-request-id"
_SANE = re.compile(rb"(?!sl_)[A-Za-z0-9._-]{1,64}")


class RequestId:
    """Put ``X-Request-ID`` on every response, and the id into ``scope["state"]["request_id"]``.

    The caller's id is kept where it is of 1 to 64 letters, digits, dots, hyphens and underscores; otherwise
    a random one of 128 bits takes its place, so that nothing a caller sends can forge a log line. What begins as API
    keys do is not kept, since it would be logged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        sent = next((value for name, value in scope["headers"] if name == HEADER), b"")
        request_id = sent if _SANE.fullmatch(sent) else secrets.token_hex(16).encode()
        scope["state"]["request_id"] = request_id.decode()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (HEADER, request_id)]
            await send(message)

        await self.app(scope, receive, send_with_id)
