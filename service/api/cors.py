"""Pages of other origins that may call the service from a browser."""

from __future__ import annotations

from collections.abc import Sequence

from litestar.config.cors import CORSConfig

from service.api.operation import HEADERS

REQUEST_HEADERS = ["Authorization", "Content-Type", "If-None-Match", "Traceparent", "X-Request-ID"]


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
