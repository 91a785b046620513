"""The trace that a request belongs to."""

from __future__ import annotations

import re

from litestar.types import ASGIApp, Receive, Scope, Send

HEADER = b"traceparent"
_PARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?P<more>-.*)?"
)
VERSION = b"00"


class TraceContext:
    """Put the id of the caller's trace into ``scope["state"]["trace_id"]``, for the log (W3C Trace Context, 3.2).

    A header that is malformed, or given twice, is as good as none. Versions after the one known here may add to it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        sent = [value for name, value in scope["headers"] if name == HEADER]
        trace_id = read_trace_id(sent[0]) if len(sent) == 1 else None
        if trace_id is not None:
            scope["state"]["trace_id"] = trace_id
        await self.app(scope, receive, send)


def read_trace_id(header: bytes) -> str | None:
    """Return the id of the trace, 32 hexadecimal digits; None where the header is malformed."""
    match = _PARENT.fullmatch(header)
    if match is None or (match["more"] is not None and header.startswith(VERSION)):
        return None
    return match["trace"].decode()
