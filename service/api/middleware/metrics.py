"""Every request counted and timed."""

from __future__ import annotations

from time import perf_counter

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from service.api.middleware.sent import SentAnswer
from service.api.observing.metrics import Metrics


class RequestMetrics:
    """Count every request by the template of its route, and measure the time until the end of its answer."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

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
            # The router leaves the template in the scope, where it finds one.
            self.metrics.answered(scope.get("path_template"), scope["method"], answer.status, perf_counter() - began)
