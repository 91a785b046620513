"""The wire form of an error: RFC 9457 problem details, with the fields at fault."""

from __future__ import annotations

from msgspec import Struct


class FieldError(Struct, frozen=True, kw_only=True):
    """One field or parameter that was refused, and why."""

    field: str
    """The public name: a query parameter, a member of the body, or a header."""
    message: str
    """The value received and what would be accepted."""


class Problem(Struct, frozen=True, kw_only=True):
    """Why a request was refused or failed (RFC 9457, ``application/problem+json``)."""

    type: str
    """A URI reference that names the kind of problem; stable, so programs may branch on it."""
    title: str
    """The kind of problem in words; the same for every problem of the type."""
    status: int
    """The HTTP status code."""
    detail: str
    """What went wrong this time."""
    instance: str
    """The path of the request."""
    errors: list[FieldError] = []
    """Every field or parameter at fault, where there are any."""
