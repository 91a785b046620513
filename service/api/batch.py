"""``/v1/articles/batch``: many articles on one connection, a result for each while the rest is still being sent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

import msgspec
from litestar import Request, post
from litestar.di import NamedDependency
from litestar.types import HTTPScope

from schemas.access import Scope
from schemas.article import Article, ArticleIn, Extraction
from schemas.batch import BatchResult
from service.api.access.limits import Budget
from service.api.access.origins import refuse_other_origins
from service.api.asking.querystring import read_no_query
from service.api.bodies import NDJSON, decode_article, media_type_of
from service.api.contract.operation import ARTICLE_LINES, Answer, operation
from service.api.observing.logs import note_events
from service.api.ordered import in_order
from service.api.problems import ApiProblem, Kind, busy, problem_of, told
from service.api.services import Services
from service.api.two_way import BrokenOffError, TwoWayStream
from service.store import StoreBusy, StoreTimeout

AHEAD = 4
"""Articles in work for each process that extracts: enough to keep it busy while the first are being stored."""

PAUSE = 0.05
"""Seconds between two tries of what the store has no room for: some commits."""

Outcome = TypeVar("Outcome")


class Line(NamedTuple):
    """A line of the body that is not blank; without content where it is over the limit."""

    number: int
    content: bytes | None


class Extracted(NamedTuple):
    """A line whose article is not stored yet."""

    number: int
    article: ArticleIn
    extraction: Extraction


@post(
    "/v1/articles/batch",
    operation_id="createArticles",
    summary="Extract events from many articles and store them",
    tags=["articles"],
    status_code=200,
    request_max_body_size=None,
    guards=[refuse_other_origins],
    opt=operation(
        Answer(200, "One result a line, in the order of the lines.", BatchResult, media_type=NDJSON),
        takes=ARTICLE_LINES,
        problems=(400, 415, 500, 503),
        scope=Scope.WRITE,
        budget=Budget.WRITES,
    ),
)
async def create_articles(request: Request[Any, Any, Any], services: NamedDependency[Services]) -> TwoWayStream:
    """Extract the events from many articles and store them with these, each as `POST /v1/articles` does.

    The body has one article a line, the answer one result a line, in the same order and while the rest is being sent:
    read it as you send. A few articles are in work at a time, so that whoever sends faster than they are stored, or
    does not read the results, has to wait. A bad line gets its problem and never stops the rest; blank lines get
    no result. Each result with status 201 is on disk. After a connection broke, send the whole again: what is stored
    already is stored once. The length of the body is not limited, that of a line is.
    """
    read_no_query(request.scope["query_string"])
    media_type_of(request, {NDJSON: "one article a line"})
    if services.batches.locked():
        raise busy(Kind.OVERLOADED, f"{services.settings.batches} batches are being sent already. Try again later.", 5)
    await services.batches.acquire()
    return TwoWayStream(
        lambda body: _results(body, request.scope, services),
        stopping=services.stopping,
        patience=services.settings.batch_timeout,
        media_type=NDJSON,
        ended=services.batches.release,
    )


async def _results(body: AsyncIterator[bytes], scope: HTTPScope, services: Services) -> AsyncGenerator[bytes]:
    """Yield the lines of the answer to those of a body.

    Articles are extracted from side by side, and handed to the store in the order of their lines: of two with one
    external id the first is stored, however long it is.
    """
    limit = services.settings.max_body_bytes

    async def extract(line: Line) -> Extracted | BatchResult:
        try:
            if line.content is None:
                raise ApiProblem(Kind.BODY_TOO_LARGE, f"The line has more than the {limit} bytes that are accepted.")
            article = decode_article(line.content, services.settings.max_text_chars)
            found = await patiently(lambda: services.find_or_extract(article, of_batch=True))
        except Exception as error:  # noqa: BLE001 - a line must not end the batch, whatever became of it
            return failed(line.number, error)
        if isinstance(found, Article):
            return _succeeded(line.number, found, created=False)
        return Extracted(line.number, article, found)

    async def store(line: Extracted | BatchResult) -> BatchResult:
        if isinstance(line, BatchResult):
            return line
        try:
            stored, created = await patiently(lambda: services.add(line.article, line.extraction))
        except Exception as error:  # noqa: BLE001 - as above
            return failed(line.number, error)
        if created:
            note_events(scope, len(stored.events))
        return _succeeded(line.number, stored, created=created)

    def failed(number: int, error: Exception) -> BatchResult:
        problem = problem_of(error, scope)
        return BatchResult(line=number, status=problem.kind.status, problem=told(problem, scope["path"]))

    window = AHEAD * services.settings.worker_count
    extracted = in_order(read_lines(body, limit), extract, window)
    with contextlib.suppress(BrokenOffError):
        async with contextlib.aclosing(in_order(extracted, store, window)) as results:
            async for result in results:
                yield msgspec.json.encode(result) + b"\n"


def _succeeded(number: int, article: Article, *, created: bool) -> BatchResult:
    return BatchResult(line=number, status=201 if created else 200, article_id=article.id, events=len(article.events))


async def patiently(attempt: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """Return what the attempt returns; where the store has too much to do just now, wait and try again."""
    while True:
        try:
            return await attempt()
        except (StoreBusy, StoreTimeout):
            await asyncio.sleep(PAUSE)


async def read_lines(chunks: AsyncIterator[bytes], limit: int) -> AsyncGenerator[Line]:
    """Yield the lines in pieces of bytes, blank ones aside, and those over the limit without content."""
    begun = bytearray()
    number, too_long = 1, False

    def line() -> Line | None:
        if too_long:
            return Line(number, None)
        return Line(number, bytes(begun)) if begun.strip() else None

    async for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            too_long = too_long or len(begun) + len(piece) > limit
            begun += b"" if too_long else piece
            if (found := line()) is not None:
                yield found
            begun.clear()
            number, too_long = number + 1, False
        too_long = too_long or len(begun) + len(rest) > limit
        begun += b"" if too_long else rest
    if (found := line()) is not None:
        yield found
