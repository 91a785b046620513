"""What keeps browsers from doing more with an answer than they should."""

from __future__ import annotations

from litestar.types import ASGIApp, Message, Receive, Scope, Send

DEFAULTS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)
"""What is said where an answer does not say it itself: take it for what it says it is, tell nobody where one comes
from, run and load nothing, show it in no frame, keep no copy."""


class SecurityHeaders:
    """Put the headers on every answer, the router's own errors and faults included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                said = {name for name, _ in headers}
                message["headers"] = [*headers, *(header for header in DEFAULTS if header[0] not in said)]
            await send(message)

        await self.app(scope, receive, send_guarded)
