"""The wire form of what becomes of an article in a batch."""

from __future__ import annotations

from msgspec import Struct

from schemas.problem import Problem


class BatchResult(Struct, frozen=True, kw_only=True):
    """What became of one line of a batch; the results come in the order of the lines."""

    line: int
    """The number of the line in what was sent, from 1."""
    status: int
    """What `POST /v1/articles` would have answered: 201 stored, 200 stored already, or the status of the problem."""
    article_id: str | None = None
    """Null where there is a problem."""
    events: int = 0
    """How many events the article tells of; they are at `GET /v1/events?article_id=`."""
    problem: Problem | None = None
    """Why nothing of the line is stored. With status 503 the line may be sent again later."""
