"""``POST /v1/extract``: text in, events out, nothing stored."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from msgspec import Struct, field

from schemas.article import Extraction
from service.api.access.limits import Budget
from service.api.access.origins import refuse_other_origins
from service.api.asking.params import Parameter, one_of
from service.api.asking.queries import Include
from service.api.bodies import ArticleFields, read_article_and
from service.api.contract.operation import ARTICLE, Answer, operation
from service.api.observing.logs import note_events
from service.api.responses import json_answer
from service.api.services import Services

INCLUDE = Parameter(one_of(Include), "`mentions` adds every mention found, by kind.", many=True, example="mentions")


class ExtractOptions(Struct, frozen=True, kw_only=True):
    """What an extraction shall hold."""

    include: Annotated[list[Include], INCLUDE] = field(default_factory=list)


class ExtractFields(ArticleFields, frozen=True, kw_only=True):
    """The fields of a raw text, and what its extraction shall hold."""

    include: Annotated[list[Include], INCLUDE] = field(default_factory=list)


@post(
    "/v1/extract",
    operation_id="extractEvents",
    summary="Extract events from a text",
    tags=["extraction"],
    status_code=200,
    guards=[refuse_other_origins],
    opt=operation(
        Answer(200, "The events of the text.", Extraction),
        query=ExtractFields,
        takes=ARTICLE,
        problems=(400, 403, 408, 413, 415, 422, 500, 503),
        budget=Budget.WRITES,
    ),
)
async def extract_events(request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Response[bytes]:
    """Extract the events from an article and return them; nothing is stored.

    The answer depends on the article and the pipeline's version alone.
    """
    services.pool.refuse_where_full()
    article, options = await read_article_and(request, services.settings, ExtractOptions, ExtractFields)
    extraction = await services.pool.extract(article, mentions=Include.MENTIONS in options.include)
    note_events(request.scope, len(extraction.events))
    return json_answer(extraction)
