"""The key that a request presents, and what it allows (RFC 6750)."""

from __future__ import annotations

import logging

from litestar.types import HTTPScope

from schemas.access import ApiKey, Scope
from service.api.access.keyring import KeyRing
from service.api.problems import ApiProblem, Kind
from service.settings import Settings

CHALLENGE = 'Bearer realm="strikelog"'

logger = logging.getLogger("strikelog.app")


async def presented_key(scope: HTTPScope, keys: KeyRing) -> ApiKey | ApiProblem:
    """Return the key in the header ``Authorization``, or the problem of having none that holds.

    Raises
    ------
    StoreError
        The keys could not be read.
    """
    sent = [value for name, value in scope["headers"] if name == b"authorization"]
    if not sent:
        return ApiProblem(
            Kind.UNAUTHORIZED,
            "This needs an API key, as Authorization: Bearer sl_…; whoever runs the service gives them out.",
            headers={"WWW-Authenticate": CHALLENGE},
        )
    scheme, _, credentials = sent[0].decode("latin-1").partition(" ")
    found = await keys.find(credentials.strip()) if len(sent) == 1 and scheme.lower() == "bearer" else None
    return found or ApiProblem(
        Kind.UNAUTHORIZED,
        "The Authorization header has no API key that holds: it is none, not known here, or was revoked.",
        headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'},
    )


def refuse_lower(key: ApiKey, needed: Scope) -> None:
    """Refuse a key that has not the scope; raise `ApiProblem`."""
    if not key.scope.includes(needed):
        raise ApiProblem(
            Kind.FORBIDDEN,
            f"This needs a key with the scope {needed.value!r}; that of key {key.id} is {key.scope.value!r}.",
            headers={"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{needed.value}"'},
        )


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
