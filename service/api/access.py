"""Who may do what: the guard before every handler."""

from __future__ import annotations

import logging
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from schemas.access import ApiKey, Scope
from service.api.keyring import KeyRing
from service.api.operation import OPEN_KEY, OPT_KEY, Operation
from service.api.problems import ApiProblem, Kind
from service.api.services import Services
from service.settings import Settings

logger = logging.getLogger("strikelog.app")

CHALLENGE = 'Bearer realm="strikelog"'

Connection = ASGIConnection[Any, Any, Any, Any]


async def check_key(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let a request through to its handler only with a key that has the scope which the operation needs.

    What says nothing of itself is taken to need the highest.

    Raises
    ------
    ApiProblem
        There is no key that holds (``unauthorized``), or one without the scope (``forbidden``).
    StoreError
        The keys could not be read.
    """
    needed = scope_of(handler)
    if needed is None:
        return
    services: Services = connection.app.state.services
    key = await _key_of(connection, services)
    connection.scope["state"]["key_id"] = key.id
    if not key.scope.includes(needed):
        raise ApiProblem(
            Kind.FORBIDDEN,
            f"This needs a key with the scope {needed.value!r}; that of key {key.id} is {key.scope.value!r}.",
            headers={"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{needed.value}"'},
        )


def scope_of(handler: BaseRouteHandler) -> Scope | None:
    """Return the scope that a handler needs, None where it is open to everybody."""
    if handler.opt.get(OPEN_KEY):
        return None
    details: Operation | None = handler.opt.get(OPT_KEY)
    return Scope.ADMIN if details is None else details.scope


async def _key_of(connection: Connection, services: Services) -> ApiKey:
    scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
    if not credentials:
        raise ApiProblem(
            Kind.UNAUTHORIZED,
            "This needs an API key, as Authorization: Bearer sl_…; whoever runs the service gives them out.",
            headers={"WWW-Authenticate": CHALLENGE},
        )
    found = await services.keys.find(credentials.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise ApiProblem(
            Kind.UNAUTHORIZED,
            "The Authorization header has no API key that holds: it is none, not known here, or was revoked.",
            headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'},
        )
    return found


async def warn_of_access(settings: Settings, keys: KeyRing) -> None:
    """Log a warning where nobody can use the service, or anybody in reach of it can."""
    if settings.keys_required and await keys.is_empty():
        logger.warning(
            "no API key holds: everything but probes and documentation is answered with 401; make a key with "
            "`strikelog keys create`, which works at once, or set STRIKELOG_AUTH=off to serve everybody"
        )
    elif not settings.keys_required and not settings.loopback:
        logger.warning(
            "STRIKELOG_AUTH=off: whoever can reach %s may read, store and remove articles without a key", settings.host
        )
