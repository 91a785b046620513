"""In which format an answer is given: by ``format``, else by the ``Accept`` header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import Any

from litestar import Request

from service.api.problems import Kind, refused_field
from service.formats import MEDIA_TYPES, Format

STREAMED = frozenset({Format.CSV, Format.NDJSON})
"""Formats that give every event where no ``limit`` is given."""

_BARE = {media_type.partition(";")[0]: form for form, media_type in MEDIA_TYPES.items()}


def chosen_format(request: Request[Any, Any, Any], asked: Format | None) -> Format:
    """Return the format to answer in.

    Raises
    ------
    ApiProblem
        The header accepts none that there is.
    """
    if asked is not None:
        return asked
    if not request.headers.get("accept", "").strip():
        return Format.JSON
    try:
        best = request.accept.best_match(list(_BARE))
    except OverflowError:
        # A weight without end ("q=1e999"), which the framework takes for a number.
        best = None
    if best is None:
        available = ", ".join(_BARE)
        raise refused_field(Kind.NOT_ACCEPTABLE, "Accept", f"{request.headers['accept']!r}; available: {available}")
    return _BARE[best]
