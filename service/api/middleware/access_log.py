"""One line in the log for every request."""

from __future__ import annotations

import logging
from time import perf_counter

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from service.api.middleware.sent import SentAnswer
from service.api.observing.logs import known_of
from service.api.observing.metrics import known_method

logger = logging.getLogger("strikelog.access")

PROBES = frozenset({"/livez", "/readyz", "/metrics"})


class AccessLog:
    """Log id, method, route, status, duration and size of every request, and what else is known of it.

    Nothing that a caller can choose freely is logged: body, query string and headers may hold text of articles and
    keys, and so may a path, of which the log has the template of its route. Probes that succeed are logged at
    ``debug``.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        answer = SentAnswer(send)
        try:
            await self.app(scope, receive, answer.send)
        finally:
            known = known_of(scope)
            quiet = known["route"] in PROBES and answer.status < 400
            logger.log(
                logging.DEBUG if quiet else logging.INFO,
                "request",
                extra={
                    **known,
                    "method": known_method(scope["method"]),
                    "status": answer.status,
                    "duration_ms": round((perf_counter() - began) * 1000, 2),
                    "bytes": answer.size,
                },
            )
