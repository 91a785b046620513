"""A span for every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from service.api.middleware.sent import SentAnswer
from service.api.observing.logs import known_of
from service.api.observing.metrics import known_method

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

CARRIED = frozenset((b"traceparent", b"tracestate"))


class Tracing:
    """Record each request as a span, a child of the one that the caller's ``traceparent`` names.

    A span has the names of OpenTelemetry's conventions for HTTP, and says what the log says: the route, never the path.
    The log names a trace that begins here, too.
    """

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self.app = app
        self.tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        from opentelemetry.trace import SpanKind, StatusCode, format_trace_id
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carrier: dict[str, str] = {}
        if "trace_id" in scope["state"]:
            carrier = {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in CARRIED}
        caller = TraceContextTextMapPropagator().extract(carrier)
        answer = SentAnswer(send)
        with self.tracer.start_as_current_span(
            "request", caller, SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            scope["state"]["trace_id"] = format_trace_id(span.get_span_context().trace_id)
            try:
                await self.app(scope, receive, answer.send)
            finally:
                known, method = known_of(scope), known_method(scope["method"])
                span.update_name(f"{method} {known['route']}")
                span.set_attribute("http.request.method", method)
                span.set_attribute("http.route", known["route"])
                span.set_attribute("http.response.status_code", answer.status)
                for name in ("request_id", "key_id", "events"):
                    if name in known:
                        span.set_attribute(f"strikelog.{name}", known[name])
                if answer.status >= 500:
                    span.set_status(StatusCode.ERROR)
