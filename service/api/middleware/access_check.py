"""No request to a handler that it may not use."""

from __future__ import annotations

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from service.api.access.check import Access


class AccessCheck:
    """Refuse what may not go on to its handler; what is refused is answered as any problem.

    Unlike the other middleware it stands behind the router, which tells what a path needs. (A guard would be handed a
    copy of the handler with each request, which takes longer than the whole check.)
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == ScopeType.HTTP:
            await self.access.check(scope)
        await self.app(scope, receive, send)
