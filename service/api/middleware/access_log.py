"""One line in the log for every request."""

from __future__ import annotations

import logging
from time import perf_counter

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("strikelog.access")

PROBES = frozenset({"/livez", "/readyz", "/metrics"})


class AccessLog:
    """Log method, path, status, duration and size of every request, and its id.

    The query string and the body stay out: they may hold text of articles. Probes that succeed are
    logged at ``debug``.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        status = 500
        sent = 0

        async def send_counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                sent += len(message["body"])
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            quiet = scope["path"] in PROBES and status < 400
            logger.log(
                logging.DEBUG if quiet else logging.INFO,
                "request",
                extra={
                    "request_id": scope["state"].get("request_id", "-"),
                    **({"key_id": scope["state"]["key_id"]} if "key_id" in scope["state"] else {}),
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": status,
                    "duration_ms": round((perf_counter() - began) * 1000, 2),
                    "bytes": sent,
                },
            )
