"""Errors as RFC 9457 problem details: the kinds there are, and how exceptions become answers.

Every answer with a status of 400 or more has the media type ``application/problem+json`` and one of the
types below, the router's own 404 and 405 included. The text of an unforeseen exception is logged, never sent.

``ApiProblem`` is the one exception that the API raises for a request that it refuses.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from enum import Enum
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import HTTPScope

from schemas.problem import FieldError, Problem
from service.api.observing.logs import known_of
from service.store import (
    BadCursor,
    BadSince,
    BadText,
    ExternalIdConflict,
    StoreBusy,
    StoreClosed,
    StoreTimeout,
    WriteFailed,
)

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:strikelog:problem:"

logger = logging.getLogger("strikelog.api")


class Kind(Enum):
    """The kinds of problem: name in the ``type`` URI, HTTP status, title."""

    UNKNOWN_PARAMETER = ("unknown-parameter", 400, "Unknown query parameter")
    REPEATED_PARAMETER = ("repeated-parameter", 400, "Query parameter given more than once")
    INVALID_PARAMETER = ("invalid-parameter", 400, "Query parameter with an unusable value")
    UNKNOWN_NAME = ("unknown-name", 400, "Query parameter with a name that is not known")
    INVALID_CURSOR = ("invalid-cursor", 400, "Cursor that does not belong to this query")
    MALFORMED_BODY = ("malformed-body", 400, "Request body that cannot be read")
    UNAUTHORIZED = ("unauthorized", 401, "No API key that holds")
    FORBIDDEN = ("forbidden", 403, "API key without the scope")
    CROSS_ORIGIN = ("cross-origin", 403, "Request of a page of another origin")
    NOT_FOUND = ("not-found", 404, "No such resource")
    METHOD_NOT_ALLOWED = ("method-not-allowed", 405, "Method not allowed here")
    NOT_ACCEPTABLE = ("not-acceptable", 406, "No format that the client accepts")
    BODY_TOO_SLOW = ("body-too-slow", 408, "Request body that did not come in time")
    CONFLICT = ("conflict", 409, "In conflict with what is stored")
    BODY_TOO_LARGE = ("body-too-large", 413, "Request body too large")
    TEXT_TOO_LONG = ("text-too-long", 413, "Article text too long")
    UNSUPPORTED_MEDIA_TYPE = ("unsupported-media-type", 415, "Content type not accepted here")
    INVALID_FIELD = ("invalid-field", 422, "Field with an unusable value")
    EMPTY_TEXT = ("empty-text", 422, "Article without text")
    BAD_REQUEST = ("bad-request", 400, "Request that cannot be understood")
    RATE_LIMITED = ("rate-limited", 429, "Too many requests by one caller")
    INTERNAL = ("internal-error", 500, "Fault of the service")
    EXTRACTION_FAILED = ("extraction-failed", 500, "The article could not be processed")
    OVERLOADED = ("overloaded", 503, "Too much to do just now")
    TIMEOUT = ("timeout", 503, "Not finished in the time allowed")

    def __init__(self, slug: str, status: int, title: str) -> None:
        self.slug = slug
        self.status = status
        self.title = title

    @property
    def type(self) -> str:
        """The problem's ``type`` URI."""
        return TYPE_PREFIX + self.slug


class ApiProblem(Exception):  # noqa: N818 - it is answered as a problem, RFC 9457
    """A request that is refused or failed in a foreseen way."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})


def refused_field(kind: Kind, field: str, message: str) -> ApiProblem:
    """Return the problem of one field or parameter at fault."""
    return refused_fields(kind, [FieldError(field=field, message=message)])


def refused_fields(kind: Kind, errors: Sequence[FieldError]) -> ApiProblem:
    """Return the problem of several fields or parameters at fault."""
    return ApiProblem(kind, "; ".join(f"{error.field}: {error.message}" for error in errors), errors=errors)


def unknown(noun: str, name: str, known: Collection[str]) -> str:
    """Return the message on a field or parameter that there is not, with the one that may have been meant."""
    close = get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"no such {noun} here; {hint}accepted: {', '.join(known) or 'none'}"


def busy(kind: Kind, detail: str, retry_after_seconds: int = 1) -> ApiProblem:
    """Return a 503 that tells the client when to try again."""
    return ApiProblem(kind, detail, headers={"Retry-After": str(retry_after_seconds)})


def told(problem: ApiProblem, path: str) -> Problem:
    """Return the wire form of a problem met at ``path``."""
    kind = problem.kind
    return Problem(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=problem.detail,
        instance=path,
        errors=problem.errors,
    )


def on_problem(request: Request[Any, Any, Any], problem: ApiProblem) -> Response[bytes]:
    """Answer with a problem that a handler raised."""
    return Response(
        msgspec.json.encode(told(problem, request.scope["path"])),
        status_code=problem.kind.status,
        media_type=MEDIA_TYPE,
        headers=problem.headers,
    )


_BY_STATUS = {
    404: Kind.NOT_FOUND,
    405: Kind.METHOD_NOT_ALLOWED,
    413: Kind.BODY_TOO_LARGE,
    415: Kind.UNSUPPORTED_MEDIA_TYPE,
}


def on_http_exception(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Answer with an error of the framework: no route, no such method, a body over the limit."""
    if error.status_code >= 500:
        return on_exception(request, error)
    kind = _BY_STATUS.get(error.status_code, Kind.BAD_REQUEST)
    path = request.scope["path"]
    headers = {}
    if kind is Kind.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("allow", "").split(", ")
        headers["Allow"] = ", ".join(sorted({*allowed, "HEAD"} if "GET" in allowed else allowed))
    match kind:
        case Kind.NOT_FOUND:
            detail = f"There is nothing at {path}; the paths that exist are listed at /openapi.json."
        case Kind.METHOD_NOT_ALLOWED:
            detail = f"{path} does not answer to {request.method}."
        case Kind.BODY_TOO_LARGE:
            detail = "The request body is larger than this service accepts."
        case _:
            detail = error.detail
    return on_problem(request, ApiProblem(kind, detail, headers=headers))


def on_exception(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer with what an exception amounts to."""
    return on_problem(request, problem_of(error, request.scope))


def problem_of(error: Exception, scope: HTTPScope) -> ApiProblem:
    """Return the problem that an exception amounts to; what is a fault of the service is logged."""
    match error:
        case ApiProblem():
            return error
        case StoreBusy():
            return busy(Kind.OVERLOADED, str(error))
        case StoreTimeout():
            return busy(Kind.TIMEOUT, str(error))
        case StoreClosed():
            return busy(Kind.OVERLOADED, "The service is stopping.", 5)
        case BadCursor():
            return refused_field(Kind.INVALID_CURSOR, "cursor", str(error))
        case BadSince():
            return refused_field(Kind.INVALID_PARAMETER, "since", str(error))
        case BadText():
            return refused_field(Kind.INVALID_PARAMETER, "q", str(error))
        case ExternalIdConflict():
            return refused_field(Kind.CONFLICT, "external_id", str(error))
        case WriteFailed():
            logger.error("write failed", exc_info=error, extra=known_of(scope))
            return busy(Kind.OVERLOADED, "The database could not store the change; nothing of it is stored.", 5)
    logger.error("unhandled exception", exc_info=error, extra=known_of(scope))
    request_id = scope["state"].get("request_id", "-")
    detail = f"The service failed to answer; its log has the cause under request id {request_id}."
    return ApiProblem(Kind.INTERNAL, detail)
