"""OPTIONS: which methods a path answers to."""

from __future__ import annotations

from collections.abc import Iterable

from litestar.enums import ScopeType
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import ASGIApp, Message, Receive, Scope, Send

ALLOW = b"allow"


class NameMethods:
    """Let the answer to OPTIONS name every method of a path in ``Allow`` (RFC 9110, section 10.2.1), HEAD included.

    Where several handlers share a path, the framework's own answer names the methods of the first of them only.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self.app = app
        self._allowed = {
            route.path_format: ", ".join(sorted({*route.methods, *(("HEAD",) if "GET" in route.methods else ())}))
            for route in routes
            if isinstance(route, HTTPRoute)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != ScopeType.HTTP or scope["method"] != "OPTIONS":
            await self.app(scope, receive, send)
            return

        async def send_naming_all(message: Message) -> None:
            # The router leaves the template in the scope, where it finds one.
            allowed = self._allowed.get(scope.get("path_template", ""))
            if message["type"] == "http.response.start" and allowed is not None:
                others = [(name, value) for name, value in message["headers"] if name != ALLOW]
                if len(others) < len(list(message["headers"])):
                    message["headers"] = [*others, (ALLOW, allowed.encode())]
            await send(message)

        await self.app(scope, receive, send_naming_all)
