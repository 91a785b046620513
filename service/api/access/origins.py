"""Pages of other origins that call the service from a browser: those that may, and those that may not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from litestar.config.cors import CORSConfig
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from service.api.contract.operation import HEADERS
from service.api.problems import ApiProblem, Kind
from service.api.services import Services

REQUEST_HEADERS = ["Authorization", "Content-Type", "If-None-Match", "Traceparent", "X-Request-ID"]

OWN_PAGES = frozenset(("same-origin", "none"))
"""``Sec-Fetch-Site`` of what a page of the service itself sends, and of what its user does."""


def cors(origins: Sequence[str]) -> CORSConfig | None:
    """Return what pages of these origins may do, None where there are none: everything that the service does.

    Nothing is sent along on its own, since the service knows no cookies: a page must have the key that it uses.
    """
    if not origins:
        return None
    return CORSConfig(
        allow_origins=list(origins),
        allow_methods=["GET", "HEAD", "POST", "DELETE"],
        allow_headers=REQUEST_HEADERS,
        expose_headers=list(HEADERS),
    )


async def refuse_other_origins(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Refuse what a page of another origin sends to a service that asks for no key; a guard.

    A browser sends raw texts wherever a page likes without asking first (CORS keeps the page from reading the answer
    alone), also to services that only the browser's own machine can reach. Other clients send none of these headers.

    Raises
    ------
    ApiProblem
        The request is such a one (``cross-origin``).
    """
    services: Services = connection.app.state.services
    if services.settings.keys_required:
        return
    origin = connection.headers.get("origin")
    site = connection.headers.get("sec-fetch-site")
    allowed = services.settings.cors_origins
    if "*" in allowed or origin in allowed:
        return
    if site is None:
        own = origin is None or urlsplit(origin).netloc == connection.headers.get("host")
    else:
        own = site in OWN_PAGES
    if not own:
        raise ApiProblem(
            Kind.CROSS_ORIGIN,
            "A page of another origin sent this; STRIKELOG_CORS_ORIGINS names the origins whose pages may.",
        )
