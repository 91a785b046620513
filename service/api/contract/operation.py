"""What the contract says of an operation beyond its path, method and docstring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from schemas.access import Scope
from schemas.article import ArticleIn
from service.api.access.limits import Budget
from service.api.asking.params import NOT_BLANK
from service.api.bodies import JSON, NDJSON, PLAIN

OPT_KEY = "operation"

OPEN_KEY = "open"
"""Set on what is open to everybody and no operation of the contract."""


@dataclass(frozen=True)
class Answer:
    """A successful answer: its status, what it holds, and the headers that come with it."""

    status: int
    description: str
    body: type[Struct] | None = None
    media_type: str = JSON
    headers: tuple[str, ...] = ()
    contents: dict[str, tuple[type[Struct], ...]] = field(default_factory=dict)
    """Instead of one body: the alternatives for each media type; none where it is text."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Where in the body an id is that other operations take: by operation and parameter, ``getEvent.event_id``."""

    @property
    def bodies(self) -> dict[str, tuple[type[Struct], ...]]:
        """What the answer may hold, by media type."""
        return {**self.contents, **({} if self.body is None else {self.media_type: (self.body,)})}


@dataclass(frozen=True)
class Operation:
    """The query, the body, the answers and the problems of an operation."""

    answers: tuple[Answer, ...]
    query: type[Struct] | None = None
    """The query parameters; where the body is an article, those of the raw-text form."""
    takes: Mapping[str, type[Struct] | None] = field(default_factory=dict)
    """What the body may hold, by media type; None for a raw text."""
    problems: tuple[int, ...] = ()
    scope: Scope | None = Scope.READ
    """What an API key must allow, where the service asks for keys; None where it never does."""
    budget: Budget = Budget.READS
    """What a request is counted as, where these are limited."""


ARTICLE: Mapping[str, type[Struct] | None] = {JSON: ArticleIn, PLAIN: None}
"""The forms in which an article may be sent."""

ARTICLE_LINES: Mapping[str, type[Struct] | None] = {NDJSON: ArticleIn}
"""Many articles, one a line."""

ARTICLE_TEXT = {"type": "string", "minLength": 1, "pattern": NOT_BLANK}
"""The schema of an article's text. How long it may be is a setting."""

HEADERS = {
    "ETag": "Changes when the representation does; send it back in `If-None-Match`.",
    "Link": 'The page after this one, `rel="next"` (RFC 8288); absent on the last.',
    "Location": "The path of the stored article.",
    "Retry-After": "Seconds to wait before trying again.",
    "X-Did-You-Mean": "Names close to those in the query that are not known, as `parameter=name`; absent otherwise.",
    "X-Request-ID": "The id of this request in the service's log; the caller's own, if it sent a sane one.",
    "WWW-Authenticate": "The scheme, `Bearer`, and what is wrong with the key that was sent.",
    "X-Total-Count": "How many events match in all; absent unless asked for.",
}


def operation(
    *answers: Answer,
    query: type[Struct] | None = None,
    takes: Mapping[str, type[Struct] | None] | None = None,
    problems: tuple[int, ...] = (),
    scope: Scope | None = Scope.READ,
    budget: Budget = Budget.READS,
) -> dict[str, Any]:
    """Return the handler options that carry an operation to the contract."""
    return {OPT_KEY: Operation(answers, query, takes or {}, problems, scope, budget)}
